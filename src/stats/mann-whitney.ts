import type { Interval } from '../core/estimate.js';
import type { MeanComparison } from './mean-comparison.js';
import { normal } from './normal.js';
import { standardNormalQuantile } from './normal-quantile.js';
import { pairwiseDifference } from './pairwise-difference.js';
import { rankSumChances } from './rank-sum-chances.js';

/** Below this many values in each sample, and without ties, p is counted out (as in R's wilcox.test). */
const EXACT_BELOW = 50;

/** The test of Mann & Whitney 1947 with the shift of Hodges & Lehmann 1963; sorts its arguments. */
export function mannWhitney(first: Float64Array, second: Float64Array, confidence: number): MeanComparison {
  first.sort();
  second.sort();
  const n = { first: first.length, second: second.length };
  const pairs = first.length * second.length;
  const without = { standardError: null, degreesOfFreedom: null, n };
  if (pairs === 0) return { difference: null, interval: null, statistic: null, pValue: null, ...without };
  const { statistic, ties } = countLarger(first, second);
  const isExact = ties === 0 && first.length < EXACT_BELOW && second.length < EXACT_BELOW;
  const test = isExact
    ? exactTest(statistic, first.length, second.length, confidence)
    : normalTest(statistic, first.length, second.length, ties, confidence);
  return {
    difference: (at(Math.floor((pairs - 1) / 2)) + at(Math.floor(pairs / 2))) / 2 + 0,
    interval: intervalFrom(test.rank),
    statistic,
    pValue: test.pValue,
    ...without,
  };

  /** The k-th smallest difference, k from 0. */
  function at(k: number): number {
    return pairwiseDifference(first, second, k);
  }

  function intervalFrom(rank: number | null): Interval | null {
    if (rank === null || rank < 1) return null;
    const inner = Math.min(rank, Math.floor((pairs + 1) / 2));
    return { low: at(inner - 1) + 0, high: at(pairs - inner) + 0, confidence, method: 'mann-whitney' };
  }
}

interface RankTest {
  readonly pValue: number | null;
  /** The interval runs from this difference, counted from the least, to the same counted from the greatest; `null` where there is none. */
  readonly rank: number | null;
}

function exactTest(statistic: number, m: number, n: number, confidence: number): RankTest {
  const chances = rankSumChances(m, n);
  const tail = Math.min(statistic, m * n - statistic);
  let below = 0;
  let upToTail = 0;
  let rank = 0;
  chances.forEach((chance, count) => {
    below += chance;
    if (count <= tail) upToTail = below;
    // R's qwilcox: the least count whose cumulative probability reaches half of what may be left out.
    if (below < (1 - confidence) / 2) rank = count + 1;
  });
  return { pValue: Math.min(1, 2 * upToTail), rank };
}

function normalTest(statistic: number, m: number, n: number, ties: number, confidence: number): RankTest {
  const total = m + n;
  const deviation = Math.sqrt(((m * n) / 12) * (total + 1 - ties / (total * (total - 1))));
  if (!(deviation > 0)) return { pValue: null, rank: null };
  const distance = Math.abs(statistic - (m * n) / 2);
  const z = Math.max(0, distance - 0.5) / deviation;
  const margin = -standardNormalQuantile((1 - confidence) / 2) * deviation + 0.5;
  return { pValue: Math.min(1, 2 * normal.survival(z)), rank: Math.floor((m * n) / 2 - margin) + 1 };
}

/** Pairs in which the second is larger, ties counting half, and Σ(t³ − t) over groups of t equal values. Both sorted. */
function countLarger(first: Float64Array, second: Float64Array): { statistic: number; ties: number } {
  let statistic = 0;
  let ties = 0;
  let i = 0;
  let j = 0;
  while (i < first.length || j < second.length) {
    const value = Math.min(first[i] ?? Infinity, second[j] ?? Infinity);
    const [iStart, jStart] = [i, j];
    while (first[i] === value) i += 1;
    while (second[j] === value) j += 1;
    statistic += (j - jStart) * (iStart + (i - iStart) / 2);
    const equal = i - iStart + (j - jStart);
    ties += equal ** 3 - equal;
  }
  return { statistic, ties };
}

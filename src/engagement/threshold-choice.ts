import { quantileOfSorted } from '../stats/quantile.js';
import type { ScoreCounts } from './roc-area.js';

/** The percentile of the scores of positives (type 7), from scores in rising order; null without any. */
export function percentileThreshold(scores: readonly ScoreCounts[], percentile: number): number | null {
  const positives = scores.reduce((total, { positive }) => total + positive, 0);
  if (positives === 0) return null;
  const sorted = new Float64Array(positives);
  let at = 0;
  for (const { score, positive } of scores) {
    sorted.fill(score, at, at + positive);
    at += positive;
  }
  return quantileOfSorted(sorted, percentile);
}

/**
 * The score from which on the share of positives exceeds that of negatives most; of equally good ones the lowest, which misses least.
 * Null where there are none of either kind.
 */
export function youdenThreshold(scores: readonly ScoreCounts[]): number | null {
  let [positives, negatives] = [0, 0];
  for (const { positive, negative } of scores) {
    positives += positive;
    negatives += negative;
  }
  if (positives === 0 || negatives === 0) return null;
  let [best, most, truly, falsely] = [0, -Infinity, positives, negatives];
  for (const { score, positive, negative } of scores) {
    // Shares over their common denominator: whole numbers, so that equal ones are equal.
    const gain = truly * negatives - falsely * positives;
    if (gain > most) [best, most] = [score, gain];
    truly -= positive;
    falsely -= negative;
  }
  return best;
}

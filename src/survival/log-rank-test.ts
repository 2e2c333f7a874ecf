import { chiSquaredTail } from './chi-squared-tail.js';
import { choleskyOf, quadraticForm } from './cholesky.js';
import type { CellCounts } from './log-rank-counts.js';
import { type LogRankSums, type LogRankWeights, logRankSums } from './log-rank-sums.js';

/** A χ² test; `statistic` and `pValue` are `null` where there is nothing to test, with 0 degrees of freedom. */
export interface LogRankStatistic {
  readonly statistic: number | null;
  readonly degreesOfFreedom: number;
  readonly pValue: number | null;
}

/** The test of these groups, and the sums it rests on. */
export function logRankTest(
  cells: readonly CellCounts[],
  groups: number,
  weights: LogRankWeights,
): LogRankStatistic & { readonly sums: LogRankSums } {
  const sums = logRankSums(cells, groups, weights);
  return { ...statisticOf(sums), sums };
}

/** (O − E)ᵀ V⁻ (O − E): without groups that nobody could be expected to end in, and one of the others, which follows from the rest. */
function statisticOf({ observed, expected, variance }: LogRankSums): LogRankStatistic {
  const groups = expected.length;
  const kept = [...expected.keys()].filter((group) => (expected[group] as number) > 0).slice(1);
  const matrix = Float64Array.from(kept.flatMap((i) => kept.map((j) => variance[i * groups + j] as number)));
  const difference = kept.map((group) => (observed[group] as number) - (expected[group] as number));
  const decomposition = choleskyOf(matrix, kept.length);
  const degreesOfFreedom = decomposition.rank;
  if (degreesOfFreedom === 0) return { statistic: null, degreesOfFreedom, pValue: null };
  const statistic = Math.max(0, quadraticForm(decomposition, difference));
  return { statistic, degreesOfFreedom, pValue: chiSquaredTail(statistic, degreesOfFreedom) };
}

import type { Excluded } from '../core/policy.js';
import { type AdjustmentMethod, adjustPValues } from '../stats/adjust-p-values.js';
import type { LogRankKey, LogRankTable } from './log-rank-state.js';
import type { LogRankTestName, LogRankWeights } from './log-rank-sums.js';
import { type LogRankStatistic, logRankTest } from './log-rank-test.js';

/** What one group has to show. */
export interface LogRankGroup {
  readonly group: LogRankKey;
  readonly n: number;
  readonly events: number;
  /** Ends, each times what it counts; under `'log-rank'` the events. */
  readonly observed: number;
  /** How much of it there would be if all groups ended alike. */
  readonly expected: number;
}

/** Two groups compared alone. */
export interface LogRankPair extends LogRankStatistic {
  readonly groups: readonly [LogRankKey, LogRankKey];
  readonly adjustedPValue: number | null;
}

/** Whether groups last equally long. */
export interface LogRank extends LogRankStatistic {
  readonly test: LogRankTestName;
  /** In the order of their names. */
  readonly groups: readonly LogRankGroup[];
  /** Empty without `pairwise`. */
  readonly pairs: readonly LogRankPair[];
  readonly n: number;
  readonly events: number;
  readonly excluded: Excluded;
}

/** What the counts say. */
export function logRankOf(
  { cells, groups }: LogRankTable,
  weights: LogRankWeights,
  pairwise: AdjustmentMethod | undefined,
  excluded: Excluded,
): LogRank {
  const { sums, ...statistic } = logRankTest(cells, groups.length, weights);
  const totals = groups.map((group, code) => {
    let [n, events] = [0, 0];
    for (const cell of cells) {
      if (cell.group !== code) continue;
      for (let i = 0; i < cell.ended.length; i += 1) {
        events += cell.ended[i] as number;
        n += (cell.ended[i] as number) + (cell.censored[i] as number);
      }
    }
    const [observed, expected] = [sums.observed[code] as number, sums.expected[code] as number];
    return { group, n, events, observed, expected };
  });
  const sum = (of: 'n' | 'events') => totals.reduce((total, group) => total + group[of], 0);
  return {
    ...statistic,
    test: weights.test,
    groups: totals,
    pairs: pairwise === undefined ? [] : pairsOf({ cells, groups, strata: [] }, weights, pairwise),
    ...{ n: sum('n'), events: sum('events'), excluded },
  };
}

function pairsOf(
  { cells, groups }: LogRankTable,
  weights: LogRankWeights,
  method: AdjustmentMethod,
): readonly LogRankPair[] {
  const pairs = groups.flatMap((first, a) =>
    groups.slice(a + 1).map((second, k) => {
      const b = a + 1 + k;
      const both = cells
        .filter(({ group }) => group === a || group === b)
        .map((cell) => ({ ...cell, group: cell.group === a ? 0 : 1 }));
      const { sums: _, ...statistic } = logRankTest(both, 2, weights);
      return { groups: [first, second] as const, ...statistic };
    }),
  );
  const adjusted = adjustPValues(
    pairs.map(({ pValue }) => pValue),
    method,
  );
  return pairs.map((pair, k) => ({ ...pair, adjustedPValue: adjusted[k] ?? null }));
}

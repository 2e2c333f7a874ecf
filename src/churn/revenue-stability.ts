import { errorOf, InvalidDataError, typeName } from '../core/errors.js';
import { moments } from '../stats/moments.js';

/** What of a row of `recurringRevenue` is asked. */
export interface StabilityPeriod {
  readonly end: number;
  readonly growth: number | null;
  readonly complete: boolean;
}

/** How steady revenue is from period to period. */
export interface RevenueStability {
  /** How many complete periods there are. */
  readonly n: number;
  /** The mean revenue at their ends. */
  readonly mean: number | null;
  /** Its standard deviation, with n − 1. */
  readonly standardDeviation: number | null;
  /** standardDeviation ÷ mean. */
  readonly coefficientOfVariation: number | null;
  /** 1 − coefficientOfVariation, and 0 where that is above 1: 1 is the same revenue in every period. */
  readonly stability: number | null;
  /** The standard deviation of growth from period to period: what is left where growth itself is steady. */
  readonly growthDeviation: number | null;
}

/**
 * Revenue stability (収益の安定性): 1 − the coefficient of variation of the revenue of complete periods (Pearson 1896). Steady growth
 * varies, too: `growthDeviation` tells how uneven it is.
 *
 * @param periods - rows of `recurringRevenue`; those that are not complete are left out
 * @returns the measure with its parts, `null` with fewer than two periods or without revenue
 * @throws {InvalidDataError} when a row is none of `recurringRevenue`
 * @example
 * ```ts
 * import { revenueStability } from 'kizuna';
 *
 * const periods = [100, 110, 105, 95].map((end) => ({ end, growth: null, complete: true }));
 * revenueStability(periods).stability; // => 0.9370
 * ```
 */
export function revenueStability(periods: readonly StabilityPeriod[]): RevenueStability {
  if (!Array.isArray(periods)) {
    const expected = 'a list of rows of recurringRevenue';
    const issue = { code: 'E_ROW_TYPE', index: null, field: null, expected, received: typeName(periods) } as const;
    throw errorOf(InvalidDataError, 'revenueStability', [issue]);
  }
  for (const [index, row] of periods.entries()) {
    if (Number.isFinite(Object(row).end) && typeof row.complete === 'boolean') continue;
    const issue = {
      index,
      field: 'end',
      expected: 'of a row of recurringRevenue',
      received: typeName(Object(row).end),
    };
    throw errorOf(InvalidDataError, 'revenueStability', [{ code: 'E_FIELD_TYPE', ...issue }]);
  }
  const complete = periods.filter((row) => row.complete);
  const { n, mean, standardDeviation } = moments(complete.map((row) => row.end));
  const variation = mean === null || standardDeviation === null || mean === 0 ? null : standardDeviation / mean;
  const growth = complete.map((row) => row.growth).filter((each): each is number => Number.isFinite(each));
  return {
    ...{ n, mean, standardDeviation, coefficientOfVariation: variation },
    stability: variation === null ? null : Math.max(0, 1 - variation),
    growthDeviation: moments(growth).standardDeviation,
  };
}

import type { Rate } from '../core/estimate.js';
import type { Pairs } from '../core/pairs.js';
import type { RatioEstimate } from '../stats/ratio-estimate.js';
import type { PeriodUnit } from '../time/period.js';
import { periodAt } from '../time/period-starts.js';
import { type CohortSums, checkCells } from './revenue-cohort-sums.js';
import type { RevenuePlan } from './revenue-plan.js';
import { addedPools, EMPTY_POOL, type PoolRetention, type PoolSums, poolRetention } from './revenue-pool.js';

/** Revenue by cohort of first revenue, and by how many periods later. */
export interface RevenueCohorts {
  readonly unit: PeriodUnit;
  /** A row for each period, from `from` or the first one with customers to `to` or the last one. */
  readonly cohorts: readonly RevenueCohort[];
  /** The curve over the cohorts whose cells are complete, as many entries as a cohort has cells. */
  readonly overall: readonly RevenueCohortPoint[];
  /** Customers in all cohorts. */
  readonly n: number;
}

/** The customers who first paid in one period. */
export interface RevenueCohort {
  /** The label of the period, such as `'2025-04'`. */
  readonly cohort: string;
  readonly size: number;
  /** What they paid at first, per month. */
  readonly revenue: number;
  /** The first is the end of their own period; `null` where a period was yet to come. */
  readonly cells: readonly (RevenueCohortCell | null)[];
}

/** What is left of a cohort and of its revenue. */
export interface RevenueCohortCell {
  /** Periods since the cohort's own. */
  readonly age: number;
  /** Whether the period was over by `asOf`; else this is as of then. */
  readonly complete: boolean;
  /** Who pays then, and what. */
  readonly customers: number;
  readonly revenue: number;
  /** Revenue ÷ first revenue; may be above 1. */
  readonly netRetention: RatioEstimate;
  /** The same without what anybody pays more than at first. */
  readonly grossRetention: RatioEstimate;
  readonly customerRetention: Rate;
}

/** All cohorts whose cell is complete, as one. */
export interface RevenueCohortPoint extends Omit<RevenueCohortCell, 'complete'> {
  /** How many cohorts with customers it rests on. */
  readonly cohorts: number;
}

/** The options, checked. */
export interface RevenueCohortPlan extends RevenuePlan {
  /** How many periods after their own cohorts are followed. */
  readonly ages: number;
}

/** The table of what was summed; `asOf` is `null` where nothing is known. */
export function revenueCohortTable(
  plan: RevenueCohortPlan,
  sums: Pairs<number, CohortSums>,
  decimals: number,
  asOf: number | null,
): RevenueCohorts {
  const { owner, periods, from, to, ages, confidence } = plan;
  const n = sums.reduce((total, [, { customers }]) => total + customers, 0);
  const empty = { unit: periods.unit, cohorts: [], overall: [], n };
  const first = from === null ? sums[0]?.[0] : periodAt(periods, from);
  if (first === undefined || asOf === null) return empty;
  const known = periodAt(periods, asOf);
  const last = to === null ? known : Math.min(known, periodAt(periods, to - 1));
  if (last < first) return empty;
  const width = Math.min(ages, known - first) + 1;
  checkCells(owner, last - first + 1, width);
  const byCohort = new Map(sums);
  // A period is over where the next one begins by then.
  const over = periods.startOf(known + 1) <= asOf + 1 ? known : known - 1;
  const poolOf = (cohort: number, age: number): PoolSums => {
    const own = byCohort.get(cohort);
    const cell = own?.cells[age];
    return own === undefined || cell === undefined
      ? EMPTY_POOL
      : { customers: own.customers, x: own.x, xx: own.xx, ...cell };
  };
  const cellOf = (pool: PoolSums, age: number) => factsOf(poolRetention(owner, pool, decimals, confidence), age);
  const numbers = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  return {
    unit: periods.unit,
    cohorts: numbers.map((cohort) => ({
      cohort: periods.labelOf(cohort),
      size: byCohort.get(cohort)?.customers ?? 0,
      revenue: poolRetention(owner, poolOf(cohort, 0), decimals, confidence).revenue,
      cells: Array.from({ length: width }, (_, age) =>
        cohort + age > known ? null : { ...cellOf(poolOf(cohort, age), age), complete: cohort + age <= over },
      ),
    })),
    overall: Array.from({ length: width }, (_, age) => {
      const pools = numbers.filter((cohort) => cohort + age <= over).map((cohort) => poolOf(cohort, age));
      const cohorts = pools.filter(({ customers }) => customers > 0).length;
      return { ...cellOf(pools.reduce(addedPools, EMPTY_POOL), age), cohorts };
    }),
    n,
  };
}

function factsOf(
  { netRetention, grossRetention, customerRetention }: PoolRetention,
  age: number,
): Omit<RevenueCohortCell, 'complete'> {
  return {
    age,
    customers: customerRetention.numerator,
    revenue: netRetention.numerator,
    ...{ netRetention, grossRetention, customerRetention },
  };
}

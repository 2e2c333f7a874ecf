import { errorOf, InvalidDataError } from '../core/errors.js';
import type { Rate } from '../core/estimate.js';
import { addedSums, type ExactSum } from '../stats/exact-sums.js';
import { growthEstimate, type RatioEstimate, shareEstimate } from '../stats/ratio-estimate.js';
import { wilsonRates } from '../stats/wilson.js';
import { ExactTotals } from './exact-totals.js';

/** What customers paid at one time and what they pay at another. */
export interface PoolSums {
  /** Who paid at first, and who of them does later. */
  readonly customers: number;
  readonly kept: number;
  /** Exact sums over them in minor units: x at first, y later, m the smaller of both, and their products. */
  readonly x: ExactSum;
  readonly xx: ExactSum;
  readonly y: ExactSum;
  readonly yy: ExactSum;
  readonly xy: ExactSum;
  readonly m: ExactSum;
  readonly mm: ExactSum;
  readonly mx: ExactSum;
}

/** What is left of a pool of customers and of their revenue. */
export interface PoolRetention {
  /** The customers who paid at first, and the revenue per month that they then had. */
  readonly customers: number;
  readonly revenue: number;
  /** NRR: what they pay later ÷ what they paid at first; may be above 1. */
  readonly netRetention: RatioEstimate;
  /** GRR: the same without what anybody pays more, Σ min(first, later) ÷ Σ first. */
  readonly grossRetention: RatioEstimate;
  /** Who of them pays at all later. */
  readonly customerRetention: Rate;
}

/** The sums of a pool from what each customer pays at both times, in minor units; who pays nothing at first is not in it. */
export function poolSums(first: Float64Array, later: Float64Array): PoolSums {
  const totals = new ExactTotals(8);
  let [customers, kept] = [0, 0];
  for (let i = 0; i < first.length; i += 1) {
    const [x, y] = [first[i]!, later[i]!];
    if (x <= 0) continue;
    const m = y < x ? y : x;
    customers += 1;
    if (y > 0) kept += 1;
    totals.add(0, x, 1);
    totals.add(1, x, x);
    totals.add(2, y, 1);
    totals.add(3, y, y);
    totals.add(4, x, y);
    totals.add(5, m, 1);
    totals.add(6, m, m);
    totals.add(7, m, x);
  }
  const [x, xx, y, yy, xy, m, mm, mx] = [0, 1, 2, 3, 4, 5, 6, 7].map((place) => totals.sum(place)) as Eight;
  return { customers, kept, x, xx, y, yy, xy, m, mm, mx };
}

type Eight = [ExactSum, ExactSum, ExactSum, ExactSum, ExactSum, ExactSum, ExactSum, ExactSum];

/** The sums of nobody. */
export const EMPTY_POOL: PoolSums = {
  ...{ customers: 0, kept: 0, x: [], xx: [], y: [], yy: [], xy: [], m: [], mm: [], mx: [] },
};

/** The sums of two pools of different customers. */
export function addedPools(a: PoolSums, b: PoolSums): PoolSums {
  return {
    customers: a.customers + b.customers,
    kept: a.kept + b.kept,
    x: addedSums(a.x, b.x),
    xx: addedSums(a.xx, b.xx),
    y: addedSums(a.y, b.y),
    yy: addedSums(a.yy, b.yy),
    xy: addedSums(a.xy, b.xy),
    m: addedSums(a.m, b.m),
    mm: addedSums(a.mm, b.mm),
    mx: addedSums(a.mx, b.mx),
  };
}

/** The retention of a pool; customers are what was sampled. `decimals` are those of the minor unit. */
export function poolRetention(owner: string, sums: PoolSums, decimals: number, confidence: number): PoolRetention {
  const { customers: n, kept, x, xx, y, yy, xy, m, mm, mx } = sums;
  const minor = 10 ** decimals;
  const inMajor = (estimate: RatioEstimate): RatioEstimate => ({
    ...estimate,
    numerator: estimate.numerator / minor,
    denominator: estimate.denominator / minor,
  });
  const netRetention = inMajor(growthEstimate({ n, y, x, yy, xy, xx }, confidence, owner));
  const grossRetention = inMajor(shareEstimate({ n, y: m, x, yy: mm, xy: mx, xx }, confidence, owner));
  return {
    customers: n,
    revenue: netRetention.denominator,
    netRetention,
    grossRetention,
    customerRetention: wilsonRates(confidence)(kept, n),
  };
}

/** The decimals of two states; `null` is that of nobody. */
export function sharedDecimals(owner: string, a: number | null, b: number | null): number | null {
  if (a !== null && b !== null && a !== b) {
    const issue = { index: null, field: 'decimals', expected: 'the same in all states', received: 'another number' };
    throw errorOf(InvalidDataError, owner, [{ code: 'E_FIELD_VALUE', ...issue }]);
  }
  return a ?? b;
}

import type { Estimate } from '../../core/estimate.js';
import { checkNumber, checkOptions } from '../../core/options.js';
import { annuity } from './annuity.js';
import { formulaOf, type Quantity } from './quantity.js';

/** What winning a customer cost, and what comes back in each period, such as a month. */
export interface PaybackFacts {
  /** What it cost to win a customer (CAC). */
  readonly cost: Quantity;
  /** What a customer who is there pays at the start of a period. */
  readonly amount: Quantity;
  /** The share of it that is margin (粗利率); default 1. */
  readonly marginRate?: Quantity | undefined;
  /** The share of customers who leave in a period; default 0: nobody, as most vendors count. */
  readonly churn?: Quantity | undefined;
  /** The discount of one period; default 0. */
  readonly discountRate?: number | undefined;
}

/** How many periods until the cost is back. */
export interface Payback extends Estimate {
  /** The same in whole periods: after so many payments the margins are at least the cost; `null` where they never are. */
  readonly periods: number | null;
}

/**
 * Payback period (CAC回収期間): the periods until what a customer has brought, less those who left, is what winning one cost.
 *
 * Without churn and discount it is CAC ÷ (ARPU × gross margin), as SaaS vendors have it. With them fewer are left to pay each
 * time, and the cost may never come back: then `value` is `null`. Payments come at the start of each period, as in
 * `lifetimeValueInAdvance`: the cost is back after n periods exactly if that with `horizon: n` is at least the cost. Between two
 * payments `value` is in proportion; `periods` is the whole number.
 *
 * The interval follows from those of the parts, as if they were independent; there is none where the cost may never come back.
 * With churn or discount, more than 1e9 periods are never.
 *
 * @param facts - `cost`, `amount`, `marginRate`, `churn`, `discountRate` (of one period)
 * @returns the periods; `null` where the cost never comes back, not within 1e9 periods, or a part is not known
 * @throws {InvalidOptionError} when a part is out of range, or intervals are of different confidences
 * @throws {InvalidDataError} when there are more periods than the range of doubles has
 * @example
 * ```ts
 * import { payback } from 'kizuna';
 *
 * payback({ cost: 12000, amount: 3000, marginRate: 0.6 }).value; // => 6.67
 * const { value, periods } = payback({ cost: 12000, amount: 3000, marginRate: 0.6, churn: 0.05 });
 * value; // => 7.91
 * periods; // => 8
 * payback({ cost: 12000, amount: 3000, marginRate: 0.6, churn: 0.2 }).value; // => null
 * ```
 */
export function payback(facts: PaybackFacts): Payback {
  checkOptions(OWNER, facts, ['cost', 'amount', 'marginRate', 'churn', 'discountRate']);
  const { cost, amount, marginRate = 1, churn = 0 } = facts;
  const discountRate = checkNumber(OWNER, 'discountRate', facts.discountRate ?? 0, { min: 0 });
  const ranges = { cost: { min: 0 }, amount: { min: 0 }, marginRate: { max: 1 }, churn: { min: 0, max: 1 } };
  const { estimate } = formulaOf(OWNER, { cost, amount, marginRate, churn }, ranges, (each) =>
    periodsToEarn(each.cost, each.amount * each.marginRate, 1 - each.churn, discountRate),
  );
  return { ...estimate, periods: estimate.value && Math.ceil(estimate.value) };
}

const OWNER = 'payback';

/** The first n for which margin × annuity(n) is at least the cost, less the part of the last margin that was not needed. */
function periodsToEarn(cost: number, margin: number, retention: number, discountRate: number): number | null {
  if (cost === 0) return 0;
  if (margin <= 0) return null;
  const gap = (discountRate + (1 - retention)) / (1 + discountRate);
  if (gap <= 0) return quotientOf(cost, margin);
  // All that ever comes is margin ÷ gap, and only where everybody leaves at once does all of it come in time.
  if (gap < 1 && (cost / margin) * gap >= 1) return null;
  const scale = cost > LARGE ? 1 / LARGE : 1; // sums of margins are to be doubles
  const [needed, part] = [cost * scale, margin * scale];
  const earned = (n: number) => part * (annuity(retention, discountRate, 0, n) as number); // has an end
  if (earned(MOST) < needed) return null;
  let [less, n] = [0, MOST];
  while (n - less > 1) {
    const middle = Math.floor((less + n) / 2);
    if (earned(middle) < needed) less = middle;
    else n = middle;
  }
  const before = earned(n - 1);
  return n - 1 + Math.min(1, (needed - before) / (earned(n) - before));
}

/** Cost ÷ margin, and no more than n where n margins are the cost as doubles are multiplied. */
function quotientOf(cost: number, margin: number): number {
  const quotient = cost / margin;
  const fewer = Math.ceil(quotient) - 1;
  return margin * fewer >= cost ? Math.min(quotient, fewer) : quotient;
}

/** More periods are never. */
const MOST = 1e9;
const LARGE = 2 ** 900;

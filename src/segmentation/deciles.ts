import type { Data } from '../core/data.js';
import { exactSum } from '../core/exact-sum.js';
import { checkChoice, checkNumber } from '../core/options.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyProperties, CustomerId, EventLog } from '../log/layout.js';
import type { TotalsOptions } from '../log/purchases/customer-totals.js';
import type { CustomerTotalsState } from '../log/purchases/totals-state.js';
import {
  type AmountCounts,
  amountPlan,
  amountStates,
  amountsOf,
  type CustomerAmounts,
  checkAmountOptions,
} from './customer-amounts.js';
import { endOfEquals, rankingOf, shareOf } from './ranking.js';
import type { PlainAmountOptions, PlainAmounts, RowAmountFields } from './row-amounts.js';

/** How customers are divided. */
export interface DecileRules {
  /** How many groups; default 10. */
  readonly bins?: number | undefined;
  /**
   * Customers with equal amounts at the border of two groups. `'split'` (default): the groups keep their sizes, and equals are parted in
   * the order of their ids; the amounts of the groups do not depend on it. `'together'`: equals go where the first of them falls, so that
   * groups may differ in size and be empty.
   */
  readonly ties?: 'split' | 'together' | undefined;
  /**
   * Which groups have one customer more where the number does not divide: `'first'` (default), the first, as SQL's `NTILE`; `'last'`, the
   * last; `'spread'`, here and there: the customer of rank i of n, from 0, is in group ⌊i · bins / n⌋.
   */
  readonly remainder?: 'first' | 'last' | 'spread' | undefined;
}

/** One group of customers. */
export interface Decile {
  /** From 1, those with the greatest amounts. */
  readonly decile: number;
  readonly customers: number;
  readonly amount: number;
  /** Of the whole amount; `null` where that is not above 0. */
  readonly share: number | null;
  /** The share of this group and those before it. */
  readonly cumulativeShare: number | null;
  /** The mean amount of a customer; `null` where the group is empty, as the ends are. */
  readonly average: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Whether a customer of a later group has the same amount as the last of this one: only with `ties: 'split'`. */
  readonly partsEquals: boolean;
}

/** A customer and the group it is in. */
export interface DecileCustomer {
  readonly customer: CustomerId;
  readonly amount: number;
  readonly decile: number;
}

/** Customers divided by what they spend. */
export interface Deciles extends AmountCounts {
  readonly n: number;
  readonly amount: number;
  readonly deciles: readonly Decile[];
  /** Greatest amounts first; of equal ones in the order of their ids, numbers before text. */
  readonly customers: readonly DecileCustomer[];
}

/**
 * Deciles as a metric of events: for stored states and shards of customers. See `deciles`.
 *
 * @param options - as those of `deciles` for a log
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { decilesMetric, eventLog } from 'kizuna';
 *
 * const halves = decilesMetric({ bins: 2 });
 * const shard = (customer: string, yen: number) =>
 *   halves.state(eventLog([{ customer, at: 0, yen }], { customer: 'customer', time: 'at', amount: 'yen' }));
 * const { deciles } = halves.finish(halves.merge(shard('a', 1000), shard('b', 3000)));
 * deciles.map(({ customers, share }) => [customers, share]); // => [[1, 0.75], [1, 0.25]]
 * ```
 */
export function decilesMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: DecileRules & TotalsOptions<Name, Properties> = {},
): EventMetric<Name, Properties, CustomerTotalsState, Deciles> {
  const { amounts, ...states } = amountStates(amountPlan(OWNER, options, DECILE_RULES));
  const plan = decilePlan(options);
  return { name: OWNER, split: 'by customer', ...states, finish: (totals) => decilesOf(plan, amounts(totals)) };
}

/**
 * デシル分析: customers in ten equal groups by what they have spent, and what each group brings.
 *
 * Amounts of a customer are added, customers ranked from the greatest, and the ranks divided into `bins` groups. Sums are correctly
 * rounded. With `refunds: 'net'` an amount may be negative, and a cumulative share above 1 on the way.
 *
 * @param data - an event log with amounts, or rows or columns
 * @param options - `bins`, `ties`, `remainder`. Of a log: `purchase`, `per`, `refunds`, `from`, `asOf`, `timeZone`. Of rows: `customer`,
 * `amount`, `refunds`, `missing`, `invalid`
 * @returns the groups with their amounts, shares and ends, and the group of each customer; of fewer customers than groups, the last are
 * empty
 * @throws {InvalidDataError} when an amount is not a finite number, or negative where `refunds` does not say what that means; or where no
 * purchase of a log has an amount (`E_FIELD_MISSING`)
 * @throws {InvalidOptionError} when an option is unknown or out of range, or a log has no amounts
 * @example
 * ```ts
 * import { deciles } from 'kizuna';
 *
 * const spent = [9000, 500, 4000, 1500, 3000];
 * const { deciles: groups } = deciles(spent, { bins: 2 });
 * groups.map(({ customers, amount, share, average }) => ({ customers, amount, share, average }));
 * // => [
 * //   { customers: 3, amount: 16000, share: 0.889, average: 5333.33 },
 * //   { customers: 2, amount: 2000, share: 0.111, average: 1000 },
 * // ]
 * const orders = [
 *   { customer: 'a', yen: 300 },
 *   { customer: 'b', yen: 500 },
 *   { customer: 'a', yen: 400 },
 * ];
 * deciles(orders, { customer: 'customer', amount: 'yen', bins: 2 }).customers;
 * // => [{ customer: 'a', amount: 700, decile: 1 }, { customer: 'b', amount: 500, decile: 2 }]
 * ```
 */
export function deciles<Name extends string, Properties extends object>(
  data: EventLog<Name, Properties>,
  options?: DecileRules & TotalsOptions<Name, Properties>,
): Deciles;
export function deciles(data: PlainAmounts, options?: DecileRules & PlainAmountOptions): Deciles;
export function deciles<Row>(data: Data<Row>, options: DecileRules & RowAmountFields<NoInfer<Row>>): Deciles;
export function deciles(data: unknown, options: DecileRules = {}): Deciles {
  checkAmountOptions(OWNER, data, options, DECILE_RULES);
  return decilesOf(decilePlan(options), amountsOf(OWNER, data, options));
}

const OWNER = 'deciles';

/** The names of the rules. */
export const DECILE_RULES = ['bins', 'ties', 'remainder'] as const;

/** The rules, checked. */
export interface DecilePlan {
  readonly bins: number;
  readonly ties: 'split' | 'together';
  readonly remainder: 'first' | 'last' | 'spread';
}

/** Reads and checks the rules. */
export function decilePlan({ bins = 10, ties = 'split', remainder = 'first' }: DecileRules): DecilePlan {
  return {
    bins: checkNumber(OWNER, 'bins', bins, { min: 1, max: 10_000, integer: true }),
    ties: checkChoice(OWNER, 'ties', ties, ['split', 'together']),
    remainder: checkChoice(OWNER, 'remainder', remainder, ['first', 'last', 'spread']),
  };
}

function decilesOf(plan: DecilePlan, amounts: CustomerAmounts): Deciles {
  const { customer, amount, total } = rankingOf(OWNER, amounts);
  const n = amount.length;
  const all = total[n]!;
  const starts = decileStarts(plan, n, (start) =>
    amount[start - 1] === amount[start] ? endOfEquals(amount, start) : start,
  );
  const groups: Decile[] = [];
  const customers: DecileCustomer[] = [];
  for (let k = 0; k < plan.bins; k += 1) {
    const [start, end] = [starts[k]!, starts[k + 1]!];
    const size = end - start;
    const own = exactSum(amount.subarray(start, end), OWNER);
    const [low, high] = [amount[end - 1]!, amount[start]!];
    for (let i = start; i < end; i += 1) customers.push({ customer: customer[i]!, amount: amount[i]!, decile: k + 1 });
    groups.push({
      decile: k + 1,
      customers: size,
      amount: own,
      share: shareOf(own, all),
      cumulativeShare: shareOf(total[end]!, all),
      average: size === 0 ? null : Math.min(Math.max(own / size, low), high), // rounding may carry a mean of equals past them
      low: size === 0 ? null : low,
      high: size === 0 ? null : high,
      partsEquals: size > 0 && end < n && amount[end] === amount[end - 1],
    });
  }
  return { n, amount: all, deciles: groups, customers, ...amounts.counts };
}

/** The rank that each group starts at, and the end of the last; `afterEquals` is the first from a rank on that starts other amounts. */
export function decileStarts(
  { bins, ties, remainder }: DecilePlan,
  n: number,
  afterEquals: (rank: number) => number,
): readonly number[] {
  const [size, more] = [Math.floor(n / bins), n % bins];
  const starts = Array.from({ length: bins + 1 }, (_, k) => {
    if (remainder === 'spread') return Math.ceil((k * n) / bins);
    return k * size + (remainder === 'first' ? Math.min(k, more) : Math.max(0, k - (bins - more)));
  });
  if (ties === 'split') return starts;
  let end = 0;
  return starts.map((start) => {
    if (start > end) end = afterEquals(start);
    return end;
  });
}

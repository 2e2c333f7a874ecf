import { growExpansion, roundedSum } from '../core/exact-sum.js';
import { mergePairs, type Pairs } from '../core/pairs.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyLog, AnyProperties } from '../log/layout.js';
import { countValues, linesOfValues, totalsShape, valuesAt, valuesPart } from '../log/purchases/counted-totals.js';
import {
  refuseRefunds,
  refuseWithoutAmounts,
  requireAmounts,
  type TotalsOptions,
  type TotalsPlan,
  totalsByCode,
} from '../log/purchases/customer-totals.js';
import { mergeCounts, type StateCounts } from '../log/purchases/totals-state.js';
import { shapePlan } from '../log/shapes/shape-plan.js';
import { exceptionsPart, summaryCounts, unlikeRows } from '../log/shapes/totals-shapes.js';
import { growByProduct } from '../stats/grow-by-product.js';
import { amountPlan } from './customer-amounts.js';
import {
  DECILE_RULES,
  type Decile,
  type DecilePlan,
  type DecileRules,
  type Deciles,
  decilePlan,
  decileStarts,
} from './deciles.js';
import { shareOf } from './ranking.js';

/** The groups of `deciles` without the list of customers. */
export type DecileSummary = Omit<Deciles, 'customers'>;

/** How many customers have spent each amount: the state of `decileSummaryMetric`. */
export interface DecileSummaryState extends StateCounts {
  readonly amounts: Pairs<number, number>;
}

/**
 * Deciles without the list of customers, as a metric of events: for databases whose customers are too many to leave them, and for shards of
 * customers. Its state is how many customers have spent each amount.
 *
 * @param options - as those of `deciles` for a log
 * @returns a metric whose result is that of `deciles` but for `customers`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { decileSummaryMetric, eventLog } from 'kizuna';
 *
 * const halves = decileSummaryMetric({ bins: 2 });
 * const shard = (customer: string, yen: number) =>
 *   halves.state(eventLog([{ customer, at: 0, yen }], { customer: 'customer', time: 'at', amount: 'yen' }));
 * const { deciles } = halves.finish(halves.merge(shard('a', 1000), shard('b', 3000)));
 * deciles.map(({ customers, share }) => [customers, share]); // => [[1, 0.75], [1, 0.25]]
 * ```
 */
export function decileSummaryMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: DecileRules & TotalsOptions<Name, Properties> = {},
): EventMetric<Name, Properties, DecileSummaryState, DecileSummary> {
  const totals = amountPlan(OWNER, options, DECILE_RULES);
  const plan = decilePlan(options);
  const parts = {
    log: exceptionsPart(totals),
    amounts: valuesPart({ ...totalsShape(totals, { monetary: 'sum', step: null }), asOf: null }, ['amount']),
  };
  return {
    name: OWNER,
    split: 'by customer',
    plan: shapePlan(
      parts,
      ({ log, amounts }): DecileSummaryState => ({
        amounts: valuesAt(amounts, 0),
        ...summaryCounts(totals, unlikeRows(log), linesOfValues(amounts, null)),
      }),
    ),
    state(log: AnyLog) {
      requireAmounts(OWNER, log);
      const all = totalsByCode(totals, log);
      const { asOf, outside, refunds, withAmount, withoutAmount, missing, invalid, repeated } = all;
      const counts = { asOf, outside, refunds, withAmount, withoutAmount, missing, invalid, repeated };
      return { amounts: countValues(all.amount ?? []), ...counts };
    },
    merge: (a, b) => ({
      amounts: mergePairs(a.amounts, b.amounts, (left, right) => left + right),
      ...mergeCounts(a, b),
    }),
    finish: (state) => summaryOf(plan, totals, state),
  };
}

const OWNER = 'decileSummary';

/** Customers of one amount, from rank `from` to before `to`. */
interface Equals {
  readonly amount: number;
  readonly from: number;
  readonly to: number;
}

function summaryOf(plan: DecilePlan, totals: TotalsPlan, state: DecileSummaryState): DecileSummary {
  const { amounts, asOf, withAmount, outside, refunds, withoutAmount, missing, invalid, repeated } = state;
  refuseRefunds(totals, refunds);
  refuseWithoutAmounts(totals, { withAmount, withoutAmount });
  const runs = ranked(amounts);
  const n = runs.at(-1)?.to ?? 0;
  const runAt = (rank: number): Equals => runs[placeOf(runs, rank)]!; // of a rank below n
  const starts = decileStarts(plan, n, (rank) => {
    if (rank >= n) return n;
    const { from, to } = runAt(rank);
    return from === rank ? rank : to;
  });
  const all = totalOf(partsOf(runs, 0, n));
  const before: number[] = [];
  const deciles = Array.from({ length: plan.bins }, (_, k): Decile => {
    const [start, end] = [starts[k]!, starts[k + 1]!];
    const size = end - start;
    const parts = partsOf(runs, start, end);
    const own = totalOf(parts);
    for (const part of parts) growExpansion(before, part);
    const [low, high] = size === 0 ? [null, null] : [runAt(end - 1).amount, runAt(start).amount];
    return {
      decile: k + 1,
      customers: size,
      amount: own,
      share: shareOf(own, all),
      cumulativeShare: shareOf(totalOf(before), all),
      average: low === null ? null : Math.min(Math.max(own / size, low), high!), // rounding may carry a mean of equals past them
      low,
      high,
      partsEquals: size > 0 && end < n && runAt(end).from < end,
    };
  });
  return {
    n,
    amount: all,
    deciles,
    asOf,
    excluded: { missing, invalid, repeated, outside, refunds, withoutAmount },
  };
}

/** Amounts with their ranks, greatest first. */
function ranked(amounts: Pairs<number, number>): readonly Equals[] {
  let from = 0;
  return [...amounts].reverse().map(([amount, customers]) => {
    const run = { amount, from, to: from + customers };
    from = run.to;
    return run;
  });
}

/** The place of the run that a rank is in; of the number of all, one past the last. */
function placeOf(runs: readonly Equals[], rank: number): number {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (runs[middle]!.to <= rank) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What the customers of some ranks have together, as an exact sum. */
function partsOf(runs: readonly Equals[], start: number, end: number): readonly number[] {
  const partials: number[] = [];
  for (let at = placeOf(runs, start); at < runs.length && runs[at]!.from < end; at += 1) {
    const { amount, from, to } = runs[at]!;
    const customers = Math.min(to, end) - Math.max(from, start);
    if (Math.abs(amount) > LEAST && Math.abs(amount) < MOST) growByProduct(partials, amount, customers);
    else for (let i = 0; i < customers; i += 1) growExpansion(partials, amount);
  }
  return partials;
}

// Between these, a product is exact.
const [LEAST, MOST] = [2 ** -900, 2 ** 900];

function totalOf(partials: readonly number[]): number {
  return roundedSum(partials, OWNER) + 0; // + 0: never -0
}

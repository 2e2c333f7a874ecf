import type { Data } from '../core/data.js';
import { checkOptions } from '../core/options.js';
import { asOfGiven } from '../log/as-of.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyProperties, CustomerId, EventLog } from '../log/layout.js';
import { customerTotals, inFirstOrder, requireAmounts, totalsPlan } from '../log/purchases/customer-totals.js';
import { type CustomerTotalsState, mergeTotals, totalsOf, totalsState } from '../log/purchases/totals-state.js';
import { totalsShapes } from '../log/shapes/totals-shapes.js';
import type { Instant } from '../time/period-key.js';
import { customersBought } from './customers-bought.js';
import type { Rfm, RfmColumns, RfmCustomer } from './result.js';
import { LOG_OPTIONS, rfmOf } from './rfm-columns.js';
import type { RfmOfCustomers, RfmOfOrders, RfmOptions } from './rfm-options.js';
import { rfmPlan, type SegmentChoice, type SegmentOf } from './rfm-rules.js';
import { scoredCustomers } from './scored-customers.js';

/** The state of RFM: what each customer has bought, so that bins and segments can still be changed. */
export type RfmState = CustomerTotalsState;

/**
 * RFM as a metric over an event log: for groups, stored states and shards of customers. See `rfm`.
 *
 * @param options - as those of `rfm` for a log, with `asOf`: one for all that is merged
 * @throws {InvalidOptionError} as `rfm`, and without `asOf`
 * @example
 * ```ts
 * import { eventLog, rfmMetric } from 'kizuna';
 *
 * const metric = rfmMetric({ asOf: '2025-04-30', bins: 2 });
 * const roles = { customer: 'id', time: 'at', amount: 'yen' } as const;
 * const east = metric.state(eventLog([{ id: 'a', at: '2025-04-01T10:00Z', yen: 500 }], roles));
 * const west = metric.state(eventLog([{ id: 'b', at: '2025-04-20T10:00Z', yen: 900 }], roles));
 * metric.finish(metric.merge(east, west)).customers.map(({ customer, code }) => [customer, code]);
 * // => [['a', '111'], ['b', '212']]
 * ```
 */
export function rfmMetric<
  Name extends string = string,
  Properties extends object = AnyProperties,
  const Choice extends SegmentChoice | undefined = undefined,
>(
  options: RfmOptions<Name, Properties, Choice> & { readonly asOf: Instant },
): EventMetric<Name, Properties, RfmState, Rfm<SegmentOf<Choice>>> {
  checkOptions(OWNER, options, LOG_OPTIONS);
  const plan = rfmPlan(OWNER, options);
  const totals = totalsPlan(OWNER, options);
  asOfGiven(OWNER, options.asOf, totals.timeZone);
  return {
    name: OWNER,
    split: 'by customer',
    plan: totalsShapes(totals),
    state(log) {
      requireAmounts(OWNER, log);
      return totalsState(customerTotals(totals, log));
    },
    merge: mergeTotals,
    finish(state) {
      const scored = scoredCustomers(OWNER, plan, customersBought(totals, totalsOf(state)));
      return rowsOf(scored) as unknown as Rfm<SegmentOf<Choice>>; // of the segments that were asked for
    },
  };
}

/**
 * RFM: who bought lately, who buys often, who spends much. Every customer gets three scores, a code such as `'555'`, and a segment.
 *
 * By default scores are cut at quantiles (type 7) so that bins are as equal as ties let them be: score = 1 + how many cuts lie below a
 * value, for recency from the top down; equal values have equal scores, whatever the order of rows. Where all values are equal, so are
 * the scores: 1 of frequency and monetary value, the best of recency. `breaks` takes one's own thresholds, as Japanese tools do.
 *
 * @param data - an event log with amounts; or rows (or columns) of orders, told by the options `customer`, `time`, `amount` and
 * `order` (the number of an order whose lines the rows are); or rows of customers, told by `customer`, `recencyDays` or `lastTime`,
 * `frequency` and `amount`, one for each
 * @param options - of all: `bins`, `method`, `breaks`, `nested`, `monetary`, `segments`, `confidence`; of purchases: `purchase`
 * (logs), `per` (what one order is), `refunds`, `from`, `asOf`, `timeZone`; of rows: `missing`, `invalid`
 * @returns the customers with an order (of a log or of orders by their first orders, then by id; of rows of customers in their order),
 * `cuts`, `counts` and `emptyBins` of the scores, the table of segments, the grid of recency and frequency. A customer all of whose
 * orders are after `asOf` is not there
 * @throws {InvalidDataError} when amounts are negative and `refunds` does not say what that means (`E_NUM_RANGE`, with the row where rows
 * were given), rows hold what an event log refuses, a customer has two rows of customers (`E_FIELD_VALUE`), days or orders of customers
 * are not from 0 to 1e9, orders are not whole, or amounts are beyond doubles together (`E_OVERFLOW`)
 * @throws {InvalidOptionError} when an option is unknown or out of range, a preset of segments meets other than five bins, or a log
 * has no amounts
 * @example
 * ```ts
 * import { rfm } from 'kizuna';
 *
 * const orders = [
 *   { id: 'a', at: '2025-04-28T03:00:00Z', yen: 3000 },
 *   { id: 'b', at: '2025-04-01T03:00:00Z', yen: 900 },
 *   { id: 'a', at: '2025-03-02T03:00:00Z', yen: 2500 },
 *   { id: 'c', at: '2024-11-05T03:00:00Z', yen: 12000 },
 * ];
 * const { customers, segments } = rfm(orders, {
 *   customer: 'id',
 *   time: 'at',
 *   amount: 'yen',
 *   asOf: '2025-04-30',
 *   timeZone: 'Asia/Tokyo',
 *   breaks: { recency: [30, 90], frequency: [2, 5], monetary: [3000, 10000] },
 *   segments: [{ segment: '優良', r: 3, f: { from: 2 } }, { segment: '休眠', r: 1 }, { segment: '一般' }],
 * });
 * customers.map(({ customer, recencyDays, code, segment }) => [customer, recencyDays, code, segment]);
 * // => [['c', 176, '113', '休眠'], ['a', 2, '322', '優良'], ['b', 29, '311', '一般']]
 * segments.map(({ segment, customers, amount }) => [segment, customers, amount]);
 * // => [['優良', 1, 5500], ['休眠', 1, 12000], ['一般', 1, 900]]
 * ```
 */
export function rfm<
  Name extends string,
  Properties extends object,
  const Choice extends SegmentChoice | undefined = undefined,
>(data: EventLog<Name, Properties>, options?: RfmOptions<Name, Properties, Choice>): Rfm<SegmentOf<Choice>>;
export function rfm<Row, const Choice extends SegmentChoice | undefined = undefined>(
  data: Data<Row>,
  options: RfmOfOrders<Row, Choice> | RfmOfCustomers<Row, Choice>,
): Rfm<SegmentOf<Choice>>;
export function rfm(data: unknown, options: object = {}): Rfm<never> {
  return rowsOf(rfmOf(OWNER, data, options, inFirstOrder)) as unknown as Rfm<never>; // of the segments that were asked for
}

const OWNER = 'rfm';

function rowsOf(columns: RfmColumns): Rfm {
  const { customer, recencyDays, frequency, monetary, r, f, m, code, segment, ...summary } = columns;
  const customers: RfmCustomer[] = [];
  for (let i = 0; i < r.length; i += 1) {
    customers.push({
      customer: customer[i] as CustomerId, // i < length, as of all columns
      recencyDays: recencyDays[i]!,
      frequency: frequency[i]!,
      monetary: monetary[i]!,
      r: r[i]!,
      f: f[i]!,
      m: m[i]!,
      code: code.values[code.codes[i]!]!,
      segment: segment.values[segment.codes[i]!] ?? null,
    });
  }
  return { customers, ...summary };
}

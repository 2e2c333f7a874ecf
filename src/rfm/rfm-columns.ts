import type { Data } from '../core/data.js';
import { checkOptions } from '../core/options.js';
import type { AnyLog, EventLog } from '../log/layout.js';
import {
  type CustomerTotals,
  requireAmounts,
  TOTALS_OPTIONS,
  totalsByCode,
  totalsPlan,
} from '../log/purchases/customer-totals.js';
import { boughtByCustomers, type LooseCustomers } from './bought-by-customers.js';
import { boughtInOrders, type LooseOrders } from './bought-in-orders.js';
import { customersBought } from './customers-bought.js';
import type { RfmColumns } from './result.js';
import type { RfmOfCustomers, RfmOfOrders, RfmOptions } from './rfm-options.js';
import { RFM_RULES, type RfmRules, rfmPlan, type SegmentChoice, type SegmentOf } from './rfm-rules.js';
import { type CustomersBought, scoredCustomers } from './scored-customers.js';

/**
 * `rfm` as columns: without an object for each customer, for millions of them.
 *
 * @param data - as in `rfm`
 * @param options - as in `rfm`
 * @returns a column for each field, all of one length: of a log in the order of its customers, of rows in theirs (of orders, in that in
 * which customers were met); `code` and `segment` as codes and the values that they stand for; and the tables of `rfm`
 * @throws as `rfm`
 * @example
 * ```ts
 * import { rfmColumns } from 'kizuna';
 *
 * const customer = Int32Array.of(0, 1, 0, 2);
 * const time = Float64Array.of(1743498000000, 1743584400000, 1743670800000, 1743757200000);
 * const orders = { customer, time, amount: Float64Array.of(500, 800, 700, 300) };
 * const { r, m, cuts } = rfmColumns(orders, { customer: 'customer', time: 'time', amount: 'amount', bins: 3 });
 * [...r]; // => [2, 1, 3]
 * [...m]; // => [3, 2, 1]
 * cuts.monetary; // => [633.33, 933.33]
 * ```
 */
export function rfmColumns<
  Name extends string,
  Properties extends object,
  const Choice extends SegmentChoice | undefined = undefined,
>(data: EventLog<Name, Properties>, options?: RfmOptions<Name, Properties, Choice>): RfmColumns<SegmentOf<Choice>>;
export function rfmColumns<Row, const Choice extends SegmentChoice | undefined = undefined>(
  data: Data<Row>,
  options: RfmOfOrders<Row, Choice> | RfmOfCustomers<Row, Choice>,
): RfmColumns<SegmentOf<Choice>>;
export function rfmColumns(data: unknown, options: object = {}): RfmColumns<never> {
  return rfmOf('rfmColumns', data, options, (totals) => totals) as unknown as RfmColumns<never>; // of the segments that were asked for
}

/** Scores the customers of a log, or of rows of orders or customers, those of a log or of orders in the order that `ordered` gives them. */
export function rfmOf(
  owner: string,
  data: unknown,
  options: object,
  ordered: (totals: CustomerTotals) => CustomerTotals,
): RfmColumns {
  checkOptions(owner, options, Object.keys(Object(options))); // an object; its names are checked where it is known what they may be
  const plan = rfmPlan(owner, options as RfmRules);
  return scoredCustomers(owner, plan, boughtIn(owner, data, options, ordered));
}

function boughtIn(
  owner: string,
  data: unknown,
  options: object,
  ordered: (totals: CustomerTotals) => CustomerTotals,
): CustomersBought {
  // What the options say of rows was checked against their type where it was written.
  if (Object(data).kind === 'kizuna/event-log') {
    checkOptions(owner, options, LOG_OPTIONS);
    const log = data as AnyLog; // by its kind
    const plan = totalsPlan(owner, options);
    requireAmounts(owner, log);
    return customersBought(plan, ordered(totalsByCode(plan, log)));
  }
  const { recencyDays, lastTime, frequency }: Partial<LooseCustomers> = options;
  if ((recencyDays ?? lastTime ?? frequency) !== undefined)
    return boughtByCustomers(owner, data as Data<unknown>, options as LooseCustomers);
  const [plan, totals] = boughtInOrders(owner, data as Data<unknown>, options as LooseOrders);
  return customersBought(plan, ordered(totals));
}

/** The names of the options of a log. */
export const LOG_OPTIONS: readonly string[] = [...RFM_RULES, ...TOTALS_OPTIONS];

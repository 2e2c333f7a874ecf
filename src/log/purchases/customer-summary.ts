import type { AnyProperties, CustomerId, EventLog } from '../layout.js';
import { customerSummaryColumns, type HoldoutColumns } from './customer-summary-columns.js';
import type { SummaryOptions } from './summary-plan.js';

/** What a customer's purchases come to, in the quantities of "buy till you die" models. */
export interface CustomerSummary {
  readonly customer: CustomerId;
  /** Periods with a purchase after the first: repeat purchases. */
  readonly frequency: number;
  /** From the first purchase to the last, in units. */
  readonly recency: number;
  /** From the first purchase to the end of observation, in units. */
  readonly T: number;
  /** The mean amount of the repeat periods; 0 where there is none, `null` in a log without amounts. */
  readonly monetary: number | null;
  /** Purchases, those of one period counted singly. */
  readonly n: number;
  /** What came after the calibration period, where one was asked for. */
  readonly holdout?: Holdout;
}

/** What a customer bought after the calibration period. */
export interface Holdout {
  /** Periods with a purchase. */
  readonly frequency: number;
  /** The length of the hold-out period, in units; the same for all. */
  readonly duration: number;
  /** The mean amount of those periods; 0 where there is none, `null` in a log without amounts. */
  readonly monetary: number | null;
}

/**
 * Frequency, recency, age and value of every customer: what models of repeat purchase are fitted to.
 *
 * Purchases of one period count as one; `frequency` leaves out the first, `recency` and `T` are differences of periods, `monetary`
 * is the mean of the repeat periods' totals: the definitions of Fader & Hardie as `lifetimes` computes them
 * (`summary_data_from_transaction_data`), except that purchases after `asOf` are never counted. With `calibrationEnd` the
 * summary is of the purchases up to it, and `holdout` of those from there to `asOf`.
 *
 * @param log - purchases; where it holds other events too, say which with `purchase`
 * @param options - `unit`; `mergeWithin: 'day'` to count and measure by days and express them in units (a month is 30.436875
 * days); `purchase`, a step; `asOf` (default the last instant of the log) and `calibrationEnd`, up to which all counts, a date alone
 * being the whole of it; `refunds`, what negative amounts are: `'reject'` (default), `'exclude'` to pass over them, or `'net'` to
 * book each on the purchases before it (after the first period it lessens `monetary`, which may become negative); the calendar's
 * `timeZone`, `weekStartsOn`, `fiscalYearStartsOn`
 * @returns a row for each customer with a purchase, in the order of the log's customers: that of their first events
 * @throws {InvalidDataError} when amounts are negative and `refunds` does not say what that means (`E_NUM_RANGE`), or those of a
 * customer are beyond doubles together (`E_OVERFLOW`)
 * @throws {InvalidOptionError} for an unknown option or unit, a `calibrationEnd` after `asOf`, or a purchase that names what the log
 * does not have
 * @throws {LimitError} where the log goes over more than 65,535 of the periods that are counted
 * @example
 * ```ts
 * import { customerSummary, eventLog } from 'kizuna';
 *
 * const orders = [
 *   { customer: 'a', at: '2025-04-01T10:00:00Z', yen: 3000 },
 *   { customer: 'a', at: '2025-04-11T10:00:00Z', yen: 5000 },
 *   { customer: 'b', at: '2025-04-21T10:00:00Z', yen: 2000 },
 * ];
 * const log = eventLog(orders, { customer: 'customer', time: 'at', amount: 'yen' });
 * customerSummary(log, { unit: 'day' });
 * // => [
 * //   { customer: 'a', frequency: 1, recency: 10, T: 20, monetary: 5000, n: 2 },
 * //   { customer: 'b', frequency: 0, recency: 0, T: 0, monetary: 0, n: 1 },
 * // ]
 * ```
 */
export function customerSummary<Name extends string, Properties extends object = AnyProperties>(
  log: EventLog<Name, Properties>,
  options: SummaryOptions<Name, Properties>,
): readonly CustomerSummary[] {
  const { customer, frequency, recency, T, monetary, n, holdout } = customerSummaryColumns(log, options);
  const rows: CustomerSummary[] = [];
  for (let i = 0; i < customer.length; i += 1) {
    const row = {
      customer: customer[i] as CustomerId, // i < length, here and below
      frequency: frequency[i] as number,
      recency: recency[i] as number,
      T: T[i] as number,
      monetary: monetary === null ? null : (monetary[i] as number),
      n: n[i] as number,
    };
    rows.push(holdout === null ? row : { ...row, holdout: holdoutOf(holdout, i) });
  }
  return rows;
}

function holdoutOf({ frequency, duration, monetary }: HoldoutColumns, i: number): Holdout {
  return {
    frequency: frequency[i] as number,
    duration,
    monetary: monetary === null ? null : (monetary[i] as number),
  };
}

import { checkChoice, checkOptions } from '../core/options.js';
import { asOfOrLast } from '../log/as-of.js';
import type { AnyProperties, CustomerId, EventLog } from '../log/layout.js';
import { refuseRefunds } from '../log/purchases/customer-totals.js';
import { DAY } from '../time/day.js';
import type { LapseOptions } from './lapse-plan.js';
import { lapseThresholds } from './lapse-rule.js';
import { ORDER_OPTIONS, ordersPlan, orderTimes } from './order-times.js';
import { rhythmLapse } from './rhythm-lapse.js';

/** Who lapses when, and where a lifetime ends. */
export interface LapseLifetimesOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends Omit<LapseOptions<Name, Properties>, 'from' | 'to' | 'confidence'> {
  /** Where the lifetime of a customer who lapsed ends: at the last order before it (`'lastOrder'`, default), or at the lapse itself. */
  readonly end?: 'lastOrder' | 'lapse' | undefined;
}

/** How long a customer lasted. */
export interface LapseLifetime {
  readonly customer: CustomerId;
  /** Days of 24 hours from the first order. */
  readonly duration: number;
  /** Whether the customer lapsed; else the duration is how long they were seen not to. */
  readonly ended: boolean;
}

/**
 * Lifetimes of customers up to their first lapse, as rows for `kaplanMeier` and the models of survival.
 *
 * A lapse is noticed `lapsedAfter` after the last order, so of an order within that time before `asOf` nobody knows yet whether it was the
 * last: customers who have not lapsed are censored at `asOf` − `lapsedAfter`, where all others could be seen to end, and those whose
 * first order is later are no rows. To censor them at their last order, or at `asOf`, would keep them at risk where no end can be seen,
 * and make lifetimes too long. With `end: 'lapse'` all durations are longer by the threshold: the same curve, moved. Ending at the last
 * order is a little too short, as one who ordered was a customer for some time after it, and gives single orders a lifetime of 0; ending
 * at the lapse is too long, as nobody then lasts less than the threshold.
 *
 * @param log - the events
 * @param options - `lapsedAfter` (needed), `end`, `asOf`, `purchase`, `per`, `refunds`, `timeZone`
 * @returns a row for each customer who could be seen to lapse, in the order of the log's customers
 * @throws {InvalidOptionError} when an option is unknown or out of range, or the purchase names what the log does not have
 * @throws {InvalidDataError} when amounts are negative and `refunds` does not say what that means (`E_NUM_RANGE`), or nobody ever came
 * back where `lapsedAfter` is their rhythm (`E_FIELD_MISSING`)
 * @example
 * ```ts
 * import { eventLog, lapseLifetimes } from 'kizuna';
 *
 * const orders = [
 *   { id: 'a', at: '2025-01-01T00:00:00Z' },
 *   { id: 'a', at: '2025-01-21T00:00:00Z' },
 *   { id: 'b', at: '2025-01-05T00:00:00Z' },
 *   { id: 'b', at: '2025-02-04T00:00:00Z' },
 *   { id: 'b', at: '2025-02-24T00:00:00Z' },
 *   { id: 'c', at: '2025-02-20T00:00:00Z' },
 * ];
 * const log = eventLog(orders, { customer: 'id', time: 'at' });
 * lapseLifetimes(log, { lapsedAfter: { days: 30 }, asOf: '2025-03-01T00:00:00Z' });
 * // => [{ customer: 'a', duration: 20, ended: true }, { customer: 'b', duration: 25, ended: false }]
 * ```
 */
export function lapseLifetimes<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: LapseLifetimesOptions<Name, Properties>,
): readonly LapseLifetime[] {
  checkOptions(OWNER, options, ['lapsedAfter', 'end', ...ORDER_OPTIONS, 'asOf']);
  const plan = ordersPlan(OWNER, options);
  const thresholdsOf = lapseThresholds(OWNER, options.lapsedAfter, rhythmLapse);
  const ending = checkChoice(OWNER, 'end', options.end ?? 'lastOrder', ['lastOrder', 'lapse']);
  const asOf = asOfOrLast(OWNER, options.asOf, log, plan.timeZone);
  const orders = orderTimes(plan, log, asOf);
  refuseRefunds(plan, orders.refunds);
  const { starts, times } = orders;
  const thresholds = thresholdsOf(orders, asOf);
  const rows: LapseLifetime[] = [];
  for (let code = 0; code < thresholds.length; code += 1) {
    const [start, end, threshold] = [starts[code]!, starts[code + 1]!, thresholds[code]!];
    const seen = asOf - threshold - (times[start] ?? Infinity);
    if (start === end || seen < 0) continue;
    let last = start;
    while (last + 1 < end && times[last + 1]! - times[last]! <= threshold) last += 1;
    const lasted = times[last]! - times[start]!;
    const ended = lasted <= seen;
    const more = ending === 'lapse' ? threshold : 0;
    rows.push({ customer: log.customers[code]!, duration: ((ended ? lasted : seen) + more) / DAY, ended });
  }
  return rows;
}

const OWNER = 'lapseLifetimes';

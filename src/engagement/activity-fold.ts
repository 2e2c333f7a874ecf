import { checkLog } from '../log/check-log.js';
import { CustomerPeriods } from '../log/customer-periods.js';
import type { EventFold } from '../log/event-metric.js';
import type { AnyLog } from '../log/layout.js';
import { rowsUntil } from '../log/rows-until.js';
import { ANY_EVENT } from '../log/step-facts.js';
import { stepRows } from '../log/step-rows.js';
import type { Activity } from './activity.js';
import { type Extent, extentOf, mergedExtent } from './shown-periods.js';

/** Takes the periods of one customer: the first `count` of the list, ascending. */
export type TakePeriods = (list: Int32Array, count: number) => void;

/**
 * The running form of a metric that knows everything by the periods in which each customer was active; none where a period's
 * events must be counted, or a customer's first event be known.
 */
export function activityFold<State>(
  activity: Activity,
  stateOf: (extent: Extent, each: (take: TakePeriods) => void) => State,
): { readonly start?: () => EventFold<State> } {
  if (activity.minimum > 1 || (activity.event !== null && activity.event.occurrence !== 'any')) return {};
  return {
    start: () => {
      const kept = new CustomerPeriods(activity.periods);
      let extent: Extent = { first: null, last: null, until: null };
      return {
        take(log) {
          kept.add(checkLog(activity.owner, log), activeRows(log, activity));
          extent = mergedExtent(extent, extentOf(log, activity));
        },
        state: () =>
          stateOf(extent, (take) => {
            const list = new Int32Array(kept.span);
            for (let code = 0; code < kept.customers; code += 1) take(list, kept.periodsOf(code, list));
          }),
      };
    },
  };
}

/** The rows that are activity, as marks; `null` where all are. */
function activeRows(log: AnyLog, { owner, event, asOf }: Activity): Uint8Array | null {
  const limit = asOf === null ? log.length : rowsUntil(log.time, asOf);
  return stepRows(owner, log, event ?? ANY_EVENT, 0, limit);
}

import { checkMetric } from '../core/check-metric.js';
import { refuseOption } from '../core/options.js';
import type { EventMetric } from './event-metric.js';
import type { AnyProperties, EventLog } from './layout.js';

/** A measurement that goes on: events are added batch by batch, and the result can be read at any time. */
export interface Running<Log, State, Result> {
  /** Adds the events of a log, which may be of any time and of any customers. It is not kept. */
  add(log: Log): void;
  /** The state of all events so far: the same as that of one log that holds them all. */
  state(): State;
  result(): Result;
}

/**
 * Keeps a metric up to date while events come in, without going through the old ones again.
 *
 * States of event metrics can only be merged where customers are not shared; a running measurement knows them again, so that
 * batches may be cut anywhere. It holds a bit for each customer and period, not the events.
 *
 * @param metric - `activeCustomersMetric`, `lifecycleMetric` or `retentionMetric`, with options that who was active when is enough for
 * @returns `add` for the log of a batch, `state` and `result` of all that was added
 * @throws {InvalidOptionError} when the metric has none, or options of which only a whole log can tell
 * @example
 * ```ts
 * import { activeCustomersMetric, eventLog, running } from 'kizuna';
 *
 * const roles = { customer: 'customer', time: 'at' } as const;
 * const days = running(activeCustomersMetric({ unit: 'day' }));
 * days.add(eventLog([{ customer: 'a', at: '2025-04-01T09:00:00Z' }], roles));
 * days.add(eventLog([{ customer: 'b', at: '2025-04-01T08:00:00Z' }], roles));
 * days.add(eventLog([{ customer: 'a', at: '2025-04-01T10:00:00Z' }], roles));
 * days.result().map(({ period, active }) => [period, active]); // => [['2025-04-01', 2]]
 * ```
 */
export function running<
  Name extends string,
  Properties extends object = AnyProperties,
  State = unknown,
  Result = unknown,
>(metric: EventMetric<Name, Properties, State, Result>): Running<EventLog<Name, Properties>, State, Result> {
  checkMetric('running', metric);
  const fold = metric.start?.();
  if (fold === undefined) return refuseOption('running', 'metric', 'to have a running state', metric.name);
  return {
    add: (log) => fold.take(log),
    state: () => fold.state(),
    result: () => metric.finish(fold.state()),
  };
}

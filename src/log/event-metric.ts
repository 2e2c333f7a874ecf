import type { Metric } from '../core/metric.js';
import type { AnyProperties, EventLog } from './layout.js';

/** A metric over an event log. What one customer did is counted in one place: only splits by customer can be merged. */
export interface EventMetric<Name extends string, Properties extends object, State, Result>
  extends Metric<EventLog<Name, Properties>, State, Result> {
  readonly split: 'by customer';
}

/** An event metric that asks for no names or properties. */
export type AnyEventMetric<State, Result> = EventMetric<string, AnyProperties, State, Result>;

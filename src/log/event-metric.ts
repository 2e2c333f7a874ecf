import type { Metric } from '../core/metric.js';
import type { AnyLog, AnyProperties, EventLog } from './layout.js';

/** A metric over an event log. What one customer did is counted in one place: only splits by customer can be merged. */
export interface EventMetric<Name extends string, Properties extends object, State, Result>
  extends Metric<EventLog<Name, Properties>, State, Result> {
  readonly split: 'by customer';
  /** A running state that batches of events are added to, where the metric has one; see `running`. */
  start?(): EventFold<State>;
}

/** An event metric that asks for no names or properties. */
export type AnyEventMetric<State, Result> = EventMetric<string, AnyProperties, State, Result>;

/** What a metric needs to know of the events so far. Unlike the merging of states, it knows customers again. */
export interface EventFold<State> {
  take(log: AnyLog): void;
  state(): State;
}

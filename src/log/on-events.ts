import { checkMetric } from '../core/check-metric.js';
import type { AnyRow, Data } from '../core/data.js';
import type { Metric, RowMetric } from '../core/metric.js';
import { eventLog } from './event-log.js';
import type { EventLog } from './layout.js';
import type { NameField, NameOf, PropertiesOf, PropertyField, RolesOf } from './roles.js';

/**
 * A metric of events as one of plain rows, so that it can be grouped, filtered and combined: each group is made a log of its own.
 * Names and properties of the rows' type are known to the metric: a step that names another does not compile.
 *
 * @param roles - where customer, time, name, amount and properties stand in a row, as in `eventLog`
 * @param metric - a metric of an event log
 * @returns a metric for `measure`, `by`, `where` and `together`; merging needs all rows of a customer on one side
 * @throws {InvalidOptionError} for an unknown role, {InvalidDataError} as `eventLog`: when rows are measured
 * @example
 * ```ts
 * import { type AnyEventMetric, by, measure, onEvents } from 'kizuna';
 *
 * const events: AnyEventMetric<number, number> = {
 *   name: 'events',
 *   split: 'by customer',
 *   state: (log) => log.length,
 *   merge: (a, b) => a + b,
 *   finish: (count) => count,
 * };
 * const rows = [
 *   { customer: 'a', at: '2025-04-01T09:00:00Z', shop: 'Ginza' },
 *   { customer: 'b', at: '2025-04-01T09:00:00Z', shop: 'Ueno' },
 *   { customer: 'a', at: '2025-04-02T09:00:00Z', shop: 'Ueno' },
 * ];
 * measure(rows, by('shop', onEvents({ customer: 'customer', time: 'at' }, events)));
 * // => [{ shop: 'Ginza', result: 1 }, { shop: 'Ueno', result: 2 }]
 * ```
 */
export function onEvents<
  Row = AnyRow,
  State = unknown,
  Result = unknown,
  const Name extends string = never,
  // Where only the row's type is written, any of its fields may be given.
  const Naming extends NameField<Row> = NameField<Row>,
  const Field extends PropertyField<Row> = PropertyField<Row>,
>(
  roles: RolesOf<Row, Naming, Name, Field>,
  metric: Metric<EventLog<NameOf<Row, Naming, Name>, PropertiesOf<Row, Field>>, State, Result>,
): RowMetric<Row, State, Result> {
  checkMetric('onEvents', metric);
  return {
    name: metric.name,
    split: 'by customer',
    plan: { kind: 'events', roles, of: metric.plan },
    state: (data: Data<Row>) => metric.state(eventLog<Row, Name, Naming, Field>(data, roles)),
    merge: metric.merge,
    finish: metric.finish,
  };
}

import { asOfGiven, asOfOrLast } from '../../log/as-of.js';
import type { EventMetric } from '../../log/event-metric.js';
import type { AnyLog, AnyProperties, EventLog } from '../../log/layout.js';
import { requireAmounts } from '../../log/purchases/customer-totals.js';
import { requireNames } from '../../log/step-facts.js';
import type { Instant } from '../../time/period-key.js';
import { type CohortValueOptions, type CohortValuePlan, cohortValuePlan, OWNER } from './cohort-value-plan.js';
import { cohortValueShapes } from './cohort-value-shapes.js';
import { type CohortValueState, mergeCohortValues } from './cohort-value-state.js';
import { type CohortValue, cohortValueTable } from './cohort-value-table.js';
import { cohortAmounts } from './cohort-value-walk.js';

/** The same for a metric: `asOf` is one for all parts of the data, so it must be given. */
export interface CohortValueMetricOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends CohortValueOptions<Name, Properties> {
  /** Later events are not counted; a local date is the whole of it. */
  readonly asOf: Instant;
}

/**
 * Cohort value as a metric: for streams, stored states and shards of customers. See `cohortValue`.
 *
 * @param options - as `cohortValue`, with `asOf`
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `asOf` is missing
 * @example
 * ```ts
 * import { cohortValueMetric, eventLog } from 'kizuna';
 *
 * const metric = cohortValueMetric({ unit: 'month', asOf: '2025-05-31' });
 * const log = eventLog([{ id: 'a', at: '2025-04-03T09:00:00Z', yen: 800 }], { customer: 'id', time: 'at', amount: 'yen' });
 * metric.finish(metric.state(log)).overall.map(({ age, value }) => [age, value]); // => [[0, 800], [1, 800]]
 * ```
 */
export function cohortValueMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: CohortValueMetricOptions<Name, Properties>,
): EventMetric<Name, Properties, CohortValueState, CohortValue> {
  const plan = cohortValuePlan(options);
  const asOf = asOfGiven(OWNER, options.asOf, plan.purchases.timeZone);
  return {
    name: OWNER,
    split: 'by customer',
    plan: cohortValueShapes(plan, asOf),
    state: (log) => stateOf(plan, log, asOf),
    merge: mergeCohortValues,
    finish: (state) => cohortValueTable(plan, state, asOf),
  };
}

/**
 * Cumulative value by cohort (n-month LTV, コホート別の累計LTV): what the customers of a period have brought up to each age ÷ all of them.
 *
 * Those who never bought again are in the denominator, too, so that it is what acquiring one customer has brought so far. Nothing is
 * predicted: cells that were not yet observed are `null`, and `overall` is of complete cells only. Cohorts differ in age, so that
 * neighbouring points of `overall` are of different customers, and it may fall. The interval is Student's, of a mean of amounts that
 * are often far from normal: take it as rough below some hundred customers.
 *
 * Margins: multiply by the margin rate. Beside `acquisitionCost` it says when a cohort has paid back, see `paybackFromValues`.
 *
 * @param log - purchases with amounts; where it holds other events too, say which with `purchase`
 * @param options - `unit` (needed), `start`, `purchase`, `window`, `ages`, `refunds`, `from`, `to`, `asOf`, `timeZone`, `weekStartsOn`,
 *   `fiscalYearStartsOn`, `confidence`
 * @returns the triangle of cohorts and all of them together
 * @throws {InvalidDataError} when amounts are negative and `refunds` does not say what that means
 * @throws {InvalidOptionError} when an option is unknown or out of range, or the log has no amounts or no such event
 * @throws {LimitError} for more than 1,000,000 cells
 * @example
 * ```ts
 * import { cohortValue, eventLog } from 'kizuna';
 *
 * const orders = [
 *   { id: 'a', at: '2025-04-02T09:00:00Z', yen: 1000 },
 *   { id: 'b', at: '2025-04-20T09:00:00Z', yen: 3000 },
 *   { id: 'a', at: '2025-05-05T09:00:00Z', yen: 2000 },
 *   { id: 'c', at: '2025-05-25T09:00:00Z', yen: 1000 },
 * ];
 * const log = eventLog(orders, { customer: 'id', time: 'at', amount: 'yen' });
 * const { cohorts, overall } = cohortValue(log, { unit: 'month', asOf: '2025-05-31' });
 * cohorts.map(({ cohort, size, cells }) => [cohort, size, ...cells.map((cell) => cell && cell.value)]);
 * // => [['2025-04', 2, 2000, 3000], ['2025-05', 1, 1000, null]]
 * overall.map(({ age, value, n }) => [age, value, n]); // => [[0, 1666.67, 3], [1, 3000, 2]]
 * ```
 */
export function cohortValue<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  options: CohortValueOptions<Name, Properties>,
): CohortValue {
  const plan = cohortValuePlan(options);
  const asOf = asOfOrLast(OWNER, options.asOf, log, plan.purchases.timeZone);
  return cohortValueTable(plan, stateOf(plan, log, asOf), asOf);
}

function stateOf(plan: CohortValuePlan, log: AnyLog, asOf: number): CohortValueState {
  requireNames(OWNER, log, plan.purchases.purchase);
  if (plan.start !== null) requireNames(OWNER, log, plan.start);
  requireAmounts(OWNER, log);
  return cohortAmounts(plan, log, asOf);
}

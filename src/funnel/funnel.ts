import type { EventMetric } from '../log/event-metric.js';
import type { AnyLog, AnyProperties, EventLog } from '../log/layout.js';
import type { Instant } from '../time/period-key.js';
import type { FunnelOptions, FunnelStep, KnownSteps, StepLabel } from './funnel-options.js';
import { type FunnelPlan, funnelPlan, metricPlan } from './funnel-plan.js';
import { type Funnel, funnelOf, funnelOfState } from './funnel-result.js';
import { funnelRun } from './funnel-run.js';
import { funnelShapes, noFunnel } from './funnel-shapes.js';
import { type FunnelState, FunnelTally, mergeStates, stateOf } from './funnel-tally.js';

/** `asOf` must be given where states are merged: no part of the events knows when the others end. */
export type FunnelMetricOptions<Options> = Options & { readonly asOf: Instant };

/**
 * The funnel as a metric: for stored states, streams and databases. See `funnel`.
 *
 * @param options - those of `funnel`; `asOf` is required, since the parts of a split do not know when the whole ends
 * @returns a metric of event logs; states of different customers can be merged
 * @throws {InvalidOptionError} when an option is unknown, out of range or does not go with another
 * @throws {LimitError} for more than 32 steps or exclusions
 * @example
 * ```ts
 * import { eventLog, funnelMetric } from 'kizuna';
 *
 * const metric = funnelMetric({ steps: ['visit', 'order'], within: { days: 7 }, asOf: '2025-05-01' });
 * const roles = { customer: 'customer', time: 'time', name: 'name' } as const;
 * const states = [
 *   [
 *     { customer: 'a', time: '2025-04-01T10:00:00Z', name: 'visit' },
 *     { customer: 'a', time: '2025-04-01T10:20:00Z', name: 'order' },
 *   ],
 *   [{ customer: 'b', time: '2025-04-02T09:00:00Z', name: 'visit' }],
 * ].map((rows) => metric.state(eventLog(rows, roles)));
 * metric.finish(states.reduce(metric.merge)).conversion.value; // => 0.5
 * ```
 */
export function funnelMetric<
  Name extends string = string,
  Properties extends object = AnyProperties,
  const Steps extends readonly FunnelStep<Name, Properties>[] = readonly FunnelStep<Name, Properties>[],
>(
  options: FunnelMetricOptions<FunnelOptions<Name, Properties, Steps>> & KnownSteps<Steps, Properties>,
): EventMetric<Name, Properties, FunnelState, Funnel<StepLabel<Steps[number]>>> {
  const plan = metricPlan('funnel', options);
  return {
    name: 'funnel',
    split: 'by customer',
    plan: funnelShapes(plan, null, ([whole]) => whole?.[1] ?? noFunnel(plan)),
    state: (log) => stateOf(tallied(plan, log)),
    merge: mergeStates,
    finish: (state) => funnelOfState(plan, state) as Funnel<StepLabel<Steps[number]>>, // the labels are those of the steps
  };
}

/**
 * How many customers go through the steps, how many drop out at each, and how long it takes them.
 *
 * An attempt begins at an event that is the first step. Its depth is the largest k such that k different events are the steps 1 to k, at
 * instants that never go back, the last at most `within` after the first: ClickHouse's `windowFunnel` with `'strict_once'`. A customer
 * counts as far as the deepest attempt came; its times are those of the deepest attempt that ended first and, of these, began last. One
 * event is never two steps. Events at one instant are taken in the order that leads furthest, so the order of rows never matters.
 * Windows have fixed lengths (a day is 86,400 s) and their end belongs to them. `from` is inclusive, `to` is not; both are for first
 * steps. Without `within` there is no window: vendors have defaults of 1, 7 and 14 days, and `preset` takes theirs.
 *
 * @param log - the events
 * @param options - `steps`, and how they are gone through; see `FunnelOptions`
 * @returns counts, rates (Wilson's interval on `effectiveN`) and times (milliseconds) of each step. `conversion` is first to last; `mature` the same for
 * entries whose window has ended by `asOf`. Rates of nobody have `value: null`
 * @throws {InvalidOptionError} when an option is unknown, out of range or does not go with another; when a step asks for names or a
 * property that the log was built without
 * @throws {LimitError} for more than 32 steps or exclusions
 * @example
 * ```ts
 * import { eventLog, funnel } from 'kizuna';
 *
 * const log = eventLog(
 *   [
 *     { customer: 'a', time: '2025-04-01T10:00:00Z', name: 'visit' },
 *     { customer: 'a', time: '2025-04-01T10:05:00Z', name: 'cart' },
 *     { customer: 'a', time: '2025-04-01T10:20:00Z', name: 'order' },
 *     { customer: 'b', time: '2025-04-02T09:00:00Z', name: 'visit' },
 *     { customer: 'b', time: '2025-04-12T09:00:00Z', name: 'cart' },
 *     { customer: 'c', time: '2025-04-03T12:00:00Z', name: 'visit' },
 *     { customer: 'c', time: '2025-04-03T12:01:00Z', name: 'cart' },
 *   ],
 *   { customer: 'customer', time: 'time', name: 'name' },
 * );
 * const { steps, conversion } = funnel(log, { steps: ['visit', 'cart', 'order'], within: { days: 7 } });
 * steps.map(({ step, count, dropped }) => [step, count, dropped]); // => [['visit', 3, 0], ['cart', 2, 1], ['order', 1, 1]]
 * steps[1]?.fromPrevious.value; // => 0.667
 * steps[1]?.time?.median; // => 180000
 * conversion.value; // => 0.333
 * ```
 */
export function funnel<
  Name extends string,
  Properties extends object,
  const Steps extends readonly FunnelStep<Name, Properties>[],
>(
  log: EventLog<Name, Properties>,
  options: FunnelOptions<Name, Properties, Steps> & KnownSteps<Steps, Properties>,
): Funnel<StepLabel<Steps[number]>> {
  const plan = funnelPlan('funnel', options);
  return funnelOf(plan, tallied(plan, log)) as Funnel<StepLabel<Steps[number]>>; // the labels are those of the steps
}

function tallied(plan: FunnelPlan, log: AnyLog): FunnelTally {
  const { actors, attempts } = funnelRun(plan, log);
  const tally = new FunnelTally(plan, actors.customers);
  attempts.each(tally);
  return tally;
}

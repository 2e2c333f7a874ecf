import type { Scalar } from '../core/expression.js';
import type { Plan } from '../core/metric.js';
import { refuseOption } from '../core/options.js';
import { compareKeys, mergePairs, type Pairs } from '../core/pairs.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyLog, AnyProperties, EventLog } from '../log/layout.js';
import { propertyOf } from './actors.js';
import { type Attribution, checkAttribution, valueReader } from './attribution.js';
import { checkFields } from './check-fields.js';
import type { FunnelMetricOptions } from './funnel.js';
import type { FunnelOptions, FunnelStep, KnownSteps, StepLabel } from './funnel-options.js';
import { type FunnelPlan, funnelPlan, type LooseFunnelOptions, metricPlan } from './funnel-plan.js';
import { type Funnel, funnelOf, funnelOfState } from './funnel-result.js';
import { funnelRun } from './funnel-run.js';
import { funnelShapes } from './funnel-shapes.js';
import { type FunnelState, FunnelTally, mergeStates, stateOf } from './funnel-tally.js';
import { PRESETS } from './presets.js';

/** What a funnel is broken down by. */
export interface FunnelBreakdown<Property extends string = string> {
  /** A property of the log. */
  readonly property: Property;
  /**
   * Whose value counts for a customer: that of the event that was the first step (`'entry'`, default) or another (`{ step }`, from 0), the
   * first or last value on an event that is any of the steps (`'firstTouch'`, `'lastTouch'`), or each value by itself, with a funnel of
   * only the events that have it (`'all'`).
   */
  readonly attribution?: Attribution | undefined;
}

/** The options of `funnelBy`. */
export interface FunnelByOptions<
  Name extends string = string,
  Properties extends object = AnyProperties,
  Steps extends readonly FunnelStep<Name, Properties>[] = readonly FunnelStep<Name, Properties>[],
  Property extends string = string,
> extends FunnelOptions<Name, Properties, Steps> {
  /** The property whose values make the rows, and whose value is a customer's. */
  readonly breakdown: FunnelBreakdown<Property>;
}

/** The funnel of the customers with one value; under `null` those without. */
export type FunnelByRow<Property extends string, Value, Label extends string> = {
  readonly [Key in Property]: Value | null;
} & Funnel<Label>;

/** The states of the values, in the order of the values. */
export type FunnelByState = Pairs<Scalar | null, FunnelState>;

/**
 * A funnel for each value of a property. See `funnel`, and `compareFunnels` for whether two of them differ.
 *
 * Each customer stands in one row, so that rows add up to the whole; only under `'all'` (and where properties are held constant) may one
 * stand in several. Where several events of one instant are the step that says the value, the first in the order of the log does.
 * `mature` is by the attempt that would count if only entries with an ended window did.
 *
 * @param log - the events
 * @param options - as in `funnel`, and `breakdown`
 * @returns a row for each value with an entry, in the order of the values; `null`, for customers without one, comes first
 * @throws {InvalidOptionError} and {LimitError} as `funnel`; when the log has no such property, it is called like a field of the result, or
 * the attribution is to a later step where steps have no order
 * @example
 * ```ts
 * import { eventLog, funnelBy } from 'kizuna';
 *
 * const log = eventLog(
 *   [
 *     { customer: 'a', time: '2025-04-01T10:00:00Z', name: 'visit', device: 'phone' },
 *     { customer: 'a', time: '2025-04-01T10:20:00Z', name: 'order', device: 'desktop' },
 *     { customer: 'b', time: '2025-04-02T09:00:00Z', name: 'visit', device: 'phone' },
 *     { customer: 'c', time: '2025-04-03T12:00:00Z', name: 'visit', device: 'desktop' },
 *   ],
 *   { customer: 'customer', time: 'time', name: 'name', properties: ['device'] },
 * );
 * const rows = funnelBy(log, { steps: ['visit', 'order'], breakdown: { property: 'device' } });
 * rows.map(({ device, conversion }) => [device, conversion.value]); // => [['desktop', 0], ['phone', 0.5]]
 * ```
 */
export function funnelBy<
  Name extends string,
  Properties extends object,
  const Steps extends readonly FunnelStep<Name, Properties>[],
  const Property extends keyof Properties & string,
>(
  log: EventLog<Name, Properties>,
  options: FunnelByOptions<Name, Properties, Steps, Property> & KnownSteps<Steps, Properties>,
): readonly FunnelByRow<Property, Properties[Property], StepLabel<Steps[number]>>[] {
  const plan = breakdownPlan(funnelPlan('funnelBy', options, ['breakdown']), options);
  const rows = tallies(plan, log).map(([value, tally]) => rowOf(plan, value, funnelOf(plan.funnel, tally)));
  // The labels are those of the steps, the values those of the property.
  return rows as unknown as readonly FunnelByRow<Property, Properties[Property], StepLabel<Steps[number]>>[];
}

/**
 * The broken down funnel as a metric: for stored states, streams and databases. See `funnelBy`.
 *
 * @param options - those of `funnelBy`; `asOf` is required
 * @throws {InvalidOptionError} and {LimitError} as `funnelBy`
 * @example
 * ```ts
 * import { eventLog, funnelByMetric } from 'kizuna';
 *
 * const metric = funnelByMetric({ steps: ['visit'], breakdown: { property: 'device' }, asOf: '2025-05-01' });
 * const roles = { customer: 'customer', time: 'time', name: 'name', properties: ['device'] } as const;
 * const rows = [{ customer: 'a', time: '2025-04-01T10:00:00Z', name: 'visit', device: 'phone' }];
 * metric.finish(metric.state(eventLog(rows, roles))).map(({ device, steps }) => [device, steps[0]?.count]); // => [['phone', 1]]
 * ```
 */
export function funnelByMetric<
  Name extends string = string,
  Properties extends object = AnyProperties,
  const Steps extends readonly FunnelStep<Name, Properties>[] = readonly FunnelStep<Name, Properties>[],
  const Property extends string = string,
>(
  options: FunnelMetricOptions<FunnelByOptions<Name, Properties, Steps, Property>> & KnownSteps<Steps, Properties>,
): EventMetric<Name, Properties, FunnelByState, readonly FunnelByRow<Property, Scalar, StepLabel<Steps[number]>>[]> {
  const plan = breakdownPlan(metricPlan('funnelBy', options, ['breakdown']), options);
  return {
    name: 'funnelBy',
    split: 'by customer',
    plan: shapesOf(plan),
    state: (log) => tallies(plan, log).map(([value, tally]) => [value, stateOf(tally)]),
    merge: (a, b) => mergePairs(a, b, mergeStates),
    finish: (state) => {
      const rows = state.map(([value, part]) => rowOf(plan, value, funnelOfState(plan.funnel, part)));
      // The labels are those of the steps.
      return rows as unknown as readonly FunnelByRow<Property, Scalar, StepLabel<Steps[number]>>[];
    },
  };
}

interface BreakdownPlan {
  readonly funnel: FunnelPlan;
  readonly property: string;
  readonly attribution: Attribution;
}

function breakdownPlan(plan: FunnelPlan, options: LooseFunnelOptions & { readonly breakdown: unknown }): BreakdownPlan {
  const { owner } = plan;
  checkFields(owner, 'breakdown', options.breakdown, ['property', 'attribution']);
  const { property, attribution } = options.breakdown as { property?: unknown; attribution?: unknown }; // checked here
  if (typeof property !== 'string') refuseOption(owner, 'breakdown.property', 'to be a name', property, 'E_OPT_TYPE');
  if (FIELDS.includes(property))
    refuseOption(
      owner,
      'breakdown.property',
      `to be called otherwise than the fields of a row (${FIELDS.join(', ')})`,
      property,
    );
  const preset = options.preset === 'posthog' ? PRESETS.posthog.attribution : 'entry';
  const checked = checkAttribution(plan, attribution ?? preset);
  const held = plan.holdConstant.filter((name) => name !== property);
  const isRepeating = (plan.counting === 'attempts' && plan.reentry === 'any') || held.length > 0; // within a row
  return {
    funnel: checked === 'all' ? { ...plan, holdConstant: [...held, property], isRepeating } : plan,
    property,
    attribution: checked,
  };
}

function shapesOf({ funnel, property, attribution: given }: BreakdownPlan): Plan {
  const attribution = given === 'entry' ? { step: 0 } : given;
  return funnelShapes(funnel, { by: 'property', property, attribution }, (groups) => groups);
}

const FIELDS = ['steps', 'conversion', 'mature', 'time'];

function tallies({ funnel, property, attribution }: BreakdownPlan, log: AnyLog): [Scalar | null, FunnelTally][] {
  const run = funnelRun(funnel, log);
  const { values } = propertyOf(funnel.owner, 'breakdown.property', log, property);
  const codeOf = valueReader(funnel, log, run, property, attribution);
  const byCode = new Map<number, FunnelTally>();
  const tallyOf = (code: number): FunnelTally => {
    const known = byCode.get(code) ?? new FunnelTally(funnel, run.actors.customers);
    byCode.set(code, known);
    return known;
  };
  run.attempts.each({
    take: (actor, instants, steps) => tallyOf(codeOf(actor, instants, steps)).take(actor, instants, steps),
    takeMature: (actor, instants, steps) => tallyOf(codeOf(actor, instants, steps)).takeMature(actor, instants, steps),
  });
  return [...byCode]
    .map(([code, tally]): [Scalar | null, FunnelTally] => [values[code] ?? null, tally])
    .sort((a, b) => compareKeys(a[0], b[0]));
}

function rowOf({ property }: BreakdownPlan, value: Scalar | null, funnel: Funnel): object {
  return { [property]: value, ...funnel };
}

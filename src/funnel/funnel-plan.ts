import { checkChoice, checkConfidence, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import { checkLog } from '../log/check-log.js';
import type { AnyLog } from '../log/layout.js';
import type { FunnelShapeExclusion } from '../log/shapes/funnel-shape.js';
import { durationOf } from '../time/duration.js';
import { instantIn, lastInstantIn } from '../time/instant-in.js';
import { zoneOf } from '../time/zone.js';
import { checkFields } from './check-fields.js';
import type { FunnelOptions } from './funnel-options.js';
import { exclusionFacts, type StepPlan, stepPlans } from './funnel-steps.js';
import { PRESETS } from './presets.js';

/** The options of a funnel, checked, with their defaults; no limit is `Infinity`. */
export interface FunnelPlan {
  readonly owner: string;
  readonly steps: readonly StepPlan[];
  /** The steps that may not be skipped, by their numbers from 0. */
  readonly required: readonly number[];
  readonly within: number;
  readonly order: 'ordered' | 'strict' | 'unordered';
  readonly reentry: 'any' | 'first';
  readonly timing: 'latestStart' | 'firstStart';
  readonly isLater: boolean;
  readonly graceMs: number;
  readonly counting: 'customers' | 'attempts';
  /** Whether a customer may count more than once. */
  readonly isRepeating: boolean;
  readonly exclusions: readonly FunnelShapeExclusion[];
  readonly exclusionEffect: 'endAttempt' | 'dropCustomer';
  readonly holdConstant: readonly string[];
  readonly completion: 'runPastEnd' | 'inRange';
  readonly from: number;
  readonly to: number;
  readonly asOf: number | null;
  readonly timeZone: string;
  readonly confidence: number;
}

/** Options whose names and properties were checked where they were given. */
export type LooseFunnelOptions = Omit<FunnelOptions, 'steps' | 'exclusions' | 'holdConstant'> & {
  readonly steps: readonly unknown[];
  readonly exclusions?: readonly unknown[] | undefined;
  readonly holdConstant?: readonly string[] | undefined;
};

/** The options of a funnel as a plan; `more` names options of the caller's own. */
export function funnelPlan(owner: string, given: LooseFunnelOptions, more: readonly string[] = []): FunnelPlan {
  checkOptions(owner, given, [...OPTIONS, ...more]);
  const options = withPreset(owner, given);
  const { timeZone = 'UTC', ties = 'favorable' } = options;
  zoneOf(owner, timeZone); // refuses one that there is not, also where nothing is read on its clocks
  const order = checkChoice(owner, 'order', options.order ?? 'ordered', ['ordered', 'strict', 'unordered']);
  if (options.preset === 'amplitude' && order !== 'ordered')
    refuseOption(owner, 'order', AMPLITUDE_ORDERS[order], order);
  const reentry = checkChoice(owner, 'reentry', options.reentry ?? 'any', ['any', 'first']);
  const counting = checkChoice(owner, 'counting', options.counting ?? 'customers', ['customers', 'attempts']);
  const holdConstant = propertyList(owner, options.holdConstant ?? []);
  const steps = stepPlans(owner, options.steps, order);
  const required = [...steps.keys()].filter((k) => steps[k]?.isOptional === false);
  const [from = -Infinity, to = Infinity, asOf = null] = (['from', 'to', 'asOf'] as const).map((option) => {
    const value = options[option];
    const read = option === 'asOf' ? lastInstantIn : instantIn;
    return value === undefined ? undefined : read(owner, option, value, timeZone);
  });
  if (to !== null && from !== null && to <= from) refuseOption(owner, 'to', 'to be after from', options.to);
  return {
    owner,
    steps,
    required,
    within: (options.within ?? null) === null ? Infinity : durationOf(owner, 'within', options.within ?? {}),
    order,
    reentry,
    timing: checkChoice(owner, 'timing', options.timing ?? 'latestStart', ['latestStart', 'firstStart']),
    isLater: ties === 'later',
    graceMs: graceOf(owner, ties),
    counting,
    isRepeating: (counting === 'attempts' && reentry === 'any') || holdConstant.length > 0,
    exclusions: exclusionFacts(owner, options.exclusions ?? [], steps, order),
    exclusionEffect: checkChoice(owner, 'exclusionEffect', options.exclusionEffect ?? 'endAttempt', EFFECTS),
    holdConstant,
    completion: checkChoice(owner, 'completion', options.completion ?? 'runPastEnd', ['runPastEnd', 'inRange']),
    from: from ?? -Infinity,
    to: to ?? Infinity,
    asOf,
    timeZone,
    confidence: checkConfidence(owner, options.confidence ?? 0.95),
  };
}

/** The plan of a metric, for which `asOf` is required. */
export function metricPlan(owner: string, options: LooseFunnelOptions, more: readonly string[] = []): FunnelPlan {
  const plan = funnelPlan(owner, options, more);
  if (plan.asOf === null) refuseOption(owner, 'asOf', 'to be given where states are merged', plan.asOf, 'E_OPT_TYPE');
  return plan;
}

/** The last instant whose events count: `asOf`, or that of the log. */
export function lastInstant(plan: FunnelPlan, log: AnyLog): number {
  checkLog(plan.owner, log);
  return plan.asOf ?? log.time[log.length - 1] ?? -Infinity;
}

const OPTIONS = [
  ...['steps', 'within', 'order', 'reentry', 'timing', 'ties', 'counting', 'exclusions', 'exclusionEffect'],
  ...['holdConstant', 'completion', 'from', 'to', 'asOf', 'timeZone', 'confidence', 'preset'],
];
const EFFECTS = ['endAttempt', 'dropCustomer'] as const;
const AMPLITUDE_ORDERS = {
  strict: "to be 'ordered' with the preset of Amplitude, whose exact order allows no repeats of a step",
  unordered: "to be 'ordered' with the preset of Amplitude, whose any order needs the first step among those done",
};

/** The options under those of the preset; one that is given as undefined is not given. */
function withPreset(owner: string, options: LooseFunnelOptions): LooseFunnelOptions {
  if (options.preset === undefined) return options;
  const preset = checkChoice(owner, 'preset', options.preset, ['posthog', 'mixpanel', 'amplitude']);
  const { attribution, ...settings } = { attribution: undefined, ...PRESETS[preset] };
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...settings, ...Object.fromEntries(given) } as LooseFunnelOptions; // all that was given, and settings of these options
}

function graceOf(owner: string, ties: unknown): number {
  if (ties === 'favorable' || ties === 'later') return 0;
  if (typeof ties !== 'object' || ties === null) {
    refuseOption(owner, 'ties', "to be 'favorable', 'later' or { graceMs }", ties);
  }
  checkFields(owner, 'ties', ties, ['graceMs']);
  const { graceMs } = ties as { graceMs?: unknown }; // checked here
  return checkNumber(owner, 'ties.graceMs', graceMs, { min: 0, integer: true });
}

function propertyList(owner: string, properties: readonly string[]): readonly string[] {
  if (!Array.isArray(properties) || properties.some((property) => typeof property !== 'string')) {
    refuseOption(owner, 'holdConstant', 'to be a list of properties', properties, 'E_OPT_TYPE');
  }
  return properties;
}

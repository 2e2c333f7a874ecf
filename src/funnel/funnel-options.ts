import type { AnyProperties } from '../log/layout.js';
import type { EventFilter, StepRule } from '../log/step.js';
import type { Duration } from '../time/duration.js';
import type { Instant } from '../time/period-key.js';

/** A step of a funnel: the name of an event, or a rule with what holds for this step alone. */
export type FunnelStep<Name extends string = string, Properties extends object = AnyProperties> =
  | NoInfer<Name>
  | FunnelStepRule<Name, Properties>;

/** The events that are the step, and what holds for this step alone. */
export interface FunnelStepRule<Name extends string = string, Properties extends object = AnyProperties>
  extends StepRule<Name, Properties> {
  /** What the step is called in the result; its name unless given, `'any event'` where it has none. */
  readonly label?: string | undefined;
  /** May be skipped; default `false`. Not the first step, and only where steps have an order. */
  readonly optional?: boolean | undefined;
  /** At most so long after the required step before it, the end included; no limit unless given. Only where steps have an order. */
  readonly withinPrevious?: Duration | undefined;
}

/** An event that must not happen between two steps, which are counted from 0. */
export interface FunnelExclusion<Name extends string = string, Properties extends object = AnyProperties> {
  /** Without it, events of any name. */
  readonly name?: NoInfer<Name> | undefined;
  /** Only events with these values; any unless given. */
  readonly where?: EventFilter<Properties> | undefined;
  /** The step after which it must not happen. */
  readonly fromStep: number;
  /** The step until which it must not happen; a later one. */
  readonly toStep: number;
}

/** How customers go through the steps of a funnel. */
export interface FunnelOptions<
  Name extends string = string,
  Properties extends object = AnyProperties,
  Steps extends readonly FunnelStep<Name, Properties>[] = readonly FunnelStep<Name, Properties>[],
> {
  /** One to 32. */
  readonly steps: Steps;
  /** The longest time from the first step to the last, the end included; `null` (default) for none. */
  readonly within?: Duration | null | undefined;
  /**
   * `'ordered'` (default): one step after the other, whatever happens between; `'strict'`: nothing between two steps but repeats of the
   * first of them; `'unordered'`: the steps in any order.
   */
  readonly order?: 'ordered' | 'strict' | 'unordered' | undefined;
  /**
   * `'any'` (default): every first step begins an attempt; `'first'`: only a customer's first one from `from` on, also in `funnelTrend`,
   * where the customer then stands in the period of that one alone.
   */
  readonly reentry?: 'any' | 'first' | undefined;
  /** Of the deepest attempts that end first, the one that counts: `'latestStart'` (default) or `'firstStart'`. */
  readonly timing?: 'latestStart' | 'firstStart' | undefined;
  /**
   * Events at one instant: `'favorable'` (default) takes them in any order, `'later'` only one of them; `{ graceMs }` takes an event that is
   * but one of the steps also when it came so many milliseconds too early.
   */
  readonly ties?: 'favorable' | 'later' | { readonly graceMs: number } | undefined;
  /**
   * `'customers'` (default): each at most once; `'attempts'`: one after the other, each begun after the instant at which the one before
   * ended. Intervals then take customers as clusters: see `effectiveN`.
   */
  readonly counting?: 'customers' | 'attempts' | undefined;
  /** Events that must not come between two steps; none unless given. */
  readonly exclusions?: readonly FunnelExclusion<Name, Properties>[] | undefined;
  /**
   * `'endAttempt'` (default): an attempt goes no further, another may; `'dropCustomer'`: a customer whose attempt that counts has an
   * excluded event is not counted at all.
   */
  readonly exclusionEffect?: 'endAttempt' | 'dropCustomer' | undefined;
  /** Properties that all events of an attempt share; a customer counts once for each of their values. */
  readonly holdConstant?: readonly (keyof NoInfer<Properties> & string)[] | undefined;
  /** `'runPastEnd'` (default): `to` is for the first step alone; `'inRange'`: for all steps. */
  readonly completion?: 'runPastEnd' | 'inRange' | undefined;
  /** First steps from here on: an instant, or a local date of `timeZone`. */
  readonly from?: Instant | undefined;
  /** First steps before this: an instant, or a local date of `timeZone`, which is not included. */
  readonly to?: Instant | undefined;
  /** Later events are not counted; a local date of `timeZone` is the whole of it. The last instant of the log unless given. */
  readonly asOf?: Instant | undefined;
  /** The IANA zone of local dates in the options; default `'UTC'`. */
  readonly timeZone?: string | undefined;
  /** Of all intervals; 0.95 unless given. */
  readonly confidence?: number | undefined;
  /**
   * The settings of a product, for numbers that are to be compared with its own; options that are given win over them. That of Amplitude
   * is for steps in order, as its other orders have rules that no option has.
   */
  readonly preset?: 'posthog' | 'mixpanel' | 'amplitude' | undefined;
}

/** Refuses steps with misspelt parts or properties, which the compiler does not see by itself where it keeps the literals of steps. */
export type KnownSteps<Steps extends readonly unknown[], Properties extends object> = [
  UnknownPart<Steps[number], Properties>,
] extends [never]
  ? unknown
  : { readonly steps: { readonly unknown: UnknownPart<Steps[number], Properties> } };

type UnknownPart<Step, Properties> = Step extends object
  ?
      | Exclude<keyof Step, keyof FunnelStepRule>
      | (Step extends { readonly where: infer Where } ? Exclude<keyof Where, keyof Properties | 'amount'> : never)
  : never;

/** What steps are called in a result. */
export type StepLabel<Step> = Step extends string
  ? Step
  : Step extends { readonly label: infer Label extends string }
    ? Label
    : Step extends { readonly name: infer Name extends string }
      ? Name
      : 'any event';

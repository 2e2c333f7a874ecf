import type { AnyLog } from '../log/layout.js';
import type { StepFacts } from '../log/step-facts.js';
import { type Actors, actorsOf } from './actors.js';
import { Attempts } from './attempts.js';
import { ChainWalker } from './chain-walker.js';
import { ExcludedEvents } from './excluded-events.js';
import { type FunnelPlan, lastInstant } from './funnel-plan.js';
import { OptionalSteps } from './optional-steps.js';
import { PlainWalker } from './plain-walker.js';
import { type StepColumn, stepColumns, stepMasks } from './step-columns.js';
import { UnorderedWalker } from './unordered-walker.js';
import type { Walker } from './walker.js';

/** A funnel that is ready to run over a log. */
export interface FunnelRun {
  readonly actors: Actors;
  readonly attempts: Attempts;
  /** Which steps the event at each place is. */
  readonly masks: () => Uint32Array;
  /** The last instant whose events count. */
  readonly limit: number;
}

/** Makes a funnel ready for a log. */
export function funnelRun(plan: FunnelPlan, log: AnyLog): FunnelRun {
  const asOf = lastInstant(plan, log);
  const actors = actorsOf(plan.owner, log, plan.holdConstant);
  const limit = plan.completion === 'inRange' ? Math.min(asOf, plan.to - 1) : asOf;
  const columnsOf = (steps: readonly { readonly facts: StepFacts }[]): readonly StepColumn[] =>
    stepColumns(
      plan.owner,
      log,
      actors,
      steps.map(({ facts }) => facts),
    );
  const columns = columnsOf(plan.steps);
  const masks = lazy(() => stepMasks(columns, actors.time.length));

  const exclusions = plan.exclusions.length === 0 ? null : stepMasks(columnsOf(plan.exclusions), actors.time.length);
  const excluded = exclusions === null ? null : new ExcludedEvents(plan, actors, exclusions, limit);
  const isEnding = plan.exclusionEffect === 'endAttempt';

  const required = plan.steps.filter(({ isOptional }) => !isOptional);
  const hasOptional = required.length < plan.steps.length;
  const optional = hasOptional ? new OptionalSteps(plan, actors, masks(), isEnding ? excluded : null, limit) : null;

  const walker: Walker = isPlain(plan)
    ? new PlainWalker(plan, actors, hasOptional ? columnsOf(required) : columns, limit)
    : new (plan.order === 'unordered' ? UnorderedWalker : ChainWalker)(
        plan,
        actors,
        masks(),
        isEnding ? exclusions : null,
        limit,
      );
  const attempts = new Attempts(plan, actors.count, walker, optional, excluded, limit);
  return { actors, attempts, masks, limit };
}

/** Whether nothing is asked about what happens between two steps. */
function isPlain({ order, graceMs, exclusions, exclusionEffect, steps, required }: FunnelPlan): boolean {
  return (
    order === 'ordered' &&
    graceMs === 0 &&
    (exclusions.length === 0 || exclusionEffect === 'dropCustomer') &&
    required.every((step) => steps[step]?.withinPrevious === Infinity)
  );
}

function lazy<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

import type { AnyLog } from '../log/layout.js';
import { type Actors, actorsOf } from './actors.js';
import { Attempts } from './attempts.js';
import { type FunnelPlan, lastInstant } from './funnel-plan.js';
import { PlainWalker } from './plain-walker.js';
import { stepColumns } from './step-columns.js';

/** A funnel that is ready to run over a log. */
export interface FunnelRun {
  readonly actors: Actors;
  readonly attempts: Attempts;
  /** The last instant whose events count. */
  readonly limit: number;
}

/** Makes a funnel ready for a log. */
export function funnelRun(plan: FunnelPlan, log: AnyLog): FunnelRun {
  const actors = actorsOf(plan.owner, log, plan.holdConstant);
  const asOf = lastInstant(plan, log);
  const limit = plan.completion === 'inRange' ? Math.min(asOf, plan.to - 1) : asOf;
  const columns = stepColumns(
    plan.owner,
    log,
    actors,
    plan.steps.map(({ facts }) => facts),
  );
  const walker = new PlainWalker(plan, actors, columns, limit);
  return { actors, attempts: new Attempts(plan, actors, walker, null, limit), limit };
}

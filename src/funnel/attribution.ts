import { refuseOption } from '../core/options.js';
import type { AnyLog } from '../log/layout.js';
import { propertyOf } from './actors.js';
import { checkFields } from './check-fields.js';
import type { FunnelPlan } from './funnel-plan.js';
import type { FunnelRun } from './funnel-run.js';
import { firstPlace } from './places.js';

/** Which of a customer's values of a property is the customer's: see `FunnelBreakdown`. */
export type Attribution = 'entry' | 'firstTouch' | 'lastTouch' | { readonly step: number } | 'all';

/** Refuses other attributions. */
export function checkAttribution(plan: FunnelPlan, attribution: unknown): Attribution {
  const option = 'breakdown.attribution';
  if (typeof attribution !== 'object' || attribution === null) {
    if (WORDS.includes(attribution as (typeof WORDS)[number])) return attribution as Attribution; // it is one of them
    return refuseOption(plan.owner, option, `to be one of ${WORDS.join(', ')}, or { step }`, attribution);
  }
  checkFields(plan.owner, option, attribution, ['step']);
  const { step } = attribution as { step?: unknown }; // checked here
  const last = plan.order === 'unordered' ? 0 : plan.steps.length - 1;
  if (typeof step !== 'number' || !Number.isInteger(step) || step < 0 || step > last) {
    const why = plan.order === 'unordered' ? ', the entry, where steps have no order' : ', as steps are counted from 0';
    refuseOption(
      plan.owner,
      `${option}.step`,
      last === 0 ? `to be 0${why}` : `to be an integer from 0 to ${last}${why}`,
      step,
    );
  }
  return { step };
}

/** The code of the property's value that an attempt goes under; 0 for none. */
export type ValueOf = (actor: number, instants: Float64Array, steps: number) => number;

/** Reads the values of a property by an attribution; that of `'all'` is the value that the actor holds constant. */
export function valueReader(
  plan: FunnelPlan,
  log: AnyLog,
  run: FunnelRun,
  property: string,
  attribution: Attribution,
): ValueOf {
  const { codes } = propertyOf(plan.owner, 'breakdown.property', log, property);
  const { starts, time, rows } = run.actors;
  const codeAt = (place: number): number => codes[rows[place] as number] as number;
  if (attribution === 'all') return (actor) => codeAt(starts[actor] as number);
  const masks = run.masks();
  const isUnordered = plan.order === 'unordered';
  if (attribution === 'firstTouch' || attribution === 'lastTouch') return touch;

  const step = attribution === 'entry' ? 0 : attribution.step;
  const bit = isUnordered ? -1 : 1 << step;
  return (actor, instants, steps) => {
    const instant = step < steps ? (instants[step] as number) : Number.NaN;
    if (Number.isNaN(instant)) return 0;
    const place = stepBetween(actor, instant, instant);
    // With a grace the step may have come earlier than the one before it.
    return codeAt(place === -1 ? stepBetween(actor, instant - plan.graceMs, instant) : place);
  };

  function stepBetween(actor: number, from: number, to: number): number {
    const end = starts[actor + 1] as number;
    for (let place = firstPlace(time, from, starts[actor] as number, end); place < end; place += 1) {
      if ((time[place] as number) > to) return -1;
      if (((masks[place] as number) & bit) !== 0) return place;
    }
    return -1;
  }

  function touch(actor: number): number {
    const end = starts[actor + 1] as number;
    let found = 0;
    for (let place = firstPlace(time, plan.from, starts[actor] as number, end); place < end; place += 1) {
      if ((time[place] as number) > run.limit) break;
      if (masks[place] === 0 || codeAt(place) === 0) continue;
      found = codeAt(place);
      if (attribution === 'firstTouch') break;
    }
    return found;
  }
}

const WORDS = ['entry', 'firstTouch', 'lastTouch', 'all'] as const;

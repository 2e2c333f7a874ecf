import type { FunnelShape } from '../../../log/shapes/funnel-shape.js';
import { isSameStep, isWithinStep, type StepFacts } from '../../../log/step-facts.js';
import { refuseSql } from '../../compile-error.js';

/** The different events that steps are. Steps that are told alike are of one kind. */
export interface StepKinds {
  readonly facts: readonly StepFacts[];
  /** The kind of each step. */
  readonly of: readonly number[];
  /** Kinds in sets: an event, or an instant, that is of several kinds and can be one of them has them all in one set. */
  readonly sets: readonly (readonly number[])[];
}

/** The kinds of a funnel's steps. */
export function stepKinds({ steps, order, isLater }: FunnelShape): StepKinds {
  const facts: StepFacts[] = [];
  const of = steps.map((step) => {
    const known = facts.findIndex((each) => each.occurrence === step.facts.occurrence && isSameStep(each, step.facts));
    return known === -1 ? facts.push(step.facts) - 1 : known;
  });
  const sets: number[][] = [];
  for (const kind of facts.keys()) {
    const own = [kind];
    for (const set of sets.filter((each) => each.some((other) => mayShare(facts[kind], facts[other])))) {
      own.push(...set);
      sets.splice(sets.indexOf(set), 1);
    }
    sets.push(own.sort((a, b) => a - b));
  }
  // In any order but later each, an instant is one step, whichever of its events that is.
  if (order === 'unordered' && isLater) sets.splice(0, sets.length, [...facts.keys()]);
  const most = Math.max(...sets.map((set) => set.length));
  if (most > MOST) refuseSql('steps', `at most ${MOST} different ones that the same event may be`, String(most));
  return { facts, of, sets };
}

/** All sets of some of these, but the empty one. */
export function subsets(kinds: readonly number[]): readonly (readonly number[])[] {
  const all: (readonly number[])[] = [];
  for (const kind of kinds) all.push(...all.map((set) => [...set, kind]), [kind]);
  return all;
}

/** Each such set is counted on its own: of 5 there are 31. */
const MOST = 5;

/** Whether some event may be both steps, for all that the steps tell. */
function mayShare(a: StepFacts | undefined, b: StepFacts | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.name !== null && b.name !== null && a.name !== b.name) return false;
  if (isWithinStep(a, b)) return true;
  const own = new Map<string, unknown>(Object.entries(a.where ?? {}));
  return !Object.entries(b.where ?? {}).some(([field, wanted]) => isApart(own.get(field), wanted));
}

function isApart(a: unknown, b: unknown): boolean {
  const [values, others] = [listed(a), listed(b)];
  return values !== null && others !== null && !values.some((value) => others.includes(value));
}

/** The values that a condition lists. */
function listed(condition: unknown): readonly unknown[] | null {
  if (Array.isArray(condition)) return condition;
  return typeof condition === 'string' || typeof condition === 'number' || typeof condition === 'boolean'
    ? [condition]
    : null;
}

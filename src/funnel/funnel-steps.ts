import { LimitError } from '../core/errors.js';
import { refuseOption } from '../core/options.js';
import type { FunnelShapeExclusion } from '../log/shapes/funnel-shape.js';
import { type StepFacts, stepFacts } from '../log/step-facts.js';
import { durationOf } from '../time/duration.js';

/** A step, checked, with its defaults. */
export interface StepPlan {
  readonly label: string;
  readonly facts: StepFacts;
  readonly isOptional: boolean;
  /** `Infinity` where there is no limit. */
  readonly withinPrevious: number;
}

/** So many steps fit into a mark, and so many exclusions; ClickHouse's windowFunnel has the same limit. */
const STEP_LIMIT = 32;

/** The steps of a funnel, checked. */
export function stepPlans(owner: string, steps: readonly unknown[], order: string): readonly StepPlan[] {
  if (!Array.isArray(steps) || steps.length === 0) {
    refuseOption(owner, 'steps', 'to be a list of at least one step', steps, 'E_OPT_TYPE');
  }
  checkCount(owner, 'steps', steps.length);
  return steps.map((step: unknown, k) => {
    const option = `steps[${k}]`;
    const facts = stepFacts(owner, option, step, ['label', 'optional', 'withinPrevious']);
    const { label, optional = false, withinPrevious } = (typeof step === 'string' ? {} : step) as Extras; // checked below
    if (label !== undefined && typeof label !== 'string')
      refuseOption(owner, `${option}.label`, 'to be text', label, 'E_OPT_TYPE');
    if (typeof optional !== 'boolean')
      refuseOption(owner, `${option}.optional`, 'to be true or false', optional, 'E_OPT_TYPE');
    const isFree = !optional && withinPrevious === undefined;
    if (k === 0 && !isFree)
      refuseOption(owner, option, 'to be required and without withinPrevious, being the first', step);
    if (order === 'unordered' && !isFree)
      refuseOption(owner, option, 'to be required and without withinPrevious where steps have no order', step);
    return {
      label: label ?? facts.name ?? 'any event',
      facts,
      isOptional: optional,
      withinPrevious:
        withinPrevious === undefined
          ? Infinity
          : durationOf(owner, `${option}.withinPrevious`, withinPrevious as Parameters<typeof durationOf>[2]), // it checks
    };
  });
}

/** The exclusions of a funnel, checked against its steps. */
export function exclusionFacts(
  owner: string,
  exclusions: readonly unknown[],
  steps: readonly StepPlan[],
  order: string,
): readonly FunnelShapeExclusion[] {
  if (!Array.isArray(exclusions)) refuseOption(owner, 'exclusions', 'to be a list', exclusions, 'E_OPT_TYPE');
  checkCount(owner, 'exclusions', exclusions.length);
  return exclusions.map((exclusion: unknown, i) => {
    const option = `exclusions[${i}]`;
    if (typeof exclusion !== 'object' || exclusion === null)
      refuseOption(owner, option, 'to be { name?, where?, fromStep, toStep }', exclusion, 'E_OPT_TYPE');
    const facts = stepFacts(owner, option, exclusion, ['fromStep', 'toStep']);
    const { fromStep, toStep } = exclusion as { fromStep?: unknown; toStep?: unknown }; // checked here
    const end = steps.length - 1;
    if (end === 0) refuseOption(owner, option, 'to be left out of a funnel of one step', exclusion);
    const first = stepNumber(owner, `${option}.fromStep`, fromStep, 0, end - 1, 'any step but the last');
    const last = stepNumber(owner, `${option}.toStep`, toStep, first + 1, end, 'a later step than fromStep');
    if (steps[first]?.isOptional || steps[last]?.isOptional)
      refuseOption(owner, option, 'to stand between required steps', exclusion);
    if (order === 'unordered' && (first > 0 || last < steps.length - 1))
      refuseOption(owner, option, 'to stand between the first and the last step where steps have no order', exclusion);
    return { facts, fromStep: first, toStep: last };
  });
}

function stepNumber(owner: string, option: string, step: unknown, min: number, max: number, which: string): number {
  const range = min === max ? `${min}` : `from ${min} to ${max}`;
  if (typeof step !== 'number' || !Number.isInteger(step) || step < min || step > max) {
    const expected = `to be ${which}: ${range}, as steps are counted from 0`;
    refuseOption(owner, option, expected, step, typeof step === 'number' ? 'E_OPT_RANGE' : 'E_OPT_TYPE');
  }
  return step;
}

interface Extras {
  readonly label?: unknown;
  readonly optional?: unknown;
  readonly withinPrevious?: unknown;
}

function checkCount(owner: string, field: string, count: number): void {
  if (count <= STEP_LIMIT) return;
  const expected = `at most ${STEP_LIMIT}`;
  throw new LimitError(`${owner} requires ${field} to be ${expected}; got ${count}`, [
    { code: 'E_LIMIT', index: null, field, expected, received: String(count) },
  ]);
}

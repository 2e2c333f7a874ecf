import { checkChoice, checkOptions, refuseOption } from '../core/options.js';
import { checkLog } from './check-log.js';
import type { AnyLog } from './layout.js';

/** A step with nothing left out. */
export interface StepFacts {
  readonly name: string | null;
  readonly where: object | null;
  readonly occurrence: 'any' | 'firstEver' | 'firstMatching';
}

/** The step that every event is. */
export const ANY_EVENT: StepFacts = { name: null, where: null, occurrence: 'any' };

/** A step as it was given, checked, with its defaults; more options of the caller's own may stand beside them. */
export function stepFacts(owner: string, option: string, step: unknown, more: readonly string[] = []): StepFacts {
  if (typeof step === 'string') return { name: step, where: null, occurrence: 'any' };
  if (typeof step !== 'object' || step === null) {
    refuseOption(owner, option, 'to be a name or { name?, where?, occurrence? }', step, 'E_OPT_TYPE');
  }
  checkOptions(owner, step, ['name', 'where', 'occurrence', ...more]);
  const { name = null, where = null, occurrence = 'any' } = step as Partial<StepFacts>; // checked below
  if (name !== null && typeof name !== 'string')
    refuseOption(owner, `${option}.name`, 'to be text', name, 'E_OPT_TYPE');
  if (where !== null && typeof where !== 'object')
    refuseOption(owner, `${option}.where`, 'to be an object', where, 'E_OPT_TYPE');
  return {
    name,
    where,
    occurrence: checkChoice(owner, `${option}.occurrence`, occurrence, ['any', 'firstEver', 'firstMatching']),
  };
}

/** Refuses what is no log, and a step that asks for a name of a log that was built without names. One that no event has is no error: nobody did it. */
export function requireNames(owner: string, log: AnyLog, { name }: StepFacts): void {
  if (checkLog(owner, log).name === null && name !== null)
    refuseOption(owner, 'the log', 'to be built with names, as steps ask for them', null);
}

/** Whether every event is the step. */
export function isAnyEvent({ name, where, occurrence }: StepFacts): boolean {
  return name === null && where === null && occurrence === 'any';
}

/** Whether two steps are told alike: then they are the same events. */
export function isSameStep(a: StepFacts, b: StepFacts): boolean {
  return isWithinStep(a, b) && isWithinStep(b, a);
}

/** Whether every event that is a step `inner` is told to be a step `outer`, too; of steps with `occurrence` 'any'. */
export function isWithinStep(inner: StepFacts, outer: StepFacts): boolean {
  if (outer.name !== null && outer.name !== inner.name) return false;
  const own = new Map<string, unknown>(Object.entries(inner.where ?? {}));
  return Object.entries(outer.where ?? {}).every(
    ([field, wanted]) => own.has(field) && isAlike(own.get(field), wanted),
  );
}

function isAlike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [own, other] = [Object.entries(a), new Map<string, unknown>(Object.entries(b))];
  return own.length === other.size && own.every(([key, value]) => other.has(key) && isAlike(value, other.get(key)));
}

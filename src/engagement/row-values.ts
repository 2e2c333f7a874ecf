import type { LooseAccessor } from '../core/data.js';
import { faultOf, type Rule } from '../core/input.js';
import { refuseOption } from '../core/options.js';
import { instantOf } from '../time/instant.js';
import { looksLikeSeconds, MILLISECONDS } from '../time/instant-in.js';
import type { RowFault } from './row-metric.js';

/** What is wrong with a value by its rule; null where nothing is. */
export function ruleFault(rule: Rule, value: unknown): RowFault | null {
  const code = faultOf(rule, value);
  return code === undefined ? null : { code, field: rule.field, expected: rule.expected, value };
}

/** A time as epoch milliseconds; or what is wrong with it. */
export function readTime(field: string, value: unknown): number | RowFault {
  if (looksLikeSeconds(value)) return { code: 'E_TIME_UNIT', field, expected: MILLISECONDS, value };
  const time = (value ?? null) === null ? MISSING : instantOf(value);
  return typeof time === 'number' ? time : { code: time.code, field, expected: time.expected, value };
}

const MISSING = { code: 'E_FIELD_MISSING', expected: 'a time' } as const;

/** Refuses an option that is neither a field nor a function. */
export function checkAccessor(owner: string, option: string, accessor: unknown): LooseAccessor {
  if (typeof accessor === 'string' || typeof accessor === 'function') return accessor as LooseAccessor; // just asked
  return refuseOption(owner, option, 'to be a field or a function', accessor, 'E_OPT_TYPE');
}

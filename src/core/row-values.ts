import type { LooseAccessor } from './data.js';
import { faultOf, type Rule } from './input.js';
import { refuseOption } from './options.js';
import type { RowFault } from './row-metric.js';

/** What is wrong with a value by its rule; null where nothing is. */
export function ruleFault(rule: Rule, value: unknown): RowFault | null {
  const code = faultOf(rule, value);
  return code === undefined ? null : { code, field: rule.field, expected: rule.expected, value };
}

/** Refuses an option that is neither a field nor a function. */
export function checkAccessor(owner: string, option: string, accessor: unknown): LooseAccessor {
  if (typeof accessor === 'string' || typeof accessor === 'function') return accessor as LooseAccessor; // just asked
  return refuseOption(owner, option, 'to be a field or a function', accessor, 'E_OPT_TYPE');
}

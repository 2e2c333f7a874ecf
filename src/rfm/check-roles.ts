import type { LooseAccessor } from '../core/data.js';
import { refuseOption } from '../core/options.js';
import { checkAccessor } from '../core/row-values.js';

/** Refuses roles that are left out, by the kind of rows that they were taken for, and what is no accessor. */
export function checkRoles(owner: string, kind: string, roles: Readonly<Record<string, LooseAccessor>>): void {
  for (const [role, accessor] of Object.entries(roles)) {
    if (accessor === undefined)
      refuseOption(owner, role, `to be given for rows of ${kind}, as a field or a function`, accessor, 'E_OPT_TYPE');
    checkAccessor(owner, role, accessor);
  }
}

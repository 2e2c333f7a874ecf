import type { Excluded } from '../core/policy.js';

/** What was left out of several groups. */
export function addedExcluded(groups: readonly { readonly excluded: Excluded }[]): Excluded {
  const total = (reason: 'missing' | 'invalid'): number =>
    groups.reduce((sum, { excluded }) => sum + excluded[reason], 0);
  return { missing: total('missing'), invalid: total('invalid'), repeated: 0 };
}

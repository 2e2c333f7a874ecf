import type { Issue } from './errors.js';
import type { Issues } from './issue-log.js';
import { checkChoice } from './options.js';

/** Rows that were left out of a tally, and why. */
export interface Excluded {
  /** Rows without an answer: `null` or `undefined` in an input. */
  readonly missing: number;
  /** Rows with a value that is not valid, where `invalid: 'exclude'` was asked for. */
  readonly invalid: number;
  /** Rows that gave way to another of the same customer, under metrics that count one row a customer. */
  readonly repeated: number;
}

/** What becomes of rows with missing or invalid inputs. */
export interface RowPolicy {
  /** Default `'exclude'`: left out and counted. */
  readonly missing?: 'exclude' | 'throw' | undefined;
  /** Default `'throw'`: an `InvalidDataError` that names the rows. */
  readonly invalid?: 'throw' | 'exclude' | undefined;
}

/** Silence is common and harmless; a value that cannot be right is not. */
export const DEFAULT_POLICY = { missing: 'exclude', invalid: 'throw' } as const;

/** Refuses other words for a policy: one that is misspelt would otherwise leave rows out in silence. */
export function checkPolicy(owner: string, { missing, invalid }: RowPolicy): void {
  checkChoice(owner, 'missing', missing ?? DEFAULT_POLICY.missing, ['exclude', 'throw']);
  checkChoice(owner, 'invalid', invalid ?? DEFAULT_POLICY.invalid, ['throw', 'exclude']);
}

/** Leaves a row out: counted, and by the policy an issue. */
export function leaveOut(
  policy: RowPolicy,
  excluded: { missing: number; invalid: number },
  issues: Issues,
  issue: Issue,
  value: unknown,
): void {
  const reason = (value ?? null) === null ? 'missing' : 'invalid';
  excluded[reason] += 1;
  if ((policy[reason] ?? DEFAULT_POLICY[reason]) === 'throw') issues.add(issue);
}

import { FitError } from '../core/errors.js';
import type { Customers } from './customers.js';

/** Refuses customers none of whom bought again: a low rate of purchases and an early loss are then one and the same. */
export function checkRepeats(owner: string, { frequency }: Customers): void {
  if (frequency.some((x) => x > 0)) return;
  const expected = 'a customer with a repeat purchase';
  const issue = { code: 'E_FIT_IDENTIFY', index: null, field: 'frequency', expected, received: 'none' } as const;
  throw new FitError(
    `${owner} requires customers with repeat purchases, without which rare purchases and early loss look the same; the frequency is 0 for all`,
    [issue],
  );
}

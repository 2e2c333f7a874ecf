import { GREATEST_TOTAL, greatestAmount } from './greatest-total.js';
import type { Refusals } from './refusals.js';

/** Amounts in whole minor units; those that are missing, below 0 or too large are refused. */
export function changeAmounts(given: Float64Array, minor: number, field: string, refusals: Refusals): Float64Array {
  const amount = new Float64Array(given.length);
  const total = fill(amount, given, minor);
  if (total <= GREATEST_TOTAL) return amount;
  const most = greatestAmount(amount.filter((own, i) => own >= 0 && !refusals.has(i)));
  for (let i = 0; i < given.length; i += 1) {
    const own = given[i] as number;
    if (Number.isNaN(own)) refusals.add(i, field, null, { code: 'E_FIELD_MISSING', expected: 'a number' });
    else if (own < 0) refusals.add(i, field, own, { code: 'E_NUM_RANGE', expected: 'a number of at least 0' });
    else if ((amount[i] as number) > most)
      refusals.add(i, field, own, { code: 'E_OVERFLOW', expected: 'small enough to be added up exactly' });
  }
  return amount;
}

/** The quick path: their sum; `NaN` or above what can be added up where one is not fine. */
function fill(amount: Float64Array, given: Float64Array, minor: number): number {
  let total = 0;
  for (let i = 0; i < given.length; i += 1) {
    const own = Math.floor(given[i]! * minor + 0.5);
    amount[i] = own;
    total += own >= 0 ? own : Number.NaN;
  }
  return total;
}

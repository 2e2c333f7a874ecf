import type { AnyLog } from './layout.js';

/** So many numbers stand for a customer: the amount, what rounding left out of it, the last instant, and the orders. */
export const FACTS = 4;

/** Kinds of rows: none of a purchase, a line of an order that was seen before, the first line of an order. */
export const [NO_PURCHASE, MORE, ORDER] = [0, 1, 2] as const;

/** What customers bought, by their codes. */
export interface AddedUp {
  readonly facts: Float64Array;
  /** The customers with an order, in the order of their first; and when that was. */
  readonly codes: Int32Array;
  readonly first: Float64Array;
  readonly refunds: number;
  readonly withoutAmount: number;
}

/**
 * Walks rows in the order of time. A customer's facts lie side by side, so that a row touches one line of the cache; what each
 * addition rounds off is added up beside the sum (Ogita, Rump & Oishi 2005, Sum2).
 */
export function addedUp(
  { customer, amount, time, customers }: AnyLog,
  lines: Uint8Array | null,
  [start, end]: readonly [number, number],
  isNet: boolean,
): AddedUp {
  const size = customers.length;
  const facts = new Float64Array(size * FACTS);
  const [codes, first] = [new Int32Array(size), new Float64Array(size)];
  let [count, refunds, withoutAmount] = [0, 0, 0];
  for (let i = start; i < end; i += 1) {
    const line = lines === null ? ORDER : lines[i]!;
    if (line === NO_PURCHASE) continue;
    const at = customer[i]! * FACTS;
    let paid = amount === null ? 0 : amount[i]!;
    if (paid < 0) {
      refunds += 1;
      if (!isNet) continue;
    } else {
      if (facts[at + 3] === 0) {
        codes[count] = customer[i]!;
        first[count++] = time[i]!;
      }
      facts[at + 3]! += line - 1;
      facts[at + 2] = time[i]!;
      if (Number.isNaN(paid)) {
        withoutAmount += 1;
        paid = 0;
      }
    }
    const sum = facts[at]!;
    const next = sum + paid;
    const added = next - sum;
    facts[at + 1]! += sum - (next - added) + (paid - added);
    facts[at] = next;
  }
  return { facts, codes: codes.slice(0, count), first: first.slice(0, count), refunds, withoutAmount };
}

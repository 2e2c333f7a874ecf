import { growExpansion, roundedSum } from '../core/exact-sum.js';
import { compareKeys } from '../core/pairs.js';
import type { CustomerId } from '../log/layout.js';
import type { CustomerAmounts } from './customer-amounts.js';

/** Customers by their amounts, greatest first; of equal amounts in the order of their ids: numbers, then text. */
export interface Ranking {
  readonly customer: readonly CustomerId[];
  readonly amount: Float64Array;
  /** What the first k customers have together, correctly rounded; `total[n]` is all of it. */
  readonly total: Float64Array;
}

/** Ranks customers by amount. Sorts the amounts alone, which is quick, and finds each customer's place among them. */
export function rankingOf(owner: string, { customer, amount }: CustomerAmounts): Ranking {
  const n = amount.length;
  const sorted = amount.slice().sort();
  const taken = new Int32Array(n);
  const order = new Int32Array(n);
  for (let i = n - 1; i >= 0; i -= 1) {
    const start = firstFrom(sorted, amount[i]!);
    order[n - 1 - start - taken[start]!++] = i;
  }
  const compare = (a: number, b: number) => compareKeys(customer[a]!, customer[b]!) || a - b;
  for (let start = 0; start < n; start += taken[start]!)
    sortRange(order, n - start - taken[start]!, n - start, compare);
  const ranked = sorted.reverse();
  return { customer: Array.from(order, (i) => customer[i]!), amount: ranked, total: runningTotals(owner, ranked) };
}

/** The rank after the last customer with the same amount as the one at a rank. */
export function endOfEquals(amount: Float64Array, rank: number): number {
  let end = rank + 1;
  while (end < amount.length && amount[end] === amount[rank]) end += 1;
  return end;
}

/** A part of the whole; `null` where the whole is not above 0, which has no parts. */
export function shareOf(part: number, whole: number): number | null {
  return whole > 0 ? part / whole + 0 : null; // + 0: never −0, of a part too small to divide
}

function runningTotals(owner: string, amounts: Float64Array): Float64Array {
  const totals = new Float64Array(amounts.length + 1);
  let [isWhole, size] = [true, 0];
  for (let i = 0; i < amounts.length && isWhole; i += 1) {
    size += Math.abs(amounts[i]!);
    isWhole = amounts[i]! % 1 === 0 && size <= Number.MAX_SAFE_INTEGER;
  }
  const partials: number[] = [];
  for (let i = 0; i < amounts.length; i += 1) {
    // Whole numbers add up without rounding.
    if (isWhole) totals[i + 1] = totals[i]! + amounts[i]!;
    else {
      growExpansion(partials, amounts[i]!);
      totals[i + 1] = roundedSum(partials, owner);
    }
  }
  return totals;
}

/** Sorts a part of a list in place. Most parts are short, or in order already: those cost no view of the list. */
function sortRange(list: Int32Array, from: number, to: number, compare: (a: number, b: number) => number): void {
  if (to - from > SHORT) {
    list.subarray(from, to).sort(compare);
    return;
  }
  for (let i = from + 1; i < to; i += 1) {
    const item = list[i]!;
    let at = i;
    for (; at > from && compare(list[at - 1]!, item) > 0; at -= 1) list[at] = list[at - 1]!;
    list[at] = item;
  }
}

const SHORT = 32;

function firstFrom(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

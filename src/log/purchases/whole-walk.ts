import type { Runs } from '../runs.js';

/** What a walk finds out, by customer; see `Purchases`. */
export interface Bought {
  readonly first: Int32Array;
  readonly words: Int32Array;
  readonly amounts: Float64Array;
}

/** So many periods have room in a third of a word. */
export const WHOLE_PERIODS = 0x3ff;

/** Totals up to this one have room in a word. */
export const WHOLE_TOTAL = 0x7fffffff;

/**
 * Walks rows that are all purchases of whole amounts, over few periods and with small totals. What is known of a customer is two words
 * beside each other: how many periods, the first and the last of them (10 bits each, counted from 1), and the total of the later ones.
 * So a row waits for one place in memory, half as far from the others.
 */
export function walkWhole(
  customer: Int32Array,
  amount: Float64Array,
  runs: Runs,
  [from, to]: readonly [number, number],
  into: Bought,
): void {
  const pairs = new Int32Array(into.amounts.buffer); // the room of an amount is that of a pair
  for (let run = 0; run < runs.periods.length; run += 1) {
    const start = Math.max(runs.starts[run]!, from);
    const end = Math.min(runs.ends[run]!, to);
    takeWhole(pairs, customer, amount, start, end, runs.periods[run]! - runs.first + 1);
  }
  tell(pairs, runs.first - 1, into);
}

/** Four rows a round, as V8 asks in each round anew whether the arrays are still what they were. */
function takeWhole(
  pairs: Int32Array,
  customer: Int32Array,
  amount: Float64Array,
  start: number,
  end: number,
  tag: number,
): void {
  let i = start;
  for (const stop = end - 3; i < stop; i += 4) {
    takeRow(pairs, customer[i]! << 1, amount[i]!, tag);
    takeRow(pairs, customer[i + 1]! << 1, amount[i + 1]!, tag);
    takeRow(pairs, customer[i + 2]! << 1, amount[i + 2]!, tag);
    takeRow(pairs, customer[i + 3]! << 1, amount[i + 3]!, tag);
  }
  for (; i < end; i += 1) takeRow(pairs, customer[i]! << 1, amount[i]!, tag);
}

/** No branch on what is known of a customer: a wrong guess would be found out only when memory answers, and stop the rows behind it. */
function takeRow(pairs: Int32Array, at: number, amount: number, tag: number): void {
  const before = pairs[at]!;
  const back = ((before & 0x3ff) - tag) | 0; // below 0 in a new period
  const more = ((back >> 31) & 0x100000) + ((tag << 10) & ((before - 1) >> 31)); // the first where 0 was known
  const now = (((before - back) | 0) + more) | 0;
  pairs[at] = now;
  pairs[at + 1] = (pairs[at + 1]! + (amount & ((0x1fffff - now) >> 31))) | 0; // all of it from the second period on
}

/** The same as it is told of any purchases, each amount in the place of its pair. */
function tell(pairs: Int32Array, before: number, { first, words, amounts }: Bought): void {
  for (let code = 0; code < first.length; code += 1) {
    const word = pairs[2 * code]!;
    if (word === 0) continue;
    first[code] = ((word >>> 10) & 0x3ff) + before;
    words[code] = ((word >>> 20) << 16) | (word & 0x3ff);
    amounts[code] = pairs[2 * code + 1]!;
  }
}

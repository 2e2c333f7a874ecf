import { digitFor, type KeyedRows, roomFor, sortByDigit, sortedByKeys } from './keyed-rows.js';
import type { EventParts } from './reading/parts.js';

/**
 * The one order of events: time, customer, name, amount (none first), properties. Returns the rows in it, or null where they
 * stand in it already.
 */
export function rowOrder(parts: EventParts): Int32Array | null {
  const compare = comparison(parts);
  if (isInOrder(parts, compare)) return null;
  const { rows, keys } = byTime(parts.time);
  const { time, customer } = parts;
  const { length } = rows;
  const compareAll = (a: number, b: number) => customer[a]! - customer[b]! || compare(a, b);
  for (let start = 0; start < length; ) {
    let end = start + 1;
    // Keys are times without their last digit: only where they are equal is the time looked up, which lies anywhere.
    while (end < length && keys[end] === keys[start] && time[rows[end]!] === time[rows[start]!]) end += 1;
    if (end - start > FEW) sortByCustomer(rows.subarray(start, end), parts, compare);
    else if (end - start > 1) insert(rows.subarray(start, end), compareAll);
    start = end;
  }
  return rows;
}

type Compare = (a: number, b: number) => number;

function isInOrder({ time, customer }: EventParts, compare: Compare): boolean {
  for (let i = 1; i < time.length; i += 1) {
    const before = time[i - 1]!;
    const now = time[i]!;
    if (before > now) return false;
    if (before === now && (customer[i - 1]! - customer[i]! || compare(i - 1, i)) > 0) return false;
  }
  return true;
}

/** Compares events of one customer at one instant. */
function comparison({ name, amount, properties }: EventParts): Compare {
  const codes = properties.map((property) => property.codes);
  return (a, b) => {
    if (name !== null && name[a] !== name[b]) return name[a]! - name[b]!;
    if (amount !== null && !Object.is(amount[a], amount[b])) {
      return Number.isNaN(amount[a]) ? -1 : Number.isNaN(amount[b]) ? 1 : amount[a]! - amount[b]!;
    }
    for (let k = 0; k < codes.length; k += 1) if (codes[k]![a] !== codes[k]![b]) return codes[k]![a]! - codes[k]![b]!;
    return 0;
  };
}

/** Rows in the order of time, those of one instant as they were; the keys are the times since the first, without their last digit. */
export function byTime(time: Float64Array): KeyedRows {
  let [first, last] = [Infinity, -Infinity];
  for (let i = 0; i < time.length; i += 1) {
    if (time[i]! < first) first = time[i]!;
    if (time[i]! > last) last = time[i]!;
  }
  // Instants are whole milliseconds of less than 10^4 years, so that differences are whole and below 2^49.
  const bits = bitsOf(last - first);
  const digit = Math.max(digitFor(time.length), bits - 32);
  const size = 2 ** digit;
  const [given, sorted] = [roomFor(time.length), roomFor(time.length)];
  const { rows, keys } = given;
  const digits = new Uint32Array(time.length);
  for (let i = 0; i < time.length; i += 1) {
    const since = time[i]! - first;
    const key = Math.floor(since / size);
    rows[i] = i;
    digits[i] = since - key * size;
    keys[i] = key;
  }
  sortByDigit(given, digits, 0, digit, sorted);
  return sortedByKeys(sorted, given, Math.max(0, bits - digit));
}

function bitsOf(most: number): number {
  let bits = 0;
  while (2 ** bits <= most) bits += 1; // Math.log2 rounds
  return bits;
}

/** Sorts events of one instant in their place: by customer, then by all else. */
function sortByCustomer(rows: Int32Array, { customer, customers }: EventParts, compare: Compare): void {
  const keys = Uint32Array.from(rows, (row) => customer[row]!);
  const sorted = sortedByKeys({ rows, keys }, roomFor(rows.length), bitsOf(customers.length));
  for (let start = 0; start < rows.length; ) {
    let end = start + 1;
    while (end < rows.length && sorted.keys[end] === sorted.keys[start]) end += 1;
    const same = sorted.rows.subarray(start, end);
    if (end - start > FEW) same.sort(compare);
    else if (end - start > 1) insert(same, compare);
    start = end;
  }
  rows.set(sorted.rows);
}

const FEW = 16;

function insert(rows: Int32Array, compare: Compare): void {
  for (let i = 1; i < rows.length; i += 1) {
    const row = rows[i]!;
    let place = i;
    for (; place > 0 && compare(rows[place - 1]!, row) > 0; place -= 1) rows[place] = rows[place - 1]!;
    rows[place] = row;
  }
}

import type { EventParts } from './parts.js';

/**
 * The one order of events: time, customer, name, amount (none first), properties. Returns the rows in it, or null where they
 * stand in it already.
 */
export function rowOrder(parts: EventParts): Int32Array | null {
  const compare = comparison(parts);
  if (isInOrder(parts, compare)) return null;
  const rows = new Int32Array(parts.time.length);
  for (let i = 0; i < rows.length; i += 1) rows[i] = i;
  return sortTies(byTime(byCustomer(rows, parts), parts.time), parts, compare);
}

type Compare = (a: number, b: number) => number;

function isInOrder({ time }: EventParts, compare: Compare): boolean {
  for (let i = 1; i < time.length; i += 1) {
    const [before, now] = [time[i - 1] as number, time[i] as number];
    if (before > now || (before === now && compare(i - 1, i) > 0)) return false;
  }
  return true;
}

/** Compares events of one instant. */
function comparison({ customer, name, amount, properties }: EventParts): Compare {
  const codes = [customer, ...(name === null ? [] : [name])];
  const more = properties.map((property) => property.codes);
  return (a, b) => {
    for (const column of codes) if (column[a] !== column[b]) return (column[a] as number) - (column[b] as number);
    if (amount !== null && !Object.is(amount[a], amount[b])) {
      return Number.isNaN(amount[a]) ? -1 : Number.isNaN(amount[b]) ? 1 : (amount[a] as number) - (amount[b] as number);
    }
    for (const column of more) if (column[a] !== column[b]) return (column[a] as number) - (column[b] as number);
    return 0;
  };
}

// Both sorts keep rows that are equal in the order in which they find them, so that the later one rules.
function byCustomer(rows: Int32Array, { customer, customers }: EventParts): Int32Array {
  let sorted = rows;
  for (let shift = 0; customers.length > 1 << shift; shift += DIGIT) {
    sorted = sortedByDigit(sorted, (row) => ((customer[row] as number) >>> shift) & MASK);
    if (shift + DIGIT >= 31) break;
  }
  return sorted;
}

function byTime(rows: Int32Array, time: Float64Array): Int32Array {
  let [first, last] = [Infinity, -Infinity];
  for (let i = 0; i < time.length; i += 1) {
    first = Math.min(first, time[i] as number);
    last = Math.max(last, time[i] as number);
  }
  let sorted = rows;
  // Instants are whole milliseconds, so that differences are whole and below 2^53.
  for (let unit = 1; unit <= last - first; unit *= MASK + 1) {
    sorted = sortedByDigit(sorted, (row) => Math.floor(((time[row] as number) - first) / unit) % (MASK + 1));
  }
  return sorted;
}

const DIGIT = 12;
const MASK = (1 << DIGIT) - 1;

function sortedByDigit(rows: Int32Array, digitOf: (row: number) => number): Int32Array {
  const starts = new Int32Array(MASK + 2);
  const digits = new Uint16Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) {
    const digit = digitOf(rows[i] as number);
    digits[i] = digit;
    starts[digit + 1] = (starts[digit + 1] as number) + 1;
  }
  for (let digit = 0; digit < MASK; digit += 1)
    starts[digit + 1] = (starts[digit + 1] as number) + (starts[digit] as number);
  const sorted = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i += 1) {
    const digit = digits[i] as number;
    sorted[starts[digit] as number] = rows[i] as number;
    starts[digit] = (starts[digit] as number) + 1;
  }
  return sorted;
}

/** Sorts what is left: events of one customer at one instant. */
function sortTies(rows: Int32Array, { time, customer }: EventParts, compare: Compare): Int32Array {
  for (let start = 0; start < rows.length; ) {
    const row = rows[start] as number;
    let end = start + 1;
    while (
      end < rows.length &&
      time[rows[end] as number] === time[row] &&
      customer[rows[end] as number] === customer[row]
    )
      end += 1;
    if (end - start > 1) rows.subarray(start, end).sort(compare);
    start = end;
  }
  return rows;
}

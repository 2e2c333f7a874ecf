import type { AnyLog } from '../log/layout.js';
import type { Runs } from '../log/runs.js';
import type { RetentionCounts } from './retention-counts.js';
import type { RetentionPlan } from './retention-plan.js';
import type { RetentionRows } from './retention-rows.js';

/**
 * Whether what `walkRetention` counts can be counted block by block, and sooner: looking at each customer and cohort in every
 * block must be less work than looking at what is known of the customer of every row.
 */
export function isDense(
  log: AnyLog,
  runs: Runs,
  plan: RetentionPlan,
  rows: RetentionRows,
  counts: RetentionCounts,
): boolean {
  const looks = runs.periods.length * (log.customers.length + 32 * counts.rows);
  return rows.marks === null && plan.mode === 'on' && rows.to === rows.end && looks < 4 * rows.end;
}

/**
 * Counts first starts of any event and returns in the period itself, in blocks of eight periods: a row sets the bit of its period
 * in its customer's byte, and needs to know nothing. Customers are then counted by cohort and half byte, which bits are summed from.
 */
export function walkBlocks(
  { customer, customers }: AnyLog,
  { starts, ends, periods }: Runs,
  rows: RetentionRows,
  counts: RetentionCounts,
): void {
  const { first, rows: last, stride, returned, size } = counts;
  const cohorts = new Int32Array(customers.length); // as places from 1 on
  const bits = new Uint8Array(customers.length);
  const halves = new Int32Array((last + 2) << 5); // by cohort, 16 for the first four periods and 16 for the others
  for (let i = 0; i < rows.from; i += 1) cohorts[customer[i]!] = last + 1; // in no row of the table
  for (let block = 0; block < periods.length; block += 8) {
    const places = periods.slice(block, block + 8).map((period) => period - first + 1);
    for (let k = 0; k < places.length; k += 1)
      setBits(customer, Math.max(starts[block + k]!, rows.from), Math.min(ends[block + k]!, rows.end), 1 << k, bits);
    countHalves(bits, places, cohorts, halves);
    for (let k = places.length - 1; k >= 0; k -= 1)
      for (let cohort = Math.min(places[k]!, last); cohort > 0; cohort -= 1)
        returned[(cohort - 1) * stride + Math.min(places[k]! - cohort, counts.width)]! += takeBit(halves, cohort, k);
  }
  for (let row = 0; row < last; row += 1) {
    size[row] = returned[row * stride]!; // each start is a return
    counts.n += size[row]!;
  }
}

/** Eight rows a round: the loop itself would be a third of the work. */
function setBits(customer: Int32Array, start: number, end: number, bit: number, bits: Uint8Array): void {
  let i = start;
  for (; i < end - 7; i += 8) {
    bits[customer[i]!]! |= bit;
    bits[customer[i + 1]!]! |= bit;
    bits[customer[i + 2]!]! |= bit;
    bits[customer[i + 3]!]! |= bit;
    bits[customer[i + 4]!]! |= bit;
    bits[customer[i + 5]!]! |= bit;
    bits[customer[i + 6]!]! |= bit;
    bits[customer[i + 7]!]! |= bit;
  }
  for (; i < end; i += 1) bits[customer[i]!]! |= bit;
}

/** Counts the customers with any bit, whose cohort is that of the first where they had none, and clears the bits. */
function countHalves(bits: Uint8Array, places: Int32Array, cohorts: Int32Array, halves: Int32Array): void {
  for (let code = 0; code < bits.length; code += 1) {
    const byte = bits[code]!;
    if (byte === 0) continue;
    bits[code] = 0;
    if (cohorts[code] === 0) cohorts[code] = places[31 - Math.clz32(byte & -byte)]!;
    const at = cohorts[code]! << 5;
    halves[at | (byte & 15)]! += 1;
    halves[at | 16 | (byte >>> 4)]! += 1;
  }
}

/** Takes the highest bit that is left out of a cohort's counts; returns how many had it. */
function takeBit(halves: Int32Array, cohort: number, k: number): number {
  const bit = 1 << (k & 3);
  const start = (cohort << 5) | ((k & 4) << 2);
  let customers = 0;
  for (let i = start; i < start + bit; i += 1) {
    const count = halves[i + bit]!;
    halves[i + bit] = 0;
    halves[i]! += count;
    customers += count;
  }
  return customers;
}

import { derived } from '../log/derived.js';
import { byTime } from '../log/row-order.js';
import type { RevenueLedger } from './ledger.js';
import { type LineRules, lineStretches } from './line-stretches.js';
import { isAscending, taken } from './taken.js';

/**
 * What everybody pays, change by change: from `time[i]` on, the one with code `unit[i]` pays `level[i]` whole minor units per
 * month, until its next row. In the order of time; never below 0.
 */
export interface Levels {
  readonly length: number;
  readonly time: Float64Array;
  readonly unit: Int32Array;
  readonly level: Float64Array;
  /** How many codes there may be. */
  readonly units: number;
}

/** Codes to add up revenue by, and how many there may be: a customer, or a customer's plan. A row of −1 counts for none. */
export interface Units {
  readonly codes: Int32Array;
  readonly count: number;
}

/** The levels of customers under some rules about lines; made on first need and kept. */
export function customerLevels(ledger: RevenueLedger, rules: LineRules): Levels {
  const { form, subscription, start, customer, amount, length, customers } = ledger;
  if (form === 'changes' && subscription === null && ledger.scale === 1) {
    return { length, time: start, unit: customer, level: amount, units: customers.length };
  }
  return levelsOf(ledger, rules, 'customer', () => ({ codes: customer, count: customers.length }));
}

/** The levels of other units, such as subscriptions; `name` says which. */
export function levelsOf(ledger: RevenueLedger, rules: LineRules, name: string, unitsOf: () => Units): Levels {
  const { churnDate, pauses, refunds, asOf } = rules;
  return derived(ledger, `levels ${name} ${churnDate} ${pauses} ${refunds} ${asOf}`, () => {
    const units = unitsOf();
    return summed(inOrder(stepsOf(ledger, rules, units.codes)), ledger.scale, units.count);
  });
}

/** Revenue that is added to a unit at an instant, in parts of minor units. */
export interface Steps {
  readonly time: Float64Array;
  readonly unit: Int32Array;
  readonly change: Float64Array;
}

/** What every row adds and takes; `codes` are the units of rows. */
export function stepsOf(ledger: RevenueLedger, rules: LineRules, codes: Int32Array): Steps {
  return ledger.form === 'lines' ? stepsOfLines(ledger, rules, codes) : stepsOfChanges(ledger, codes);
}

function stepsOfLines(ledger: RevenueLedger, rules: LineRules, codes: Int32Array): Steps {
  const { row, start, end } = lineStretches(ledger, rules);
  const time = new Float64Array(row.length * 2);
  const unit = new Int32Array(time.length);
  const change = new Float64Array(time.length);
  let count = 0;
  const add = (at: number, code: number, parts: number) => {
    time[count] = at;
    unit[count] = code;
    change[count++] = parts;
  };
  for (let i = 0; i < row.length; i += 1) {
    const [code, parts] = [codes[row[i]!]!, ledger.amount[row[i]!]!];
    if (code < 0 || parts === 0) continue;
    add(start[i]!, code, parts);
    if (end[i]! < Infinity) add(end[i]!, code, -parts);
  }
  return { time: time.subarray(0, count), unit: unit.subarray(0, count), change: change.subarray(0, count) };
}

/** Every change takes the place of what its subscription (or customer) had before. */
function stepsOfChanges(ledger: RevenueLedger, codes: Int32Array): Steps {
  const { start, customer, subscription, amount, length } = ledger;
  const keys = subscription?.codes ?? customer;
  const last = new Int32Array((subscription?.values ?? ledger.customers).length).fill(-1);
  const time = new Float64Array(length * 2);
  const unit = new Int32Array(time.length);
  const change = new Float64Array(time.length);
  let count = 0;
  const add = (at: number, code: number, parts: number) => {
    if (code < 0 || parts === 0) return;
    time[count] = at;
    unit[count] = code;
    change[count++] = parts;
  };
  for (let i = 0; i < length; i += 1) {
    const before = last[keys[i]!]!;
    if (before >= 0) add(start[i]!, codes[before]!, -amount[before]!);
    add(start[i]!, codes[i]!, amount[i]!);
    last[keys[i]!] = i;
  }
  return { time: time.subarray(0, count), unit: unit.subarray(0, count), change: change.subarray(0, count) };
}

/** Steps in the order of time. */
export function inOrder(steps: Steps): Steps {
  if (isAscending(steps.time)) return steps;
  const { rows } = byTime(steps.time);
  return { time: taken(steps.time, rows), unit: taken(steps.unit, rows), change: taken(steps.change, rows) };
}

/** Adds steps up instant by instant; a unit's sum is rounded once, and has one row an instant at most. */
function summed({ time, unit, change }: Steps, scale: number, units: number): Levels {
  const sums = new Float64Array(units);
  const levels = new Float64Array(units);
  const at = new Float64Array(time.length);
  const of = new Int32Array(time.length);
  const level = new Float64Array(time.length);
  let length = 0;
  for (let from = 0, to = 0; from < time.length; from = to) {
    for (; to < time.length && time[to] === time[from]; to += 1) sums[unit[to]!]! += change[to]!;
    for (let i = from; i < to; i += 1) {
      const code = unit[i]!;
      const now = Math.max(0, Math.floor(sums[code]! / scale + 0.5)); // half a unit is rounded up
      if (now === levels[code]) continue;
      levels[code] = now;
      at[length] = time[from]!;
      of[length] = code;
      level[length++] = now;
    }
  }
  return {
    length,
    time: at.slice(0, length),
    unit: of.slice(0, length),
    level: level.slice(0, length),
    units,
  };
}

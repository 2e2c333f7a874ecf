import { derived } from '../log/derived.js';
import type { CustomerId, Dictionary } from '../log/layout.js';
import { byTime } from '../log/row-order.js';
import { refuseBelowZero } from './below-zero.js';
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

/** Codes to add up revenue by, and how many there may be; `single` is the option that asked for subscriptions. */
interface Units {
  readonly codes: ArrayLike<number>;
  readonly count: number;
  readonly single: 'count' | 'by' | null;
}

/** The levels of customers under some rules about lines; made on first need and kept. Refuses rules that leave one below 0. */
export function customerLevels(ledger: RevenueLedger, rules: LineRules): Levels {
  const { form, subscription, start, customer, amount, length, customers } = ledger;
  if (form === 'changes' && subscription === null && ledger.scale === 1) {
    return { length, time: start, unit: customer, level: amount, units: customers.length };
  }
  return levelsOf(ledger, rules, { codes: customer, count: customers.length, single: null });
}

/** The levels of the subscriptions of a ledger that has them; refuses them, as `option`, where one alone is below 0. */
export function subscriptionLevels(ledger: RevenueLedger, rules: LineRules, option: 'count' | 'by'): Levels {
  const { codes, values } = ledger.subscription as Dictionary<CustomerId>; // the ledger has them
  return levelsOf(ledger, rules, { codes, count: values.length, single: option });
}

function levelsOf(ledger: RevenueLedger, rules: LineRules, { codes, count, single }: Units): Levels {
  const { churnDate, pauses, refunds, asOf } = rules;
  const name = single === null ? 'customer' : 'subscription';
  const levels = (by: LineRules) => summed(inOrder(stepsOf(ledger, by, codes)), ledger.scale, count);
  return derived(
    ledger,
    `levels ${name} ${churnDate} ${pauses} ${refunds} ${asOf}`,
    () => levels(rules) ?? refuseBelowZero(rules, single, (by) => levels(by) === null),
  );
}

/** Revenue that is added to a unit at an instant, in parts of minor units. */
export interface Steps {
  readonly time: Float64Array;
  readonly unit: Int32Array;
  readonly change: Float64Array;
}

/** What every row adds and takes; `codes` are the units of rows, −1 for none. */
export function stepsOf(ledger: RevenueLedger, rules: LineRules, codes: ArrayLike<number>): Steps {
  return ledger.form === 'lines' ? stepsOfLines(ledger, rules, codes) : stepsOfChanges(ledger, codes);
}

function stepsOfLines(ledger: RevenueLedger, rules: LineRules, codes: ArrayLike<number>): Steps {
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
function stepsOfChanges(ledger: RevenueLedger, codes: ArrayLike<number>): Steps {
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

/** Adds steps up instant by instant; a unit's sum is rounded once, and has one row an instant at most. Null where one is below 0. */
function summed({ time, unit, change }: Steps, scale: number, units: number): Levels | null {
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
      if (sums[code]! < 0) return null;
      const now = Math.floor(sums[code]! / scale + 0.5); // half a unit is rounded up
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

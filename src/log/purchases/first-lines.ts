import { calendar } from '../../time/calendar.js';
import type { AnyLog } from '../layout.js';
import { runsOf } from '../runs.js';
import type { OrderPlan } from './order-kinds.js';
import { MORE, ORDER } from './totals-walk.js';

/**
 * The row of the first line of each row's order, for rows that are another line of one (`MORE` of `orderKinds`, refunds apart).
 * `null` where all lines of an order are of one instant.
 */
export function firstLines({ per, timeZone }: OrderPlan, log: AnyLog, kinds: Uint8Array | null): Int32Array | null {
  if (kinds === null || per === 'event' || per === 'instant') return null;
  return per === 'day' ? linesOfDays(log, kinds, timeZone) : linesOfValues(log, kinds, per.property);
}

function linesOfDays(log: AnyLog, kinds: Uint8Array, timeZone: string): Int32Array {
  const { starts, ends } = runsOf(log, calendar({ unit: 'day', timeZone }));
  const first = new Int32Array(kinds.length);
  const last = new Int32Array(log.customers.length);
  // In the order of days, as orders were found.
  for (let run = 0; run < starts.length; run += 1) {
    for (let i = starts[run]!; i < ends[run]!; i += 1) {
      const code = log.customer[i]!;
      if (kinds[i] === ORDER) last[code] = i;
      if (kinds[i] === MORE) first[i] = last[code]!;
    }
  }
  return first;
}

function linesOfValues({ customer, customers, properties }: AnyLog, kinds: Uint8Array, property: string): Int32Array {
  const { codes, values } = properties.find((each) => each.property === property)!; // its orders were found
  const first = new Int32Array(kinds.length);
  const known = new Int32Array(values.length).fill(-1);
  const others = new Map<number, number>();
  for (let i = 0; i < kinds.length; i += 1) {
    const value = codes[i]!;
    if (value === 0) continue; // no value: an order by itself
    const pair = value * customers.length + customer[i]!;
    if (kinds[i] === ORDER) {
      if (known[value] === -1) known[value] = i;
      else others.set(pair, i);
    } else if (kinds[i] === MORE) {
      const row = known[value]!;
      first[i] = row >= 0 && customer[row] === customer[i] ? row : (others.get(pair) ?? i); // i: a refund
    }
  }
  return first;
}

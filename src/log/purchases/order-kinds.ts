import { checkOptions, refuseOption } from '../../core/options.js';
import { calendar } from '../../time/calendar.js';
import type { AnyLog, AnyProperties } from '../layout.js';
import { matchingRows } from '../matching-rows.js';
import { runsOf } from '../runs.js';
import { isAnyEvent, type StepFacts } from '../step-facts.js';
import { MORE, NO_PURCHASE, ORDER } from './totals-walk.js';

/** What makes purchases of a customer one order. */
export type OrderRule<Properties extends object = AnyProperties> =
  | 'event'
  | 'instant'
  | 'day'
  | { readonly property: NoInfer<keyof Properties & string> };

/** A rule as it was given, checked. */
export function orderRule(owner: string, rule: unknown): OrderRule {
  if (rule === 'event' || rule === 'instant' || rule === 'day') return rule;
  const expected = "to be 'event', 'instant', 'day' or { property }";
  if (typeof rule === 'string') refuseOption(owner, 'per', expected, rule);
  if (typeof rule !== 'object' || rule === null) refuseOption(owner, 'per', expected, rule, 'E_OPT_TYPE');
  checkOptions(owner, rule, ['property']);
  const { property } = rule as { readonly property?: unknown };
  if (typeof property !== 'string') refuseOption(owner, 'per', expected, rule, 'E_OPT_TYPE');
  return { property };
}

/**
 * What each row is: no purchase, the first line of an order, or another of one; `null` where every row is an order. Refunds start
 * no order. `outside` counts the purchases that are not in the range of rows.
 */
export function orderKinds(
  { owner, purchase, per, timeZone }: OrderPlan,
  log: AnyLog,
  [start, end]: readonly [number, number],
): { readonly kinds: Uint8Array | null; readonly outside: number } {
  const rows = isAnyEvent(purchase) ? null : matchingRows(owner, log, purchase);
  let outside = log.length - (end - start);
  if (rows !== null)
    for (let i = 0; i < rows.length; i += 1) if (rows[i] === 0 && !(i >= start && i < end)) outside -= 1;
  if (per === 'event' && rows === null) return { kinds: null, outside };
  const kinds = new Uint8Array(log.length);
  for (let i = start; i < end; i += 1)
    kinds[i] = rows !== null && rows[i] === 0 ? NO_PURCHASE : isRefund(log, i) ? MORE : ORDER;
  if (per === 'instant') markInstants(log, kinds);
  else if (per === 'day') markDays(log, kinds, timeZone);
  else if (per !== 'event') markValues(owner, log, kinds, per.property);
  return { kinds, outside };
}

/** Which events are purchases, and which of them are one order. */
export interface OrderPlan {
  readonly owner: string;
  readonly purchase: StepFacts;
  readonly per: OrderRule;
  readonly timeZone: string;
}

function isRefund({ amount }: AnyLog, i: number): boolean {
  return amount !== null && amount[i]! < 0;
}

function markInstants({ time, customer, customers }: AnyLog, kinds: Uint8Array): void {
  const last = new Float64Array(customers.length).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < kinds.length; i += 1) {
    if (kinds[i] !== ORDER) continue;
    const code = customer[i]!;
    if (last[code] === time[i]) kinds[i] = MORE;
    else last[code] = time[i]!;
  }
}

function markDays(log: AnyLog, kinds: Uint8Array, timeZone: string): void {
  const { starts, ends, periods } = runsOf(log, calendar({ unit: 'day', timeZone }));
  const last = new Int32Array(log.customers.length).fill(-0x80000000);
  // In the order of days: one that clocks set back over midnight came back to is still one day.
  for (let run = 0; run < periods.length; run += 1) {
    const day = periods[run]!;
    for (let i = starts[run]!; i < ends[run]!; i += 1) {
      if (kinds[i] !== ORDER) continue;
      const code = log.customer[i]!;
      if (last[code] === day) kinds[i] = MORE;
      else last[code] = day;
    }
  }
}

/** Numbers of orders are nearly always of one customer: its code is kept for each, and other customers' in a set. */
function markValues(owner: string, log: AnyLog, kinds: Uint8Array, property: string): void {
  const column = log.properties.find((each) => each.property === property);
  if (column === undefined) {
    const known = log.properties.map((each) => each.property).join(', ') || 'none, as the log has no properties';
    refuseOption(owner, 'per', `to name one of ${known}`, property, 'E_OPT_UNKNOWN');
  }
  const { codes, values } = column;
  const owners = new Int32Array(values.length).fill(-1);
  const others = new Set<number>();
  for (let i = 0; i < kinds.length; i += 1) {
    const value = codes[i]!;
    if (kinds[i] !== ORDER || value === 0) continue; // 0: no value
    const code = log.customer[i]!;
    if (owners[value] === -1) owners[value] = code;
    else if (owners[value] === code) kinds[i] = MORE;
    else {
      const pair = value * log.customers.length + code; // below 2^53, as there are fewer than 2^26 of each in memory
      if (others.has(pair)) kinds[i] = MORE;
      else others.add(pair);
    }
  }
}

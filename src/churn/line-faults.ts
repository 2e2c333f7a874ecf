import { byTime } from '../log/row-order.js';
import type { Lines } from './read-lines.js';
import type { Refusals } from './refusals.js';

/**
 * Refuses lines that start while another line of their subscription goes on: a change of plan that was written badly. Of those that start at
 * one instant the greatest amount stands, of equal ones the one that ends last, and so on, so that the order of the rows does not decide.
 */
export function refuseOverlaps(lines: Lines, field: string, refusals: Refusals): void {
  const { begun, end, subscription } = lines;
  if (subscription === null) return;
  const { codes, values } = subscription;
  const until = new Float64Array(values.length).fill(-Infinity);
  for (const row of inOrder(lines, subscription, refusals)) {
    const code = codes[row]!;
    if (begun[row]! < until[code]!) {
      const expected = 'of lines that follow each other';
      refusals.add(row, field, values[code], { code: 'E_FIELD_VALUE', expected });
    } else until[code] = end[row]!;
  }
}

/** The lines that are ever paid by their starts, and where two of one subscription start at one instant, by which of them stands. */
function inOrder(lines: Lines, { codes, values }: NonNullable<Lines['subscription']>, refusals: Refusals): Int32Array {
  const { begun, end } = lines;
  const rows = byTime(begun).rows.filter((row) => !refusals.has(row) && begun[row] !== end[row]);
  const last = new Int32Array(values.length).fill(-1);
  let isTied = false;
  for (let i = 0; i < rows.length && !isTied; i += 1) {
    const row = rows[i]!;
    const before = last[codes[row]!]!;
    isTied = before >= 0 && begun[before] === begun[row];
    last[codes[row]!] = row;
  }
  const rather = isTied ? comparison(lines) : null;
  return rather === null ? rows : rows.sort((a, b) => begun[a]! - begun[b]! || codes[a]! - codes[b]! || rather(a, b));
}

/** Which of two lines stands: the comparison is 0 only where they are the same. */
function comparison({ amount, end, start, properties, cancelled, refunded, pauses }: Lines) {
  const numbers = [start, ...properties.map((each) => each.codes), cancelled, refunded].filter((each) => each !== null);
  const held = new Map<number, string>();
  for (const [row, ...pause] of pauses ?? []) held.set(row, `${held.get(row) ?? ''} ${pause}`);
  return (a: number, b: number): number => {
    if (amount[a] !== amount[b]) return amount[b]! - amount[a]!;
    if (end[a] !== end[b]) return end[b]! > end[a]! ? 1 : -1; // Infinity − Infinity is no number
    for (const column of numbers) {
      const [own, other] = [column[a]!, column[b]!];
      if (!Object.is(own, other)) return own < other || Number.isNaN(other) ? -1 : 1;
    }
    const [own, other] = [held.get(a) ?? '', held.get(b) ?? ''];
    return own < other ? -1 : own > other ? 1 : 0;
  };
}

/** Refuses the lines below zero (discounts) of customers whose lines come to less than zero at some time. */
export function refuseDeficits({ customer, start, end, amount }: Lines, field: string, refusals: Refusals): void {
  if (!amount.some((own) => own < 0)) return;
  const owing = deficitCustomers(customer.codes, customer.values.length, { start, end, amount }, refusals);
  for (let row = 0; row < amount.length; row += 1) {
    if (amount[row]! >= 0 || !owing.has(customer.codes[row]!) || refusals.has(row)) continue;
    const expected = 'no more below zero than the other lines of its customer come to';
    refusals.add(row, field, amount[row], { code: 'E_NUM_RANGE', expected });
  }
}

function deficitCustomers(
  codes: Int32Array,
  customers: number,
  { start, end, amount }: Pick<Lines, 'start' | 'end' | 'amount'>,
  refusals: Refusals,
): ReadonlySet<number> {
  const discounted = new Uint8Array(customers);
  for (let row = 0; row < codes.length; row += 1) if (amount[row]! < 0) discounted[codes[row]!] = 1;
  const events: [time: number, code: number, change: number][] = [];
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row]!;
    if (discounted[code] === 0 || refusals.has(row) || start[row] === end[row]) continue;
    events.push([start[row]!, code, amount[row]!]);
    if (end[row]! < Infinity) events.push([end[row]!, code, -amount[row]!]);
  }
  events.sort((a, b) => a[1] - b[1] || a[0] - b[0]);
  const owing = new Set<number>();
  let total = 0;
  for (const [i, [time, code, change]] of events.entries()) {
    const [before, after] = [events[i - 1], events[i + 1]];
    total = (before?.[1] === code ? total : 0) + change;
    const isLastOfInstant = after?.[1] !== code || after[0] !== time;
    if (isLastOfInstant && total < 0) owing.add(code);
  }
  return owing;
}

import { byTime } from '../log/row-order.js';
import type { Lines } from './read-lines.js';
import type { Refusals } from './refusals.js';

/** Refuses lines that start while another line of their subscription goes on: a change of plan that was written badly. */
export function refuseOverlaps({ begun, end, subscription }: Lines, field: string, refusals: Refusals): void {
  if (subscription === null) return;
  const { codes, values } = subscription;
  const until = new Float64Array(values.length).fill(-Infinity);
  const { rows } = byTime(begun);
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i]!;
    if (refusals.has(row) || begun[row] === end[row]) continue;
    const code = codes[row]!;
    if (begun[row]! < until[code]!) {
      const expected = 'of lines that follow each other';
      refusals.add(row, field, values[code], { code: 'E_FIELD_VALUE', expected });
    } else until[code] = end[row]!;
  }
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

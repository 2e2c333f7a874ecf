import fc from 'fast-check';
import { eventLog } from '../../src/index.js';

/** An order, or a refund where the amount is negative. */
export interface Order {
  readonly customer: string;
  readonly time: number;
  readonly amount: number | null;
  readonly bill: string | null;
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const START = Date.UTC(2025, 0, 1);

/** Orders of few customers at few instants, so that they meet each other and the ends of thresholds and days. */
export const orders: fc.Arbitrary<readonly Order[]> = fc.array(
  fc.record({
    customer: fc.constantFrom('a', 'b', 'c', 'd', '__proto__'),
    time: fc
      .tuple(fc.nat(40), fc.constantFrom(0, 1, 12 * HOUR, DAY - 1))
      .map(([day, more]) => START + day * DAY + more),
    amount: fc.constantFrom(5, 0, null, -1),
    bill: fc.constantFrom('x', 'y', null),
  }),
  { maxLength: 30 },
);

/** A log of them. */
export function logOf(rows: readonly Order[]) {
  return eventLog(rows, { customer: 'customer', time: 'time', amount: 'amount', properties: ['bill'] });
}

/** Naively, when each customer ordered up to `asOf`, in order; refunds never count. */
export function timesByCustomer(
  rows: readonly Order[],
  asOf: number,
  per: 'event' | 'instant' | 'day' | 'bill' = 'event',
): ReadonlyMap<string, readonly number[]> {
  const customers = [...new Set(rows.map(({ customer }) => customer))];
  const key = {
    event: null,
    instant: keyOf((row) => row.time),
    day: keyOf((row) => Math.floor(row.time / DAY)),
    bill: keyOf((row) => row.bill),
  }[per];
  const all = customers.map((customer) => {
    const own = rows
      .filter((row) => row.customer === customer && row.time <= asOf && !((row.amount ?? 0) < 0))
      .sort((a, b) => a.time - b.time);
    const first = own.filter((row, i) => {
      if (key === null || key(row) === null) return true;
      return own.findIndex((other) => key(other) === key(row)) === i;
    });
    return [customer, first.map(({ time }) => time)] as const;
  });
  return new Map(all.filter(([, times]) => times.length > 0));
}

function keyOf(key: (row: Order) => number | string | null) {
  return key;
}

/** Whether a customer is active just after an instant: an order in the threshold before, or one that came by its end. */
export function isActive(times: readonly number[], threshold: number, instant: number): boolean {
  return times.some((time, i) => {
    const next = times[i + 1] ?? Infinity;
    return time <= instant && (instant < time + threshold || (next <= time + threshold && instant < next));
  });
}

import fc from 'fast-check';
import { eventLog } from '../../src/index.js';

/** An event that may be a purchase. */
export interface Purchase {
  readonly customer: string;
  readonly time: number;
  readonly name: 'order' | 'visit';
}

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const START = Date.UTC(2025, 0, 1);

/** Events of few customers at few instants, so that they meet: the edges of days, and between them. */
export const purchases: fc.Arbitrary<readonly Purchase[]> = fc.array(
  fc.record({
    customer: fc.constantFrom('a', 'b', 'c', 'd', '__proto__'),
    time: fc
      .tuple(fc.nat(30), fc.constantFrom(0, 1, 12 * HOUR, DAY - 1))
      .map(([day, more]) => START + day * DAY + more),
    name: fc.constantFrom('order', 'order', 'visit'),
  }),
  { maxLength: 30 },
);

/** A log of them. */
export function logOf(rows: readonly Purchase[]) {
  return eventLog(rows, { customer: 'customer', time: 'time', name: 'name' });
}

/** Naively, when each customer bought, in order; `per` as the functions have it, days those of UTC. */
export function timesByCustomer(
  rows: readonly Purchase[],
  { purchase = null, per = 'event' }: { purchase?: string | null; per?: 'event' | 'instant' | 'day' } = {},
): readonly (readonly number[])[] {
  const customers = [...new Set(rows.map(({ customer }) => customer))];
  return customers.map((customer) => {
    const mine = rows.filter((row) => row.customer === customer && (purchase === null || row.name === purchase));
    const times = mine.map(({ time }) => time).sort((a, b) => a - b);
    const same = (a: number, b: number) =>
      per === 'instant' ? a === b : per === 'day' && Math.floor(a / DAY) === Math.floor(b / DAY);
    return times.filter((time, i) => i === 0 || !same(times[i - 1] as number, time));
  });
}

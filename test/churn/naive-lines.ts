import fc from 'fast-check';
import { subscriptionLedger } from '../../src/churn/subscription-ledger.js';

/** A line by days of 2025, counted from 0. */
export interface Line {
  readonly customer: string;
  readonly start: number;
  readonly end: number | null;
  readonly amount: number;
}

export const DAY = 86_400_000;
const FIRST = Date.UTC(2025, 0, 1);

/** The first instant of a day of 2025. */
export const dayStart = (day: number): number => FIRST + day * DAY;

/** The last instant of a day of 2025. */
export const dayEnd = (day: number): number => dayStart(day + 1) - 1;

/** The day that each month of 2025 begins with, and the year after it. */
export const MONTH_DAYS = Array.from({ length: 13 }, (_, month) => (Date.UTC(2025, month) - FIRST) / DAY);

/** Lines of few customers in the first half of 2025. */
export const lines: fc.Arbitrary<readonly Line[]> = fc.array(
  fc
    .record({
      customer: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      start: fc.integer({ min: 0, max: 170 }),
      length: fc.option(fc.integer({ min: 0, max: 120 }), { freq: 3 }),
      amount: fc.constantFrom(0, 10, 20.5, 35, 1e9 + 0.25),
    })
    .map(({ length, ...line }) => ({ ...line, end: length === null ? null : line.start + length })),
  { maxLength: 14 },
);

/** The ledger of lines. */
export const ledgerOf = (list: readonly Line[]) =>
  subscriptionLedger(
    list.map(({ start, end, ...line }) => ({
      ...line,
      start: dayStart(start),
      end: end === null ? null : dayStart(end),
    })),
    { customer: 'customer', start: 'start', end: 'end', amount: 'amount' },
  );

/** What each customer pays at the end of a day, in cents, as is known at the end of another; who pays nothing is not there. */
export function paidAt(list: readonly Line[], day: number, asOf: number): ReadonlyMap<string, number> {
  const paid = new Map<string, number>();
  for (const { customer, start, end, amount } of list) {
    const isOver = end !== null && end <= asOf && end <= day;
    if (start > day || isOver || amount === 0 || start === end) continue;
    paid.set(customer, (paid.get(customer) ?? 0) + Math.round(amount * 100));
  }
  return paid;
}

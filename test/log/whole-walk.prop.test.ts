import fc from 'fast-check';
import { calendar, eventLog } from 'kizuna';
import { describe, expect, test } from 'vitest';
import { walkPurchases } from '../../src/log/purchases/purchase-walk.js';
import { runsOf } from '../../src/log/runs.js';

const DAY = 86_400_000;
const LARGEST = 0x7fffffff;
// A day of clocks that are set back over midnight comes twice.
const CHANGE = Date.UTC(2010, 10, 7, 2, 31);
const days = (timeZone: string) => calendar({ unit: 'day', timeZone });

interface Row {
  readonly customer: number;
  readonly at: number;
  readonly amount: number;
}

/** Rows of whole amounts; now and then one that is not, is too large, or comes years before the others. */
const rows = fc
  .tuple(
    fc.array(
      fc.record({
        customer: fc.integer({ min: 0, max: 6 }),
        at: fc
          .tuple(fc.integer({ min: -3, max: 3 }), fc.constantFrom(0, 1, 3_600_000, -1, -3_600_000))
          .map(([day, more]) => CHANGE + day * DAY + more),
        amount: fc.constantFrom(0, -0, 1, 7, 300, 40_000, 9_007_199),
      }),
      { maxLength: 120 },
    ),
    fc.option(
      fc.constantFrom<Row>(
        { customer: 0, at: CHANGE + 2 * DAY, amount: 0.5 },
        { customer: 0, at: CHANGE + 2 * DAY, amount: LARGEST },
        { customer: 0, at: CHANGE + 2 * DAY, amount: 1e300 },
        { customer: 7, at: CHANGE - 1015 * DAY, amount: 3 },
        { customer: 0, at: CHANGE - 1030 * DAY, amount: 3 },
      ),
      { nil: null },
    ),
  )
  .map(([some, odd]): readonly Row[] => (odd === null ? some : [odd, ...some]));

const logOf = (some: readonly Row[]) => eventLog(some, { customer: 'customer', time: 'at', amount: 'amount' });

/** What is known of each customer by either walk: marks that every row is a purchase are looked at row by row. */
function walked(some: readonly Row[], range: readonly [number, number], timeZone: string, isMarked: boolean) {
  const log = logOf(some);
  const isPurchase = isMarked ? new Uint8Array(log.length).fill(1) : null;
  const runs = runsOf(log, days(timeZone));
  const found = walkPurchases(log, runs, range, { isPurchase, refunds: 'exclude', amounts: 'repeat' });
  const { first, words, orders, amounts, refunds } = found;
  return { first, words, orders, amounts, refunds };
}

describe('the walk of whole amounts', () => {
  test('finds what the walk of any purchases finds, bit by bit', () => {
    fc.assert(
      fc.property(
        rows,
        fc.tuple(fc.nat({ max: 121 }), fc.nat({ max: 121 })),
        fc.constantFrom('UTC', 'America/St_Johns'),
        (some, [a, b], timeZone) => {
          const range = [Math.min(a, b, some.length), Math.min(Math.max(a, b), some.length)] as const;
          expect(walked(some, range, timeZone, false)).toStrictEqual(walked(some, range, timeZone, true));
        },
      ),
      { numRuns: 400 },
    );
  });

  // Up to 1,023 periods are walked so, and totals of 2^31 − 1.
  test.each([1022, 1023, 1024, 1025])('finds it on the first and the last of %i days', (length) => {
    const at = (day: number) => CHANGE + day * DAY;
    const some = [0, 0, 1, length - 2, length - 1, length - 1].map((day) => ({ customer: 1, at: at(day), amount: 5 }));
    const { first, words, amounts } = walked(some, [0, 6], 'UTC', false);
    expect(first[0]).toBe(days('UTC').indexOf(CHANGE));
    expect([words[0]! & 0xffff, words[0]! >>> 16]).toEqual([length, 4]);
    expect(amounts[0]).toBe(20);
  });

  test.each([0x3fffffff, 0x40000000, LARGEST, LARGEST + 1])('adds up two of %i after the first period', (amount) => {
    const some = [0, 1, 2].map((day) => ({ customer: 1, at: CHANGE + day * DAY, amount: day === 0 ? 1 : amount }));
    expect(walked(some, [0, 3], 'UTC', false).amounts[0]).toBe(2 * amount);
  });
});

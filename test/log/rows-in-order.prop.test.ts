import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { eventLog } from 'kizuna';
import { expect, test } from 'vitest';

const ROLES = { customer: 'customer', time: 'at', name: 'event', amount: 'amount', invalid: 'exclude' } as const;
const START = Date.UTC(2025, 2, 30);
/** Rows are read in batches of so many. */
const BATCH = 1024;

/** What keeps a log from standing in order, at one row: its time, its customer, or what is left out. */
const disturbance = fc.constantFrom<object>(
  {},
  { at: START },
  { at: START - 1 },
  { at: START + 10 * BATCH },
  { customer: 'a new one' },
  { at: Number.NaN, customer: 'somebody left out' },
  { at: null, customer: 'somebody left out' },
  { customer: '' },
);

const length = fc.oneof(
  fc.integer({ min: 1, max: 40 }),
  fc.constantFrom(BATCH - 1, BATCH, BATCH + 1, BATCH + 40, 2 * BATCH + 1),
);

test('rows that stand in order, or would but for one or two, make the log of the same rows the other way round', () => {
  fc.assert(
    fc.property(length, fc.integer({ min: 1, max: 9 }), fc.array(fc.tuple(fc.nat(), disturbance)), (n, every, odd) => {
      const rows = Array.from({ length: n }, (_, i) => ({
        customer: `c${Math.floor(i / every) % (1 + (i >> 3))}`,
        at: START + 2 * i,
        event: i % 3 === 0 ? 'order' : 'a visit',
        amount: i % 5,
      }));
      // Near an edge of a batch as often as anywhere.
      for (const [place, other] of odd.slice(0, 2)) {
        const i = (place % 2 === 0 ? place : BATCH - 3 + (place % 7)) % n;
        if ('at' in other && other.at === START) rows[i]!.at = rows[Math.max(0, i - 1)]!.at;
        else Object.assign(rows[i]!, other);
      }
      // By Node: `toEqual` takes longer to compare some ten thousand values than all else here.
      expect(isDeepStrictEqual(eventLog(rows, ROLES), eventLog([...rows].reverse(), ROLES))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

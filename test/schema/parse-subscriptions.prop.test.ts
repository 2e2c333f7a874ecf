import * as fc from 'fast-check';
import { type ParseSubscriptionsOptions, parseSubscriptions } from 'kizuna/schema';
import { expect, test } from 'vitest';

const AT = Date.UTC(2025, 3, 1);
const DAY = 86_400_000;
const cells = fc.record({
  subscription: fc.constantFrom('1', '__proto__', 7, ''),
  customer: fc.constantFrom('a', '__proto__', '', null, 5),
  email: fc.constantFrom('A@example.com', '', 'b'),
  start: fc.constantFrom(AT, AT + DAY, '2025-04-09', '', '昨日'),
  end: fc.constantFrom(AT - 1, AT + DAY, AT + 90 * DAY, '', null, '0'),
  cancelled: fc.constantFrom(AT + 3 * DAY, '', null),
  trialEnd: fc.constantFrom(AT + 14 * DAY, '', null),
  amount: fc.constantFrom(100, 0, -5, '1,200', '', '未定', null),
  interval: fc.constantFrom('month', '年額', '2 weeks', 'once', ''),
  plan: fc.constantFrom('basic', '', 'toString'),
  currency: fc.constantFrom('jpy', 'USD', ''),
  status: fc.constantFrom('active', 'canceled', 'pending', 'trialing', ''),
});
const rowsOf = fc.array(fc.oneof({ weight: 9, arbitrary: cells }, { weight: 1, arbitrary: fc.constantFrom(null, 5) }), {
  maxLength: 30,
});
const options = fc.constantFrom<ParseSubscriptionsOptions>(
  {},
  { amounts: 'minor' },
  { exclude: [] },
  { exclude: ['active'] },
);
const SOUND = {
  ...{ subscription: 'z', customer: 'z', email: '', start: AT, end: '', cancelled: '', trialEnd: '', amount: 1 },
  ...{ interval: 'month', plan: '', currency: '', status: '' },
};

test('every row is a line, rejected, or left out for a reason that is counted', () => {
  fc.assert(
    fc.property(rowsOf, options, (given, how) => {
      const list = [...given, SOUND];
      const { rows, rejectedCount, leftOut } = parseSubscriptions(list, { timeZone: 'UTC', ...how });
      expect(rows.length + rejectedCount + leftOut.reduce((sum, { count }) => sum + count, 0)).toBe(list.length);
    }),
  );
});

test('no line ends before it starts, has nobody, or an amount that is no number', () => {
  fc.assert(
    fc.property(rowsOf, options, (given, how) => {
      const { rows } = parseSubscriptions([...given, SOUND], { timeZone: 'UTC', ...how });
      for (const { start, end, customer, amount } of rows) {
        expect(end === null || end >= start).toBe(true);
        expect(customer).not.toBe('');
        expect(amount === null || (Number.isFinite(amount) && !Object.is(amount, -0))).toBe(true);
      }
    }),
  );
});

test('a line does not depend on the rows beside it', () => {
  fc.assert(
    fc.property(rowsOf, (given) => {
      const list = [...given, SOUND];
      const { rows } = parseSubscriptions(list, { timeZone: 'UTC' });
      // A row by itself may be refused for its zone or a missing column, so each stands beside one that is sound.
      const alone = list.flatMap((row) => parseSubscriptions([row, SOUND], { timeZone: 'UTC' }).rows.slice(0, -1));
      expect(alone).toEqual(rows);
    }),
    { numRuns: 50 },
  );
});

test('lines whose intervals are words read as themselves again', () => {
  fc.assert(
    fc.property(rowsOf, (given) => {
      const { rows } = parseSubscriptions([...given, SOUND], { timeZone: 'UTC' });
      const plain = rows.filter(({ amount }) => amount !== null);
      expect(parseSubscriptions(plain).rows).toEqual(plain);
    }),
  );
});

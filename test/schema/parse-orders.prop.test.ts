import * as fc from 'fast-check';
import { type ParseOrdersOptions, parseOrders } from 'kizuna/schema';
import { expect, test } from 'vitest';

const AT = Date.UTC(2025, 3, 1);
const cells = fc.record({
  order: fc.constantFrom('', '__proto__', 'x 1', 'x', '1 x', 7, null),
  customer: fc.constantFrom('a', '__proto__', '', null, 5),
  email: fc.constantFrom('A@example.com', '', 'b'),
  time: fc.constantFrom(AT, AT + 1, AT + 1_000_000, '', '昨日'),
  amount: fc.constantFrom(100, 50, '1,200', -100, '', '未定', null),
  status: fc.constantFrom('paid', 'paid', '', 'cancelled', 'pending', 'refunded'),
});
const rowsOf = fc.array(fc.oneof({ weight: 9, arbitrary: cells }, { weight: 1, arbitrary: fc.constantFrom(null, 5) }), {
  maxLength: 30,
});
const options = fc.constantFrom<ParseOrdersOptions>({}, { lines: 'total' }, { lines: 'line' }, { exclude: [] });

test('every row is an order, rejected, or left out for a reason that is counted', () => {
  fc.assert(
    fc.property(rowsOf, options, (given, how) => {
      const list = [...given, { order: 'last', customer: 'z', email: '', time: AT, amount: 1, status: '' }];
      const { rows, rejectedCount, leftOut } = parseOrders(list, how);
      expect(rows.length + rejectedCount + leftOut.reduce((sum, { count }) => sum + count, 0)).toBe(list.length);
    }),
  );
});

test('orders read as themselves again, and none stands twice at one time', () => {
  fc.assert(
    fc.property(rowsOf, (given) => {
      const list = [...given, { order: 'last', customer: 'z', email: '', time: AT, amount: 1, status: '' }];
      const { rows } = parseOrders(list);
      const keys = rows.filter(({ order }) => order !== null).map(({ order, time }) => JSON.stringify([order, time]));
      expect(new Set(keys).size).toBe(keys.length);
      const again = parseOrders(rows);
      // An order without an amount, after one of that name at another time, looks like a line of it.
      if (rows.every(({ amount }) => amount !== null)) expect(again.rows).toEqual(rows);
    }),
  );
});

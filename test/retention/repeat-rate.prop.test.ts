import fc from 'fast-check';
import { expect, test } from 'vitest';
import { repeaterRate, repeatersPerNewCustomer, repeatRate } from '../../src/index.js';
import { DAY, logOf, purchases, START, timesByCustomer } from './purchase-rows.js';

const options = fc.record({
  from: fc.nat(30).map((day) => START + day * DAY),
  length: fc.integer({ min: 1, max: 20 * DAY }),
  asOf: fc.nat(50 * DAY).map((more) => START + more),
  purchase: fc.constantFrom(null, 'order', 'visit'),
  per: fc.constantFrom('event' as const, 'instant' as const, 'day' as const),
});

test('the three rates are those counted customer by customer', () => {
  fc.assert(
    fc.property(purchases, options, (rows, { from, length, asOf, purchase, per }) => {
      const to = Math.min(from + length, asOf + 1);
      const all = timesByCustomer(rows, { purchase, per }).filter(([first = Infinity]) => first < to);
      const customers = all.filter((times) => times.some((time) => time >= from && time < to));
      const again = all.filter((times) => times.slice(1).some((time) => time >= from && time < to)).length;
      const before = customers.filter(([first = 0]) => first < from).length;
      const log = logOf(rows);
      const asked = { from, to: from + length, asOf, per, ...(purchase !== null && { purchase }) } as const;
      expect(repeatRate(log, asked)).toMatchObject({ numerator: again, denominator: all.length });
      expect(repeaterRate(log, asked)).toMatchObject({ numerator: again, denominator: customers.length });
      expect(repeaterRate(log, { ...asked, repeaters: 'boughtBefore' }).numerator).toBe(before);
      expect(repeatersPerNewCustomer(log, asked)).toMatchObject({ repeaters: again, n: customers.length - before });
    }),
  );
});

test('new customers and those who bought before are the customers of the period', () => {
  fc.assert(
    fc.property(purchases, options, (rows, { from, length, per }) => {
      const asked = { from, to: from + length, per, repeaters: 'boughtBefore' } as const;
      const { numerator, newCustomers, customers } = repeaterRate(logOf(rows), asked);
      expect(numerator + newCustomers).toBe(customers);
    }),
  );
});

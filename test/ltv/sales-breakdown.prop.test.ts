import fc from 'fast-check';
import {
  calendar,
  eventLog,
  type SalesBreakdown,
  type SalesBreakdownMetricOptions,
  salesBreakdown,
  salesBreakdownMetric,
  salesChange,
} from 'kizuna';
import { describe, expect, test } from 'vitest';

interface Line {
  readonly id: string;
  readonly at: number;
  readonly yen: number | null;
  readonly order: string | null;
}

interface Orders {
  readonly order: string;
}

const HOUR = 3_600_000;
// On the night to the 18th clocks were set back from midnight to 23:00: the 17th had two parts.
const START = Date.UTC(2018, 1, 17, 20);
const AS_OF = START + 70 * HOUR;
const ZONE = { timeZone: 'America/Sao_Paulo' } as const;
const ROLES = { customer: 'id', time: 'at', amount: 'yen', properties: ['order'] } as const;
const lines: fc.Arbitrary<readonly Line[]> = fc.array(
  fc.record({
    id: fc.constantFrom('a', 'b', '__proto__'),
    at: fc.integer({ min: 0, max: 4 * 75 }).map((quarter) => START + (quarter * HOUR) / 4),
    yen: fc.oneof(fc.integer({ min: 0, max: 900 }), fc.constantFrom(null, 0.25, -50)),
    order: fc.constantFrom(null, '1', '2', '3'),
  }),
  { minLength: 1, maxLength: 25 },
);

const CASES = [
  ['day', { property: 'order' }],
  ['hour', { property: 'order' }],
  ['hour', 'day'],
  ['day', 'instant'],
  ['hour', 'event'],
] as const;

describe.each(CASES)('sales by %s of orders per %j', (unit, per) => {
  const options = { unit, per, refunds: 'net', asOf: AS_OF, ...ZONE } as SalesBreakdownMetricOptions<string, Orders>; // of its values

  test('are those of the orders that begin in a period, with all their lines, and of what was paid back in it', () => {
    fc.assert(
      fc.property(lines, (rows) => {
        const { periods } = salesBreakdown(eventLog(rows, ROLES), options);
        const expected = naive(rows, unit, per);
        expect(periods.reduce((sum, { amount }) => sum + amount, 0)).toBe(
          rows.filter(({ at }) => at <= AS_OF).reduce((sum, { yen }) => sum + (yen ?? 0), 0),
        );
        for (const { period, amount, customers, newCustomers, purchases, frequency, basket } of periods) {
          expect([period, amount, customers, newCustomers, purchases]).toEqual([period, ...expected(period)]);
          if (customers > 0) expect(customers * frequency! * basket!).toBeCloseTo(amount, 9);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('are the same from parts of the customers, and every number is one', () => {
    const metric = salesBreakdownMetric<string, Orders>(options);
    fc.assert(
      fc.property(lines, fc.constantFrom('__proto__', 'a'), (rows, last) => {
        const whole = salesBreakdown(eventLog(rows, ROLES), options);
        const parts = [rows.filter(({ id }) => id <= last), rows.filter(({ id }) => id > last)] as const;
        const [some, others] = parts.map((part) => metric.state(eventLog(part, ROLES)));
        expect(metric.finish(metric.merge(some!, others!))).toEqual(whole);
        expectNumbers(whole);
      }),
      { numRuns: 40 },
    );
  });
});

test('a change of sales is made of numbers, or refused as too large', () => {
  const size = fc.oneof(fc.constantFrom(5e-324, 1e-300, 1, 1e300, 1.7e308), fc.double({ min: 5e-324, noNaN: true }));
  const finite = size.filter(Number.isFinite);
  const parts = fc.record({
    amount: fc.tuple(finite, fc.constantFrom(-1, 0, 1)),
    customers: finite,
    purchases: finite,
  });
  const signed = parts.map(({ amount: [amount, sign], ...rest }) => ({ ...rest, amount: amount * sign }));
  fc.assert(
    fc.property(signed, signed, (before, after) => {
      let change: unknown;
      try {
        change = salesChange(before, after);
      } catch (error) {
        expect(error).toMatchObject({ code: 'E_OVERFLOW', message: expect.stringContaining('salesChange requires') });
        return;
      }
      for (const part of Object.values(change as object)) expect(part).toSatisfy(Number.isFinite);
    }),
  );
});

/** What begins in each period: the definition, written down. */
function naive(rows: readonly Line[], unit: 'hour' | 'day', per: (typeof CASES)[number][1]) {
  const [periods, days] = [calendar({ unit, ...ZONE }), calendar({ unit: 'day', ...ZONE })];
  const seen = rows.filter(({ at }) => at <= AS_OF);
  const orders = new Map<string, Line[]>();
  for (const [i, row] of seen.entries()) {
    if ((row.yen ?? 0) < 0) continue;
    const { id, at, order } = row;
    const key = `${id} ${per === 'day' ? days.indexOf(at) : per === 'instant' ? at : per === 'event' ? i : (order ?? `no ${i}`)}`;
    orders.set(key, [...(orders.get(key) ?? []), row]);
  }
  const found = [...orders.values()].map((own) => ({
    id: own[0]!.id,
    period: periods.indexOf(Math.min(...own.map(({ at }) => at))),
    amount: own.reduce((sum, { yen }) => sum + (yen ?? 0), 0),
  }));
  const refunds = seen.filter(({ yen }) => (yen ?? 0) < 0);
  return (label: string) => {
    const period = periods.parse(label);
    const own = found.filter((order) => order.period === period);
    const ids = [...new Set(own.map(({ id }) => id))];
    const paidBack = refunds.filter(({ at }) => periods.indexOf(at) === period);
    return [
      own.reduce((sum, { amount }) => sum + amount, 0) + paidBack.reduce((sum, { yen }) => sum + (yen ?? 0), 0),
      ids.length,
      ids.filter((id) => !found.some((order) => order.id === id && order.period < period)).length,
      own.length,
    ];
  };
}

function expectNumbers(result: SalesBreakdown): void {
  const others: unknown[] = [];
  JSON.stringify(result, (name, value: unknown) => {
    if (typeof value === 'number' && !Number.isFinite(value)) others.push([name, value]);
    return value;
  });
  expect(others).toEqual([]);
}

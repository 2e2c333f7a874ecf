import fc from 'fast-check';
import { calendar, cohortValue, cohortValueMetric, eventLog, meanInterval, salesBreakdown, salesChange } from 'kizuna';
import { describe, expect, test } from 'vitest';

interface Order {
  readonly id: string;
  readonly at: number;
  readonly name: 'order' | 'visit';
  readonly yen: number | null;
}

const DAY = 86_400_000;
const START = Date.UTC(2025, 0, 28);
const ROLES = { customer: 'id', time: 'at', name: 'name', amount: 'yen' } as const;
const orders: fc.Arbitrary<readonly Order[]> = fc.array(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', '__proto__'),
    at: fc.integer({ min: 0, max: 130 * 4 }).map((quarter) => START + (quarter * DAY) / 4),
    name: fc.constantFrom('order', 'order', 'visit'),
    yen: fc.oneof(fc.integer({ min: 0, max: 900 }), fc.constantFrom(null, 0.1, -50, 19.99)),
  }),
  { minLength: 1, maxLength: 30 },
);
const AS_OF = START + 120 * DAY;
const months = calendar({ unit: 'month' });

/** What each customer has brought by the end of each age: the definition, written down. */
function naive(
  rows: readonly Order[],
  start: 'order' | 'visit',
  { isRolling, isNet }: { isRolling: boolean; isNet: boolean },
) {
  const seen = rows.filter(({ at }) => at <= AS_OF);
  return [...new Set(seen.map(({ id }) => id))].flatMap((id) => {
    const own = seen.filter((row) => row.id === id).sort((a, b) => a.at - b.at);
    const first = own.find((row) => row.name === start && (start === 'visit' || (row.yen ?? 0) >= 0));
    if (first === undefined) return [];
    const cohort = months.indexOf(first.at);
    const ages = isRolling ? Math.floor((AS_OF + 1 - first.at) / (30 * DAY)) : months.indexOf(AS_OF) - cohort + 1;
    const ageOf = (at: number) => (isRolling ? Math.floor((at - first.at) / (30 * DAY)) : months.indexOf(at) - cohort);
    const bought = own.filter((row) => row.name === 'order' && row.at >= first.at && (isNet || (row.yen ?? 0) >= 0));
    const brought = Array.from({ length: ages }, (_, age) =>
      bought.filter(({ at }) => ageOf(at) <= age).reduce((sum, row) => sum + (row.yen ?? 0), 0),
    );
    return [{ cohort, brought }];
  });
}

describe.each([
  ['calendar', 'order', 'net'],
  ['calendar', 'visit', 'exclude'],
  ['rolling', 'order', 'exclude'],
  ['rolling', 'visit', 'net'],
] as const)('%s cohorts of a first %s, refunds %s', (window, start, refunds) => {
  const options = { unit: 'month', window, start, purchase: 'order', refunds, asOf: AS_OF } as const;
  // Without a start, it is the first purchase that is no refund.
  const used = start === 'order' ? { ...options, start: undefined } : options;

  test('have the mean of what was brought by those who were seen so long', () => {
    fc.assert(
      fc.property(orders, (rows) => {
        const found = cohortValue(eventLog(rows, ROLES), used);
        const expected = naive(rows, start, { isRolling: window === 'rolling', isNet: refunds === 'net' });
        expect(found.n).toBe(expected.length);
        for (const { cohort, size, cells } of found.cohorts) {
          const own = expected.filter((each) => months.labelOf(each.cohort) === cohort);
          expect(size).toBe(own.length);
          for (const [age, cell] of cells.entries()) {
            const values = own.filter(({ brought }) => brought.length > age).map(({ brought }) => brought[age]!);
            if (cell === null) expect(values).toEqual([]);
            else expectMean(cell, values, refunds === 'net');
          }
        }
        for (const { age, n, cohorts, ...point } of found.overall) {
          const isOver = (cohort: number) => window === 'rolling' || months.startOf(cohort + age + 1) <= AS_OF + 1;
          const own = expected.filter(({ cohort, brought }) => brought.length > age && isOver(cohort));
          expect([n, cohorts]).toEqual([own.length, new Set(own.map(({ cohort }) => cohort)).size]);
          expectMean(
            { ...point, n },
            own.map(({ brought }) => brought[age]!),
            refunds === 'net',
          );
        }
      }),
      { numRuns: 25 },
    );
  });

  test('are the same from parts of the customers', () => {
    const metric = cohortValueMetric<'order' | 'visit'>({ ...used });
    fc.assert(
      fc.property(orders, fc.constantFrom('a', 'b', 'c'), (rows, last) => {
        const [some, others] = [rows.filter(({ id }) => id <= last), rows.filter(({ id }) => id > last)];
        const merged = metric.merge(metric.state(eventLog(some, ROLES)), metric.state(eventLog(others, ROLES)));
        expect(metric.finish(merged)).toEqual(cohortValue(eventLog(rows, ROLES), used));
      }),
      { numRuns: 20 },
    );
  });
});

test('calendar cohorts bring together what sales add up to', () => {
  fc.assert(
    fc.property(orders, (rows) => {
      const log = eventLog(rows, ROLES);
      const options = { unit: 'month', purchase: 'order', refunds: 'exclude', asOf: AS_OF } as const;
      const { cohorts, n } = cohortValue(log, options);
      const { periods } = salesBreakdown(log, options);
      const brought = cohorts.reduce(
        (sum, { cells }) => sum + cells.reduce((last, cell) => cell?.amount ?? last, 0),
        0,
      );
      const sold = periods.reduce((sum, { amount }) => sum + amount, 0);
      expect(Math.abs(brought - sold)).toBeLessThan(1e-9);
      expect(periods.reduce((sum, { newCustomers }) => sum + newCustomers, 0)).toBe(n);
    }),
  );
});

describe('a breakdown of sales', () => {
  test('is what a walk over the rows of each period counts', () => {
    fc.assert(
      fc.property(orders, (rows) => {
        const options = { unit: 'month', purchase: 'order', per: 'day', refunds: 'net', asOf: AS_OF } as const;
        const { periods } = salesBreakdown(eventLog(rows, ROLES), options);
        const sold = rows.filter(({ at, name }) => at <= AS_OF && name === 'order');
        const bought = sold.filter(({ yen }) => (yen ?? 0) >= 0);
        for (const row of periods) {
          const isIn = ({ at }: Order) => months.labelOf(months.indexOf(at)) === row.period;
          const own = bought.filter(isIn);
          const ids = new Set(own.map(({ id }) => id));
          const before = new Set(
            bought.filter(({ at }) => months.labelOf(months.indexOf(at)) < row.period).map(({ id }) => id),
          );
          expect(row.customers).toBe(ids.size);
          expect(row.newCustomers).toBe([...ids].filter((id) => !before.has(id)).length);
          expect(row.purchases).toBe(new Set(own.map(({ id, at }) => `${id} ${Math.floor(at / DAY)}`)).size);
          expect(row.amount).toBeCloseTo(
            sold.filter(isIn).reduce((sum, { yen }) => sum + (yen ?? 0), 0),
            9,
          );
          if (row.customers > 0) {
            expect(row.customers * row.frequency! * row.basket!).toBeCloseTo(row.amount, 9);
          } else expect([row.frequency, row.basket]).toEqual([null, null]);
        }
        for (const [i, { change }] of periods.entries()) {
          if (i === 0) expect(change).toBeNull();
          else {
            expect(change?.amount).toBeCloseTo(periods[i]!.amount - periods[i - 1]!.amount, 9);
            expect(change!.customers + change!.frequency + change!.basket).toBeCloseTo(change!.amount, 9);
          }
        }
      }),
    );
  });

  const parts = fc
    .record({
      customers: fc.integer({ min: 0, max: 1e6 }),
      frequency: fc.double({ min: 1, max: 50, noNaN: true }),
      amount: fc.integer({ min: -1e9, max: 1e9 }),
    })
    .map(({ customers, frequency, amount }) => ({
      customers,
      purchases: Math.round(customers * frequency),
      amount: customers === 0 ? 0 : amount,
    }));

  test('has contributions that add up to the change and turn round with time', () => {
    fc.assert(
      fc.property(parts, parts, (before, after) => {
        const change = salesChange(before, after);
        const scale = Math.abs(before.amount) + Math.abs(after.amount);
        const size = [change.customers, change.frequency, change.basket].reduce(
          (sum, part) => sum + Math.abs(part),
          scale,
        );
        expect(Math.abs(change.customers + change.frequency + change.basket - change.amount)).toBeLessThanOrEqual(
          1e-12 * size,
        );
        const back = salesChange(after, before);
        for (const part of ['amount', 'customers', 'frequency', 'basket'] as const) {
          expect(Math.abs(change[part] + back[part])).toBeLessThanOrEqual(1e-12 * size);
        }
      }),
    );
  });

  test('blames a part that did not change for nothing', () => {
    fc.assert(
      fc.property(parts, fc.double({ min: 0.5, max: 2, noNaN: true }), (before, factor) => {
        const change = salesChange(before, { ...before, amount: before.amount * factor });
        if (before.customers > 0) expect([change.customers, change.frequency]).toEqual([0, 0]);
      }),
    );
  });
});

function expectMean(
  found: {
    readonly value: number | null;
    readonly n: number;
    readonly amount: number;
    readonly interval: { low: number; high: number } | null;
  },
  values: readonly number[],
  isNet: boolean,
): void {
  const { value, interval } = meanInterval(values);
  expect(found.n).toBe(values.length);
  expect(found.amount).toBeCloseTo(
    values.reduce((sum, each) => sum + each, 0),
    8,
  );
  if (value === null) expect(found.value).toBeNull();
  else expect(found.value).toBeCloseTo(value, 8);
  if (interval === null) expect(found.interval).toBeNull();
  else {
    expect(found.interval!.low).toBeCloseTo(isNet ? interval.low : Math.max(0, interval.low), 6);
    expect(found.interval!.high).toBeCloseTo(interval.high, 6);
  }
}

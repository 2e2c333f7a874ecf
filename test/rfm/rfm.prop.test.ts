import fc from 'fast-check';
import { type EventLog, eventLog, type Rfm, type RfmRules, rfm, rfmColumns, rfmMetric, segmentMaps } from 'kizuna';
import { quantile } from 'kizuna/stats';
import { describe, expect, test } from 'vitest';
import { exactSum } from '../../src/core/exact-sum.js';
import { compareKeys } from '../../src/core/pairs.js';
import { randomFrom } from '../../src/stats/random.js';

const DAY = 86_400_000;
const START = Date.UTC(2025, 0, 1);
const IDS = ['a', 'b', 'c', 'd', 'e', 'f', '__proto__', '1', 1, 0, -2.5] as const;

interface Order {
  readonly id: string | number;
  readonly at: number;
  readonly yen: number | null;
}
const order: fc.Arbitrary<Order> = fc.record({
  id: fc.constantFrom(...IDS),
  at: fc.integer({ min: 0, max: 400 }).map((hours) => START + hours * 3 * 3_600_000),
  yen: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 40 }), fc.double({ min: 0, max: 3, noNaN: true })),
});
const orders = fc.array(order, { maxLength: 60 });
const bins = fc.record({
  recency: fc.integer({ min: 2, max: 10 }),
  frequency: fc.integer({ min: 2, max: 10 }),
  monetary: fc.integer({ min: 2, max: 10 }),
});
const rules = fc.record({
  bins,
  method: fc.constantFrom('quantile' as const, 'ntile' as const, 'r-rfm' as const),
  nested: fc.boolean(),
  monetary: fc.constantFrom('sum' as const, 'mean' as const),
});
const ROLES = { customer: 'id', time: 'at', amount: 'yen' } as const;
const logOf = (rows: readonly Order[]): EventLog => eventLog(rows, ROLES);

describe('scores', () => {
  test('are those found one by one, by every method', () => {
    fc.assert(
      fc.property(orders, rules, (rows, options) => {
        const { customers } = rfm(logOf(rows), options);
        const expected = naive(rows, options);
        expect(customers.map(({ customer, r, f, m }) => [customer, r, f, m])).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  test.each([
    ['quantile', { bins: 10 }],
    ['r-rfm', { method: 'r-rfm' }],
    ['breaks', { breaks: { recency: [3, 10, 20], frequency: [2, 5], monetary: [50, 200, 300, 500, 1000] } }],
  ] as const)('of thousands of customers lie between the cuts, whatever columns hold them: %s', (method, options) => {
    const random = randomFrom(9);
    const size = 2500;
    const recencyDays = Int32Array.from({ length: size }, () => random.below(400));
    const frequency = Int32Array.from({ length: size }, () => 1 + random.below(7));
    const amount = Float64Array.from({ length: size }, () => random.below(4e6) / 100);
    const asked = {
      customer: 'customer',
      recencyDays: 'recencyDays',
      frequency: 'frequency',
      amount: 'amount',
    } as const;
    const columns = { customer: Int32Array.from({ length: size }, (_, i) => i), recencyDays, frequency, amount };
    const { r, f, m, cuts, bins: sizes, grid } = rfmColumns(columns, { ...asked, ...options });
    const scoreOf = (list: readonly number[], value: number, isReached: boolean) =>
      1 + list.filter((cut) => (isReached ? value >= cut : value > cut)).length;
    for (let i = 0; i < size; i += 1) {
      expect([r[i], f[i], m[i]]).toEqual([
        sizes.recency + 1 - scoreOf(cuts.recency, recencyDays[i] as number, method === 'r-rfm'),
        scoreOf(cuts.frequency, frequency[i] as number, method !== 'quantile'),
        scoreOf(cuts.monetary, amount[i] as number, method !== 'quantile'),
      ]);
    }
    const doubles = {
      ...columns,
      recencyDays: Float64Array.from(recencyDays),
      frequency: Float64Array.from(frequency),
    };
    const other = rfmColumns(doubles, { ...asked, ...options });
    expect([other.r, other.f, other.m, other.cuts, other.grid]).toEqual([r, f, m, cuts, grid]);
  });

  test('by thresholds say within how many days, and how much at least', () => {
    fc.assert(
      fc.property(orders, (rows) => {
        const breaks = { recency: [3, 10, 20], frequency: [2, 5], monetary: [1, 10, 30, 60] };
        for (const { recencyDays, frequency, monetary, r, f, m, code } of rfm(logOf(rows), { breaks }).customers) {
          expect(r).toBe(recencyDays <= 3 ? 4 : recencyDays <= 10 ? 3 : recencyDays <= 20 ? 2 : 1);
          expect(f).toBe(frequency >= 5 ? 3 : frequency >= 2 ? 2 : 1);
          expect(m).toBe(1 + breaks.monetary.filter((least) => monetary >= least).length);
          expect(code).toBe(`${r}${f}${m}`);
        }
      }),
    );
  });

  // Law 103: an increasing transform changes no rank. Quantiles between two values are of the values' scale, so cuts fall on values here.
  test('do not change where quantities are stretched', () => {
    fc.assert(
      fc.property(
        customersOf(fc.integer({ min: 0, max: 30 })),
        fc.constantFrom('ntile' as const, 'quantile' as const),
        (rows, method) => {
          const some = rows.slice(0, rows.length - ((rows.length + 4) % 5)); // 5k + 1 of them: quantiles are values
          const stretched = some.map(({ id, days, orders, yen }) => ({
            id,
            days: days * days * 3 + 1,
            orders: 2 * orders + 7,
            yen: yen ** 3,
          }));
          const scores = (list: typeof some) => scored(list, { method }).customers.map(({ code }) => code);
          expect(scores(stretched)).toEqual(scores(some));
        },
      ),
    );
  });

  // Laws 104 and 106.
  test('are equal for equal customers, and never lower for one who is better in everything', () => {
    fc.assert(
      fc.property(customersOf(fc.integer({ min: 0, max: 12 })), bins, (rows, some) => {
        const { customers } = scored(rows, { bins: some });
        for (const a of customers) {
          for (const b of customers) {
            if (a.recencyDays <= b.recencyDays) expect(a.r).toBeGreaterThanOrEqual(b.r);
            if (a.frequency >= b.frequency) expect(a.f).toBeGreaterThanOrEqual(b.f);
            if (a.monetary >= b.monetary) expect(a.m).toBeGreaterThanOrEqual(b.m);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  // Law 105.
  test('are from 1 to the number of bins, which differ by one where nothing is equal or ties are parted', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 1e9 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 2, max: 10 }),
        (values, some) => {
          const rows = values.map((value, i) => ({ id: i, days: value, orders: value, yen: value }));
          for (const method of ['quantile', 'ntile'] as const) {
            const { counts, emptyBins } = scored(rows, { bins: some, method });
            for (const sizes of [counts.recency, counts.frequency, counts.monetary]) {
              expect(sizes.length).toBe(some);
              expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(rows.length);
              expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(
                method === 'ntile' ? 1 : Math.ceil(rows.length / some),
              );
            }
            if (rows.length >= some) expect(emptyBins).toEqual({ recency: [], frequency: [], monetary: [] });
          }
        },
      ),
    );
  });

  test('of customers who are all alike are 1, of recency the best', () => {
    const rows = IDS.map((id) => ({ id, days: 7, orders: 3, yen: 0 }));
    for (const { code } of scored(rows, {}).customers) expect(code).toBe('511');
    expect(scored(rows, {}).emptyBins).toEqual({
      recency: [1, 2, 3, 4],
      frequency: [2, 3, 4, 5],
      monetary: [2, 3, 4, 5],
    });
  });
});

describe('the tables', () => {
  // Law 107.
  test('put every customer into one segment and one cell, and add up', () => {
    fc.assert(
      fc.property(
        orders,
        fc.constantFrom('rf10' as const, 'rfm11' as const, [{ segment: 'x', r: [1, 3], m: { from: 2 } }] as const),
        (rows, segments) => {
          const result = rfm(logOf(rows), { segments });
          const total = result.customers.reduce((sum, { monetary }) => sum + monetary, 0);
          const sumOf = (list: readonly number[]) => list.reduce((sum, part) => sum + part, 0);
          for (const table of [result.segments, result.grid] as const) {
            expect(sumOf(table.map(({ customers }) => customers))).toBe(result.n);
            expect(sumOf(table.map(({ amount }) => amount))).toBeCloseTo(total, 8);
            if (total > 0) expect(sumOf(table.map(({ amountShare }) => amountShare ?? Number.NaN))).toBeCloseTo(1, 8);
          }
          for (const {
            segment,
            customers,
            orders,
            amount,
            medianRecencyDays,
            meanRecencyDays,
            averageBasket,
            share,
          } of result.segments) {
            const mine = result.customers.filter((each) => each.segment === segment);
            expect(customers).toBe(mine.length);
            expect(share.numerator).toBe(mine.length);
            expect(orders).toBe(sumOf(mine.map(({ frequency }) => frequency)));
            expect(amount).toBeCloseTo(sumOf(mine.map(({ monetary }) => monetary)), 8);
            const days = mine.map(({ recencyDays }) => recencyDays);
            expect(medianRecencyDays).toBe(quantile(days, 0.5));
            if (mine.length === 0) expect([meanRecencyDays, averageBasket]).toEqual([null, null]);
            else expect(meanRecencyDays).toBeCloseTo(sumOf(days) / mine.length, 9);
          }
        },
      ),
    );
  });

  test('name the segment that the first fitting rule names', () => {
    fc.assert(
      fc.property(orders, (rows) => {
        for (const { r, f, segment } of rfm(logOf(rows), { segments: 'rf10' }).customers) {
          const has = (scores: unknown, score: number) => ([scores].flat() as unknown[]).includes(score);
          expect(segment).toBe(segmentMaps.rf10.find((rule) => has(rule.r, r) && has(rule.f, f))?.segment);
        }
      }),
    );
  });
});

describe('the same customers', () => {
  test('come from a log, from orders in any order, as columns, and from a metric', () => {
    fc.assert(
      fc.property(
        orders.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        rules,
        ([rows, shuffled], options) => {
          const asOf = START + 60 * DAY;
          const expected = rfm(logOf(rows), { ...options, asOf });
          expect(rfm(shuffled, { ...ROLES, ...options, asOf })).toEqual(expected);
          const metric = rfmMetric({ ...options, asOf });
          expect(metric.finish(metric.state(logOf(shuffled)))).toEqual(expected);
          const columns = rfmColumns(logOf(rows), { ...options, asOf });
          expect(columns.segments).toEqual(expected.segments);
          expect(rowsOf(columns)).toEqual([...expected.customers].sort(byId));
        },
      ),
    );
  });

  test('come from typed columns of orders, which need not be sorted', () => {
    fc.assert(
      fc.property(orders, (rows) => {
        const ids = rows.map(({ id }) => (IDS as readonly unknown[]).indexOf(id));
        const typed = {
          id: Int32Array.from(ids),
          at: Float64Array.from(rows, ({ at }) => at),
          yen: Float64Array.from(rows, ({ yen }) => yen ?? Number.NaN),
        };
        const plain = rows.map((row, i) => ({ ...row, id: ids[i] as number }));
        const options = { from: START + 5 * DAY, asOf: START + 40 * DAY, segments: 'rfm11' } as const;
        expect(rfm(typed, { ...ROLES, ...options })).toEqual(rfm(logOf(plain), options));
      }),
    );
  });

  test('come from rows of customers, by days or by instants', () => {
    fc.assert(
      fc.property(orders, rules, (rows, options) => {
        const asOf = START + 60 * DAY;
        const expected = rfm(logOf(rows), { ...options, asOf });
        const sums = rfm(logOf(rows), { asOf });
        const given = expected.customers.map(({ customer, recencyDays, frequency }, i) => {
          const last = Math.max(...rows.filter(({ id }) => id === customer).map(({ at }) => at));
          return { customer, days: recencyDays, last, orders: frequency, yen: sums.customers[i]?.monetary as number };
        });
        const roles = { customer: 'customer', frequency: 'orders', amount: 'yen' } as const;
        expect(rfm(given, { ...roles, recencyDays: 'days', ...options }).customers).toEqual(expected.customers);
        expect(rfm(given, { ...roles, lastTime: 'last', asOf, ...options }).customers).toEqual(expected.customers);
      }),
    );
  });
});

interface Customer {
  readonly id: number;
  readonly days: number;
  readonly orders: number;
  readonly yen: number;
}

function customersOf(quantity: fc.Arbitrary<number>): fc.Arbitrary<Customer[]> {
  const one = fc.record({ days: quantity, orders: quantity, yen: quantity });
  return fc.array(one, { minLength: 1, maxLength: 30 }).map((list) => list.map((each, id) => ({ id, ...each })));
}

function scored(rows: readonly Omit<Customer, 'id'>[], options: RfmRules<undefined>): Rfm<null> {
  return rfm(rows as readonly Customer[], {
    customer: 'id',
    recencyDays: 'days',
    frequency: 'orders',
    amount: 'yen',
    ...options,
  });
}

function rowsOf({ customer, recencyDays, frequency, monetary, r, f, m, code, segment }: ReturnType<typeof rfmColumns>) {
  return Array.from(r, (_, i) => ({
    customer: customer[i] as string | number,
    ...{ recencyDays: recencyDays[i], frequency: frequency[i], monetary: monetary[i], r: r[i], f: f[i], m: m[i] },
    code: code.values[code.codes[i] as number],
    segment: segment.values[segment.codes[i] as number],
  })).sort(byId);
}

function byId(a: { readonly customer: string | number }, b: { readonly customer: string | number }): number {
  return compareKeys(a.customer, b.customer);
}

type Asked = typeof rules extends fc.Arbitrary<infer Value> ? Value : never;

/** Customers with their scores, by the definitions. */
function naive(rows: readonly Order[], { bins: some, method, nested, monetary }: Asked) {
  const last = Math.max(...rows.map(({ at }) => at));
  const customers = [...new Set(rows.map(({ id }) => id))].map((id) => {
    const mine = rows.filter((row) => row.id === id);
    const sum = exactSum(mine.map(({ yen }) => yen ?? 0));
    const times = mine.map(({ at }) => at);
    const days = Math.floor(last / DAY) - Math.floor(Math.max(...times) / DAY);
    return {
      id,
      first: Math.min(...times),
      days,
      orders: mine.length,
      yen: monetary === 'sum' ? sum : sum / mine.length,
    };
  });
  customers.sort((a, b) => a.first - b.first || compareKeys(a.id, b.id));
  type Bought = (typeof customers)[number];
  const scoresOf = (group: readonly Bought[], value: (one: Bought) => number, size: number, isDays: boolean) => {
    const values = group.map(value);
    const n = group.length;
    return new Map(
      group.map((one) => {
        if (method === 'ntile') {
          const sign = isDays ? -1 : 1;
          const sorted = [...group].sort((a, b) => sign * (value(a) - value(b)) || compareKeys(a.id, b.id));
          const place = sorted.indexOf(one);
          const larger = (n % size) * (Math.floor(n / size) + 1);
          const bin =
            place < larger
              ? Math.floor(place / (Math.floor(n / size) + 1))
              : (n % size) + Math.floor((place - larger) / Math.floor(n / size));
          return [one, bin + 1] as const;
        }
        const cuts = Array.from({ length: size - 1 }, (_, k) => exactQuantile(values, k + 1, size));
        const above = cuts.filter((cut) => (method === 'quantile' ? value(one) > cut : value(one) >= cut + 1)).length;
        return [one, isDays ? size - above : 1 + above] as const;
      }),
    );
  };
  const within = (
    groups: readonly (readonly Bought[])[],
    value: (one: Bought) => number,
    size: number,
    isDays = false,
  ) => new Map(groups.flatMap((group) => [...scoresOf(group, value, size, isDays)]));
  const partedBy = (groups: readonly (readonly Bought[])[], scores: ReadonlyMap<Bought, number>) =>
    groups.flatMap((group) =>
      [...new Set(scores.values())].map((score) => group.filter((one) => scores.get(one) === score)),
    );
  const r = within([customers], ({ days }) => days, some.recency, true);
  const inR = nested ? partedBy([customers], r) : [customers];
  const f = within(inR, (one) => one.orders, some.frequency);
  const m = within(nested ? partedBy(inR, f) : [customers], ({ yen }) => yen, some.monetary);
  return customers.map((one) => [one.id, r.get(one), f.get(one), m.get(one)]);
}

/** Type 7 with its place in whole numbers. */
function exactQuantile(values: readonly number[], k: number, size: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const steps = (sorted.length - 1) * k;
  const [low, high] = [Math.floor(steps / size), Math.ceil(steps / size)].map((place) => sorted[place] as number) as [
    number,
    number,
  ];
  return low === high ? low : low + ((steps % size) / size) * (high - low);
}

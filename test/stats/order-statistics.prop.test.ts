import fc from 'fast-check';
import { quantile } from 'kizuna/stats';
import { expect, test } from 'vitest';
import { orderStatistics, quantileCuts } from '../../src/stats/order-statistics.js';
import { randomFrom } from '../../src/stats/random.js';

const KINDS: Readonly<Record<string, (random: ReturnType<typeof randomFrom>) => number>> = {
  'money of many sizes': (random) => Math.round(Math.exp(random.normal() * 3) * 100) / 100,
  'far from zero and near each other': (random) => 1e9 + random.normal() * 1e-4,
  'of both signs': (random) => random.normal() * 10 ** random.below(300),
  'few different ones': (random) => random.below(3) - 1,
  'the same': () => 7,
  'zeros of both signs': (random) => (random.below(2) === 0 ? 0 : -0),
  'the least and the greatest doubles': (random) =>
    (random.below(2) === 0 ? 5e-324 : 1.7e308) * (random.below(2) - 0.5) * 2,
  'subnormal numbers': (random) => random.below(2) * 5e-324,
  days: (random) => random.below(730),
};

test.each(Object.keys(KINDS))('values are found as by sorting: %s', (kind) => {
  fc.assert(
    fc.property(
      fc.nat(),
      fc.integer({ min: 1, max: 5000 }),
      fc.array(fc.nat(4999), { maxLength: 9 }),
      (seed, n, some) => {
        const random = randomFrom(seed);
        const values = Float64Array.from({ length: n }, () => (KINDS[kind] as (typeof KINDS)[string])(random));
        const places = some.map((place) => place % n).sort((a, b) => a - b);
        const sorted = values.slice().sort();
        expect([...orderStatistics(values, places)]).toEqual(places.map((place) => (sorted[place] as number) + 0));
      },
    ),
    { numRuns: 30 },
  );
});

test('cuts are quantiles of type 7', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1 }),
      fc.integer({ min: 2, max: 10 }),
      (values, bins) => {
        const cuts = quantileCuts(Float64Array.from(values), bins);
        expect(cuts.length).toBe(bins - 1);
        cuts.forEach((cut, k) => {
          const expected = quantile(values, (k + 1) / bins) as number;
          expect(Math.abs(cut - expected)).toBeLessThanOrEqual(
            1e-9 * Math.abs(expected) + 1e-9 * Math.max(...values.map(Math.abs)),
          );
        });
      },
    ),
  );
});

test('cuts of whole numbers are those of doubles, and of nothing there are none', () => {
  const days = Int32Array.of(5, 3, 9, 1, 1, 200);
  expect([...quantileCuts(days, 5)]).toEqual([1, 3, 5, 9]);
  expect(quantileCuts(new Float64Array(0), 5).length).toBe(0);
});

test.each([
  ['few different ones', 3, -1],
  ['a range as wide as they are many', 3000, -1500],
  ['more than are counted', 20_000, 1e6],
] as const)('integers are found as the same doubles are: %s', (_, range, least) => {
  const random = randomFrom(range);
  const whole = Int32Array.from({ length: 3000 }, () => least + random.below(range));
  const sorted = whole.slice().sort();
  const places = [0, 0, 1, 1499, 2998, 2999];
  const expected = places.map((place) => sorted[place] as number);
  expect([...orderStatistics(whole, places)]).toEqual(expected);
  expect([...orderStatistics(Float64Array.from(whole), places)]).toEqual(expected);
});

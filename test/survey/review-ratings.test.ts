import { describe, expect, test } from 'vitest';
import { by } from '../../src/core/by.js';
import { InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import { measure, measureAll } from '../../src/core/measure.js';
import { reviewRatings, reviewRatingsMetric } from '../../src/survey/review-ratings.js';
import reference from '../reference/review-ratings.json' with { type: 'json' };

const rows = Object.entries(reference.ratings).flatMap(([item, ratings]) => ratings.map((stars) => ({ item, stars })));
const options = { item: 'item', rating: 'stars' } as const;
const rowsOf = (ratings: Readonly<Record<string, readonly number[]>>) =>
  Object.entries(ratings).flatMap(([item, list]) => list.map((stars) => ({ item, stars })));

describe('shrinkage', () => {
  test('is that of Bühlmann and Straub, as the R package actuar estimates it', () => {
    const { items, prior } = reviewRatings(rows, options);
    expect(prior.mean).toBeCloseTo(reference.mean, 12);
    expect(prior.withinVariance).toBeCloseTo(reference.withinVariance, 12);
    expect(prior.betweenVariance).toBeCloseTo(reference.betweenVariance, 12);
    expect(prior.weight).toBeCloseTo(reference.withinVariance / reference.betweenVariance, 12);
    for (const [i, item] of Object.keys(reference.ratings).entries()) {
      const row = items.find((each) => each.item === item);
      expect(row?.credibility).toBeCloseTo(reference.credibility[i] ?? Number.NaN, 12);
      expect(row?.shrunk).toBeCloseTo(reference.shrunk[i] ?? Number.NaN, 12);
    }
  });

  test('puts the best first', () => {
    expect(reviewRatings(rows, options).items.map(({ item }) => item)).toEqual(['tea', 'cup', 'jar', 'can', 'pot']);
  });

  test('with a given prior is (weight × mean + Σ ratings) / (weight + n)', () => {
    const data = rowsOf({ a: [5], b: [3, 3, 3] });
    const { items, prior } = reviewRatings(data, { ...options, prior: { mean: 4, weight: 2 } });
    expect(prior).toMatchObject({ mean: 4, weight: 2 });
    expect(items.map(({ item, shrunk, credibility }) => [item, shrunk, credibility])).toEqual([
      ['a', 13 / 3, 1 / 3],
      ['b', 17 / 5, 3 / 5],
    ]);
  });

  test('with a weight alone goes to the mean of all ratings', () => {
    const { items } = reviewRatings(rowsOf({ a: [5], b: [3, 3, 3] }), { ...options, prior: { weight: 1 } });
    expect(items.map(({ shrunk }) => shrunk)).toEqual([(3.5 + 5) / 2, (3.5 + 9) / 4]);
  });

  test('with a mean alone estimates the weight', () => {
    const { prior } = reviewRatings(rows, { ...options, prior: { mean: 3 } });
    expect(prior.mean).toBe(3);
    expect(prior.weight).toBeCloseTo(reference.withinVariance / reference.betweenVariance, 12);
  });

  test('with the weight 0 leaves the means', () => {
    const { items } = reviewRatings(rows, { ...options, prior: { weight: 0 } });
    for (const { shrunk, mean, credibility } of items) {
      expect(shrunk).toBeCloseTo(mean.value ?? 0, 12);
      expect(credibility).toBe(1);
    }
  });

  test('gives all items the mean of all where they differ by no more than chance', () => {
    const { items, prior } = reviewRatings(rowsOf({ a: [1, 5, 3], b: [2, 4, 3], c: [5, 1] }), options);
    expect(prior).toMatchObject({ mean: 3, weight: null, betweenVariance: 0 });
    expect(items.map(({ shrunk, credibility }) => [shrunk, credibility])).toEqual([
      [3, 0],
      [3, 0],
      [3, 0],
    ]);
  });

  test('gives all items the mean of all where there is too little to tell: one rating each, or one item', () => {
    const each = reviewRatings(rowsOf({ a: [1], b: [5] }), options);
    expect(each.prior).toEqual({ mean: 3, weight: null, withinVariance: null, betweenVariance: null });
    expect(each.items.map(({ shrunk }) => shrunk)).toEqual([3, 3]);
    const one = reviewRatings(rowsOf({ a: [1, 5, 4] }), options);
    expect(one.prior).toMatchObject({ weight: null, betweenVariance: null });
    expect(one.items[0]?.shrunk).toBeCloseTo(10 / 3, 12);
  });

  test('leaves means alone where ratings of an item never differ', () => {
    const { items, prior } = reviewRatings(rowsOf({ a: [5, 5], b: [2, 2] }), options);
    expect(prior).toMatchObject({ weight: 0, withinVariance: 0 });
    expect(items.map(({ shrunk }) => shrunk)).toEqual([5, 2]);
  });

  test('does not take the rounding of equal means for a difference', () => {
    const { prior } = reviewRatings(rowsOf({ a: [5, 5, 4], b: [5, 5, 4, 4, 5, 5], c: [4, 5, 5] }), options);
    expect(prior).toMatchObject({ weight: null, betweenVariance: 0 });
  });
});

test('each item comes with mean, positive share and distribution', () => {
  const [first] = reviewRatings(rowsOf({ a: [5, 4, 3, 5] }), options).items;
  expect(first).toMatchObject({
    item: 'a',
    n: 4,
    mean: { value: 4.25, n: 4, interval: { high: 5, confidence: 0.95, method: 't' } },
    positive: { value: 0.75, numerator: 3, denominator: 4, n: 4, interval: { method: 'wilson' } },
  });
  // 4.25 − 3.182446·√(11/12)/2
  expect(first?.mean.interval?.low).toBeCloseTo(2.7265198, 6);
  expect(first?.distribution.map(({ score, count }) => [score, count])).toEqual([
    [1, 0],
    [2, 0],
    [3, 1],
    [4, 1],
    [5, 2],
  ]);
});

test('all ratings are summed up too, per customer where their number is known', () => {
  const { overall, n } = reviewRatings(rows, { ...options, customers: 290 });
  expect(n).toBe(29);
  expect(overall).toMatchObject({ n: 29, perCustomer: 0.1, positive: { numerator: 17 } });
  expect(overall.mean.value).toBeCloseTo(104 / 29, 12);
  expect(reviewRatings(rows, options).overall.perCustomer).toBeNull();
});

test('another scale has other positive ratings', () => {
  const data = [10, 8, 7].map((stars) => ({ item: 'a', stars }));
  const { items } = reviewRatings(data, { ...options, scale: [1, 10], topBox: 3 });
  expect(items[0]?.positive.numerator).toBe(2);
  expect(items[0]?.distribution).toHaveLength(10);
});

describe('rows that are left out', () => {
  const data = [
    { item: 'a', stars: 5 },
    { item: null, stars: 4 },
    { item: 'a', stars: null },
    { item: 'b', stars: null },
    { item: null, stars: undefined },
  ];

  test('are counted, whether item or rating is missing', () => {
    const { items, n, excluded } = reviewRatings(data, options);
    expect(n).toBe(1);
    expect(excluded).toEqual({ missing: 4, invalid: 0, repeated: 0 });
    expect(items.map((row) => [row.item, row.n, row.mean.value, row.shrunk])).toEqual([
      ['a', 1, 5, 5],
      ['b', 0, null, 5],
    ]);
  });

  test('are refused where asked', () => {
    expect(() => reviewRatings(data, { ...options, missing: 'throw' })).toThrow(InvalidDataError);
    const nameless = [
      { item: null, stars: 4 },
      { item: 'a', stars: 4 },
    ];
    expect(() => reviewRatings(nameless, { ...options, missing: 'throw' })).toThrow(InvalidDataError);
  });

  test('hold what is no rating on the scale', () => {
    for (const stars of [0, 6, 4.5, Number.NaN, '5', true]) {
      const wrong = [
        { item: 'a', stars: 5 },
        { item: 'a', stars: stars as number },
      ];
      expect(() => reviewRatings(wrong, options)).toThrow(InvalidDataError);
      expect(reviewRatings(wrong, { ...options, invalid: 'exclude' }).excluded.invalid).toBe(1);
    }
    expect(() => reviewRatings([{ item: {}, stars: 5 }] as never, options as never)).toThrow(InvalidDataError);
  });
});

test('items that are no name are refused by row and field, under either policy', () => {
  for (const item of [Number.NaN, Number.POSITIVE_INFINITY, {}, ['a'], new Date(0), 1n, Symbol('a')]) {
    const data = [
      { item: 'a', stars: 5 },
      { item: item as string, stars: 4 },
    ];
    for (const invalid of ['throw', 'exclude'] as const) {
      try {
        reviewRatings(data, { ...options, invalid });
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(InvalidDataError);
        expect(error).toMatchObject({ code: 'E_FIELD_TYPE', issues: [{ index: 1, field: 'item' }] });
      }
    }
  }
});

test('what cannot be read comes back with its place, and what was thrown as the cause alone', () => {
  const cause = new Error('taro@example.com');
  const hostile = (name: string) =>
    Object.defineProperty({ item: 'a', stars: 4 }, name, {
      get() {
        throw cause;
      },
    });
  for (const field of ['item', 'stars']) {
    try {
      reviewRatings([{ item: 'a', stars: 5 }, hostile(field)], options);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidDataError);
      expect(error).toMatchObject({ code: 'E_ACCESSOR', issues: [{ index: 1, field }], cause });
      expect(String(error)).not.toContain('taro');
    }
  }
});

test('without any rating all is null or 0', () => {
  const none: { item: string; stars: number }[] = [];
  expect(reviewRatings(none, options)).toMatchObject({
    n: 0,
    items: [],
    overall: { n: 0, mean: { value: null, n: 0, interval: null }, positive: { value: null }, perCustomer: null },
    prior: { mean: null, weight: null, withinVariance: null, betweenVariance: null },
  });
});

test('items may have any name, and equal ones keep the order of their names', () => {
  const data = ['__proto__', '', 'constructor'].map((item) => ({ item, stars: 4 }));
  expect(reviewRatings(data, options).items.map(({ item }) => item)).toEqual(['', '__proto__', 'constructor']);
});

test('refuses options by name', () => {
  const refused = (given: unknown) => expect(() => reviewRatings(rows, given as never)).toThrow(InvalidOptionError);
  refused({ rating: 'stars' });
  refused({ item: 'item' });
  refused({ ...options, scale: [5, 1] });
  refused({ ...options, scale: [1, 5.5] });
  refused({ ...options, topBox: 5 });
  refused({ ...options, prior: 'guess' });
  refused({ ...options, prior: { mean: 6 } });
  refused({ ...options, prior: { weight: -1 } });
  refused({ ...options, prior: { C: 3 } });
  refused({ ...options, prior: { wieght: 3 } });
  refused({ ...options, prior: { mean: Number.NaN } });
  refused({ ...options, prior: { weight: Number.POSITIVE_INFINITY } });
  refused({ ...options, prior: { weight: '3' } });
  refused({ ...options, missing: 'drop' });
  refused({ ...options, invalid: 'Exclude' });
  refused({ ...options, topbox: 2 });
  refused(null);
  for (const prior of [null, 3, [], [4, 2], 'Estimate', () => 3]) {
    refused({ ...options, prior });
    expect(() => reviewRatingsMetric({ ...options, prior } as never)).toThrow(
      'reviewRatings requires prior to be "estimate", or an object of mean and weight',
    );
  }
  refused({ ...options, confidence: 1 });
  refused({ ...options, customers: -1 });
  refused({ ...options, weight: 'w' });
  expect(() => reviewRatings(rows, { item: 'itm' as never, rating: 'stars' })).toThrow(InvalidDataError);
});

describe('the metric', () => {
  const metric = reviewRatingsMetric<(typeof rows)[number]>(options);

  test('gives the same from rows, merged states and streams', async () => {
    const whole = reviewRatings(rows, options);
    const merged = metric.merge(metric.state(rows.slice(11)), metric.state(rows.slice(0, 11)));
    expect(metric.finish(JSON.parse(JSON.stringify(merged)))).toEqual(whole);
    expect(await measureAll([rows.slice(0, 3), rows.slice(3)], metric)).toEqual(whole);
  });

  test('works by segment, and is plain data for a database', () => {
    const data = rows.map((row, i) => ({ ...row, shop: i % 2 ? 'a' : 'b' }));
    const result = measure(data, by('shop', reviewRatingsMetric<(typeof data)[number]>(options)));
    expect(result.map(({ shop, n }) => [shop, n])).toEqual([
      ['a', 14],
      ['b', 15],
    ]);
    expect(metric.plan).toMatchObject({ kind: 'by', key: { field: 'item' }, of: { kind: 'tally' } });
  });
});

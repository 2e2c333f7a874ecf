import { describe, expect, test } from 'vitest';
import { by } from '../../src/core/by.js';
import { InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import { measure, measureAll } from '../../src/core/measure.js';
import { rate } from '../../src/stats/rate.js';
import { themeSentiment, themeSentimentMetric } from '../../src/survey/theme-sentiment.js';

const reviews = [
  { themes: ['price', 'staff'], stars: 2, good: false },
  { themes: ['staff'], stars: 5, good: true },
  { themes: ['price'], stars: 1, good: false },
  { themes: [] as string[], stars: 4, good: true },
  { themes: ['food', 'staff', 'food'], stars: 4, good: true },
];
const options = { theme: 'themes', positive: 'good' } as const;

test('lists the themes, weakest first, with their share of positive reviews and of all reviews', () => {
  expect(themeSentiment(reviews, options)).toEqual({
    n: 5,
    positive: rate(3, 5),
    themes: [
      { theme: 'price', n: 2, positive: rate(0, 2), mentioned: rate(2, 5) },
      { theme: 'staff', n: 3, positive: rate(2, 3), mentioned: rate(3, 5) },
      { theme: 'food', n: 1, positive: rate(1, 1), mentioned: rate(1, 5) },
    ],
    excluded: { missing: 0, invalid: 0, repeated: 0 },
  });
});

test('a rating is positive in the top boxes of its scale', () => {
  const byStars = themeSentiment(reviews, { theme: 'themes', rating: 'stars' });
  expect(byStars).toEqual(themeSentiment(reviews, options));
  expect(themeSentiment(reviews, { theme: 'themes', rating: 'stars', topBox: 1 }).positive.numerator).toBe(1);
  expect(() => themeSentiment([{ themes: ['a'], stars: 8 }], { theme: 'themes', rating: 'stars' })).toThrow(
    InvalidDataError,
  );
  const ten = themeSentiment([{ themes: ['a'], stars: 8 }], {
    theme: 'themes',
    rating: 'stars',
    scale: [1, 10],
    topBox: 3,
  });
  expect(ten.positive.numerator).toBe(1);
});

test('a theme may be one text, and a review names a theme once', () => {
  const data = [
    { theme: 'a', good: true },
    { theme: '', good: false },
    { theme: '__proto__', good: false },
  ];
  const { themes } = themeSentiment(data, { theme: 'theme', positive: 'good' });
  expect(themes.map(({ theme }) => theme)).toEqual(['', '__proto__', 'a']);
  expect(themeSentiment([{ t: ['x', 'x'], good: true }], { theme: 't', positive: 'good' }).themes[0]?.n).toBe(1);
});

test('of themes equally weak, the most mentioned comes first', () => {
  const data = [
    { t: ['a', 'b'], good: true },
    { t: ['a', 'b'], good: false },
    { t: ['b'], good: true },
    { t: ['b'], good: false },
  ];
  expect(themeSentiment(data, { theme: 't', positive: 'good' }).themes.map(({ theme }) => theme)).toEqual(['b', 'a']);
});

describe('rows that are left out', () => {
  const data = [
    { t: ['a'], good: true },
    { t: null, good: true },
    { t: ['a'], good: null },
  ];

  test('are counted where theme or mark is missing', () => {
    const result = themeSentiment(data, { theme: 't', positive: 'good' });
    expect(result).toMatchObject({ n: 1, excluded: { missing: 2, invalid: 0 } });
    const call = () => themeSentiment(data, { theme: 't', positive: 'good', missing: 'throw' });
    expect(call).toThrow(InvalidDataError);
  });

  test('are refused where a theme is not text or a mark not boolean, or left out where asked', () => {
    const wrong = [
      { t: [3] },
      { t: 3 },
      { t: [null] },
      { t: ['a', undefined] },
      { t: {} },
      { t: Number.NaN },
      { t: [Number.NaN] },
      { t: Object.assign(['a'], { length: 2 }) },
      { t: Object.assign(['a'], { every: () => true, 0: 3 }) },
      { t: new Set(['a']) },
      { t: Object('a') },
      { good: 1 },
      { good: 'yes' },
    ];
    for (const part of wrong) {
      const rows = [
        { t: ['a'], good: true },
        { t: ['a'], good: true, ...part },
      ] as { t: string[]; good: boolean }[];
      expect(() => themeSentiment(rows, { theme: 't', positive: 'good' })).toThrow(InvalidDataError);
      const result = themeSentiment(rows, { theme: 't', positive: 'good', invalid: 'exclude' });
      expect(result).toMatchObject({ n: 1, excluded: { invalid: 1 } });
    }
  });

  test('are named by row and field, never by value', () => {
    try {
      themeSentiment(
        [
          { t: 'ok', good: true },
          { t: 7, good: true },
        ] as never,
        { theme: 't', positive: 'good' } as never,
      );
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: 'E_FIELD_TYPE', issues: [{ index: 1, field: 't', received: 'number' }] });
    }
  });

  test('that cannot be read come back with their place, and what was thrown as the cause alone', () => {
    const cause = new Error('taro@example.com');
    const refuse = () => {
      throw cause;
    };
    const lists = [
      Object.defineProperty(['a'], 0, { get: refuse }),
      new Proxy(['a'], { get: refuse }),
      Object.defineProperty({ good: true }, 't', { get: refuse }),
    ];
    for (const list of lists) {
      const rows = [{ t: ['a'], good: true }, 't' in list ? list : { t: list, good: true }];
      for (const invalid of ['throw', 'exclude'] as const) {
        try {
          themeSentiment(rows as { t: string[]; good: boolean }[], { theme: 't', positive: 'good', invalid });
          expect.unreachable();
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidDataError);
          expect(error).toMatchObject({ code: 'E_ACCESSOR', issues: [{ index: 1, field: 't' }], cause });
          expect(String(error)).not.toContain('taro');
        }
      }
    }
  });

  test('a list that iterates over something else counts by what it holds', () => {
    const list = Object.assign(['a'], {
      *[Symbol.iterator]() {
        yield 5;
      },
    });
    const { themes } = themeSentiment([{ t: list as string[], good: true }], { theme: 't', positive: 'good' });
    expect(themes.map(({ theme }) => theme)).toEqual(['a']);
  });

  test('in a state from elsewhere are refused by the policy, too', () => {
    const state = themeSentimentMetric<(typeof data)[number]>({ theme: 't', positive: 'good' }).state(data);
    const strict = themeSentimentMetric<(typeof data)[number]>({ theme: 't', positive: 'good', missing: 'throw' });
    expect(() => strict.finish(state)).toThrow(InvalidDataError);
  });
});

test('without reviews there are no themes, and the share is null', () => {
  const none: typeof reviews = [];
  expect(themeSentiment(none, options)).toEqual({
    n: 0,
    positive: rate(0, 0),
    themes: [],
    excluded: { missing: 0, invalid: 0, repeated: 0 },
  });
});

test('refuses options by name', () => {
  const refused = (given: unknown) => expect(() => themeSentiment(reviews, given as never)).toThrow(InvalidOptionError);
  refused({ positive: 'good' });
  refused({ theme: 'themes' });
  refused({ theme: 'themes', positive: 'good', rating: 'stars' });
  refused({ theme: 'themes', rating: 'stars', topBox: 9 });
  refused({ theme: 'themes', rating: 'stars', scale: [5, 1] });
  refused({ theme: 'themes', positive: 'good', confidence: 0 });
  refused({ theme: 'themes', positive: 'good', missing: 'ignore' });
  refused({ theme: 'themes', positive: 'good', missing: null });
  refused({ theme: 'themes', positive: 'good', invalid: 'Exclude' });
  refused({ theme: 'themes', positve: 'good' });
  refused({ theme: null, positive: 'good' });
  refused({ theme: 'themes', positive: null });
  refused(null);
  refused({ theme: 'themes', positive: 'good', themes: [] });
  expect(() => themeSentiment(reviews, { theme: 'theme' as never, positive: 'good' })).toThrow(InvalidDataError);
});

describe('the metric', () => {
  const metric = themeSentimentMetric<(typeof reviews)[number]>(options);

  test('gives the same from rows, columns, merged states and streams', async () => {
    const whole = themeSentiment(reviews, options);
    const merged = metric.merge(metric.state(reviews.slice(3)), metric.state(reviews.slice(0, 3)));
    expect(merged).toEqual(metric.state(reviews));
    expect(metric.finish(JSON.parse(JSON.stringify(merged)))).toEqual(whole);
    expect(await measureAll([reviews.slice(0, 1), reviews.slice(1)], metric)).toEqual(whole);
    const columns = { themes: reviews.map(({ themes }) => themes), good: reviews.map(({ good }) => good) };
    expect(themeSentiment(columns, options)).toEqual(whole);
  });

  test('writes to neither side when it merges', () => {
    const [a, b] = [metric.state(reviews.slice(0, 2)), metric.state(reviews.slice(2))];
    const before = JSON.stringify([a, b]);
    metric.merge(a, b);
    expect(JSON.stringify([a, b])).toBe(before);
    expect(metric.merge(a, metric.state([]))).toEqual(a);
  });

  test('works by segment', () => {
    const data = reviews.map((row, i) => ({ ...row, shop: i < 2 ? 'a' : 'b' }));
    const result = measure(data, by('shop', themeSentimentMetric<(typeof data)[number]>(options)));
    expect(result.map(({ shop, n, themes }) => [shop, n, themes.map(({ theme }) => theme)])).toEqual([
      ['a', 2, ['price', 'staff']],
      ['b', 3, ['price', 'food', 'staff']],
    ]);
  });
});

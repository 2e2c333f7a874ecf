import { describe, expect, test } from 'vitest';
import { by, InvalidDataError, InvalidOptionError, measure, socialRates, socialRatesMetric } from '../../src/index.js';
import reference from '../reference/engagement.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const POSTS = [
  { format: 'photo', reach: 1000, impressions: 1500, followers: 5000, likes: 90, comments: 10 },
  { format: 'video', reach: 3000, impressions: 6000, followers: 5100, likes: 140, comments: 10 },
] as const;

describe('engagement rates', () => {
  test.each(reference.social.map((each) => [each.x.length, each] as const))(
    'over %i posts have the ratio estimate of svyratio and the mean of t.test in R',
    (n, each) => {
      const rows = each.y.map((engaged, i) => ({ engaged, reach: each.x[i] ?? 0 }));
      const { pooled, mean, ...rest } = socialRates(rows, { by: 'reach', engagements: 'engaged' });
      expect(rest).toEqual({ n, unseen: 0, excluded: { missing: 0, invalid: 0, repeated: 0 } });
      expect(relativeError(pooled.value ?? Number.NaN, each.value)).toBeLessThan(1e-14);
      expect(relativeError(pooled.standardError ?? Number.NaN, each.standardError)).toBeLessThan(1e-12);
      expect(relativeError(pooled.interval?.low ?? Number.NaN, each.interval[0] ?? 0)).toBeLessThan(1e-12);
      expect(relativeError(pooled.interval?.high ?? Number.NaN, each.interval[1] ?? 0)).toBeLessThan(1e-12);
      expect(relativeError(mean.value ?? Number.NaN, each.mean)).toBeLessThan(1e-14);
      expect(relativeError(mean.interval?.low ?? Number.NaN, each.meanInterval[0] ?? 0)).toBeLessThan(1e-12);
      expect(relativeError(mean.interval?.high ?? Number.NaN, each.meanInterval[1] ?? 0)).toBeLessThan(1e-12);
    },
  );

  test('are by reach, by impressions or by followers, whichever is named', () => {
    const pooled = (audience: 'reach' | 'impressions' | 'followers') =>
      socialRates(POSTS, { by: audience, engagements: ['likes', 'comments'] }).pooled.value;
    expect([pooled('reach'), pooled('impressions'), pooled('followers')]).toEqual([
      250 / 4000,
      250 / 7500,
      250 / 10100,
    ]);
  });

  test('pooled and mean differ: a small post that did well counts for as much in the mean', () => {
    const { pooled, mean } = socialRates(POSTS, { by: 'reach', engagements: ['likes', 'comments'] });
    expect(pooled.value).toBe(0.0625);
    expect(mean.value).toBeCloseTo(0.075, 15);
  });

  test('may be above 1, with an interval that goes there', () => {
    const rows = [
      { reach: 10, likes: 15 },
      { reach: 20, likes: 50 },
    ];
    const { pooled } = socialRates(rows, { by: 'reach', engagements: 'likes' });
    expect(pooled.value).toBeCloseTo(65 / 30, 15);
    expect(pooled.interval?.high).toBeGreaterThan(65 / 30);
  });

  test('of posts that all do alike have no interval: how far others may be off is not known', () => {
    const rows = [3, 30, 300, 12].map((likes) => ({ likes, reach: likes * 10 }));
    const { pooled, mean } = socialRates(rows, { by: 'reach', engagements: 'likes' });
    expect(pooled).toMatchObject({ value: 0.1, n: 4, standardError: 0, interval: null });
    expect(mean).toMatchObject({ value: 0.1, n: 4, interval: null });
    const parts = [1, 2].map((reach) => ({ reach: reach / 7, likes: reach / 70 })); // equal but for rounding
    expect(socialRates(parts, { by: 'reach', engagements: 'likes' }).pooled.interval).toBeNull();
  });

  test('of one post have no interval, of none no value', () => {
    const one = socialRates([POSTS[0]], { by: 'reach', engagements: 'likes' });
    expect(one.pooled).toMatchObject({ value: 0.09, n: 1, interval: null, standardError: null });
    expect(one.mean).toEqual({ value: 0.09, n: 1, interval: null });
    const none = socialRates([] as (typeof POSTS)[number][], { by: 'reach', engagements: 'likes' });
    expect(none.pooled).toMatchObject({ value: null, n: 0, numerator: 0, denominator: 0 });
    expect(none.mean).toEqual({ value: null, n: 0, interval: null });
  });

  test('by format are rows', () => {
    const rows = measure(POSTS, by('format', socialRatesMetric({ by: 'reach', engagements: ['likes'] })));
    expect(rows.map(({ format, n, pooled }) => [format, n, pooled.value])).toEqual([
      ['photo', 1, 0.09],
      ['video', 1, 140 / 3000],
    ]);
  });

  test('leave out posts without a count, unless a function fills it in', () => {
    const rows = [
      { reach: 100, likes: 5, saves: null },
      { reach: 100, likes: 5, saves: 5 },
    ];
    const listed = socialRates(rows, { by: 'reach', engagements: ['likes', 'saves'] });
    expect([listed.n, listed.excluded.missing, listed.pooled.value]).toEqual([1, 1, 0.1]);
    const filled = socialRates(rows, { by: 'reach', engagements: ({ likes, saves }) => likes + (saves ?? 0) });
    expect([filled.n, filled.pooled.value]).toEqual([2, 0.075]);
  });

  test('know posts that nobody saw apart', () => {
    const rows = [...POSTS.map(({ reach, likes }) => ({ reach, likes })), { reach: 0, likes: 0 }];
    const { n, unseen, pooled } = socialRates(rows, { by: 'reach', engagements: 'likes' });
    expect([n, unseen, pooled.value]).toEqual([2, 1, 230 / 4000]);
  });
});

describe('wrong posts', () => {
  test.each([
    [{ reach: 0, likes: 1 }, 'E_NUM_RANGE', 'reach'],
    [{ reach: -1, likes: 1 }, 'E_NUM_RANGE', 'reach'],
    [{ reach: 10, likes: -1 }, 'E_NUM_RANGE', 'likes'],
    [{ reach: 10, likes: Number.NaN }, 'E_NUM_NONFINITE', 'likes'],
    [{ reach: 1e16, likes: 1 }, 'E_NUM_RANGE', 'reach'],
    [{ reach: '10', likes: 1 }, 'E_FIELD_TYPE', 'reach'],
  ])('%j are refused with row and field, or left out', (post, code, field) => {
    const rows = [{ reach: 10, likes: 1 }, post] as { reach: number; likes: number }[];
    const options = { by: 'reach', engagements: 'likes' } as const;
    expect(thrown(InvalidDataError, () => socialRates(rows, options)).issues).toMatchObject([
      { code, index: 1, field },
    ]);
    expect(socialRates(rows, { ...options, invalid: 'exclude' })).toMatchObject({ n: 1, excluded: { invalid: 1 } });
  });

  test('a misspelt field is found out', () => {
    // @ts-expect-error no such field
    expect(() => socialRates(POSTS, { by: 'raech', engagements: 'likes' })).toThrow(InvalidDataError);
  });

  test('a state from elsewhere is judged by the policy too', () => {
    const lax = socialRatesMetric<{ reach: number; likes: number }>({
      by: 'reach',
      engagements: 'likes',
      invalid: 'exclude',
    });
    const strict = socialRatesMetric<{ reach: number; likes: number }>({ by: 'reach', engagements: 'likes' });
    const state = lax.state([{ reach: -1, likes: 0 }]);
    expect(thrown(InvalidDataError, () => strict.finish(state)).issueCount).toBe(1);
    expect(lax.finish(state).excluded.invalid).toBe(1);
    // @ts-expect-error no state
    expect(() => strict.finish([])).toThrow(InvalidDataError);
  });
});

describe('the options', () => {
  test.each([
    [{ engagements: 'likes' }, 'socialRates requires by to be a field or a function'],
    [{ by: 'reach' }, 'socialRates requires engagements to be a field or a function'],
    [{ by: 'reach', engagements: [] }, 'socialRates requires engagements to name at least one field'],
    [{ by: 'reach', engagements: [3] }, 'socialRates requires engagements to be a field or a function'],
    [{ by: 'reach', engagements: 'likes', confidence: 95 }, 'socialRates requires confidence'],
    [{ by: 'reach', engagements: 'likes', method: 'wilson' }, 'socialRates requires options to be among'],
    [{ by: 'reach', engagements: 'likes', missing: 'zero' }, 'socialRates requires missing'],
  ])('%j are refused', (options, sentence) => {
    // @ts-expect-error wrong on purpose
    const error = thrown(InvalidOptionError, () => socialRates(POSTS, options));
    expect(error.message).toContain(sentence);
  });
});

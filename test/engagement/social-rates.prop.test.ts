import fc from 'fast-check';
import { expect, test } from 'vitest';
import { meanInterval, socialRates } from '../../src/index.js';

const post = fc.record({
  reach: fc.integer({ min: 1, max: 1_000_000 }),
  likes: fc.nat(100_000),
  comments: fc.nat(1000),
});
const posts = fc.array(post, { minLength: 2, maxLength: 12 });
const OPTIONS = { by: 'reach', engagements: ['likes', 'comments'] } as const;

test('pooled is the ratio of sums with its residual standard error, in plain arithmetic', () => {
  fc.assert(
    fc.property(posts, (rows) => {
      const { pooled } = socialRates(rows, OPTIONS);
      const n = rows.length;
      const engaged = rows.map(({ likes, comments }) => likes + comments);
      const [y, x] = [engaged.reduce((a, b) => a + b, 0), rows.reduce((sum, { reach }) => sum + reach, 0)];
      const squares = rows.reduce((sum, { reach }, i) => sum + ((engaged[i] ?? 0) - (y / x) * reach) ** 2, 0);
      expect(pooled.value).toBe(y / x);
      expect(pooled.standardError).toBeCloseTo(Math.sqrt((n / (n - 1)) * squares) / x, 9);
    }),
  );
});

test('the mean is that of the posts’ own rates, with Student’s interval from 0', () => {
  fc.assert(
    fc.property(posts, (rows) => {
      const { mean } = socialRates(rows, OPTIONS);
      const rates = rows.map(({ reach, likes, comments }) => (likes + comments) / reach);
      const expected = meanInterval(rates);
      expect(mean.value).toBe(expected.value);
      if (new Set(rates).size === 1) {
        expect(mean.interval).toBeNull();
        return;
      }
      expect(mean.interval?.low).toBe(Math.max(0, expected.interval?.low ?? 0));
      expect(mean.interval?.high).toBe(expected.interval?.high);
    }),
  );
});

test('both rates lie between the least and the greatest rate of a post', () => {
  fc.assert(
    fc.property(posts, (rows) => {
      const { pooled, mean } = socialRates(rows, OPTIONS);
      const rates = rows.map(({ reach, likes, comments }) => (likes + comments) / reach);
      for (const { value } of [pooled, mean]) {
        expect(value).toBeGreaterThanOrEqual(Math.min(...rates) * (1 - 1e-12));
        expect(value).toBeLessThanOrEqual(Math.max(...rates) * (1 + 1e-12));
      }
    }),
  );
});

test('audiences of one size make both rates one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(5000), { minLength: 2, maxLength: 12 }),
      fc.integer({ min: 1, max: 1e6 }),
      (likes, reach) => {
        const rows = likes.map((each) => ({ likes: each, reach }));
        const { pooled, mean } = socialRates(rows, { by: 'reach', engagements: 'likes' });
        expect(pooled.value ?? 0).toBeCloseTo(mean.value ?? 0, 12);
        expect(pooled.interval?.high ?? 0).toBeCloseTo(mean.interval?.high ?? 0, 9);
      },
    ),
  );
});

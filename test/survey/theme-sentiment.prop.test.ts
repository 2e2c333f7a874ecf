import fc from 'fast-check';
import { expect, test } from 'vitest';
import { themeSentiment, themeSentimentMetric } from '../../src/survey/theme-sentiment.js';

const review = fc.record({
  themes: fc.array(fc.constantFrom('a', 'b', 'c', '__proto__'), { maxLength: 4 }),
  good: fc.boolean(),
});
const reviews = fc.array(review, { maxLength: 40 });
const options = { theme: 'themes', positive: 'good' } as const;

test('shares lie between 0 and 1, no theme has more reviews than there are, and the weakest is first', () => {
  fc.assert(
    fc.property(reviews, (data) => {
      const { themes, n } = themeSentiment(data, options);
      expect(n).toBe(data.length);
      const shares = themes.map(({ positive }) => positive.value ?? -1);
      expect(shares).toEqual([...shares].sort((a, b) => a - b));
      for (const each of themes) {
        expect(each.n).toBeLessThanOrEqual(n);
        expect(each.positive.numerator).toBeLessThanOrEqual(each.n);
        expect(each.positive.value).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('calling the positive reviews negative turns every share over', () => {
  fc.assert(
    fc.property(reviews, (data) => {
      const turned = new Map(
        themeSentiment(
          data.map((each) => ({ ...each, good: !each.good })),
          options,
        ).themes.map((each) => [each.theme, each]),
      );
      for (const { theme, positive } of themeSentiment(data, options).themes) {
        expect(turned.get(theme)?.positive.value).toBeCloseTo(1 - (positive.value ?? 0), 12);
      }
    }),
  );
});

test('the order of the rows does not matter, and every split merges to the whole', () => {
  fc.assert(
    fc.property(reviews, fc.nat(), (data, at) => {
      const metric = themeSentimentMetric<(typeof data)[number]>(options);
      const cut = at % (data.length + 1);
      expect(metric.merge(metric.state(data.slice(cut)), metric.state(data.slice(0, cut)))).toEqual(metric.state(data));
      expect(themeSentiment([...data].reverse(), options)).toEqual(themeSentiment(data, options));
    }),
  );
});

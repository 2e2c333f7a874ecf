import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reviewRatings, reviewRatingsMetric } from '../../src/survey/review-ratings.js';

const review = fc.record({ item: fc.constantFrom('a', 'b', 'c', 'd'), stars: fc.integer({ min: 1, max: 5 }) });
const reviews = fc.array(review, { maxLength: 60 });
const options = { item: 'item', rating: 'stars' } as const;
const prior = fc.oneof(
  fc.constant('estimate' as const),
  fc.record({ mean: fc.double({ min: 1, max: 5, noNaN: true }), weight: fc.double({ min: 0, max: 100, noNaN: true }) }),
);

test('a shrunk rating lies between the mean of its item and that of the prior', () => {
  fc.assert(
    fc.property(reviews, prior, (data, chosen) => {
      const result = reviewRatings(data, { ...options, prior: chosen });
      for (const { mean, shrunk, credibility } of result.items) {
        const ends = [mean.value ?? 0, result.prior.mean ?? 0];
        expect(shrunk).toBeGreaterThanOrEqual(Math.min(...ends) - 1e-12);
        expect(shrunk).toBeLessThanOrEqual(Math.max(...ends) + 1e-12);
        expect(shrunk).toBeCloseTo(credibility * (ends[0] ?? 0) + (1 - credibility) * (ends[1] ?? 0), 9);
      }
    }),
  );
});

test('the larger the weight of the prior, the nearer to its mean', () => {
  fc.assert(
    fc.property(reviews, fc.integer({ min: 0, max: 50 }), fc.integer({ min: 1, max: 50 }), (data, weight, more) => {
      const gap = (given: number) =>
        new Map(
          reviewRatings(data, { ...options, prior: { mean: 3, weight: given } }).items.map(({ item, shrunk }) => [
            item,
            Math.abs((shrunk ?? 0) - 3),
          ]),
        );
      const [near, far] = [gap(weight + more), gap(weight)];
      for (const [item, distance] of near) expect(distance).toBeLessThanOrEqual((far.get(item) ?? 0) + 1e-12);
    }),
  );
});

test('counts add up, variances are not negative, and nothing is NaN, infinite or −0', () => {
  fc.assert(
    fc.property(reviews, prior, (data, chosen) => {
      const result = reviewRatings(data, { ...options, prior: chosen });
      expect(result.items.reduce((total, { n }) => total + n, 0)).toBe(data.length);
      expect(result.prior.withinVariance ?? 0).toBeGreaterThanOrEqual(0);
      expect(result.prior.betweenVariance ?? 0).toBeGreaterThanOrEqual(0);
      expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    }),
  );
});

test('the order of the rows does not matter, and every split merges to the whole', () => {
  fc.assert(
    fc.property(reviews, fc.nat(), (data, at) => {
      const metric = reviewRatingsMetric<(typeof data)[number]>(options);
      const cut = at % (data.length + 1);
      const merged = metric.merge(metric.state(data.slice(cut)), metric.state(data.slice(0, cut)));
      expect(merged).toEqual(metric.state(data));
      expect(reviewRatings([...data].reverse(), options)).toEqual(reviewRatings(data, options));
    }),
  );
});

import { expectTypeOf, test } from 'vitest';
import type { Estimate, Interval, Rate } from '../../src/core/estimate.js';
import * as stats from '../../src/stats/index.js';

test('results say what may be absent', () => {
  expectTypeOf(stats.quantile([1], 0.5)).toEqualTypeOf<number | null>();
  expectTypeOf(stats.gini([1])).toEqualTypeOf<number | null>();
  expectTypeOf(stats.proportionInterval(1, 2)).toEqualTypeOf<Interval>();
  expectTypeOf(stats.rate(1, 2)).toEqualTypeOf<Rate>();
  expectTypeOf(stats.meanInterval(stats.moments([1, 2]))).toEqualTypeOf<Estimate>();
  expectTypeOf(stats.bootstrap([1], () => 1, { seed: 1, resamples: 2 })).toExtend<Estimate>();
});

test('p-values stay without null where none was given', () => {
  expectTypeOf(stats.adjustPValues([0.1], 'bh')).toEqualTypeOf<readonly number[]>();
  expectTypeOf(stats.adjustPValues([0.1, null], 'bh')).toEqualTypeOf<readonly (number | null)[]>();
});

test('the statistic of a bootstrap sees the observations', () => {
  stats.bootstrap(
    [{ amount: 1 }],
    (sample) => {
      expectTypeOf(sample).toEqualTypeOf<readonly { amount: number }[]>();
      return sample.length;
    },
    { seed: 1, resamples: 2 },
  );
});

test('designs do not mix', () => {
  // @ts-expect-error a mean has no baseline
  stats.power({ kind: 'mean', difference: 1, standardDeviation: 1, n: 2, baseline: 0.1 });
  // @ts-expect-error a share needs its target
  stats.sampleSize({ kind: 'proportion', baseline: 0.1 });
  // @ts-expect-error the seed is required
  stats.bootstrap([1], () => 1, { resamples: 2 });
});

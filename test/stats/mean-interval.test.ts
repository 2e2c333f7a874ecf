import { expect, test } from 'vitest';
import { meanInterval } from '../../src/stats/mean-interval.js';
import { moments } from '../../src/stats/moments.js';
import reference from '../reference/intervals.json' with { type: 'json' };

test('is that of R t.test', () => {
  for (const { values, confidence, mean, interval } of reference.means) {
    const found = meanInterval(values, { confidence });
    const [low = Number.NaN, high = Number.NaN] = interval;
    expect(found.n).toBe(values.length);
    expect(Math.abs((found.value ?? 0) / mean - 1)).toBeLessThan(1e-14);
    expect(Math.abs((found.interval?.low ?? 0) / low - 1)).toBeLessThan(1e-12);
    expect(Math.abs((found.interval?.high ?? 0) / high - 1)).toBeLessThan(1e-12);
  }
});

test('takes the moments instead of the values', () => {
  expect(meanInterval(moments([1, 2, 4]))).toEqual(meanInterval([1, 2, 4]));
});

test('says what it can where there is little to say', () => {
  expect(meanInterval([])).toEqual({ value: null, n: 0, interval: null });
  expect(meanInterval([3])).toEqual({ value: 3, n: 1, interval: null });
  expect(meanInterval([3, 3]).interval).toEqual({ low: 3, high: 3, confidence: 0.95, method: 't' });
});

test('refuses wrong values and options under its own name', () => {
  expect(() => meanInterval([1, Number.NaN])).toThrow('meanInterval requires finite numbers; value 1 of data is NaN');
  expect(() => meanInterval([1, 2], { confidence: 95 })).toThrow(
    expect.objectContaining({ name: 'InvalidOptionError' }),
  );
  // @ts-expect-error no data
  expect(() => meanInterval(null)).toThrow(expect.objectContaining({ name: 'InvalidDataError' }));
});

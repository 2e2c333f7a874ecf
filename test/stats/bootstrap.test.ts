import { describe, expect, test } from 'vitest';
import { bootstrap } from '../../src/stats/bootstrap.js';
import { randomFrom } from '../../src/stats/random.js';
import reference from '../reference/random.json' with { type: 'json' };

function mean(sample: readonly number[]): number {
  let sum = 0;
  for (const value of sample) sum += value;
  return sum / sample.length;
}

describe('randomFrom', () => {
  test('is xoshiro128**, to the bit', () => {
    for (const { seed, uniform } of reference.cases) {
      const random = randomFrom(seed);
      expect(uniform.map(() => random.uniform())).toEqual(uniform);
    }
    const random = randomFrom(42);
    expect(reference.below10.map(() => random.below(10))).toEqual(reference.below10);
  });

  test('gives integers that are equally likely, and normal values of mean 0 and variance 1', () => {
    const random = randomFrom(2026);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i += 1) {
      const draw = random.below(7);
      counts[draw] = (counts[draw] ?? 0) + 1;
    }
    // χ² with 6 degrees of freedom exceeds 22.5 once in a thousand.
    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(22.5);
    const draws = Array.from({ length: 50_000 }, () => random.normal());
    expect(Math.abs(mean(draws))).toBeLessThan(0.02);
    expect(mean(draws.map((z) => z * z))).toBeGreaterThan(0.97);
    expect(mean(draws.map((z) => z * z))).toBeLessThan(1.03);
    expect(randomFrom(1).below(1)).toBe(0);
  });
});

describe('bootstrap', () => {
  test('is the one drawn with the same generator elsewhere', () => {
    for (const { data, seed, resamples, confidence, ...expected } of reference.bootstraps) {
      for (const method of ['percentile', 'bca'] as const) {
        const found = bootstrap(data, mean, { seed, resamples, confidence, method });
        expect(found.value).toBe(expected.value);
        expect(found.standardError).toBeCloseTo(expected.standardError, 12);
        expect(found.interval?.low).toBeCloseTo(expected[method][0] ?? Number.NaN, 10);
        expect(found.interval?.high).toBeCloseTo(expected[method][1] ?? Number.NaN, 10);
        expect(found.interval).toMatchObject({ method, confidence });
      }
    }
  });

  test('gives the same bits for the same seed, and others for another', () => {
    const data = Array.from({ length: 40 }, (_, i) => (i * i) % 17);
    const first = bootstrap(data, mean, { seed: 5, resamples: 300, method: 'bca' });
    expect(bootstrap(data, mean, { seed: 5, resamples: 300, method: 'bca' })).toEqual(first);
    expect(bootstrap(data, mean, { seed: 6, resamples: 300, method: 'bca' })).not.toEqual(first);
  });

  test('draws the same first samples whatever the number', () => {
    const seen = (resamples: number): number[] => {
      const values: number[] = [];
      const keep = (sample: readonly number[]): number => {
        const value = mean(sample);
        values.push(value);
        return value;
      };
      bootstrap([1, 2, 4, 8], keep, { seed: 9, resamples });
      return values;
    };
    expect(seen(100).slice(0, 51)).toEqual(seen(50));
  });

  test('comes near the standard error and the width of theory for the mean of many', () => {
    const random = randomFrom(3);
    const data = Array.from({ length: 2000 }, () => random.uniform());
    const { standardError, interval } = bootstrap(data, mean, { seed: 11, resamples: 4000 });
    const theory = Math.sqrt(1 / 12 / 2000);
    expect((standardError ?? 0) / theory).toBeGreaterThan(0.97);
    expect((standardError ?? 0) / theory).toBeLessThan(1.03);
    const width = (interval?.high ?? 0) - (interval?.low ?? 0);
    expect(width / (2 * 1.959964 * theory)).toBeGreaterThan(0.97);
    expect(width / (2 * 1.959964 * theory)).toBeLessThan(1.03);
  });

  test('corrects tiny and huge values as it does those between', () => {
    const data = [1, 2, 4, 9, 30, 31, 45, 100];
    const options = { seed: 3, resamples: 400, method: 'bca' } as const;
    const plain = bootstrap(data, mean, options).interval;
    // Powers of two, so that nothing is rounded: about 1e±110, where cubes leave the doubles, and 1e-303, where squares do.
    for (const power of [365, -365, -1006]) {
      const scale = 2 ** power;
      const found = bootstrap(
        data.map((value) => value * scale),
        mean,
        options,
      ).interval;
      expect((found?.low ?? 0) / scale).toBeCloseTo(plain?.low ?? Number.NaN, 10);
      expect((found?.high ?? 0) / scale).toBeCloseTo(plain?.high ?? Number.NaN, 10);
    }
  });

  test('takes rows, and a statistic that sorts its sample', () => {
    const rows = Array.from({ length: 9 }, (_, i) => ({ amount: i }));
    const median = (sample: readonly { amount: number }[]): number =>
      // The list is the bootstrap's own: sorting it in place must do no harm.
      (sample as { amount: number }[]).sort((a, b) => a.amount - b.amount)[4]?.amount ?? 0;
    for (const method of ['percentile', 'bca'] as const) {
      const { value, interval } = bootstrap(rows, median, { seed: 1, resamples: 500, method });
      expect(value).toBe(4);
      expect(interval?.low).toBeGreaterThanOrEqual(0);
      expect(interval?.high).toBeLessThanOrEqual(8);
    }
    expect(rows.map((row) => row.amount)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('says what it can where there is little to say', () => {
    const unknown = { interval: null, standardError: null, bias: null, resamples: 10 };
    expect(bootstrap([], mean, { seed: 1, resamples: 10 })).toEqual({ value: null, n: 0, ...unknown });
    expect(bootstrap([3], mean, { seed: 1, resamples: 10 })).toEqual({ value: 3, n: 1, ...unknown });
    expect(bootstrap([3, 3], mean, { seed: 1, resamples: 10, method: 'bca' })).toMatchObject({
      value: 3,
      interval: null,
      standardError: 0,
      bias: 0,
    });
    expect(bootstrap([3, 3], mean, { seed: 1, resamples: 10 }).interval).toMatchObject({ low: 3, high: 3 });
  });

  test('refuses missing seeds, and statistics that are no numbers', () => {
    // @ts-expect-error no seed
    expect(() => bootstrap([1, 2], mean, { resamples: 10 })).toThrow('bootstrap requires seed to be an integer');
    expect(() => bootstrap([1, 2], mean, { seed: -1, resamples: 10 })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError' }),
    );
    expect(() => bootstrap([1, 2], mean, { seed: 2 ** 32, resamples: 10 })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError' }),
    );
    expect(() => bootstrap([1, 2], mean, { seed: 1, resamples: 1 })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError' }),
    );
    expect(() => bootstrap([1, 2], () => Number.NaN, { seed: 1, resamples: 10 })).toThrow(
      'bootstrap requires the statistic to be a finite number; statistic is NaN',
    );
    // @ts-expect-error no data
    expect(() => bootstrap(null, mean, { seed: 1, resamples: 10 })).toThrow(
      expect.objectContaining({ name: 'InvalidDataError' }),
    );
    // @ts-expect-error no function
    expect(() => bootstrap([1], 'mean', { seed: 1, resamples: 10 })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError' }),
    );
  });
});

import fc from 'fast-check';
import { quantile, sum } from 'kizuna/stats';
import { describe, expect, test } from 'vitest';
import { Durations, timeOf } from '../../src/funnel/durations.js';
import { relativeError } from '../support/close.js';

const durations = fc.array(fc.oneof(fc.nat(20), fc.nat(1e9), fc.constantFrom(0, 2 ** 48, 2 ** 52 - 1)), {
  minLength: 1,
  maxLength: 300,
});

describe('durations in short', () => {
  test('have the quantiles of type 7 and the mean, in whatever order they come', () => {
    fc.assert(
      fc.property(durations, (values) => {
        const time = timeOf(Float64Array.from(values));
        expect(time?.n).toBe(values.length);
        expect(relativeError(time?.median ?? -1, quantile(values, 0.5) ?? 0)).toBeLessThan(4e-16);
        expect(relativeError(time?.p90 ?? -1, quantile(values, 0.9) ?? 0)).toBeLessThan(4e-16);
        expect(relativeError(time?.mean ?? -1, sum(values) / values.length)).toBeLessThan(4e-16);
        expect(timeOf(Float64Array.from(values).sort())).toEqual(time);
        expect(timeOf(Float64Array.from(values).reverse())).toEqual(time);
      }),
    );
  });

  test('of nobody are null', () => {
    expect(timeOf(new Float64Array(0))).toBeNull();
  });

  test('are all there, also beyond the first room', () => {
    const column = new Durations();
    const values = Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1000);
    for (const value of values) column.add(value);
    expect(Array.from(column.all())).toEqual(values);
    expect(column.sorted()).toEqual([...values].sort((a, b) => a - b));
  });
});

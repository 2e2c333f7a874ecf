import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entryAt, fallTo, logLogInterval, productLimit, timeOfShare } from '../../src/stats/product-limit.js';
import { mergeSorted, sortDurations } from '../../src/stats/sort-durations.js';
import reference from '../reference/product-limit.json' with { type: 'json' };
import { relativeError } from '../support/close.js';

describe.each(reference.cases.map((each) => [each.name, each] as const))('the curve of R, %s', (_, expected) => {
  const curve = productLimit(Float64Array.from(expected.ended), Float64Array.from(expected.censored));

  test('has the same times and counts', () => {
    expect([...curve.time]).toEqual(expected.time);
    expect([...curve.atRisk]).toEqual(expected.atRisk);
    expect([...curve.ended]).toEqual(expected.events);
    expect([...curve.censored]).toEqual(expected.losses);
  });

  test('has the same survival, Greenwood error and log-log interval', () => {
    for (const [i, survival] of expected.survival.entries()) {
      expect(relativeError(curve.survival[i] as number, survival)).toBeLessThan(1e-13);
      const interval = logLogInterval(curve.survival[i] as number, curve.logVariance[i] as number, 0.95);
      const error = expected.logError[i] ?? null;
      if (error === null) expect(curve.logVariance[i]).toBe(Infinity);
      else expect(relativeError(Math.sqrt(curve.logVariance[i] as number), error)).toBeLessThan(1e-13);
      const low = expected.low[i] ?? null;
      // R gives 1 to 1 before the first end, where this interval has no value.
      if (low === null || survival === 1) expect(interval).toBeNull();
      else {
        expect(interval?.low).toBeCloseTo(low, 13);
        expect(interval?.high).toBeCloseTo(expected.high[i] as number, 13);
      }
    }
  });

  test('has the same quantiles', () => {
    expect(expected.shares.map((share) => timeOfShare(curve, share))).toEqual(expected.times);
  });
});

const durations = fc.array(fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 1e12, noNaN: true })), {
  maxLength: 60,
});
const sorted = (values: readonly number[]) => Float64Array.from(values, (value) => value + 0).sort();

describe('the curve', () => {
  test('is that of the product over the different times, in any censoring', () => {
    fc.assert(
      fc.property(durations, durations, (ended, censored) => {
        const curve = productLimit(sorted(ended), sorted(censored));
        let [survival, variance] = [1, 0];
        const all = [...ended, ...censored];
        for (const [i, time] of [...curve.time].entries()) {
          const atRisk = all.filter((each) => each >= time).length;
          const ends = ended.filter((each) => each === time).length;
          survival *= (atRisk - ends) / atRisk;
          variance += ends === 0 ? 0 : ends / (atRisk * (atRisk - ends));
          expect(curve.atRisk[i]).toBe(atRisk);
          expect(relativeError(curve.survival[i] as number, survival)).toBeLessThan(1e-13);
          expect(relativeError(curve.logVariance[i] as number, variance)).toBeLessThan(1e-12);
          expect(entryAt(curve, time)).toBe(i);
        }
        expect([...new Set(all.map((each) => each + 0))].length).toBe(curve.time.length);
      }),
    );
  });

  test('without censoring is the share that lasted longer, to the last bit', () => {
    fc.assert(
      fc.property(durations, (ended) => {
        const curve = productLimit(sorted(ended), new Float64Array(0));
        for (const [i, time] of curve.time.entries()) {
          expect(curve.survival[i]).toBe(ended.filter((each) => each > time).length / ended.length);
        }
      }),
    );
  });

  test('comes down to a level at the same time where it is not kept', () => {
    fc.assert(
      fc.property(durations, durations, fc.double({ min: 0, max: 1, noNaN: true }), (ended, censored, level) => {
        const lists = [sorted(ended), sorted(censored)] as const;
        const curve = productLimit(...lists);
        const entry = curve.survival.findIndex((each, i) => each <= level && (curve.ended[i] as number) > 0);
        expect(fallTo(...lists, level)).toEqual({
          time: curve.time[entry] ?? null,
          survival: curve.survival[entry] ?? curve.survival.at(-1) ?? 1,
        });
      }),
    );
  });

  test('of ten million has a finite variance', () => {
    const ended = new Float64Array(5e6).fill(1);
    const curve = productLimit(ended, new Float64Array(5e6).fill(2));
    expect(curve.survival[0]).toBe(0.5);
    expect(curve.logVariance[0]).toBe(1e-7);
  });

  test('of nothing is empty and reaches no share', () => {
    const curve = productLimit(new Float64Array(0), new Float64Array(0));
    expect(curve.time).toHaveLength(0);
    expect(timeOfShare(curve, 0.5)).toBeNull();
    expect(entryAt(curve, 5)).toBe(-1);
  });
});

test('sorted lists merge into a sorted one', () => {
  fc.assert(
    fc.property(fc.array(durations, { maxLength: 5 }), (lists) => {
      expect(mergeSorted(lists.map(sorted))).toEqual(sorted(lists.flat()));
    }),
  );
});

describe('durations are sorted', () => {
  const seeded = (size: number, make: (i: number) => number) => Float64Array.from({ length: size }, (_, i) => make(i));

  test.each([
    ['milliseconds', (i: number) => Math.imul(i, 2654435761) >>> 2],
    ['instants in years', (i: number) => (Math.imul(i, 2654435761) >>> 0) * 86_400_001],
    ['fractions', (i: number) => (Math.imul(i, 2654435761) >>> 0) / 4294967296],
    ['few values', (i: number) => i % 3],
    ['one value', () => 7],
    ['the least and the greatest', (i: number) => [0, Number.MIN_VALUE, Number.MAX_VALUE, Infinity][i % 4] as number],
  ])('as the engine does: %s', (_, make) => {
    for (const size of [0, 1, 100, 4095, 4096, 20_000]) {
      const values = seeded(size, make);
      const expected = values.slice().sort();
      expect(sortDurations(values)).toBe(values);
      expect(values).toEqual(expected);
    }
  });

  test('also where they are a part of a larger array', () => {
    const all = seeded(20_000, (i) => (20_000 - i) * 1.5);
    sortDurations(all.subarray(5000, 15_000));
    expect(all.subarray(5000, 15_000)).toEqual(all.slice(5000, 15_000).sort());
    expect([all[4999], all[15_000]]).toEqual([15_001 * 1.5, 5000 * 1.5]);
  });
});

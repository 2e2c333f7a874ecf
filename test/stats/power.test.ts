import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noncentralTSurvival } from '../../src/stats/noncentral-t.js';
import { power } from '../../src/stats/power.js';
import { sampleSize } from '../../src/stats/sample-size.js';
import { studentT } from '../../src/stats/student-t.js';
import noncentral from '../reference/noncentral-t.json' with { type: 'json' };
import reference from '../reference/tests.json' with { type: 'json' };

function alternativeOf(name: string): 'two-sided' | 'greater' {
  return name === 'one.sided' ? 'greater' : 'two-sided';
}

describe('power', () => {
  test('of means is R power.t.test', () => {
    for (const {
      n,
      difference,
      standardDeviation,
      confidence,
      alternative,
      power: expected,
    } of reference.powerOfMeans) {
      const options = { kind: 'mean', n, difference, standardDeviation, confidence } as const;
      const found = power({ ...options, alternative: alternativeOf(alternative) }).power;
      expect(Math.abs(found - expected)).toBeLessThan(1e-10);
    }
  });

  test('of shares is R power.prop.test', () => {
    for (const { n, baseline, target, confidence, alternative, power: expected } of reference.powerOfShares) {
      const options = { kind: 'proportion', n, baseline, target, confidence } as const;
      const found = power({ ...options, alternative: alternativeOf(alternative) }).power;
      expect(Math.abs(found - expected)).toBeLessThan(1e-13);
    }
  });

  test('is the level of the test where a change has the other direction, or less', () => {
    expect(
      power({ kind: 'mean', difference: 0, standardDeviation: 1, n: 20, alternative: 'greater' }).power,
    ).toBeCloseTo(0.05, 12);
    expect(
      power({ kind: 'mean', difference: -1, standardDeviation: 1, n: 20, alternative: 'greater' }).power,
    ).toBeLessThan(1e-5);
    expect(power({ kind: 'mean', difference: -1, standardDeviation: 1, n: 20, alternative: 'less' })).toEqual(
      power({ kind: 'mean', difference: 1, standardDeviation: 1, n: 20, alternative: 'greater' }),
    );
  });

  test('stands designs far beyond need', () => {
    expect(power({ kind: 'mean', difference: 1e6, standardDeviation: 1, n: 1e6 }).power).toBe(1);
    expect(power({ kind: 'mean', difference: 1e300, standardDeviation: 1e-300, n: 2 }).power).toBe(1);
  });

  test('refuses options of the other kind, and percents', () => {
    // @ts-expect-error a share has no standard deviation
    expect(() => power({ kind: 'proportion', baseline: 0.1, target: 0.2, n: 20, standardDeviation: 1 })).toThrow(
      expect.objectContaining({ code: 'E_OPT_UNKNOWN' }),
    );
    expect(() => power({ kind: 'proportion', baseline: 10, target: 12, n: 20 })).toThrow(
      /^power requires baseline to be a number between 0 and 1.*10$/,
    );
    expect(() => power({ kind: 'mean', difference: 1, standardDeviation: 0, n: 20 })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError' }),
    );
    expect(() => power({ kind: 'mean', difference: 1, standardDeviation: 1, n: 20, confidence: 95 })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError' }),
    );
    // @ts-expect-error no kind
    expect(() => power({ difference: 1, standardDeviation: 1, n: 20 })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError' }),
    );
  });
});

describe('sampleSize', () => {
  test('is R power.t.test and power.prop.test, rounded up', () => {
    for (const { difference, standardDeviation, power: wanted, n, oneSided } of reference.meanSizes) {
      const options = { kind: 'mean', difference, standardDeviation, power: wanted } as const;
      expect(sampleSize(options).perGroup).toBe(Math.ceil(n));
      expect(sampleSize({ ...options, alternative: 'greater' }).perGroup).toBe(Math.ceil(oneSided));
    }
    for (const { baseline, target, power: wanted, n, oneSided } of reference.shareSizes) {
      const options = { kind: 'proportion', baseline, target, power: wanted } as const;
      expect(sampleSize(options).perGroup).toBe(Math.ceil(n));
      expect(sampleSize({ ...options, alternative: target > baseline ? 'greater' : 'less' }).perGroup).toBe(
        Math.ceil(oneSided),
      );
    }
  });

  test('of one share is the one of the textbooks', () => {
    expect(sampleSize({ proportion: 0.5, marginOfError: 0.05 })).toEqual({ n: 385, perGroup: 385, groups: [385] });
    expect(sampleSize({ proportion: 0.5, marginOfError: 0.03 }).n).toBe(1068);
    expect(sampleSize({ proportion: 0, marginOfError: 0.03 }).n).toBe(1);
  });

  test('of a share that does not vary is one, however small the margin', () => {
    const one = { n: 1, perGroup: 1, groups: [1] };
    expect(sampleSize({ proportion: 0, marginOfError: 1e-200 })).toEqual(one);
    expect(sampleSize({ proportion: 1, marginOfError: 5e-324 })).toEqual(one);
  });

  test('is the fewest that reach the power, also in groups of unequal size', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 2, noNaN: true }),
        fc.double({ min: 0.2, max: 5, noNaN: true }),
        fc.double({ min: 0.3, max: 0.95, noNaN: true }),
        (difference, ratio, wanted) => {
          const design = { kind: 'mean', difference, standardDeviation: 1 } as const;
          const { n, perGroup, groups } = sampleSize({ ...design, ratio, power: wanted });
          const [first = 0, second = 0] = groups;
          expect(n).toBe(first + second);
          expect(first).toBe(perGroup);
          expect(Math.abs(second - first * ratio - 0.5)).toBeLessThanOrEqual(0.5 + 1e-9);
          expect(power({ ...design, n: first, ratio: second / first })).toEqual(power({ ...design, n: first, ratio }));
          expect(power({ ...design, n: first, ratio }).power).toBeGreaterThanOrEqual(wanted);
          if (first > 2) expect(power({ ...design, n: first - 1, ratio }).power).toBeLessThan(wanted);
        },
      ),
      { numRuns: 30 },
    );
  });

  test('of shares has at least the power asked, whatever the ratio', () => {
    const example = { kind: 'proportion', baseline: 0.5, target: 0.15, ratio: 0.5 } as const;
    expect(sampleSize(example).groups).toEqual([41, 21]);
    expect(power({ ...example, n: 41 }).power).toBeGreaterThanOrEqual(0.8);
    for (const ratio of [1e-6, 0.01, 0.1, 0.3, 1 / 3, 0.5, 0.7, 0.99, 1, 1.1, 1.5, 2, Math.PI, 10, 123.4]) {
      for (const [baseline, target] of [
        [0.5, 0.15],
        [0.1, 0.12],
        [0.02, 0.5],
        [0.9, 0.99],
      ] as const) {
        const design = { kind: 'proportion', baseline, target, ratio } as const;
        const { perGroup } = sampleSize({ ...design, power: 0.9 });
        expect(power({ ...design, n: perGroup }).power).toBeGreaterThanOrEqual(0.9);
      }
    }
  });

  test('takes a product that only rounding keeps from being whole for the whole number', () => {
    expect(100 * 0.07).toBe(7.000000000000001);
    const design = { kind: 'mean', difference: 1.1, standardDeviation: 1, ratio: 0.07 } as const;
    const { power: seven } = power({ ...design, n: 100, ratio: 0.0699 });
    expect(power({ ...design, n: 100 }).power).toBe(seven);
    expect(sampleSize({ ...design, power: seven }).groups).toEqual([100, 7]);
  });

  test('says what a change must be, and which forms there are', () => {
    const shares = { kind: 'proportion', baseline: 0.2, target: 0.2 } as const;
    expect(() => sampleSize(shares)).toThrow('sampleSize requires target to be other than the baseline 0.2; got 0.2');
    expect(() => sampleSize({ ...shares, target: 0.1, alternative: 'greater' })).toThrow(
      'sampleSize requires target to be above the baseline 0.2, as the alternative greater is; got 0.1',
    );
    expect(() => sampleSize({ kind: 'mean', difference: 1, standardDeviation: 1, alternative: 'less' })).toThrow(
      'sampleSize requires difference to be below 0, as the alternative less is; got 1',
    );
    expect(() => sampleSize({ kind: 'mean', difference: 0, standardDeviation: 1 })).toThrow(
      'sampleSize requires difference to be other than 0; got 0',
    );
    // @ts-expect-error no form
    expect(() => sampleSize({})).toThrow(
      'sampleSize requires kind to be proportion or mean, or else { proportion, marginOfError }; got undefined',
    );
    // @ts-expect-error half a form
    expect(() => sampleSize({ proportion: 0.5 })).toThrow(/^sampleSize requires marginOfError to be a number/);
  });

  test('refuses a change that is none, or in the direction that is not tested, or too small to find', () => {
    expect(() => sampleSize({ kind: 'mean', difference: 0, standardDeviation: 1 })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError' }),
    );
    expect(() => sampleSize({ kind: 'proportion', baseline: 0.2, target: 0.1, alternative: 'greater' })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError' }),
    );
    expect(() => sampleSize({ kind: 'mean', difference: 1e-9, standardDeviation: 1 })).toThrow(
      expect.objectContaining({ name: 'LimitError', code: 'E_LIMIT' }),
    );
    expect(() => sampleSize({ proportion: 0.5, marginOfError: 1e-9 })).toThrow(
      expect.objectContaining({ name: 'LimitError' }),
    );
    expect(() => sampleSize({ proportion: 50, marginOfError: 3 })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError' }),
    );
    // @ts-expect-error no options
    expect(() => sampleSize()).toThrow(expect.objectContaining({ name: 'InvalidOptionError' }));
  });
});

test('the noncentral t is that of 40-digit arithmetic, for large shifts too', () => {
  for (const [t = 0, degreesOfFreedom = 0, shift = 0, survival = 0] of noncentral.cases) {
    const error = Math.abs(noncentralTSurvival(t, degreesOfFreedom, shift) - survival);
    expect(error).toBeLessThan(Math.max(1e-14, 1e-16 * shift));
  }
  // Where the normal form of Abramowitz & Stegun 26.7.10 says 0.5986.
  const { power: found } = power({
    kind: 'mean',
    difference: 3162,
    standardDeviation: 1,
    n: 2,
    confidence: 0.9999999,
  });
  expect(found).toBeCloseTo(0.632056, 6);
});

test('the noncentral t has its ends, and no step where the method changes', () => {
  expect(noncentralTSurvival(0, 3, 20)).toBe(1);
  expect(noncentralTSurvival(5, 3, 1e308)).toBe(1);
  expect(noncentralTSurvival(5, 3, -20)).toBeLessThan(1e-80);
  for (const degreesOfFreedom of [0.5, 1, 3, 30, 1e4, 1e7]) {
    for (const t of [3, 9, 10, 11, 30]) {
      const [before, after] = [9.999999999999, 10.000000000001].map((shift) =>
        noncentralTSurvival(t, degreesOfFreedom, shift),
      );
      expect(Math.abs((after ?? 9) - (before ?? 0))).toBeLessThan(3e-12);
    }
  }
});

test('the noncentral t without shift is Student t, and turns with its sign', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -20, max: 20, noNaN: true }),
      fc.double({ min: 0.5, max: 500, noNaN: true }),
      fc.double({ min: -8, max: 8, noNaN: true }),
      (t, df, shift) => {
        expect(noncentralTSurvival(t, df, 0)).toBeCloseTo(studentT.survival(t, df), 12);
        expect(noncentralTSurvival(t, df, shift) + noncentralTSurvival(-t, df, -shift)).toBeCloseTo(1, 12);
      },
    ),
  );
});

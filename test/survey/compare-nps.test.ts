import { describe, expect, test } from 'vitest';
import { compareNps, InvalidDataError, InvalidOptionError, nps } from '../../src/index.js';
import reference from '../reference/nps.json' with { type: 'json' };

const bands = ([promoters = 0, passives = 0, detractors = 0]: readonly number[]) => ({
  promoters,
  passives,
  detractors,
});

/** Relative, so that a tail of 1e-200 counts as much as one half. */
function isClose(found: number | null | undefined, expected: number | null | undefined): boolean {
  if (expected === null || expected === undefined) return found === expected;
  return Math.abs((found ?? Number.NaN) - expected) <= 1e-12 * Math.abs(expected) + (expected === 0 ? 1e-14 : 0);
}

describe('two scores, against 40 digits', () => {
  const cases = reference.comparisons.map(
    (each) => [each.a.join('/'), each.b.join('/'), each.confidence, each] as const,
  );
  test.each(cases)('%s against %s at %d', (_a, _b, confidence, expected) => {
    for (const method of ['adjusted-wald', 'wald'] as const) {
      const found = compareNps(bands(expected.a), bands(expected.b), { method, confidence });
      const wanted = expected[method];
      expect(isClose(found.difference, expected.difference), 'difference').toBe(true);
      expect(isClose(found.standardError, wanted.standardError), 'standardError').toBe(true);
      expect(found.interval?.low).toBeCloseTo(wanted.interval[0] ?? Number.NaN, 10);
      expect(found.interval?.high).toBeCloseTo(wanted.interval[1] ?? Number.NaN, 10);
      expect(found.interval).toMatchObject({ method, confidence });
      expect(isClose(found.z, wanted.z), 'z').toBe(true);
      expect(
        found.pValue === wanted.pValue || Math.abs((found.pValue ?? 0) / (wanted.pValue ?? 1) - 1) < 1e-11,
        `p ${found.pValue} ${wanted.pValue}`,
      ).toBe(true);
    }
  });
});

describe('a comparison', () => {
  test('is the second less the first, as they are', () => {
    const [a, b] = [nps([3, 6, 7, 9, 10, 8]), nps([9, 9, 10, 8, 7, 10])];
    expect(compareNps(a, b).difference).toBeCloseTo((b.value ?? 0) - (a.value ?? 0), 12);
  });

  test('turns its sign when the sides change places', () => {
    const [a, b] = [bands([60, 20, 20]), bands([30, 40, 30])];
    const [there, back] = [compareNps(a, b), compareNps(b, a)];
    expect(back.difference).toBe(-(there.difference ?? 0));
    expect(back.z).toBe(-(there.z ?? 0));
    expect(back.pValue).toBe(there.pValue);
    expect(back.interval?.low).toBe(-(there.interval?.high ?? 0));
  });

  test('of a score with itself finds nothing', () => {
    const found = compareNps(bands([5, 2, 3]), bands([5, 2, 3]));
    expect(found).toMatchObject({ difference: 0, z: 0, pValue: 1 });
  });

  test('far out keeps a p-value that is not 0', () => {
    const { pValue } = compareNps(bands([200, 50, 50]), bands([50, 50, 200]));
    expect(pValue).toBeGreaterThan(0);
    expect(pValue).toBeLessThan(1e-50);
  });

  test('is null throughout when one side has no answers', () => {
    const nothing = { difference: null, standardError: null, interval: null, z: null, pValue: null };
    expect(compareNps(nps([]), nps([9]))).toEqual(nothing);
    expect(compareNps(nps([9]), bands([0, 0, 0]))).toEqual(nothing);
    const weightless = nps([{ s: 9, w: 0 }], { score: 's', weight: 'w' });
    expect(compareNps(nps([9]), weightless)).toEqual(nothing);
  });

  test('by Wald of two unanimous sides has no test', () => {
    const found = compareNps(bands([3, 0, 0]), bands([0, 0, 3]), { method: 'wald' });
    expect(found).toMatchObject({ difference: -200, standardError: 0, z: null, pValue: null });
    expect(found.interval).toMatchObject({ low: -200, high: -200 });
  });

  test('of weighted scores compares the weighted ones, on the effective n', () => {
    const rows = [
      { s: 10, w: 3 },
      { s: 2, w: 1 },
      { s: 9, w: 1 },
    ];
    const [plain, weighted] = [nps([10, 2, 9]), nps(rows, { score: 's', weight: 'w' })];
    const found = compareNps(plain, weighted);
    expect(found.difference).toBeCloseTo((weighted.value ?? 0) - (plain.value ?? 0), 12);
    const effective = 25 / 11;
    const asCounts = bands([(4 / 5) * effective, 0, (1 / 5) * effective]);
    expect(found.standardError).toBeCloseTo(compareNps(plain, asCounts).standardError ?? 0, 12);
  });

  test('reads results that went through JSON, frozen', () => {
    const stored = Object.freeze(JSON.parse(JSON.stringify(nps([9, 3, 7]))));
    expect(compareNps(stored, stored).pValue).toBe(1);
  });
});

test('counts of any size have an error, a test and no -0', () => {
  const [few, small] = [bands([3, 4, 5]), bands([3e-200, 4e-200, 5e-200])];
  for (const method of ['adjusted-wald', 'wald'] as const) {
    const { interval, z, standardError } = compareNps(small, few, { method });
    expect([interval?.low, interval?.high, z, standardError].every(Number.isFinite)).toBe(true);
    const empty = compareNps(bands([0, 1e15, 0]), bands([0, 1e9, 5e-324]), { method });
    expect([empty.difference, empty.z].some((value) => Object.is(value, -0))).toBe(false);
  }
});

describe('wrong arguments', () => {
  test('are refused with the name of the side', () => {
    // @ts-expect-error wrong on purpose
    expect(() => compareNps(null, bands([1, 1, 1]))).toThrow(
      'compareNps requires a to be a result of nps or counts of its bands; it is null',
    );
    // @ts-expect-error wrong on purpose
    expect(() => compareNps(bands([1, 1, 1]), { promoters: 1 })).toThrow(InvalidDataError);
    expect(() => compareNps(bands([1, 1, 1]), bands([1, -1, 1]))).toThrow(
      'compareNps requires b.passives to be a number from 0 to 1e15; b.passives is outside',
    );
    expect(() => compareNps(bands([1, Number.NaN, 1]), bands([1, 1, 1]))).toThrow(InvalidDataError);
    // Beyond it counts no longer tell one from another, and their products leave the range of doubles.
    expect(() => compareNps(bands([1e100, 3, 3]), bands([1, 1, 1]))).toThrow(InvalidDataError);
  });

  test('and so are wrong options', () => {
    const [a, b] = [bands([1, 1, 1]), bands([1, 1, 1])];
    // @ts-expect-error wrong on purpose
    expect(() => compareNps(a, b, { method: 'score' })).toThrow(InvalidOptionError);
    // @ts-expect-error wrong on purpose
    expect(() => compareNps(a, b, { confidnce: 0.9 })).toThrow(InvalidOptionError);
    expect(() => compareNps(a, b, { confidence: 95 })).toThrow(InvalidOptionError);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareNps, measure, type Nps, type NpsOptions, nps, npsMetric } from '../../src/index.js';

const score = fc.integer({ min: 0, max: 10 });
const scores = fc.array(score, { minLength: 1, maxLength: 60 });
const method = fc.constantFrom('score', 'adjusted-wald', 'wald' as const);
const confidence = fc.double({ min: 0.5, max: 0.999, noNaN: true });
const weight = fc.double({ min: 0.01, max: 50, noNaN: true });
const weighted = fc.array(fc.record({ s: score, w: weight }), { minLength: 1, maxLength: 40 });
const FIELDS = { score: 's', weight: 'w' } as const;

const value = (data: readonly number[], options: NpsOptions<number> = {}): number =>
  nps(data, options).value ?? Number.NaN;
const limits = ({ interval }: Nps): readonly [number, number] => [
  interval?.low ?? Number.NaN,
  interval?.high ?? Number.NaN,
];

function expectClose(found: readonly number[], expected: readonly number[], tolerance = 1e-9): void {
  for (const [i, number] of found.entries())
    expect(Math.abs(number - (expected[i] ?? Number.NaN))).toBeLessThan(tolerance);
}

describe('a score', () => {
  test('lies within its interval, and both within −100 to 100', () => {
    fc.assert(
      fc.property(scores, confidence, (data, level) => {
        const found = nps(data, { confidence: level });
        const [low, high] = limits(found);
        expect(low).toBeGreaterThanOrEqual(-100);
        expect(high).toBeLessThanOrEqual(100);
        expect(low).toBeLessThanOrEqual((found.value ?? Number.NaN) + 1e-12);
        expect(high).toBeGreaterThanOrEqual((found.value ?? Number.NaN) - 1e-12);
      }),
    );
  });

  test('turns its sign when promoters and detractors change places, and the interval is mirrored', () => {
    fc.assert(
      fc.property(scores, method, confidence, (data, chosen, level) => {
        const options = { method: chosen, confidence: level };
        const mirrored = data.map((each) => (each >= 9 ? 0 : each <= 6 ? 10 : each));
        const [one, other] = [nps(data, options), nps(mirrored, options)];
        expect((one.value ?? 0) + (other.value ?? 0)).toBe(0);
        const [low, high] = limits(one);
        expectClose(limits(other), [-high, -low]);
      }),
    );
  });

  test.each([
    [100, [9, 10]],
    [-100, [0, 1, 2, 3, 4, 5, 6]],
    [0, [7, 8]],
  ])('is %i of answers among %j alone', (expected, band) => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...band), { minLength: 1 }), (data) => {
        expect(value(data)).toBe(expected);
      }),
    );
  });

  test('never falls when an answer is raised', () => {
    fc.assert(
      fc.property(scores, fc.nat(), score, (data, place, higher) => {
        const raised = data.map((each, i) => (i === place % data.length ? Math.max(each, higher) : each));
        expect(value(raised)).toBeGreaterThanOrEqual(value(data));
      }),
    );
  });

  test('moves towards 0 with every passive', () => {
    fc.assert(
      fc.property(scores, fc.constantFrom(7, 8), (data, passive) => {
        expect(Math.abs(value([...data, passive]))).toBeLessThanOrEqual(Math.abs(value(data)));
        expect(Math.sign(value([...data, passive]))).toBe(Math.sign(value(data)));
      }),
    );
  });

  test('has bands, and a distribution, that add up to n', () => {
    fc.assert(
      fc.property(scores, (data) => {
        const { promoters, passives, detractors, distribution, n } = nps(data);
        expect(promoters + passives + detractors).toBe(n);
        expect(distribution.reduce((sum, { count }) => sum + count, 0)).toBe(n);
        expect(n).toBe(data.length);
      }),
    );
  });

  test('does not depend on the order of the answers, weighted or not', () => {
    fc.assert(
      fc.property(weighted, (rows) => {
        const reversed = [...rows].reverse();
        expect(nps(reversed, FIELDS)).toEqual(nps(rows, FIELDS));
        expect(nps(reversed, { score: 's' })).toEqual(nps(rows, { score: 's' }));
      }),
    );
  });

  test('of everybody counted k times is the same, with an interval that shrinks', () => {
    fc.assert(
      fc.property(scores, fc.integer({ min: 2, max: 6 }), method, (data, k, chosen) => {
        const repeated = Array.from({ length: k }, () => data).flat();
        const [once, often] = [nps(data, { method: chosen }), nps(repeated, { method: chosen })];
        expect(often.value).toBeCloseTo(once.value ?? Number.NaN, 10);
        expect(often.n).toBe(k * once.n);
        const [width, narrower] = [once, often].map(limits).map(([low, high]) => high - low);
        expect(narrower).toBeLessThanOrEqual((width ?? 0) + 1e-9);
        if (chosen === 'wald') expectClose([often.standardError ?? 0], [(once.standardError ?? 0) / Math.sqrt(k)]);
      }),
    );
  });

  test('with more confidence has an interval around the other', () => {
    fc.assert(
      fc.property(scores, method, confidence, confidence, (data, chosen, a, b) => {
        const [inner, outer] = [Math.min(a, b), Math.max(a, b)].map((level) =>
          limits(nps(data, { method: chosen, confidence: level })),
        );
        expect(outer?.[0]).toBeLessThanOrEqual((inner?.[0] ?? 0) + 1e-9);
        expect(outer?.[1]).toBeGreaterThanOrEqual((inner?.[1] ?? 0) - 1e-9);
      }),
    );
  });
});

describe('weights', () => {
  test('that are all equal leave score and score interval as they are', () => {
    fc.assert(
      fc.property(scores, weight, (data, w) => {
        const plain = nps(data);
        const found = nps(
          data.map((s) => ({ s, w })),
          FIELDS,
        );
        expectClose([found.value ?? Number.NaN], [plain.value ?? 0]);
        expectClose(limits(found), limits(plain), 1e-8);
        expect(found.effectiveN).toBeCloseTo(data.length, 9);
        expect(found.designEffect).toBeCloseTo(1, 9);
      }),
    );
  });

  test('that are all multiplied change nothing', () => {
    fc.assert(
      fc.property(weighted, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), method, (rows, factor, chosen) => {
        const options = { ...FIELDS, method: chosen };
        const [one, other] = [
          nps(rows, options),
          nps(
            rows.map(({ s, w }) => ({ s, w: w * factor })),
            options,
          ),
        ];
        expectClose([other.value ?? 0, other.standardError ?? 0], [one.value ?? 0, one.standardError ?? 0], 1e-8);
        if (rows.length > 1 || chosen !== 'wald') expectClose(limits(other), limits(one), 1e-7);
      }),
    );
  });

  test('that are whole give the score of everybody counted that often', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ s: score, w: fc.integer({ min: 1, max: 9 }) }), { minLength: 1 }), (rows) => {
        const counted = rows.flatMap(({ s, w }) => Array<number>(w).fill(s));
        expect(nps(rows, FIELDS).value).toBe(value(counted));
      }),
    );
  });

  test('never tell more than as many answers without', () => {
    fc.assert(
      fc.property(weighted, (rows) => {
        const { effectiveN, n, designEffect } = nps(rows, FIELDS);
        expect(effectiveN).toBeLessThanOrEqual(n * (1 + 1e-12));
        expect(effectiveN).toBeGreaterThanOrEqual(1 - 1e-12);
        expect(designEffect).toBeGreaterThanOrEqual(1 - 1e-12);
      }),
    );
  });

  test('are the same for the metric, but for the last digits', () => {
    fc.assert(
      fc.property(weighted, (rows) => {
        const [once, measured] = [nps(rows, FIELDS), measure(rows, npsMetric(FIELDS))];
        expect(measured.distribution.map(({ count }) => count)).toEqual(once.distribution.map(({ count }) => count));
        expectClose([measured.value ?? 0, ...limits(measured)], [once.value ?? 0, ...limits(once)]);
      }),
    );
  });
});

describe('a comparison', () => {
  const side = fc.record({ promoters: fc.nat(200), passives: fc.nat(200), detractors: fc.nat(200) });

  test('turns its sign with the sides, keeps its p-value, and its interval holds the adjusted difference', () => {
    fc.assert(
      fc.property(side, side, fc.constantFrom('adjusted-wald', 'wald' as const), (a, b, chosen) => {
        const [there, back] = [compareNps(a, b, { method: chosen }), compareNps(b, a, { method: chosen })];
        expect(back.pValue).toBe(there.pValue);
        expect(there.interval === null).toBe(there.difference === null);
        if (there.difference === null) return;
        expect(there.difference + (back.difference ?? Number.NaN)).toBe(0);
        expect(Math.abs(there.difference)).toBeLessThanOrEqual(200);
        expect(there.interval?.low).toBeLessThanOrEqual(there.interval?.high ?? Number.NaN);
      }),
    );
  });

  test('excludes 0 exactly when p is below the level', () => {
    fc.assert(
      fc.property(side, side, confidence, (a, b, level) => {
        const { interval, pValue } = compareNps(a, b, { confidence: level });
        if (interval === null || pValue === null || Math.abs(pValue - (1 - level)) < 1e-9) return;
        expect(interval.low > 0 || interval.high < 0).toBe(pValue < 1 - level);
      }),
    );
  });
});

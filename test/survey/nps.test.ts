import { describe, expect, test } from 'vitest';
import { by, measure, nps, npsMetric } from '../../src/index.js';
import reference from '../reference/nps.json' with { type: 'json' };
import surveys from '../reference/surveys.json' with { type: 'json' };
import { relativeError } from '../support/close.js';

/** As many scores as each band has answers. */
function scores([promoters, passives, detractors]: readonly number[]): Uint8Array {
  const list = new Uint8Array((promoters ?? 0) + (passives ?? 0) + (detractors ?? 0)).fill(3);
  return list.fill(9, 0, promoters).fill(8, promoters, (promoters ?? 0) + (passives ?? 0));
}

describe('a net promoter score', () => {
  test('is the share of promoters less that of detractors, in points', () => {
    const { value, n, promoters, passives, detractors, shares } = nps([10, 9, 8, 7, 6, 0, 10, 9]);
    expect(value).toBe(25);
    expect([n, promoters, passives, detractors]).toEqual([8, 4, 2, 2]);
    expect(shares).toEqual({ promoters: 0.5, passives: 0.25, detractors: 0.25 });
  });

  test('bands every point of the scale as Reichheld does', () => {
    const values = Array.from({ length: 11 }, (_, score) => nps([score]).value);
    expect(values).toEqual([-100, -100, -100, -100, -100, -100, -100, 0, 0, 100, 100]);
  });

  test('lists every point of the scale with its share', () => {
    const { distribution } = nps([10, 10, 3, 7]);
    expect(distribution).toHaveLength(11);
    expect(distribution[10]).toEqual({ score: 10, count: 2, share: 0.5 });
    expect(distribution[0]).toEqual({ score: 0, count: 0, share: 0 });
  });

  test('is null when nobody answered, with no interval and no shares', () => {
    const empty = nps([]);
    expect(empty).toMatchObject({ value: null, n: 0, interval: null, shares: null, standardError: null });
    expect(empty).toMatchObject({ effectiveN: 0, designEffect: null, promoters: 0, passives: 0, detractors: 0 });
    expect(empty.distribution.every(({ count, share }) => count === 0 && share === null)).toBe(true);
  });

  test('of one answer has an interval that says how little it tells', () => {
    const { value, interval } = nps([10]);
    expect(value).toBe(100);
    expect(interval?.low).toBeLessThan(0);
    expect(interval?.high).toBe(100);
  });

  test('counts five-point answers of employees with the breaks of eNPS', () => {
    const { value, distribution } = nps([5, 5, 4, 3, 1], { breaks: 'enps5' });
    expect(value).toBe(0);
    expect(distribution.map(({ score }) => score)).toEqual([1, 2, 3, 4, 5]);
  });

  test('takes breaks of your own, below zero too', () => {
    const { promoters, passives, detractors } = nps([-2, -1, 0, 1, 2], { breaks: [-2, -1, 0, 2] });
    expect([promoters, passives, detractors]).toEqual([2, 1, 2]);
  });

  test.each([5, {}, [0, 6, 8], [0, 6, 8, 8], [0, 6, 8, 9.5], [0, 6, 8, 2000]])('refuses the breaks %j', (breaks) => {
    expect(() => nps([9], { breaks: breaks as never })).toThrow(
      expect.objectContaining({ name: 'InvalidOptionError', code: 'E_OPT_RANGE' }),
    );
  });

  test('is not rounded', () => {
    expect(nps([10, 10, 3]).value).toBeCloseTo(33.333333333333336, 12);
  });
});

describe('the intervals, against roots found at 40 digits', () => {
  const cases = reference.intervals.map((each) => [each.bands.join('/'), each.confidence, each] as const);

  test.each(cases)('%s at %d: score, Wald, adjusted Wald and standard error', (_, confidence, expected) => {
    const data = scores(expected.bands);
    for (const [method, limits] of [
      ['score', expected.score],
      ['wald', expected.wald],
      ['adjusted-wald', expected.adjustedWald],
    ] as const) {
      const { interval } = nps(data, { method, confidence });
      expect(interval?.method).toBe(method);
      expect(interval?.confidence).toBe(confidence);
      expect(Math.abs((interval?.low ?? Number.NaN) - (limits[0] ?? 0)), `${method} low`).toBeLessThan(1e-10);
      expect(Math.abs((interval?.high ?? Number.NaN) - (limits[1] ?? 0)), `${method} high`).toBeLessThan(1e-10);
    }
    const { value, standardError } = nps(data);
    expect(relativeError(value ?? Number.NaN, expected.value)).toBeLessThan(1e-15);
    expect(relativeError(standardError ?? Number.NaN, expected.standardError)).toBeLessThan(1e-14);
  });
});

describe('weighted answers', () => {
  test.each(surveys.weighted.map((each) => [each.score.length, each] as const))(
    'of %i people have the score and the linearised standard error of the survey package of R',
    (_, { score, weight, nps: value, standardError, effectiveN }) => {
      const found = nps({ score, weight }, { score: 'score', weight: 'weight' });
      expect(relativeError(found.value ?? Number.NaN, value)).toBeLessThan(1e-13);
      expect(relativeError(found.standardError ?? Number.NaN, standardError)).toBeLessThan(1e-13);
      expect(relativeError(found.effectiveN, effectiveN)).toBeLessThan(1e-13);
      expect(relativeError(found.designEffect ?? Number.NaN, score.length / effectiveN)).toBeLessThan(1e-13);
      expect(found.n).toBe(score.length);
    },
  );

  test('say nothing when all weights are zero', () => {
    const found = nps([{ s: 9, w: 0 }], { score: 's', weight: 'w' });
    expect(found).toMatchObject({ value: null, n: 1, interval: null, shares: null, promoters: 1, effectiveN: 0 });
  });

  test('keep the counts beside the shares by weight', () => {
    const rows = [
      { s: 10, w: 3 },
      { s: 2, w: 1 },
    ];
    const found = nps(rows, { score: 's', weight: 'w' });
    expect(found).toMatchObject({ value: 50, promoters: 1, detractors: 1 });
    expect(found.shares).toEqual({ promoters: 0.75, passives: 0, detractors: 0.25 });
    expect(found.distribution[10]).toEqual({ score: 10, count: 1, share: 0.75 });
  });

  test('of one answer have no standard error, as one cannot tell a spread', () => {
    expect(nps([{ s: 9, w: 2 }], { score: 's', weight: 'w' }).standardError).toBeNull();
  });
});

describe('several answers of one customer', () => {
  const rows = [
    { who: 'a', at: '2025-01-01T00:00:00Z', score: 2 },
    { who: 'b', at: '2025-01-02T00:00:00Z', score: 9 },
    { who: 'a', at: '2025-03-01T00:00:00+09:00', score: 10 },
    { who: null, at: '2025-01-01T00:00:00Z', score: 7 },
    { who: null, at: '2025-01-01T00:00:00Z', score: 7 },
  ];
  const fields = { score: 'score', customer: 'who', time: 'at' } as const;

  test('all count unless asked otherwise', () => {
    expect(nps(rows, fields)).toMatchObject({ n: 5, excluded: { repeated: 0 } });
  });

  test('count once, by the latest or the first, and those without a customer all', () => {
    expect(nps(rows, { ...fields, repeat: 'latest' })).toMatchObject({ n: 4, promoters: 2, excluded: { repeated: 1 } });
    expect(nps(rows, { ...fields, repeat: 'first' })).toMatchObject({ n: 4, detractors: 1, excluded: { repeated: 1 } });
  });

  test('at the same instant count by the lower, in any order of the rows', () => {
    const tied = [
      { who: 1, at: 5, score: 9 },
      { who: 1, at: 5, score: 3 },
    ];
    for (const order of [tied, [...tied].reverse()]) {
      expect(nps(order, { ...fields, repeat: 'latest' }).detractors).toBe(1);
    }
  });

  test('compete only with answers: a later silence does not take one away', () => {
    const silent = [...rows, { who: 'b', at: '2025-05-01T00:00:00Z', score: null }];
    expect(nps(silent, { ...fields, repeat: 'latest' })).toMatchObject({ promoters: 2, excluded: { missing: 1 } });
  });

  test('are chosen within each group', () => {
    const grouped = by('who', npsMetric<(typeof rows)[number]>({ ...fields, repeat: 'latest' }));
    expect(measure(rows, grouped).map(({ who, n }) => [who, n])).toEqual([
      [null, 2],
      ['a', 1],
      ['b', 1],
    ]);
  });

  test('need to know customer and time', () => {
    expect(() => nps(rows, { score: 'score', repeat: 'latest' })).toThrow(
      'nps requires repeat to come with customer and time',
    );
  });

  test('refuse a time without an offset, with the row', () => {
    const odd = [{ who: 'a', at: '2025-01-01T00:00:00', score: 3 }];
    expect(() => nps(odd, { ...fields, repeat: 'latest' })).toThrow(
      expect.objectContaining({ code: 'E_TIME_INVALID', issues: [expect.objectContaining({ index: 0, field: 'at' })] }),
    );
  });
});

test.each([
  [[0, 6, 8]],
  [[0, 8, 6, 10]],
  [[0, 6, 6, 10]],
  [[0, 6, 8, 8]],
  [[0, 6.5, 8, 10]],
  [[0, 6, 8, 2000]],
  ['nps11'],
])('the breaks %j are refused', (breaks) => {
  // @ts-expect-error wrong on purpose
  expect(() => nps([9], { breaks })).toThrow(expect.objectContaining({ name: 'InvalidOptionError' }));
});

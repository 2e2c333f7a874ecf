import {
  coxRegression,
  coxSurvival,
  cumulativeIncidence,
  InvalidDataError,
  InvalidOptionError,
  incidenceAt,
  kaplanMeier,
  lifeTable,
  nelsonAalen,
  nelsonAalenMetric,
  renewalCurve,
  restrictedMean,
  type SurvivalResult,
  survivalAt,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const FIELDS = { duration: 't', ended: 'e' } as const;

describe('curves of extreme numbers', () => {
  test('have no infinite median', () => {
    const rows = [
      { t: 1.6e308, e: 1 },
      { t: 1.7e308, e: 1 },
    ];
    expect(relativeError(kaplanMeier(rows, FIELDS).median.value ?? 0, 1.65e308)).toBeLessThan(1e-15);
  });

  test('have no infinite error of a restricted mean', () => {
    const [times, at] = [[1e200, 1.7e308], 1.7e308];
    const rows = times.map((t) => ({ t, e: 1 }));
    const { standardError, interval } = restrictedMean(kaplanMeier(rows, FIELDS), at);
    // S is a half from the first to the last: √((1.7e308 / 2)² · 1/(2·1)).
    expect(relativeError(standardError ?? 0, 0.85e308 / Math.SQRT2)).toBeLessThan(1e-14);
    expect(interval?.high).toBe(at);
  });

  test('have no infinite end of a hazard', () => {
    const rows = [1, 2, 3, 4, 5].map((t) => ({ t, e: 1, w: 1e-6 }));
    const { curve } = nelsonAalen(rows, { ...FIELDS, weight: 'w' });
    expect(curve.map(({ high }) => high)).toEqual([null, null, null, null, null]);
    expect(curve[0]?.low).toBe(0);
  });
});

test('ties one by one need weights that count rows', () => {
  const rows = [{ t: 1, e: 1, w: 0.5 }];
  const options = { ...FIELDS, weight: 'w' } as const;
  expect(thrown(InvalidDataError, () => nelsonAalen(rows, { ...options, ties: 'one-by-one' })).issues).toMatchObject([
    { code: 'E_NUM_INTEGER', index: 0, field: 'w' },
  ]);
  expect(() => nelsonAalenMetric({ ...options, ties: 'one-by-one' })).toThrow(InvalidOptionError);
  expect(nelsonAalen(rows, options).curve[0]?.cumulativeHazard).toBe(1);
});

describe('what reads a curve', () => {
  const rows = [
    { t: 1, e: 1, x: 0 },
    { t: 2, e: 1, x: 1 },
    { t: 3, e: 0, x: 0 },
    { t: 4, e: 1, x: 1 },
    { t: 5, e: 1, x: 0 },
  ];
  const others: readonly (readonly [string, unknown])[] = [
    ['a cumulative hazard', nelsonAalen(rows, FIELDS)],
    [
      'the curve of a Cox model, whose errors are others',
      coxSurvival(coxRegression(rows, { ...FIELDS, covariates: ['x'] }), { x: 0 }),
    ],
    ['a renewal curve', renewalCurve(rows, FIELDS)],
    ['a cumulative incidence', cumulativeIncidence(rows, { duration: 't', reason: 'e' })],
    ['a result that was cut', { curve: [] }],
  ];
  test.each(others)('refuses %s', (_, other) => {
    const result = other as SurvivalResult; // it is none
    expect(() => survivalAt(result, [2])).toThrow(InvalidOptionError);
    expect(() => restrictedMean(result, 4)).toThrow(InvalidOptionError);
  });
});

test('the rows of a life table begin where they say, with widths that have no exact half', () => {
  const rows = Array.from({ length: 12 }, (_, i) => ({ t: (i + 1) / 10, e: 1 }));
  const table = lifeTable(rows, { ...FIELDS, width: 0.1 }).rows;
  expect(table.map(({ from, to, ended }) => [from, to, ended])).toEqual([
    [0, 0.1, 0],
    ...rows.map(({ t }, i) => [t, (i + 2) / 10, 1]),
  ]);
});

describe('the incidence of a reason', () => {
  test('has no error where all have ended for it', () => {
    const rows = Array.from({ length: 30 }, (_, i) => ({ t: (i % 7) + 1, why: 'price' }));
    for (const variance of ['multinomial', 'jackknife'] as const) {
      const { reasons } = cumulativeIncidence(rows, { duration: 't', reason: 'why', variance });
      expect(reasons[0]?.curve.at(-1)).toMatchObject({ incidence: expect.closeTo(1, 14), standardError: 0 });
    }
  });

  const rows = [
    { t: 2, why: 'price' },
    { t: 3, why: null },
    { t: 5, why: 'moved' },
    { t: 7, why: null },
  ];
  const result = cumulativeIncidence(rows, { duration: 't', reason: 'why' });

  test('is read at times, reason by reason', () => {
    expect(incidenceAt(result, [6, 0, 8]).map(({ reason, time, value, n }) => [reason, time, value, n])).toEqual([
      ['moved', 6, 0.375, 4],
      ['moved', 0, 0, 4],
      ['moved', 8, null, 4],
      ['price', 6, 0.25, 4],
      ['price', 0, 0, 4],
      ['price', 8, null, 4],
    ]);
    const [moved] = incidenceAt(result, [5]);
    const point = result.reasons[0]?.curve[2];
    expect(moved?.standardError).toBe(point?.standardError);
    expect(moved?.interval).toEqual({ low: point?.low, high: point?.high, confidence: 0.95, method: 'log-log' });
  });

  test('is known for ever when all have ended', () => {
    const all = cumulativeIncidence(rows.slice(0, 1), { duration: 't', reason: 'why' });
    expect(incidenceAt(all, [100])).toMatchObject([{ reason: 'price', value: 1 }]);
  });

  test('is not read off other results or at no times', () => {
    const none = kaplanMeier([{ t: 1, e: 1 }], FIELDS) as unknown as typeof result; // it is none
    expect(() => incidenceAt(none, [1])).toThrow(InvalidOptionError);
    expect(() => incidenceAt(result, [-1])).toThrow(InvalidOptionError);
  });
});

import {
  coxProportionality,
  coxRegression,
  coxSurvival,
  FitError,
  fitWeibull,
  hazardRatio,
  InvalidDataError,
  InvalidOptionError,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

interface Customer {
  readonly months: number;
  readonly left: boolean;
  readonly seats: number;
  readonly plan: string;
  readonly region: string;
}

const customers: readonly Customer[] = [
  { months: 2, left: true, plan: 'free', seats: 1, region: 'east' },
  { months: 3, left: true, plan: 'pro', seats: 1, region: 'west' },
  { months: 4, left: true, plan: 'team', seats: 5, region: 'west' },
  { months: 5, left: true, plan: 'free', seats: 4, region: 'west' },
  { months: 5, left: false, plan: 'team', seats: 2, region: 'east' },
  { months: 6, left: true, plan: 'pro', seats: 3, region: 'east' },
  { months: 7, left: true, plan: 'free', seats: 2, region: 'west' },
  { months: 9, left: true, plan: 'pro', seats: 5, region: 'west' },
  { months: 9, left: false, plan: 'pro', seats: 2, region: 'east' },
  { months: 9, left: true, plan: 'team', seats: 3, region: 'east' },
];
const fields = { duration: 'months', ended: 'left' } as const;
const seats = { ...fields, covariates: ['seats'] } as const;

const modelOf = (rows: readonly object[], covariates: readonly unknown[], more: object = {}) =>
  coxRegression(rows, { ...fields, covariates, ...more } as never);

describe('what no coefficient can be found for', () => {
  const codeOf = (act: () => unknown) => thrown(FitError, act).code;

  test('nothing ended, or one row', () => {
    const open = customers.map((each) => ({ ...each, left: false }));
    expect(codeOf(() => modelOf(open, ['seats']))).toBe('E_FIT_IDENTIFY');
    expect(codeOf(() => modelOf(customers.slice(0, 1), ['seats']))).toBe('E_FIT_IDENTIFY');
  });

  test('no rows, or weights that are all 0: as in the fits of distributions', () => {
    const error = thrown(InvalidDataError, () => modelOf([], ['seats']));
    expect(error.code).toBe('E_FIELD_MISSING');
    expect(error.message).toBe('coxRegression requires rows to be at least one; got none');
    const none = customers.map((each) => ({ ...each, weight: 0 }));
    expect(thrown(InvalidDataError, () => modelOf(none, ['seats'], { weight: 'weight' })).code).toBe('E_FIELD_MISSING');
    expect(thrown(InvalidDataError, () => fitWeibull([] as readonly Customer[], fields)).message).toBe(
      'fitWeibull requires rows to be at least one; got none',
    );
  });

  test('fewer ends than coefficients', () => {
    const two = customers.map((each, i) => ({ ...each, left: i < 2 }));
    const error = thrown(FitError, () => modelOf(two, ['seats', { field: 'plan', reference: 'free' }]));
    expect(error.code).toBe('E_FIT_IDENTIFY');
    expect(error.message).toBe('coxRegression requires rows to hold as many ends as there are coefficients, 3; got 2');
  });

  test('a covariate that is the same for all', () => {
    const alike = customers.map((each) => ({ ...each, seats: 3 }));
    const error = thrown(FitError, () => modelOf(alike, ['seats']));
    expect(error.message).toBe('coxRegression requires covariates to differ between rows; seats is the same in all');
    expect(
      codeOf(() =>
        modelOf(
          alike.map((each) => ({ ...each, plan: 'free' })),
          [{ field: 'plan', reference: 'free' }],
        ),
      ),
    ).toBe('E_FIT_IDENTIFY');
  });

  test('a covariate that differs only between strata, or only after the last end', () => {
    const apart = customers.map((each) => ({ ...each, west: each.region === 'west' }));
    expect(codeOf(() => modelOf(apart, ['west'], { strata: 'region' }))).toBe('E_FIT_IDENTIFY');
    const early = [...customers.map((each) => ({ ...each, seats: 3 })), { months: 1, left: false, seats: 9 }];
    expect(codeOf(() => modelOf(early, ['seats']))).toBe('E_FIT_IDENTIFY');
  });

  test('covariates that follow from one another', () => {
    const twice = customers.map((each) => ({ ...each, chairs: 2 * each.seats + 1e6 }));
    const error = thrown(FitError, () => modelOf(twice, ['seats', 'chairs']));
    expect(error.message).toBe(
      'coxRegression requires covariates that do not follow from one another; chairs is not independent of the others',
    );
  });

  test('covariates too large for doubles', () => {
    expect(
      codeOf(() =>
        modelOf(
          customers.map((each, i) => ({ ...each, seats: i * 1e307 })),
          ['seats'],
        ),
      ),
    ).toBe('E_FIT_DOMAIN');
  });
});

describe('coefficients that run to infinity', () => {
  const never = customers.map((each) => ({ ...each, left: each.left && each.plan !== 'pro' }));
  const model = modelOf(never, ['seats', { field: 'plan', reference: 'free' }]);

  test('are named, and have no errors', () => {
    expect(model.diagnostics).toMatchObject({ status: 'boundary', boundary: ['plan pro'] });
    expect(model.diagnostics.warnings[0]).toContain('The coefficient of plan pro runs to infinity');
    const [seatsRow, pro, team] = model.coefficients;
    expect(pro).toMatchObject({ level: 'pro', standardError: null, interval: null, z: null, pValue: null });
    expect(pro?.coefficient).toBeLessThan(-8);
    expect(seatsRow?.standardError).toBeGreaterThan(0);
    expect(team?.standardError).toBeGreaterThan(0);
    expect(model).toMatchObject({ covariance: null, tests: { wald: null } });
  });

  test('leave the others as if nobody of theirs were at risk', () => {
    const without = modelOf(
      never.filter(({ plan }) => plan !== 'pro'),
      ['seats', { field: 'plan', reference: 'free' }],
    );
    expect(model.coefficients[0]?.coefficient).toBeCloseTo(without.coefficients[0]?.coefficient ?? 0, 5);
    expect(model.coefficients[2]?.standardError).toBeCloseTo(without.coefficients[1]?.standardError ?? 0, 5);
    expect(model.logLikelihood).toBeCloseTo(without.logLikelihood, 6);
  });

  test('give curves and ratios without an interval', () => {
    const { curve } = coxSurvival(model, { seats: 2, plan: 'free' });
    expect(curve[0]).toMatchObject({ standardError: null, low: null, high: null });
    expect(hazardRatio(model, { seats: 2, plan: 'free' }, { seats: 1, plan: 'free' }).interval).toBeNull();
  });

  test('become finite with a penalty', () => {
    const held = modelOf(never, ['seats', { field: 'plan', reference: 'free' }], { penalty: 0.1 });
    expect(held.diagnostics).toMatchObject({ status: 'converged', penalty: 0.1 });
    expect(held.coefficients[1]?.standardError).toBeGreaterThan(0);
    expect(held.tests).toEqual({ likelihoodRatio: null, wald: null, score: null });
  });

  test('cannot be checked over time', () => {
    expect(() => coxProportionality(never, { ...fields, covariates: [{ field: 'plan', reference: 'free' }] })).toThrow(
      InvalidOptionError,
    );
  });
});

describe('rows that are not valid', () => {
  test('a covariate that is no number is named by its row', () => {
    const error = thrown(InvalidDataError, () =>
      modelOf([...customers, { months: 1, left: true, seats: Number.NaN }], ['seats']),
    );
    expect(error.issues[0]).toMatchObject({ code: 'E_NUM_NONFINITE', index: 10, field: 'seats' });
    expect(thrown(InvalidDataError, () => modelOf(customers, ['plan'])).code).toBe('E_FIELD_TYPE');
  });

  test('a missing covariate is left out and counted', () => {
    const missing = [...customers, { ...customers[0], seats: null }];
    const { excluded, ...model } = modelOf(missing, ['seats']);
    const { excluded: _, ...without } = coxRegression(customers, seats);
    expect(excluded).toEqual({ missing: 1, invalid: 0, repeated: 0 });
    expect(model).toEqual(without);
  });

  test('rows of weight 0 are as if they were not there', () => {
    const weighted = [
      ...customers.map((each) => ({ ...each, weight: 1 })),
      { months: 3, left: true, seats: 100, weight: 0 },
    ];
    expect(modelOf(weighted, ['seats'], { weight: 'weight' })).toEqual(coxRegression(customers, seats));
  });
});

describe('what people ask of the model', () => {
  const model = modelOf(customers, ['seats', { field: 'plan', reference: 'free' }]);
  const codeOf = (act: () => unknown) => thrown(InvalidOptionError, act).code;

  test('must be what the model has seen', () => {
    expect(codeOf(() => coxSurvival(model, { seats: 2, plan: 'gold' }))).toBe('E_OPT_RANGE');
    expect(codeOf(() => coxSurvival(model, { seats: 2 } as never))).toBe('E_OPT_RANGE');
    expect(codeOf(() => coxSurvival(model, { seats: Number.NaN, plan: 'pro' }))).toBe('E_OPT_TYPE');
    expect(codeOf(() => coxSurvival(model, { seats: 2, plan: 'pro', size: 3 }))).toBe('E_OPT_UNKNOWN');
    expect(codeOf(() => coxSurvival(model, { seats: 1e300, plan: 'pro' }))).toBe('E_OPT_RANGE');
    expect(codeOf(() => coxSurvival(model, { seats: 2, plan: 'pro' }, { stratum: 'east' }))).toBe('E_OPT_RANGE');
    expect(codeOf(() => hazardRatio({} as never, {}, {}))).toBe('E_OPT_TYPE');
    const stratified = modelOf(customers, ['seats'], { strata: 'region' });
    expect(codeOf(() => coxSurvival(stratified, { seats: 2 }))).toBe('E_OPT_RANGE');
    expect(coxSurvival(stratified, { seats: 2 }, { stratum: 'west' }).stratum).toBe('west');
  });

  test('a ratio of one step is the hazard ratio of the coefficient', () => {
    const ratio = hazardRatio(model, { seats: 3, plan: 'pro' }, { seats: 2, plan: 'pro' });
    const [row] = model.coefficients;
    expect(ratio.value).toBeCloseTo(row?.hazardRatio ?? 0, 14);
    expect(ratio.interval?.low).toBeCloseTo(row?.interval?.low ?? 0, 14);
    expect(hazardRatio(model, { seats: 3, plan: 'pro' }, { seats: 3, plan: 'pro' })).toMatchObject({
      value: 1,
      standardError: 0,
    });
  });

  test('the curve of the centers is the baseline', () => {
    const plain = coxRegression(customers, seats);
    const { curve } = coxSurvival(plain, { seats: plain.coefficients[0]?.center ?? 0 });
    expect(curve.map(({ survival }) => survival)).toEqual(plain.baseline.map(({ survival }) => survival));
  });

  test('the model survives JSON', () => {
    const stored = JSON.parse(JSON.stringify(model));
    expect(stored).toEqual(model);
    expect(coxSurvival(stored, { seats: 2, plan: 'pro' })).toEqual(coxSurvival(model, { seats: 2, plan: 'pro' }));
  });
});

test('a value far from all others does not hide the maximum beyond it', () => {
  const spread = [...customers, { months: 10, left: false, seats: 1e4 }];
  const [found] = modelOf(spread, ['seats']).coefficients;
  const [without] = coxRegression(
    customers.filter((each) => each.months < 10),
    seats,
  ).coefficients;
  expect(found?.coefficient).toBeCloseTo(without?.coefficient ?? 0, 8);
  expect(found?.standardError).toBeCloseTo(without?.standardError ?? 0, 6);
  const farther = [...customers, { months: 10, left: false, seats: 1e9 }];
  expect(thrown(FitError, () => modelOf(farther, ['seats'])).code).toBe('E_FIT_DOMAIN');
});

test('there is nothing to check over time where all ended at one time', () => {
  const atOnce = customers.map((each) => ({ ...each, months: each.left ? 3 : 5 }));
  const found = coxProportionality(atOnce, seats);
  expect(found.global).toEqual({ statistic: null, degreesOfFreedom: 0, pValue: null });
  expect(found.residuals).toHaveLength(8);
});

describe('options that are refused', () => {
  test.each([
    ['an unknown one', ['seats'], { tie: 'efron' }],
    ['no covariates', [], {}],
    ['a covariate twice', ['seats', 'seats'], {}],
    ['a function without a name', [{ field: (row: Customer) => row.seats }], {}],
    ['an unknown part of a rule', [{ field: 'seats', center: 0 }], {}],
    ['a reference that nobody has', [{ field: 'plan', reference: 'gold' }], {}],
    ['ties of another kind', ['seats'], { ties: 'exact' }],
    ['clusters without robust errors', ['seats'], { cluster: 'region', robust: false }],
    ['a penalty below 0', ['seats'], { penalty: -1 }],
    ['a confidence of 1', ['seats'], { confidence: 1 }],
  ])('%s', (_, covariates, more) => {
    expect(() => modelOf(customers, covariates, more)).toThrow(InvalidOptionError);
  });

  test('the logarithm of time where something ended at once', () => {
    const atOnce = [...customers, { ...customers[0], months: 0 }];
    expect(() => coxProportionality(atOnce, { ...seats, transform: 'log' } as never)).toThrow(InvalidOptionError);
    expect(coxProportionality(atOnce as readonly Customer[], seats).global.statistic).toBeGreaterThan(0);
  });
});

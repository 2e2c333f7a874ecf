import { describe, expect, test } from 'vitest';
import { FitError, InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import { compareModels } from '../../src/ltv/compare-models.js';
import { modelEstimate } from '../../src/ltv/model-estimate.js';
import { fitExponential } from '../../src/survival/fit-exponential.js';
import { fitLogLogistic } from '../../src/survival/fit-log-logistic.js';
import { fitLogNormal } from '../../src/survival/fit-log-normal.js';
import { fitWeibull } from '../../src/survival/fit-weibull.js';
import { lifetimeQuantile } from '../../src/survival/lifetime-quantile.js';
import { lifetimeSurvival } from '../../src/survival/lifetime-survival.js';
import { meanLifetime } from '../../src/survival/mean-lifetime.js';
import truncation from '../reference/parametric-lifetimes.json' with { type: 'json' };
import survreg from '../reference/parametric-survival.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';
import { fits, KINDS, placed } from './lifetime-fits.js';

const AGREED = 1e-9;
const ROLES = { duration: 'time', ended: 'ended' } as const;

function named(name: string): Case {
  return survreg.cases.find((one) => one.name === name) as unknown as Case; // as the script wrote it
}

function expectEach(found: readonly number[], expected: readonly number[]): void {
  const errors = found.map((value, j) => relativeError(value, expected[j]!));
  expect(Math.max(...errors)).toBeLessThan(AGREED);
}

describe('the fits agree with survreg of R', () => {
  for (const one of survreg.cases) {
    test.each(KINDS)(`${one.name}: %s`, (kind) => {
      const { time, ended, weight, fields, columns } = one as unknown as Case;
      const data = {
        time,
        ended,
        ...(weight && { weight }),
        ...Object.fromEntries(fields.map((f, k) => [f, columns[k]])),
      };
      const model = fits[kind](data, {
        ...{ duration: 'time', ended: 'ended', covariates: fields },
        ...(weight && { weight: 'weight' }),
      });
      const expected = one.fits[kind];
      const { theta, errors, sigma, covariance } = placed(model, fields);
      expect(model.diagnostics.status).toBe('converged');
      expect(relativeError(model.logLikelihood, expected.logLikelihood)).toBeLessThan(1e-13);
      expect(relativeError(sigma, expected.scale)).toBeLessThan(AGREED);
      expectEach(theta, expected.coefficients);
      expectEach(errors, expected.errors);
      const sizes = errors.flatMap((_, i) => errors.map((__, j) => expected.errors[i]! * expected.errors[j]!));
      const away = covariance.flat().map((value, k) => Math.abs(value - expected.covariance[k]!) / sizes[k]!);
      expect(Math.max(...away)).toBeLessThan(AGREED);
      const customer = Object.fromEntries(fields.map((field, k) => [field, columns[k]![0]]));
      expectEach(
        [0.1, 0.5, 0.9].map((share) => lifetimeQuantile(model, share, { customer })),
        expected.quantiles,
      );
    });
  }
});

describe('covariates far from 0', () => {
  const { time, ended, columns } = named('years');
  const far = [
    [0, 0],
    [2022, 1500],
    [1e6, -1e6],
    [1e9, 1e9],
  ] as const;
  const rowsFrom = (origin: readonly number[]) =>
    time.map((t, i) => ({
      time: t,
      ended: ended[i]!,
      year: columns[0]![i]! + origin[0]!,
      spend: columns[1]![i]! + origin[1]!,
    }));

  describe.each(far)('near %d and %d, as survreg of their distances from there', (...origin) => {
    test.each(KINDS)('%s', (kind) => {
      const rows = rowsFrom(origin);
      const model = fits[kind](rows, { ...ROLES, covariates: ['year', 'spend'] });
      const expected = named('years').fits[kind];
      const { theta, errors, sigma } = placed(model, ['year', 'spend'], origin);
      expect(model.diagnostics.status).toBe('converged');
      expect(relativeError(model.logLikelihood, expected.logLikelihood)).toBeLessThan(1e-13);
      expect(relativeError(sigma, expected.scale)).toBeLessThan(AGREED);
      expectEach(theta, expected.coefficients);
      expectEach(errors, expected.errors);
      expectEach(
        [0.1, 0.5, 0.9].map((share) => lifetimeQuantile(model, share, { customer: rows[0]! })),
        expected.quantiles,
      );
    });
  });

  test.each(KINDS)('late entries too: %s', (kind) => {
    const fitFrom = (origin: readonly number[]) => {
      const rows = rowsFrom(origin).map((row, i) => ({ ...row, entry: i % 3 === 0 ? row.time / 2 : 0 }));
      const model = fits[kind](rows, { ...ROLES, entry: 'entry', covariates: ['year', 'spend'] });
      return { model, median: lifetimeQuantile(model, 0.5, { customer: rows[0]! }) };
    };
    const [near, other] = [fitFrom([0, 0]), fitFrom([1e9, 1e9])];
    expect(other.model.diagnostics.status).toBe('converged');
    expect(relativeError(other.model.logLikelihood, near.model.logLikelihood)).toBeLessThan(1e-13);
    expect(relativeError(other.median, near.median)).toBeLessThan(AGREED);
    expectEach(placed(other.model, ['year', 'spend'], [1e9, 1e9]).errors, placed(near.model, ['year', 'spend']).errors);
  });

  test('parameters are of a customer at the centers: means by weight, but 0 where a covariate is −1, 0 or 1', () => {
    const rows = [
      { time: 5, ended: true, year: 2019, paid: true, side: -1, weight: 1 },
      { time: 6, ended: true, year: 2020, paid: false, side: 0, weight: 2 },
      { time: 9, ended: true, year: 2021, paid: true, side: 0, weight: 1 },
      { time: 3, ended: true, year: 2022, paid: false, side: 1, weight: 4 },
      { time: 8, ended: false, year: 2023, paid: false, side: 1, weight: 1 },
      { time: 4, ended: true, year: 2023, paid: true, side: -1, weight: 1 },
    ];
    const model = fitWeibull(rows, { ...ROLES, weight: 'weight', covariates: ['year', 'paid', 'side'] });
    expect(model.coefficients.map(({ center }) => center)).toEqual([2021.4, 0, 0]);
    const customer = { year: 2021.4, paid: false, side: 0 };
    expect(relativeError(lifetimeSurvival(model, model.scale, { customer }), Math.exp(-1))).toBeLessThan(1e-12);
  });

  test('a fit that was stored as JSON predicts as before', () => {
    const [customer] = rowsFrom([2022, 1500]);
    const model = fitLogLogistic(rowsFrom([2022, 1500]), { ...ROLES, covariates: ['year', 'spend'] });
    const stored = JSON.parse(JSON.stringify(model)) as typeof model;
    expect(lifetimeSurvival(stored, 4, { customer })).toBe(lifetimeSurvival(model, 4, { customer }));
  });

  test('a search from the fit of before stays there', () => {
    const options = { ...ROLES, covariates: ['year', 'spend'] } as const;
    const model = fitWeibull(rowsFrom([2022, 1500]), options);
    const again = fitWeibull(rowsFrom([2022, 1500]), { ...options, starts: [model] });
    expect(relativeError(again.scale, model.scale)).toBeLessThan(AGREED);
    expect(again.diagnostics.iterations).toBeLessThan(4);
  });

  test('the delta method moves the coefficients about their centers', () => {
    const customer = { year: 2024, spend: 1501 };
    const model = fitWeibull(rowsFrom([2022, 1500]), { ...ROLES, covariates: ['year', 'spend'] });
    const near = fitWeibull(rowsFrom([0, 0]), { ...ROLES, covariates: ['year', 'spend'] });
    const of = (one: typeof model, who: object) => modelEstimate(one, (m) => lifetimeSurvival(m, 5, { customer: who }));
    const [far, expected] = [of(model, customer), of(near, { year: 2, spend: 1 })];
    expect(relativeError(far.value!, expected.value!)).toBeLessThan(AGREED);
    expect(relativeError(far.standardError!, expected.standardError!)).toBeLessThan(1e-6);
  });
});

describe('left truncation, by the likelihood at 50 digits', () => {
  for (const { name, covariates, rows, fits: expectedOf } of truncation.truncated) {
    const fields = covariates === 1 ? ['annual'] : [];
    test.each(KINDS)(`${name}, ${covariates} covariates: %s`, (kind) => {
      const roles = { duration: 'time', ended: 'ended', entry: 'entry', weight: 'weight', covariates: fields };
      const model = fits[kind](rows, roles);
      const expected = expectedOf[kind];
      const { theta, errors, sigma } = placed(model, fields);
      expect(model.diagnostics.status).toBe('converged');
      expect(relativeError(model.logLikelihood, expected.logLikelihood)).toBeLessThan(1e-13);
      expect(relativeError(sigma, Math.exp(expected.theta.at(-1)!))).toBeLessThan(AGREED);
      expectEach(theta, expected.theta);
      expectEach(
        errors,
        errors.map((_, j) => Math.sqrt(expected.covariance[j]![j]!)),
      );
    });
  }
});

const rowsOf = (times: readonly number[], ended: readonly boolean[]) =>
  times.map((time, i) => ({ time, ended: ended[i] === true }));

describe('what a fit says', () => {
  const lung = survreg.cases[0]!;
  const data = { time: lung.time, ended: lung.ended };

  test('events, time at risk and n are sums of weights', () => {
    const rows = [
      { time: 4, ended: true, entry: 1, weight: 2 },
      { time: 10, ended: false, entry: 0, weight: 3 },
      { time: 7, ended: true, entry: 0, weight: 0.5 },
    ];
    const model = fitExponential(rows, { ...ROLES, entry: 'entry', weight: 'weight' });
    expect([model.n, model.events, model.timeAtRisk]).toEqual([5.5, 2.5, 39.5]);
    expect(relativeError(model.rate, 2.5 / 39.5)).toBeLessThan(1e-14);
    expect(relativeError(model.standardErrors.rate!, Math.sqrt(2.5) / 39.5)).toBeLessThan(1e-12);
  });

  test('intervals are even on the logarithm of positive parameters, and on mu itself', () => {
    const weibull = fitWeibull(data, { ...ROLES, confidence: 0.9 });
    const reach = (1.6448536269514722 * weibull.standardErrors.shape!) / weibull.shape;
    expect(weibull.intervals.shape!.low).toBeCloseTo(weibull.shape * Math.exp(-reach), 12);
    expect(weibull.intervals.shape).toMatchObject({ confidence: 0.9, method: 'wald-log' });
    expect(fitLogNormal(data, ROLES).intervals.mu!.method).toBe('wald');
  });

  test('coefficients have their time ratios', () => {
    const plans = named('plans');
    const model = fitWeibull(
      { time: plans.time, ended: plans.ended, seats: plans.columns[0]!, annual: plans.columns[1]! },
      { ...ROLES, covariates: ['seats', 'annual'] },
    );
    expect(model.parameters).toEqual(['shape', 'scale', 'time.seats', 'time.annual']);
    const [, annual] = model.coefficients;
    expect(annual).toMatchObject({ covariate: 'annual', coefficient: model['time.annual'] });
    expect(annual!.timeRatio).toBeCloseTo(Math.exp(model['time.annual']!), 14);
    expect(annual!.interval!.low).toBeCloseTo(Math.exp(model.intervals['time.annual']!.low), 14);
    expect(annual!.pValue).toBeLessThan(1e-4);
  });

  test('true and false are covariates too', () => {
    const rows = named('plans');
    const asNumbers = { time: rows.time, ended: rows.ended, annual: rows.columns[1]! };
    const asClaims = { ...asNumbers, annual: asNumbers.annual.map((value) => value === 1) };
    const options = { ...ROLES, covariates: ['annual'] as const };
    expect(fitWeibull(asClaims, options)).toEqual(fitWeibull(asNumbers, options));
    const model = fitWeibull(asClaims, options);
    expect(lifetimeSurvival(model, 30, { customer: { annual: true } })).toBe(
      lifetimeSurvival(model, 30, { customer: { annual: 1 } }),
    );
  });

  test('is plain data', () => {
    const model = fitLogNormal(data, ROLES);
    expect(JSON.parse(JSON.stringify(model))).toEqual(model);
  });

  test('modelEstimate and compareModels take it', () => {
    const model = fitWeibull(data, ROLES);
    const { value, interval } = modelEstimate(model, (one) => lifetimeSurvival(one, 365), { scale: 'logit' });
    expect(value).toBe(lifetimeSurvival(model, 365));
    expect(interval!.low).toBeLessThan(value!);
    // The standard error of the logarithm of a quantile is known from ln scale and ln shape.
    const median = modelEstimate(model, (one) => Math.log(lifetimeQuantile(one, 0.5)));
    const w = Math.log(Math.LN2) / model.shape;
    const { covariance } = placed(model, []);
    const variance = covariance[0]![0]! + 2 * w * covariance[0]![1]! + w * w * covariance[1]![1]!;
    expect(relativeError(median.standardError!, Math.sqrt(variance))).toBeLessThan(1e-6);
    const models = KINDS.map((kind) => fits[kind](data, ROLES));
    expect(compareModels(models)[0]!.model).toBe('weibull');
  });

  test('the exponential rate of 1e6 milliseconds is its events over its time', () => {
    const rows = rowsOf([864e5, 2 * 864e5, 5 * 864e5], [true, true, false]);
    const model = fitExponential(rows, ROLES);
    expect(relativeError(model.rate, 2 / (8 * 864e5))).toBeLessThan(1e-14);
    expect(relativeError(meanLifetime(model)!, 4 * 864e5)).toBeLessThan(1e-14);
  });
});

describe('what the data do not tell', () => {
  test('equal durations let the shape run to infinity', () => {
    const rows = rowsOf([5, 5, 5], [true, true, true]);
    const weibull = fitWeibull(rows, ROLES);
    expect(weibull.diagnostics).toMatchObject({ status: 'boundary', boundary: ['shape'] });
    expect(weibull.diagnostics.warnings[0]).toContain('shape runs to infinity');
    expect([weibull.standardErrors.shape, weibull.covariance]).toEqual([null, null]);
    expect(fitLogNormal(rows, ROLES).diagnostics.boundary).toEqual(['sigma']);
    expect(fitLogLogistic(rows, ROLES).diagnostics.boundary).toEqual(['shape']);
    expect(fitExponential(rows, ROLES).rate).toBeCloseTo(0.2, 14);
  });

  test('one event among longer durations is enough', () => {
    const rows = rowsOf([5, 7, 8, 9], [true, false, false, false]);
    for (const kind of KINDS) expect(fits[kind](rows, ROLES).diagnostics.status).toBe('converged');
  });

  test('one event after all others is not, but for the exponential', () => {
    const rows = rowsOf([5, 7, 8, 9], [false, false, false, true]);
    expect(KINDS.map((kind) => fits[kind](rows, ROLES).diagnostics.status)).toEqual([
      'converged',
      'boundary',
      'boundary',
      'boundary',
    ]);
  });

  test('nobody who ended', () => {
    const error = thrown(FitError, () => fitWeibull(rowsOf([5, 6], [false, false]), ROLES));
    expect(error).toMatchObject({
      code: 'E_FIT_IDENTIFY',
      message: 'fitWeibull requires rows to be of customers some of whom ended; got nobody who did',
    });
    const rows = [
      { time: 5, ended: true, weight: 0 },
      { time: 6, ended: false, weight: 1 },
    ];
    expect(() => fitWeibull(rows, { ...ROLES, weight: 'weight' })).toThrow(FitError);
  });

  test('a covariate that is the same for all', () => {
    const rows = [
      { time: 5, ended: true, seats: 2 },
      { time: 6, ended: true, seats: 2 },
    ];
    expect(() => fitWeibull(rows, { ...ROLES, covariates: ['seats'] })).toThrow(
      'fitWeibull requires covariates to differ between customers; seats is the same for all',
    );
  });

  test('a group of which nobody ended lets its coefficient run to infinity', () => {
    const times = [3, 4, 6, 7, 9, 12, 8, 9, 10, 11];
    const rows = times.map((time, i) => ({ time, ended: i < 6, paid: i < 6 ? 0 : 1 }));
    const { diagnostics } = fitWeibull(rows, { ...ROLES, covariates: ['paid'] });
    expect(diagnostics).toMatchObject({ status: 'boundary', boundary: ['time.paid'] });
  });
});

describe('bad input', () => {
  test('a duration of 0 has no logarithm', () => {
    const rows = rowsOf([5, 0, 7, 0], [true, true, true, false]);
    const error = thrown(InvalidDataError, () => fitLogNormal(rows, ROLES));
    expect(error).toMatchObject({
      code: 'E_NUM_RANGE',
      issueCount: 2,
      message: 'fitLogNormal requires time to be above 0 and at most 1e15; row 1 has zero (1 of 2)',
    });
    const model = fitLogNormal(rows, { ...ROLES, invalid: 'exclude' });
    expect([model.n, model.excluded]).toEqual([2, { missing: 0, invalid: 2, repeated: 0 }]);
  });

  test('rows left out before keep their places', () => {
    const rows = [
      { time: null, ended: true },
      { time: 0, ended: true },
      { time: 3, ended: true },
    ];
    expect(() => fitWeibull(rows as readonly { time: number; ended: boolean }[], ROLES)).toThrow('row 1 has zero');
  });

  test.each([
    ['fitExponential', fitExponential],
    ['fitWeibull', fitWeibull],
    ['fitLogNormal', fitLogNormal],
    ['fitLogLogistic', fitLogLogistic],
  ] as const)('no rows: %s', (owner, fitted) => {
    const error = thrown(InvalidDataError, () => fitted(rowsOf([], []), ROLES));
    expect(error.message).toBe(`${owner} requires rows to be at least one; got none`);
    const columns = { time: [], ended: [], size: [] };
    expect(() => fitted(columns, { ...ROLES, covariates: ['size'] })).toThrow('rows to be at least one');
  });

  test('options that are unknown or out of range', () => {
    const rows = rowsOf([5, 6], [true, true]);
    expect(() => fitWeibull(rows, { ...ROLES, shape: 1 } as never)).toThrow(InvalidOptionError);
    expect(() => fitWeibull(rows, null as never)).toThrow(InvalidOptionError);
    expect(() => fitWeibull(rows, { ...ROLES, confidence: 95 })).toThrow(InvalidOptionError);
    expect(() => fitWeibull(rows, { ...ROLES, covariates: ['time', 'time'] })).toThrow(InvalidOptionError);
    expect(() => fitWeibull(rows, { ...ROLES, starts: [{ shape: 0, scale: 1 }] as never })).toThrow(
      'to have shape above 0',
    );
  });
});

interface Case {
  readonly time: readonly number[];
  readonly ended: readonly number[];
  readonly weight: readonly number[] | null;
  readonly fields: readonly string[];
  readonly columns: readonly (readonly number[])[];
  readonly fits: (typeof survreg.cases)[number]['fits'];
}

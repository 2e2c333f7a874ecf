import { describe, expect, test } from 'vitest';
import { InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import type { LifetimeDistribution } from '../../src/survival/lifetime-model.js';
import { lifetimeQuantile } from '../../src/survival/lifetime-quantile.js';
import { lifetimeHazard, lifetimeSurvival } from '../../src/survival/lifetime-survival.js';
import { meanLifetime, residualMeanLifetime } from '../../src/survival/mean-lifetime.js';
import { simulateDurations } from '../../src/survival/simulate-durations.js';
import reference from '../reference/parametric-lifetimes.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { kolmogorov } from '../support/draws.js';
import { thrown } from '../support/thrown.js';

const WEIBULL = { model: 'weibull', shape: 1.5, scale: 20 } as const;
const LOG_NORMAL = { model: 'log-normal', mu: 3, sigma: 1.2 } as const;
const LOG_LOGISTIC = { model: 'log-logistic', shape: 1.7, scale: 25 } as const;
const EXPONENTIAL = { model: 'exponential', rate: 0.05 } as const;
const ALL: readonly LifetimeDistribution[] = [EXPONENTIAL, WEIBULL, LOG_NORMAL, LOG_LOGISTIC];

describe('what follows from a distribution, by 60 digits', () => {
  const cases = reference.predictions.map((one) => ({ ...one, model: one.model as LifetimeDistribution }));
  test.each(cases)('$model, $time after $age', ({ model, time, age, share, ...expected }) => {
    expect(relativeError(lifetimeSurvival(model, time, { age }), expected.survival)).toBeLessThan(1e-12);
    expect(relativeError(lifetimeHazard(model, time), expected.hazard)).toBeLessThan(1e-12);
    expect(relativeError(lifetimeQuantile(model, share, { age }), expected.quantile)).toBeLessThan(1e-12);
    const mean = residualMeanLifetime(model, age);
    if (expected.mean === null) expect(mean).toBeNull();
    else expect(relativeError(mean!, expected.mean)).toBeLessThan(1e-12);
  });
});

describe('a distribution of lifetimes', () => {
  test('the share that lasts is 1 at 0 and falls to 0', () => {
    for (const model of ALL) {
      expect(lifetimeSurvival(model, 0)).toBe(1);
      expect(lifetimeSurvival(model, 0, { age: 1e15 })).toBe(1);
      expect(lifetimeSurvival(WEIBULL, 1e15)).toBe(0);
    }
  });

  test('a quantile is where the share has ended', () => {
    for (const model of ALL)
      for (const age of [0, 3, 100])
        for (const share of [1e-9, 0.1, 0.5, 0.999]) {
          const time = lifetimeQuantile(model, share, { age });
          expect(1 - lifetimeSurvival(model, time, { age })).toBeCloseTo(share, 12);
        }
    expect(lifetimeQuantile(WEIBULL, 0)).toBe(0);
  });

  test('an exponential has no memory', () => {
    expect(relativeError(residualMeanLifetime(EXPONENTIAL, 1e4)!, 20)).toBeLessThan(1e-12);
    expect(relativeError(lifetimeSurvival(EXPONENTIAL, 7, { age: 1e4 }), Math.exp(-0.35))).toBeLessThan(1e-12);
  });

  test('the mean still to come at 0 is the mean', () => {
    for (const model of ALL) {
      expect(residualMeanLifetime(model, 0)).toBe(meanLifetime(model));
      expect(relativeError(residualMeanLifetime(model, 1e-12)!, meanLifetime(model)!)).toBeLessThan(1e-9);
    }
  });

  test('an infinite mean is null, and so is one beyond all numbers', () => {
    expect(meanLifetime({ model: 'log-logistic', shape: 1, scale: 25 })).toBeNull();
    expect(residualMeanLifetime({ model: 'log-logistic', shape: 0.5, scale: 25 }, 3)).toBeNull();
    expect(meanLifetime({ model: 'weibull', shape: 0.001, scale: 25 })).toBeNull();
    expect(meanLifetime({ model: 'log-normal', mu: 0, sigma: 100 })).toBeNull();
  });

  test('the mean is the area under the curve, near shape 1 of a log-logistic and far out', () => {
    expect(relativeError(meanLifetime({ model: 'log-logistic', shape: 2, scale: 1 })!, Math.PI / 2)).toBeLessThan(
      1e-14,
    );
    // The limit age/(shape − 1), where the share that is left is no number any more.
    expect(
      relativeError(residualMeanLifetime({ model: 'log-logistic', shape: 40, scale: 1 }, 1e9)!, 1e9 / 39),
    ).toBeLessThan(1e-12);
    // 1/hazard, from above, where a Weibull of shape above 1 is far out.
    expect(relativeError(residualMeanLifetime(WEIBULL, 1e9)!, 1 / lifetimeHazard(WEIBULL, 1e9))).toBeLessThan(1e-9);
  });

  test('covariates multiply time', () => {
    const model = { ...WEIBULL, 'time.seats': 0.1, 'time.annual': Math.LN2 };
    const customer = { seats: 3, annual: true };
    const factor = 2 * Math.exp(0.3);
    const moved = { ...WEIBULL, scale: 20 * factor };
    expect(lifetimeSurvival(model, 12, { customer })).toBeCloseTo(lifetimeSurvival(moved, 12), 14);
    expect(lifetimeHazard(model, 12, { customer })).toBeCloseTo(lifetimeHazard(moved, 12), 14);
    expect(lifetimeQuantile(model, 0.3, { customer, age: 5 })).toBeCloseTo(
      lifetimeQuantile(moved, 0.3, { age: 5 }),
      12,
    );
    expect(meanLifetime(model, { customer })).toBeCloseTo(meanLifetime(moved)!, 12);
    expect(residualMeanLifetime(model, 5, { customer })).toBeCloseTo(residualMeanLifetime(moved, 5)!, 12);
    const rate = { ...EXPONENTIAL, 'time.seats': 0.1 };
    expect(lifetimeHazard(rate, 12, { customer })).toBeCloseTo(0.05 * Math.exp(-0.3), 14);
  });

  test('covariates are distances from the centers that the model names, or from 0', () => {
    const coefficients = [{ covariate: 'year', center: 2022 }];
    const model = { ...WEIBULL, 'time.year': -0.6, 'time.seats': 0.1, coefficients };
    const moved = { ...WEIBULL, scale: 20 * Math.exp(-0.6 + 0.3) };
    const customer = { year: 2023, seats: 3 };
    expect(lifetimeQuantile(model, 0.3, { customer })).toBeCloseTo(lifetimeQuantile(moved, 0.3), 12);
    expect(meanLifetime(model, { customer })).toBeCloseTo(meanLifetime(moved)!, 12);
    const refused = (act: () => unknown, message: string) =>
      expect(thrown(InvalidOptionError, act).message).toContain(message);
    const steep = { ...model, 'time.seats': 10 };
    const nowhere = { ...model, coefficients: [{ covariate: 'year', center: null }] };
    refused(() => lifetimeSurvival(nowhere, 12, { customer }), 'requires the center of year to be a number');
    refused(() => lifetimeSurvival({ ...model, coefficients: 2022 } as never, 12, { customer }), 'to be a list');
    refused(
      () => lifetimeSurvival(steep, 12, { customer: { year: 2022, seats: 1e308 } }),
      'requires customer to be near enough to those of the model',
    );
  });

  test('times as small or large as numbers go', () => {
    for (const scale of [5e-324, 1e-300, 1e300]) {
      const weibull = { ...WEIBULL, scale };
      expect(relativeError(lifetimeQuantile(weibull, 1 - Math.exp(-1)), scale)).toBeLessThan(1e-12);
    }
    expect(lifetimeSurvival({ model: 'exponential', rate: 1e300 }, 1e-300)).toBeCloseTo(Math.exp(-1), 12);
    // So far beyond the scale, and so short a time, that neither share is a number of its own.
    const age = 1e15;
    const steep = { model: 'weibull', shape: 50, scale: age * Math.exp(-14.9) } as const;
    const lost = Math.exp(745 + Math.log(1e-310) - Math.log(age) + Math.log(50));
    expect(relativeError(lifetimeSurvival(steep, 1e-310, { age }), Math.exp(-lost))).toBeLessThan(1e-9);
    for (const customer of [{ x: -1e10 }, { x: -1e300 }]) {
      const lasting = [EXPONENTIAL, WEIBULL, LOG_NORMAL].map((model) =>
        lifetimeSurvival(Object.assign({ 'time.x': 1 }, model), 1e15, { age: 1e-300, customer }),
      );
      expect(lasting).toEqual([0, 0, 0]);
    }
  });

  test('a customer without the covariates of the model is refused', () => {
    const error = thrown(InvalidDataError, () => lifetimeSurvival({ ...WEIBULL, 'time.seats': 0.1 } as never, 12));
    expect(error.message).toBe(
      'lifetimeSurvival requires seats to be a finite number, as the model has a covariate of this name; the customer has undefined',
    );
    expect(error.issues[0]).toMatchObject({ code: 'E_FIELD_TYPE', field: 'seats' });
  });

  test('what is no distribution, and numbers out of range, are refused', () => {
    const refused = (act: () => unknown, message: string) =>
      expect(thrown(InvalidOptionError, act).message).toContain(message);
    refused(() => lifetimeSurvival({ model: 'sbg', alpha: 1, beta: 1 } as never, 1), "to be of model 'exponential'");
    refused(() => lifetimeSurvival(null as never, 1), "to be of model 'exponential'");
    refused(() => lifetimeSurvival({ ...WEIBULL, shape: 0 }, 1), 'model.shape');
    refused(() => lifetimeSurvival({ ...EXPONENTIAL, rate: Number.NaN }, 1), 'model.rate');
    refused(() => lifetimeSurvival(WEIBULL, -1), 'time');
    refused(() => lifetimeSurvival(WEIBULL, 1, { age: -1 }), 'age');
    refused(() => lifetimeSurvival(WEIBULL, 1, { at: 1 } as never), 'got "at"');
    refused(() => lifetimeHazard(WEIBULL, 0), 'to be a number between 0 and');
    refused(() => lifetimeHazard({ model: 'weibull', shape: 1e5, scale: 1 }, 2), 'to be where the answer is finite');
    refused(() => lifetimeQuantile(WEIBULL, 1), 'share');
    refused(
      () => lifetimeQuantile({ model: 'weibull', shape: 1e-3, scale: 1 }, 0.999),
      'to be where the answer is finite',
    );
    refused(() => simulateDurations(WEIBULL, { n: 1, seed: -1 }), 'seed');
  });
});

describe('simulateDurations', () => {
  test.each(ALL)('draws from $model', (model) => {
    const draws = simulateDurations(model, { n: 20_000, seed: 3 }).map(({ duration }) => duration);
    // 1.63/√n is passed once in a hundred.
    expect(kolmogorov(draws, (t) => 1 - lifetimeSurvival(model, t))).toBeLessThan(1.63 / Math.sqrt(20_000));
  });

  test('what lasts longer than it is observed has not ended', () => {
    const rows = simulateDurations(WEIBULL, { n: 1000, observed: 10, seed: 4 });
    expect(rows.every(({ duration, ended }) => (ended ? duration <= 10 : duration === 10))).toBe(true);
    expect(rows.filter(({ ended }) => !ended).length / 1000).toBeCloseTo(lifetimeSurvival(WEIBULL, 10), 1);
    expect(rows).toEqual(simulateDurations(WEIBULL, { n: 1000, observed: 10, seed: 4 }));
  });

  test('no draw is 0 or infinite', () => {
    const rows = simulateDurations({ model: 'weibull', shape: 1e-3, scale: 1 }, { n: 1000, seed: 4 });
    expect(rows.every(({ duration }) => duration > 0 && duration <= 1e15)).toBe(true);
  });
});

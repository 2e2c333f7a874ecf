import { type CoxModel, coxProportionality, coxRegression, coxSurvival } from 'kizuna';
import { describe, expect, test } from 'vitest';
import reference from '../reference/cox-regression.json' with { type: 'json' };
import { relativeError } from '../support/close.js';

type Columns = Record<string, readonly (number | string)[]>;
type Case = (typeof reference.cases)[number];

/** The largest relative error of a list. */
function worst(found: readonly (number | null | undefined)[], expected: readonly (number | null)[]): number {
  expect(found.length).toBe(expected.length);
  return Math.max(0, ...expected.map((value, i) => relativeError(found[i] ?? Number.NaN, value ?? Number.NaN)));
}

function optionsOf(each: Case) {
  const { duration, ended, covariates, ties, entry, weight, strata } = each;
  // Columns of the reference are not known to the compiler by name.
  return {
    ...{ duration, ended, covariates, ties },
    ...(entry === null ? {} : { entry }),
    ...(weight === null ? {} : { weight }),
    ...(strata === null ? {} : { strata }),
  } as unknown as { duration: never; ended: never; covariates: never; ties: 'efron' | 'breslow' };
}

function columnsOf(each: Case): Columns {
  return (reference.data as unknown as Record<string, Columns>)[each.data] as Columns; // one of those listed
}

function modelOf(each: Case): CoxModel {
  const robust = each.robust === 1 ? { robust: true } : {};
  const cluster = each.cluster === null ? {} : { cluster: each.cluster as never };
  return coxRegression<Record<string, unknown>>(columnsOf(each), { ...optionsOf(each), ...robust, ...cluster });
}

describe.each(reference.cases.map((each) => [each.name, each] as const))('R’s coxph, %s', (_, expected) => {
  const model = modelOf(expected);
  const { coefficients } = model;

  test('has the same coefficients, errors and intervals', () => {
    expect(
      worst(
        coefficients.map(({ coefficient }) => coefficient),
        expected.coefficients,
      ),
    ).toBeLessThan(1e-12);
    expect(
      worst(
        coefficients.map(({ standardError }) => standardError),
        expected.standardErrors,
      ),
    ).toBeLessThan(1e-10);
    expect(
      worst(
        coefficients.map(({ interval }) => interval?.low),
        expected.low,
      ),
    ).toBeLessThan(1e-10);
    expect(
      worst(
        coefficients.map(({ interval }) => interval?.high),
        expected.high,
      ),
    ).toBeLessThan(1e-10);
    expect(
      worst(
        coefficients.map(({ pValue }) => pValue),
        expected.pValues,
      ),
    ).toBeLessThan(1e-9);
    const scale = Math.max(...expected.covariance.map(Math.abs));
    const flat = (model.covariance ?? []).flat();
    for (const [i, value] of expected.covariance.entries()) {
      expect(Math.abs((flat[i] ?? Number.NaN) - value) / scale).toBeLessThan(1e-10);
    }
  });

  test('has the same likelihoods and tests', () => {
    const { likelihoodRatio, wald, score } = model.tests;
    expect(relativeError(model.logLikelihood, expected.logLikelihood)).toBeLessThan(1e-13);
    expect(relativeError(model.logLikelihoodNull, expected.logLikelihoodNull)).toBeLessThan(1e-13);
    expect(relativeError(score?.statistic ?? 0, expected.score)).toBeLessThan(1e-12);
    expect(relativeError(wald?.statistic ?? 0, expected.wald)).toBeLessThan(1e-10);
    expect(likelihoodRatio?.statistic).toBeCloseTo(2 * (expected.logLikelihood - expected.logLikelihoodNull), 10);
  });

  test('has the same concordance with its error', () => {
    const { concordance } = model;
    expect(relativeError(concordance.value ?? 0, expected.concordance)).toBeLessThan(1e-13);
    expect(relativeError(concordance.standardError ?? 0, expected.concordanceError)).toBeLessThan(1e-13);
    expect(worst([concordance.concordant, concordance.discordant, concordance.tied], expected.pairs)).toBeLessThan(
      1e-13,
    );
  });

  test('has the same baseline', () => {
    const points = model.baseline.filter((_, i) => i % 5 === 0);
    // With entries R does not weigh the means: the curves are of different centers.
    const moved = coefficients.reduce(
      (sum, { coefficient, center }, j) => sum + coefficient * ((expected.means[j] ?? 0) - center),
      0,
    );
    const hazards = points.map(({ cumulativeHazard }) => cumulativeHazard * Math.exp(moved));
    expect(points.map(({ time }) => time)).toEqual(expected.baseline.time);
    expect(
      worst(
        points.map(({ atRisk }) => atRisk),
        expected.baseline.atRisk,
      ),
    ).toBeLessThan(1e-13);
    expect(worst(hazards, expected.baseline.cumulativeHazard)).toBeLessThan(1e-11);
  });

  test('gives somebody the same curve', () => {
    const stratum = expected.stratum === null ? {} : { stratum: expected.stratum };
    // Named as the covariates are.
    const somebody = expected.at as unknown as Record<string, string | number>;
    const { curve } = coxSurvival(model, somebody, { ...stratum, interval: 'log' });
    const points = curve.filter((_, i) => i % 4 === 0);
    const { survival, low, high, standardError } = expected.survival;
    const column = (of: (point: (typeof points)[number]) => number | null) => points.map(of);
    expect(
      worst(
        column((point) => point.survival),
        survival,
      ),
    ).toBeLessThan(1e-11);
    expect(
      worst(
        column((point) => point.low),
        low,
      ),
    ).toBeLessThan(1e-10);
    expect(
      worst(
        column((point) => point.high),
        high,
      ),
    ).toBeLessThan(1e-10);
    // R's error is that of the logarithm.
    expect(
      worst(
        column((point) => (point.standardError ?? 0) / point.survival),
        standardError,
      ),
    ).toBeLessThan(1e-10);
  });

  test.each(expected.zph)(
    'checks proportional hazards alike, $transform',
    ({ transform, statistics, pValues, degreesOfFreedom }) => {
      const name = transform as 'km' | 'identity' | 'log' | 'rank'; // what the script writes
      const found = coxProportionality<Record<string, unknown>>(columnsOf(expected), {
        ...optionsOf(expected),
        transform: name,
      });
      const tests = [...found.tests, found.global];
      expect(
        worst(
          tests.map(({ statistic }) => statistic),
          statistics,
        ),
      ).toBeLessThan(1e-9);
      expect(
        worst(
          tests.map(({ pValue }) => pValue),
          pValues,
        ),
      ).toBeLessThan(1e-9);
      expect(tests.map((each) => each.degreesOfFreedom)).toEqual(degreesOfFreedom);
    },
  );

  test('has the same Schoenfeld residuals', () => {
    const { residuals } = coxProportionality<Record<string, unknown>>(columnsOf(expected), optionsOf(expected));
    const size = coefficients.length;
    const count = residuals.length / size;
    // Those of one time in the order of what they are, as R's order differs from routine to routine.
    const sorted = (of: 'residual' | 'scaled') =>
      Array.from({ length: count }, (_, i) => Array.from({ length: size }, (_, j) => residuals[j * count + i]))
        .map((row, i) => ({ row, run: residuals[i]?.time, i }))
        .sort((a, b) => {
          const isTied = a.run === b.run && a.row[0]?.stratum === b.row[0]?.stratum;
          return isTied ? (a.row[0]?.[of] ?? 0) - (b.row[0]?.[of] ?? 0) : a.i - b.i;
        })
        .filter((_, i) => i % 6 === 0)
        .map(({ row }) => row);
    const { transformed, scaled, raw } = expected.residuals;
    for (const [i, row] of sorted('residual').entries()) {
      expect(row[0]?.transformed).toBeCloseTo(transformed[i] ?? Number.NaN, 12);
      for (const [j, each] of row.entries()) expect(each?.residual).toBeCloseTo(raw[i * size + j] ?? Number.NaN, 9);
    }
    for (const [i, row] of sorted('scaled').entries()) {
      for (const [j, each] of row.entries()) expect(each?.scaled).toBeCloseTo(scaled[i * size + j] ?? Number.NaN, 9);
    }
  });
});

test('a penalty is R’s ridge on covariates of variance 1', () => {
  const { penalty, coefficients, standardErrors, logLikelihood } = reference.ridge;
  const covariates = ['age', 'sex', 'ph.ecog'] as const;
  const model = coxRegression(reference.data.lung, { duration: 'time', ended: 'status', covariates, penalty });
  const column = (of: 'coefficient' | 'standardError') => model.coefficients.map((each) => each[of]);
  expect(worst(column('coefficient'), coefficients)).toBeLessThan(1e-11);
  expect(worst(column('standardError'), standardErrors)).toBeLessThan(1e-9);
  expect(relativeError(model.logLikelihood, logLikelihood)).toBeLessThan(1e-12);
});

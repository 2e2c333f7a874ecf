import type { Data } from '../core/data.js';
import type { Interval } from '../core/estimate.js';
import { criticalValue } from '../stats/critical-value.js';
import { normalTail } from '../stats/normal-tail.js';
import { chiSquaredTail } from './chi-squared-tail.js';
import { choleskyOf, quadraticForm } from './cholesky.js';
import { coxBaseline } from './cox-baseline.js';
import { coxConcordance } from './cox-concordance.js';
import { columnName } from './cox-covariates.js';
import { type CoxFit, type CoxOptions, type CoxPlan, fitCox, planCox } from './cox-fit.js';
import { coxHazards } from './cox-hazards.js';
import type { CoxCoefficient, CoxConcordance, CoxModel, CoxTest } from './cox-model.js';
import { risksOf } from './cox-risks.js';
import { sandwich, scoreResiduals } from './cox-robust.js';

/**
 * What has to do with how long things last: Cox's proportional hazards. Each covariate multiplies the chance to end, at any time, by
 * its hazard ratio; how that chance runs over time is left open.
 *
 * Partial likelihood (Cox 1972, JRSS B 34: 187–220) with ties by Efron (1977), by Newton's method on centred and scaled covariates;
 * numbers as of R's `coxph`, `concordance`, `basehaz` and `survfit.coxph`. A category has a coefficient for each level but its
 * reference. A weight multiplies what a row adds to the likelihood; under Efron's ties, a row of weight 3 is not quite three rows.
 *
 * A coefficient whose likelihood rises for ever (nobody of a plan ever left) is not hidden: `diagnostics.status` is `'boundary'`,
 * and it has neither standard error nor interval; the other coefficients are those of the limit. See `coxSurvival`, `hazardRatio` and `coxProportionality`.
 *
 * @param rows - rows or columns
 * @param options - the fields, how ties count, strata, clusters
 * @throws {FitError} `E_FIT_IDENTIFY` when nothing ended, fewer ended than there are coefficients, a covariate is the same for all,
 *   or covariates follow from one another; `E_FIT_DOMAIN` when values are too large for doubles, or one
 *   lies so far from the others that it hides them; `E_FIT_CONVERGE` when the search does not end
 * @throws {InvalidDataError} when there are no rows, a duration is negative, an entry is not before it, a covariate is no number
 * @throws {InvalidOptionError} when an option is unknown or of the wrong type, or a reference is no category of the data
 * @example
 * ```ts
 * import { coxRegression } from 'kizuna';
 *
 * const customers = [
 *   { months: 2, left: true, plan: 'free', seats: 1 },
 *   { months: 3, left: true, plan: 'pro', seats: 1 },
 *   { months: 5, left: true, plan: 'free', seats: 4 },
 *   { months: 6, left: false, plan: 'pro', seats: 3 },
 *   { months: 7, left: true, plan: 'free', seats: 2 },
 *   { months: 9, left: true, plan: 'pro', seats: 5 },
 *   { months: 9, left: false, plan: 'pro', seats: 2 },
 * ];
 * const model = coxRegression(customers, {
 *   duration: 'months',
 *   ended: 'left',
 *   covariates: [{ field: 'plan', reference: 'free' }, 'seats'],
 * });
 * model.coefficients.map(({ covariate, level, hazardRatio }) => [covariate, level, hazardRatio]);
 * // => [['plan', 'pro', 0.2117], ['seats', null, 0.8252]]
 * model.concordance.value; // => 0.7778
 * ```
 */
export function coxRegression<Row>(rows: Data<Row>, options: CoxOptions<NoInfer<Row>>): CoxModel {
  const plan = planCox('coxRegression', options);
  const fit = fitCox(plan, rows as Data<never>); // the row type was checked where the options were given
  return modelOf(plan, fit);
}

function modelOf(plan: CoxPlan, fit: CoxFit): CoxModel {
  const { rows, search, columns, covariates, spells, cluster, clusters } = fit;
  const { size, spreads, centers, n, events } = rows;
  const { eta, risk } = risksOf(rows, search.beta);
  const found = coxHazards(rows, risk, plan.ties);
  const { inverse, isInfinite, isLost } = search;
  const scaled = plan.isRobust
    ? sandwich(scoreResiduals(rows, risk, found), size, cluster, clusters, inverse)
    : inverse;
  const covariance = columns.map((_, j) =>
    columns.map((_, k) => (scaled[j * size + k] as number) / (spreads[j] as number) / (spreads[k] as number)),
  );
  const isHeld = columns.map((_, j) => isInfinite[j] === true || isLost[j] === true);
  const boundary = columns.filter((_, j) => isHeld[j]).map(columnName);
  const isInside = boundary.length === 0;
  const z = criticalValue(plan.confidence);
  return {
    model: 'cox',
    ties: plan.ties,
    covariates,
    coefficients: columns.map(({ name, level }, j): CoxCoefficient => {
      const coefficient = (search.beta[j] as number) / (spreads[j] as number);
      const error = isHeld[j] ? null : Math.sqrt(covariance[j]?.[j] as number);
      return {
        covariate: name,
        level,
        ...inferred(coefficient, error, z, plan.confidence),
        center: centers[j] as number,
      };
    }),
    covariance: isInside ? covariance : null,
    isRobust: plan.isRobust,
    logLikelihood: search.logLikelihood,
    logLikelihoodNull: search.logLikelihoodNull,
    tests: testsOf(plan, fit, scaled),
    concordance: concordanceOf(plan, fit, eta),
    baseline: coxBaseline(fit, found.hazards),
    ...{ n, events, confidence: plan.confidence },
    diagnostics: {
      status: isInside ? 'converged' : 'boundary',
      boundary,
      iterations: search.iterations,
      penalty: plan.penalty,
      warnings: [
        ...warningOf(columns.filter((_, j) => isInfinite[j]).map(columnName)),
        ...lossOf(columns.filter((_, j) => isLost[j]).map(columnName)),
      ],
    },
    excluded: spells.excluded,
  };
}

type Inferred = Omit<CoxCoefficient, 'covariate' | 'level' | 'center'>;

function inferred(coefficient: number, standardError: number | null, z: number, confidence: number): Inferred {
  const ratio = Math.exp(coefficient);
  const hazardRatio = ratio < Infinity ? ratio : null;
  if (standardError === null || !(standardError > 0)) {
    return {
      coefficient,
      standardError: null,
      hazardRatio,
      interval: null,
      coefficientInterval: null,
      z: null,
      pValue: null,
    };
  }
  const [low, high] = [coefficient - z * standardError, coefficient + z * standardError];
  const facts = { confidence, method: 'wald' };
  const interval: Interval | null =
    Math.exp(high) < Infinity ? { low: Math.exp(low), high: Math.exp(high), ...facts } : null;
  const score = coefficient / standardError;
  return {
    ...{ coefficient, standardError, hazardRatio, interval, coefficientInterval: { low, high, ...facts }, z: score },
    pValue: Math.min(1, 2 * normalTail(Math.abs(score))),
  };
}

function testsOf({ penalty }: CoxPlan, { search, rows }: CoxFit, covariance: Float64Array): CoxModel['tests'] {
  if (penalty > 0) return { likelihoodRatio: null, wald: null, score: null };
  const degreesOfFreedom = rows.size;
  const testOf = (statistic: number): CoxTest => ({
    statistic,
    degreesOfFreedom,
    pValue: chiSquaredTail(statistic, degreesOfFreedom),
  });
  return {
    likelihoodRatio: testOf(Math.max(0, 2 * (search.logLikelihood - search.logLikelihoodNull))),
    wald: search.isInfinite.includes(true)
      ? null
      : testOf(Math.max(0, quadraticForm(choleskyOf(covariance, rows.size), search.beta))),
    score: testOf(search.scoreStatistic),
  };
}

function concordanceOf(
  { confidence }: CoxPlan,
  { rows, cluster, clusters }: CoxFit,
  eta: Float64Array,
): CoxConcordance {
  const { value, concordant, discordant, tied, influence } = coxConcordance(rows, eta);
  const counts = { concordant, discordant, tied };
  if (value === null) return { value, n: rows.n, interval: null, standardError: null, ...counts };
  const parts = cluster === null ? influence : new Float64Array(clusters);
  if (cluster !== null)
    for (let i = 0; i < cluster.length; i += 1) parts[cluster[i] as number]! += influence[i] as number;
  let variance = 0;
  for (let i = 0; i < parts.length; i += 1) variance += (parts[i] as number) ** 2;
  const standardError = Math.sqrt(variance);
  const reach = criticalValue(confidence) * standardError;
  const interval = { low: Math.max(0, value - reach), high: Math.min(1, value + reach), confidence, method: 'wald' };
  return { value, n: rows.n, interval, standardError, ...counts };
}

function warningOf(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const [verb, are] = names.length === 1 ? ['coefficient of', 'runs'] : ['coefficients of', 'run'];
  return [
    `The ${verb} ${names.join(', ')} ${are} to infinity: at every end, those who ended had the most of it, or the least; a penalty, fewer categories or more data give numbers that can be told apart.`,
  ];
}

function lossOf(names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const [verb, are] = names.length === 1 ? ['coefficient of', 'is'] : ['coefficients of', 'are'];
  return [
    `The ${verb} ${names.join(', ')} ${are} left undetermined: the ends that could tell are explained by others.`,
  ];
}

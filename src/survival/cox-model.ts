import type { Estimate, Interval } from '../core/estimate.js';
import type { Excluded } from '../core/policy.js';
import type { CoxCovariate, CoxLevel } from './cox-covariates.js';
import type { CoxTies } from './cox-risk-sums.js';

/** What a covariate does to the hazard: one more of a number, or a category beside its reference. */
export interface CoxCoefficient {
  readonly covariate: string;
  /** The category; `null` for a number. */
  readonly level: CoxLevel | null;
  /** Of the logarithm of the hazard. Where it runs to infinity, where it was held; 0 where nothing is left to tell of it. */
  readonly coefficient: number;
  /** `null` where the coefficient is of `diagnostics.boundary`, as in all that follows from it. */
  readonly standardError: number | null;
  /** e to the coefficient; `null` where that is no finite number. */
  readonly hazardRatio: number | null;
  /** Of the hazard ratio. */
  readonly interval: Interval | null;
  readonly coefficientInterval: Interval | null;
  readonly z: number | null;
  readonly pValue: number | null;
  /** What the baseline takes the covariate to be: its mean, or 0 where all values are −1, 0 or 1. */
  readonly center: number;
}

/** A test that no covariate matters. */
export interface CoxTest {
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly pValue: number;
}

/** How well the model orders rows: the share of pairs of which the one at higher risk ended first (Harrell's C). `n` is the number of rows, by weight. */
export interface CoxConcordance extends Estimate {
  readonly standardError: number | null;
  /** Pairs of which it is known who ended first, by weight: in the order of the model, against it, and at the same risk. */
  readonly concordant: number;
  readonly discordant: number;
  readonly tied: number;
}

/** The curve of a row whose covariates are at their centers, at a time at which something ended. */
export interface CoxBaselinePoint {
  /** `null` without strata. */
  readonly stratum: CoxLevel | null;
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  readonly cumulativeHazard: number;
  /** e^(−cumulative hazard). */
  readonly survival: number;
  /** Of the cumulative hazard, as if the coefficients were known. */
  readonly variance: number;
  /** Σ of each hazard times how far the mean covariates of those at risk lie from the centers: what errors of the coefficients do. */
  readonly drift: readonly number[];
}

/** How the search for the coefficients ended. */
export interface CoxDiagnostics {
  /** `'boundary'`: the likelihood rises as coefficients run to infinity, so it has no maximum. */
  readonly status: 'converged' | 'boundary';
  /** The coefficients that run to infinity, or that nothing is left to tell of when these have, as `covariate` or `covariate level`. */
  readonly boundary: readonly string[];
  readonly iterations: number;
  readonly penalty: number;
  /** What a reader of the numbers must know, in sentences. */
  readonly warnings: readonly string[];
}

/** A fitted Cox model, as plain data. */
export interface CoxModel {
  readonly model: 'cox';
  readonly ties: CoxTies;
  readonly covariates: readonly CoxCovariate[];
  readonly coefficients: readonly CoxCoefficient[];
  /** Of the coefficients, robust where that was asked for; `null` where one runs to infinity. */
  readonly covariance: readonly (readonly number[])[] | null;
  readonly isRobust: boolean;
  /** Of the partial likelihood, without penalty; its least upper bound where a coefficient runs to infinity. */
  readonly logLikelihood: number;
  readonly logLikelihoodNull: number;
  /** That no covariate matters; `null` where it does not apply: under a penalty, and Wald's where a coefficient runs to infinity. */
  readonly tests: {
    readonly likelihoodRatio: CoxTest | null;
    readonly wald: CoxTest | null;
    readonly score: CoxTest | null;
  };
  readonly concordance: CoxConcordance;
  /** Ascending by stratum and time. */
  readonly baseline: readonly CoxBaselinePoint[];
  /** Rows, by weight. */
  readonly n: number;
  /** Those that ended, by weight. */
  readonly events: number;
  readonly confidence: number;
  readonly diagnostics: CoxDiagnostics;
  readonly excluded: Excluded;
}

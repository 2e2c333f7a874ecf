import type { Interval } from '../../core/estimate.js';
import type { Excluded } from '../../core/policy.js';

/**
 * How a fit ended. `'converged'`: at a maximum that the data determine. `'ridge'`: at a maximum so flat that they hardly do.
 * `'boundary'`: the likelihood rises as parameters run to 0 or infinity; the values are where the search was held.
 * `'stoppedEarly'`: the iterations were used up before a maximum was reached.
 */
export type FitStatus = 'converged' | 'ridge' | 'boundary' | 'stoppedEarly';

/** How sure one can be that a fit is the maximum, and what to say about it. */
export interface FitDiagnostics<Parameter extends string = string> {
  readonly status: FitStatus;
  /** The parameters that run to 0 or infinity. */
  readonly boundary: readonly Parameter[];
  /** The largest derivative of the fitted criterion by the logarithm of a parameter; 0 at a maximum. */
  readonly gradient: number;
  /** How flat the maximum is: the largest eigenvalue of the information of the logarithms over the smallest; `null` without a maximum. */
  readonly condition: number | null;
  /** Steps of the search that gave the fit. */
  readonly iterations: number;
  /** Every search, in the order in which they were run: several from apart that end alike are a sign that there is no higher maximum. */
  readonly starts: readonly FitStart[];
  /** The penalty that was asked for; 0 without. */
  readonly penalty: number;
  /** What a reader of the numbers must know, in sentences. */
  readonly warnings: readonly string[];
}

/** Where one search ended. */
export interface FitStart {
  /** The log-likelihood, less the penalty where there is one. */
  readonly logLikelihood: number;
  readonly converged: boolean;
  /**
   * `'customers'`: of the customers as they are. `'classes'`: of classes of similar ones, to find the neighbourhood of the maximum by where there
   * are many; its log-likelihood is that of the classes, and compares with no other.
   */
  readonly on: 'customers' | 'classes';
}

/** What every fitted model says beside its parameters, which stand next to these fields under their own names. */
export interface FittedModel<Kind extends string, Parameter extends string> {
  readonly model: Kind;
  /** In the units of the data, without penalty; constants that depend on the data alone are left out, as the papers do. */
  readonly logLikelihood: number;
  /** 2k − 2 log L (Akaike 1974): less is better, for models of the same customers. */
  readonly aic: number;
  /** Customers: the sum of the weights. */
  readonly n: number;
  /** The order of the covariance. */
  readonly parameters: readonly Parameter[];
  /** `null` where the data do not determine the parameter. */
  readonly standardErrors: Readonly<Record<Parameter, number | null>>;
  /** Of the parameters as they are, by the delta method from their logarithms; `null` without a maximum that the data determine. */
  readonly covariance: readonly (readonly number[])[] | null;
  /** Wald's, in the logarithm of positive parameters. */
  readonly intervals: Readonly<Record<Parameter, Interval | null>>;
  readonly diagnostics: FitDiagnostics<Parameter>;
  /** Rows that were left out; `repeated` is always 0. */
  readonly excluded: Excluded;
}

/** What every fit can be told. */
export interface FitOptions<Parameter extends string = string> {
  /** The field that says how many customers a row stands for; without it, each row is one. */
  readonly weight?: string | undefined;
  /** What is taken off the log-likelihood for each parameter: this times the square of its logarithm (see `docs/metrics/value-models.md`). Default 0. */
  readonly penalty?: number | undefined;
  /** Where to search from, instead of the model's own starts; every one is run to the end. */
  readonly starts?: readonly Readonly<Record<Parameter, number>>[] | undefined;
  /** The most steps of a search; default 500. */
  readonly maxIterations?: number | undefined;
  /** Of the intervals; default 0.95. */
  readonly confidence?: number | undefined;
  /** Default `'exclude'`: rows where a field is `null` are left out and counted. */
  readonly missing?: 'exclude' | 'throw' | undefined;
  /** Default `'throw'`: an `InvalidDataError` that names the rows. */
  readonly invalid?: 'throw' | 'exclude' | undefined;
}

/** The names of `FitOptions`, for `checkOptions`. */
export const FIT_OPTIONS = [
  'weight',
  'penalty',
  'starts',
  'maxIterations',
  'confidence',
  'missing',
  'invalid',
] as const;

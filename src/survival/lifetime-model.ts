import type { Interval } from '../core/estimate.js';
import type { FittedModel } from '../stats/fit/model.js';

/** Ends come at one rate, whatever the age: S(t) = e^(−rate·t). */
export interface ExponentialParameters {
  readonly model: 'exponential';
  /** Ends per unit of time, above 0. */
  readonly rate: number;
}

/** Ends come more often with age (shape above 1) or less (below 1): S(t) = exp(−(t/scale)^shape). */
export interface WeibullParameters {
  readonly model: 'weibull';
  readonly shape: number;
  /** In the time unit of the data: 63 % have ended by then. */
  readonly scale: number;
}

/** The logarithm of time is normal: S(t) = 1 − Φ((ln t − mu)/sigma). The hazard rises and then falls. */
export interface LogNormalParameters {
  readonly model: 'log-normal';
  /** The logarithm of the median. */
  readonly mu: number;
  readonly sigma: number;
}

/** The logarithm of time is logistic: S(t) = 1/(1 + (t/scale)^shape). With a heavier tail than the log-normal. */
export interface LogLogisticParameters {
  readonly model: 'log-logistic';
  readonly shape: number;
  /** The median, in the time unit of the data. */
  readonly scale: number;
}

/** A distribution of how long things last, fitted or with parameters out of a paper. */
export type LifetimeDistribution =
  | ExponentialParameters
  | WeibullParameters
  | LogNormalParameters
  | LogLogisticParameters;

/** The coefficient of a covariate, on the logarithm of time: e to it is what one more of the covariate multiplies all times by. */
export type LifetimeCoefficient = `time.${string}`;

/** What a covariate does to time. */
export interface TimeRatio {
  readonly covariate: string;
  /** On the logarithm of time, as in R's survreg: above 0 it lasts longer. */
  readonly coefficient: number;
  /** Of the coefficient; `null` where the data do not determine it. */
  readonly standardError: number | null;
  /** What one more of the covariate multiplies all times by; `null` where that is no finite number. */
  readonly timeRatio: number | null;
  /** Of the time ratio. */
  readonly interval: Interval | null;
  readonly z: number | null;
  /** That the coefficient is 0, by Wald's test. */
  readonly pValue: number | null;
  /** What the parameters of the distribution take the covariate to be: its mean, or 0 where all values are −1, 0 or 1. Predictions read it. */
  readonly center: number;
}

/** What a fitted distribution of lifetimes says beside its parameters. */
export interface FittedLifetimes<Kind extends string, Parameter extends string>
  extends FittedModel<Kind, Parameter | LifetimeCoefficient> {
  /** How many ended: the sum of their weights. */
  readonly events: number;
  /** For how long all were watched together, each from entry to duration. */
  readonly timeAtRisk: number;
  /** What the covariates do, in the order in which they were named. */
  readonly coefficients: readonly TimeRatio[];
}

/** Coefficients of covariates stand beside the parameters, under names such as `'time.seats'`. */
export type LifetimeCoefficients = Readonly<Record<LifetimeCoefficient, number>>;

/** A fitted exponential distribution: its rate, and what every fit says. */
export type Exponential = FittedLifetimes<'exponential', 'rate'> & ExponentialParameters & LifetimeCoefficients;

/** A fitted Weibull distribution: its parameters, and what every fit says. */
export type Weibull = FittedLifetimes<'weibull', 'shape' | 'scale'> & WeibullParameters & LifetimeCoefficients;

/** A fitted log-normal distribution: its parameters, and what every fit says. */
export type LogNormal = FittedLifetimes<'log-normal', 'mu' | 'sigma'> & LogNormalParameters & LifetimeCoefficients;

/** A fitted log-logistic distribution: its parameters, and what every fit says. */
export type LogLogistic = FittedLifetimes<'log-logistic', 'shape' | 'scale'> &
  LogLogisticParameters &
  LifetimeCoefficients;

import type { Excluded } from '../../core/policy.js';
import type { Curvature } from './curvature.js';
import type { FittedModel } from './model.js';

/** The logarithm of a parameter over its scale stays within this: a factor of 100,000 either way. */
export const WIDEST = Math.log(1e5);

/** Below so many different rows a search takes next to nothing, and one customer may make a maximum of their own: no start is left out. */
export const FEW = 200;

/** What moves a parameter from the customers it is fitted for to those it is reported for: by times · the parameter `of`, or e to that where it is positive. */
export interface Origin {
  readonly of: number;
  readonly times: number;
}

/** A parameter of a model that is fitted. */
export interface FitParameter<Parameter extends string = string> {
  readonly name: Parameter;
  /** Any number rather than a positive one, such as a covariate's coefficient. */
  readonly isFree?: boolean;
  /** What size the parameter is of, such as the mean T for one that is a time; 1 unless given. The search and the penalty measure by it. */
  readonly scale?: number;
  /** Where the search has its 0, for one that is free; 0 unless given. */
  readonly offset?: number;
  /** How far from 0 the search may go, in logarithms or, where it is free, in units of its scale. */
  readonly widest?: number;
  /** For one that is fitted for the mean of covariates: what it is where they are 0. */
  readonly origins?: readonly Origin[];
}

/** The log-likelihood of parameters as they are; fills in its derivatives by them. What is not finite counts as impossible. */
export interface LogLikelihood {
  (parameters: Float64Array, gradient: Float64Array): number;
  /** The same with the second derivatives too, row by row; without it they are found by differences. */
  readonly withMatrix?: (parameters: Float64Array, gradient: Float64Array, matrix: Float64Array) => number;
}

/** A likelihood to be maximised, and from where. */
export interface LikelihoodProblem<Parameter extends string> {
  /** The public function, for errors. */
  readonly owner: string;
  readonly parameters: readonly FitParameter<Parameter>[];
  readonly logLikelihood: LogLikelihood;
  /** The likelihood of `coarseOf` the customers, to find the neighbourhood of the maximum by. */
  readonly coarse?: LogLikelihood | null;
  /** Parameters as they are; the first need not be the best. */
  readonly starts: readonly (readonly number[])[];
  /** Runs every start to the end, rather than the best and one that is far from it. */
  readonly runsAll?: boolean;
  /** Customers: the sum of the weights. */
  readonly n: number;
  readonly excluded?: Excluded;
  /** What a step of BFGS may still gain where Newton's steps take over: more than the least, where exact second derivatives are cheap. */
  readonly handover?: number;
  readonly penalty?: number;
  readonly maxIterations?: number;
  readonly confidence?: number;
}

/** What a fit found: the parameters, and all that `FittedModel` says of them. */
export interface Maximum<Parameter extends string> {
  readonly values: Readonly<Record<Parameter, number>>;
  readonly facts: Omit<FittedModel<string, Parameter>, 'model'>;
}

/** How a search ended, with the curvature there. */
export interface Search {
  readonly at: Float64Array;
  /** The log-likelihood, less the penalty. */
  readonly value: number;
  readonly gradient: Float64Array;
  readonly iterations: number;
  readonly curvature: Curvature;
  readonly converged: boolean;
}

/** The parameters of a point of the search. */
export function valuesOf(parameters: readonly FitParameter[], at: Float64Array, into: Float64Array): Float64Array {
  for (let j = 0; j < at.length; j += 1) {
    const { isFree = false, scale = 1, offset = 0 } = parameters[j] as FitParameter;
    into[j] = isFree ? offset + (at[j] as number) * scale : Math.exp(at[j] as number) * scale;
  }
  return into;
}

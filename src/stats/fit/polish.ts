import type { Minimum } from '../minimize.js';
import { type CurvedObjective, curvatureOf, newtonStep } from './curvature.js';
import type { Search } from './problem.js';

/** A search has converged where Newton's step would gain less than this of the log-likelihood, or than so much of it for each unit. */
const GAIN = 1e-9;
const GAIN_SHARE = 1e-15;
/** Gains below this, or so much for each unit of the likelihood, may be less than its rounding. */
const TINY = 1e-6;
const TINY_SHARE = 1e-14;

/** Steps as short as the error of second derivatives from differences, and of exact ones. */
const SHORT = 1e-6;
const SHORTEST = 1e-12;

/** Newton's steps from where BFGS ended, until one would gain nothing. */
export function polished(
  objective: CurvedObjective,
  found: Minimum,
  bound: Float64Array,
  maxIterations: number,
): Search {
  let { at, value, gradient, iterations } = found;
  let curvature = curvatureOf(objective, at, gradient, bound);
  for (let round = 0; round < 20 && iterations < maxIterations; round += 1) {
    const step = newtonStep(curvature, gradient);
    if (step.gain < 1e-20) break;
    // Of a gain below the rounding of the likelihood, only the slopes tell.
    const tiny = tinyAt(value);
    const isTiny = step.gain <= tiny;
    const next = takeStep(objective, at, value + (isTiny ? tiny : 1e-13 * Math.abs(value)), step.step, bound, isTiny);
    if (next === null || (isTiny && !(newtonStep(curvature, next.gradient).gain < step.gain))) break;
    const length = Math.hypot(...next.at.map((x, j) => x - (at[j] as number)));
    iterations += 1;
    ({ at, value, gradient } = next);
    // A step this short changes the matrix by less than its own error.
    if (length < (objective.bends === undefined ? SHORT : SHORTEST)) break;
    curvature = curvatureOf(objective, at, gradient, bound);
  }
  const converged = curvature.isDefinite && newtonStep(curvature, gradient).gain < gainAt(value);
  return { at, value: -value, gradient, iterations, curvature, converged };
}

/** What a step must gain of a likelihood of this size. */
export function gainAt(value: number): number {
  return Number.isFinite(value) ? Math.max(GAIN, GAIN_SHARE * Math.abs(value)) : GAIN;
}

/** Gains of a likelihood of this size that may be rounding. */
export function tinyAt(value: number): number {
  return Math.max(TINY, TINY_SHARE * Math.abs(value));
}

/** The step, or the first of its halves that ends below the limit; where it is whole or nothing, only the step. */
function takeStep(
  objective: CurvedObjective,
  from: Float64Array,
  limit: number,
  step: Float64Array,
  bound: Float64Array,
  isWhole: boolean,
): { at: Float64Array; value: number; gradient: Float64Array } | null {
  for (let share = 1; share > (isWhole ? 0.5 : 1e-4); share /= 2) {
    const at = from.map((x, j) => {
      const side = bound[j] as number;
      return Math.min(side, Math.max(-side, x + share * (step[j] as number)));
    });
    const gradient = new Float64Array(at.length);
    const value = objective(at, gradient);
    if (value <= limit) return { at, value, gradient };
  }
  return null;
}

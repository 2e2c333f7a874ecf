import { checkFinite, checkPoint, checkProbability, checkShape } from './arguments.js';
import { inverseBetaTail } from './beta-inverse.js';
import { type BetaPoint, betaKernel, betaTail } from './beta-tail.js';
import type { Distribution } from './distribution.js';
import { logBetaOf } from './log-beta.js';
import { valueOfScaled } from './scaled.js';

// From here on df/t² is below half a unit in the last place, and the tail is a pure power.
const POWER_FROM = 1e10;

/**
 * Student's t distribution; the degrees of freedom need not be whole.
 *
 * The tail is half an incomplete beta function of df/(df + t²) (Abramowitz & Stegun 26.7.1).
 * `pdf`, `cdf`, `survival`, `quantile`, `survivalQuantile`.
 *
 * @throws {InvalidOptionError} when x is not a number, the degrees of freedom are not from 1e-100 to 1e100, a probability is not
 * strictly between 0 and 1, or its quantile is too large for a double
 * @example
 * ```ts
 * import { studentT } from 'kizuna/stats';
 *
 * studentT.quantile(0.975, 10); // => 2.22813885198627
 * studentT.survival(2, 5); // => 0.0509697394149
 * studentT.cdf(0, 3); // => 0.5
 * studentT.cdf(1, 0); // throws InvalidOptionError
 * ```
 */
export const studentT: Distribution<[degreesOfFreedom: number]> = {
  pdf: (x, degreesOfFreedom) => {
    checkArguments('studentT.pdf', x, degreesOfFreedom);
    return density(Math.abs(x), degreesOfFreedom);
  },
  cdf: (x, degreesOfFreedom) => {
    checkArguments('studentT.cdf', x, degreesOfFreedom);
    return upperTail(-x, degreesOfFreedom);
  },
  survival: (x, degreesOfFreedom) => {
    checkArguments('studentT.survival', x, degreesOfFreedom);
    return upperTail(x, degreesOfFreedom);
  },
  quantile: (p, degreesOfFreedom) => quantile('studentT.quantile', p, degreesOfFreedom, 1),
  survivalQuantile: (q, degreesOfFreedom) => quantile('studentT.survivalQuantile', q, degreesOfFreedom, -1),
};

function checkArguments(owner: string, x: number, degreesOfFreedom: number): void {
  checkPoint(owner, x);
  checkShape(owner, 'degreesOfFreedom', degreesOfFreedom);
}

function density(t: number, df: number): number {
  const atZero = Math.exp(-logBetaOf(df / 2, 0.5)) / Math.sqrt(df);
  if (t < 1e-9) return atZero;
  if (t / Math.sqrt(df) > POWER_FROM) return atZero * (Math.sqrt(df) / t) ** (df + 1);
  return valueOfScaled(betaKernel(pointOf(t, df))) / t;
}

function upperTail(t: number, df: number): number {
  const size = Math.abs(t);
  if (size / Math.sqrt(df) > POWER_FROM) {
    const tail = (Math.sqrt(df) / size) ** df * powerFactor(df);
    return t > 0 ? tail : 1 - tail;
  }
  const tail = valueOfScaled(betaTail(pointOf(size, df), 'lower')) / 2;
  return t > 0 ? tail : 1 - tail;
}

/** The place df/(df + t²) of the beta distribution with parameters df/2 and ½. */
function pointOf(t: number, df: number): BetaPoint {
  const a = df / 2;
  const square = (t / df) * t;
  const x = 1 / (1 + square);
  return { a, b: 0.5, x, y: square * x, lead: 0.5 * (1 - t) * (1 + t) * x };
}

/** The tail at t is (√df/t)^df times this, once df/t² is negligible. */
function powerFactor(df: number): number {
  return Math.exp(-logBetaOf(df / 2, 0.5)) / df;
}

function quantile(owner: string, p: number, df: number, sign: 1 | -1): number {
  const name = sign === 1 ? 'p' : 'q';
  checkProbability(owner, name, p, { zero: false, one: false });
  checkShape(owner, 'degreesOfFreedom', df);
  // Exact, like the 1 − p below: p − ½ from ¼ on, 1 − p from ½ on.
  const fromCentre = p - 0.5;
  if (fromCentre === 0) return 0;
  const size =
    Math.abs(fromCentre) < 0.25
      ? Math.sqrt(df * inverseBetaTail(0.5, df / 2, 2 * Math.abs(fromCentre), 'lower'))
      : tailQuantile(Math.min(p, 1 - p), df);
  return checkFinite(owner, name, p, fromCentre > 0 ? sign * size : -sign * size);
}

function tailQuantile(tail: number, df: number): number {
  const factor = powerFactor(df);
  const ratio = (factor / tail) ** (1 / df);
  // One step of Newton takes back what the rounding of 1/df has done to a large power.
  if (ratio > POWER_FROM) return Math.sqrt(df) * ratio * (1 + ((1 / ratio) ** df * (factor / tail) - 1) / df);
  return Math.sqrt(df / inverseBetaTail(df / 2, 0.5, 2 * tail, 'lower'));
}

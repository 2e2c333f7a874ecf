import { logGammaOf } from './log-gamma.js';
import type { Random } from './random.js';

/** An exponential waiting time of rate 1. */
export function exponentialVariate(random: Random): number {
  return -Math.log1p(-random.uniform());
}

/** A gamma variable with this shape and rate 1. It is 0 where it is below all doubles, as a tiny shape makes it: see `logGammaVariate`. */
export function gammaVariate(random: Random, shape: number): number {
  return shape >= 1 ? squeezedGamma(random, shape) : Math.exp(logGammaVariate(random, shape));
}

/** The logarithm of a gamma variable with this shape and rate 1, which no shape is too small for. */
export function logGammaVariate(random: Random, shape: number): number {
  if (shape >= 1) return Math.log(squeezedGamma(random, shape));
  // G(shape) = G(shape + 1) U^(1/shape): Marsaglia & Tsang 2000, §6.
  return Math.log(squeezedGamma(random, shape + 1)) - exponentialVariate(random) / shape;
}

/** A beta variable: X/(X + Y) of two gamma variables, by their logarithms so that tiny shapes give 0 or 1 and never 0/0. */
export function betaVariate(random: Random, a: number, b: number): number {
  const x = logGammaVariate(random, a);
  const y = logGammaVariate(random, b);
  return 1 / (1 + Math.exp(y - x));
}

/** The number of trials up to the first success, from 1; infinite for a chance of 0. */
export function geometricVariate(random: Random, chance: number): number {
  if (chance >= 1) return 1;
  if (chance <= 0) return Number.POSITIVE_INFINITY;
  return 1 + Math.floor(-exponentialVariate(random) / Math.log1p(-chance));
}

/** A Poisson count with this mean. */
export function poissonVariate(random: Random, mean: number): number {
  return mean < 10 ? countedPoisson(random, mean) : rejectedPoisson(random, mean);
}

/** For a shape of at least 1: Marsaglia & Tsang 2000, ACM TOMS 26: 363–372. */
function squeezedGamma(random: Random, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = random.normal();
    const root = 1 + c * z;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = 1 - random.uniform();
    if (u < 1 - 0.0331 * z ** 4 || Math.log(u) < 0.5 * z * z + d * (1 - v + Math.log(v))) return d * v;
  }
}

/** The arrivals of rate 1 before `mean`. */
function countedPoisson(random: Random, mean: number): number {
  let count = 0;
  for (let time = exponentialVariate(random); time < mean; time += exponentialVariate(random)) count += 1;
  return count;
}

/** Transformed rejection, PTRS of Hörmann 1993, Insurance: Mathematics and Economics 12: 39–45. */
function rejectedPoisson(random: Random, mean: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const sure = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = 1 - random.uniform();
    const side = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / side + b) * u + mean + 0.43);
    if (side >= 0.07 && v <= sure) return count;
    if (count < 0 || (side < 0.013 && v > side)) continue;
    const left = Math.log((v * inverseAlpha) / (a / (side * side) + b));
    if (left <= count * Math.log(mean) - mean - logGammaOf(count + 1)) return count;
  }
}

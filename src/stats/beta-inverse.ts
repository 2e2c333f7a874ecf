import { type BetaPoint, betaKernel, betaTail } from './beta-tail.js';
import { productDifference } from './exact-product.js';
import type { Tail } from './gamma-tail.js';
import { logBetaOf } from './log-beta.js';
import { standardNormalQuantile } from './normal-quantile.js';
import { logQuotient, quotient } from './scaled.js';
import { tailRoot } from './tail-root.js';

/** The place x, from 0 to 1. What 1 − x loses by rounding goes back into `lead`. */
export function betaPointAt(x: number, a: number, b: number): BetaPoint {
  const y = 1 - x;
  const lost = 1 - y - x;
  return { a, b, x, y, lead: productDifference(b, x, a, y) - a * lost };
}

/** The odds x/(1 − x) of the place that has probability p in the given tail, for p from 0 to 1. Odds keep the digits of both ends. */
export function inverseBetaTail(a: number, b: number, p: number, tail: Tail): number {
  if (p === 0 || p === 1) return (p === 0) === (tail === 'lower') ? 0 : Number.POSITIVE_INFINITY;
  // 1 − p is exact from ½ on.
  if (p > 0.5) return inverseBetaTail(a, b, 1 - p, tail === 'lower' ? 'upper' : 'lower');
  if (tail === 'upper') return 1 / inverseBetaTail(b, a, p, 'lower');
  return tailRoot(firstGuess(a, b, p), (odds) => {
    const point = betaPointOfOdds(odds, a, b);
    const probability = betaTail(point, 'lower');
    const slope = quotient(betaKernel(point), probability);
    return { gap: logQuotient(probability, p), slope, bend: -slope * (point.lead + slope) };
  });
}

/** The x whose odds these are; 1 for infinite ones. */
export function placeOfOdds(odds: number): number {
  return odds === Number.POSITIVE_INFINITY ? 1 : odds / (1 + odds);
}

function betaPointOfOdds(odds: number, a: number, b: number): BetaPoint {
  const y = 1 / (1 + odds);
  return { a, b, x: odds * y, y, lead: (b * odds - a) * y };
}

/** Odds near those of the lower probability p ≤ ½. */
function firstGuess(a: number, b: number, p: number): number {
  const powerLaw = oddsOf(Math.exp((Math.log(p) + Math.log(a) + logBetaOf(a, b)) / a));
  if (a >= 1 && b >= 1) return Math.max(powerLaw, normalGuess(a, b, p));
  // The powers that rule at either end, weighted as their masses: Numerical Recipes §6.4.
  const left = Math.exp(a * Math.log(a / (a + b))) / a;
  const right = Math.exp(b * Math.log(b / (a + b))) / b;
  if (p < left / (left + right)) return oddsOf(Math.exp(Math.log(a * (left + right) * p) / a));
  return 1 / oddsOf(Math.exp(Math.log(b * (left + right) * (1 - p)) / b));
}

/** Abramowitz & Stegun 26.5.22. */
function normalGuess(a: number, b: number, p: number): number {
  const z = -standardNormalQuantile(p);
  const third = (z * z - 3) / 6;
  const inverseA = 1 / (2 * a - 1);
  const inverseB = 1 / (2 * b - 1);
  const harmonic = 2 / (inverseA + inverseB);
  const spread = (z * Math.sqrt(third + harmonic)) / harmonic;
  const w = spread - (inverseB - inverseA) * (third + 5 / 6 - 2 / (3 * harmonic));
  return (a / b) * Math.exp(-2 * Math.max(-300, Math.min(300, w)));
}

function oddsOf(x: number): number {
  return x < 0.9 ? x / (1 - x) : 9;
}

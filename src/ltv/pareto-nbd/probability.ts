import { integral } from '../../stats/gauss-legendre.js';
import { logGammaChange, logGammaOf } from '../../stats/log-gamma.js';
import { paretoNbdAlive } from './alive.js';
import type { ParetoNbdParameters } from './parameters.js';

/** Where the integrand is e^−42 of its largest value it no longer counts. */
const NEGLIGIBLE = 42;
/** The 32-point rule is exact to the last digits on so much of the logarithm of a time. */
const PANEL = 3;
const FEWEST_PANELS = 3; // a narrow peak is cut at about 9 standard deviations

/** P(X(t) = n): the chance that a new customer makes n repeat purchases within the horizon. */
export function paretoNbdProbabilityOfNew(p: ParetoNbdParameters, n: number, horizon: number): number {
  return probabilityIfAlive(p.r, p.alpha, p.s, p.beta, n, horizon);
}

/** The chance that a customer with this history makes n purchases in (T, T + horizon]. */
export function paretoNbdProbability(
  p: ParetoNbdParameters,
  frequency: number,
  recency: number,
  T: number,
  n: number,
  horizon: number,
): number {
  const alive = paretoNbdAlive(p, frequency, recency, T);
  // The rates of who is alive at T are gamma variables again, independent of each other.
  const chance = alive * probabilityIfAlive(p.r + frequency, p.alpha + T, p.s, p.beta + T, n, horizon);
  return n === 0 ? chance + (1 - alive) : chance;
}

/**
 * n purchases of the negative binomial distribution and still a customer, or gone at a time within the horizon after n purchases until then:
 * Fader & Hardie (2006), "Deriving an expression for P(X(t) = x) under the Pareto/NBD model", whose differences of hypergeometric functions
 * are here the integral they stand for, a sum of positive terms.
 */
function probabilityIfAlive(r: number, alpha: number, s: number, beta: number, n: number, horizon: number): number {
  if (horizon <= 0) return n === 0 ? 1 : 0;
  const binomial = n === 0 ? 0 : logGammaChange(r, n) - logGammaOf(n + 1);
  const until = (time: number): number => -r * Math.log1p(time / alpha) - n * Math.log1p(alpha / time);
  const stays = Math.exp(
    binomial + (n === 0 ? -r * Math.log1p(horizon / alpha) : until(horizon)) - s * Math.log1p(horizon / beta),
  );
  return stays + leaves(r, alpha, s, beta, n, horizon, binomial);
}

/** e^binomial ∫ s/(β + τ) (β/(β + τ))^s (α/(α + τ))^r (τ/(α + τ))^n dτ over τ to the horizon, in y = ln τ, where its logarithm is concave. */
function leaves(
  r: number,
  alpha: number,
  s: number,
  beta: number,
  n: number,
  horizon: number,
  binomial: number,
): number {
  const logarithm = (y: number): number => {
    const time = Math.exp(y);
    const bought = n === 0 ? 0 : n * Math.log1p(alpha / time);
    return y - r * Math.log1p(time / alpha) - bought - (s + 1) * Math.log1p(time / beta);
  };
  const slope = (y: number): number => {
    const time = Math.exp(y);
    return 1 + (n * alpha - r * time) / (alpha + time) - ((s + 1) * time) / (beta + time);
  };
  const end = Math.log(horizon);
  const rising = Math.log((1 + n) / ((r + n) / alpha + (s + 1) / beta)); // the slope is not below 0 here
  const mode = slope(end) >= 0 || rising >= end ? end : crossing(slope, rising, end);
  const top = logarithm(mode);
  const excess = (y: number): number => logarithm(y) - top + NEGLIGIBLE;
  let width = 1;
  while (excess(mode - width) > 0) width *= 2;
  const low = crossing((y) => -excess(y), mode - width, mode);
  const high = excess(end) >= 0 ? end : crossing(excess, mode, end);
  const panels = Math.max(FEWEST_PANELS, Math.ceil((high - low) / PANEL));
  return (s / beta) * Math.exp(binomial + top) * integral((y) => Math.exp(logarithm(y) - top), low, high, panels);
}

/** Where a function that falls from above 0 crosses it, nearly. */
function crossing(f: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let halving = 0; halving < 30; halving += 1) {
    const middle = (low + high) / 2;
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

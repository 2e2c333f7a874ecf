import { digamma } from '../../stats/digamma.js';
import { digammaChange } from '../../stats/digamma-change.js';
import { logBetaChange } from '../../stats/log-beta-change.js';
import { logGammaChange } from '../../stats/log-gamma.js';

/** From here on ln t^c is so large that ln B(alpha, beta + t^c) is ln Γ(alpha) − alpha c ln t to the last digit, and t^c is soon no double. */
const FAR = 460;

/**
 * ln [S(to)/S(from)] for to > from ≥ 0, without cancellation, where S(t) = B(alpha, beta + t^c)/B(alpha, beta) is the share that is there after t
 * renewals: beta-discrete-Weibull, Fader et al. 2018, J. Interactive Marketing 43; with c = 1 sBG, Fader & Hardie 2007, J. Interactive Marketing 21.
 */
export function logSurvivalBetween(alpha: number, beta: number, c: number, from: number, to: number): number {
  if (c * Math.log(to) <= FAR) return logBetaChange(alpha, beta + from ** c, powerStep(c, from, to));
  if (isFar(c, from)) return -alpha * c * growthOf(from, to);
  return logGammaChange(beta + from ** c, alpha) - alpha * c * Math.log(to);
}

/** The derivatives of that by alpha, beta and c, into `slopes`. */
export function survivalSlopes(
  alpha: number,
  beta: number,
  c: number,
  from: number,
  to: number,
  slopes: Float64Array,
): void {
  if (isFar(c, from)) {
    slopes[0] = -c * growthOf(from, to);
    slopes[1] = 0;
    slopes[2] = -alpha * growthOf(from, to);
    return;
  }
  const power = from ** c;
  if (isFar(c, to)) {
    slopes[0] = digamma(alpha + beta + power) - c * Math.log(to);
    slopes[1] = digammaChange(beta + power, alpha);
    slopes[2] = -alpha * Math.log(to) - slopeByC(alpha, beta, c, from);
    return;
  }
  const step = powerStep(c, from, to);
  slopes[0] = -digammaChange(alpha + beta + power, step);
  slopes[1] = bend(beta + power, alpha, step);
  slopes[2] = slopeByC(alpha, beta, c, to) - slopeByC(alpha, beta, c, from);
}

/** −d ln S/d ln t: how fast survival falls at t. */
export function fallOf(alpha: number, beta: number, c: number, t: number): number {
  if (isFar(c, t)) return alpha * c;
  const power = t ** c;
  return c * power * digammaChange(beta + power, alpha);
}

function isFar(c: number, t: number): boolean {
  return t > 0 && c * Math.log(t) > FAR;
}

/** ln (to/from). */
function growthOf(from: number, to: number): number {
  return Math.log1p((to - from) / from);
}

/** to^c − from^c. */
function powerStep(c: number, from: number, to: number): number {
  return from === 0 ? to ** c : from ** c * Math.expm1(c * growthOf(from, to));
}

/** d ln S(t)/dc. */
function slopeByC(alpha: number, beta: number, c: number, t: number): number {
  return t > 1 ? (-Math.log(t) * fallOf(alpha, beta, c, t)) / c : 0;
}

/** ψ(x + step) − ψ(x) − ψ(x + a + step) + ψ(x + a), which cancels least by the smaller of the two steps. */
function bend(x: number, a: number, step: number): number {
  const small = Math.min(a, step);
  return digammaChange(x, small) - digammaChange(x + Math.max(a, step), small);
}

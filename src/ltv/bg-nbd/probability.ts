import { type BetaPoint, betaKernel, betaTail } from '../../stats/beta-tail.js';
import { logGammaChange } from '../../stats/log-gamma.js';
import { valueOfScaled } from '../../stats/scaled.js';
import { bgNbdAlive } from './alive.js';
import { type BetaGeometricNbd, chancesAfter } from './parameters.js';

/** P(X(t) = n): the chance that a new customer makes n repeat purchases within the horizon. */
export function bgNbdProbabilityOfNew(p: BetaGeometricNbd, n: number, horizon: number): number {
  return bgNbdProbability(p, 0, 0, 0, n, horizon);
}

/** The chance that a customer with this history makes n purchases in (T, T + horizon]. */
export function bgNbdProbability(
  p: BetaGeometricNbd,
  frequency: number,
  recency: number,
  T: number,
  n: number,
  horizon: number,
): number {
  const alive = bgNbdAlive(p, frequency, recency, T);
  const chance = alive * probabilityIfAlive(p, frequency, T, n, horizon);
  return n === 0 ? chance + (1 - alive) : chance;
}

/**
 * Eq. 8 of Fader, Hardie & Lee (2005) for a customer who is alive: n purchases of the negative binomial distribution and still there,
 * or at least n and gone after the n-th. The tail is an incomplete beta function, not 1 less a sum.
 */
function probabilityIfAlive(p: BetaGeometricNbd, frequency: number, T: number, n: number, horizon: number): number {
  const { r, alpha, a, model } = p;
  const b = p.b + chancesAfter(model, frequency);
  const shape = r + frequency;
  const age = alpha + T;
  if (horizon <= 0) return n === 0 ? 1 : 0;
  if (n === 0) return Math.exp(-shape * Math.log1p(horizon / age));
  const x = horizon / (age + horizon);
  const y = age / (age + horizon);
  const point: BetaPoint = { a: n, b: shape, x, y, lead: shape * x - n * y };
  // B(a, b + n)/B(a, b), and B(a + 1, b + n − 1)/B(a, b).
  const stays = Math.exp(logGammaChange(b, n) - logGammaChange(a + b, n));
  const leaves = (stays * a) / (b + n - 1);
  return (stays * valueOfScaled(betaKernel(point))) / n + leaves * valueOfScaled(betaTail(point, 'lower'));
}

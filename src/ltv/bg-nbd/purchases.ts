import { bgNbdAlive } from './alive.js';
import { betaMean } from './beta-mean.js';
import { type BetaGeometricNbd, chancesAfter } from './parameters.js';

/** The terms fall as z^k: beyond this z there are too many. */
const LARGEST_Z = 0.93;
const MOST_TERMS = 800;
/** An answer of the series whose rounding may be more than this is computed anew. */
const TOLERANCE = 1e-11;

/** Expected purchases in (T, T + horizon] of a customer with this history: P(alive) times those of one who is alive. */
export function bgNbdPurchases(
  p: BetaGeometricNbd,
  frequency: number,
  recency: number,
  T: number,
  horizon: number,
): number {
  return bgNbdAlive(p, frequency, recency, T) * purchasesIfAlive(p, frequency, T, horizon);
}

/** Expected repeat purchases of a new customer in the time from the first purchase to the horizon. */
export function bgNbdPurchasesOfNew(p: BetaGeometricNbd, horizon: number): number {
  return bgNbdPurchases(p, 0, 0, 0, horizon);
}

/**
 * Eq. 10 of Fader, Hardie & Lee (2005, Marketing Science 24: 275–284) without P(alive). Its hypergeometric function has parameters that
 * grow with the frequency and it is 0/0 at a = 1; after Euler's transformation (DLMF 15.8.1) neither is so:
 * C φ(a − 1, L) − e^((a−1)L) Σ_{k≥1} (a)_{k−1} (c)_k/(C + 1)_{k−1} z^k/k!, where C = a + b + chances − 1, c = C − r − frequency,
 * z = t/(alpha + T + t), L = ln(1 − z), φ(w, L) = (1 − e^(wL))/w.
 */
function purchasesIfAlive(p: BetaGeometricNbd, frequency: number, T: number, horizon: number): number {
  if (horizon <= 0) return 0;
  const { r, alpha, a, b, model } = p;
  const chances = chancesAfter(model, frequency);
  const age = alpha + T;
  const z = horizon / (age + horizon);
  const power = -(a - 1) * Math.log1p(horizon / age);
  const C = a + b - 1 + chances;
  const c = a + b - 1 - r + (chances - frequency);
  if (z > LARGEST_Z) return meanPurchases(a, b + chances, r + frequency, horizon / age);
  let term = c * z;
  let sum = term;
  let size = Math.abs(term);
  for (let k = 1; Math.abs(term) > 1e-17 * (1 - z) * size && k < MOST_TERMS; k += 1) {
    term *= ((a + k - 1) * (c + k) * z) / ((C + k) * (k + 1));
    sum += term;
    size += Math.abs(term);
  }
  const factor = Math.exp(power);
  const first = a === 1 ? C * Math.log1p(horizon / age) : (-C * Math.expm1(power)) / (a - 1);
  const value = first - factor * sum;
  const rounding = 2e-16 * (1 + Math.abs(power)) * (Math.abs(first) + factor * size);
  const isDone = Math.abs(term) <= 1e-13 * (1 - z) * size;
  if (isDone && rounding < TOLERANCE * value) return value;
  return meanPurchases(a, b + chances, r + frequency, horizon / age);
}

/** The same as the mean of (1 − (1 + p u)^−A)/p over p ~ Beta(a, b), for what the series takes too long for or cancels in. */
function meanPurchases(a: number, b: number, A: number, u: number): number {
  return betaMean(a, b, (A + 1) * u, (p) => -Math.expm1(-A * Math.log1p(p * u)) / p);
}

import { paretoNbdAlive } from './alive.js';
import type { ParetoNbdParameters } from './parameters.js';

/**
 * Expected purchases in (T, T + horizon] of a customer with this history: P(alive) times those of one who is alive
 * (Schmittlein, Morrison & Colombo 1987, eq. 22), whose rates are gamma variables (r + frequency, alpha + T) and (s, beta + T).
 */
export function paretoNbdPurchases(
  p: ParetoNbdParameters,
  frequency: number,
  recency: number,
  T: number,
  horizon: number,
): number {
  const alive = paretoNbdAlive(p, frequency, recency, T);
  return alive * purchasesIfAlive(p.r + frequency, p.alpha + T, p.s, p.beta + T, horizon);
}

/** Expected repeat purchases of a new customer in the time from the first purchase to the horizon (eq. 17). */
export function paretoNbdPurchasesOfNew({ r, alpha, s, beta }: ParetoNbdParameters, horizon: number): number {
  return purchasesIfAlive(r, alpha, s, beta, horizon);
}

/** r/α times the mean time alive, β/(s − 1) (1 − (β/(β + t))^(s−1)), without its 0/0 at s = 1. */
function purchasesIfAlive(r: number, alpha: number, s: number, beta: number, horizon: number): number {
  const growth = Math.log1p(horizon / beta);
  const power = (s - 1) * growth;
  // Beside s = 1, (1 − e^(−power))/power is 1 − power/2.
  const mean = Math.abs(power) < 1e-10 ? growth * (1 - power / 2) : -Math.expm1(-power) / (s - 1);
  return (r / alpha) * beta * mean;
}

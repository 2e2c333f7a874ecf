import { hypergeometricOne } from '../../stats/hypergeometric-one.js';
import type { ParetoNbdParameters } from './parameters.js';

/**
 * P(alive) at T + `after`: the part of the likelihood of who is alive over the whole (Schmittlein, Morrison & Colombo 1987, eqs. 11–13), as
 * (A + s)/(s e^… G(A; t_x) + A (β + T)/(α + T) G(A + 1; T)), times the chance to stay for the time after.
 */
export function paretoNbdAlive(
  { r, alpha, s, beta }: ParetoNbdParameters,
  frequency: number,
  recency: number,
  T: number,
  after = 0,
): number {
  const A = r + frequency;
  const [a, b] = [alpha + recency, beta + recency];
  const [ageA, ageB] = [alpha + T, beta + T];
  const since = T - recency;
  const c = A + s + 1;
  const growth = A * Math.log1p(since / a) + s * Math.log1p(since / b);
  const gone = s * Math.exp(growth) * hypergeometricOne(A, c, (alpha - beta) / a, b / a);
  const there = A * (ageB / ageA) * hypergeometricOne(A + 1, c, (alpha - beta) / ageA, ageB / ageA);
  return Math.min(1, ((A + s) / (gone + there)) * Math.exp(-s * Math.log1p(after / ageB)));
}

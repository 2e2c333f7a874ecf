import { bgNbdAlive } from './alive.js';
import { betaMean } from './beta-mean.js';
import { type BetaGeometricNbd, chancesAfter } from './parameters.js';

/**
 * P(alive at T + after): P(alive at T) times the mean of e^(−λ p after) over the rates λ ~ gamma(A, alpha + T) and the chances
 * p ~ beta(a, b + chances) of those who are alive, which is the mean of (1 + p u)^−A with u = after/(alpha + T).
 */
export function bgNbdAliveAfter(
  p: BetaGeometricNbd,
  frequency: number,
  recency: number,
  T: number,
  after: number,
): number {
  const alive = bgNbdAlive(p, frequency, recency, T);
  if (after === 0) return alive;
  const A = p.r + frequency;
  const u = after / (p.alpha + T);
  return (
    alive *
    betaMean(p.a, p.b + chancesAfter(p.model, frequency), A * u, (chance) => Math.exp(-A * Math.log1p(chance * u)))
  );
}

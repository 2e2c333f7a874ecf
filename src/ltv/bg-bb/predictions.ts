import { digammaChange } from '../../stats/digamma-change.js';
import { hypergeometricOne } from '../../stats/hypergeometric-one.js';
import { logBetaChange } from '../../stats/log-beta-change.js';
import { logOverAlive } from './alive-share.js';
import type { BgBbParameters } from './bg-bb-model.js';

/**
 * P(alive at T + later): not lost before that opportunity. Fader, Hardie & Shang 2010, Marketing Science 29, eq. 11, where it is the next one,
 * `later` = 1.
 */
export function bgBbAlive(
  parameters: BgBbParameters,
  frequency: number,
  recency: number,
  T: number,
  later: number,
): number {
  const { gamma, delta } = parameters;
  return Math.exp(logBetaChange(gamma, delta + T, later) - logOverAlive(parameters, frequency, recency, T));
}

/** The opportunities that a customer takes of the next `horizon` (eq. 13); with T = 0, a new customer (eq. 9). */
export function bgBbPurchases(
  parameters: BgBbParameters,
  frequency: number,
  recency: number,
  T: number,
  horizon: number,
): number {
  return chanceToBuy(parameters, frequency, recency, T) * opportunitiesAlive(parameters, T, horizon);
}

/** The same of all opportunities to come, each discounted once for every opportunity until then (DERT, eq. 14); infinite where that has no limit. */
export function bgBbResidual(
  parameters: BgBbParameters,
  frequency: number,
  recency: number,
  T: number,
  discountRate: number,
): number {
  const { gamma, delta } = parameters;
  const left = delta + T;
  const factor = 1 / (1 + discountRate);
  const sum = hypergeometricOne(left + 1, gamma + left + 1, factor, discountRate * factor);
  return chanceToBuy(parameters, frequency, recency, T) * (left / (gamma + left)) * factor * sum;
}

/** P(alive at T) times the mean chance to buy of those who are. */
function chanceToBuy(parameters: BgBbParameters, frequency: number, recency: number, T: number): number {
  const { alpha, beta } = parameters;
  const alive = Math.exp(-logOverAlive(parameters, frequency, recency, T));
  return alive * ((alpha + frequency) / (alpha + beta + T));
}

/**
 * Σ B(gamma, delta + T + k)/B(gamma, delta + T) over k = 1 … horizon: how many of the next opportunities see a customer alive who is so at T.
 * The sum telescopes to d [1 − B(gamma − 1, d + 1 + horizon)/B(gamma − 1, d + 1)]/(gamma − 1) with d = delta + T, whose limit at gamma = 1 is
 * d [ψ(d + 1 + horizon) − ψ(d + 1)].
 */
function opportunitiesAlive({ gamma, delta }: BgBbParameters, T: number, horizon: number): number {
  const d = delta + T;
  if (horizon === 0) return 0;
  if (gamma === 1) return d * digammaChange(d + 1, horizon);
  return (-d * Math.expm1(logBetaChange(gamma - 1, d + 1, horizon))) / (gamma - 1);
}

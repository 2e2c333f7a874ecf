import { checkNumber } from '../core/options.js';
import { checkFinite } from '../stats/arguments.js';
import { standardNormalQuantile } from '../stats/normal-quantile.js';
import { normalTail } from '../stats/normal-tail.js';
import { askedOf, type LifetimeLaw, type LifetimeOfAgeOptions, standardTime } from './lifetime-law.js';
import type { LifetimeDistribution } from './lifetime-model.js';
import { tailFall, tailOf } from './lifetime-survival.js';

/**
 * The time by which a share has ended, under a distribution of lifetimes: the t at which S(t) = 1 − share, the median for 0.5. With `age`, of those that
 * have lasted so long the further time by which the share of them has ended.
 *
 * @param model - as in `lifetimeSurvival`
 * @param share - from 0 to below 1
 * @param options - `age`, `customer`
 * @returns a time in the unit of the model
 * @throws {InvalidDataError} as `lifetimeSurvival`
 * @throws {InvalidOptionError} as `lifetimeSurvival`, and when the time is too large for a number
 * @example
 * ```ts
 * import { lifetimeQuantile } from 'kizuna/survival';
 *
 * const model = { model: 'weibull', shape: 1.5, scale: 20 } as const;
 * lifetimeQuantile(model, 0.5); // => 15.66
 * lifetimeQuantile(model, 0.5, { age: 12 }); // => 10.05
 * ```
 */
export function lifetimeQuantile(
  model: LifetimeDistribution,
  share: number,
  options: LifetimeOfAgeOptions = {},
): number {
  const owner = 'lifetimeQuantile';
  const { law, age } = askedOf(owner, model, options);
  checkNumber(owner, 'share', share, { min: 0, max: 1 - Number.EPSILON / 2 });
  if (share === 0) return 0;
  return checkFinite(
    owner,
    'share',
    share,
    age === 0 ? Math.exp(law.mu + law.sigma * standardQuantile(law, share)) : laterBy(law, share, age),
  );
}

/** The standardised logarithm of time by which a share above 0 has ended. */
function standardQuantile({ kind }: LifetimeLaw, share: number): number {
  if (kind === 'weibull') return Math.log(-Math.log1p(-share));
  if (kind === 'log-logistic') return Math.log(share) - Math.log1p(-share);
  return standardNormalQuantile(share);
}

/** The further time, as age·(e^(σ·step) − 1). */
function laterBy(law: LifetimeLaw, share: number, age: number): number {
  return age * Math.expm1(law.sigma * stepOf(law, standardTime(law, age), share));
}

/** How far from z the standardised logarithm of time must go for a share of those who are there to end. */
function stepOf({ kind }: LifetimeLaw, z: number, share: number): number {
  const lost = -Math.log1p(-share);
  // (u + lost)/u for u = e^z, and (u + share)/(u (1 − share)).
  if (kind === 'weibull') return logOnePlus(Math.log(lost) - z);
  if (kind === 'log-logistic') return logOnePlus(Math.log(share) - z) + lost;
  return normalStep(z, share, lost);
}

/** The same for the normal distribution: ln Q falls by `lost`. It falls ever faster, so Newton's steps from the right come down to the root. */
function normalStep(z: number, share: number, lost: number): number {
  const gone = normalTail(-z) + share * normalTail(z);
  // Near the right place, or to the right of it by the hazard at z.
  let step = gone < 1 ? standardNormalQuantile(gone) - z : lost / tailOf(z).hazard;
  if (!(step > 0)) step = lost / tailOf(z).hazard;
  for (let round = 0; round < 100; round += 1) {
    const change = (lost - tailFall(z, step)) / tailOf(z + step).hazard;
    if (!Number.isFinite(change)) break;
    step += Math.max(change, -0.9 * step);
    if (Math.abs(change) < 1e-15 * step) break;
  }
  return step;
}

/** ln(1 + e^x). */
function logOnePlus(x: number): number {
  return Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
}

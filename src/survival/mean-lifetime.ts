import { checkNumber, checkOptions } from '../core/options.js';
import { gammaTail } from '../stats/gamma-tail.js';
import { regularizedBeta, regularizedBetaComplement } from '../stats/incomplete-beta.js';
import { logGammaOf } from '../stats/log-gamma.js';
import { finiteOrNull } from './finite-or-null.js';
import { type LifetimeCustomerOptions, type LifetimeLaw, LONGEST_TIME, lawOf, standardTime } from './lifetime-law.js';
import type { LifetimeDistribution } from './lifetime-model.js';
import { logSurvivalAt, tailOf } from './lifetime-survival.js';

/**
 * The mean of how long something lasts, under a distribution of lifetimes: 1/rate; scale·Γ(1 + 1/shape) of a Weibull; e^(mu + sigma²/2) of a log-normal;
 * scale·(π/shape)/sin(π/shape) of a log-logistic. It rests on the tail that nobody has seen yet: where many are still going on, prefer the median or
 * `lifetimeSurvival` at a time that was observed.
 *
 * @param model - as in `lifetimeSurvival`
 * @param options - `customer`
 * @returns a time in the unit of the model; `null` where the mean is infinite, as a log-logistic's is up to shape 1, or beyond all numbers
 * @throws {InvalidDataError} as `lifetimeSurvival`
 * @throws {InvalidOptionError} as `lifetimeSurvival`
 * @example
 * ```ts
 * import { meanLifetime } from 'kizuna/survival';
 *
 * meanLifetime({ model: 'weibull', shape: 1.5, scale: 20 }); // => 18.05
 * meanLifetime({ model: 'log-logistic', shape: 0.9, scale: 20 }); // => null
 * ```
 */
export function meanLifetime(model: LifetimeDistribution, options: LifetimeCustomerOptions = {}): number | null {
  checkOptions('meanLifetime', options, ['customer']);
  return finiteOrNull(meanOf(lawOf('meanLifetime', model, options.customer)));
}

/**
 * The mean of the time still to come of those that have lasted so long, E[T − age | T > age], under a distribution of lifetimes. It falls with age where
 * ends come more often with it, and rises where they come less often.
 *
 * @param model - as in `lifetimeSurvival`
 * @param age - from 0, in the unit of the model
 * @param options - `customer`
 * @returns as `meanLifetime`
 * @throws {InvalidDataError} as `lifetimeSurvival`
 * @throws {InvalidOptionError} as `lifetimeSurvival`
 * @example
 * ```ts
 * import { residualMeanLifetime } from 'kizuna/survival';
 *
 * const model = { model: 'weibull', shape: 1.5, scale: 20 } as const;
 * residualMeanLifetime(model, 12); // => 12.73
 * residualMeanLifetime({ model: 'exponential', rate: 0.05 }, 12); // => 20.00
 * ```
 */
export function residualMeanLifetime(
  model: LifetimeDistribution,
  age: number,
  options: LifetimeCustomerOptions = {},
): number | null {
  const owner = 'residualMeanLifetime';
  checkOptions(owner, options, ['customer']);
  const law = lawOf(owner, model, options.customer);
  checkNumber(owner, 'age', age, { min: 0, max: LONGEST_TIME });
  return finiteOrNull(age === 0 ? meanOf(law) : residualOf(law, age));
}

function meanOf({ kind, mu, sigma }: LifetimeLaw): number {
  if (kind === 'weibull') return Math.exp(mu + logGammaOf(1 + sigma));
  if (kind === 'log-normal') return Math.exp(mu + (sigma * sigma) / 2);
  return sigma < 1 ? Math.exp(mu) * circle(sigma) : Infinity;
}

function residualOf(law: LifetimeLaw, age: number): number {
  if (law.kind === 'weibull') return weibullResidual(law, age);
  if (law.kind === 'log-normal') return logNormalResidual(law, age);
  return logLogisticResidual(law, age);
}

/** scale/shape·Γ(1/shape, u) e^u with u = (age/scale)^shape. */
function weibullResidual({ mu, sigma }: LifetimeLaw, age: number): number {
  const u = Math.exp((Math.log(age) - mu) / sigma);
  if (u > 50 * Math.max(1, sigma)) return age * sigma * upperFraction(sigma, u);
  const { factor, exponent } = gammaTail(sigma, u, 'upper');
  return Math.exp(mu + logGammaOf(1 + sigma) + Math.log(factor) + exponent + u);
}

/** Γ(s, u) e^u u^(−s) by Legendre's continued fraction (Abramowitz & Stegun 6.5.31, even part), for u well above s. */
function upperFraction(s: number, u: number): number {
  let rest = 0;
  for (let n = 60; n > 0; n -= 1) rest = (n * (n - s)) / (u + 2 * n + 1 - s - rest);
  return 1 / (u + 1 - s - rest);
}

/** E[T; T > age]/S(age) − age = e^(mu + σ²/2) Q(z − σ)/Q(z) − age = age·(h(z)/h(z − σ) − 1), h the hazard of the normal distribution. */
function logNormalResidual(law: LifetimeLaw, age: number): number {
  const { mu, sigma } = law;
  const z = standardTime(law, age);
  const [there, moved] = [tailOf(z), tailOf(z - sigma)];
  if (z <= 0 || z - sigma < -5) return Math.exp(mu + (sigma * sigma) / 2 + moved.log - there.log) - age;
  return age * (there.hazard / moved.hazard - 1);
}

/** ∫ S from age on is scale·σ·B(S(age); 1 − σ, σ), σ = 1/shape. */
function logLogisticResidual(law: LifetimeLaw, age: number): number {
  const { mu, sigma } = law;
  if (!(sigma < 1)) return Infinity;
  const share = Math.exp(logSurvivalAt(law, age));
  if (share < 1e-290) return (age * sigma) / (1 - sigma); // the limit, from ever fewer
  // Of the two shares, the smaller one has all its digits.
  const gone = 1 / (1 + Math.exp(-standardTime(law, age)));
  const left =
    gone < 0.5 ? regularizedBetaComplement(gone, sigma, 1 - sigma) : regularizedBeta(share, 1 - sigma, sigma);
  return (Math.exp(mu) * circle(sigma) * left) / share;
}

/** Γ(1 − σ)Γ(1 + σ). */
function circle(sigma: number): number {
  return (Math.PI * sigma) / Math.sin(Math.PI * sigma);
}

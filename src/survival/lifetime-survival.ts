import { checkNumber, checkOptions } from '../core/options.js';
import { checkFinite } from '../stats/arguments.js';
import { integral } from '../stats/gauss-legendre.js';
import { normalTailLogs } from '../stats/normal-tail.js';
import {
  askedOf,
  type LifetimeCustomerOptions,
  type LifetimeLaw,
  type LifetimeOfAgeOptions,
  LONGEST_TIME,
  lawOf,
  standardTime,
} from './lifetime-law.js';
import type { LifetimeDistribution } from './lifetime-model.js';

/**
 * The share that lasts longer than a time, S(t), under a distribution of lifetimes; with `age`, of those that have lasted so long already the share that
 * lasts so much longer still, S(age + t)/S(age). Computed in logarithms, so that small shares keep their digits.
 *
 * @param model - what `fitWeibull` and its kin return, or parameters such as `{ model: 'weibull', shape: 1.5, scale: 20 }`
 * @param time - from 0, in the unit of the model
 * @param options - `age`; `customer`, an object with the model's covariates
 * @returns a share, 1 for 0
 * @throws {InvalidDataError} when the customer has no number for a covariate of the model
 * @throws {InvalidOptionError} when the model is another, a number is out of range, or an option is unknown
 * @example
 * ```ts
 * import { lifetimeSurvival } from 'kizuna/survival';
 *
 * const model = { model: 'weibull', shape: 1.5, scale: 20 } as const;
 * lifetimeSurvival(model, 12); // => 0.6283
 * lifetimeSurvival(model, 12, { age: 12 }); // => 0.4275
 * ```
 */
export function lifetimeSurvival(
  model: LifetimeDistribution,
  time: number,
  options: LifetimeOfAgeOptions = {},
): number {
  const owner = 'lifetimeSurvival';
  const { law, age } = askedOf(owner, model, options);
  checkNumber(owner, 'time', time, { min: 0, max: LONGEST_TIME });
  return time === 0 ? 1 : Math.exp(logSurvivalAfter(law, age, time));
}

/**
 * How often ends come at an age, among those that have got there: the hazard f(t)/S(t), per unit of time. A Weibull's is (shape/scale)·(t/scale)^(shape − 1).
 *
 * @param model - as in `lifetimeSurvival`
 * @param time - above 0, in the unit of the model
 * @param options - `customer`
 * @throws {InvalidDataError} as `lifetimeSurvival`
 * @throws {InvalidOptionError} as `lifetimeSurvival`, and when the hazard at that time is too large for a number
 * @example
 * ```ts
 * import { lifetimeHazard } from 'kizuna/survival';
 *
 * const model = { model: 'weibull', shape: 1.5, scale: 20 } as const;
 * lifetimeHazard(model, 12); // => 0.0581
 * lifetimeHazard({ model: 'exponential', rate: 0.05 }, 12); // => 0.05
 * ```
 */
export function lifetimeHazard(
  model: LifetimeDistribution,
  time: number,
  options: LifetimeCustomerOptions = {},
): number {
  const owner = 'lifetimeHazard';
  checkOptions(owner, options, ['customer']);
  const law = lawOf(owner, model, options.customer);
  checkNumber(owner, 'time', time, { min: 0, max: LONGEST_TIME, open: true });
  return checkFinite(owner, 'time', time, hazardAt(law, time));
}

/** The hazard of a law at a time above 0. */
function hazardAt(law: LifetimeLaw, time: number): number {
  const z = standardTime(law, time);
  const { kind, sigma } = law;
  if (kind === 'weibull') return Math.exp(z - Math.log(time)) / sigma;
  if (kind === 'log-logistic') return 1 / (1 + Math.exp(-z)) / sigma / time;
  return tailOf(z).hazard / sigma / time;
}

/** ln Q(z) of the standard normal distribution, and its hazard. */
export function tailOf(z: number): { readonly log: number; readonly hazard: number } {
  const parts = new Float64Array(2);
  normalTailLogs(z, parts);
  return { log: parts[0] as number, hazard: parts[1] as number };
}

/** How far ln Q falls from z to z + step: over a short step as the integral of the hazard, so that a small fall keeps its digits. */
export function tailFall(z: number, step: number): number {
  return step < 1 ? integral((x) => tailOf(z + x).hazard, 0, step, 1) : -logFall(tailOf(z).log, tailOf(z + step).log);
}

/** ln S(t). */
export function logSurvivalAt(law: LifetimeLaw, time: number): number {
  if (time === 0) return 0;
  const z = standardTime(law, time);
  if (law.kind === 'weibull') return -Math.exp(z);
  if (law.kind === 'log-normal') return tailOf(z).log;
  return -Math.max(0, z) - Math.log1p(Math.exp(-Math.abs(z)));
}

/** ln [S(age + t)/S(age)] for t above 0, without the difference of large numbers where there is a better form. */
function logSurvivalAfter(law: LifetimeLaw, age: number, time: number): number {
  if (age === 0) return logSurvivalAt(law, time);
  const { kind, sigma } = law;
  const growth = Math.log1p(time / age) / sigma;
  if (kind === 'log-normal') return -tailFall(standardTime(law, age), growth);
  // Far enough away, what there was before is nothing.
  if (growth > 50) return logFall(logSurvivalAt(law, age), logSurvivalAt(law, age + time));
  const z = standardTime(law, age);
  const power = Math.exp(z);
  // Only a time that is nothing beside the age leaves a share then: the hazard at that age, times it.
  if (power === Infinity && kind === 'weibull') return -Math.exp(z + Math.log(time) - Math.log(age) - Math.log(sigma));
  if (kind === 'weibull') return -power * Math.expm1(growth);
  return -Math.log1p(Math.expm1(growth) / (1 + 1 / power));
}

/** From one logarithm of a share to a later one; −∞ where even the first is of no number. */
function logFall(before: number, after: number): number {
  return before === -Infinity ? before : after - before;
}

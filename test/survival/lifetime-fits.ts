import { fitExponential } from '../../src/survival/fit-exponential.js';
import { fitLogLogistic } from '../../src/survival/fit-log-logistic.js';
import { fitLogNormal } from '../../src/survival/fit-log-normal.js';
import { fitWeibull } from '../../src/survival/fit-weibull.js';
import type { Exponential, LogLogistic, LogNormal, Weibull } from '../../src/survival/lifetime-model.js';

export type AnyFit = Exponential | Weibull | LogNormal | LogLogistic;

export const KINDS = ['exponential', 'weibull', 'log-normal', 'log-logistic'] as const;

/** The fits by the names of their models, for data and options of any kind. */
export const fits = {
  exponential: fitExponential,
  weibull: fitWeibull,
  'log-normal': fitLogNormal,
  'log-logistic': fitLogLogistic,
} as unknown as Readonly<Record<(typeof KINDS)[number], (data: unknown, options: object) => AnyFit>>;

/** A fit as survreg has it: the place of the logarithm of time, coefficients and ln σ, with their covariance by the delta method. */
export function placed(model: AnyFit, fields: readonly string[]) {
  const [place, spread, sigma] =
    model.model === 'log-normal'
      ? [model.mu, 'sigma', model.sigma]
      : model.model === 'exponential'
        ? [-Math.log(model.rate), null, 1]
        : [Math.log(model.scale), 'shape', 1 / model.shape];
  const placeName = model.model === 'log-normal' ? 'mu' : model.model === 'exponential' ? 'rate' : 'scale';
  const names = [placeName, ...fields.map((field) => `time.${field}`), ...(spread === null ? [] : [spread])];
  const value = (name: string): number => (model as unknown as Record<string, number>)[name] as number;
  /** How fast survreg's number moves with ours. */
  const speeds = names.map((name) => {
    if (name === 'mu' || name.startsWith('time.')) return 1;
    return (name === 'rate' || name === 'shape' ? -1 : 1) / value(name);
  });
  const at = names.map((name) => (model.parameters as readonly string[]).indexOf(name));
  const covariance = at.map((i, a) => at.map((j, b) => model.covariance![i]![j]! * speeds[a]! * speeds[b]!));
  const errors = names.map((name, a) => (model.standardErrors as Record<string, number>)[name]! * Math.abs(speeds[a]!));
  return { theta: [place, ...fields.map((field) => value(`time.${field}`))], sigma, errors, covariance };
}

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

/** A fit as survreg has it where covariates are distances from `origin`: the place of the logarithm of time, coefficients and ln σ, with their covariance. */
export function placed(model: AnyFit, fields: readonly string[], origin: readonly number[] = fields.map(() => 0)) {
  const [atCenters, spread, sigma] =
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
  const logs = at.map((i, a) => at.map((j, b) => model.covariance![i]![j]! * speeds[a]! * speeds[b]!));
  const away = fields.map((_, k) => model.coefficients[k]!.center - origin[k]!);
  /** The place at the origin is that at the centers, less each distance times its coefficient. */
  const through = names.map((_, a) => names.map((__, b) => (a === b ? 1 : a === 0 ? -(away[b - 1] ?? 0) : 0)));
  const covariance = product(product(through, logs), through, 'turned');
  const errors = names.map((name, a) =>
    a === 0 && fields.length > 0
      ? Math.sqrt(covariance[0]![0]!)
      : (model.standardErrors as Record<string, number>)[name]! * Math.abs(speeds[a]!),
  );
  const coefficients = fields.map((field) => value(`time.${field}`));
  const place = coefficients.reduce((sum, coefficient, k) => sum - coefficient * away[k]!, atCenters);
  return { theta: [place, ...coefficients], sigma, errors, covariance };
}

function product(a: readonly (readonly number[])[], b: readonly (readonly number[])[], as?: 'turned'): number[][] {
  const entry = (k: number, j: number) => (as === 'turned' ? b[j]![k]! : b[k]![j]!);
  return a.map((row) => b.map((_, j) => row.reduce((sum, x, k) => sum + x * entry(k, j), 0)));
}

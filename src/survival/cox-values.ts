import { refuseOption } from '../core/options.js';
import type { CoxLevel } from './cox-covariates.js';
import type { CoxModel } from './cox-model.js';

/** The covariates of somebody, by their names in the model. */
export type CoxCovariates = Readonly<Record<string, CoxLevel>>;

/** How far somebody lies from the centers of the model, coefficient by coefficient. Refuses what the model cannot read. */
export function distancesOf(owner: string, model: CoxModel, values: CoxCovariates): readonly number[] {
  if (Object(model).model !== 'cox')
    refuseOption(owner, 'model', 'to be what coxRegression gives', model, 'E_OPT_TYPE');
  const { covariates, coefficients } = model;
  if (Object(values) !== values) {
    refuseOption(owner, 'covariates', 'to be an object with the covariates of the model', values, 'E_OPT_TYPE');
  }
  for (const name of Object.keys(values)) {
    if (covariates.some((covariate) => covariate.name === name)) continue;
    const known = covariates.map((covariate) => covariate.name).join(', ');
    refuseOption(owner, 'covariates', `to be those of the model, ${known}`, name, 'E_OPT_UNKNOWN');
  }
  for (const { name, levels, reference } of covariates) {
    const value: unknown = Object.hasOwn(values, name) ? values[name] : undefined;
    if (levels === null) {
      const isNumber = typeof value === 'boolean' || Number.isFinite(value);
      if (!isNumber) refuseOption(owner, name, 'to be a finite number, or true or false', value, 'E_OPT_TYPE');
    } else if (value !== reference && !levels.includes(value as CoxLevel)) {
      refuseOption(owner, name, `to be one of ${[reference, ...levels].join(', ')}`, value);
    }
  }
  return coefficients.map(({ covariate, level, center }) => {
    const value = values[covariate];
    return (level === null ? Number(value) : value === level ? 1 : 0) - center;
  });
}

/** Σ distance × coefficient. */
export function linearPredictor({ coefficients }: CoxModel, distances: readonly number[]): number {
  return coefficients.reduce((sum, { coefficient }, j) => sum + coefficient * (distances[j] as number), 0);
}

/** xᵀ·covariance·x. */
export function varianceAlong(covariance: readonly (readonly number[])[], x: readonly number[]): number {
  let sum = 0;
  covariance.forEach((row, j) => {
    row.forEach((value, k) => {
      sum += (x[j] as number) * value * (x[k] as number);
    });
  });
  return Math.max(0, sum);
}

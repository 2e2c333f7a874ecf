import { refuseOption } from '../core/options.js';

/** What is compared: any fitted models. */
export interface ComparedModel {
  readonly model: string;
  readonly logLikelihood: number;
  readonly aic: number;
  readonly n: number;
  readonly parameters: readonly string[];
}

/** A model's place among others of the same customers. */
export interface ModelComparison<Kind extends string = string> {
  readonly model: Kind;
  /** Its place in the list that was given, from 0. */
  readonly index: number;
  /** How many parameters it has. */
  readonly parameters: number;
  readonly logLikelihood: number;
  readonly aic: number;
  /** How much its AIC is above the least. */
  readonly difference: number;
  /** Akaike's weight: how likely it is the one of these that will predict best, 0 to 1; they add up to 1. */
  readonly weight: number;
}

/**
 * Which of several models describes the same customers best, by Akaike's information criterion: 2k − 2 log L, less is better. A difference
 * of 10 leaves the worse one little to say for itself (Burnham & Anderson 2002, p. 70); their weights are exp(−difference/2), brought to
 * a sum of 1.
 *
 * Only likelihoods of the same data can be compared: BG/NBD, MBG/NBD and Pareto/NBD with one another, with or without covariates;
 * sBG and beta-discrete-Weibull; the exponential, Weibull, log-normal and log-logistic distribution of durations; other models with themselves.
 *
 * @param models - fitted models of the same customers in the same time units
 * @returns a row for each, the least AIC first
 * @throws {InvalidOptionError} when there is none, their numbers of customers differ, or their likelihoods are of different data
 * @example
 * ```ts
 * import { compareModels } from 'kizuna/ltv';
 *
 * const [best] = compareModels([
 *   { model: 'bg/nbd', logLikelihood: -9582.43, aic: 19172.85, n: 2357, parameters: ['r', 'alpha', 'a', 'b'] },
 *   { model: 'pareto/nbd', logLikelihood: -9594.97, aic: 19197.95, n: 2357, parameters: ['r', 'alpha', 's', 'beta'] },
 * ]);
 * best?.model; // => 'bg/nbd'
 * best?.weight; // => 1.0000
 * ```
 */
export function compareModels<Kind extends string>(
  models: readonly (ComparedModel & { readonly model: Kind })[],
): readonly ModelComparison<Kind>[] {
  const owner = 'compareModels';
  const [first] = Array.isArray(models) ? models : [];
  if (first === undefined) refuseOption(owner, 'models', 'to be a list of at least one', models, 'E_OPT_TYPE');
  const other = models.findIndex((one: unknown) => typeof one !== 'object' || one === null);
  if (other >= 0) refuseOption(owner, 'models', 'to be fitted models', models[other], 'E_OPT_TYPE');
  for (const { model, n, aic } of models) {
    if (dataOf(model) !== dataOf(first.model))
      refuseOption(owner, 'models', `to be comparable with ${first.model}`, model);
    if (Math.abs(n - first.n) > 1e-9 * first.n)
      refuseOption(owner, 'models', `to be of the same ${first.n} customers`, n);
    if (!Number.isFinite(aic)) refuseOption(owner, 'aic', 'to be a number', aic);
  }
  const least = Math.min(...models.map(({ aic }) => aic));
  const likelihoods = models.map(({ aic }) => Math.exp((least - aic) / 2));
  const total = likelihoods.reduce((sum, one) => sum + one, 0);
  const rows = models.map(({ model, logLikelihood, aic, parameters }, index) => ({
    ...{ model, index, parameters: parameters.length, logLikelihood, aic },
    difference: aic - least,
    weight: (likelihoods[index] as number) / total, // one for each
  }));
  return rows.sort((a, b) => a.aic - b.aic || a.index - b.index);
}

/** The models of `kizuna/survival`: densities of time. */
const DISTRIBUTIONS: readonly string[] = ['exponential', 'weibull', 'log-normal', 'log-logistic'];

/** What the likelihood of a model is one of. */
function dataOf(model: string): string {
  if (model === 'bg/nbd' || model === 'mbg/nbd' || model === 'pareto/nbd') return 'purchases in time';
  if (DISTRIBUTIONS.includes(model)) return 'durations';
  return model === 'sbg' || model === 'bdw' ? 'lifetimes' : model;
}

import { checkNumber, checkOptions } from '../core/options.js';
import { bgBbNextProbability, bgBbProbability } from './bg-bb/probability.js';
import { bgNbdProbability, bgNbdProbabilityOfNew } from './bg-nbd/probability.js';
import { modelFor } from './covariate-effects.js';
import type { CustomerHistory } from './customer-history.js';
import { paretoNbdProbability, paretoNbdProbabilityOfNew } from './pareto-nbd/probability.js';
import { checkHistory, checkLength, checkPurchaseModel, type PurchaseModel } from './purchase-model.js';

/** How far a distribution is told. */
export interface PurchaseProbabilitiesOptions {
  /** The largest number of purchases; default 10. */
  readonly upTo?: number | undefined;
}

/** The same of a new customer. */
export interface NewCustomerProbabilitiesOptions extends PurchaseProbabilitiesOptions {
  /** The fields of the customer that the model was fitted with, where it was. */
  readonly covariates?: object | undefined;
}

/**
 * How likely a customer with this history is to make 0, 1, 2 … purchases in the time from T to T + `horizon`.
 *
 * @param model - a fitted model, or its parameters
 * @param customer - `frequency`, `recency` and `T`, in the time units of the model
 * @param horizon - how far ahead, in the same units; opportunities under BG/BB
 * @param options - `upTo`
 * @returns the probabilities of 0 … `upTo` purchases; what they lack to 1 is that of more
 * @throws {InvalidDataError} when the history cannot be
 * @throws {InvalidOptionError} when the model is none of purchases, a parameter is not above 0, or an option is out of range
 * @example
 * ```ts
 * import { purchaseProbabilities } from 'kizuna/ltv';
 *
 * const model = { model: 'bg/nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const;
 * const [none = 0, one = 0] = purchaseProbabilities(model, { frequency: 2, recency: 30.43, T: 38.86 }, 39);
 * none; // => 0.445
 * one; // => 0.239
 * ```
 */
export function purchaseProbabilities<Customer extends CustomerHistory>(
  model: PurchaseModel,
  customer: Customer,
  horizon: number,
  options: PurchaseProbabilitiesOptions = {},
): readonly number[] {
  const owner = 'purchaseProbabilities';
  checkPurchaseModel(owner, model);
  checkHistory(owner, model, customer);
  checkLength(owner, model, 'horizon', horizon);
  const { frequency, recency, T } = customer;
  const own = modelFor(owner, model, customer);
  return listUpTo(owner, options, ['upTo'], (n) => {
    switch (own.model) {
      case 'bg/nbd':
      case 'mbg/nbd':
        return bgNbdProbability(own, frequency, recency, T, n, horizon);
      case 'pareto/nbd':
        return paretoNbdProbability(own, frequency, recency, T, n, horizon);
      case 'bg/bb':
        return bgBbNextProbability(own, frequency, recency, T, horizon, n);
    }
  });
}

/**
 * How likely a customer of whom only the first purchase is known is to make 0, 1, 2 … repeat purchases within `horizon` of it: what a
 * table of frequencies should look like if the model is right.
 *
 * @param model - a fitted model, or its parameters
 * @param horizon - the time since the first purchase, in the time units of the model; opportunities under BG/BB
 * @param options - `upTo`; `covariates`
 * @returns the probabilities of 0 … `upTo` repeat purchases; what they lack to 1 is that of more
 * @throws {InvalidOptionError} when the model is none of purchases, a parameter is not above 0, or an option is out of range
 * @example
 * ```ts
 * import { purchaseProbabilitiesOfNewCustomer } from 'kizuna/ltv';
 *
 * const model = { model: 'bg/nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const;
 * const [none = 0] = purchaseProbabilitiesOfNewCustomer(model, 39);
 * none; // => 0.574
 * ```
 */
export function purchaseProbabilitiesOfNewCustomer(
  model: PurchaseModel,
  horizon: number,
  options: NewCustomerProbabilitiesOptions = {},
): readonly number[] {
  const owner = 'purchaseProbabilitiesOfNewCustomer';
  checkPurchaseModel(owner, model);
  checkLength(owner, model, 'horizon', horizon);
  const own = modelFor(owner, model, options.covariates ?? {});
  return listUpTo(owner, options, ['upTo', 'covariates'], (n) => {
    switch (own.model) {
      case 'bg/nbd':
      case 'mbg/nbd':
        return bgNbdProbabilityOfNew(own, n, horizon);
      case 'pareto/nbd':
        return paretoNbdProbabilityOfNew(own, n, horizon);
      case 'bg/bb':
        return bgBbProbability(own, horizon, n);
    }
  });
}

function listUpTo(
  owner: string,
  options: PurchaseProbabilitiesOptions,
  names: readonly string[],
  probabilityOf: (n: number) => number,
): readonly number[] {
  checkOptions(owner, options, names);
  const upTo = checkNumber(owner, 'upTo', options.upTo ?? 10, { min: 0, max: 1e5, integer: true });
  return Array.from({ length: upTo + 1 }, (_, n) => probabilityOf(n));
}

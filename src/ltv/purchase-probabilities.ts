import { checkNumber, checkOptions } from '../core/options.js';
import { bgBbNextProbability, bgBbProbability } from './bg-bb/probability.js';
import { bgNbdProbability, bgNbdProbabilityOfNew } from './bg-nbd/probability.js';
import type { CustomerHistory } from './model.js';
import { checkHistory, checkLength, checkPurchaseModel, type PurchaseModel } from './purchase-model.js';

/** How far a distribution is told. */
export interface PurchaseProbabilitiesOptions {
  /** The largest number of purchases; default 10. */
  readonly upTo?: number | undefined;
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
export function purchaseProbabilities(
  model: PurchaseModel,
  customer: CustomerHistory,
  horizon: number,
  options: PurchaseProbabilitiesOptions = {},
): readonly number[] {
  const owner = 'purchaseProbabilities';
  checkPurchaseModel(owner, model);
  checkHistory(owner, model, customer);
  checkLength(owner, model, 'horizon', horizon);
  const { frequency, recency, T } = customer;
  return listUpTo(owner, options, (n) => {
    switch (model.model) {
      case 'bg/nbd':
      case 'mbg/nbd':
        return bgNbdProbability(model, frequency, recency, T, n, horizon);
      case 'bg/bb':
        return bgBbNextProbability(model, frequency, recency, T, horizon, n);
    }
  });
}

/**
 * How likely a customer of whom only the first purchase is known is to make 0, 1, 2 … repeat purchases within `horizon` of it: what a
 * table of frequencies should look like if the model is right.
 *
 * @param model - a fitted model, or its parameters
 * @param horizon - the time since the first purchase, in the time units of the model; opportunities under BG/BB
 * @param options - `upTo`
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
  options: PurchaseProbabilitiesOptions = {},
): readonly number[] {
  const owner = 'purchaseProbabilitiesOfNewCustomer';
  checkPurchaseModel(owner, model);
  checkLength(owner, model, 'horizon', horizon);
  return listUpTo(owner, options, (n) => {
    switch (model.model) {
      case 'bg/nbd':
      case 'mbg/nbd':
        return bgNbdProbabilityOfNew(model, n, horizon);
      case 'bg/bb':
        return bgBbProbability(model, horizon, n);
    }
  });
}

function listUpTo(
  owner: string,
  options: PurchaseProbabilitiesOptions,
  probabilityOf: (n: number) => number,
): readonly number[] {
  checkOptions(owner, options, ['upTo']);
  const upTo = checkNumber(owner, 'upTo', options.upTo ?? 10, { min: 0, max: 1e5, integer: true });
  return Array.from({ length: upTo + 1 }, (_, n) => probabilityOf(n));
}

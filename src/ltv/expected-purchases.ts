import { bgBbPurchases } from './bg-bb/predictions.js';
import { bgNbdPurchases, bgNbdPurchasesOfNew } from './bg-nbd/purchases.js';
import { modelFor } from './covariate-effects.js';
import type { CustomerHistory } from './customer-history.js';
import { paretoNbdPurchases, paretoNbdPurchasesOfNew } from './pareto-nbd/purchases.js';
import { checkHistory, checkLength, checkPurchaseModel, type PurchaseModel } from './purchase-model.js';

/**
 * How many purchases a customer with this history is expected to make in the time from T to T + `horizon`: the chance that they are still
 * a customer, times what those who are will buy before they leave.
 *
 * BG/NBD: Fader, Hardie & Lee 2005, eq. 10, in a form that holds at a = 1 and for any frequency; BG/BB: Fader, Hardie & Shang 2010, eq. 13.
 *
 * @param model - a fitted model, or its parameters: `{ model: 'bg/nbd', r, alpha, a, b }`
 * @param customer - `frequency`, `recency` and `T`, such as a row of `customerSummary`, in the time units of the model; with the fields of its covariates
 * @param horizon - how far ahead, in the same units; opportunities under BG/BB
 * @returns the mean number of purchases, from 0
 * @throws {InvalidDataError} when the history cannot be, such as a recency above T
 * @throws {InvalidOptionError} when the model is none of purchases, a parameter is not above 0, or the horizon is negative
 * @example
 * ```ts
 * import { expectedPurchases } from 'kizuna/ltv';
 *
 * const model = { model: 'bg/nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const; // CDNOW, weeks
 * expectedPurchases(model, { frequency: 2, recency: 30.43, T: 38.86 }, 39); // => 1.226
 * ```
 */
export function expectedPurchases<Customer extends CustomerHistory>(
  model: PurchaseModel,
  customer: Customer,
  horizon: number,
): number {
  const owner = 'expectedPurchases';
  checkPurchaseModel(owner, model);
  checkHistory(owner, model, customer);
  checkLength(owner, model, 'horizon', horizon);
  const { frequency, recency, T } = customer;
  const own = modelFor(owner, model, customer);
  switch (own.model) {
    case 'bg/nbd':
    case 'mbg/nbd':
      return bgNbdPurchases(own, frequency, recency, T, horizon);
    case 'pareto/nbd':
      return paretoNbdPurchases(own, frequency, recency, T, horizon);
    case 'bg/bb':
      return bgBbPurchases(own, frequency, recency, T, horizon);
  }
}

/**
 * How many repeat purchases a customer of whom nothing is known but the first purchase is expected to make within `horizon` of it.
 *
 * @param model - a fitted model, or its parameters
 * @param horizon - the time since the first purchase, in the time units of the model; opportunities under BG/BB
 * @param covariates - the fields of the customer that the model was fitted with, where it was
 * @returns the mean number of repeat purchases; the first is not counted
 * @throws {InvalidOptionError} when the model is none of purchases, a parameter is not above 0, or the horizon is negative
 * @example
 * ```ts
 * import { expectedPurchasesOfNewCustomer } from 'kizuna/ltv';
 *
 * const model = { model: 'bg/nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const;
 * expectedPurchasesOfNewCustomer(model, 52); // => 1.446
 * ```
 */
export function expectedPurchasesOfNewCustomer(model: PurchaseModel, horizon: number, covariates: object = {}): number {
  const owner = 'expectedPurchasesOfNewCustomer';
  checkPurchaseModel(owner, model);
  checkLength(owner, model, 'horizon', horizon);
  const own = modelFor(owner, model, covariates);
  switch (own.model) {
    case 'bg/nbd':
    case 'mbg/nbd':
      return bgNbdPurchasesOfNew(own, horizon);
    case 'pareto/nbd':
      return paretoNbdPurchasesOfNew(own, horizon);
    case 'bg/bb':
      return bgBbPurchases(own, 0, 0, 0, horizon);
  }
}

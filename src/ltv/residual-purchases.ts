import { checkOptions, refuseOption } from '../core/options.js';
import { bgBbResidual } from './bg-bb/predictions.js';
import { bgNbdResidual } from './bg-nbd/residual.js';
import { modelFor } from './covariate-effects.js';
import type { CustomerHistory } from './customer-history.js';
import { continuousRate, type DiscountOptions } from './discount.js';
import { paretoNbdResidual } from './pareto-nbd/residual.js';
import { checkHistory, checkPurchaseModel, type PurchaseModel } from './purchase-model.js';

/**
 * All purchases that a customer with this history is still expected to make, each discounted to T (DERT, discounted expected residual
 * transactions; Fader, Hardie & Lee 2005, JMR 42: 415–430). Times the margin of a purchase it is the residual lifetime value.
 *
 * The yearly rate d is taken as continuous within the year, e^(−δt) with δ = ln(1 + d)/units in a year; under BG/BB a purchase at the k-th
 * opportunity from now is discounted k times.
 *
 * @param model - a fitted model, or its parameters
 * @param customer - `frequency`, `recency` and `T`, in the time units of the model
 * @param options - `discountRate`, of a year and above 0; `unit`, the time unit of the model: a word, or how many make a year, such as 52
 * @returns the discounted number of purchases
 * @throws {InvalidDataError} when the history cannot be
 * @throws {InvalidOptionError} when the model is none of purchases, a parameter is not above 0, or an option is missing or out of range
 * @example
 * ```ts
 * import { residualPurchases } from 'kizuna/ltv';
 *
 * const model = { model: 'bg/nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const;
 * const customer = { frequency: 2, recency: 30.43, T: 38.86 };
 * residualPurchases(model, customer, { discountRate: 0.15, unit: 'week' }); // => 5.179
 * ```
 */
export function residualPurchases<Customer extends CustomerHistory>(
  model: PurchaseModel,
  customer: Customer,
  options: DiscountOptions,
): number {
  const owner = 'residualPurchases';
  checkPurchaseModel(owner, model);
  checkHistory(owner, model, customer);
  checkOptions(owner, options, ['discountRate', 'unit']);
  const rate = continuousRate(owner, options);
  if (!(rate > 0)) refuseOption(owner, 'discountRate', 'to be above 0', options.discountRate);
  const { frequency, recency, T } = customer;
  const own = modelFor(owner, model, customer);
  switch (own.model) {
    case 'bg/nbd':
    case 'mbg/nbd':
      return bgNbdResidual(own, frequency, recency, T, rate);
    case 'pareto/nbd':
      return paretoNbdResidual(own, frequency, recency, T, rate);
    case 'bg/bb':
      return bgBbResidual(own, frequency, recency, T, Math.expm1(rate));
  }
}

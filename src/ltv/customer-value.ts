import { checkOptions } from '../core/options.js';
import type { CustomerHistory } from './customer-history.js';
import { expectedPurchases } from './expected-purchases.js';
import { checkSpender, checkSpendModel, expectedSpend, type SpendModel } from './expected-spend.js';
import type { SpendHistory } from './gamma-gamma/gamma-gamma-model.js';
import { checkHistory, checkPurchaseModel, type PurchaseModel } from './purchase-model.js';
import { residualPurchases } from './residual-purchases.js';
import { type CustomerValueOptions, type ValuePlan, valuePlan } from './value-steps.js';

/** A model of how often customers buy and one of what they spend. */
export interface ValueModels {
  readonly purchases: PurchaseModel;
  readonly spend: SpendModel;
}

/** What both models see of a customer: a row of `customerSummary`. */
export interface ValueHistory extends CustomerHistory, SpendHistory {}

/** What a customer is still expected to bring, and what it is made of. */
export interface CustomerValue {
  /** Discounted purchases × spend × margin rate; `null` where the expected spend is infinite. */
  readonly value: number | null;
  /** Expected purchases within the horizon; `null` without one. */
  readonly purchases: number | null;
  /** The same, each purchase worth less the later it is. */
  readonly discountedPurchases: number;
  /** Expected amount of a purchase; `null` where the model says that it is infinite. */
  readonly spend: number | null;
}

/**
 * What a customer is still expected to bring within a horizon, discounted: residual customer lifetime value.
 *
 * Expected purchases of each month × expected spend × margin rate, each month's as if at its end (`discountAt`), so that the value is
 * Σ (E(tᵢ) − E(tᵢ₋₁)) (1 + d)^(−i/12) × spend. Months are those of the calendar from `asOf` on, else a twelfth of a year.
 * Without a horizon it is DERT × spend (Fader, Hardie & Lee 2005, JMR 42), every purchase discounted at its time: at 10 % a year half a month is
 * worth 0.4 %. The value is of what is to come; what the customer has brought, and what winning one cost, is not in it.
 *
 * `lifetimes`' `customer_lifetime_value` is `{ horizon: { months }, discountRate, ratePeriod: 'month', monthLength: 30 }` for a model in
 * days, and `monthLength: 30.415` for one in weeks.
 *
 * Spend is taken to be independent of how often one buys and of when one leaves, as Gamma–Gamma needs; see its `correlation`. For an interval
 * that comes of the parameters, `modelEstimate(models, (models) => customerValue(models, customer, options).value ?? NaN, …)`.
 *
 * @param models - `purchases` and `spend`: fitted models, or their parameters
 * @param customer - `frequency`, `recency`, `T` and `monetary`, such as a row of `customerSummary`, in the time units of the model
 * @param options - `horizon`, `unit` and `discountRate` (of a year) are needed; `ratePeriod`, `marginRate`, `asOf`, `timeZone`,
 *   `monthLength`, `discountAt`
 * @returns the value with its parts
 * @throws {InvalidDataError} when the history cannot be
 * @throws {InvalidOptionError} when a model is of another kind, or an option is unknown, missing or out of range
 * @example
 * ```ts
 * import { customerValue } from 'kizuna/ltv';
 *
 * const models = {
 *   purchases: { model: 'bg/nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }, // CDNOW, weeks
 *   spend: { model: 'gamma-gamma', p: 6.25, q: 3.74, gamma: 15.44 },
 * } as const;
 * const customer = { frequency: 2, recency: 30.43, T: 38.86, monetary: 22.35 };
 * const yearly = { unit: 'week', discountRate: 0.15 } as const;
 * const { value, purchases, spend } = customerValue(models, customer, { ...yearly, horizon: { months: 12 } });
 * value; // => 35.95
 * purchases; // => 1.563
 * spend; // => 24.66
 * customerValue(models, customer, { ...yearly, horizon: { months: Infinity } }).value; // => 127.74
 * ```
 */
export function customerValue<Customer extends ValueHistory>(
  models: ValueModels,
  customer: Customer,
  options: CustomerValueOptions,
): CustomerValue {
  const owner = 'customerValue';
  const plan = planOf(owner, models, options);
  checkHistory(owner, models.purchases, customer);
  checkSpender(owner, customer);
  const spend = expectedSpend(models.spend, customer);
  return valueOfParts(expectedWithin(models.purchases, customer, plan), spend, plan.marginRate);
}

/** Checks the models and reads the options. */
export function planOf(owner: string, models: ValueModels, options: CustomerValueOptions): ValuePlan {
  checkOptions(owner, models, ['purchases', 'spend']);
  checkPurchaseModel(owner, models.purchases);
  checkSpendModel(owner, models.spend);
  return valuePlan(owner, options, models.purchases.model === 'bg/bb');
}

/** Expected purchases of a customer, without and with a discount. */
export interface ExpectedWithin {
  readonly purchases: number | null;
  readonly discountedPurchases: number;
}

/** What a plan asks a model of purchases. */
export function expectedWithin<Customer extends CustomerHistory>(
  model: PurchaseModel,
  customer: Customer,
  { steps, yearlyRate, unit }: ValuePlan,
): ExpectedWithin {
  if (steps === null) {
    return {
      purchases: null,
      discountedPurchases: residualPurchases(model, customer, { discountRate: yearlyRate, unit }),
    };
  }
  const { times, discounts } = steps;
  let [purchases, discountedPurchases] = [0, 0];
  for (let i = 0; i < times.length; i += 1) {
    const until = expectedPurchases(model, customer, times[i]!);
    discountedPurchases += (until - purchases) * discounts[i]!;
    purchases = until;
  }
  return { purchases, discountedPurchases };
}

/** The value of what was expected. */
export function valueOfParts(
  { purchases, discountedPurchases }: ExpectedWithin,
  spend: number | null,
  marginRate: number,
): CustomerValue {
  const value = spend === null ? null : discountedPurchases * spend * marginRate + 0;
  return { value: value !== null && Number.isFinite(value) ? value : null, purchases, discountedPurchases, spend };
}

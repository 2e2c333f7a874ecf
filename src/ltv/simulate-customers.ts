import { checkNumber, checkOptions, refuseOption } from '../core/options.js';
import { checkSeed, randomFrom } from '../stats/random.js';
import { modelFor } from './covariate-effects.js';
import { checkLength, checkPurchaseModel, type PurchaseModel } from './purchase-model.js';
import { simulateHistory } from './simulate-history.js';

/** How many customers, seen for how long. */
export interface SimulateCustomersOptions {
  /** The time from the first purchase to the end of observation, in the units of the model: one for all, or a list. */
  readonly T: number | ArrayLike<number>;
  /** How many customers; only where T is one number. */
  readonly n?: number | undefined;
  /** The fields of each customer that the model was fitted with, where it was; they come back in the rows. */
  readonly covariates?: readonly object[] | undefined;
  /** A whole number from 0 to 4294967295: the same seed gives the same customers. */
  readonly seed: number;
}

/** A customer that was made up: a row as of `customerSummary`, and what real data never tell. */
export interface SimulatedCustomer {
  /** Counted from 0. */
  readonly customer: number;
  readonly frequency: number;
  readonly recency: number;
  readonly T: number;
  /** Whether they were still a customer at T. */
  readonly isAlive: boolean;
}

/**
 * Customers made up by a model: what histories look like if it is right, how well a fit finds parameters that are known, or what a number
 * of customers can tell at all. Times of purchase are not rounded to days.
 *
 * @param model - a fitted model of purchases, or its parameters
 * @param options - `T`, `n`, `covariates`, `seed`
 * @returns a row for each customer
 * @throws {InvalidOptionError} when the model is none of purchases, a parameter is not above 0, or an option is missing or out of range
 * @example
 * ```ts
 * import { fitBgNbd, simulateCustomers } from 'kizuna/ltv';
 *
 * const model = { model: 'bg/nbd', r: 0.5, alpha: 6, a: 0.8, b: 2.4 } as const;
 * const customers = simulateCustomers(model, { n: 2000, T: 52, seed: 7 });
 * customers.length; // => 2000
 * fitBgNbd(customers).diagnostics.status; // => 'converged'
 * ```
 */
export function simulateCustomers(
  model: PurchaseModel,
  options: SimulateCustomersOptions,
): readonly SimulatedCustomer[] {
  const owner = 'simulateCustomers';
  checkPurchaseModel(owner, model);
  checkOptions(owner, options, ['T', 'n', 'covariates', 'seed']);
  const lengths = lengthsOf(owner, model, options);
  const random = randomFrom(checkSeed(owner, options.seed));
  const { covariates } = options;
  const customers: SimulatedCustomer[] = [];
  for (let customer = 0; customer < lengths.length; customer += 1) {
    const own = modelFor(owner, model, covariates?.[customer] ?? {});
    customers.push({
      customer,
      ...simulateHistory(own, lengths[customer] as number, random),
      ...covariates?.[customer],
    });
  }
  return customers;
}

function lengthsOf(owner: string, model: PurchaseModel, { T, n }: SimulateCustomersOptions): ArrayLike<number> {
  if (typeof T === 'number') {
    const length = checkLength(owner, model, 'T', T);
    const count = checkNumber(owner, 'n', n, { min: 0, max: 1e8, integer: true });
    return new Float64Array(count).fill(length);
  }
  if (n !== undefined) refuseOption(owner, 'n', 'to be left out where T is a list', n);
  if (!(Object(T).length >= 0)) refuseOption(owner, 'T', 'to be a number or a list of numbers', T, 'E_OPT_TYPE');
  for (let i = 0; i < T.length; i += 1) checkLength(owner, model, 'T', T[i] as number);
  return T;
}

import { InvalidDataError, typeName } from '../core/errors.js';
import { refuseOption } from '../core/options.js';
import { checkGammaGamma, type GammaGammaParameters, type SpendHistory } from './gamma-gamma/gamma-gamma-model.js';
import { gammaGammaSpend } from './gamma-gamma/spend.js';

/** A model of what customers spend on a purchase. */
export type SpendModel = GammaGammaParameters;

/**
 * What a customer is expected to spend on a purchase, given the mean of those so far: between that mean and the one of all customers, the
 * nearer to the first the more purchases it is of (Fader & Hardie 2013, note 025, eq. 5).
 *
 * @param model - a fitted gamma–gamma model, or its parameters: `{ model: 'gamma-gamma', p, q, gamma }`
 * @param customer - `frequency` and `monetary`, such as a row of `customerSummary`; with frequency 0 it is a new customer
 * @returns the mean amount of a purchase; `null` where the model says that it is infinite, as of a new customer where q ≤ 1
 * @throws {InvalidDataError} when frequency is no whole number from 0, or monetary is negative
 * @throws {InvalidOptionError} when the model is none of spend, or a parameter is not above 0
 * @example
 * ```ts
 * import { expectedSpend } from 'kizuna/ltv';
 *
 * const model = { model: 'gamma-gamma', p: 6.25, q: 3.74, gamma: 15.44 } as const; // CDNOW, dollars
 * expectedSpend(model, { frequency: 2, monetary: 22.35 }); // => 24.66
 * expectedSpend(model, { frequency: 0, monetary: 0 }); // => 35.22
 * ```
 */
export function expectedSpend(model: SpendModel, customer: SpendHistory): number | null {
  checkSpendModel('expectedSpend', model);
  checkSpender('expectedSpend', customer);
  return gammaGammaSpend(model, customer.frequency, customer.monetary ?? 0);
}

/** Refuses what is no model of spend, and parameters that are not above 0. */
export function checkSpendModel(owner: string, model: SpendModel): void {
  if (model?.model !== 'gamma-gamma') refuseOption(owner, 'model', "to be of model 'gamma-gamma'", Object(model).model);
  checkGammaGamma(owner, model);
}

/** Refuses a number of purchases that is none, and with repeat purchases a mean spend that is missing or negative. */
export function checkSpender(owner: string, customer: SpendHistory): void {
  const { frequency, monetary } = Object(customer) as SpendHistory; // judged at once
  if (!(Number.isInteger(frequency) && frequency >= 0))
    refuse(owner, 'frequency', 'to be a whole number from 0', frequency);
  if (frequency > 0 && !(monetary !== null && Number.isFinite(monetary) && monetary >= 0)) {
    refuse(owner, 'monetary', 'to be a number from 0', monetary);
  }
}

function refuse(owner: string, field: string, expected: string, value: unknown): never {
  const received = typeName(value);
  const code = typeof value === 'number' ? 'E_NUM_RANGE' : 'E_FIELD_TYPE';
  throw new InvalidDataError(`${owner} requires ${field} ${expected}; the customer has ${received}`, [
    { code, index: null, field, expected, received },
  ]);
}

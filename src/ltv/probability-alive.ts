import { checkOptions } from '../core/options.js';
import { bgBbAlive } from './bg-bb/predictions.js';
import { bgNbdAliveAfter } from './bg-nbd/alive-after.js';
import { modelFor } from './covariate-effects.js';
import type { CustomerHistory } from './customer-history.js';
import { paretoNbdAlive } from './pareto-nbd/alive.js';
import { checkHistory, checkLength, checkPurchaseModel, type PurchaseModel } from './purchase-model.js';

/** When a customer is asked about. */
export interface ProbabilityAliveOptions {
  /** How long after T, in the time units of the model; default 0, the end of observation. Opportunities under BG/BB. */
  readonly after?: number | undefined;
}

/**
 * The chance that a customer with this history is still one at T, or some time after it: that they have not left for good.
 *
 * BG/NBD: Fader, Hardie & Lee 2008; there a customer without a repeat purchase cannot have left, so the chance is 1 whatever T is. MBG/NBD
 * and Pareto/NBD lower it with time. BG/BB: Fader, Hardie & Shang 2010, eq. 11, who ask about the next opportunity, `after: 1`.
 *
 * @param model - a fitted model, or its parameters: `{ model: 'bg/nbd', r, alpha, a, b }`
 * @param customer - `frequency`, `recency` and `T`, such as a row of `customerSummary`, in the time units of the model
 * @param options - `after`
 * @returns a probability
 * @throws {InvalidDataError} when the history cannot be, such as a recency above T
 * @throws {InvalidOptionError} when the model is none of purchases, a parameter is not above 0, or an option is out of range
 * @example
 * ```ts
 * import { probabilityAlive } from 'kizuna/ltv';
 *
 * const model = { model: 'bg/nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const; // CDNOW, weeks
 * probabilityAlive(model, { frequency: 2, recency: 30.43, T: 38.86 }); // => 0.727
 * probabilityAlive(model, { frequency: 2, recency: 5, T: 38.86 }); // => 0.12
 * ```
 */
export function probabilityAlive<Customer extends CustomerHistory>(
  model: PurchaseModel,
  customer: Customer,
  options: ProbabilityAliveOptions = {},
): number {
  const owner = 'probabilityAlive';
  checkPurchaseModel(owner, model);
  checkHistory(owner, model, customer);
  checkOptions(owner, options, ['after']);
  const after = checkLength(owner, model, 'after', options.after ?? 0);
  const { frequency, recency, T } = customer;
  const own = modelFor(owner, model, customer);
  switch (own.model) {
    case 'bg/nbd':
    case 'mbg/nbd':
      return bgNbdAliveAfter(own, frequency, recency, T, after);
    case 'pareto/nbd':
      return paretoNbdAlive(own, frequency, recency, T, after);
    case 'bg/bb':
      return bgBbAlive(own, frequency, recency, T, after);
  }
}

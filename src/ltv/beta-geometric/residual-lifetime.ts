import { checkNumber, checkOptions } from '../../core/options.js';
import { discountedLifetime } from './discounted-lifetime.js';
import { type LifetimeModel, lifetimeParameters } from './lifetime-model.js';

/** How much less a payment is worth for each period that it comes later. */
export interface LifetimeOptions {
  /** Per renewal period, such as 0.1 for 10 % a year under yearly contracts; default 0. */
  readonly discountRate?: number | undefined;
}

/**
 * The payments to be expected of a new customer under contract, the first included (discounted expected lifetime, DEL): Σ S(t)/(1 + d)^t over t from 0.
 * Times the margin of a period it is the value of a customer about to be won. Under sBG ₂F₁(1, beta; alpha + beta; 1/(1 + d)).
 *
 * @param model - as in `expectedSurvival`
 * @param options - `discountRate`; with 0, the mean number of periods
 * @returns payments, each counted as if it came now; `null` where the mean is infinite, as it is without a discount where alpha·c is at most 1
 * @throws {InvalidOptionError} when the model is another, an option is unknown, or the rate is below 0
 * @example
 * ```ts
 * import { expectedLifetime } from 'kizuna/ltv';
 *
 * const model = { model: 'sbg', alpha: 0.668, beta: 3.806 } as const;
 * expectedLifetime(model, { discountRate: 0.1 }); // => 5.92
 * expectedLifetime(model); // => null
 * ```
 */
export function expectedLifetime(model: LifetimeModel, options: LifetimeOptions = {}): number | null {
  const parameters = lifetimeParameters('expectedLifetime', model);
  const discountRate = rateOf('expectedLifetime', options);
  const later = discountedLifetime(parameters, 0, discountRate);
  return Number.isFinite(later) ? 1 + later / (1 + discountRate) : null;
}

/**
 * The payments still to come of a customer under contract who has renewed so many times and stands before the next renewal (discounted expected residual
 * lifetime, DERL): Σ S(t)/S(renewals) (1 + d)^−(t − renewals − 1) over t > renewals. A payment at the coming renewal counts in full.
 *
 * Under sBG r ₂F₁(1, beta + n; alpha + beta + n; 1/(1 + d)), n = renewals + 1 and r the n-th retention rate (Fader & Hardie 2010, Marketing Science 29:
 * 85–93). It grows with the renewals: who has stayed long is likely to stay. So the mean value of a new customer says too little of an old one.
 *
 * @param model - as in `expectedSurvival`
 * @param renewals - a whole number from 0: 0 for a customer in the first period
 * @param options - `discountRate`
 * @returns payments, each counted as if it came at the next renewal; `null` where the mean is infinite
 * @throws {InvalidOptionError} when the model is another, the number is not whole, an option is unknown, or the rate is below 0
 * @example
 * ```ts
 * import { residualLifetime } from 'kizuna/ltv';
 *
 * const model = { model: 'sbg', alpha: 0.668, beta: 3.806 } as const;
 * residualLifetime(model, 0, { discountRate: 0.1 }); // => 5.41
 * residualLifetime(model, 4, { discountRate: 0.1 }); // => 6.9
 * ```
 */
export function residualLifetime(model: LifetimeModel, renewals: number, options: LifetimeOptions = {}): number | null {
  const parameters = lifetimeParameters('residualLifetime', model);
  checkNumber('residualLifetime', 'renewals', renewals, { min: 0, max: 1e9, integer: true });
  const lifetime = discountedLifetime(parameters, renewals, rateOf('residualLifetime', options));
  return Number.isFinite(lifetime) ? lifetime : null;
}

function rateOf(owner: string, options: LifetimeOptions): number {
  checkOptions(owner, options, ['discountRate']);
  return checkNumber(owner, 'discountRate', options.discountRate ?? 0, { min: 0, max: 1e6 });
}

import { checkOptions, refuseOption } from '../core/options.js';
import { checkSeed, randomFrom } from '../stats/random.js';
import type { SpendModel } from './expected-spend.js';
import { checkGammaGamma } from './gamma-gamma/gamma-gamma-model.js';
import { simulateGammaGamma } from './gamma-gamma/simulate.js';

/**
 * What customers who bought so often spent on a purchase in the mean, made up by a model of spend: `monetary` beside the frequencies of
 * `simulateCustomers`.
 *
 * @param model - a fitted gamma–gamma model, or its parameters
 * @param frequencies - the number of repeat purchases of each customer
 * @param options - `seed`, a whole number from 0 to 4294967295
 * @returns a mean amount for each; 0 where there is no repeat purchase
 * @throws {InvalidOptionError} when the model is none of spend, a frequency is no whole number from 0, or the seed is missing
 * @example
 * ```ts
 * import { simulateSpend } from 'kizuna/ltv';
 *
 * const model = { model: 'gamma-gamma', p: 6.25, q: 3.74, gamma: 15.44 } as const;
 * const [none, some = 0] = simulateSpend(model, [0, 3], { seed: 1 });
 * none; // => 0
 * some > 0; // => true
 * ```
 */
export function simulateSpend(
  model: SpendModel,
  frequencies: ArrayLike<number>,
  options: { readonly seed: number },
): readonly number[] {
  const owner = 'simulateSpend';
  if (model?.model !== 'gamma-gamma') refuseOption(owner, 'model', "to be of model 'gamma-gamma'", Object(model).model);
  checkGammaGamma(owner, model);
  checkOptions(owner, options, ['seed']);
  const random = randomFrom(checkSeed(owner, options.seed));
  if (!(Object(frequencies).length >= 0)) refuseOption(owner, 'frequencies', 'to be a list', frequencies, 'E_OPT_TYPE');
  return Array.from(frequencies, (frequency) => {
    if (Number.isInteger(frequency) && frequency >= 0) return simulateGammaGamma(model, frequency, random);
    return refuseOption(owner, 'frequencies', 'to be whole numbers from 0', frequency);
  });
}

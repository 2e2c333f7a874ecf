import type { Data } from '../../core/data.js';
import { checkFit, fitted } from '../../stats/fit/fitted.js';
import type { FitOptions } from '../../stats/fit/model.js';
import { type ContractDuration, durationsOf, type WeightedContractDuration } from './durations.js';
import { lifetimeLogLikelihood } from './lifetime-likelihood.js';
import type { Sbg } from './lifetime-model.js';

/**
 * The shifted-beta-geometric model of how long customers under contract stay (Fader & Hardie 2007, J. Interactive Marketing 21: 76–90). At each renewal
 * a customer leaves with the same chance; that chance is beta(alpha, beta) over customers. So a cohort's retention rate rises, though no customer
 * changes: those likely to leave have left.
 *
 * Maximum likelihood over durations, of customers who left and of those still there: ln L = Σ left ln [S(t − 1) − S(t)] + Σ there ln S(t).
 *
 * @param rows - rows or columns with `duration` in renewal periods and `ended`; of a retention table, from `survivalRows`
 * @param options - `weight`, `penalty`, `starts`, `maxIterations`, `confidence`, `missing`, `invalid`
 * @returns alpha and beta with their standard errors, covariance and diagnostics, as plain data
 * @throws {FitError} `E_FIT_IDENTIFY` when nobody left, nobody renewed, or nobody was there for a second renewal
 * @throws {InvalidDataError} when a duration is no whole number from 0, or is 0 though the customer left
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { expectedSurvival, fitSbg, survivalRows } from 'kizuna/ltv';
 *
 * const rows = survivalRows([100, 63.1, 46.8, 38.2, 32.6, 28.9, 26.2, 24.1], { customers: 1000 });
 * const model = fitSbg(rows, { weight: 'customers' });
 * [model.alpha, model.beta]; // => [0.704, 1.182]
 * expectedSurvival(model, 12); // => 0.170
 * fitSbg([{ duration: 3, ended: false }]); // throws FitError
 * ```
 */
export function fitSbg(
  rows: Data<ContractDuration> | Data<WeightedContractDuration>,
  options: FitOptions<'alpha' | 'beta'> = {},
): Sbg {
  checkFit(OWNER, options);
  const data = durationsOf(OWNER, rows as Data<never>, 2, options); // what it reads is checked there
  const { n, excluded } = data;
  return fitted(
    'sbg',
    {
      owner: OWNER,
      parameters: [{ name: 'alpha' }, { name: 'beta' }],
      logLikelihood: ([alpha, beta], gradient) =>
        lifetimeLogLikelihood(data, alpha as number, beta as number, 1, gradient),
      starts: STARTS,
      runsAll: true,
      ...{ n, excluded },
    },
    options,
  );
}

const OWNER = 'fitSbg';
const STARTS = [
  [1, 1],
  [0.3, 3],
  [5, 40],
] as const;

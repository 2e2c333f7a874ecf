import type { Data } from '../../core/data.js';
import { checkFit, fitted } from '../../stats/fit/fitted.js';
import type { FitOptions } from '../../stats/fit/model.js';
import { type ContractDuration, durationsOf, type WeightedContractDuration } from './durations.js';
import { lifetimeLogLikelihood } from './lifetime-likelihood.js';
import type { BetaDiscreteWeibull } from './lifetime-model.js';

/**
 * The beta-discrete-Weibull model of how long customers under contract stay (Fader, Hardie, Liu, Davin & Steenburgh 2018, J. Interactive Marketing 43:
 * 1–16). As `fitSbg`, with a customer's own chance to leave changing over their renewals: it rises where c is above 1 and falls where c is below;
 * with c = 1 it is sBG. S(t) = B(alpha, beta + t^c)/B(alpha, beta).
 *
 * @param rows - as in `fitSbg`
 * @param options - as in `fitSbg`
 * @returns alpha, beta and c with their standard errors, covariance and diagnostics, as plain data
 * @throws {FitError} `E_FIT_IDENTIFY` when nobody left, nobody renewed, or nobody was there for a third renewal
 * @throws {InvalidDataError} when a duration is no whole number from 0, or is 0 though the customer left
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { fitBetaDiscreteWeibull, fitSbg, survivalRows } from 'kizuna/ltv';
 *
 * const rows = survivalRows([100, 86.9, 74.3, 65.3, 59.3, 55.1, 51.7, 49.1], { customers: 1000 });
 * const model = fitBetaDiscreteWeibull(rows, { weight: 'customers' });
 * [model.alpha, model.beta, model.c]; // => [0.214, 1.427, 1.724]
 * model.aic < fitSbg(rows, { weight: 'customers' }).aic; // => true
 * ```
 */
export function fitBetaDiscreteWeibull(
  rows: Data<ContractDuration> | Data<WeightedContractDuration>,
  options: FitOptions<'alpha' | 'beta' | 'c'> = {},
): BetaDiscreteWeibull {
  checkFit(OWNER, options);
  const data = durationsOf(OWNER, rows as Data<never>, 3, options); // what it reads is checked there
  const { n, excluded } = data;
  return fitted(
    'bdw',
    {
      owner: OWNER,
      parameters: [{ name: 'alpha' }, { name: 'beta' }, { name: 'c' }],
      logLikelihood: ([alpha, beta, c], gradient) =>
        lifetimeLogLikelihood(data, alpha as number, beta as number, c as number, gradient),
      starts: STARTS,
      runsAll: true,
      ...{ n, excluded },
    },
    options,
  );
}

const OWNER = 'fitBetaDiscreteWeibull';
const STARTS = [
  [1, 1, 1],
  [0.3, 3, 1.5],
  [0.3, 1, 0.6],
  [5, 40, 1],
  [0.05, 1, 10],
  [0.005, 0.1, 6],
] as const;

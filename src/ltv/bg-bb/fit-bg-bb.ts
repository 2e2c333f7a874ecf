import type { Data } from '../../core/data.js';
import { checkFit, fitted } from '../../stats/fit/fitted.js';
import type { FitOptions } from '../../stats/fit/model.js';
import { FEW } from '../../stats/fit/problem.js';
import { bgBbLogLikelihood } from './bg-bb-likelihood.js';
import type { BgBb, OpportunityHistory } from './bg-bb-model.js';
import { opportunitiesOf } from './opportunities.js';

/**
 * The BG/BB model of purchases at given opportunities (Fader, Hardie & Shang 2010, Marketing Science 29: 1086–1108): a yearly gift, a monthly box, an
 * event. While alive, a customer takes each opportunity with a chance p, beta(alpha, beta) over customers; before each, they are lost for good with a
 * chance θ, beta(gamma, delta) over customers.
 *
 * Maximum likelihood over `frequency`, `recency` and `T` counted in opportunities after the first purchase; customers alike are counted once. The
 * log-likelihood leaves out the binomial coefficient, as the paper does.
 *
 * @param customers - rows or columns with `frequency`, `recency` and `T`, and weights where `weight` names their field
 * @param options - `weight`, `penalty`, `starts`, `maxIterations`, `confidence`, `missing`, `invalid`
 * @returns alpha, beta, gamma and delta with their standard errors, covariance and diagnostics, as plain data
 * @throws {FitError} `E_FIT_IDENTIFY` when nobody has more than 2 opportunities, nobody took one, or everybody took all
 * @throws {InvalidDataError} when a number is no whole one up to 100,000, or frequency ≤ recency ≤ T does not hold
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { fitBgBb } from 'kizuna/ltv';
 *
 * const donors = [
 *   { frequency: 0, recency: 0, T: 4, donors: 40 },
 *   { frequency: 1, recency: 1, T: 4, donors: 14 },
 *   { frequency: 1, recency: 3, T: 4, donors: 5 },
 *   { frequency: 2, recency: 2, T: 4, donors: 9 },
 *   { frequency: 2, recency: 4, T: 4, donors: 8 },
 *   { frequency: 3, recency: 4, T: 4, donors: 12 },
 *   { frequency: 4, recency: 4, T: 4, donors: 12 },
 * ];
 * const model = fitBgBb(donors, { weight: 'donors' });
 * model.n; // => 100
 * fitBgBb([{ frequency: 0, recency: 0, T: 4 }]); // throws FitError
 * ```
 */
export function fitBgBb(
  customers: Data<OpportunityHistory>,
  options: FitOptions<'alpha' | 'beta' | 'gamma' | 'delta'> = {},
): BgBb {
  checkFit(OWNER, options);
  const data = opportunitiesOf(OWNER, customers as Data<never>, options); // what it reads is checked there
  const { n, excluded } = data;
  return fitted(
    'bg/bb',
    {
      owner: OWNER,
      parameters: [{ name: 'alpha' }, { name: 'beta' }, { name: 'gamma' }, { name: 'delta' }],
      logLikelihood: (parameters, gradient) => bgBbLogLikelihood(data, parameters, gradient),
      starts: data.weight.length < FEW ? [...STARTS, ...LIMITS] : STARTS,
      runsAll: true,
      ...{ n, excluded },
    },
    options,
  );
}

const OWNER = 'fitBgBb';

// Chances to buy and to be lost, alike or different between customers.
const STARTS = [
  [1, 1, 1, 3],
  [0.3, 0.7, 0.3, 1.5],
  [4, 8, 2, 20],
  [2, 0.5, 0.5, 2],
  [0.05, 0.05, 1, 3],
  [1, 5, 0.1, 0.2],
] as const;

// Where customers take every opportunity or with one chance, and are lost alike or at once.
const LIMITS = [
  [0.1, 1e-4, 0.1, 0.3],
  [0.1, 1e-4, 3e4, 9e4],
  [30, 1e-4, 0.1, 0.3],
  [30, 1e-4, 30, 90],
  [30, 60, 0.1, 0.3],
  [1, 1, 30, 300],
  [3e4, 3e4, 3e4, 3e5],
] as const;

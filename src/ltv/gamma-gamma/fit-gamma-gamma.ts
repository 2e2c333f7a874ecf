import type { Data } from '../../core/data.js';
import { checkChoice } from '../../core/options.js';
import { checkFit, fitted } from '../../stats/fit/fitted.js';
import type { FitOptions } from '../../stats/fit/model.js';
import { FEW } from '../../stats/fit/problem.js';
import { gammaGammaLogLikelihood } from './gamma-gamma-likelihood.js';
import type { GammaGamma, SpendColumns, SpendHistory } from './gamma-gamma-model.js';
import { spendersOf } from './spenders.js';

/** What the fit of gamma–gamma can be told. */
export interface GammaGammaOptions extends FitOptions<'p' | 'q' | 'gamma'> {
  /** Customers with repeat purchases whose mean spend is 0 or below (free orders, refunds): default `'exclude'`, left out and counted; `'throw'`: invalid rows. */
  readonly notPositive?: 'exclude' | 'throw' | undefined;
}

/** From here on, where it is no chance, a correlation is worth a warning. */
const STRONG = 0.2;

/**
 * The gamma–gamma model of what customers spend (Fader & Hardie 2013, note 025): how much the mean purchase differs between customers, and how far one
 * customer's mean so far tells about the next purchase. `expectedSpend` predicts from it.
 *
 * Maximum likelihood of the mean spend of customers with repeat purchases. The model takes spend and frequency to be unrelated: `correlation` says
 * whether they are, and a warning comes with one of 0.2 and more, either way, that chance does not explain.
 *
 * @param customers - rows or columns with `frequency` and `monetary`, such as those of `customerSummary`; others are left out and counted in `excluded`
 * @param options - `weight`, `penalty`, `starts`, `maxIterations`, `confidence`, `missing`, `invalid`, `notPositive`
 * @returns p, q and gamma with their standard errors, covariance and diagnostics, as plain data; gamma is in the unit of `monetary`
 * @throws {FitError} `E_FIT_IDENTIFY` when nobody has repeat purchases, or all spend the same
 * @throws {InvalidDataError} when a frequency is no whole number from 0, or a value is not finite
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { expectedSpend, fitGammaGamma } from 'kizuna/ltv';
 *
 * const customers = [
 *   { frequency: 4, monetary: 31 },
 *   { frequency: 1, monetary: 12 },
 *   { frequency: 2, monetary: 18 },
 *   { frequency: 7, monetary: 55 },
 *   { frequency: 3, monetary: 22 },
 *   { frequency: 2, monetary: 90 },
 *   { frequency: 5, monetary: 14 },
 *   { frequency: 1, monetary: 40 },
 *   { frequency: 0, monetary: 0 },
 * ];
 * const model = fitGammaGamma(customers);
 * model.n; // => 8
 * model.excluded.withoutRepeat; // => 1
 * fitGammaGamma([{ frequency: 0, monetary: 0 }]); // throws FitError
 * ```
 */
export function fitGammaGamma(
  customers: Data<SpendHistory> | SpendColumns,
  options: GammaGammaOptions = {},
): GammaGamma {
  checkFit(OWNER, options, ['notPositive']);
  if (options.notPositive !== undefined) checkChoice(OWNER, 'notPositive', options.notPositive, ['exclude', 'throw']);
  const data = spendersOf(OWNER, customers as Data<never>, options); // what it reads is checked there
  const { n, meanSpend, correlation, excluded } = data;
  const isFew = data.monetary.length < FEW;
  const model = fitted(
    'gamma-gamma',
    {
      owner: OWNER,
      parameters: [{ name: 'p' }, { name: 'q' }, { name: 'gamma', scale: meanSpend }],
      logLikelihood: (parameters, gradient) => gammaGammaLogLikelihood(data, parameters, gradient),
      // Of customers alike or different, by purchases alike or different; gamma so that the mean is right.
      starts: (isFew ? [...SHAPES, ...LIMITS] : SHAPES).map(([p, q]) => [
        p,
        q,
        (meanSpend * Math.max(q - 1, 0.5 * q)) / p,
      ]),
      runsAll: isFew,
      ...{ n, excluded },
    },
    options,
  );
  const warnings = [...model.diagnostics.warnings, ...correlationWarnings(correlation, n)];
  return { ...model, correlation, excluded, diagnostics: { ...model.diagnostics, warnings } };
}

const OWNER = 'fitGammaGamma';
const SHAPES = [
  [1, 3],
  [6, 4],
  [2, 15],
  [40, 3],
] as const;

/** Where all customers spend alike, or purchases of one customer are alike, or very few tell of the rest. */
const LIMITS = [
  [1, 30],
  [1, 3e4],
  [30, 30],
  [0.1, 3],
  [0.1, 3e4],
  [3e4, 0.5],
  [30, 1],
] as const;

function correlationWarnings(correlation: number | null, n: number): readonly string[] {
  if (correlation === null || Math.abs(correlation) < STRONG) return [];
  // Fisher's z of about twice its standard error.
  if (n <= 3 || Math.abs(Math.atanh(correlation)) * Math.sqrt(n - 3) < 1.96) return [];
  const direction = correlation > 0 ? 'more' : 'less';
  return [
    `Customers who buy more often spend ${direction} on a purchase (correlation ${correlation.toFixed(2)}): the model takes the two to be unrelated, so values that multiply them are off; fit groups of like frequency apart, or compare with what customers really spent.`,
  ];
}

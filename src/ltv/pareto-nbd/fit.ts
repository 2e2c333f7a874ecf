import type { Data } from '../../core/data.js';
import { centredOf, coefficientsOf, originsOf } from '../../stats/fit/centred.js';
import { lowerWarnings } from '../../stats/fit/fit-facts.js';
import { checkFit, fitted } from '../../stats/fit/fitted.js';
import type { FitDiagnostics, FitOptions, FitStart, FittedModel } from '../../stats/fit/model.js';
import { FEW, type FitParameter } from '../../stats/fit/problem.js';
import { checkRepeats } from '../check-repeats.js';
import { coarseOf } from '../coarse.js';
import { type CovariateFields, checkCovariates, namesOf, patternsOf } from '../covariates.js';
import type { CustomerHistory } from '../customer-history.js';
import { type Customers, customersOf } from '../customers.js';
import { prepared } from './likelihood.js';
import type { ParetoNbdCoefficient, ParetoNbdParameters } from './parameters.js';
import { type Criterion, patternCriterion } from './with-covariates.js';

/** What is fitted: the four parameters of the model and, with covariates, their coefficients. */
export type ParetoNbdParameter = 'r' | 'alpha' | 's' | 'beta' | ParetoNbdCoefficient;

/** What `fitParetoNbd` can be told. */
export interface ParetoNbdOptions extends FitOptions<ParetoNbdParameter> {
  /** Fields of the customers that may tell who buys more and who leaves sooner; see `docs/metrics/pareto-nbd.md`. */
  readonly covariates?: CovariateFields | undefined;
}

/** A fitted Pareto/NBD: its parameters, and what every fit says. */
export type ParetoNbd = FittedModel<'pareto/nbd', ParetoNbdParameter> &
  ParetoNbdParameters &
  Readonly<Record<ParetoNbdParameter, number>>;

/**
 * The Pareto/NBD model of repeat purchase, by maximum likelihood (Schmittlein, Morrison & Colombo 1987, Management Science 33: 1–24): each
 * customer buys at a rate of their own until a time at which they leave for good, unseen. Unlike under BG/NBD, somebody who never came back
 * may have left. `probabilityAlive`, `expectedPurchases` and the other predictions take what it returns.
 *
 * Several searches with the exact gradient of a likelihood that is a sum of positive terms for any alpha and beta, and Newton's steps at the
 * end; `diagnostics` says whether the data determine the parameters. A covariate moves alpha or beta by e^(−γz) (Fader & Hardie 2007), so that
 * customers buy e^(γz) times as often, or leave e^(γz) times as fast.
 *
 * @param customers - rows or columns with `frequency`, `recency` and `T`, such as those of `customerSummary`
 * @param options - `covariates`: `{ purchase, dropout }`, lists of fields of numbers; `weight`, `penalty`, `starts`, `maxIterations`,
 * `confidence`, `missing`, `invalid`
 * @returns r, alpha, s, beta with their standard errors, covariance and diagnostics, as plain data; alpha and beta are in the time units of
 * the customers. Coefficients stand beside them as `purchase.<field>` and `dropout.<field>`
 * @throws {FitError} `E_FIT_IDENTIFY` when nobody bought again, or a covariate is the same for all or follows from others;
 * `E_FIT_DOMAIN` when covariates lie so far from 0 that the parameters of a customer with zeros are no numbers
 * @throws {InvalidDataError} when a history cannot be, such as a recency above T, or there are no customers
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { fitParetoNbd, probabilityAlive, simulateCustomers } from 'kizuna/ltv';
 *
 * const truth = { model: 'pareto/nbd', r: 0.6, alpha: 10, s: 0.6, beta: 12 } as const;
 * const customers = simulateCustomers(truth, { n: 2000, T: 52, seed: 7 });
 * const model = fitParetoNbd(customers);
 * model.diagnostics.status; // => 'converged'
 * model.n; // => 2000
 * probabilityAlive(model, { frequency: 0, recency: 0, T: 52 }); // => 0.188
 * ```
 */
export function fitParetoNbd(customers: Data<CustomerHistory>, options: ParetoNbdOptions = {}): ParetoNbd {
  const owner = 'fitParetoNbd';
  checkFit(owner, options, ['covariates']);
  const fields = checkCovariates(owner, options.covariates);
  const { purchase = [], dropout = [] } = fields;
  const { weight, missing, invalid } = options;
  // What it reads is checked there.
  const read = customersOf(owner, customers as Data<never>, { weight, missing, invalid, covariates: namesOf(fields) });
  checkRepeats(owner, read);
  const centred = centredOf(owner, namesOf(fields), [purchase, dropout], read);
  const data = centred.rows;
  const coefficients = (prefix: 'purchase' | 'dropout', list: readonly string[]) =>
    coefficientsOf<ParetoNbdParameter>(
      list.map((name) => `${prefix}.${name}` as const),
      list,
      centred,
    );
  const parameters: readonly FitParameter<ParetoNbdParameter>[] = [
    { name: 'r' },
    { name: 'alpha', scale: data.meanT, origins: originsOf(purchase, centred, 4, -1) },
    { name: 's' },
    { name: 'beta', scale: data.meanT, origins: originsOf(dropout, centred, 4 + purchase.length, -1) },
    ...coefficients('purchase', purchase),
    ...coefficients('dropout', dropout),
  ];
  const coarse = coarseOf(data);
  const isFew = data.frequency.length < FEW;
  const problem = {
    ...{ owner, parameters, n: data.n, excluded: data.excluded },
    logLikelihood: criterionOf(data, fields),
    coarse: coarse === null ? null : criterionOf(coarse, fields),
    starts: startsFor(data, parameters.length, isFew ? [...SHAPES, ...AT_ONCE, ...LIMITS] : SHAPES),
    runsAll: isFew,
  };
  const model = fitted('pareto/nbd', problem, options);
  if (isFew || options.starts !== undefined) return model;
  const height = heightOf(model);
  const isAgreed = searchesOf(model.diagnostics).every(({ logLikelihood }) => height - logLikelihood < 1e-3);
  if (model.diagnostics.status === 'converged' && isAgreed) return model;
  return higher(
    model,
    fitted(
      'pareto/nbd',
      { ...problem, coarse: null, starts: startsFor(data, parameters.length, AT_ONCE), runsAll: true },
      options,
    ),
  );
}

function criterionOf(data: Customers, fields: Required<CovariateFields>): Criterion {
  const { rows, patterns } = patternsOf(fields, data);
  return patternCriterion(prepared(rows, patterns), patterns);
}

/** The higher of two, with the searches of both. */
function higher(model: ParetoNbd, other: ParetoNbd): ParetoNbd {
  const best = heightOf(other) > heightOf(model) + 1e-9 ? other : model;
  const starts = [...model.diagnostics.starts, ...other.diagnostics.starts];
  const own = lowerWarnings(best.diagnostics.starts);
  const warnings = [...best.diagnostics.warnings.filter((warning) => !own.includes(warning)), ...lowerWarnings(starts)];
  return { ...best, diagnostics: { ...best.diagnostics, starts, warnings } };
}

/** What was maximised: the log-likelihood, less the penalty. */
function heightOf({ diagnostics }: ParetoNbd): number {
  return Math.max(...searchesOf(diagnostics).map(({ logLikelihood }) => logLikelihood));
}

function searchesOf({ starts }: FitDiagnostics): readonly FitStart[] {
  return starts.filter(({ on }) => on === 'customers');
}

/** From many who leave at once to hardly any who leave at all; alpha so that the mean number of purchases is about right. */
function startsFor(customers: Customers, size: number, shapes: Shapes): readonly (readonly number[])[] {
  const { frequency, weight, n, meanT } = customers;
  const mean = frequency.reduce((sum, x, i) => sum + x * (weight[i] as number), 0) / n;
  return shapes.map(([r, s, beta]) => {
    // The mean of the time alive within the mean T: beta/(s − 1) (1 − (beta/(beta + T))^(s − 1)).
    const time = -Math.expm1(-(s - 1) * Math.log1p(1 / beta)) * (beta / (s - 1)) * meanT;
    return [r, (r * time) / mean, s, beta * meanT, ...new Array<number>(size - 4).fill(0)];
  });
}

const SHAPES = [
  [0.6, 0.6, 0.4],
  [1.5, 0.4, 0.05],
  [1.5, 3, 15],
  [0.4, 3, 1],
] as const;

/** Where hardly anybody leaves, or all at once, the likelihood can have another maximum: a few who leave right after the first purchase. */
const AT_ONCE = [
  [0.8, 0.01, 0.001],
  [0.8, 0.01, 0.1],
] as const;

/** Where customers buy, or leave, at one rate, or a few buy nearly all. */
const LIMITS = [
  [0.05, 0.6, 0.4],
  [30, 0.6, 0.4],
  [0.5, 30, 90],
  [0.05, 30, 3e4],
  [0.05, 0.01, 0.001],
] as const;

type Shapes = readonly (readonly [r: number, s: number, beta: number])[];

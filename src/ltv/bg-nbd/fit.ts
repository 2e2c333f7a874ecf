import type { Data } from '../../core/data.js';
import { centredOf, coefficientsOf, originsOf } from '../../stats/fit/centred.js';
import { checkFit, fitted } from '../../stats/fit/fitted.js';
import type { FitOptions, FittedModel } from '../../stats/fit/model.js';
import { FEW, type FitParameter, type LikelihoodProblem, type LogLikelihood } from '../../stats/fit/problem.js';
import { checkRepeats } from '../check-repeats.js';
import { coarseOf } from '../coarse.js';
import { type CovariateFields, checkCovariates, namesOf, patternsOf } from '../covariates.js';
import type { CustomerHistory } from '../customer-history.js';
import { type Customers, customersOf } from '../customers.js';
import type { BetaGeometricNbd, BgNbdCoefficient, BgNbdParameters, MbgNbdParameters } from './parameters.js';
import { patternLogLikelihood } from './with-covariates.js';

/** What is fitted: the four parameters of the model and, with covariates, their coefficients. */
export type BgNbdParameter = 'r' | 'alpha' | 'a' | 'b' | BgNbdCoefficient;

/** What the fits of BG/NBD and MBG/NBD can be told. */
export interface BgNbdOptions extends FitOptions<BgNbdParameter> {
  /** Fields of the customers that may tell who buys more and who leaves sooner; see `docs/metrics/bg-nbd.md`. */
  readonly covariates?: CovariateFields | undefined;
}

/** A fitted BG/NBD: its parameters, and what every fit says. */
export type BgNbd = FittedModel<'bg/nbd', BgNbdParameter> & BgNbdParameters & Readonly<Record<BgNbdParameter, number>>;

/** A fitted MBG/NBD: its parameters, and what every fit says. */
export type MbgNbd = FittedModel<'mbg/nbd', BgNbdParameter> &
  MbgNbdParameters &
  Readonly<Record<BgNbdParameter, number>>;

/**
 * The BG/NBD model of repeat purchase, by maximum likelihood (Fader, Hardie & Lee 2005, Marketing Science 24: 275–284): each customer buys
 * at a rate of their own and may leave for good after any repeat purchase, unseen. `probabilityAlive`, `expectedPurchases` and the other
 * predictions take what it returns.
 *
 * Several searches with the exact gradient, and Newton's steps at the end; `diagnostics` says whether the data determine the
 * parameters. Customers who are alike are counted once, so that many cost little. A covariate moves alpha by e^(−γz), and a and b by
 * e^(γz) (Fader & Hardie 2007).
 *
 * @param customers - rows or columns with `frequency`, `recency` and `T`, such as those of `customerSummary`
 * @param options - `covariates`: `{ purchase, dropout }`, lists of fields of numbers; `weight`, `penalty`, `starts`, `maxIterations`,
 * `confidence`, `missing`, `invalid`
 * @returns r, alpha, a, b with their standard errors, covariance and diagnostics, as plain data; alpha is in the time units of the
 * customers. Coefficients stand beside them as `purchase.<field>`, `dropoutA.<field>`, `dropoutB.<field>`
 * @throws {FitError} `E_FIT_IDENTIFY` when nobody bought again, or a covariate is the same for all or follows from others;
 * `E_FIT_DOMAIN` when covariates lie so far from 0 that the parameters of a customer with zeros are no numbers
 * @throws {InvalidDataError} when a history cannot be, such as a recency above T, or there are no customers
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { expectedPurchases, fitBgNbd, simulateCustomers } from 'kizuna/ltv';
 *
 * const truth = { model: 'bg/nbd', r: 0.5, alpha: 6, a: 0.8, b: 2.4 } as const;
 * const customers = simulateCustomers(truth, { n: 2000, T: 52, seed: 7 });
 * const model = fitBgNbd(customers);
 * model.diagnostics.status; // => 'converged'
 * model.n; // => 2000
 * expectedPurchases(model, { frequency: 3, recency: 40, T: 52 }, 13); // => 0.514
 * ```
 */
export function fitBgNbd(customers: Data<CustomerHistory>, options: BgNbdOptions = {}): BgNbd {
  return fitModel('fitBgNbd', 'bg/nbd', customers, options);
}

/**
 * The MBG/NBD model of repeat purchase, by maximum likelihood (Batislam, Denizel & Filiztekin 2007, IJRM 24: 201–209): BG/NBD where the
 * customer may leave after the first purchase too, so that somebody who never came back need not be alive.
 *
 * @param customers - as in `fitBgNbd`
 * @param options - as in `fitBgNbd`
 * @returns as `fitBgNbd`
 * @throws as `fitBgNbd`
 * @example
 * ```ts
 * import { fitMbgNbd, probabilityAlive, simulateCustomers } from 'kizuna/ltv';
 *
 * const truth = { model: 'mbg/nbd', r: 0.5, alpha: 6, a: 0.9, b: 1.6 } as const;
 * const customers = simulateCustomers(truth, { n: 2000, T: 52, seed: 7 });
 * const model = fitMbgNbd(customers);
 * model.diagnostics.status; // => 'converged'
 * probabilityAlive(model, { frequency: 0, recency: 0, T: 52 }); // => 0.331
 * ```
 */
export function fitMbgNbd(customers: Data<CustomerHistory>, options: BgNbdOptions = {}): MbgNbd {
  return fitModel('fitMbgNbd', 'mbg/nbd', customers, options);
}

function fitModel<Kind extends BetaGeometricNbd['model']>(
  owner: string,
  model: Kind,
  customers: Data<CustomerHistory>,
  options: BgNbdOptions,
): FittedModel<Kind, BgNbdParameter> & Readonly<Record<BgNbdParameter, number>> {
  checkFit(owner, options, ['covariates']);
  const fields = checkCovariates(owner, options.covariates);
  const { purchase = [], dropout = [] } = fields;
  const { weight, missing, invalid } = options;
  // What it reads is checked there.
  const read = customersOf(owner, customers as Data<never>, { weight, missing, invalid, covariates: namesOf(fields) });
  checkRepeats(owner, read);
  const centred = centredOf(owner, namesOf(fields), [purchase, dropout], read);
  const data = centred.rows;
  const atA = 4 + purchase.length;
  const atB = atA + dropout.length;
  const coefficients = (prefix: 'purchase' | 'dropoutA' | 'dropoutB', list: readonly string[]) =>
    coefficientsOf<BgNbdParameter>(
      list.map((name) => `${prefix}.${name}` as const),
      list,
      centred,
    );
  const parameters: readonly FitParameter<BgNbdParameter>[] = [
    { name: 'r' },
    { name: 'alpha', scale: data.meanT, origins: originsOf(purchase, centred, 4, -1) },
    { name: 'a', origins: originsOf(dropout, centred, atA, 1) },
    { name: 'b', origins: originsOf(dropout, centred, atB, 1) },
    ...coefficients('purchase', purchase),
    ...coefficients('dropoutA', dropout),
    ...coefficients('dropoutB', dropout),
  ];
  const isFew = data.frequency.length < FEW;
  const problem: LikelihoodProblem<BgNbdParameter> = {
    ...{ owner, parameters, n: data.n, excluded: data.excluded },
    logLikelihood: criterion(model, data, fields),
    coarse: coarseCriterion(model, data, fields),
    starts: startsFor(data, parameters.length, isFew ? [...SHAPES, ...LIMITS] : SHAPES),
    runsAll: isFew,
  };
  return fitted(model, problem, options);
}

function criterion(
  model: BetaGeometricNbd['model'],
  data: Customers,
  fields: Required<CovariateFields>,
): LogLikelihood {
  const of = patternLogLikelihood(model, patternsOf(fields, data));
  return Object.assign((parameters: Float64Array, gradient: Float64Array) => of(parameters, gradient, null), {
    withMatrix: of,
  });
}

function coarseCriterion(
  model: BetaGeometricNbd['model'],
  data: Customers,
  fields: Required<CovariateFields>,
): LogLikelihood | null {
  const coarse = coarseOf(data);
  return coarse === null ? null : criterion(model, coarse, fields);
}

/** Customers who come once and leave, who come and stay, and in between; alpha so that the mean number of purchases is about right. */
function startsFor(
  { frequency, weight, n, meanT }: Customers,
  size: number,
  shapes: Shapes,
): readonly (readonly number[])[] {
  const mean = frequency.reduce((sum, x, i) => sum + x * (weight[i] as number), 0) / n;
  return shapes.map(([r, a, b]) => [r, (r * meanT) / mean, a, b, ...new Array<number>(size - 4).fill(0)]);
}

const SHAPES = [
  [0.5, 0.8, 2.5],
  [1, 0.2, 3],
  [0.3, 2, 1],
  [2, 0.1, 0.5],
] as const;

/** Where customers leave with one chance, small or large, or buy at one rate, or a few buy nearly all. */
const LIMITS = [
  [0.3, 30, 90],
  [0.1, 30, 3e4],
  [0.3, 3e4, 9e4],
  [0.1, 3e4, 30],
  [30, 0.8, 2.5],
  [30, 30, 3e4],
  [0.05, 0.05, 0.05],
] as const;

type Shapes = readonly (readonly [r: number, a: number, b: number])[];

import { FitError } from '../core/errors.js';
import { refuseCovariates } from '../stats/fit/refuse-covariates.js';
import { type Cholesky, choleskyOf, inverseOf, quadraticForm } from './cholesky.js';
import { type CoxHill, climbCox, evaluator } from './cox-climb.js';
import { type CoxColumn, columnName } from './cox-covariates.js';
import { type CoxLikelihood, emptyLikelihood } from './cox-likelihood.js';
import { type CoxLimit, limitCox } from './cox-limit.js';
import type { CoxTies } from './cox-risk-sums.js';
import type { CoxRows } from './cox-rows.js';
import { dot } from './dot.js';

/** Where the search for the coefficients of the scaled covariates ended. */
export interface CoxSearch {
  readonly beta: Float64Array;
  /** Without the penalty; where coefficients run to infinity, the least upper bound. */
  readonly logLikelihood: number;
  readonly logLikelihoodNull: number;
  /** The score test of all coefficients being 0. */
  readonly scoreStatistic: number;
  /** At the end, with the penalty. */
  readonly information: Float64Array;
  /** Of the information; of what it tells of, where coefficients run to infinity. */
  readonly inverse: Float64Array;
  /** The coefficients that run to infinity, */
  readonly isInfinite: readonly boolean[];
  /** and those that nothing is left to tell of when these have. */
  readonly isLost: readonly boolean[];
  readonly iterations: number;
}

/** Risks so far apart, in logarithms, that it is asked whether they have an end. */
const FAR = 8;
/** Information for each end that is rounding, and such that a search may not end for it. */
const LOST = 1e-14;
const VAGUE = 1e-9;

/** Newton's method from 0; where it runs far, the directions in which the likelihood rises for ever are looked for. */
export function searchCox(
  owner: string,
  rows: CoxRows,
  columns: readonly CoxColumn[],
  ties: CoxTies,
  penalty: number,
): CoxSearch {
  const { size } = rows;
  const hill: CoxHill = { rows, ties, penalty, isFree: columns.map(() => true) };
  const zero = new Float64Array(size);
  const origin = emptyLikelihood(size);
  evaluator(hill)(zero, origin);
  const decomposition = choleskyOf(origin.information, size);
  if (penalty === 0) refuseDependent(owner, columns, rows, origin, decomposition);
  const facts = {
    logLikelihoodNull: origin.logLikelihood,
    scoreStatistic: quadraticForm(decomposition, origin.score),
  };
  let climb = climbCox(hill, zero, penalty > 0 ? Infinity : FAR);
  let { iterations } = climb;
  const isLost = () => penalty === 0 && lostColumns(columns, rows, climb.likelihood.information, LOST) !== null;
  if (penalty === 0 && (climb.state !== 'converged' || isLost())) {
    const limit = limitCox(hill);
    if (limit !== null) return { ...facts, ...limitSearch(owner, limit, climb.likelihood.information, iterations) };
  }
  if (climb.state === 'far') {
    climb = climbCox(hill, climb.beta, Infinity);
    iterations += climb.iterations - 1;
  }
  const { beta, likelihood } = climb;
  const { information } = likelihood;
  const lost = climb.state === 'converged' ? LOST : VAGUE;
  if (penalty === 0) refuseLost(owner, lostColumns(columns, rows, information, lost));
  if (climb.state !== 'converged') refuseEndless(owner);
  return {
    ...facts,
    ...{ beta, information, iterations, isInfinite: columns.map(() => false), isLost: columns.map(() => false) },
    logLikelihood: likelihood.logLikelihood + penalty * dot(beta, beta),
    inverse: inverseOf(choleskyOf(information, size, 0)),
  };
}

function limitSearch(
  owner: string,
  { isConverged, ...limit }: CoxLimit,
  information: Float64Array,
  before: number,
): Omit<CoxSearch, 'logLikelihoodNull' | 'scoreStatistic'> {
  if (!isConverged) refuseEndless(owner);
  return { ...limit, information, iterations: before + limit.iterations };
}

/** Refuses covariates that are the same for all who are at risk together, or that follow from one another. */
function refuseDependent(
  owner: string,
  columns: readonly CoxColumn[],
  { size, events }: CoxRows,
  { information }: CoxLikelihood,
  { factor }: Cholesky,
): void {
  const pivots = columns.map((_, j) => factor[j * size + j] as number);
  const dull = columns.filter((_, j) => (information[j * size + j] as number) <= 1e-13 * events);
  if (dull.length > 0) {
    refuseCovariates(owner, dull.map(columnName), 'to differ between those at risk together', 'the same for them');
  }
  const lost = columns.filter((_, j) => pivots[j] === 0);
  if (lost.length > 0) {
    refuseCovariates(
      owner,
      lost.map(columnName),
      'that do not follow from one another',
      'not independent of the others',
    );
  }
}

/** Columns whose information is rounding; `null` where all is well. */
function lostColumns(
  columns: readonly CoxColumn[],
  { size, events }: CoxRows,
  information: Float64Array,
  least: number,
): readonly CoxColumn[] | null {
  const lost = columns.filter((_, j) => !((information[j * size + j] as number) > least * events));
  return lost.length === 0 && choleskyOf(information, size, 0).rank === size ? null : lost;
}

/** Refuses to go on where a value lies so far from all others that beside it their differences are rounding. */
function refuseLost(owner: string, lost: readonly CoxColumn[] | null): void {
  if (lost === null) return;
  const expected = 'without values so far from the others that differences between these are lost';
  const [field, what] = lost[0] === undefined ? [null, 'one of them'] : [columnName(lost[0]), columnName(lost[0])];
  const issue = { code: 'E_FIT_DOMAIN', index: null, field, expected, received: 'such a value' } as const;
  throw new FitError(`${owner} requires covariates ${expected}; ${what} has such a value`, [issue]);
}

function refuseEndless(owner: string): never {
  const expected = 'whose likelihood has a maximum that can be found';
  const received = 'the search for it did not end';
  const issue = { code: 'E_FIT_CONVERGE', index: null, field: 'covariates', expected, received } as const;
  throw new FitError(`${owner} requires covariates ${expected}; ${received}`, [issue]);
}

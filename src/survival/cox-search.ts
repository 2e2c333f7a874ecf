import { errorOf, FitError } from '../core/errors.js';
import { type Cholesky, choleskyOf, quadraticForm, solve } from './cholesky.js';
import { type CoxColumn, columnName, refuseCovariates } from './cox-covariates.js';
import { type CoxLikelihood, type CoxTies, emptyLikelihood, likelihoodAt, likelihoodPass } from './cox-likelihood.js';
import type { CoxRows } from './cox-rows.js';
import { isRunaway } from './cox-runaway.js';

/** Where the search for the coefficients of the scaled covariates ended. */
export interface CoxSearch {
  readonly beta: Float64Array;
  /** Without the penalty. */
  readonly logLikelihood: number;
  readonly logLikelihoodNull: number;
  /** The score test of all coefficients being 0. */
  readonly scoreStatistic: number;
  /** At the end, with the penalty. */
  readonly information: Float64Array;
  /** The coefficients that run to infinity. */
  readonly isInfinite: readonly boolean[];
  readonly iterations: number;
}

/** A step whose gain is so small is the last. */
const CONVERGED = 1e-18;
/** A gain so small by a step that moves somebody's risk by so much: the likelihood rises to a limit without a maximum. */
const FLAT = 1e-8;
const MOVING = 0.05;
/** Near the maximum, where Newton's steps need no check. */
const SMALL = 1e-6;
const MOST_ITERATIONS = 200;

/** Newton's method from 0, with halved steps where the likelihood would fall: it is concave, so there is one maximum at most. */
export function searchCox(
  owner: string,
  rows: CoxRows,
  columns: readonly CoxColumn[],
  ties: CoxTies,
  penalty: number,
): CoxSearch {
  const { size, ranges } = rows;
  const pass = likelihoodPass(rows, ties);
  const evaluate = (beta: Float64Array, into: CoxLikelihood): void => {
    likelihoodAt(pass, beta, into);
    if (penalty > 0) penalize(beta, into, penalty);
  };
  let [now, next] = [emptyLikelihood(size), emptyLikelihood(size)];
  let [beta, trial] = [new Float64Array(size), new Float64Array(size)];
  evaluate(beta, now);
  const logLikelihoodNull = now.logLikelihood;
  let decomposition = choleskyOf(now.information, size);
  if (penalty === 0) refuseDependent(owner, columns, rows, now, decomposition);
  const scoreStatistic = quadraticForm(decomposition, now.score);
  const isInfinite = columns.map(() => false);
  for (let iterations = 1; iterations <= MOST_ITERATIONS; iterations += 1) {
    const step = solve(decomposition, now.score);
    const gain = dot(step, now.score);
    const moves = Array.from(step, (length, j) => Math.abs(length) * (ranges[j] as number));
    const isFlat =
      gain < FLAT &&
      moves.some((move) => move > MOVING) &&
      isRunaway(
        rows,
        step.map((part, j) => ((moves[j] as number) > MOVING ? part : 0)),
      );
    if (isFlat) for (const [j, move] of moves.entries()) isInfinite[j] = move > MOVING;
    if (gain < CONVERGED && !isFlat && penalty === 0) refuseLost(owner, columns, rows, now.information, decomposition);
    if (gain < CONVERGED || isFlat) {
      if (!isFlat) for (let j = 0; j < size; j += 1) beta[j]! += step[j] as number;
      const logLikelihood = now.logLikelihood + penalty * dot(beta, beta);
      return {
        beta,
        logLikelihood,
        logLikelihoodNull,
        scoreStatistic,
        information: now.information,
        isInfinite,
        iterations,
      };
    }
    let isBetter = false;
    for (let halving = 0; halving < 60 && !isBetter; halving += 1) {
      for (let j = 0; j < size; j += 1) trial[j] = (beta[j] as number) + (step[j] as number) * 0.5 ** halving;
      evaluate(trial, next);
      // What the last steps gain drowns in the rounding of the sum.
      const isBelow = !(next.logLikelihood >= now.logLikelihood);
      isBetter = !isBelow || (gain < SMALL && Number.isFinite(next.logLikelihood));
    }
    if (!isBetter) break;
    [now, next] = [next, now];
    [beta, trial] = [trial, beta];
    decomposition = choleskyOf(now.information, size, 0);
  }
  const issue = {
    code: 'E_FIT_CONVERGE',
    index: null,
    field: null,
    expected: 'covariates whose likelihood has a maximum that can be found',
    received: 'a search that did not end',
  } as const;
  throw errorOf(FitError, owner, [issue]);
}

function penalize(beta: Float64Array, into: CoxLikelihood, penalty: number): void {
  const size = beta.length;
  into.logLikelihood -= penalty * dot(beta, beta);
  for (let j = 0; j < size; j += 1) {
    into.score[j]! -= 2 * penalty * (beta[j] as number);
    into.information[j * size + j]! += 2 * penalty;
  }
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

/** Refuses to go on where a value lies so far from all others that beside it their differences are rounding. */
function refuseLost(
  owner: string,
  columns: readonly CoxColumn[],
  { size, events }: CoxRows,
  information: Float64Array,
  { rank }: Cholesky,
): void {
  const lost = columns.filter((_, j) => !((information[j * size + j] as number) > 1e-14 * events));
  if (lost.length === 0 && rank === size) return;
  const expected = 'without values so far from the others that differences between these are lost';
  const field = lost[0] === undefined ? null : columnName(lost[0]);
  throw errorOf(FitError, owner, [{ code: 'E_FIT_DOMAIN', index: null, field, expected, received: 'such a value' }]);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j += 1) sum += (a[j] as number) * (b[j] as number);
  return sum;
}

import { choleskyOf, solve } from './cholesky.js';
import { type CoxLikelihood, emptyLikelihood, likelihoodAt } from './cox-likelihood.js';
import { type CoxTies, likelihoodPass } from './cox-risk-sums.js';
import type { CoxRows } from './cox-rows.js';
import { dot } from './dot.js';

/** Where Newton's method stands. */
export interface CoxClimb {
  readonly beta: Float64Array;
  /** At `beta` but for the last step, less the penalty. */
  readonly likelihood: CoxLikelihood;
  /** `'far'`: logarithms of risks may be farther apart than `far`, or the likelihood is `enough`. `'stuck'`: no step gains, or there were too many. */
  readonly state: 'converged' | 'far' | 'stuck';
  readonly iterations: number;
}

/** What is climbed. */
export interface CoxHill {
  readonly rows: CoxRows;
  readonly ties: CoxTies;
  readonly penalty: number;
  /** The coefficients that are looked for; others stay as they are. */
  readonly isFree: readonly boolean[];
}

/** A step whose gain for each end is so small is the last, if it moves nobody's risk by more than so much; */
const CONVERGED = 1e-20;
const MOVING = 0.05;
/** so is one that gains so little, and no less than the step before: the rest is rounding. */
const ROUNDING = 1e-14;
/** Near the maximum, where Newton's steps need no check: what they gain drowns in the rounding of the sum. */
const SMALL = 1e-6;
const MOST_ITERATIONS = 200;
/** By so much the first step may move the logarithms of risks from one another. */
const REACH = 8;

/** Newton's method, with halved steps where the likelihood would fall: it is concave, so there is one maximum at most. */
export function climbCox(hill: CoxHill, start: Float64Array, far: number, enough = Infinity): CoxClimb {
  const { rows, isFree } = hill;
  const { size, events } = rows;
  const evaluate = evaluator(hill);
  let [now, next] = [emptyLikelihood(size), emptyLikelihood(size)];
  let [beta, trial] = [start.slice(), new Float64Array(size)];
  let [reach, gainBefore] = [REACH, Infinity];
  evaluate(beta, now);
  for (let iterations = 1; iterations <= MOST_ITERATIONS; iterations += 1) {
    const found = (state: CoxClimb['state']): CoxClimb => ({ beta, likelihood: now, state, iterations });
    if (movementOf(rows, beta) > far || now.logLikelihood >= enough) return found('far');
    const score = now.score.map((slope, j) => (isFree[j] ? slope : 0));
    const information = freeInformation(now.information, isFree);
    // Where slopes are straight, steps are as long as they may be.
    for (let j = 0; j < size; j += 1) if (isFree[j]) information[j * size + j]! += 1e-30 * events;
    const step = solve(choleskyOf(information, size, 0), score);
    const gain = dot(step, score);
    const movement = movementOf(rows, step);
    if (!(gain > CONVERGED * events) || (gain < ROUNDING * events && gain > gainBefore / 4)) {
      if (!(movement < MOVING)) return found('stuck');
      for (let j = 0; j < size; j += 1) beta[j]! += step[j] as number;
      return found('converged');
    }
    gainBefore = gain;
    const share = Math.min(1, reach / movement);
    let isBetter = false;
    let halving = 0;
    for (; halving < 60 && !isBetter; halving += 1) {
      for (let j = 0; j < size; j += 1) trial[j] = (beta[j] as number) + (step[j] as number) * share * 0.5 ** halving;
      evaluate(trial, next);
      const isAbove = next.logLikelihood >= now.logLikelihood;
      // Beyond all doubles there is nothing to compare.
      isBetter = (isAbove || (gain < SMALL * events && movement < MOVING)) && Number.isFinite(next.logLikelihood);
    }
    if (!isBetter) return found('stuck');
    if (halving === 1 && share < 1) reach *= 2;
    [now, next] = [next, now];
    [beta, trial] = [trial, beta];
  }
  return { beta, likelihood: now, state: 'stuck', iterations: MOST_ITERATIONS };
}

/** The likelihood less the penalty. */
export function evaluator({ rows, ties, penalty }: CoxHill): (beta: Float64Array, into: CoxLikelihood) => void {
  const pass = likelihoodPass(rows, ties);
  return (beta, into) => {
    likelihoodAt(pass, beta, into);
    if (penalty === 0) return;
    const { size } = rows;
    into.logLikelihood -= penalty * dot(beta, beta);
    for (let j = 0; j < size; j += 1) {
      into.score[j]! -= 2 * penalty * (beta[j] as number);
      into.information[j * size + j]! += 2 * penalty;
    }
  };
}

/** The information with nothing of the coefficients that are held. */
export function freeInformation(information: Float64Array, isFree: readonly boolean[]): Float64Array {
  const size = isFree.length;
  return information.map((value, at) => (isFree[Math.trunc(at / size)] && isFree[at % size] ? value : 0));
}

/** How far apart these coefficients may move the logarithms of two risks. */
function movementOf({ ranges }: CoxRows, beta: Float64Array): number {
  return beta.reduce((sum, value, j) => sum + Math.abs(value) * (ranges[j] as number), 0);
}

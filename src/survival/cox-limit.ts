import { type Cholesky, choleskyOf, inverseOf, solve } from './cholesky.js';
import { type CoxHill, climbCox, evaluator, freeInformation } from './cox-climb.js';
import { emptyLikelihood } from './cox-likelihood.js';
import { limitRows } from './cox-limit-rows.js';
import type { CoxRows } from './cox-rows.js';
import { runawayDirection, writeAlong } from './cox-runaway.js';

/** The limit of the likelihood where coefficients run to infinity. */
export interface CoxLimit {
  /** Of those that run to infinity, where they are held. */
  readonly beta: Float64Array;
  /** The least upper bound. */
  readonly logLikelihood: number;
  /** Of the information that is left of the others. */
  readonly inverse: Float64Array;
  readonly isInfinite: readonly boolean[];
  /** What neither runs to infinity nor has anything left to tell it. */
  readonly isLost: readonly boolean[];
  readonly isConverged: boolean;
  readonly iterations: number;
}

/** A coefficient that runs off is held where the likelihood, for each end, is so little below its limit, */
const NEAR = 1e-10;
/** or where the logarithms of risks are so far apart that doubles soon end. */
const FARTHEST = 200;

/** Follows coefficients that run to infinity. `null` where none does. */
export function limitCox(hill: CoxHill): CoxLimit | null {
  const { events } = hill.rows;
  const all = followed(hill);
  if (all === null) return null;
  // Whatever the limit is without was not what ran.
  let [held, rows] = [all, hill.rows];
  const untold = [...all.isTold.keys()].filter((j) => !all.isTold[j]);
  for (const j of untold.length > 1 ? untold : []) {
    const fewer = without(rows, j);
    const other = followed({ ...hill, rows: fewer });
    if (other === null || !(other.logLikelihood > all.logLikelihood - NEAR * events)) continue;
    [held, rows] = [other, fewer];
  }
  const { isTold, isConverged, logLikelihood, inverse } = all;
  const isInfinite = isTold.map((is, j) => !is && held.runs[j] === true);
  const start = held.beta.map((value, j) => (isTold[j] ? value : 0));
  const enough = logLikelihood - NEAR * events;
  const climb = climbCox({ ...hill, isFree: isInfinite }, start, Infinity, enough);
  const iterations = climb.iterations;
  const moved = climb.beta.map((value, j) => value - (start[j] as number));
  const share = Math.min(1, FARTHEST / spreadOf(hill.rows, moved));
  const beta = start.map((value, j) => value + share * (moved[j] as number));
  return {
    ...{ beta, logLikelihood, inverse, isConverged, isInfinite, iterations: all.iterations + iterations },
    isLost: isTold.map((is, j) => !is && !isInfinite[j]),
  };
}

interface Followed {
  readonly beta: Float64Array;
  readonly logLikelihood: number;
  readonly inverse: Float64Array;
  /** Whether the limit tells of a coefficient. */
  readonly isTold: readonly boolean[];
  readonly runs: readonly boolean[];
  readonly isConverged: boolean;
  readonly iterations: number;
}

/**
 * In the limit those at risk at an end are only who have the most in the direction, and that likelihood either has a maximum, of the
 * coefficients that it tells of, or runs off again.
 */
function followed(hill: CoxHill): Followed | null {
  const { size, events } = hill.rows;
  const stages: { readonly rows: CoxRows; readonly direction: Float64Array }[] = [];
  const zero = new Float64Array(size);
  const origin = emptyLikelihood(size);
  let rows = hill.rows;
  for (;;) {
    evaluator({ ...hill, rows })(zero, origin);
    const direction = stages.length < size ? runawayDirection(rows, origin.score) : null;
    const left = direction === null ? null : limitRows(rows, direction);
    if (direction === null || left === null) break;
    stages.push({ rows, direction });
    rows = left;
  }
  if (stages.length === 0) return null;
  // What remains is the same for all at risk together, but for rounding.
  const floor = 1e-12 * events;
  const decomposition = choleskyOf(origin.information, size, 1e-9, floor);
  const isFree = Array.from(zero, (_, j) => (decomposition.factor[j * size + j] as number) > 0);
  const isTold = isFree.map((_, j) => isEstimable(decomposition, origin.information, floor, j));
  const climb = climbCox({ ...hill, rows, isFree }, zero, Infinity);
  const { beta, likelihood } = climb;
  return {
    ...{
      beta,
      logLikelihood: likelihood.logLikelihood,
      isTold,
      isConverged: climb.state === 'converged',
      iterations: climb.iterations,
    },
    inverse: inverseOf(choleskyOf(freeInformation(likelihood.information, isFree), size, 0)),
    runs: isTold.map((_, j) =>
      stages.some(({ direction }) => Math.abs(direction[j] as number) * (hill.rows.ranges[j] as number) > 1e-9),
    ),
  };
}

/** How far apart coefficients move the logarithms of risks. */
function spreadOf(rows: CoxRows, beta: Float64Array): number {
  const along = new Float64Array(rows.length);
  writeAlong(rows, beta, along);
  let [low, high] = [Infinity, -Infinity];
  for (const value of along) [low, high] = [Math.min(low, value), Math.max(high, value)];
  return high - low;
}

function without(rows: CoxRows, j: number): CoxRows {
  const x = rows.x.slice();
  for (let at = j; at < x.length; at += rows.size) x[at] = 0;
  return { ...rows, x };
}

/** Whether the information tells of a coefficient whatever the others are: it lies in the space of its rows. */
function isEstimable(decomposition: Cholesky, information: Float64Array, floor: number, j: number): boolean {
  const { size } = decomposition;
  const unit = new Float64Array(size);
  unit[j] = 1;
  const weights = solve(decomposition, unit);
  return unit.every((wanted, k) => {
    if ((information[k * size + k] as number) <= floor) return k !== j;
    let sum = 0;
    for (let l = 0; l < size; l += 1) sum += (information[k * size + l] as number) * (weights[l] as number);
    return Math.abs(sum - wanted) < 1e-6;
  });
}

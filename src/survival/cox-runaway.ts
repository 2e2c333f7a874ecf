import { eachEnd } from './cox-highest.js';
import type { CoxRows } from './cox-rows.js';
import { dot } from './dot.js';

/** By so much of its range a sum of covariates is the same but for rounding. */
export const ALIKE = 1e-11;

/**
 * A direction of the coefficients along which the likelihood rises for ever: at every end, who ended had the most of it among those
 * at risk, and somewhere more than another (Geyer 2009, Electronic Journal of Statistics 3: 259–289). `null` where there is none,
 * so that the likelihood has a maximum.
 *
 * What is left of the slopes at any coefficients, which are a sum of such differences with factors above 0, when they are projected
 * onto the cone of all such directions, by non-negative least squares (Lawson & Hanson 1974, chapter 23) that look for one
 * difference after the other.
 */
export function runawayDirection(rows: CoxRows, slopes: Float64Array): Float64Array | null {
  const { size, x, events } = rows;
  const norm = Math.hypot(...slopes);
  if (!(norm > 1e-11 * events)) return null;
  const target = slopes.map((slope) => slope / norm);
  const along = new Float64Array(rows.length);
  let differences: readonly Float64Array[] = [];
  let factors: readonly number[] = [];
  for (let round = 0; round < 100 + 30 * size; round += 1) {
    const rest = residual(target, differences);
    if (Math.hypot(...rest) < 1e-9) return null;
    const direction = inUnits(rest, rows);
    const found = worstPair(rows, direction, along);
    if (found === null) return along.some((value) => Math.abs(value - (along[0] as number)) > ALIKE) ? direction : null;
    const difference = new Float64Array(size);
    for (let j = 0; j < size; j += 1) {
      difference[j] = (x[found.end * size + j] as number) - (x[found.top * size + j] as number);
    }
    const length = Math.hypot(...difference);
    [differences, factors] = feasible(
      target,
      [...differences, difference.map((part) => part / length)],
      [...factors, 0],
    );
  }
  return null;
}

/** How much of a direction each row has. */
export function writeAlong({ size, x, length }: CoxRows, direction: Float64Array, along: Float64Array): void {
  for (let row = 0; row < length; row += 1) {
    let sum = 0;
    for (let j = 0; j < size; j += 1) sum += (direction[j] as number) * (x[row * size + j] as number);
    along[row] = sum;
  }
}

/** The end that had least beside another at risk, and that other; `null` where all had the most. */
function worstPair(
  rows: CoxRows,
  direction: Float64Array,
  along: Float64Array,
): { readonly end: number; readonly top: number } | null {
  writeAlong(rows, direction, along);
  let [worst, end, top] = [ALIKE, -1, -1];
  eachEnd(rows, along, (_, from, to, highest) => {
    for (let row = from; row < to; row += 1) {
      if (rows.ended[row] === 0) continue;
      const gap = (along[highest] as number) - (along[row] as number);
      if (gap > worst) [worst, end, top] = [gap, row, highest];
    }
  });
  return end < 0 ? null : { end, top };
}

/** Such that rows differ by 1 at most. */
function inUnits(direction: Float64Array, { ranges }: CoxRows): Float64Array {
  const most = direction.reduce((sum, part, j) => sum + Math.abs(part) * (ranges[j] as number), 0);
  return direction.map((part) => part / most);
}

/** The differences that are kept, with factors above 0: Lawson & Hanson's inner loop. */
function feasible(
  target: Float64Array,
  all: readonly Float64Array[],
  before: readonly number[],
): [readonly Float64Array[], readonly number[]] {
  let [differences, factors] = [all, before];
  for (;;) {
    const wanted = leastSquares(target, differences);
    if (wanted.every((factor) => factor > 0)) return [differences, wanted];
    let [share, last] = [1, -1];
    wanted.forEach((factor, k) => {
      const own = factors[k] as number;
      const least = factor > 0 ? 1 : own / (own - factor || 1);
      if (factor <= 0 && (last < 0 || least < share)) [share, last] = [least, k];
    });
    const [from, by] = [factors, share];
    const moved = from.map((factor, k) => factor + by * ((wanted[k] as number) - factor));
    const isKept = moved.map((factor, k) => k !== last && factor > 0);
    differences = differences.filter((_, k) => isKept[k]);
    factors = moved.filter((_, k) => isKept[k]);
    if (differences.length === 0) return [[], []];
  }
}

/** The factors that bring target + Σ factor·difference nearest to 0, by Gram and Schmidt. */
function leastSquares(target: Float64Array, differences: readonly Float64Array[]): number[] {
  const count = differences.length;
  const { axes, parts } = orthogonal(differences);
  const factors = new Array<number>(count).fill(0);
  for (let k = count - 1; k >= 0; k -= 1) {
    let sum = -dot(axes[k] as Float64Array, target);
    for (let l = k + 1; l < count; l += 1) sum -= (parts[l]?.[k] as number) * (factors[l] as number);
    factors[k] = sum / (parts[k]?.[k] as number);
  }
  return factors;
}

/** What of the target is orthogonal to the differences. */
function residual(target: Float64Array, differences: readonly Float64Array[]): Float64Array {
  const { axes } = orthogonal(differences);
  const rest = target.slice();
  for (let pass = 0; pass < 3; pass += 1) for (const axis of axes) take(rest, axis, dot(rest, axis));
  return rest;
}

function orthogonal(differences: readonly Float64Array[]): {
  readonly axes: readonly Float64Array[];
  readonly parts: readonly (readonly number[])[];
} {
  const axes: Float64Array[] = [];
  const parts = differences.map((difference) => {
    const rest = difference.slice();
    const own = axes.map(() => 0);
    for (let pass = 0; pass < 2; pass += 1) {
      axes.forEach((axis, k) => {
        const part = dot(rest, axis);
        own[k]! += part;
        take(rest, axis, part);
      });
    }
    const length = Math.hypot(...rest);
    axes.push(rest.map((part) => part / length));
    return [...own, length];
  });
  return { axes, parts };
}

function take(rest: Float64Array, axis: Float64Array, part: number): void {
  for (let j = 0; j < rest.length; j += 1) rest[j]! -= part * (axis[j] as number);
}

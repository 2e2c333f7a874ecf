import { FitError } from '../../core/errors.js';
import type { FitParameter } from './problem.js';

/** Beyond this a logarithm is that of no number whose square can be held. */
const LARGEST = 340;

/** The parameters as they are reported, where covariates are 0, of those that are fitted, where they are at their mean. */
export function reportedOf(owner: string, parameters: readonly FitParameter[], fitted: Float64Array): Float64Array {
  return fitted.map((value, j) => {
    const away = awayOf(parameters, fitted, j);
    if (away === 0) return value;
    if (parameters[j]?.isFree) return value + away;
    if (Math.abs(away + Math.log(value)) < LARGEST) return value * Math.exp(away);
    const name = parameters[j]?.name as string; // a parameter for each value
    const fields = (parameters[j]?.origins ?? []).map(({ of }) => parameters[of]?.name.replace(/^[^.]*\./, '') ?? null);
    const [expected, received] = ['to have values nearer to 0', 'so far away that it is no number'];
    const issues = fields.map((field) => ({ code: 'E_FIT_DOMAIN', index: null, field, expected, received }) as const);
    throw new FitError(
      `${owner} requires covariates ${expected}, such as distances from their mean; ${name} of a customer with 0 is ${received}`,
      issues,
    );
  });
}

/** Parameters as they are fitted, of those a caller gives. */
export function fittedFrom(parameters: readonly FitParameter[], reported: readonly number[]): readonly number[] {
  return reported.map((value, j) => {
    const away = awayOf(parameters, reported, j);
    return parameters[j]?.isFree ? value - away : value * Math.exp(-away);
  });
}

/** The covariance of coordinates as they are reported: logarithms follow in a straight line. */
export function reportedInverse(
  parameters: readonly FitParameter[],
  inverse: readonly (readonly number[])[],
): number[][] {
  const slopes = parameters.map(({ isFree, scale = 1, origins = [] }, j) => {
    const row = new Float64Array(parameters.length);
    const unit = isFree ? scale : 1;
    row[j] = 1;
    for (const { of, times } of origins) row[of] = (times * (parameters[of]?.scale ?? 1)) / unit;
    return row;
  });
  if (parameters.every(({ origins = [] }) => origins.length === 0)) return inverse.map((row) => [...row]);
  const through = slopes.map((slope) =>
    inverse.map((column) => slope.reduce((sum, s, k) => sum + s * (column[k] as number), 0)),
  );
  const moved = through.map((row) =>
    slopes.map((slope) => slope.reduce((sum, s, k) => sum + s * (row[k] as number), 0)),
  );
  return moved.map((row, i) => row.map((value, j) => (i <= j ? value : (moved[j]?.[i] as number)))); // symmetric to the last digit
}

function awayOf(parameters: readonly FitParameter[], values: ArrayLike<number>, j: number): number {
  return (parameters[j]?.origins ?? []).reduce((sum, { of, times }) => sum + times * (values[of] as number), 0);
}

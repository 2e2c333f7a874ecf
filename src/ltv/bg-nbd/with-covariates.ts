import type { Pattern, Patterns } from '../covariates.js';
import { type Derivatives, derivatives, logLikelihoodOf } from './likelihood.js';
import type { BetaGeometricNbd } from './parameters.js';

/**
 * Each parameter moves one of the four of a pattern: r, alpha, a and b themselves, a coefficient that of its covariate.
 * `of` says which, `value` is what the four are, `slope` how fast the parameter moves its own. Room that is filled for pattern after pattern.
 */
interface Moved {
  readonly of: Uint8Array;
  readonly value: Float64Array;
  readonly slope: Float64Array;
}

/** Fills in the log-likelihood's derivatives, and the second ones where there is a matrix. */
export type PatternLogLikelihood = (
  parameters: Float64Array,
  gradient: Float64Array,
  matrix: Float64Array | null,
) => number;

/**
 * The log-likelihood where covariates move the parameters, by Fader & Hardie (2007), "Incorporating time-invariant covariates into the
 * Pareto/NBD and BG/NBD models": alpha e^(−γ1 z1), a e^(γ2 z2), b e^(γ3 z2). Its parameters are r, alpha, a, b, γ1, γ2, γ3.
 */
export function patternLogLikelihood(
  model: BetaGeometricNbd['model'],
  { rows, patterns }: Patterns,
): PatternLogLikelihood {
  const { purchase = [], dropout = [] } = patterns[0] ?? {};
  const of = Uint8Array.from([0, 1, 2, 3, ...purchase.map(() => 1), ...dropout.map(() => 2), ...dropout.map(() => 3)]);
  const moved = { of, value: new Float64Array(4), slope: new Float64Array(of.length) };
  const room = derivatives();
  return (parameters, gradient, matrix) => {
    gradient.fill(0);
    matrix?.fill(0);
    let value = 0;
    for (const pattern of patterns) {
      move(moved, pattern, parameters);
      logLikelihoodOf(model, moved.value, rows, pattern.from, pattern.to, room);
      value += room.value;
      for (let p = 0; p < of.length; p += 1) gradient[p]! += room.gradient[of[p]!]! * moved.slope[p]!;
      if (matrix !== null) addCurvature(matrix, moved, room);
    }
    return value;
  };
}

/** Sets the four to what they are for a pattern. */
function move({ value, slope }: Moved, { purchase, dropout }: Pattern, parameters: Float64Array): void {
  const atA = 4 + purchase.length;
  slope[0] = 1;
  slope[1] = Math.exp(-product(purchase, parameters, 4));
  slope[2] = Math.exp(product(dropout, parameters, atA));
  slope[3] = Math.exp(product(dropout, parameters, atA + dropout.length));
  for (let i = 0; i < 4; i += 1) value[i] = parameters[i]! * slope[i]!;
  for (let k = 0; k < purchase.length; k += 1) slope[4 + k] = -purchase[k]! * value[1]!;
  for (let k = 0; k < dropout.length; k += 1) {
    slope[atA + k] = dropout[k]! * value[2]!;
    slope[atA + dropout.length + k] = dropout[k]! * value[3]!;
  }
}

/** The chain rule: through the slopes of both, and through the bend where both move the same one. */
function addCurvature(matrix: Float64Array, { of, value, slope }: Moved, own: Derivatives): void {
  const size = of.length;
  for (let p = 0; p < size; p += 1) {
    for (let q = 0; q < size; q += 1) {
      const [i, j] = [of[p]!, of[q]!];
      const isBent = i === j && (p > 3 || q > 3); // the four themselves move in a straight line
      const bend = own.matrix[4 * i + j]! + (isBent ? own.gradient[i]! / value[i]! : 0);
      matrix[size * p + q]! += bend * slope[p]! * slope[q]!;
    }
  }
}

function product(values: readonly number[], coefficients: Float64Array, from: number): number {
  let sum = 0;
  for (let k = 0; k < values.length; k += 1) sum += values[k]! * coefficients[from + k]!;
  return sum;
}

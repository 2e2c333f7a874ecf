import type { Pattern, Patterns } from '../covariates.js';
import { type Derivatives, logLikelihoodOf } from './likelihood.js';
import type { BetaGeometricNbd } from './parameters.js';

/** One of r, alpha, a, b as it is for a pattern: which parameters move it and how much. The first is the parameter itself, the others coefficients. */
interface Moved {
  readonly value: number;
  readonly by: readonly number[];
  readonly slopes: readonly number[];
}

/**
 * The log-likelihood where covariates move the parameters, by Fader & Hardie (2007), "Incorporating time-invariant covariates into the
 * Pareto/NBD and BG/NBD models": alpha e^(−γ1 z1), a e^(γ2 z2), b e^(γ3 z2). `parameters` are r, alpha, a, b, γ1, γ2, γ3.
 */
export function patternLogLikelihood(
  model: BetaGeometricNbd['model'],
  { rows, patterns }: Patterns,
  parameters: Float64Array,
  gradient: Float64Array,
  matrix: Float64Array | null,
  room: Derivatives,
): number {
  gradient.fill(0);
  matrix?.fill(0);
  let value = 0;
  for (const pattern of patterns) {
    const moved = movedBy(pattern, parameters);
    const own = moved.map((one) => one.value);
    const found = logLikelihoodOf(model, own, rows, pattern.from, pattern.to, room);
    value += found.value;
    moved.forEach(({ by, slopes }, i) => {
      by.forEach((index, k) => {
        gradient[index]! += (found.gradient[i] as number) * (slopes[k] as number);
      });
    });
    if (matrix !== null) addCurvature(matrix, parameters, moved, found);
  }
  return value;
}

/** The second derivatives by the chain rule: through the slopes of two moved parameters, and through the bend of one. */
function addCurvature(
  matrix: Float64Array,
  parameters: Float64Array,
  moved: readonly Moved[],
  { gradient, matrix: own }: Derivatives,
): void {
  const size = parameters.length;
  moved.forEach((one, i) => {
    moved.forEach((other, j) => {
      const bend = own[4 * i + j] as number;
      one.by.forEach((p, k) => {
        other.by.forEach((q, l) => {
          matrix[size * p + q]! += bend * (one.slopes[k] as number) * (other.slopes[l] as number);
        });
      });
    });
    const slope = gradient[i] as number;
    one.by.forEach((p, k) => {
      one.by.forEach((q, l) => {
        if (k === 0 && l === 0) return; // straight in the parameter itself
        const base =
          k === 0 || l === 0 ? (parameters[one.by[0] as number] as number) * (one.slopes[0] as number) : one.value;
        matrix[size * p + q]! += (slope * (one.slopes[k] as number) * (one.slopes[l] as number)) / base;
      });
    });
  });
}

/** r, alpha, a, b of the pattern. */
function movedBy({ purchase, dropout }: Pattern, parameters: Float64Array): readonly Moved[] {
  const atA = 4 + purchase.length;
  const atB = atA + dropout.length;
  return [
    moved(parameters, 0, [], 0, 1),
    moved(parameters, 1, purchase, 4, -1),
    moved(parameters, 2, dropout, atA, 1),
    moved(parameters, 3, dropout, atB, 1),
  ];
}

function moved(
  parameters: Float64Array,
  index: number,
  covariates: readonly number[],
  from: number,
  sign: number,
): Moved {
  let exponent = 0;
  for (let k = 0; k < covariates.length; k += 1)
    exponent += (covariates[k] as number) * (parameters[from + k] as number);
  const factor = Math.exp(sign * exponent);
  const value = (parameters[index] as number) * factor;
  return {
    value,
    by: [index, ...covariates.map((_, k) => from + k)],
    slopes: [factor, ...covariates.map((z) => sign * z * value)],
  };
}

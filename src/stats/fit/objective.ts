import type { CurvedObjective } from './curvature.js';
import { type FitParameter, type LogLikelihood, valuesOf } from './problem.js';

/** Minus the penalised log-likelihood, by the logarithms of the parameters over their scales. */
export function objectiveOf(
  parameters: readonly FitParameter[],
  logLikelihood: LogLikelihood,
  penalty: number,
): CurvedObjective {
  const size = parameters.length;
  const values = new Float64Array(size);
  /** How fast a parameter moves with its coordinate. */
  const speed = (j: number): number => {
    const { isFree = false, scale = 1 } = parameters[j] as FitParameter; // j < size
    return isFree ? scale : (values[j] as number);
  };
  const objective = (at: Float64Array, gradient: Float64Array): number => {
    valuesOf(parameters, at, values);
    let value = -logLikelihood(values, gradient);
    for (let j = 0; j < size; j += 1) {
      const x = at[j] as number;
      gradient[j] = -(gradient[j] as number) * speed(j) + 2 * penalty * x;
      value += penalty * x * x;
      if (!Number.isFinite(gradient[j])) return Infinity;
    }
    return value;
  };
  const { withMatrix } = logLikelihood;
  if (withMatrix === undefined) return objective;
  const bends = (at: Float64Array): number[][] => {
    valuesOf(parameters, at, values);
    const gradient = new Float64Array(size);
    const matrix = new Float64Array(size * size);
    withMatrix(values, gradient, matrix);
    return parameters.map(({ isFree }, j) =>
      parameters.map((_, k) => {
        const bend = -(matrix[size * j + k] as number) * speed(j) * speed(k);
        if (j !== k) return bend;
        // The logarithm is bent itself.
        return bend + 2 * penalty - (isFree ? 0 : (gradient[j] as number) * speed(j));
      }),
    );
  };
  return Object.assign(objective, { bends });
}

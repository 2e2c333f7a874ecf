import type { Pattern } from '../covariates.js';
import { type ParetoNbdSlopes, type PreparedCustomers, paretoNbdLogLikelihood } from './likelihood.js';

/** A log-likelihood by its parameters, that fills in the slopes. */
export type Criterion = (parameters: Float64Array, gradient: Float64Array) => number;

/**
 * The log-likelihood by r, alpha, s, beta, γ1, γ2 where covariates move the rates: Fader & Hardie (2007), "Incorporating time-invariant
 * covariates into the Pareto/NBD and BG/NBD models", α = α0 e^(−γ1 z1) and β = β0 e^(−γ2 z2) (as CLVTools), so that purchases are
 * e^(γ1 z1) times as frequent and customers leave e^(γ2 z2) times as fast.
 */
export function patternCriterion(customers: PreparedCustomers, patterns: readonly Pattern[]): Criterion {
  const count = patterns.length;
  const [alpha, beta] = [new Float64Array(count), new Float64Array(count)];
  const slopes: ParetoNbdSlopes = { r: 0, s: 0, alpha: new Float64Array(count), beta: new Float64Array(count) };
  return (parameters, gradient) => {
    const [r, alpha0, s, beta0] = parameters as unknown as [number, number, number, number]; // they come first
    patterns.forEach(({ purchase, dropout }, k) => {
      alpha[k] = alpha0 * Math.exp(-product(purchase, parameters, 4));
      beta[k] = beta0 * Math.exp(-product(dropout, parameters, 4 + purchase.length));
    });
    const value = paretoNbdLogLikelihood(customers, r, s, alpha, beta, slopes);
    gradient.fill(0);
    gradient[0] = slopes.r;
    gradient[2] = slopes.s;
    patterns.forEach(({ purchase, dropout }, k) => {
      const byAlpha = (slopes.alpha[k] as number) * (alpha[k] as number); // by its logarithm
      const byBeta = (slopes.beta[k] as number) * (beta[k] as number);
      gradient[1]! += byAlpha / alpha0;
      gradient[3]! += byBeta / beta0;
      purchase.forEach((z, j) => {
        gradient[4 + j]! -= byAlpha * z;
      });
      dropout.forEach((z, j) => {
        gradient[4 + purchase.length + j]! -= byBeta * z;
      });
    });
    return value;
  };
}

function product(values: readonly number[], coefficients: Float64Array, from: number): number {
  let sum = 0;
  for (let k = 0; k < values.length; k += 1) sum += (values[k] as number) * (coefficients[from + k] as number);
  return sum;
}

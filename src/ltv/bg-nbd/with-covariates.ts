import type { Patterns } from '../covariates.js';
import { type Derivatives, logLikelihoodOf } from './likelihood.js';
import type { BetaGeometricNbd } from './parameters.js';

/**
 * The log-likelihood where covariates move the parameters, by Fader & Hardie (2007), "Incorporating time-invariant covariates into the
 * Pareto/NBD and BG/NBD models": alpha e^(−γ1 z1), a e^(γ2 z2), b e^(γ3 z2). `parameters` are r, alpha, a, b, γ1, γ2, γ3.
 */
export function patternLogLikelihood(
  model: BetaGeometricNbd['model'],
  { rows, patterns }: Patterns,
  parameters: Float64Array,
  gradient: Float64Array,
  room: Derivatives,
): number {
  gradient.fill(0);
  const [r, alpha, a, b] = parameters as unknown as [number, number, number, number]; // they come first
  let value = 0;
  for (const { from, to, purchase, dropout } of patterns) {
    const atA = 4 + purchase.length;
    const atB = atA + dropout.length;
    const onAlpha = Math.exp(-product(purchase, parameters, 4));
    const onA = Math.exp(product(dropout, parameters, atA));
    const onB = Math.exp(product(dropout, parameters, atB));
    const found = logLikelihoodOf(model, [r, alpha * onAlpha, a * onA, b * onB], rows, from, to, room);
    value += found.value;
    const [byR, byAlpha, byA, byB] = found.gradient as unknown as [number, number, number, number];
    gradient[0]! += byR;
    gradient[1]! += byAlpha * onAlpha;
    gradient[2]! += byA * onA;
    gradient[3]! += byB * onB;
    purchase.forEach((z, k) => {
      gradient[4 + k]! -= byAlpha * alpha * onAlpha * z;
    });
    dropout.forEach((z, k) => {
      gradient[atA + k]! += byA * a * onA * z;
      gradient[atB + k]! += byB * b * onB * z;
    });
  }
  return value;
}

function product(values: readonly number[], coefficients: Float64Array, from: number): number {
  let sum = 0;
  for (let k = 0; k < values.length; k += 1) sum += (values[k] as number) * (coefficients[from + k] as number);
  return sum;
}

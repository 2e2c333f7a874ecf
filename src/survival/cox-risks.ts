import type { CoxRows } from './cox-rows.js';

/** Risks farther from 1 are taken to be so far: doubles hold them and their squares. */
const FARTHEST = 300;

/** What the model says of each row: x′β of the scaled covariates, and w·exp(x′β). */
export function risksOf(
  { length, size, x, weight }: CoxRows,
  beta: Float64Array,
): { readonly eta: Float64Array; readonly risk: Float64Array } {
  const [eta, risk] = [new Float64Array(length), new Float64Array(length)];
  for (let row = 0; row < length; row += 1) {
    let sum = 0;
    for (let j = 0; j < size; j += 1) sum += (x[row * size + j] as number) * (beta[j] as number);
    eta[row] = sum;
    risk[row] = (weight[row] as number) * Math.exp(Math.max(-FARTHEST, Math.min(FARTHEST, sum)));
  }
  return { eta, risk };
}

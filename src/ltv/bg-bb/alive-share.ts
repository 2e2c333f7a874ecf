import type { BgBbParameters } from './bg-bb-model.js';

/**
 * ln of 1/P(alive at T | frequency, recency, T): how much likelier the history is than together with still being alive.
 *
 * With A_j the probability of the history and of being lost before opportunity j + 1, L = alive + Σ_{j = recency}^{T − 1} A_j
 * (Fader, Hardie & Shang 2010, Marketing Science 29, eq. 7). Each A_j over the first is a product of ratios below 1, all positive, so that nothing
 * cancels; the sum runs from T down, where it is scaled back before it overflows.
 */
export function logOverAlive(parameters: BgBbParameters, frequency: number, recency: number, T: number): number {
  const { alpha, beta, gamma, delta } = parameters;
  if (recency >= T) return 0;
  const last = T - 1;
  let term = ((alpha + beta + last) / (beta + last - frequency)) * (gamma / (delta + last));
  let sum = 1 + term;
  let logScale = 0;
  for (let j = last; j > recency; j -= 1) {
    term *= ((alpha + beta + j - 1) / (beta + j - 1 - frequency)) * ((gamma + delta + j) / (delta + j - 1));
    sum += term;
    if (sum > LARGE) {
      term /= LARGE;
      sum /= LARGE;
      logScale += LOG_LARGE;
    }
  }
  return logScale + Math.log(sum);
}

const LARGE = 2 ** 800;
const LOG_LARGE = 800 * Math.LN2;

import { logBetaOf } from '../../stats/log-beta.js';
import { logBetaChange } from '../../stats/log-beta-change.js';
import { logOverAlive } from './alive-share.js';
import type { BgBbParameters } from './bg-bb-model.js';

/**
 * P(X(n) = x): how likely a new customer is to take x of the first n opportunities (Fader, Hardie & Shang 2010, eq. 8). The term of a customer lost
 * before opportunity i + 1 follows from that of one alive at n by ratios, all positive.
 */
export function bgBbProbability({ alpha, beta, gamma, delta }: BgBbParameters, n: number, x: number): number {
  if (x > n) return 0;
  const ways = -Math.log(n + 1) - logBetaOf(x + 1, n - x + 1);
  const bought = logBetaChange(beta, alpha, x) + logBetaChange(alpha + x, beta, n - x);
  const logAlive = ways + bought + logBetaChange(gamma, delta, n);
  let term = 1;
  let sum = 1;
  let logScale = 0;
  for (let i = n - 1; i >= x; i -= 1) {
    const going = i === n - 1 ? gamma : gamma + delta + i + 1;
    // (i + 1 − x)/(i + 1) is C(i, x)/C(i + 1, x).
    term *= ((i + 1 - x) / (i + 1)) * ((alpha + beta + i) / (beta + i - x)) * (going / (delta + i));
    sum += term;
    if (sum > LARGE) {
      [term, sum, logScale] = [term / LARGE, sum / LARGE, logScale + LOG_LARGE];
    }
  }
  return Math.exp(logAlive + logScale) * sum;
}

/** The same of the next n opportunities of a customer with a history: eq. 12. Alive, they are a new customer of a model that has learnt of them. */
export function bgBbNextProbability(
  parameters: BgBbParameters,
  frequency: number,
  recency: number,
  T: number,
  n: number,
  x: number,
): number {
  const { alpha, beta, gamma, delta } = parameters;
  const logAlive = -logOverAlive(parameters, frequency, recency, T);
  const learnt = { ...parameters, alpha: alpha + frequency, beta: beta + T - frequency, gamma, delta: delta + T };
  return (x === 0 ? -Math.expm1(logAlive) : 0) + Math.exp(logAlive) * bgBbProbability(learnt, n, x);
}

const LARGE = 2 ** 400;
const LOG_LARGE = 400 * Math.LN2;

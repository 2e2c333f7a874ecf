import type { Durations } from './durations.js';
import { logSurvivalBetween, survivalSlopes } from './survival.js';

/**
 * The log-likelihood of durations under the beta-discrete-Weibull, Σ left ln [S(t − 1) − S(t)] + Σ there ln S(t), and its gradient by alpha, beta and,
 * where there is room for it, c. With c = 1 it is that of sBG.
 */
export function lifetimeLogLikelihood(
  { duration, ended, kept }: Durations,
  alpha: number,
  beta: number,
  c: number,
  gradient: Float64Array,
): number {
  const slopes = new Float64Array(3);
  let logLikelihood = 0;
  gradient.fill(0);
  const addSlopes = (weight: number): void => {
    for (let k = 0; k < gradient.length; k += 1) gradient[k] = (gradient[k] as number) + weight * (slopes[k] as number);
  };
  const addSurvival = (t: number, customers: number): void => {
    if (t === 0 || customers === 0) return;
    logLikelihood += customers * logSurvivalBetween(alpha, beta, c, 0, t);
    survivalSlopes(alpha, beta, c, 0, t, slopes);
    addSlopes(customers);
  };
  for (let i = 0; i < duration.length; i += 1) {
    const t = duration[i] as number;
    const left = ended[i] as number;
    addSurvival(t, kept[i] as number);
    if (left === 0) continue;
    addSurvival(t - 1, left);
    const retention = logSurvivalBetween(alpha, beta, c, t - 1, t);
    logLikelihood += left * Math.log(-Math.expm1(retention));
    survivalSlopes(alpha, beta, c, t - 1, t, slopes);
    addSlopes(-left / Math.expm1(-retention)); // d ln(1 − e^r)/dr
  }
  return logLikelihood;
}

import { digammaChange } from '../../stats/digamma-change.js';
import { logBetaChange } from '../../stats/log-beta-change.js';
import type { Durations } from './durations.js';
import { powerStep } from './survival.js';

/**
 * The log-likelihood of durations under the beta-discrete-Weibull, Σ ended ln [S(t − 1) − S(t)] + Σ still there ln S(t), and its gradient by
 * alpha, beta and c. With c = 1 it is that of sBG (Fader & Hardie 2007, J. Interactive Marketing 21: 76–90, with lost and kept customers).
 */
export function lifetimeLogLikelihood(
  { duration, ended, kept }: Durations,
  alpha: number,
  beta: number,
  c: number,
  gradient: Float64Array,
): number {
  let logLikelihood = 0;
  let [byAlpha, byBeta, byC] = [0, 0, 0];
  // Adds `weight` times ln S(t) and its derivatives.
  const addSurvival = (t: number, weight: number): void => {
    const power = t ** c;
    logLikelihood += weight * logBetaChange(alpha, beta, power);
    const ofBoth = digammaChange(alpha + beta, power);
    byAlpha -= weight * ofBoth;
    byBeta += weight * bend(beta, alpha, power);
    byC += weight * slopeByC(t, power);
  };
  const slopeByC = (t: number, power: number): number =>
    t > 1 ? -power * Math.log(t) * digammaChange(beta + power, alpha) : 0;

  for (let i = 0; i < duration.length; i += 1) {
    const t = duration[i] as number;
    const [lost, left] = [ended[i] as number, kept[i] as number];
    if (left > 0 && t > 0) addSurvival(t, left);
    if (lost === 0) continue;
    if (t > 1) addSurvival(t - 1, lost);
    const before = (t - 1) ** c;
    const step = powerStep(t, c);
    const retention = logBetaChange(alpha, beta + before, step);
    logLikelihood += lost * Math.log(-Math.expm1(retention));
    const slope = -lost / Math.expm1(-retention); // d ln(1 − e^r)/dr
    const ofBoth = digammaChange(alpha + beta + before, step);
    byAlpha -= slope * ofBoth;
    byBeta += slope * bend(beta + before, alpha, step);
    byC += slope * (slopeByC(t, t ** c) - slopeByC(t - 1, before));
  }
  gradient[0] = byAlpha;
  gradient[1] = byBeta;
  if (gradient.length > 2) gradient[2] = byC;
  return logLikelihood;
}

/** ψ(x + step) − ψ(x) − ψ(x + a + step) + ψ(x + a), which cancels least by the smaller of the two steps. */
function bend(x: number, a: number, step: number): number {
  const small = Math.min(a, step);
  return digammaChange(x, small) - digammaChange(x + Math.max(a, step), small);
}

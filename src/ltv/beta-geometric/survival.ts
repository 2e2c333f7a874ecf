import { logBetaChange } from '../../stats/log-beta-change.js';
import type { BetaDiscreteWeibullParameters } from './lifetime-model.js';

/** ln S(t) = ln B(alpha, beta + t^c) − ln B(alpha, beta): the share that is still there after t renewals. Fader et al. 2018, J. Interactive Marketing 43. */
export function logSurvival({ alpha, beta, c }: BetaDiscreteWeibullParameters, t: number): number {
  return logBetaChange(alpha, beta, t ** c);
}

/** ln [S(t) / S(t − 1)]: the share of those who were there that renews the t-th time, without cancellation. */
export function logRetention({ alpha, beta, c }: BetaDiscreteWeibullParameters, t: number): number {
  return logBetaChange(alpha, beta + (t - 1) ** c, powerStep(t, c));
}

/** ln P(T = t) = ln [S(t − 1) − S(t)]. */
export function logChurn(parameters: BetaDiscreteWeibullParameters, t: number): number {
  return logSurvival(parameters, t - 1) + Math.log(-Math.expm1(logRetention(parameters, t)));
}

/** t^c − (t − 1)^c for t ≥ 1. */
export function powerStep(t: number, c: number): number {
  return t === 1 ? 1 : (t - 1) ** c * Math.expm1(c * Math.log1p(1 / (t - 1)));
}

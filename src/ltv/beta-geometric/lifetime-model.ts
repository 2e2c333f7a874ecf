import { checkNumber, refuseOption } from '../../core/options.js';
import type { FittedModel } from '../../stats/fit/model.js';

/** Shifted-beta-geometric: the chance not to renew is beta(alpha, beta) over customers, and the same at every renewal. */
export interface SbgParameters {
  readonly model: 'sbg';
  readonly alpha: number;
  readonly beta: number;
}

/** Beta-discrete-Weibull: as sBG, with the chance of a customer not to renew rising (c > 1) or falling (c < 1) over their renewals. */
export interface BetaDiscreteWeibullParameters {
  readonly model: 'bdw';
  readonly alpha: number;
  readonly beta: number;
  readonly c: number;
}

/** A fitted sBG: its parameters, and what every fit says. */
export type Sbg = FittedModel<'sbg', 'alpha' | 'beta'> & SbgParameters;

/** A fitted beta-discrete-Weibull: its parameters, and what every fit says. */
export type BetaDiscreteWeibull = FittedModel<'bdw', 'alpha' | 'beta' | 'c'> & BetaDiscreteWeibullParameters;

/** A model of how long customers under contract stay, fitted or with parameters out of a paper. */
export type LifetimeModel = SbgParameters | BetaDiscreteWeibullParameters;

/** Both models as the larger one: sBG is the beta-discrete-Weibull with c = 1. Refuses what is neither. */
export function lifetimeParameters(owner: string, model: LifetimeModel): BetaDiscreteWeibullParameters {
  const kind: unknown = model?.model;
  if (kind !== 'sbg' && kind !== 'bdw') refuseOption(owner, 'model', "to be of model 'sbg' or 'bdw'", kind);
  const positive = { min: 0, open: true };
  checkNumber(owner, 'model.alpha', model.alpha, positive);
  checkNumber(owner, 'model.beta', model.beta, positive);
  if (model.model === 'sbg') return { model: 'bdw', alpha: model.alpha, beta: model.beta, c: 1 };
  checkNumber(owner, 'model.c', model.c, positive);
  return model;
}

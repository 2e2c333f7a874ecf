import type { Column } from '../../core/data.js';
import { checkNumber } from '../../core/options.js';
import type { Excluded } from '../../core/policy.js';
import type { FittedModel } from '../../stats/fit/model.js';

/** Gamma–gamma: a purchase is gamma(p, rate v), and v is gamma(q, rate gamma) over customers. */
export interface GammaGammaParameters {
  readonly model: 'gamma-gamma';
  readonly p: number;
  readonly q: number;
  /** In the unit of the money. */
  readonly gamma: number;
}

/** A fitted gamma–gamma: its parameters, and what every fit says. */
export type GammaGamma = FittedModel<'gamma-gamma', 'p' | 'q' | 'gamma'> &
  GammaGammaParameters & {
    /** Pearson's correlation of frequency and mean spend over the customers of the fit, which the model takes to be 0; `null` where one of them is the same for all. */
    readonly correlation: number | null;
    readonly excluded: ExcludedSpenders;
  };

/** Customers that were left out: of the rows, and of those that can be read. */
export interface ExcludedSpenders extends Excluded {
  /** Without a repeat purchase: their mean spend is not known. */
  readonly withoutRepeat: number;
  /** With repeat purchases whose mean spend is 0 or below. */
  readonly notPositive: number;
}

/** What gamma–gamma sees of a customer: a row of `customerSummary`. */
export interface SpendHistory {
  /** Repeat purchases. */
  readonly frequency: number;
  /** Their mean amount; what it is without repeat purchases does not matter. */
  readonly monetary: number | null;
}

/** The same of many customers, such as `customerSummaryColumns`. */
export interface SpendColumns {
  readonly frequency: Column<number>;
  /** `null` where the log had no amounts, which a fit refuses. */
  readonly monetary: Column<number | null> | null;
}

/** Refuses parameters that are not above 0. */
export function checkGammaGamma(owner: string, model: GammaGammaParameters): GammaGammaParameters {
  for (const name of ['p', 'q', 'gamma'] as const) {
    checkNumber(owner, `model.${name}`, model[name], { min: 0, open: true });
  }
  return model;
}

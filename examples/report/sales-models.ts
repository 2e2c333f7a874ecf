import {
  type BgNbd,
  type CalibrationTable,
  type CustomerSummary,
  calibrationTable,
  compareModels,
  customerSummary,
  FitError,
  fitBgNbd,
  fitGammaGamma,
  fitMbgNbd,
  fitParetoNbd,
  type GammaGamma,
  type MbgNbd,
  type ParetoNbd,
} from 'kizuna';
import type { Sales } from './sales.js';

/** Models of how customers buy, leave and spend, in weeks; orders of one day are one purchase. */
export interface SalesModels {
  readonly customers: readonly CustomerSummary[];
  readonly purchases: BgNbd | MbgNbd | ParetoNbd;
  /** Others that were tried, and by how much their AIC is higher. */
  readonly others: readonly { readonly model: string; readonly difference: number }[];
  /** `null` without amounts, or where they do not tell. */
  readonly spend: GammaGamma | null;
  /** How the same model, fitted to the first two thirds of the time, tells the rest. */
  readonly heldOut: CalibrationTable | null;
}

const WEEKS = { unit: 'week', mergeWithin: 'day', refunds: 'net' } as const;
const FITS = { 'bg/nbd': fitBgNbd, 'mbg/nbd': fitMbgNbd, 'pareto/nbd': fitParetoNbd } as const;

/** Fits the models; `null` where the orders cannot tell them, such as where nobody bought twice. */
export function salesModels({ log, zone }: Sales): SalesModels | null {
  const customers = customerSummary(log, { ...WEEKS, timeZone: zone });
  return orNull(() => {
    const fits = [fitBgNbd(customers), fitMbgNbd(customers), fitParetoNbd(customers)] as const;
    const [best, ...rest] = compareModels(fits);
    const purchases = fits[best?.index ?? 0] ?? fits[0];
    return {
      customers,
      purchases,
      others: rest.map(({ model, difference }) => ({ model, difference })),
      spend: log.amount === null ? null : orNull(() => fitGammaGamma(customers)),
      heldOut: orNull(() => heldOut(purchases.model)),
    };
  });

  function heldOut(model: keyof typeof FITS): CalibrationTable {
    const [first = 0, last = 0] = [log.time[0], log.time[log.length - 1]];
    const calibrationEnd = first + Math.floor((2 * (last - first)) / 3);
    const known = customerSummary(log, { ...WEEKS, timeZone: zone, calibrationEnd });
    return calibrationTable(FITS[model](known), known);
  }
}

/** The result, or `null` where the data cannot tell it. */
function orNull<Result>(attempt: () => Result): Result | null {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof FitError) return null;
    throw error;
  }
}

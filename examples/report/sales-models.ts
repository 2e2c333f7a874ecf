import {
  type BgNbd,
  type CalibrationTable,
  type CustomerSummary,
  calibrationTable,
  compareModels,
  customerSummary,
  type FitDiagnostics,
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
  readonly others: readonly { readonly model: PurchaseModel; readonly difference: number }[];
  /** `null` without amounts, or where they do not tell. */
  readonly spend: GammaGamma | null;
  /** How the same model, fitted to the first two thirds of the time, tells the rest. */
  readonly heldOut: CalibrationTable | null;
}

/** What the models are called. */
export const MODEL_NAMES = { 'bg/nbd': 'BG/NBD', 'mbg/nbd': 'MBG/NBD', 'pareto/nbd': 'Pareto/NBD' } as const;

type PurchaseModel = keyof typeof MODEL_NAMES;

const WEEKS = { unit: 'week', mergeWithin: 'day', refunds: 'net' } as const;
const FITS = { 'bg/nbd': fitBgNbd, 'mbg/nbd': fitMbgNbd, 'pareto/nbd': fitParetoNbd } as const;

/** Fits the models; `null` where the orders cannot tell them, such as where nobody bought twice. */
export function salesModels({ log, zone }: Sales): SalesModels | null {
  const customers = customerSummary(log, { ...WEEKS, timeZone: zone });
  if (customers.length === 0) return null; // nothing but refunds
  return orNull(() => {
    const fits = [fitBgNbd(customers), fitMbgNbd(customers), fitParetoNbd(customers)] as const;
    const [best, ...rest] = compareModels(fits);
    const purchases = fits[best?.index ?? 0] ?? fits[0];
    return {
      customers,
      purchases,
      others: rest.flatMap(({ index, difference }) => {
        const model = fits[index]?.model;
        return model === undefined ? [] : [{ model, difference }];
      }),
      spend: log.amount === null ? null : orNull(() => fitGammaGamma(customers.filter(hasSpent))),
      heldOut: orNull(() => heldOut(purchases.model)),
    };
  });

  function heldOut(model: keyof typeof FITS): CalibrationTable | null {
    const [first = 0, last = 0] = [log.time[0], log.time[log.length - 1]];
    const calibrationEnd = first + Math.floor((2 * (last - first)) / 3);
    const known = customerSummary(log, { ...WEEKS, timeZone: zone, calibrationEnd });
    return known.length === 0 ? null : calibrationTable(FITS[model](known), known);
  }
}

/** What a fit says of itself, as sentences after another. */
export function warningsOf({ diagnostics }: { readonly diagnostics: FitDiagnostics }): string {
  return diagnostics.warnings.map((warning) => ` ${warning.replace(/[.]$/, '')}.`).join('');
}

/** Where refunds come to more than the orders there is no average purchase to learn from. */
function hasSpent({ frequency, monetary }: CustomerSummary): boolean {
  return frequency > 0 && monetary !== null && monetary > 0;
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

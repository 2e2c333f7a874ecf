import { checkNumber, checkOptions } from '../core/options.js';

/** How many scores there are of each kind. */
export interface RfmBins {
  readonly recency: number;
  readonly frequency: number;
  readonly monetary: number;
}

/** The three kinds of scores, in the order of a code. */
export const KINDS = ['recency', 'frequency', 'monetary'] as const;

/** Numbers of bins as they were given, checked: one for all or one each, 2 to 10. */
export function binsOf(owner: string, bins: unknown = 5): RfmBins {
  if (typeof bins !== 'object' || bins === null) {
    const all = checkNumber(owner, 'bins', bins, BINS);
    return { recency: all, frequency: all, monetary: all };
  }
  checkOptions(owner, bins, KINDS);
  const { recency, frequency, monetary } = bins as Partial<Record<keyof RfmBins, unknown>>; // checked here
  return {
    recency: checkNumber(owner, 'bins.recency', recency ?? 5, BINS),
    frequency: checkNumber(owner, 'bins.frequency', frequency ?? 5, BINS),
    monetary: checkNumber(owner, 'bins.monetary', monetary ?? 5, BINS),
  };
}

const BINS = { min: 2, max: 10, integer: true };

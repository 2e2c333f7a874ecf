import { type Centred, centredOf } from '../stats/fit/centred.js';
import type { Origin } from '../stats/fit/problem.js';
import type { LifetimeRows } from './lifetime-rows.js';

/** Lifetimes for a search among distances from the mean, and where covariates are for the parameters that are reported. */
export interface CentredLifetimes extends Centred<LifetimeRows> {
  readonly centers: readonly LifetimeCenter[];
}

/** What the parameters take a covariate to be. */
export interface LifetimeCenter {
  /** The mean, or 0 where all values are −1, 0 or 1. */
  readonly center: number;
  /** From there to the mean itself, which is no double where it is large. */
  readonly toMean: number;
}

/** Centres the covariates of these names; refuses one that is the same for all, and those that follow from one another. */
export function centredLifetimes(owner: string, fields: readonly string[], rows: LifetimeRows): CentredLifetimes {
  if (fields.length === 0) return { rows, scales: [], centers: [] };
  const centred = centredOf(owner, fields, [fields], rows);
  const centers = rows.covariates.map((column, k): LifetimeCenter => {
    const { mean } = centred.scales[k] as { readonly mean: number }; // one for each
    const center = column.every((value) => value === 0 || Math.abs(value) === 1) ? 0 : mean;
    const [first, fromMean] = [column[0] as number, centred.rows.covariates[k]?.[0] as number]; // there are rows
    return { center, toMean: first - center - fromMean };
  });
  // Entries have covariates of their own, which lie as those of all.
  const covariates = rows.entries.covariates.map((column, k) => {
    const { center, toMean } = centers[k] as LifetimeCenter; // one for each
    return column.map((value) => value - center - toMean);
  });
  return { ...centred, rows: { ...centred.rows, entries: { ...rows.entries, covariates } }, centers };
}

/** How the place at the centers follows from that at the means; coefficients are parameters from this place on. */
export function centerOrigins({ centers }: CentredLifetimes, from: number, sign: 1 | -1): readonly Origin[] {
  return centers.map(({ toMean }, k) => ({ of: from + k, times: -sign * toMean }));
}

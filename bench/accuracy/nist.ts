import { readFileSync } from 'node:fs';
import { moments } from '../../src/stats/moments.js';
import { ulpsBetween } from '../../test/support/exact.js';

interface NistSet {
  readonly name: string;
  readonly n: number;
  readonly values?: readonly number[];
  readonly digits?: string;
  readonly first?: number;
  readonly pairs?: readonly [number, number, number];
  readonly mean: number;
  readonly standardDeviation: number;
}

/** One line of the table: how far mean and standard deviation lie from the exact ones of the same doubles, in units in the last place. */
export interface NistRow {
  readonly set: string;
  readonly n: number;
  readonly meanUlps: number;
  readonly standardDeviationUlps: number;
}

/** The nine univariate data sets of NIST's Statistical Reference Datasets. */
export function nistSets(): readonly (NistSet & { readonly data: readonly number[] })[] {
  const file = new URL('../../test/reference/nist.json', import.meta.url);
  // The file is written by test/reference/nist.py in this form.
  const { sets } = JSON.parse(readFileSync(file, 'utf8')) as { sets: readonly NistSet[] };
  return sets.map((set) => ({ ...set, data: dataOf(set) }));
}

export function nistRows(): readonly NistRow[] {
  return nistSets().map(({ name, n, data, mean, standardDeviation }) => {
    const found = moments(data);
    return {
      set: name,
      n,
      meanUlps: ulpsBetween(found.mean ?? Number.NaN, mean),
      standardDeviationUlps: ulpsBetween(found.standardDeviation ?? Number.NaN, standardDeviation),
    };
  });
}

function dataOf({ values, digits, first, pairs }: NistSet): readonly number[] {
  if (digits !== undefined) return Array.from(digits, Number);
  if (first === undefined || pairs === undefined) return values ?? [];
  const [low, high, times] = pairs;
  return [first, ...Array.from({ length: times }, () => [low, high]).flat()];
}

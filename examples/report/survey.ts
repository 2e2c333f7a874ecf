import type { Issue, NpsOptions, PeriodUnit } from 'kizuna';
import { UsageError } from './usage.js';

/** The lowest and the highest answer. */
export type Scale = readonly [number, number];

/** One answer, with the columns under the roles that they have in the report. */
export interface Answer {
  readonly score: number | null;
  readonly time: number | null;
  readonly weight: number | null;
  readonly csat: number | null;
  readonly ces: number | null;
  readonly pmf: string | null;
  readonly segments: Readonly<Record<string, string | null>>;
  readonly drivers: Readonly<Record<string, number | null>>;
}

/** The headings of the columns that have a role. */
export interface Roles {
  readonly score: string;
  readonly time: string | null;
  readonly weight: string | null;
  readonly csat: string | null;
  readonly ces: string | null;
  readonly pmf: string | null;
  readonly segments: readonly string[];
  readonly drivers: readonly string[];
}

/** What every chapter is made from. */
export interface Survey {
  readonly answers: readonly Answer[];
  readonly roles: Roles;
  readonly scale: Scale;
  readonly csatScale: Scale;
  readonly cesScale: Scale;
  readonly driversScale: Scale;
  readonly zone: string;
  readonly unit: PeriodUnit;
  readonly minimum: number;
  readonly source: Source;
}

/** Where the answers come from, and what became of them. */
export interface Source {
  readonly file: string;
  /** The lines above the headings that say where the file comes from. */
  readonly remarks: readonly string[];
  readonly encoding: string | null;
  readonly records: number;
  /** Records with another number of cells than the headings. */
  readonly ragged: number;
  /** Records with a cell that is not what its column must hold. */
  readonly rejected: number;
  readonly issues: readonly Issue[];
  readonly issueCount: number;
  /** Columns in which a cell that cannot be right counts as empty, with how many there are. */
  readonly emptied: readonly { readonly heading: string; readonly cells: number }[];
  /** What the options left open and was guessed, as sentences. */
  readonly guesses: readonly string[];
}

/** How the net promoter score of a scale is made. */
export type Breaks = Exclude<NpsOptions<Answer>['breaks'], string | undefined>;

/** Promoters are the two highest points of a scale that ends at 10, and the highest of one that ends at 5. */
export function breaksOf([lowest, highest]: Scale): Breaks {
  const breaks = BREAKS.find(([low, , , high]) => low === lowest && high === highest);
  if (breaks === undefined)
    throw new UsageError('--scale takes 0-10, 1-10 or 1-5: on others nobody says what a promoter is');
  return breaks;
}

const BREAKS: readonly Breaks[] = [
  [0, 6, 8, 10],
  [1, 6, 8, 10],
  [1, 3, 4, 5],
];

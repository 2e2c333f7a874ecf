import type { EventLog, Issue, PeriodUnit } from 'kizuna';
import type { LostName } from './lost-names.js';

/** What the behavioural chapters are made from: a log of events, and what is to be asked of it. */
export interface Behaviour {
  readonly log: EventLog;
  /** The headings of the columns that were read. */
  readonly columns: EventHeadings;
  /** The headings by which events are broken down. */
  readonly properties: readonly string[];
  /** The names of the funnel's steps; none where nobody said them and they could not be guessed. */
  readonly steps: readonly string[];
  /** Days from the first step to the last. */
  readonly within: number;
  /** The name of a purchase; `null` where there is none. */
  readonly purchase: string | null;
  readonly zone: string;
  readonly unit: PeriodUnit;
  readonly minimum: number;
  readonly source: EventSource;
}

/** The headings of the parts of an event. */
export interface EventHeadings {
  readonly customer: string;
  readonly time: string;
  readonly name: string;
  readonly amount: string | null;
}

/** Where the events come from, and what became of them. */
export interface EventSource {
  readonly file: string;
  readonly remarks: readonly string[];
  readonly encoding: string | null;
  readonly records: number;
  /** Records with another number of cells than the headings. */
  readonly ragged: number;
  /** Records with a cell that is not what its column must hold. */
  readonly rejected: number;
  readonly issues: readonly Issue[];
  readonly issueCount: number;
  /** The names of events that are hardly among those that could be read. */
  readonly lost: readonly LostName[];
  /** What the options left open and was guessed, as sentences. */
  readonly guesses: readonly string[];
}

import { checkNumber, checkOptions, refuseOption } from '../core/options.js';
import type { PurchaseTimes } from '../log/purchases/purchase-times.js';
import type { LapseFacts } from '../log/shapes/lapse-shape.js';
import { type Duration, durationOf } from '../time/duration.js';
import { gapsOf, medianGaps } from './gaps.js';

/** How long after an order its customer lapses: one time for all, or so many times the customer's own median gap. */
export type LapseRule = Duration | OwnLapse;

/** A multiple of each customer's own median gap between orders, for those who have enough of them. */
export interface OwnLapse {
  /** So many times the median gap, above 0. */
  readonly factor: number;
  /** The gaps that a customer must have for that; default 3. */
  readonly minimumGaps?: number | undefined;
  /** For customers with fewer, or whose median gap is of no time. */
  readonly otherwise: Duration;
}

/** A threshold from the rhythm of all purchases in the log, as `purchaseRhythm` and `customerRhythms` find it. */
export interface RhythmLapse {
  readonly rhythm: {
    /** One threshold for all (`'everybody'`, default), or each customer's, drawn towards it (`'each'`). */
    readonly of?: 'everybody' | 'each' | undefined;
    /** The share of those that come back who have by then; default 0.9. */
    readonly quantile?: number | undefined;
  };
}

/** How long after an order each customer lapses, by code: whole milliseconds above 0. */
export type Thresholds = (times: PurchaseTimes, asOf: number) => Float64Array;

/** Reads a rhythm; what is merged from parts has none, as a rhythm is that of a whole log. */
export type RhythmReader = (owner: string, rule: RhythmLapse) => Thresholds;

/** Reads and checks the option `lapsedAfter`. */
export function lapseThresholds(
  owner: string,
  rule: LapseRule | RhythmLapse,
  readRhythm: RhythmReader | null,
): Thresholds {
  // What is no object `lapseFacts` refuses.
  if (typeof rule === 'object' && rule !== null && 'rhythm' in rule)
    return readRhythm === null ? refuseRhythm(owner, rule) : readRhythm(owner, rule);
  const { own, otherwise } = lapseFacts(owner, rule);
  if (own === null) return fixedLapse(otherwise);
  return (times, asOf) =>
    medianGaps(gapsOf(times, asOf), own.fewest).map((median) =>
      median > 0 ? wholeTime(median * own.factor) : otherwise,
    );
}

/** A rule that is no rhythm as data. */
export function lapseFacts(owner: string, rule: LapseRule | RhythmLapse): LapseFacts {
  if (typeof rule !== 'object' || rule === null) return refuseOption(owner, 'lapsedAfter', FORMS, rule, 'E_OPT_TYPE');
  if ('rhythm' in rule) return refuseRhythm(owner, rule);
  if (!('factor' in rule)) return { own: null, otherwise: lengthOf(owner, 'lapsedAfter', rule) };
  checkOptions(owner, rule, ['factor', 'minimumGaps', 'otherwise']);
  const factor = checkNumber(owner, 'lapsedAfter.factor', rule.factor, { min: 0, max: 1e6, open: true });
  const fewest = checkNumber(owner, 'lapsedAfter.minimumGaps', rule.minimumGaps ?? 3, { min: 1, integer: true });
  return { own: { factor, fewest }, otherwise: lengthOf(owner, 'lapsedAfter.otherwise', rule.otherwise) };
}

/** The same threshold for all. */
export function fixedLapse(length: number): Thresholds {
  return ({ starts }) => new Float64Array(starts.length - 1).fill(wholeTime(length));
}

/** Instants are whole milliseconds; nobody lapses at the order itself. */
export function wholeTime(length: number): number {
  return Math.max(1, Math.round(length));
}

const FORMS = 'to be a duration, { factor, otherwise } or { rhythm }';

function lengthOf(owner: string, option: string, value: Duration): number {
  const length = durationOf(owner, option, value);
  return length > 0 ? length : refuseOption(owner, option, 'to be longer than 0', length);
}

function refuseRhythm(owner: string, rule: RhythmLapse): never {
  const expected = 'to be a duration or { factor, otherwise } where parts are merged, as a rhythm is that of all';
  return refuseOption(owner, 'lapsedAfter', expected, rule);
}

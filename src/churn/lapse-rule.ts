import { errorOf, InvalidDataError } from '../core/errors.js';
import { checkChoice, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import type { PurchaseTimes } from '../log/purchase-times.js';
import { type Duration, durationOf } from '../time/duration.js';
import { gapsOf, medianGaps, scaledGaps } from './gaps.js';
import { ownScales } from './own-rhythm.js';
import { checkShare, entryOfShare, rhythmCurve } from './rhythm-curve.js';

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

/** The rule, checked, in milliseconds. */
export type LapseFacts =
  | { readonly kind: 'fixed'; readonly lapse: number }
  | { readonly kind: 'own'; readonly factor: number; readonly minimumGaps: number; readonly otherwise: number }
  | { readonly kind: 'rhythm'; readonly of: 'everybody' | 'each'; readonly quantile: number };

/** Reads and checks the option `lapsedAfter`; a rhythm is that of a whole log, so that what is merged from parts cannot have it. */
export function lapseFacts(owner: string, rule: LapseRule | RhythmLapse, isWhole: boolean): LapseFacts {
  if (typeof rule !== 'object' || rule === null) {
    return refuseOption(owner, 'lapsedAfter', FORMS, rule, 'E_OPT_TYPE');
  }
  if ('rhythm' in rule) return rhythmFacts(owner, rule, isWhole);
  if (!('factor' in rule)) return { kind: 'fixed', lapse: lengthOf(owner, 'lapsedAfter', rule) };
  checkOptions(owner, rule, ['factor', 'minimumGaps', 'otherwise']);
  return {
    kind: 'own',
    factor: checkNumber(owner, 'lapsedAfter.factor', rule.factor, { min: 0, max: 1e6, open: true }),
    minimumGaps: checkNumber(owner, 'lapsedAfter.minimumGaps', rule.minimumGaps ?? 3, { min: 1, integer: true }),
    otherwise: lengthOf(owner, 'lapsedAfter.otherwise', rule.otherwise),
  };
}

/** How long after an order each customer lapses, by code: whole milliseconds above 0. */
export function thresholdsOf(owner: string, facts: LapseFacts, times: PurchaseTimes, asOf: number): Float64Array {
  const customers = times.starts.length - 1;
  if (facts.kind === 'fixed') return new Float64Array(customers).fill(facts.lapse);
  const gaps = gapsOf(times, asOf);
  if (facts.kind === 'own') {
    const medians = medianGaps(gaps, facts.minimumGaps);
    return medians.map((median) => (median > 0 ? wholeTime(median * facts.factor) : facts.otherwise));
  }
  if (facts.of === 'everybody') return new Float64Array(customers).fill(wholeTime(returnTime(owner, gaps, facts)));
  const { scale } = ownScales(gaps);
  const time = returnTime(owner, scaledGaps(gaps, scale), facts);
  return scale.map((own) => wholeTime(own * time));
}

const FORMS = 'to be a duration, { factor, otherwise } or { rhythm }';

function rhythmFacts(owner: string, rule: RhythmLapse, isWhole: boolean): LapseFacts {
  checkOptions(owner, rule, ['rhythm']);
  const expected = 'to be a duration or { factor, otherwise } where parts are merged, as a rhythm is that of all';
  if (!isWhole) refuseOption(owner, 'lapsedAfter', expected, rule);
  checkOptions(owner, rule.rhythm, ['of', 'quantile']);
  return {
    kind: 'rhythm',
    of: checkChoice(owner, 'lapsedAfter.rhythm.of', rule.rhythm.of ?? 'everybody', ['everybody', 'each']),
    quantile: checkShare(owner, 'lapsedAfter.rhythm.quantile', rule.rhythm.quantile ?? 0.9),
  };
}

function lengthOf(owner: string, option: string, value: Duration): number {
  const length = durationOf(owner, option, value);
  return length > 0 ? length : refuseOption(owner, option, 'to be longer than 0', length);
}

/** Instants are whole milliseconds; nobody lapses at the order itself. */
function wholeTime(length: number): number {
  return Math.max(1, Math.round(length));
}

/** When such a share of those that come back has. Without any, there is no rhythm; of a log without orders, none is needed. */
function returnTime(
  owner: string,
  gaps: Parameters<typeof rhythmCurve>[0],
  { quantile }: { quantile: number },
): number {
  const curve = rhythmCurve(gaps);
  const entry = entryOfShare(curve, quantile);
  const time = entry === null ? 0 : curve.limit.time[entry]!;
  if (time > 0 || gaps.duration.length === 0) return time;
  const expected =
    'with returns after some time, where lapsedAfter is their rhythm (several rows of one order are one by per)';
  const issue = { code: 'E_FIELD_MISSING', index: null, field: 'orders', expected, received: 'none' } as const;
  throw errorOf(InvalidDataError, owner, [issue]);
}

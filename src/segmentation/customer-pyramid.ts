import type { AnyRow, Data } from '../core/data.js';
import type { Rate } from '../core/estimate.js';
import { measure } from '../core/measure.js';
import type { RowMetric } from '../core/metric.js';
import { checkConfidence } from '../core/options.js';
import type { Excluded } from '../core/policy.js';
import { rowMetric } from '../core/row-metric.js';
import { rate } from '../stats/rate.js';
import {
  type CustomerPyramidOptions,
  PYRAMID_SEGMENTS,
  type PyramidPlan,
  pyramidPlace,
  pyramidPlan,
} from './pyramid-places.js';

/** A layer of the pyramid: ロイヤル, 一般, 離反, 認知・未購買, 未認知. */
export type PyramidSegment = 'loyal' | 'general' | 'lapsed' | 'awareNotBought' | 'unaware';

/** The people of one layer. */
export interface PyramidLayer {
  readonly segment: PyramidSegment;
  /** The share of all people; `numerator` is how many. */
  readonly share: Rate;
  /** The share of the layer that intends the next purchase; `null` where that was not asked. */
  readonly intention: Rate | null;
}

/** One of the nine segments. */
export interface NineSegment {
  /** 1 to 9, as they are numbered by their author. */
  readonly number: number;
  readonly segment: PyramidSegment;
  /** Whether the next purchase is intended (積極) or not (消極); `null` of those who do not know the product. */
  readonly intends: boolean | null;
  readonly share: Rate;
}

/** The market by what it knows, buys and intends. */
export interface CustomerPyramid {
  /** People with complete answers. */
  readonly n: number;
  /** Five layers, loyal customers first. */
  readonly segments: readonly PyramidLayer[];
  /** Nine segments, 1 (積極ロイヤル) to 9 (未認知); `null` where the intention was not asked. */
  readonly nine: readonly NineSegment[] | null;
  readonly excluded: Excluded;
}

/** The state of a customer pyramid: people by segment and intention. */
export interface CustomerPyramidState {
  /** For each of the five segments, who intends the next purchase (or was not asked) and who does not. */
  readonly counts: readonly (readonly [number, number])[];
  readonly excluded: Excluded;
}

/**
 * The customer pyramid as a metric: by group, over time, for streams and stored states. See `customerPyramid`.
 *
 * @param options - where the answers are; see `CustomerPyramidOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { by, customerPyramidMetric, measure } from 'kizuna';
 *
 * const answers = [
 *   { age: '20s', knows: true, bought: true, perMonth: 4 },
 *   { age: '20s', knows: true, bought: false, perMonth: null },
 *   { age: '30s', knows: false, bought: null, perMonth: null },
 * ];
 * const pyramid = customerPyramidMetric({ aware: 'knows', bought: 'bought', frequency: 'perMonth', loyalFrom: 2 });
 * measure(answers, by('age', pyramid)).map(({ age, segments }) => [age, segments[0]?.share.value]); // => [['20s', 0.5], ['30s', 0]]
 * ```
 */
export function customerPyramidMetric<Row = AnyRow>(
  options: CustomerPyramidOptions<Row>,
): RowMetric<Row, CustomerPyramidState, CustomerPyramid> {
  const plan = pyramidPlan(OWNER, options);
  const confidence = checkConfidence(OWNER, options.confidence ?? 0.95);
  const { aware, bought, frequency, intends } = plan;
  return rowMetric<Row, [number, number][], CustomerPyramidState, CustomerPyramid>({
    name: OWNER,
    reads: [aware, bought, frequency, ...(intends === null ? [] : [intends])].map(({ from }) => from),
    policy: options,
    plan: ['aware', 'bought', 'frequency', 'intends'],
    start: () => PYRAMID_SEGMENTS.map(() => [0, 0]),
    add: (running, columns, i) => {
      const place = pyramidPlace(plan, columns, i);
      if (typeof place === 'object') return place;
      running[place >> 1]![place & 1]! += 1;
      return null;
    },
    state: (running, excluded) => ({ counts: running.map(([yes, no]) => [yes, no] as const), excluded }),
    merge: (a, b) => ({
      counts: a.counts.map(([yes, no], k) => [yes + b.counts[k]![0], no + b.counts[k]![1]] as const),
    }),
    finish: (state) => pyramidOf(plan, confidence, state),
  });
}

/**
 * The customer pyramid (顧客ピラミッド, 5segs) and its nine segments (9segs): how much of the market does not know a product, knows it
 * without having bought, has lapsed, buys, and is loyal.
 *
 * After Nishiguchi Kazuki (西口一希), from survey answers of the whole market, customers or not. Shares have Wilson's interval (1927).
 *
 * @param data - rows or columns, one respondent each
 * @param options - `aware`, `bought`, `frequency`, `loyalFrom`; `generalFrom`, `intends`, `confidence`, `missing`, `invalid`
 * @returns the five layers and, with `intends`, the nine segments
 * @throws {InvalidDataError} when an answer is of the wrong type, a frequency negative, or answers contradict each other (bought, but
 * not aware; `E_FIELD_VALUE`), unless `invalid: 'exclude'`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { customerPyramid } from 'kizuna';
 *
 * const answers = [
 *   { knows: true, bought: true, perMonth: 4, next: true },
 *   { knows: true, bought: true, perMonth: 1, next: false },
 *   { knows: true, bought: true, perMonth: 0, next: true },
 *   { knows: true, bought: false, perMonth: null, next: false },
 *   { knows: false, bought: null, perMonth: null, next: null },
 * ];
 * const fields = { aware: 'knows', bought: 'bought', frequency: 'perMonth', intends: 'next' } as const;
 * const { segments, nine } = customerPyramid(answers, { ...fields, loyalFrom: 2 });
 * segments.map(({ segment, share }) => [segment, share.numerator]);
 * // => [['loyal', 1], ['general', 1], ['lapsed', 1], ['awareNotBought', 1], ['unaware', 1]]
 * nine?.filter(({ share }) => share.numerator > 0).map(({ number }) => number); // => [1, 4, 5, 8, 9]
 * ```
 */
export function customerPyramid<Row>(data: Data<Row>, options: CustomerPyramidOptions<NoInfer<Row>>): CustomerPyramid {
  return measure(data, customerPyramidMetric<Row>(options));
}

const OWNER = 'customerPyramid';

function pyramidOf(
  { intends }: PyramidPlan,
  confidence: number,
  { counts, excluded }: CustomerPyramidState,
): CustomerPyramid {
  const n = counts.reduce((total, [yes, no]) => total + yes + no, 0);
  const shareOf = (part: number, whole = n) => rate(part, whole, { confidence });
  const isAsked = intends !== null;
  return {
    n,
    segments: PYRAMID_SEGMENTS.map((segment, k) => {
      const [yes, no] = counts[k]!;
      const intention = isAsked && segment !== 'unaware' ? shareOf(yes, yes + no) : null;
      return { segment, share: shareOf(yes + no), intention };
    }),
    nine: isAsked ? nineOf(counts, shareOf) : null,
    excluded,
  };
}

function nineOf(counts: CustomerPyramidState['counts'], shareOf: (part: number) => Rate): readonly NineSegment[] {
  const rows = PYRAMID_SEGMENTS.flatMap((segment, k): readonly Omit<NineSegment, 'number'>[] => {
    const [yes, no] = counts[k]!;
    if (segment === 'unaware') return [{ segment, intends: null, share: shareOf(yes) }];
    return [
      { segment, intends: true, share: shareOf(yes) },
      { segment, intends: false, share: shareOf(no) },
    ];
  });
  return rows.map((row, k) => ({ number: k + 1, ...row }));
}

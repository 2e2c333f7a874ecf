import { remembering } from '../core/batch.js';
import type { Data } from '../core/data.js';
import type { Rate } from '../core/estimate.js';
import { IssueLog } from '../core/issue-log.js';
import { checkConfidence } from '../core/options.js';
import { tableOf } from '../core/table.js';
import { rate } from '../stats/rate.js';
import { eachMatch, type SegmentByRule, type SegmentOptions, segmentPlan } from './segment-rules.js';

/** Which rule wins, what the rest is called, and the confidence of the shares. */
export interface SegmentByOptions<Other extends string = string> extends SegmentOptions<Other> {
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** The rows of one segment. */
export interface RuleSegment<Segment extends string = string> {
  readonly segment: Segment;
  /** The share of all rows that are in it; `numerator` is how many. */
  readonly share: Rate;
  /** Rows that meet a rule of it, whether or not another rule won; of the rest, its rows. */
  readonly matched: number;
}

/** Rows that meet rules of two segments. */
export interface SegmentOverlap<Segment extends string = string> {
  readonly segments: readonly [Segment, Segment];
  readonly rows: number;
}

/** Rows by segment. */
export interface SegmentBy<Segment extends string = string, Other extends string = string> {
  readonly n: number;
  /** In the order of their first rules; the rest last, also where it is empty. */
  readonly segments: readonly RuleSegment<Segment | Other>[];
  /** The segment of each row, in the order of the rows. */
  readonly labels: readonly (Segment | Other)[];
  /** Pairs of segments that rows have in common, in the order of the segments; none where the rules exclude each other on these rows. */
  readonly overlaps: readonly SegmentOverlap<Segment>[];
}

/**
 * Segments by rules of your own: each row is in exactly one, that of the first rule that it meets, or in `'other'`.
 *
 * What the rules leave open is reported: rows that several segments claim (`overlaps`, and `matched` above the count), and rows that
 * none does. Shares have Wilson's interval (1927).
 *
 * @param rows - rows or columns, such as the customers of `rfm`
 * @param rules - segments with their filters or functions; names are kept as literal types
 * @param options - `match`, `other`, `confidence`
 * @returns the segments with counts and shares, the segment of each row, and the overlaps
 * @throws {InvalidDataError} when no row has a field that a filter names, or a function gives neither true nor false
 * @throws {InvalidOptionError} for an unknown option or operator, or a segment with the name of the rest
 * @example
 * ```ts
 * import { segmentBy } from 'kizuna';
 *
 * const customers = [
 *   { id: 'a', orders: 12, plan: 'pro' },
 *   { id: 'b', orders: 6, plan: 'free' },
 *   { id: 'c', orders: 1, plan: 'free' },
 *   { id: 'd', orders: 0, plan: 'pro' },
 * ];
 * const { segments, labels, overlaps } = segmentBy(customers, [
 *   { segment: 'heavy', where: { orders: { gte: 5 } } },
 *   { segment: 'free', where: { plan: 'free', orders: { gte: 1 } } },
 * ]);
 * labels; // => ['heavy', 'heavy', 'free', 'other']
 * segments.map(({ segment, share, matched }) => [segment, share.value, matched]);
 * // => [['heavy', 0.5, 2], ['free', 0.25, 2], ['other', 0.25, 1]]
 * overlaps; // => [{ segments: ['heavy', 'free'], rows: 1 }]
 * ```
 */
export function segmentBy<Row, const Segment extends string, const Other extends string = 'other'>(
  rows: Data<Row>,
  rules: readonly SegmentByRule<NoInfer<Row>, Segment>[],
  options: SegmentByOptions<Other> = {},
): SegmentBy<Segment, Other> {
  const plan = segmentPlan(OWNER, rules, options, ['confidence']);
  const confidence = checkConfidence(OWNER, options.confidence ?? 0.95);
  const { names } = plan;
  const rest = names.length - 1;
  const table = remembering(tableOf(OWNER, rows, true));
  const n = table.length;
  const places = new Int32Array(n).fill(rest);
  const met: (number[] | undefined)[] = new Array(n);
  const issues = new IssueLog(OWNER);
  eachMatch(plan, table, n, { issues, indexOf: (i) => i, groups: null }, (segment, i) => {
    if (places[i] === rest) places[i] = segment;
    const others = met[i];
    if (others === undefined) met[i] = [segment];
    else if (!others.includes(segment)) others.push(segment);
  });
  issues.throwIfAny();

  const [won, matched, pairs] = [new Int32Array(names.length), new Int32Array(names.length), new Map<number, number>()];
  for (let i = 0; i < n; i += 1) {
    won[places[i]!]! += 1;
    const segments = met[i] ?? [rest];
    for (const segment of segments) matched[segment]! += 1;
    if (segments.length > 1) countPairs(segments, names.length, pairs);
  }
  const nameOf = (place: number) => names[place] as Segment | Other; // the names are those of the rules, and the rest's
  return {
    n,
    segments: names.map((_, place) => ({
      segment: nameOf(place),
      share: rate(won[place]!, n, { confidence }),
      matched: matched[place]!,
    })),
    labels: Array.from(places, nameOf),
    overlaps: [...pairs]
      .sort(([a], [b]) => a - b)
      .map(([pair, count]) => {
        const [first, second] = [Math.floor(pair / names.length), pair % names.length];
        return { segments: [nameOf(first) as Segment, nameOf(second) as Segment], rows: count }; // the rest overlaps with nothing
      }),
  };
}

const OWNER = 'segmentBy';

function countPairs(segments: number[], base: number, pairs: Map<number, number>): void {
  segments.sort((a, b) => a - b);
  for (const [i, first] of segments.entries()) {
    for (const second of segments.slice(i + 1)) {
      const pair = first * base + second;
      pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
    }
  }
}

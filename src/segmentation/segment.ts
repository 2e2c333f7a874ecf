import type { Batch } from '../core/batch.js';
import type { AnyRow } from '../core/data.js';
import type { Issues } from '../core/issue-log.js';
import type { Key, KeyReader } from '../core/key.js';
import { refuseOption } from '../core/options.js';
import { eachMatch, type SegmentByRule, type SegmentOptions, type SegmentPlan, segmentPlan } from './segment-rules.js';

/** Which rule wins, what the rest is called, and the name of the key in the result. */
export interface SegmentKeyOptions<Other extends string = string, Name extends string = string>
  extends SegmentOptions<Other> {
  /** The name of the key in the rows of the result; default `'segment'`. */
  readonly as?: Name | undefined;
}

/**
 * A key for `by`: the segment of each row by rules, as in `segmentBy`. Segments without rows give no row.
 *
 * @param rules - segments with their filters (plain data) or functions
 * @param options - `match`, `other`, and `as`
 * @throws {InvalidOptionError} for an unknown option or operator, or a segment with the name of the rest
 * @throws {InvalidDataError} when a function gives neither true nor false
 * @example
 * ```ts
 * import { by, measure, npsMetric, segment } from 'kizuna';
 *
 * const answers = [
 *   { plan: 'pro', seats: 40, score: 9 },
 *   { plan: 'pro', seats: 3, score: 6 },
 *   { plan: 'free', seats: 1, score: 10 },
 * ];
 * const bySize = segment([{ segment: 'large', where: { plan: 'pro', seats: { gte: 10 } } }]);
 * const rows = measure(answers, by(bySize, npsMetric({ score: 'score' })));
 * rows.map((row) => [row.segment, row.value]); // => [['large', 100], ['other', 0]]
 * ```
 */
export function segment<
  Row = AnyRow,
  const Segment extends string = string,
  const Other extends string = 'other',
  const Name extends string = 'segment',
>(
  rules: readonly SegmentByRule<Row, Segment>[],
  options: SegmentKeyOptions<Other, Name> = {},
): Key<Row, Name, Segment | Other> {
  const plan = segmentPlan('segment', rules, options, ['as']);
  const as: unknown = options.as ?? 'segment';
  if (typeof as !== 'string') refuseOption('segment', 'as', 'to be text', as, 'E_OPT_TYPE');
  const other = plan.names[plan.names.length - 1];
  return {
    name: as as Name, // without `as`, Name is its default
    ...(plan.isData ? { plan: { kind: 'segment', rules, match: plan.match, other } } : {}),
    reader: (issues) => new SegmentReader(plan, issues),
  };
}

class SegmentReader implements KeyReader {
  constructor(
    private readonly segments: SegmentPlan,
    private readonly issues: Issues,
  ) {}

  codes(batch: Batch, into: Int32Array, groups: Int32Array | null): void {
    const rest = this.segments.names.length - 1;
    into.fill(rest, 0, batch.count);
    const places = { issues: this.issues, indexOf: (i: number) => batch.indexOf(i), groups };
    eachMatch(this.segments, batch, batch.count, places, (segment, i) => {
      if (into[i] === rest) into[i] = segment;
    });
  }

  value(code: number): string | null {
    return this.segments.names[code] ?? null;
  }
}

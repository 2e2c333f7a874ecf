import type { Batch } from '../core/batch.js';
import type { Accessor, AnyRow, LooseAccessor } from '../core/data.js';
import type { Issues } from '../core/issue-log.js';
import type { Key, KeyReader } from '../core/key.js';
import { type Calendar, type CalendarOptions, calendar } from './calendar.js';
import { instantOf } from './instant.js';

/** What a time may be in a row: a `Date`, epoch milliseconds, or ISO 8601 text with an offset. */
export type Instant = Date | number | string;

/** Which periods to group by, and what to call them in the result. */
export interface PeriodOptions<Name extends string = 'period'> extends CalendarOptions {
  /** The name of the key in the rows of the result; default `'period'`. */
  readonly as?: Name;
}

/**
 * A key for `by`: the hour, day, week, month, quarter or year of an instant, as its local label in a time zone.
 *
 * Periods without rows give no row. Rows without a time form the group `null`.
 *
 * @param time - the field (or function) with the instant: a `Date`, epoch milliseconds, or ISO 8601 text with an offset
 * @param options - `unit`, and `timeZone` (default UTC), `weekStartsOn`, `fiscalYearStartsOn`, `as`
 * @throws {InvalidOptionError} when the unit or the zone is unknown
 * @throws {InvalidDataError} when a time is no instant, such as text without an offset
 * @example
 * ```ts
 * import { by, measure, npsMetric, period } from 'kizuna';
 *
 * const answers = [
 *   { at: '2025-03-31T14:00:00Z', score: 4 },
 *   { at: '2025-03-31T15:00:00Z', score: 10 },
 * ];
 * const monthly = by(period('at', { unit: 'month', timeZone: 'Asia/Tokyo' }), npsMetric({ score: 'score' }));
 * measure(answers, monthly).map((row) => [row.period, row.value]); // => [['2025-03', -100], ['2025-04', 100]]
 * ```
 */
export function period<Row = AnyRow, const Name extends string = 'period'>(
  time: Accessor<Row, Instant>,
  options: PeriodOptions<Name>,
): Key<Row, Name, string | null> {
  const { as, ...calendarOptions } = Object(options) as PeriodOptions<Name>; // of none the unit is found to be missing
  const periods = calendar(calendarOptions);
  const { unit, timeZone, weekStartsOn, fiscalYearStartsOn } = periods;
  const plan = { kind: 'period', field: time, unit, timeZone, weekStartsOn, fiscalYearStartsOn };
  return {
    name: (as ?? 'period') as Name, // without `as`, Name is its default
    plan,
    // The row type was checked where the accessor was given.
    reader: (issues) => new PeriodReader(time as LooseAccessor, periods, issues),
  };
}

/** Reads instants as codes of their periods; integers until a label is asked for. */
class PeriodReader implements KeyReader {
  private instants = new Float64Array(0);
  private readonly known = new Map<number | null, number>();
  private readonly indexes: (number | null)[] = [];

  constructor(
    private readonly accessor: LooseAccessor,
    private readonly periods: Calendar,
    private readonly issues: Issues,
  ) {}

  codes(batch: Batch, into: Int32Array, groups: Int32Array | null): void {
    const { count } = batch;
    if (this.instants.length < count) this.instants = new Float64Array(count);
    const values = batch.column(this.accessor);
    const odd: number[] = [];
    for (let i = 0; i < count; i += 1) {
      const instant = this.instant(values[i], batch, i, groups);
      if (typeof instant !== 'number') odd.push(i);
      this.instants[i] = typeof instant === 'number' ? instant : 0;
    }
    this.periods.indexAll(this.instants, into, count);
    this.codeAll(into, count);
    for (const i of odd) into[i] = values[i] === null || values[i] === undefined ? this.codeOf(null) : -1;
  }

  value(code: number): string | null {
    const index = this.indexes[code] ?? null;
    return index === null ? null : this.periods.labelOf(index);
  }

  private instant(value: unknown, batch: Batch, i: number, groups: Int32Array | null): number | null {
    if (value === null || value === undefined) return null;
    const instant = instantOf(value);
    if (typeof instant === 'number') return instant;
    if (groups !== null && groups[i]! < 0) return null;
    const field = typeof this.accessor === 'string' ? this.accessor : 'time';
    this.issues.add({
      code: instant.code,
      index: batch.indexOf(i),
      field,
      expected: instant.expected,
      received: instant.received,
    });
    return null;
  }

  private codeAll(indexes: Int32Array, count: number): void {
    let [last, lastCode] = [Number.NaN, -1];
    for (let i = 0; i < count; i += 1) {
      const index = indexes[i] as number; // i < count
      if (index !== last) {
        last = index;
        lastCode = this.codeOf(index);
      }
      indexes[i] = lastCode;
    }
  }

  private codeOf(index: number | null): number {
    const known = this.known.get(index);
    if (known !== undefined) return known;
    const code = this.indexes.push(index) - 1;
    this.known.set(index, code);
    return code;
  }
}

import type { PeriodsPlan } from '../../log/shapes/periods-plan.js';
import { type Calendar, calendarFor } from '../../time/calendar.js';
import { DAY, FIRST_INSTANT } from '../../time/day.js';
import type { Bits } from '../dialects/dialect.js';
import { periodNumber } from '../period-number.js';
import type { QueryText } from '../query-text.js';
import { differentValues } from '../spelling.js';

/** Whose events are taken together, and up to which instant there are any. */
export interface PeriodSets {
  readonly events: string;
  readonly where: string;
  readonly periods: PeriodsPlan;
  readonly asOf: number;
  /** Whether `first_ms` is asked for. */
  readonly hasBounds: boolean;
}

/**
 * Customers and the periods in which they have events, each once: `customer`, `first_ms`, when the first of them was, `cohort`, the period of
 * that, and `period`. In one pass: a third to two thirds of the time of grouping by customer and period. In ClickHouse the periods of a customer
 * are a list, elsewhere bits of integers. `null` where an integer would hold few, or where rows are sorted in less time.
 */
export function periodSetsSql(query: QueryText, sets: PeriodSets): string | null {
  const { bits } = query.dialect;
  if (bits === null) return listsSql(query, sets);
  const { unit, timeZone } = sets.periods;
  const isLatestMost = unit !== 'day' && timeZone === 'UTC';
  return unit === 'hour' || !(bits.groupsByBoth || isLatestMost) ? null : wordsSql(query, bits, sets);
}

/**
 * An integer for each customer and block of periods. In UTC the latest block is grouped by customer alone, and by instants: DuckDB knows where
 * all events are of it, and leaves out the others.
 */
function wordsSql(query: QueryText, bits: Bits, { events, where, periods, asOf, hasBounds }: PeriodSets): string {
  const isUtc = periods.timeZone === 'UTC';
  const { calendar, last, start } = latestOf(periods, asOf);
  const edge = query.integer(calendar.startOf(start));
  // Clocks that are set back make the last period one more at most.
  const end = isUtc ? start : last + 2;
  const hasInstants = !isUtc || hasBounds;
  const least = (ms: string): string => (hasInstants ? `min(${ms})` : query.dialect.as('integer', 'NULL'));
  const group = (start: string, bit: string, isIn: string, by = ''): string =>
    `SELECT customer, ${start} AS start, bit_or(${bits.only(bit)}) AS word, ${least('ms')} AS first_ms ` +
    `FROM ${events} WHERE ${where}${isUtc ? ` AND ms ${isIn} ${edge}` : ''} GROUP BY customer${by}`;
  const back = `${query.integer(end - 1)} - period`;
  const blocks = query.expression(
    'blocks',
    group(
      `${query.integer(end - BITS)} - ${query.dialect.divided(back, BITS)} * ${BITS}`,
      `${BITS - 1} - (${back}) % ${BITS}`,
      '<',
      ', start',
    ),
  );
  const lowest = `start + ${bits.least('word')}`;
  const cohort = isUtc ? `min(${lowest})` : periodNumber(query, 'min(first_ms)', 'epochMilliseconds', periods);
  const firsts = query.expression(
    'firsts',
    `SELECT customer, ${cohort} AS cohort, ${least('first_ms')} AS first_ms FROM ${blocks} GROUP BY customer`,
  );
  const length = { day: DAY, week: 7 * DAY }[periods.unit as string];
  const bit = length === undefined ? `period - ${query.integer(start)}` : query.dialect.divided(`ms - ${edge}`, length);
  const own = (words: string, join: string): string =>
    `SELECT w.customer AS customer, coalesce(f.first_ms, w.first_ms) AS first_ms, coalesce(f.cohort, ${lowest}) AS cohort, start, word ` +
    `FROM ${words} AS w ${join} ${firsts} AS f ON f.customer = w.customer`;
  const latest = isUtc ? `${own(`(${group(query.integer(start), bit, '>=')})`, 'LEFT JOIN')} UNION ALL ` : '';
  const select =
    `SELECT customer, first_ms, cohort, start + place AS period FROM (${latest}${own(blocks, 'JOIN')}) AS words, ` +
    `${query.dialect.numbers(String(BITS))} WHERE ((word >> place) & 1) <> 0`;
  return query.expression('period_sets', select, 'always');
}

/** A list for each customer. Most periods are among the latest unless they are short: these are bits of an integer first. */
function listsSql(query: QueryText, { events, where, periods, asOf, hasBounds }: PeriodSets): string {
  const isUtc = periods.timeZone === 'UTC';
  const ms = isUtc && !hasBounds ? query.dialect.as('integer', 'NULL') : 'assumeNotNull(min(ms))';
  const start = query.integer(latestOf(periods, asOf).start);
  const bit = `bitShiftLeft(toUInt64(period >= ${start}), bitAnd(period - ${start}, 63))`;
  const latest = `arrayMap(bit -> toInt32(bit + ${start}), bitPositionsToArray(groupBitOr(${bit})))`;
  const own =
    periods.unit === 'hour' || periods.unit === 'day'
      ? differentValues('period')
      : `arrayConcat(${differentValues('period', `period < ${start}`)}, ${latest})`;
  const lists = `SELECT customer, ${ms} AS first_ms, ${own} AS own FROM ${events} WHERE ${where} GROUP BY customer`;
  const cohort = isUtc
    ? 'own[1]'
    : query.dialect.present(periodNumber(query, 'first_ms', 'epochMilliseconds', periods));
  const select = `SELECT customer, first_ms, toInt32(${cohort}) AS cohort, arrayJoin(own) AS period FROM (${lists}) AS lists`;
  return query.expression('period_sets', select);
}

/** The last periods that an integer holds. */
function latestOf(
  periods: PeriodsPlan,
  asOf: number,
): { readonly calendar: Calendar; readonly start: number; readonly last: number } {
  const calendar = calendarFor('toSql', periods);
  const last = calendar.indexOf(asOf);
  return { calendar, start: Math.max(last - BITS + 1, calendar.indexOf(FIRST_INSTANT)), last };
}

/** A 64-bit integer without its sign. */
const BITS = 63;

import type { PeriodsPlan } from '../../log/periods-plan.js';
import { calendarFor } from '../../time/calendar.js';
import { periodNumber } from '../period-number.js';
import type { QueryText } from '../query-text.js';
import { differentValues, present } from './spelling.js';

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
 * that, and `period`. In one pass: a third of the time of grouping by customer and period. In ClickHouse the periods of a customer are a list;
 * in DuckDB the latest are bits of two integers, and earlier ones are grouped. `null` where no engine's own way is known, or the two hold too
 * few.
 */
export function periodSetsSql(query: QueryText, sets: PeriodSets): string | null {
  const { events, where, periods, asOf, hasBounds } = sets;
  const { name } = query.dialect;
  if (name === 'clickhouse') return listsSql(query, sets);
  if (name === 'postgres' || periods.unit === 'hour' || periods.unit === 'day') return null;
  // Clocks that are set back make the last period one more at most.
  const last = calendarFor('toSql', periods).indexOf(asOf) + 1;
  const starts = [last - BITS + 1, last - 2 * BITS + 1];
  const from = `FROM ${events} WHERE ${where} GROUP BY customer`;
  const isUtc = periods.timeZone === 'UTC';
  const ms = isUtc && !hasBounds ? query.dialect.as('integer', 'NULL') : 'min(ms)';
  const first = `${ms} AS first_ms${isUtc ? ', min(period) AS first_period' : ''}`;
  const cohort = isUtc ? 'first_period' : periodNumber(query, 'first_ms', 'epochMilliseconds', periods);
  const word = (start: number): string =>
    `period BETWEEN ${query.integer(start)} AND ${query.integer(start + BITS - 1)}`;
  const bit = (start: number): string => `period - ${query.integer(start)}`;
  const oldest = query.integer(starts[1] as number);
  const words = starts.map(
    (start, i) => `bit_or(CASE WHEN ${word(start)} THEN CAST(1 AS BIGINT) << (${bit(start)}) END) AS word_${i}`,
  );
  const own = query.expression(
    'words',
    `SELECT *, ${cohort} AS cohort FROM (SELECT customer, ${first}, ${words.join(', ')} ${from}) AS words`,
  );
  const facts = 'w.customer AS customer, w.first_ms AS first_ms, w.cohort AS cohort';
  const each = starts.map(
    (start, i) =>
      `SELECT ${facts}, ${query.integer(start)} + bits.range AS period FROM ${own} AS w, range(${BITS}) AS bits WHERE (w.word_${i} >> bits.range) & 1 = 1`,
  );
  const earlier = `SELECT customer, period FROM ${events} WHERE ${where} AND period < ${oldest} GROUP BY customer, period`;
  const rest = `SELECT ${facts}, e.period AS period FROM (${earlier}) AS e JOIN ${own} AS w ON w.customer = e.customer`;
  return query.expression('period_sets', [...each, rest].join(' UNION ALL '), 'always');
}

function listsSql(query: QueryText, { events, where, periods, hasBounds }: PeriodSets): string {
  const isUtc = periods.timeZone === 'UTC';
  const ms = isUtc && !hasBounds ? query.dialect.as('integer', 'NULL') : 'assumeNotNull(min(ms))';
  const lists = `SELECT customer, ${ms} AS first_ms, ${differentValues('period')} AS own FROM ${events} WHERE ${where} GROUP BY customer`;
  const cohort = isUtc
    ? 'own[1]'
    : present(query.dialect, periodNumber(query, 'first_ms', 'epochMilliseconds', periods));
  const select = `SELECT customer, first_ms, toInt32(${cohort}) AS cohort, arrayJoin(own) AS period FROM (${lists}) AS lists`;
  return query.expression('period_sets', select);
}

/** A 64-bit integer without its sign. */
const BITS = 63;

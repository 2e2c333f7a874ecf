import type { CalendarWindows, ClustersShape, SlidingShape, WindowsShape } from '../../log/shapes/window-shape.js';
import type { PeriodUnit } from '../../time/period.js';
import { periodNumber } from '../period-number.js';
import type { QueryText } from '../query-text.js';
import { pairsSql } from './activity-sql.js';
import { runningSql } from './running-sql.js';

/** Customers and windows of a longer unit. */
export function windowsSql(query: QueryText, shape: WindowsShape, owner: string): QueryText {
  const windows = calendarSql(query, shape, shape.windows, owner);
  const select = `SELECT span, active FROM ${windows}`;
  return query.over(query.expression('window_counts', select), { span: 'whole', active: 'whole' });
}

/** Trailing windows, by what they have more than the one before. */
export function slidingSql(query: QueryText, shape: SlidingShape, owner: string): QueryText {
  const pairs = rangeSql(query, shape, owner);
  const leaves = `SELECT customer, period + ${query.integer(shape.windows.size)} AS place, -1 AS active FROM ${pairs}`;
  const changes = `SELECT customer, period AS place, 1 AS active FROM ${pairs} UNION ALL ${leaves}`;
  const sums = runningSql(query, changes, ['active'], {
    customers: (now) => `CASE WHEN ${now('active')} > 0 THEN 1 ELSE 0 END`,
    active_periods: (now) => now('active'),
    squares: (now) => `${now('active')} * ${now('active')}`,
  });
  const select = `SELECT place AS span, customers, active_periods AS active, squares FROM (${sums}) AS sums`;
  const columns = { span: 'whole', customers: 'whole', active: 'whole', squares: 'integer' } as const;
  return query.over(query.expression('sliding', select), columns);
}

/** Customers, by their active periods. */
export function clustersSql(query: QueryText, shape: ClustersShape, owner: string): QueryText {
  const rows =
    shape.windows.unit === null
      ? trailingRows(query, shape, shape.windows.size, owner)
      : calendarRows(query, shape, shape.windows, owner);
  const { dialect } = query;
  const columns = ['within', 'active', 'periods'];
  const totals = columns.map((name) => `${dialect.as('integer', dialect.integerSum(`of_${name}`))} AS ${name}`);
  const select = `SELECT ${totals.join(', ')} FROM (${rows}) AS visits GROUP BY customer`;
  return query.over(
    query.expression('clusters', select),
    Object.fromEntries(columns.map((name) => [name, 'integer' as const])),
  );
}

type Visits = WindowsShape | SlidingShape | ClustersShape;

/** Each customer and active period of the range. */
function rangeSql(query: QueryText, shape: Visits, owner: string): string {
  const last = shape.last === null ? '' : ` AND period <= ${query.integer(shape.last)}`;
  const where = `period >= ${query.integer(shape.first)}${last}`;
  return query.expression('visits', `SELECT customer, period FROM ${pairsSql(query, shape, owner)} WHERE ${where}`);
}

/** Each customer and window of a longer unit, and in how many periods of it the customer was active. */
function calendarSql(query: QueryText, shape: Visits, windows: CalendarWindows, owner: string): string {
  const span = spanOf(query, shape, windows.unit);
  const spans = `SELECT customer, ${span} AS span FROM ${rangeSql(query, shape, owner)}`;
  return query.expression(
    'windows',
    `SELECT customer, span, count(*) AS active FROM (${spans}) AS spans GROUP BY customer, span`,
  );
}

function calendarRows(query: QueryText, shape: Visits, windows: CalendarWindows, owner: string): string {
  const [first, last] = shape.complete.map((window) => query.integer(window)) as [string, string]; // of two
  const sizes = windows.others.map(
    ([size, spans]) => `WHEN span IN (${spans.map((span) => query.integer(span)).join(', ')}) THEN ${size}`,
  );
  const size = sizes.length === 0 ? String(windows.size) : `CASE ${sizes.join(' ')} ELSE ${windows.size} END`;
  const complete = (sql: string): string => `CASE WHEN span BETWEEN ${first} AND ${last} THEN ${sql} ELSE 0 END`;
  const columns = `active AS of_within, ${complete('active')} AS of_active, ${complete(size)} AS of_periods`;
  return `SELECT customer, ${columns} FROM ${calendarSql(query, shape, windows, owner)}`;
}

/** Of each active period: the complete windows that it is in, and the periods of those that the one before is not in. */
function trailingRows(query: QueryText, shape: Visits, size: number, owner: string): string {
  const [first, last] = shape.complete.map((window) => query.integer(window)) as [string, string]; // of two
  const wide = query.integer(size);
  const windows = (from: string): string =>
    `greatest(0, least(period + ${query.integer(size - 1)}, ${last}) - greatest(${from}, ${first}) + 1)`;
  const before = query.dialect.neighbour('lag', 'period', 'PARTITION BY customer ORDER BY period ASC');
  const rows = `SELECT customer, period, ${before} AS before FROM ${rangeSql(query, shape, owner)}`;
  const shown = query.integer(shape.first + size - 1);
  return (
    `SELECT customer, CASE WHEN period >= ${shown} THEN 1 ELSE 0 END AS of_within, ${windows('period')} AS of_active, ` +
    `${wide} * ${windows(`greatest(period, coalesce(before + ${wide}, period))`)} AS of_periods FROM (${rows}) AS visited`
  );
}

/** The number of the window that a period is in: of wall time, as if in UTC, or of months by their numbers. */
function spanOf(query: QueryText, { periods }: Visits, unit: PeriodUnit): string {
  const length = LENGTHS[periods.unit];
  const { weekStartsOn, fiscalYearStartsOn } = periods;
  if (length !== undefined) {
    const plan = { unit, weekStartsOn, fiscalYearStartsOn, timeZone: 'UTC' };
    return periodNumber(query, `(period * ${length})`, 'epochMilliseconds', plan);
  }
  const [months, each] =
    periods.unit === 'quarter' ? ['period', 4] : [`(period - ${fiscalYearStartsOn - 1})`, unit === 'year' ? 12 : 3];
  return query.dialect.as('integer', `floor(${query.dialect.as('number', months)} / ${each})`);
}

/** Of units that have one length on the clocks' own time. */
const LENGTHS: Partial<Record<PeriodUnit, number>> = { hour: 3_600_000, day: 86_400_000 };

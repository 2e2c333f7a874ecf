import type { LogShape } from '../../log/shapes/log-shape.js';
import type { PeriodsPlan } from '../../log/shapes/shape-plan.js';
import type { TimeKind } from '../dialects/kinds.js';
import { periodIndex, periodNumber } from '../period-number.js';
import type { QueryText } from '../query-text.js';
import { SHAPE_EVENTS, SHAPE_FAULT } from '../shape-columns.js';
import type { EventTable } from '../sources/event-table.js';
import { eventsOf, isEventSql, otherFaultSql, otherRows, readRows } from './event-checks.js';
import type { EventMark } from './event-mark.js';
import { logOrder } from './log-order.js';

export type { EventMark } from './event-mark.js';

/** All events as one row, and for each kind of rows that are no events another; or such rows alone, as they are. */
export function logSql(query: QueryText, { periods, asOf, hasFacts }: LogShape): QueryText {
  const rows = `FROM ${otherRows(query)}`;
  if (!hasFacts) {
    const select = `SELECT ${otherFaultSql(query)} AS ${SHAPE_FAULT}, 1 AS ${SHAPE_EVENTS} ${rows}`;
    return query.over(query.expression('faults', select), {}, true);
  }
  const faults = `fault AS ${SHAPE_FAULT}, count(*) AS ${SHAPE_EVENTS}`;
  const none = query.dialect.as('integer', 'NULL');
  const facts = factsSql(query, periods, asOf);
  const select = `${facts} UNION ALL SELECT ${faults}, ${none} AS first, ${none} AS last, ${none} AS until FROM (SELECT ${otherFaultSql(query)} AS fault ${rows}) AS faulty_rows GROUP BY fault`;
  const columns = { first: 'whole', last: 'whole', until: 'whole' } as const;
  return query.over(query.expression('log', select), columns, true);
}

/** The row of all events, none where there are none. */
export function factsSql(query: QueryText, periods: PeriodsPlan, asOf: number | null): string {
  const { dialect } = query;
  const integer = (sql: string, name: string): string => `${dialect.as('integer', sql)} AS ${name}`;
  const from = eventsSql(query, periods, [], asOf);
  // In UTC the first event is in the first period: no other's is looked for.
  const isUtc = periods.timeZone === 'UTC';
  const ends = isUtc ? 'min(ms) AS first_ms' : 'min(period) AS first_period, max(period) AS last_period';
  const all = `SELECT count(*) AS events, ${ends}, max(ms) AS last_ms FROM ${from} HAVING count(*) > 0`;
  const period = (ms: string): string => periodNumber(query, ms, 'epochMilliseconds', periods);
  const [first, last] = isUtc ? [period('first_ms'), period('last_ms')] : ['first_period', 'last_period'];
  const list = [integer(first, 'first'), integer(last, 'last'), integer('last_ms', 'until')];
  return `SELECT 0 AS ${SHAPE_FAULT}, events AS ${SHAPE_EVENTS}, ${list.join(', ')} FROM (${all}) AS ends`;
}

/**
 * The events of a table, up to `asOf`, as a table expression: `customer`, `ms` (epoch milliseconds), `period`, where there are any, `fault`,
 * which is 0, and the marks that are asked for. Where `isNamed`, only events are asked for of which one of the marks holds, and each mark tells
 * the name: other rows may be no events.
 */
export function eventsSql(
  query: QueryText,
  periods: PeriodsPlan | null,
  marks: readonly EventMark[],
  asOf: number | null,
  isNamed = false,
): string {
  const { dialect } = query;
  const events = eventsOf(query);
  const kind = events.time.kind as TimeKind; // as eventTable checked
  const read = allMarks(query, events, marks);
  const ms = millisecondsOf(query);
  const until = asOf === null ? '' : ` AND ${dialect.milliseconds('read_time', kind)} <= ${query.integer(asOf)}`;
  const columns = [
    `${dialect.present('read_customer')} AS customer`,
    `${ms} AS ms`,
    ...(periods === null ? [] : [`${periodOf(query, ms, kind, periods)} AS period`]),
    '0 AS fault',
    ...read.map(({ alias }) => alias),
  ];
  const inner = `SELECT ${columns.join(', ')} FROM (${readRows(query, read)}) AS read_rows WHERE ${isEventSql(query, isNamed)}${until}`;
  const firsts = marks.filter(({ isFirstOnly }) => isFirstOnly);
  if (firsts.length === 0) return query.expression('events', inner, 'always');
  const places = firsts.map(({ alias, filter }) => {
    const place = `row_number() OVER (PARTITION BY customer, ${alias} ORDER BY ms ASC${logOrder(query, events).list})`;
    return `, (${alias} AND ${place} = 1${filter === undefined ? '' : ` AND ${alias}_holds`}) AS first_${alias}`;
  });
  return query.expression('events', `SELECT *${places.join('')} FROM (${inner}) AS judged_rows`, true);
}

/** The instant of a row that is an event. An engine may compute it of rows that are none. */
export function millisecondsOf(query: QueryText): string {
  const { dialect } = query;
  const kind = eventsOf(query).time.kind as TimeKind; // as eventTable checked
  const ms = dialect.signed(dialect.milliseconds('read_time', kind));
  if (kind === 'epochMilliseconds' || dialect.wrapsAround) return dialect.present(ms);
  return `CASE WHEN ${dialect.isInRange('read_time', kind)} THEN ${ms} END`;
}

function periodOf(query: QueryText, ms: string, kind: TimeKind, periods: PeriodsPlan): string {
  const { dialect } = query;
  if (dialect.wrapsAround) return dialect.narrow(periodIndex(query, ms, 'epochMilliseconds', periods));
  const period = periodNumber(query, 'read_time', kind, periods);
  return `CASE WHEN ${dialect.isInRange('read_time', kind)} THEN ${period} END`;
}

/** The marks, with what tells a first event from others of its instant, and what its filter needs. */
function allMarks(
  query: QueryText,
  events: EventTable<never, object>,
  marks: readonly EventMark[],
): readonly EventMark[] {
  const filters = marks.flatMap(({ alias, filter }) =>
    filter === undefined ? [] : [{ alias: `${alias}_holds`, sql: filter, isFirstOnly: false }],
  );
  if (!marks.some(({ isFirstOnly }) => isFirstOnly)) return marks;
  const known = new Set(marks.map(({ alias }) => alias));
  return [...marks, ...filters, ...logOrder(query, events).columns.filter(({ alias }) => !known.has(alias))];
}

/** The name that a mark has among the events. */
export function nameOf({ alias, isFirstOnly }: EventMark): string {
  return isFirstOnly ? `first_${alias}` : alias;
}

import type { LogShape, PeriodsPlan } from '../../log/shape-plan.js';
import { refuseSql } from '../compile-error.js';
import type { EventTable } from '../event-table.js';
import type { TimeKind } from '../kinds.js';
import { periodNumber } from '../period-number.js';
import type { QueryText } from '../query-text.js';
import type { SourceColumn } from '../table.js';
import type { EventMark } from './event-mark.js';
import { logOrder } from './log-order.js';
import { EVENT_INVALID, EVENT_MISSING, SHAPE_EVENTS, SHAPE_FAULT } from './shape-columns.js';

export type { EventMark } from './event-mark.js';

/** All events as one row, and for each kind of rows that are no events another. */
export function logSql(query: QueryText, { periods, asOf, hasFacts }: LogShape): QueryText {
  const events = eventsOf(query);
  const faults = `fault AS ${SHAPE_FAULT}, count(*) AS ${SHAPE_EVENTS}`;
  if (!hasFacts) {
    const rows = `SELECT ${faultSql(query, events)} FROM (${readRows(query, events, [])}) AS read_rows`;
    const select = `SELECT ${faults} FROM (${rows}) AS judged_rows WHERE fault <> 0 GROUP BY fault`;
    return query.over(query.expression('faults', select), {}, true);
  }
  const columns = { first: 'integer', last: 'integer', until: 'integer' } as const;
  if (periods.timeZone !== 'UTC') {
    const facts = 'min(period) AS first, max(period) AS last, max(ms) AS until';
    const from = eventsSql(query, periods, [], asOf);
    return query.over(query.expression('log', `SELECT ${faults}, ${facts} FROM ${from} GROUP BY fault`), columns, true);
  }
  // In UTC the first event is in the first period: no other's is looked for.
  const kind = events.time.kind as TimeKind; // as eventTable checked
  const ms = `CASE WHEN ${query.dialect.isInRange('read_time', kind)} THEN ${query.dialect.milliseconds('read_time', kind)} END AS ms`;
  const rows = `SELECT ${ms}, ${faultSql(query, events)} FROM (${readRows(query, events, [])}) AS read_rows`;
  const until = asOf === null ? '' : ` WHERE fault <> 0 OR ms <= ${query.integer(asOf)}`;
  const ends = `SELECT fault, count(*) AS ${SHAPE_EVENTS}, min(ms) AS first_ms, max(ms) AS last_ms FROM (${rows}) AS judged_rows${until} GROUP BY fault`;
  const period = (end: string): string => periodNumber(query, end, 'epochMilliseconds', periods);
  const facts = `${period('first_ms')} AS first, ${period('last_ms')} AS last, last_ms AS until`;
  const select = `SELECT fault AS ${SHAPE_FAULT}, ${SHAPE_EVENTS}, ${facts} FROM (${ends}) AS ends`;
  return query.over(query.expression('log', select), columns, true);
}

/**
 * The events of a table, up to `asOf`, as a table expression: `customer`, `ms` (epoch milliseconds), `period`, `fault` and the marks
 * that are asked for. Rows that are no events are there with a fault below 0.
 */
export function eventsSql(
  query: QueryText,
  periods: PeriodsPlan,
  marks: readonly EventMark[],
  asOf: number | null,
): string {
  const { dialect } = query;
  const events = eventsOf(query);
  const kind = events.time.kind as TimeKind; // as eventTable checked
  const read = allMarks(query, events, marks);
  const rows = readRows(query, events, read);
  const inside = (sql: string): string => `CASE WHEN ${dialect.isInRange('read_time', kind)} THEN ${sql} END`;
  const judged = [
    'read_customer AS customer',
    `${inside(dialect.milliseconds('read_time', kind))} AS ms`,
    `${inside(periodNumber(query, 'read_time', kind, periods))} AS period`,
    faultSql(query, events),
    ...read.map(({ alias }) => alias),
  ];
  const firsts = marks.filter(({ isFirstOnly }) => isFirstOnly);
  const inner = `SELECT ${judged.join(', ')} FROM (${rows}) AS read_rows`;
  const until = asOf === null ? '' : ` WHERE fault <> 0 OR ms <= ${query.integer(asOf)}`;
  const places = firsts.map(({ alias, filter }) => {
    const ties = filter === undefined ? '' : logOrder(query, events).list;
    const place = `row_number() OVER (PARTITION BY customer, fault, ${alias} ORDER BY ms${ties})`;
    return `, (${alias} AND ${place} = 1${filter === undefined ? '' : ` AND ${alias}_holds`}) AS first_${alias}`;
  });
  const select = `SELECT *${places.join('')} FROM (${inner}) AS judged_rows${until}`;
  return query.expression('events', select, firsts.length === 0 ? 'always' : true);
}

/** The marks, with what a filter of a first event needs beside it. */
function allMarks(
  query: QueryText,
  events: EventTable<never, object>,
  marks: readonly EventMark[],
): readonly EventMark[] {
  const filters = marks.flatMap(({ alias, filter }) =>
    filter === undefined ? [] : [{ alias: `${alias}_holds`, sql: filter, isFirstOnly: false }],
  );
  if (filters.length === 0) return marks;
  const known = new Set(marks.map(({ alias }) => alias));
  return [...marks, ...filters, ...logOrder(query, events).columns.filter(({ alias }) => !known.has(alias))];
}

function eventsOf({ events }: QueryText): EventTable<never, object> {
  return events ?? refuseSql('the source', 'an eventTable, as the metric is one of events', 'a table');
}

/** The columns that are checked, and marks of the rows. */
function readRows(query: QueryText, events: EventTable<never, object>, marks: readonly EventMark[]): string {
  const columns = [...readColumns(events)].map(([alias, column]) => `${readSql(query, column, alias)} AS ${alias}`);
  const read = [...columns, ...marks.map(({ alias, sql }) => `${sql} AS ${alias}`)];
  return `SELECT ${read.join(', ')} FROM ${query.from()}`;
}

function faultSql(query: QueryText, events: EventTable<never, object>): string {
  return `${query.dialect.as('integer', `CASE ${faultsOf(query, events).join(' ')} ELSE 0 END`)} AS fault`;
}

/** A column as what it is declared to be. Customers are only compared: integers stay as narrow as they are, which is quicker. */
function readSql(query: QueryText, column: SourceColumn, alias: string): string {
  const read = query.read(column);
  if (alias !== 'read_customer' || column.kind !== 'integer') return read;
  return read.replace(query.dialect.as('integer', query.bare(column)), query.bare(column));
}

/** The name that a mark has among the events. */
export function nameOf({ alias, isFirstOnly }: EventMark): string {
  return isFirstOnly ? `first_${alias}` : alias;
}

/** The columns of an event that are checked, by the names that the query gives them. */
function readColumns({
  customer,
  time,
  name,
  amount,
  properties,
}: EventTable<never, object>): Map<string, SourceColumn> {
  const columns = new Map([
    ['read_customer', customer],
    ['read_time', time],
  ]);
  if (name !== null) columns.set('read_name', name);
  if (amount !== null) columns.set('read_amount', amount);
  for (const [place, column] of Object.values(properties).entries()) {
    if (column.kind === 'number' || column.kind === 'integer') columns.set(`read_${place}`, column);
  }
  return columns;
}

/** What the log would leave out, in the order in which it looks. */
function faultsOf(query: QueryText, events: EventTable<never, object>): readonly string[] {
  const faults: string[] = [];
  const is = (condition: string, fault: number): number => faults.push(`WHEN ${condition} THEN ${fault}`);
  for (const [alias, column] of readColumns(events)) {
    const isNeeded = ['read_customer', 'read_time', 'read_name'].includes(alias);
    if (isNeeded) is(`${alias} IS NULL`, EVENT_MISSING);
    switch (column.kind) {
      case 'text':
        is(`${alias} = ''`, EVENT_MISSING);
        // Text that every engine can hold; Postgres itself holds no other.
        if (query.dialect.name !== 'postgres') is(query.dialect.contains(alias, query.value('\0').sql), EVENT_INVALID);
        break;
      case 'number':
        is(`NOT (abs(${alias}) <= ${query.value(Number.MAX_VALUE).sql})`, EVENT_INVALID); // NaN, too
        break;
      case 'integer':
        // Customers never leave the engine, which tells larger ones apart as well.
        if (!isNeeded) is(`NOT (${alias} BETWEEN -9007199254740992 AND 9007199254740992)`, EVENT_INVALID);
        break;
      default: {
        const kind = column.kind as TimeKind; // no boolean is checked
        if (kind === 'epochMilliseconds') is(`${alias} BETWEEN 100000000 AND 99999999999`, EVENT_INVALID); // seconds
        is(`NOT ${query.dialect.isInRange(alias, kind)}`, EVENT_INVALID);
      }
    }
  }
  return faults;
}

import { refuseSql } from '../compile-error.js';
import type { EventTable } from '../event-table.js';
import type { TimeKind } from '../kinds.js';
import type { QueryText } from '../query-text.js';
import type { SourceColumn } from '../table.js';
import { EVENT_INVALID, EVENT_MISSING } from './shape-columns.js';

/** A column that a shape asks of the events. */
export interface EventColumn {
  readonly alias: string;
  /** Of a row of the table. */
  readonly sql: string;
  /** Of a condition: it holds of a customer's first event only of those of which it holds. */
  readonly isFirstOnly?: boolean;
}

/**
 * The events of a table, up to `asOf`, as a table expression: `customer`, `ms` (epoch milliseconds), `fault` and the columns that
 * are asked for. Rows that are no events have a fault below 0 and no customer.
 */
export function eventsSql(query: QueryText, columns: readonly EventColumn[], asOf: number | null): string {
  const { dialect } = query;
  const events = query.events ?? refuseSql('the source', 'an eventTable, as the metric is one of events', 'a table');
  const time = query.read(events.time);
  const kind = events.time.kind as TimeKind; // as eventTable checked
  const guarded = (sql: string): string => `CASE WHEN ${dialect.isInRange(time, kind)} THEN ${sql} END`;
  const read = [
    `${query.read(events.customer)} AS read_customer`,
    `${guarded(dialect.milliseconds(time, kind))} AS ms`,
    `${dialect.as('integer', `CASE ${faultsOf(query, events).join(' ')} ELSE 0 END`)} AS fault`,
    ...columns.map(({ alias, sql }) => `${sql} AS ${alias}`),
  ];
  const given = columns.map(({ alias, isFirstOnly }) => {
    if (isFirstOnly !== true) return alias;
    const place = `row_number() OVER (PARTITION BY read_customer, fault, ${alias} ORDER BY ms)`;
    return `(${alias} AND ${place} = 1) AS first_${alias}`;
  });
  const customer = 'CASE WHEN fault = 0 THEN read_customer END AS customer';
  const until = asOf === null ? '' : ` WHERE fault <> 0 OR ms <= ${query.integer(asOf)}`;
  const inner = `SELECT ${read.join(', ')} FROM ${query.from()}`;
  return query.expression(
    'events',
    `SELECT ${[customer, 'ms', 'fault', ...given].join(', ')} FROM (${inner}) AS read${until}`,
  );
}

/** The name that a column has among the events. */
export function nameOf({ alias, isFirstOnly }: EventColumn): string {
  return isFirstOnly === true ? `first_${alias}` : alias;
}

/** What the log would leave out, in the order in which it looks. */
function faultsOf(query: QueryText, events: EventTable<never, object>): readonly string[] {
  const { dialect } = query;
  const time = query.read(events.time);
  const kind = events.time.kind as TimeKind; // as eventTable checked
  const faults = [...presence(query, events.customer), `WHEN ${time} IS NULL THEN ${EVENT_MISSING}`];
  if (kind === 'epochMilliseconds') faults.push(`WHEN ${time} BETWEEN 100000000 AND 99999999999 THEN ${EVENT_INVALID}`); // seconds
  faults.push(`WHEN NOT ${dialect.isInRange(time, kind)} THEN ${EVENT_INVALID}`);
  if (events.name !== null) faults.push(...presence(query, events.name));
  const numbers = [events.amount, ...Object.values(events.properties)];
  for (const column of numbers) if (column !== null) faults.push(...validity(query, column));
  return faults;
}

/** Customers and names must be there, and be text that every engine can hold. */
function presence(query: QueryText, column: SourceColumn): readonly string[] {
  const value = query.read(column);
  if (column.kind === 'number') return [`WHEN ${value} IS NULL THEN ${EVENT_MISSING}`, ...validity(query, column)];
  if (column.kind === 'integer') return [`WHEN ${value} IS NULL THEN ${EVENT_MISSING}`];
  const missing = `WHEN ${value} IS NULL OR ${value} = '' THEN ${EVENT_MISSING}`;
  if (query.dialect.name === 'postgres') return [missing]; // it holds no NUL
  return [missing, `WHEN ${query.dialect.contains(value, query.value('\0').sql)} THEN ${EVENT_INVALID}`];
}

function validity(query: QueryText, column: SourceColumn): readonly string[] {
  const value = query.read(column);
  if (column.kind === 'number')
    return [`WHEN NOT (abs(${value}) <= ${query.value(Number.MAX_VALUE).sql}) THEN ${EVENT_INVALID}`];
  if (column.kind !== 'integer') return [];
  return [`WHEN NOT (${value} BETWEEN -9007199254740992 AND 9007199254740992) THEN ${EVENT_INVALID}`];
}

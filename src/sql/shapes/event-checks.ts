import type { LinesShape } from '../../log/shapes/lines-shape.js';
import { FIRST_INSTANT, LAST_INSTANT } from '../../time/day.js';
import { refuseSql } from '../compile-error.js';
import type { Dialect } from '../dialects/dialect.js';
import type { TimeKind } from '../dialects/kinds.js';
import type { QueryText } from '../query-text.js';
import { EVENT_INVALID, EVENT_MISSING } from '../shape-columns.js';
import type { EventTable } from '../sources/event-table.js';
import type { SourceColumn } from '../sources/table.js';
import { asItIs } from '../spelling.js';
import type { EventMark } from './event-mark.js';

/** The events of the query's source. */
export function eventsOf({ events }: QueryText): EventTable<never, object> {
  return events ?? refuseSql('the source', 'an eventTable, as the metric is one of events', 'a table');
}

/** The columns that are checked, marks of the rows and, where an engine knows names within the select that gives them, what is made of these. */
export function readRows(query: QueryText, marks: readonly EventMark[], made: readonly string[] = []): string {
  const columns = [...readColumns(eventsOf(query))];
  const read = columns.map(([alias, column]) => `${readSql(query, column, alias)} AS ${alias}`);
  // What is checked to be within 2^53 need not be guarded once more, nor be wider than it is.
  const whole = new Map(
    columns.flatMap(([, column]) =>
      column.kind === 'integer' ? [[query.read(column), query.dialect.signed(asItIs(query, column))] as const] : [],
    ),
  );
  const own = marks.map(({ alias, sql }) => `${whole.get(sql) ?? sql} AS ${alias}`);
  return `SELECT ${[...read, ...own, ...made].join(', ')} FROM ${query.from()}`;
}

/** Whether a row of `readRows` is an event: never `NULL`. Of rows that are asked for by their names, these need no check. */
export function isEventSql(query: QueryText, isNamed = false): string {
  // What statistics know not to be DuckDB drops here, though not from a filter.
  if (query.dialect.findsWrongRows) return `${faultSql(query)} = 0`;
  const checks = checksOf(query).filter(({ alias }) => !isNamed || alias !== 'read_name');
  return checks.map(holdsSql).join(' AND ');
}

/** Of a row of `readRows` that is no event: why, in the order in which the log looks; of others, 0. */
export function faultSql(query: QueryText): string {
  return query.dialect.as('integer', `CASE ${faultWhens(query).join(' ')} ELSE 0 END`);
}

/** The same of rows that are known to be none: what is asked last need not be asked. */
export function otherFaultSql(query: QueryText): string {
  const faults = checksOf(query).map(({ fault }) => fault);
  const last = faults[faults.length - 1] as number; // customers and times have some
  const asked = faultWhens(query).filter((_, place) => faults.slice(place).some((fault) => fault !== last));
  return query.dialect.as('integer', `CASE ${asked.join(' ')} ELSE ${last} END`);
}

/** `WHEN … THEN …` of the same. */
export function faultWhens(query: QueryText): readonly string[] {
  return checksOf(query).map((check) => `WHEN ${failsSql(check)} THEN ${check.fault}`);
}

/**
 * `WHEN … THEN 0` of most of the rows of `readRows` that are events in a range, with marks and an amount that is not below 0, before all is asked
 * of others.
 */
export function usualWhens(
  query: QueryText,
  marks: readonly EventMark[],
  { edges, only }: Pick<LinesShape, 'edges' | 'only'>,
): readonly string[] {
  const { amount, time } = eventsOf(query);
  if (!query.dialect.comparesDearly || time.kind !== 'epochMilliseconds') return [];
  const [from = AFTER_SECONDS, to = Infinity] = only === null ? [] : [edges[only - 1], edges[only]];
  const [first, last] = [Math.max(from, AFTER_SECONDS), Math.min(to - 1, LAST_INSTANT)];
  const most = `${isNarrow(query.dialect, 'read_amount')}read_amount <= 9007199254740992`;
  const conditions = [
    ...marks.map(({ alias }) => alias),
    `read_time BETWEEN ${query.integer(first)} AND ${query.integer(last)}`,
    'read_amount >= 0',
    amount?.kind === 'integer' ? `(${most})` : `read_amount <= ${query.value(Number.MAX_VALUE).sql}`,
    ...checksOf(query).flatMap((check) => (/^read_(time|amount)$/.test(check.alias) ? [] : holdsSql(check))),
  ];
  return [`WHEN ${conditions.join(' AND ')} THEN 0`];
}

/**
 * The rows that are no events, as a table expression with its condition. ClickHouse has statistics of integers as they are, by which it looks at
 * few rows if any; and it reads one other column in less time than all. There, rows that are not all of `more` come along.
 */
export function otherRows(query: QueryText, more: readonly AskOfColumn[] = []): string {
  const rows = readRows(query, []);
  if (query.dialect.name !== 'clickhouse') return `(${rows}) AS read_rows WHERE NOT (${isEventSql(query)})`;
  const checks = [
    ...checksOf(query, (column, alias) => (isKnown(column) ? query.bare(column) : readSql(query, column, alias))),
    ...more.map(([column, holds]): EventCheck => {
      const alias = query.bare(column);
      return { alias, holds: holds === null ? null : holds(alias), fault: 0, isNeeded: true, isKnown: isKnown(column) };
    }),
  ];
  const known = checks.filter((check) => check.isKnown);
  const looked = checks.filter((check) => !check.isKnown);
  const selects = [
    ...(known.length === 0 ? [] : [known.map(failsSql).join(' OR ')]),
    ...(looked.length === 0 ? [] : [[`(${looked.map(failsSql).join(' OR ')})`, ...known.map(holdsSql)].join(' AND ')]),
  ].map((where) => `${rows} WHERE ${where}`);
  return `(${selects.join(' UNION ALL ')}) AS read_rows`;
}

/** What else is asked of a column of integers that is there: a condition on it, or `null` for being there, which must be asked too. */
export type AskOfColumn = readonly [column: SourceColumn, holds: ((text: string) => string) | null];

/** One thing that the log asks of a column: a condition, or `null` for being there. */
interface EventCheck {
  readonly alias: string;
  readonly holds: string | null;
  readonly fault: number;
  readonly isNeeded: boolean;
  /** Whether statistics of the column can tell. */
  readonly isKnown: boolean;
}

/** Never `NULL`. */
function holdsSql({ alias, holds, isNeeded }: EventCheck): string {
  if (holds === null) return `${alias} IS NOT NULL`;
  return isNeeded ? holds : `(${alias} IS NULL OR ${holds})`;
}

/** Whether ClickHouse has statistics of a column. */
export function isKnown({ kind }: SourceColumn): boolean {
  return kind === 'integer' || kind === 'epochMilliseconds';
}

function failsSql({ alias, holds }: EventCheck): string {
  return holds === null ? `${alias} IS NULL` : `NOT ${holds}`;
}

/** What is asked of the columns, by the names of `readRows` or other texts. */
function checksOf(query: QueryText, textOf = (_: SourceColumn, alias: string): string => alias): readonly EventCheck[] {
  const { dialect } = query;
  const checks: EventCheck[] = [];
  for (const [name, column] of readColumns(eventsOf(query))) {
    const [{ kind }, alias] = [column, textOf(column, name)];
    const isNeeded = NEEDED.includes(name);
    const ask = (holds: string | null, fault: number) =>
      checks.push({ alias, holds, fault, isNeeded, isKnown: isKnown(column) });
    if (isNeeded) ask(null, EVENT_MISSING);
    switch (kind) {
      case 'text':
        ask(`(${alias} <> '')`, EVENT_MISSING);
        // Text that every engine can hold; Postgres itself holds no other.
        if (dialect.hasNul) ask(`(NOT ${dialect.contains(alias, query.value('\0').sql)})`, EVENT_INVALID);
        break;
      case 'number':
        ask(`(abs(${alias}) <= ${query.value(Number.MAX_VALUE).sql})`, EVENT_INVALID); // no NaN, too
        break;
      case 'integer':
        // Customers never leave the engine, which tells larger ones apart as well.
        if (!isNeeded)
          ask(`(${isNarrow(dialect, alias)}${alias} BETWEEN -9007199254740992 AND 9007199254740992)`, EVENT_INVALID);
        break;
      default: // no boolean is checked
        // Of both at once less is asked.
        if (kind === 'epochMilliseconds' && dialect.comparesDearly) {
          const isEarly = `${alias} BETWEEN ${FIRST_INSTANT} AND 99999999`;
          ask(`(${alias} BETWEEN ${AFTER_SECONDS} AND ${LAST_INSTANT} OR ${isEarly})`, EVENT_INVALID);
          break;
        }
        if (kind === 'epochMilliseconds')
          ask(`(${alias} > ${AFTER_SECONDS - 1} OR ${alias} < 100000000)`, EVENT_INVALID); // seconds
        ask(dialect.isInRange(alias, kind as TimeKind), EVENT_INVALID);
    }
  }
  return checks;
}

/** The first of the instants that are never taken for seconds. */
const AFTER_SECONDS = 100_000_000_000;

const NEEDED: readonly string[] = ['read_customer', 'read_time', 'read_name'];

/** In Postgres, that a column has 32 bits at most, which is known before it is read: `1 << 31` is below 0 then. */
function isNarrow({ name }: Dialect, alias: string): string {
  return name === 'postgres' ? `(CASE WHEN FALSE THEN ${alias} ELSE 1 END << 31) < 0 OR ` : '';
}

/** A column as what it is declared to be. Customers are only compared. */
function readSql(query: QueryText, column: SourceColumn, alias: string): string {
  if (alias === 'read_customer' && column.kind === 'text') return query.read(column);
  const id = alias === 'read_customer' && column.kind === 'integer' ? query.dialect.idRead(query.bare(column)) : null;
  return id ?? asItIs(query, column);
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

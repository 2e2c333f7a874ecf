import type { ExceptionsShape } from '../../log/shapes/totals-shape.js';
import type { QueryText } from '../query-text.js';
import {
  type AskOfColumn,
  eventsOf,
  faultSql,
  faultWhens,
  isEventSql,
  isKnown,
  otherRows,
  readRows,
} from './event-checks.js';
import { type EventMark, eventsSql, factsSql, millisecondsOf, nameOf } from './events-sql.js';
import { insideSql, requireAmount } from './lines-sql.js';
import { markSql } from './mark-sql.js';
import { unlikeKind } from './unlike-sql.js';

/** Rows that are no events and purchases that are not like others, in one look at the table. */
export function exceptionsSql(query: QueryText, { log, lines }: ExceptionsShape, owner: string): QueryText {
  const { dialect } = query;
  const amount = requireAmount(query, owner);
  const marks: readonly EventMark[] = markSql(query, owner, lines.purchase, 'is_purchase');
  const isInside = (ms: string): string => insideSql(query, lines, ms);
  const isLike = (ms: string, paid: string): string => `(${isInside(ms)} AND coalesce(${paid} >= 0, FALSE))`;
  const kind = (ms: string, paid: string, faults: readonly string[] = []): string => {
    const outside = isInside(ms) === 'TRUE' ? [] : [`WHEN NOT (${isInside(ms)}) THEN ${unlikeKind('outside')}`];
    const whens = [...faults, ...outside, `WHEN ${paid} < 0 THEN ${unlikeKind('refunds')}`];
    return `SELECT ${dialect.as('integer', `CASE ${whens.join(' ')} ELSE 1 END`)} AS kind`;
  };
  const isApart = marks.some(({ isFirstOnly }) => isFirstOnly);
  const ms = millisecondsOf(query);
  const isPlain = [...marks.map(({ alias }) => `NOT ${alias}`), isLike(ms, 'read_amount')].join(' OR ');
  const apart = (): string => {
    const paid = { alias: 'amount', sql: query.read(amount), isFirstOnly: false };
    const from = eventsSql(query, null, [...marks, paid], null);
    const where = ['fault = 0', ...marks.map(nameOf), `NOT ${isLike('ms', 'amount')}`].join(' AND ');
    return `${kind('ms', 'amount')} FROM ${from} WHERE ${where}`;
  };
  const faults = faultWhens(query);
  const { time } = eventsOf(query);
  const isBare = dialect.name === 'clickhouse' && marks.length === 0 && isKnown(time) && isKnown(amount);
  const asked = (): readonly AskOfColumn[] => [
    [time, (at) => `(${isInside(at)})`],
    [amount, null],
    [amount, (paid) => `(${paid} >= 0)`],
  ];
  const read = (): string =>
    isBare
      ? otherRows(query, asked())
      : `(${readRows(query, marks)}) AS read_rows WHERE NOT (${isEventSql(query)} AND (${isPlain}))`;
  const rows = isApart
    ? `SELECT ${faultSql(query)} AS kind FROM (${readRows(query, [])}) AS read_rows WHERE NOT (${isEventSql(query)}) UNION ALL ${apart()}`
    : `${kind(ms, 'read_amount', faults)} FROM ${read()}`;
  if (!log.hasFacts) return query.over(query.expression('exceptions', rows), { kind: 'whole' });
  const facts = `SELECT ${dialect.as('integer', '0')} AS kind, until FROM (${factsSql(query, log.periods, log.asOf)}) AS facts`;
  const others = `SELECT kind, ${dialect.as('integer', 'NULL')} AS until FROM (${rows}) AS unlike_rows`;
  return query.over(query.expression('exceptions', `${facts} UNION ALL ${others}`), { kind: 'whole', until: 'whole' });
}

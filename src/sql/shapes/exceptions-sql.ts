import type { ExceptionsShape } from '../../log/shapes/totals-shape.js';
import type { QueryText } from '../query-text.js';
import { SHAPE_EVENTS, SHAPE_FAULT } from '../shape-columns.js';
import { countWhere } from '../spelling.js';
import { faultSql, isEventSql, readRows } from './event-checks.js';
import { type EventMark, eventsSql, factsSql, millisecondsOf, nameOf } from './events-sql.js';
import { insideSql, requireAmount } from './lines-sql.js';
import { stepSql } from './step-sql.js';

/** Rows that are no events and purchases that are not like others, in one look at the table. */
export function exceptionsSql(query: QueryText, { log, lines }: ExceptionsShape, owner: string): QueryText {
  const amount = requireAmount(query, owner);
  const step = stepSql(query, owner, lines.purchase);
  const marks: readonly EventMark[] = step === null ? [] : [{ alias: 'is_purchase', ...step }];
  const isInside = (ms: string): string => insideSql(query, lines, ms);
  const isLike = (ms: string, paid: string): string => `(${isInside(ms)} AND coalesce(${paid} >= 0, FALSE))`;
  const kind = (ms: string, paid: string): string =>
    `CASE WHEN NOT (${isInside(ms)}) THEN ${KINDS.outside} WHEN ${paid} < 0 THEN ${KINDS.refunds} ELSE ${KINDS.unpaid} END`;
  const isApart = marks.some(({ isFirstOnly }) => isFirstOnly);
  const ms = millisecondsOf(query);
  const isPlain = [...marks.map(({ alias }) => `NOT ${alias}`), isLike(ms, 'read_amount')].join(' OR ');
  const faulty = isApart
    ? `SELECT ${faultSql(query)} AS kind FROM (${readRows(query, [])}) AS read_rows WHERE NOT (${isEventSql(query)})`
    : `SELECT ${faultSql(query, kind(ms, 'read_amount'))} AS kind FROM (${readRows(query, marks)}) AS read_rows ` +
      `WHERE NOT (${isEventSql(query)} AND (${isPlain}))`;
  const apart = (): string => {
    const paid = { alias: 'amount', sql: query.read(amount), isFirstOnly: false };
    const from = eventsSql(query, null, [...marks, paid], null);
    const where = ['fault = 0', ...marks.map(nameOf), `NOT ${isLike('ms', 'amount')}`].join(' AND ');
    return ` UNION ALL SELECT ${query.dialect.as('integer', kind('ms', 'amount'))} AS kind FROM ${from} WHERE ${where}`;
  };
  const none = query.dialect.as('integer', 'NULL');
  const ends = log.hasFacts ? `, ${none} AS first, ${none} AS last, ${none} AS until` : '';
  const counts = Object.entries(KINDS).map(
    ([name, which]) => `, ${countWhere(query.dialect, `kind = ${which}`)} AS ${name}`,
  );
  const exceptions =
    `SELECT least(kind, 0) AS ${SHAPE_FAULT}, count(*) AS ${SHAPE_EVENTS}${ends}${counts.join('')} ` +
    `FROM (${faulty}${isApart ? apart() : ''}) AS unlike_rows GROUP BY kind`;
  const zeros = Object.keys(KINDS).map((name) => `, 0 AS ${name}`);
  const facts = (): string =>
    `SELECT *${zeros.join('')} FROM (${factsSql(query, log.periods, log.asOf)}) AS facts UNION ALL `;
  const columns = { outside: 'whole', refunds: 'whole', unpaid: 'whole' } as const;
  const known = { first: 'whole', last: 'whole', until: 'whole' } as const;
  return query.over(
    query.expression('exceptions', `${log.hasFacts ? facts() : ''}${exceptions}`),
    log.hasFacts ? { ...known, ...columns } : columns,
    true,
  );
}

const KINDS = { outside: 1, refunds: 2, unpaid: 3 };

import { daysPlan } from '../../log/periods-plan.js';
import type { ExceptionsShape } from '../../log/totals-shape.js';
import type { QueryText } from '../query-text.js';
import { faultSql, isEventSql, readRows } from './event-checks.js';
import { type EventMark, eventsSql, factsSql, millisecondsOf, nameOf } from './events-sql.js';
import { insideSql, requireAmount } from './lines-sql.js';
import { SHAPE_EVENTS, SHAPE_FAULT } from './shape-columns.js';
import { countWhere } from './spelling.js';
import { stepSql } from './step-sql.js';

/** Rows that are no events and purchases that are not like others, in one look at the table. */
export function exceptionsSql(query: QueryText, { log, lines }: ExceptionsShape, owner: string): QueryText {
  const amount = requireAmount(query, owner);
  const step = stepSql(query, owner, lines.purchase);
  const marks: readonly EventMark[] = step === null ? [] : [{ alias: 'is_purchase', ...step }];
  const isInside = (ms: string): string => insideSql(query, lines, ms);
  const isLike = (ms: string, paid: string): string => `(${isInside(ms)} AND coalesce(${paid} >= 0, FALSE))`;
  const kind = (ms: string, paid: string): string =>
    `CASE WHEN NOT (${isInside(ms)}) THEN ${OUTSIDE} WHEN ${paid} < 0 THEN ${REFUND} ELSE ${UNPAID} END AS kind`;
  const isApart = marks.some(({ isFirstOnly }) => isFirstOnly);
  const ms = millisecondsOf(query);
  const others = marks.map(({ alias }) => `NOT ${alias} OR `).join('');
  const isPlain = isApart ? '' : ` AND (${others}${isLike(ms, 'read_amount')})`;
  const faulty =
    `SELECT ${faultSql(query)} AS fault, ${isApart ? `0 AS kind` : kind(ms, 'read_amount')} ` +
    `FROM (${readRows(query, isApart ? [] : marks)}) AS read_rows WHERE NOT (${isEventSql(query)}${isPlain})`;
  const paid = { alias: 'amount', sql: query.read(amount), isFirstOnly: false };
  const apart = (): string => {
    const from = eventsSql(query, daysPlan(lines.timeZone), [...marks, paid], null);
    const where = ['fault = 0', ...marks.map(nameOf), `NOT ${isLike('ms', 'amount')}`].join(' AND ');
    return ` UNION ALL SELECT ${query.dialect.as('integer', '0')} AS fault, ${kind('ms', 'amount')} FROM ${from} WHERE ${where}`;
  };
  const none = query.dialect.as('integer', 'NULL');
  const ends = log.hasFacts ? `, ${none} AS first, ${none} AS last, ${none} AS until` : '';
  const counts = Object.entries(KINDS).map(
    ([name, which]) => `, ${countWhere(query.dialect, `fault = 0 AND kind = ${which}`)} AS ${name}`,
  );
  const exceptions =
    `SELECT fault AS ${SHAPE_FAULT}, count(*) AS ${SHAPE_EVENTS}${ends}${counts.join('')} ` +
    `FROM (${faulty}${isApart ? apart() : ''}) AS unlike_rows GROUP BY fault`;
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

const [OUTSIDE, REFUND, UNPAID] = [1, 2, 3];
const KINDS = { outside: OUTSIDE, refunds: REFUND, unpaid: UNPAID };

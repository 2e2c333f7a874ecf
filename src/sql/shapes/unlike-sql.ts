import { type TotalsShape, type TotalValuesShape, UNLIKE } from '../../log/shapes/totals-shape.js';
import type { QueryText } from '../query-text.js';
import { valuesOf } from '../spelling.js';
import { amountSum } from './amount-sum.js';
import { eventsOf, faultWhens, readRows, usualWhens } from './event-checks.js';
import { millisecondsOf } from './events-sql.js';
import { amountKind, insideSql, requireAmount } from './lines-sql.js';
import { markSql } from './mark-sql.js';
import { daysSince, doubleSql, moneySql, scoreSql } from './totals-columns.js';

/** Customers by kind with what they have bought and its scores, in one look at the table; as a table expression. */
export function customersByKind(query: QueryText, shape: TotalsShape, owner: string): string {
  const { days, amount } = boughtColumns(query, shape);
  const isClickHouse = query.dialect.name === 'clickhouse';
  // Names of the same select: what is written once is planned once. Its keys are as narrow as they can be.
  const own = isClickHouse ? 'amount' : amount;
  const columns = {
    kind: 'summed.kind',
    orders: 'bought',
    days: isClickHouse ? `toInt32(${days} * (summed.kind >= 0))` : like(days),
    // Of whole numbers the sum is finite; elsewhere those of other rows are left out as they are added.
    amount: isClickHouse && amountKind(query) === 'number' ? like(amount) : amount,
    f: scoreSql(query, 'bought', shape.f, true),
    m: scoreSql(query, moneySql(query, shape, own), shape.m, false),
  };
  const list = Object.entries(columns).map(([name, sql]) => `${sql} AS ${name}`);
  return query.expression('customers', `SELECT ${list.join(', ')} FROM ${summedRows(query, shape, owner, 'Int64')}`);
}

/** A row for each of these columns of a customer of a kind; as a table expression. */
export function valuesByKind(query: QueryText, { totals, of }: TotalValuesShape, owner: string): string {
  const columns = boughtColumns(query, totals);
  const values = of.map((column, place) => {
    const unlike = place === 0 ? 'bought' : '0';
    return doubleSql(query, like(columns[column], unlike));
  });
  const rows = valuesOf(query.dialect, ['kind'], values, summedRows(query, totals, owner, 'Int32'));
  return query.expression('total_values', rows);
}

/** Of customers who bought something, and of other rows. */
function like(sql: string, unlike = '0'): string {
  return `CASE WHEN summed.kind >= 0 THEN ${sql} ELSE ${unlike} END`;
}

/** What was bought, of the columns of `summedRows`. */
function boughtColumns(
  query: QueryText,
  shape: TotalsShape,
): Record<'days' | 'orders' | 'amount' | 'monetary', string> {
  const amount = amountSum(query, amountKind(query), 'read_amount', 'once').total((name) => `${name}_total`);
  return {
    days: daysSince(query, shape.asOf, shape.lines.timeZone),
    orders: 'bought',
    amount,
    monetary: moneySql(query, shape, amount),
  };
}

/** `bought` rows of each customer and kind, the `last` of them, and the columns of the sum of amounts; of those that are like others, the `kind` is how many have no amount, which `width` holds. */
function summedRows(query: QueryText, { lines }: TotalsShape, owner: string, width: 'Int32' | 'Int64'): string {
  requireAmount(query, owner);
  const marks = markSql(query, owner, lines.purchase, 'is_purchase');
  const ms = millisecondsOf(query);
  const { name } = query.dialect;
  // Compared as it is, without a cast for each row, even where it is unsigned.
  const isTime = name === 'clickhouse' && eventsOf(query).time.kind === 'epochMilliseconds';
  const inside = insideSql(query, lines, isTime ? 'read_time' : ms);
  const whens = [
    ...usualWhens(query, marks, lines),
    ...faultWhens(query),
    ...marks.map(({ alias }) => `WHEN NOT ${alias} THEN ${OTHER}`),
    ...(inside === 'TRUE' ? [] : [`WHEN NOT (${inside}) THEN ${unlikeKind('outside')}`]),
    `WHEN read_amount < 0 THEN ${unlikeKind('refunds')}`,
  ];
  const judged = `CASE ${whens.join(' ')} ELSE 0 END AS row_kind`;
  const rows = `SELECT read_customer, read_amount, ${ms} AS ms, ${judged} FROM (${readRows(query, marks)}) AS read_rows`;
  // Postgres stumbles over sums beyond the range of doubles, which do not count.
  const isGuarded = name === 'postgres' && amountKind(query) === 'number';
  const amount = isGuarded ? 'CASE WHEN row_kind = 0 THEN read_amount END' : 'read_amount';
  const sum = amountSum(query, amountKind(query), amount, 'once');
  const sums = sum.columns.map(([name, sql]) => `${sum.added(name, sql)} AS ${name}_total`);
  const counts = `${kindSql(query, width)} AS kind, count(*) AS bought, max(ms) AS last`;
  const only = marks.length === 0 ? '' : ` WHERE row_kind > ${OTHER}`;
  // Of kinds Postgres expects as many as there are rows, and makes a large table for them; of a select that it keeps apart, fewer.
  const apart = name === 'postgres' && marks.length === 0 ? ' OFFSET 0' : '';
  return `(SELECT ${[counts, ...sums].join(', ')} FROM (${rows}${apart}) AS judged_rows${only} GROUP BY read_customer, row_kind) AS summed`;
}

/** ClickHouse groups by narrow numbers in less time, and counts what is there of a column in which nothing may be absent as if some of it were: a number in its place costs nothing. */
function kindSql({ dialect }: QueryText, width: string): string {
  const kind = (amount: string): string => `CASE WHEN row_kind = 0 THEN count(*) - count(${amount}) ELSE row_kind END`;
  if (dialect.name !== 'clickhouse') return kind('read_amount');
  const [isNullable, of] = ['isNullable(read_amount)', 'if(isNullable(read_amount), read_amount, 1)'];
  return `accurateCast(${kind(of)}, if(${isNullable}, '${width}', 'Int8'))`;
}

/** The kind of what is unlike, as the shape says; those of rows that are no events are those of their faults. */
export function unlikeKind(name: (typeof UNLIKE)[number]): number {
  return -1 - UNLIKE.indexOf(name);
}

/** The kind of events that are no purchases. */
const OTHER = -5;

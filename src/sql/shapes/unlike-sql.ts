import { type TotalsShape, type TotalValuesShape, UNLIKE } from '../../log/shapes/totals-shape.js';
import type { QueryText } from '../query-text.js';
import { valuesOf } from '../spelling.js';
import { amountSum } from './amount-sum.js';
import { faultWhens, readRows } from './event-checks.js';
import { millisecondsOf } from './events-sql.js';
import { amountKind, insideSql, requireAmount } from './lines-sql.js';
import { markSql } from './mark-sql.js';
import { daysSince, doubleSql, moneySql, scoreSql } from './totals-columns.js';

/** Customers by kind with what they have bought and its scores, in one look at the table; as a table expression. */
export function customersByKind(query: QueryText, shape: TotalsShape, owner: string): string {
  const { days, amount, monetary } = boughtColumns(query, shape);
  const columns = {
    kind: kindSql(query),
    orders: 'bought',
    days: like(days),
    amount: like(amount),
    monetary: like(monetary),
    f: like(scoreSql(query, 'bought', shape.f, true)),
    m: like(scoreSql(query, monetary, shape.m, false), 'bought'),
  };
  const list = Object.entries(columns).map(([name, sql]) => `${sql} AS ${name}`);
  return query.expression('customers', `SELECT ${list.join(', ')} FROM ${summedRows(query, shape, owner)}`);
}

/** A row for each of these columns of a customer of a kind; as a table expression. */
export function valuesByKind(query: QueryText, { totals, of }: TotalValuesShape, owner: string): string {
  const columns = boughtColumns(query, totals);
  const values = of.map((column, place) => {
    const unlike = place === 0 ? 'bought' : '0';
    return doubleSql(query, like(columns[column], unlike));
  });
  const rows = valuesOf(query.dialect, [`${kindSql(query)} AS kind`], values, summedRows(query, totals, owner));
  return query.expression('total_values', rows);
}

/** Of customers who bought something, and of other rows. */
function like(sql: string, unlike = '0'): string {
  return `CASE WHEN summed.kind = 0 THEN ${sql} ELSE ${unlike} END`;
}

/** The name alone would be that of the column that is made of it. ClickHouse groups by half as wide a number in less time; nobody has 2³¹ purchases. */
function kindSql({ dialect }: QueryText): string {
  const kind = 'CASE WHEN summed.kind = 0 THEN unpaid ELSE summed.kind END';
  return dialect.name === 'clickhouse' ? `toInt32(${kind})` : kind;
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

/** `bought` rows of each customer and kind, how many of them are `unpaid`, the `last` of them, and the columns of the sum of amounts. */
function summedRows(query: QueryText, { lines }: TotalsShape, owner: string): string {
  requireAmount(query, owner);
  const marks = markSql(query, owner, lines.purchase, 'is_purchase');
  const ms = millisecondsOf(query);
  const inside = insideSql(query, lines, ms);
  const whens = [
    ...faultWhens(query),
    ...marks.map(({ alias }) => `WHEN NOT ${alias} THEN ${OTHER}`),
    ...(inside === 'TRUE' ? [] : [`WHEN NOT (${inside}) THEN ${unlikeKind('outside')}`]),
    `WHEN read_amount < 0 THEN ${unlikeKind('refunds')}`,
  ];
  const kind = `CASE ${whens.join(' ')} ELSE 0 END`;
  const rows = `SELECT read_customer, read_amount, ${ms} AS ms, ${kind} AS kind FROM (${readRows(query, marks)}) AS read_rows`;
  // Postgres stumbles over sums beyond the range of doubles, which do not count.
  const isGuarded = query.dialect.name === 'postgres' && amountKind(query) === 'number';
  const amount = isGuarded ? 'CASE WHEN kind = 0 THEN read_amount END' : 'read_amount';
  const sum = amountSum(query, amountKind(query), amount, 'once');
  const sums = sum.columns.map(([name, sql]) => `${sum.added(name, sql)} AS ${name}_total`);
  // Of a column that is always there ClickHouse need not count how often.
  const free = 'count(*) - count(read_amount)';
  const unpaid = query.dialect.name === 'clickhouse' ? `if(isNullable(read_amount), ${free}, 0)` : free;
  const counts = `count(*) AS bought, ${unpaid} AS unpaid, max(ms) AS last`;
  const only = marks.length === 0 ? '' : ` WHERE kind > ${OTHER}`;
  return `(SELECT kind, ${[counts, ...sums].join(', ')} FROM (${rows}) AS judged_rows${only} GROUP BY read_customer, kind) AS summed`;
}

/** The kind of what is unlike, as the shape says; those of rows that are no events are those of their faults. */
export function unlikeKind(name: (typeof UNLIKE)[number]): number {
  return -1 - UNLIKE.indexOf(name);
}

/** The kind of events that are no purchases. */
const OTHER = -5;

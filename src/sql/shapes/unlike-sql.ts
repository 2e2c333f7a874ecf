import { type TotalsShape, type TotalValuesShape, UNLIKE } from '../../log/shapes/totals-shape.js';
import type { QueryText } from '../query-text.js';
import { amountSum } from './amount-sum.js';
import { eventsOf, faultWhens, readRows, usualWhens } from './event-checks.js';
import { millisecondsOf } from './events-sql.js';
import { amountKind, insideSql, requireAmount } from './lines-sql.js';
import { markSql } from './mark-sql.js';
import { daysSince, moneySql, scoreSql, valueRows } from './totals-columns.js';

/** Customers by kind with what they have bought and its scores, in one look at the table. */
export function customersByKind(query: QueryText, shape: TotalsShape, owner: string): QueryText {
  const { days, amount } = boughtColumns(query, shape);
  const isWhole = amountKind(query) === 'integer';
  const f = scoreSql(query, 'bought', shape.f, true);
  const kinds = { kind: 'whole', orders: 'whole', days: 'whole', f: 'whole', m: 'whole' } as const;
  const columns = { ...kinds, amount: isWhole ? 'finite' : 'number' } as const;
  if (query.dialect.name !== 'clickhouse') {
    const named = {
      kind: 'summed.kind',
      orders: 'bought',
      days: like(days),
      amount,
      f,
      m: scoreSql(query, moneySql(query, shape, amount), shape.m, false),
    };
    const rows = summedRows(query, shape, owner, 'Int64');
    return query.over(query.expression('customers', `SELECT ${listed(named)} FROM ${rows}`), columns);
  }
  // Names of the same select: what is written once is planned once, and so is a select less. Its keys are as narrow as they can be.
  const named = {
    orders: 'bought',
    days: `toInt32(${days} * (kind >= 0))`,
    // Of whole numbers the sum is finite; elsewhere those of other rows are left out as they are added.
    amount: isWhole ? amount : like(amount, '0', 'kind'),
    f,
    // A whole number has reached a whole cut where the double that it comes to has.
    m: isWholeSum(query, shape)
      ? scoreSql(query, 'whole_total', shape.m, true)
      : scoreSql(query, moneySql(query, shape, 'amount'), shape.m, false),
  };
  return query.overRows(summedRows(query, shape, owner, 'Int64', named), columns);
}

/** Whether the monetary value is a whole number. */
function isWholeSum(query: QueryText, { monetary, step }: TotalsShape): boolean {
  return amountKind(query) === 'integer' && monetary === 'sum' && step === null;
}

function listed(columns: Readonly<Record<string, string>>): string {
  return Object.entries(columns)
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join(', ');
}

/** A row for each of these columns of a customer of a kind. */
export function valuesByKind(query: QueryText, { totals, of }: TotalValuesShape, owner: string): QueryText {
  const isBounded = amountKind(query) === 'integer' && totals.step === null; // to divide by a step may overflow
  // ClickHouse writes whole numbers in less time than doubles, which they are where they are read.
  const areWhole = query.dialect.name === 'clickhouse' && isWholeSum(query, totals);
  const number = (sql: string): string => (areWhole ? query.dialect.signed(sql) : query.dialect.double(sql));
  const { days, orders, amount, monetary } = boughtColumns(query, totals);
  const columns = areWhole
    ? { days: number(days), orders: number(orders), amount: 'whole_total', monetary: 'whole_total' }
    : { days: number(days), orders: number(orders), amount: number(amount), monetary: number(monetary) };
  const values = of.map((column, place) => like(columns[column], place === 0 ? number('bought') : '0'));
  return valueRows(query, summedRows(query, totals, owner, 'Int32'), values, {
    kind: 'whole',
    value: isBounded ? 'finite' : 'number',
  });
}

/** Of customers who bought something, and of other rows. */
function like(sql: string, unlike = '0', kind = 'summed.kind'): string {
  return `CASE WHEN ${kind} >= 0 THEN ${sql} ELSE ${unlike} END`;
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
function summedRows(
  query: QueryText,
  { lines }: TotalsShape,
  owner: string,
  width: 'Int32' | 'Int64',
  more: Readonly<Record<string, string>> = {},
): string {
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
  const judged = [`${ms} AS ms`, `CASE ${whens.join(' ')} ELSE 0 END AS row_kind`];
  // A select less is planned in less time.
  const rows =
    name === 'clickhouse'
      ? readRows(query, marks, judged)
      : `SELECT read_customer, read_amount, ${judged.join(', ')} FROM (${readRows(query, marks)}) AS read_rows`;
  // Postgres stumbles over sums beyond the range of doubles, which do not count.
  const isGuarded = name === 'postgres' && amountKind(query) === 'number';
  const amount = isGuarded ? 'CASE WHEN row_kind = 0 THEN read_amount END' : 'read_amount';
  const sum = amountSum(query, amountKind(query), amount, 'once');
  const sums = sum.columns.map(([name, sql]) => `${sum.added(name, sql)} AS ${name}_total`);
  const counts = `${kindSql(query, width)} AS kind, count(*) AS bought, max(ms) AS last`;
  const only = marks.length === 0 ? '' : ` WHERE row_kind > ${OTHER}`;
  // Of kinds Postgres expects as many as there are rows, and makes a large table for them; of a select that it keeps apart, fewer.
  const apart = name === 'postgres' && marks.length === 0 ? ' OFFSET 0' : '';
  const list = [counts, ...sums, ...(listed(more) === '' ? [] : [listed(more)])];
  return `(SELECT ${list.join(', ')} FROM (${rows}${apart}) AS judged_rows${only} GROUP BY read_customer, row_kind) AS summed`;
}

/** ClickHouse counts what is there of a column in which nothing may be absent as if some of it were: a number in its place costs nothing. */
function kindSql({ dialect }: QueryText, width: 'Int32' | 'Int64'): string {
  const kind = (amount: string): string => `CASE WHEN row_kind = 0 THEN count(*) - count(${amount}) ELSE row_kind END`;
  if (dialect.name !== 'clickhouse') return kind('read_amount');
  const own = kind('if(isNullable(read_amount), read_amount, 1)');
  return width === 'Int64' ? own : `accurateCast(${own}, '${width}')`;
}

/** The kind of what is unlike, as the shape says; those of rows that are no events are those of their faults. */
export function unlikeKind(name: (typeof UNLIKE)[number]): number {
  return -1 - UNLIKE.indexOf(name);
}

/** The kind of events that are no purchases. */
const OTHER = -5;

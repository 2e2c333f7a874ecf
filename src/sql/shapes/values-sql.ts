import type { StartersShape, ValuesShape } from '../../log/shapes/value-shape.js';
import { refuseSql } from '../compile-error.js';
import { periodNumber } from '../period-number.js';
import type { QueryText } from '../query-text.js';
import { amountSum } from './amount-sum.js';
import { eventsSql, nameOf } from './events-sql.js';
import { exactProducts, exactSquare, productColumns } from './exact-products.js';
import { linesTable } from './lines-sql.js';
import { markSql } from './mark-sql.js';
import { amountOf } from './sales-sql.js';

/** Customers with their cohorts. */
export function startersSql(query: QueryText, shape: StartersShape, owner: string): QueryText {
  const select = `SELECT cohort, through FROM ${startersTable(query, shape, owner)}`;
  return query.over(query.expression('starters', select), { cohort: 'whole', through: 'whole' });
}

/** What customers have brought by each age, and from when on it is something else. */
export function valuesSql(query: QueryText, shape: ValuesShape, owner: string): QueryText {
  const { dialect, source } = query;
  const kind = amountOf(query, owner);
  // Squares of sums that were rounded do not tell how amounts spread.
  if (kind === 'number' && source.sums !== 'exact')
    return refuseSql(`the amount of ${owner}`, "a column of kind 'integer', or sums 'exact' in the eventTable", kind);
  const sum = amountSum(query, kind, 'amount');
  const aged = agedSql(query, shape, owner, sum.columns);
  const sums = sum.columns.map(([name]) => `${sum.added(name, name)} AS ${name}_sum`);
  const own = 'customer, cohort, through, age';
  const byAge = `SELECT ${own}, ${sums.join(', ')} FROM (${aged}) AS aged GROUP BY ${own}`;
  const over = 'PARTITION BY customer ORDER BY age ASC';
  const total = sum.total((name) => `${sum.added(name, `${name}_sum`)} OVER (${over})`);
  const next = dialect.neighbour('lead', 'age', over);
  const facts = ['cohort', 'through', 'age', `${dialect.as(kind, total)} AS value`, `${next} AS next_age`];
  const running = query.expression('running_values', `SELECT ${facts.join(', ')} FROM (${byAge}) AS by_age`);
  const until = shape.windowLength === null ? 'next_age' : 'coalesce(next_age, through)';
  const last = shape.ages === null ? '' : ` AND ${until} < ${query.integer(shape.ages)}`;
  const rows =
    `SELECT cohort, age, 1 AS sign, value FROM ${running} UNION ALL ` +
    `SELECT cohort, ${until} AS age, -1 AS sign, value FROM ${running} WHERE ${until} IS NOT NULL${last}`;
  const square =
    kind === 'integer' ? exactProducts(dialect, 'square', ['value', 'value']) : exactSquare(query, 'square', 'value');
  const list = ['cohort', 'age', `${dialect.as('integer', 'sign')} AS sign`, 'value', ...square];
  const select = `SELECT ${list.join(', ')} FROM (${rows}) AS changes`;
  return query.over(query.expression('values', select), {
    ...{ cohort: 'whole', age: 'whole', sign: 'whole', value: kind },
    ...productColumns(['square'], kind),
  });
}

/** Purchases by the age at which they were made, of those who had started. */
function agedSql(
  query: QueryText,
  shape: ValuesShape,
  owner: string,
  columns: readonly (readonly [name: string, sql: string])[],
): string {
  const { dialect } = query;
  const { periods, windowLength, ages, asOf } = shape;
  const lines = linesTable(query, { purchase: shape.purchase, per: 'event', timeZone: periods.timeZone }, owner);
  const counted = ['amount IS NOT NULL', `ms <= ${query.integer(asOf)}`, ...(shape.isNet ? [] : ['NOT is_refund'])];
  const period = windowLength === null ? `, ${periodNumber(query, 'ms', 'epochMilliseconds', periods)} AS period` : '';
  const paid = `SELECT customer, ms, amount${period} FROM ${lines} WHERE ${counted.join(' AND ')}`;
  const age =
    windowLength === null ? 'greatest(l.period - s.cohort, 0)' : windowsSql(query, 'l.ms - s.start_ms', windowLength);
  const rows =
    `SELECT s.customer AS customer, s.cohort AS cohort, s.through AS through, l.amount AS amount, ` +
    `${dialect.as('integer', age)} AS age FROM ${startersTable(query, shape, owner)} AS s ` +
    `JOIN (${paid}) AS l ON l.customer = s.customer WHERE l.ms >= s.start_ms`;
  const last = [
    ...(windowLength === null ? [] : ['age < through']),
    ...(ages === null ? [] : [`age < ${query.integer(ages)}`]),
  ];
  const list = columns.map(([name, sql]) => `${sql} AS ${name}`);
  const where = last.length === 0 ? '' : ` WHERE ${last.join(' AND ')}`;
  return `SELECT customer, cohort, through, age, ${list.join(', ')} FROM (${rows}) AS since${where}`;
}

/** `customer`, `start_ms`, `cohort` and `through` of those who start in the range. */
function startersTable(query: QueryText, shape: StartersShape | ValuesShape, owner: string): string {
  const { dialect } = query;
  const { start, periods, windowLength, ages, from, to, asOf } = shape;
  amountOf(query, owner);
  const marks = markSql(query, owner, start, 'is_start');
  const where = ['fault = 0', ...marks.map(nameOf)].join(' AND ');
  const rows =
    start === null
      ? `${linesTable(query, { purchase: shape.purchase, per: 'event', timeZone: periods.timeZone }, owner)} WHERE is_first`
      : `${eventsSql(query, periods, marks, null)} WHERE ${where}`;
  const firsts = `SELECT customer, min(ms) AS start_ms FROM ${rows} AND ms <= ${query.integer(asOf)} GROUP BY customer`;
  const bounds = [
    ...(from === null ? [] : [`start_ms >= ${query.integer(from)}`]),
    ...(to === null ? [] : [`start_ms < ${query.integer(to)}`]),
  ];
  const since = `${query.integer(asOf + 1)} - start_ms`;
  const most = windowLength === null ? 'NULL' : windowsSql(query, since, windowLength);
  const through = ages === null || windowLength === null ? most : `least(${most}, ${query.value(ages).sql})`;
  const list = [
    ...['customer', 'start_ms'],
    `${periodNumber(query, 'start_ms', 'epochMilliseconds', periods)} AS cohort`,
    `${dialect.as('integer', through)} AS through`,
  ];
  const range = bounds.length === 0 ? '' : ` WHERE ${bounds.join(' AND ')}`;
  return query.expression('starts_of_value', `SELECT ${list.join(', ')} FROM (${firsts}) AS firsts${range}`);
}

/** Whole windows in milliseconds that are not below 0. */
function windowsSql(query: QueryText, ms: string, length: number): string {
  return `floor(${query.dialect.as('number', `(${ms})`)} / ${query.value(length).sql})`;
}

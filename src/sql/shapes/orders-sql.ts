import type { Orders } from '../../log/shapes/away-shape.js';
import type { QueryText } from '../query-text.js';
import { linesTable } from './lines-sql.js';

/** A row for each order: `customer`, `ms`, `next_ms`, that of the customer's next order, and `threshold`, how long it keeps its customer. */
export function ordersSql(query: QueryText, shape: Orders, owner: string): string {
  const { rule, asOf } = shape;
  const lines = linesTable(query, shape, owner);
  const next = query.dialect.neighbour('lead', 'ms', 'PARTITION BY customer ORDER BY ms ASC');
  const firsts = `SELECT customer, ms FROM ${lines} WHERE is_first AND ms <= ${query.integer(asOf)}`;
  const gaps = query.expression('order_gaps', `SELECT customer, ms, ${next} AS next_ms FROM (${firsts}) AS orders`);
  const otherwise = query.integer(rule.otherwise);
  if (rule.own === null)
    return query.expression('orders', `SELECT customer, ms, next_ms, ${otherwise} AS threshold FROM ${gaps}`, true);
  const own = `SELECT customer, ${ownSql(query, rule.own.factor)} AS own FROM (${middlesSql(query, gaps, rule.own.fewest)}) AS middles`;
  return query.expression(
    'orders',
    `SELECT o.customer AS customer, o.ms AS ms, o.next_ms AS next_ms, coalesce(m.own, ${otherwise}) AS threshold ` +
      `FROM ${gaps} AS o LEFT JOIN (${own}) AS m ON m.customer = o.customer`,
  );
}

/** Twice the middle of each customer's gaps: the sum of the two in the middle, or of the one with itself. */
function middlesSql(query: QueryText, gaps: string, minimum: number): string {
  const closed = `SELECT customer, next_ms - ms AS gap FROM ${gaps} WHERE next_ms IS NOT NULL`;
  const placed =
    'SELECT customer, gap, row_number() OVER (PARTITION BY customer ORDER BY gap ASC) AS place, ' +
    `count(*) OVER (PARTITION BY customer) AS gaps FROM (${closed}) AS closed`;
  const where = `gaps >= ${query.integer(minimum)} AND place * 2 BETWEEN gaps AND gaps + 2`;
  const doubled = query.dialect.as('number', 'min(gap) + max(gap)');
  return `SELECT customer, ${doubled} AS doubled FROM (${placed}) AS placed WHERE ${where} GROUP BY customer HAVING max(gap) > 0`;
}

/** So many times half of that, in whole milliseconds above 0; halves are rounded up, as by `Math.round`. */
function ownSql(query: QueryText, factor: number): string {
  const times = `(doubled * 0.5 * ${query.value(factor).sql})`;
  // From 2^52 on every double is whole; what is longer than 2^53 never ends.
  const rounded = `CASE WHEN ${times} >= 4503599627370496 THEN least(${times}, ${query.value(2 ** 53).sql}) ELSE floor(${times} + 0.5) END`;
  return query.dialect.as('integer', `greatest(${rounded}, 1)`);
}

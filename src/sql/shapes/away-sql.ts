import type { AwayShape } from '../../log/shapes/away-shape.js';
import type { QueryText } from '../query-text.js';
import { ordersSql } from './orders-sql.js';

/** Customers who lapsed in a range, and whether they came back. */
export function awaySql(query: QueryText, shape: AwayShape, owner: string): QueryText {
  const { from, to, within, asOf } = shape;
  const orders = ordersSql(query, shape, owner);
  const last = query.integer(asOf);
  const lapse = 'ms + threshold';
  const bounds = [
    `${lapse} <= ${last}`,
    `(next_ms IS NULL OR next_ms > ${lapse})`,
    ...(from === null ? [] : [`${lapse} >= ${query.integer(from)}`]),
    ...(to === null ? [] : [`${lapse} < ${query.integer(to)}`]),
  ];
  // The first order after which a customer lapsed is followed by the first of the orders that follow one, if by any.
  const firsts =
    `SELECT min(ms) + min(threshold) AS lapsed_ms, min(next_ms) AS back_ms FROM ${orders} ` +
    `WHERE ${bounds.join(' AND ')} GROUP BY customer`;
  const seen = `(${last} - lapsed_ms)`;
  const followed = within === null ? seen : `least(${seen}, ${query.integer(within)})`;
  const ended = `coalesce(back_ms - lapsed_ms <= ${followed}, FALSE)`;
  const columns = {
    ended: `CASE WHEN ${ended} THEN 1 ELSE 0 END`,
    duration: `CASE WHEN ${ended} THEN back_ms - lapsed_ms ELSE ${followed} END`,
    mature: within === null ? '0' : `CASE WHEN ${seen} >= ${query.integer(within)} THEN 1 ELSE 0 END`,
  };
  const list = Object.entries(columns).map(([name, sql]) => `${query.dialect.as('integer', sql)} AS ${name}`);
  const select = `SELECT ${list.join(', ')} FROM (${firsts}) AS lapsed`;
  return query.over(query.expression('away', select), { ended: 'whole', duration: 'whole', mature: 'whole' });
}

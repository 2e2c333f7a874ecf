import type { StretchesShape } from '../../log/shapes/stretches-shape.js';
import { comebacks } from '../../time/comebacks.js';
import { periodNumber } from '../period-number.js';
import type { QueryText } from '../query-text.js';
import { ordersSql } from './orders-sql.js';

/** Stretches of activity: an order after which none comes in time ends one, and the next order begins another. */
export function stretchesSql(query: QueryText, shape: StretchesShape, owner: string): QueryText {
  const asOf = query.integer(shape.asOf);
  const over = 'PARTITION BY customer ORDER BY ms ASC';
  const before = (column: string): string => query.dialect.neighbour('lag', column, over);
  const orders = ordersSql(query, shape, owner);
  const firsts = `min(ms) OVER (PARTITION BY customer) AS first_ms`;
  const ends = `SELECT * FROM (SELECT customer, ms, next_ms, threshold, ${firsts} FROM ${orders}) AS ordered WHERE next_ms IS NULL OR next_ms - ms > threshold`;
  const stretches =
    `SELECT coalesce(${before('next_ms')}, first_ms) AS since_ms, ms + threshold AS lapse_ms, ` +
    `${before('ms')} + threshold AS lapsed_ms FROM (${ends}) AS ends`;
  const period = (ms: string): string => periodAt(query, shape, ms);
  const placed =
    `SELECT ${period('since_ms')} AS since, CASE WHEN lapse_ms <= ${asOf} THEN ${period(`least(lapse_ms, ${asOf})`)} END AS gone, ` +
    `CASE WHEN lapsed_ms IS NOT NULL THEN ${period(`coalesce(lapsed_ms, ${asOf})`)} END AS was FROM (${stretches}) AS stretches`;
  const select =
    'SELECT since, gone, CASE WHEN was IS NULL THEN 0 WHEN was < since THEN 2 ELSE 1 END AS began, ' +
    `CASE WHEN gone > since THEN 1 ELSE 0 END AS lost FROM (${placed}) AS placed`;
  const columns = { since: 'whole', began: 'whole', gone: 'whole', lost: 'whole' } as const;
  return query.over(query.expression('stretches', select), columns);
}

/** The period of an instant where each goes from its first instant to that of the next. */
function periodAt(query: QueryText, { periods, asOf }: StretchesShape, ms: string): string {
  const period = periodNumber(query, ms, 'epochMilliseconds', periods);
  const cases = comebacks(periods, asOf + 1).map(
    ([from, until, index]) =>
      `WHEN ${ms} >= ${query.integer(from)} AND ${ms} < ${query.integer(until)} THEN ${query.integer(index)}`,
  );
  return cases.length === 0 ? period : `CASE ${cases.join(' ')} ELSE ${period} END`;
}

import { daysPlan, type PurchasesPlan } from '../../log/shapes/periods-plan.js';
import type { BuyersShape, GapsShape } from '../../log/shapes/shape-plan.js';
import type { QueryText } from '../query-text.js';
import { eventsSql, nameOf } from './events-sql.js';
import { stepSql } from './step-sql.js';

/** Customers by whether they bought before a period, and how often in it. */
export function buyersSql(query: QueryText, shape: BuyersShape, owner: string): QueryText {
  const { from, to } = shape;
  const purchases = purchasesSql(query, shape, null, owner);
  const isBefore = from === null ? 'FALSE' : `ms < ${query.integer(from)}`;
  const until = to === null ? '' : ` WHERE ms < ${query.integer(to)}`;
  const counts = `count(CASE WHEN ${isBefore} THEN 1 END) AS earlier, count(*) AS purchases`;
  const rows = `SELECT ${counts} FROM ${purchases}${until} GROUP BY customer`;
  const select = `SELECT CASE WHEN earlier > 0 THEN 1 ELSE 0 END AS before, least(purchases - earlier, 2) AS within FROM (${rows}) AS counted`;
  return query.over(query.expression('buyers', select), { before: 'whole', within: 'whole' });
}

/** Purchases with their numbers and how long it was to the next. */
export function gapsSql(query: QueryText, shape: GapsShape, owner: string): QueryText {
  const { from, to, numbers, within, asOf, upTo } = shape;
  const purchases = purchasesSql(query, shape, asOf, owner);
  const over = 'PARTITION BY customer ORDER BY ms ASC';
  const next = query.dialect.neighbour('lead', 'ms', over);
  const numbered = `SELECT ms, row_number() OVER (${over}) AS number, ${next} AS next_ms FROM ${purchases}`;
  const conditions = [
    ...(numbers === null ? [] : [`number BETWEEN ${query.integer(numbers[0])} AND ${query.integer(numbers[1])}`]),
    ...(from === null ? [] : [`ms >= ${query.integer(from)}`]),
    ...(to === null ? [] : [`ms < ${query.integer(to)}`]),
  ];
  const where = conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`;
  const seen = `(${query.integer(asOf)} - ms)`;
  const followed = within === null ? seen : `least(${seen}, ${query.integer(within)})`;
  const mature = within === null ? '0' : `CASE WHEN ${seen} >= ${query.integer(within)} THEN 1 ELSE 0 END`;
  const ended = `coalesce(next_ms - ms <= ${followed}, FALSE)`;
  const columns = {
    place: `least(number - 1, ${query.integer(upTo)})`,
    ended: `CASE WHEN ${ended} THEN 1 ELSE 0 END`,
    duration: `CASE WHEN ${ended} THEN next_ms - ms ELSE ${followed} END`,
    mature,
  };
  const list = Object.entries(columns).map(([name, sql]) => `${query.dialect.as('integer', sql)} AS ${name}`);
  const select = `SELECT ${list.join(', ')} FROM (${numbered}) AS numbered${where}`;
  return query.over(query.expression('gaps', select), {
    place: 'whole',
    ended: 'whole',
    duration: 'whole',
    mature: 'whole',
  });
}

/** A row for each purchase: `customer` and `ms`, that of its first event. */
export function purchasesSql(
  query: QueryText,
  shape: Omit<PurchasesPlan, 'from' | 'to'>,
  asOf: number | null,
  owner: string,
): string {
  const step = stepSql(query, owner, shape.purchase);
  const marks = step === null ? [] : [{ alias: 'is_purchase', ...step }];
  const from = eventsSql(query, daysPlan(shape.timeZone), marks, asOf);
  const rows = `FROM ${from} WHERE ${['fault = 0', ...marks.map(nameOf)].join(' AND ')}`;
  const select = {
    event: `SELECT customer, ms ${rows}`,
    instant: `SELECT DISTINCT customer, ms ${rows}`,
    day: `SELECT customer, first_ms AS ms FROM (SELECT customer, min(ms) AS first_ms ${rows} GROUP BY customer, period) AS firsts`,
  }[shape.per];
  return query.expression('purchases', select, true);
}

import type { BalanceShape, DeliveriesShape } from '../../log/shapes/continuing-shape.js';
import { calendarFor } from '../../time/calendar.js';
import { periodNumber } from '../period-number.js';
import type { QueryText } from '../query-text.js';
import { begunPeriod } from './begun-period.js';
import { purchasesSql } from './purchases-sql.js';

/** Customers by their first purchase, with how many followed. */
export function deliveriesSql(query: QueryText, shape: DeliveriesShape, owner: string): QueryText {
  const { dialect } = query;
  const { periods, every, grace, upTo, asOf, from, to } = shape;
  const purchases = purchasesSql(query, shape, asOf, owner);
  const firsts = `SELECT min(ms) AS first_ms, count(*) AS purchases FROM ${purchases} GROUP BY customer`;
  const bounds = [
    ...(from === null ? [] : [`first_ms >= ${query.integer(from)}`]),
    ...(to === null ? [] : [`first_ms < ${query.integer(to)}`]),
  ];
  const where = bounds.length === 0 ? '' : ` WHERE ${bounds.join(' AND ')}`;
  const since = dialect.as('number', `(${query.integer(asOf - grace)} - first_ms)`);
  const over = `greatest(floor(${since} / ${query.value(every).sql}), 0)`;
  const due = dialect.as('integer', `least(${over}, ${query.value(upTo - 1).sql})`);
  const rows =
    `SELECT ${periodNumber(query, 'first_ms', 'epochMilliseconds', periods)} AS cohort, ${due} + 1 AS due, ` +
    `${dialect.as('integer', 'purchases')} AS purchases FROM (${firsts}) AS firsts${where}`;
  const select = `SELECT cohort, due, least(purchases, due) AS had FROM (${rows}) AS cohorts`;
  return query.over(query.expression('deliveries', select), integers(['cohort', 'due', 'had']));
}

/** Customers and periods with purchases, and how far these reach. */
export function balanceSql(query: QueryText, shape: BalanceShape, owner: string): QueryText {
  const { dialect } = query;
  const { periods, lapse, asOf } = shape;
  const last = calendarFor('toSql', periods).indexOf(asOf);
  const purchases = purchasesSql(query, shape, asOf, owner);
  const period = `least(${begunPeriod(query, 'ms', periods, asOf)}, ${query.integer(last)})`;
  const lapses = lapse === null ? '' : `ms + ${query.integer(lapse)}`;
  // Instants after the last one have no period: they are not asked for one.
  const within = `least(${lapses}, ${query.integer(asOf)})`;
  const reached = `least(${begunPeriod(query, within, periods, asOf)} - 1, ${query.integer(last - 1)})`;
  const until =
    lapse === null
      ? 'NULL'
      : `CASE WHEN ${lapses} > ${query.integer(asOf)} THEN ${query.integer(last)} ELSE ${reached} END`;
  const whole = (name: string, sql: string): string => `${dialect.as('integer', sql)} AS ${name}`;
  const placed = `SELECT customer, ms, ${whole('period', period)}, ${whole('reached', until)} FROM ${purchases}`;
  const facts = ['min(ms) AS first_ms', lapse === null ? 'period AS reach' : 'max(reached) AS reach'];
  const pairs = `SELECT customer, period, ${facts.join(', ')} FROM (${placed}) AS placed GROUP BY customer, period`;
  const before = dialect.neighbour('lag', 'reach', 'PARTITION BY customer ORDER BY period ASC');
  const rows = `SELECT period, first_ms, reach, ${before} AS before FROM (${pairs}) AS pairs`;
  const isNew = 'reach >= period AND (before IS NULL OR reach > before)';
  const isJoining = 'reach >= period AND (before IS NULL OR before < period - 1)';
  const columns = {
    start: `CASE WHEN ${isNew} THEN greatest(period, coalesce(before + 1, period)) END`,
    until: `CASE WHEN ${isNew} THEN reach END`,
    joined: `CASE WHEN ${isJoining} THEN CASE WHEN before IS NULL THEN 1 ELSE 2 END ELSE 0 END`,
    ms: 'first_ms',
  };
  const list = Object.entries(columns).map(([name, sql]) => whole(name, sql));
  const select = `SELECT ${list.join(', ')} FROM (${rows}) AS reaches`;
  return query.over(query.expression('balance', select), integers(Object.keys(columns)));
}

function integers(names: readonly string[]): Readonly<Record<string, 'integer'>> {
  return Object.fromEntries(names.map((name) => [name, 'integer']));
}

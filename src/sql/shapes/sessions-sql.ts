import { daysPlan } from '../../log/shapes/periods-plan.js';
import type { SessionsShape, VisitorsShape } from '../../log/shapes/session-shape.js';
import type { QueryText } from '../query-text.js';
import { eventsSql, nameOf } from './events-sql.js';
import { exactProducts, productColumns } from './exact-products.js';
import { markSql } from './mark-sql.js';

/** Sessions with their lengths. */
export function sessionsSql(query: QueryText, shape: SessionsShape, owner: string): QueryText {
  const select = `SELECT duration, events FROM ${sessionTable(query, shape, owner)}`;
  return query.over(query.expression('sessions', select), { duration: 'whole', events: 'whole' });
}

/** Customers with what their sessions come to. */
export function visitorsSql(query: QueryText, shape: VisitorsShape, owner: string): QueryText {
  const { dialect } = query;
  const whole = (name: string, sql: string): string => `${dialect.as('integer', sql)} AS ${name}`;
  const totals = [
    whole('sessions', 'count(*)'),
    whole('durations', dialect.integerSum('duration')),
    whole('events', dialect.integerSum('session_events')),
    whole('bounces', 'count(CASE WHEN session_events = 1 THEN 1 END)'),
  ];
  const rows = `SELECT customer, duration, events AS session_events FROM ${sessionTable(query, shape, owner)}`;
  const visitors = `SELECT ${totals.join(', ')} FROM (${rows}) AS visits GROUP BY customer`;
  const products = PRODUCTS.flatMap(([a, b]) => exactProducts(dialect, `${a}_${b}`, [a, b]));
  const names = ['sessions', 'durations', 'events', 'bounces'];
  const select = `SELECT ${[...names, ...products].join(', ')} FROM (${visitors}) AS visitors`;
  return query.over(query.expression('visitors', select), {
    ...Object.fromEntries(names.map((name) => [name, 'integer' as const])),
    ...productColumns(
      PRODUCTS.map(([a, b]) => `${a}_${b}`),
      'integer',
    ),
  });
}

const PRODUCTS = [
  ['sessions', 'sessions'],
  ['durations', 'durations'],
  ['durations', 'sessions'],
  ['events', 'events'],
  ['events', 'sessions'],
  ['bounces', 'bounces'],
  ['bounces', 'sessions'],
] as const;

/** A session for each event before which there was none for too long: ties of it are not, as none of them comes before the others. */
function sessionTable(query: QueryText, shape: SessionsShape | VisitorsShape, owner: string): string {
  const { dialect } = query;
  const marks = markSql(query, owner, shape.event, 'is_event');
  const from = eventsSql(query, daysPlan(shape.timeZone), marks, shape.asOf);
  const over = 'PARTITION BY customer ORDER BY ms ASC';
  const whole = 'PARTITION BY customer';
  const before = (column: string): string => dialect.neighbour('lag', column, over);
  const facts = [
    'customer',
    'ms',
    `${before('ms')} AS before_ms`,
    ...(shape.isSplit ? ['period', `${before('period')} AS before_period`] : []),
    `${dialect.as('integer', `rank() OVER (${over})`)} AS place`,
    `${dialect.as('integer', `count(*) OVER (${whole})`)} AS total`,
    `max(ms) OVER (${whole}) AS last_ms`,
  ];
  const where = ['fault = 0', ...marks.map(nameOf)].join(' AND ');
  const placed = `SELECT ${facts.join(', ')} FROM ${from} WHERE ${where}`;
  const split = shape.isSplit ? ' OR before_period <> period' : '';
  const isStart = `before_ms IS NULL OR ms - before_ms > ${query.integer(shape.timeout)}${split}`;
  const starts = `SELECT customer, ms, before_ms, place, total, last_ms FROM (${placed}) AS placed WHERE ${isStart}`;
  const after = (column: string): string => dialect.neighbour('lead', column, over);
  const sessions =
    `SELECT customer, ms, coalesce(${after('before_ms')}, last_ms) - ms AS duration, ` +
    `coalesce(${after('place')}, total + 1) - place AS events FROM (${starts}) AS starts`;
  return query.expression(
    'session_table',
    `SELECT customer, duration, events FROM (${sessions}) AS sessions${within(query, shape)}`,
  );
}

function within(query: QueryText, { from, to }: SessionsShape | VisitorsShape): string {
  const bounds = [
    ...(from === null ? [] : [`ms >= ${query.integer(from)}`]),
    ...(to === null ? [] : [`ms < ${query.integer(to)}`]),
  ];
  return bounds.length === 0 ? '' : ` WHERE ${bounds.join(' AND ')}`;
}

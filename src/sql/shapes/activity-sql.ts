import type { ActivityShape, DaysShape } from '../../log/shape-plan.js';
import { refuseSql } from '../compile-error.js';
import type { TimeKind } from '../kinds.js';
import { periodNumber } from '../period-number.js';
import type { QueryText } from '../query-text.js';
import { type EventColumn, eventsSql, nameOf } from './events-sql.js';
import { SHAPE_EVENTS, SHAPE_FAULT } from './shape-columns.js';
import { neighbour } from './spelling.js';
import { stepSql } from './step-sql.js';

/** Customers and periods, with the distance to the next active period or the one before. */
export function activitySql(query: QueryText, shape: ActivityShape, owner: string): QueryText {
  const { name, isActive } = pairsSql(query, shape, owner);
  const over = `PARTITION BY customer${isActive === 'TRUE' ? '' : `, ${isActive}`} ORDER BY pair`;
  const { widest } = shape;
  const next = `least(coalesce(${neighbour(query.dialect, 'lead', 'pair', over)} - pair, ${widest}), ${widest})`;
  const before = `least(coalesce(pair - ${neighbour(query.dialect, 'lag', 'pair', over)}, 0), ${widest})`;
  const gap = shape.towards === 'before' ? before : widest === 1 ? '1' : next;
  const given = isActive === 'TRUE' ? gap : `CASE WHEN ${isActive} THEN ${gap} END`;
  const rows = query.expression(
    'activity',
    `SELECT ${FAULT}, ${SHAPE_EVENTS}, pair AS period, until, ${query.dialect.as('integer', given)} AS gap FROM ${name}`,
  );
  return query.over(rows, { period: 'integer', until: 'integer', gap: 'integer' });
}

/** Customers, with the number of their active periods in a range. */
export function daysSql(query: QueryText, shape: DaysShape, owner: string): QueryText {
  const { name, isActive } = pairsSql(query, shape, owner);
  const bounds = [
    ...(shape.first === null ? [] : [`pair >= ${query.integer(shape.first)}`]),
    ...(shape.last === null ? [] : [`pair <= ${query.integer(shape.last)}`]),
  ];
  const counts = [isActive, ...bounds].filter((each) => each !== 'TRUE').join(' AND ') || 'TRUE';
  const fault = `CASE WHEN customer IS NULL THEN pair ELSE 0 END`;
  const rows = query.expression(
    'days',
    `SELECT ${fault} AS ${SHAPE_FAULT}, ${query.dialect.as('integer', query.dialect.integerSum(SHAPE_EVENTS))} AS all_events, ` +
      `count(CASE WHEN ${counts} THEN 1 END) AS active FROM ${name} GROUP BY customer, ${fault}`,
  );
  const named = query.expression(
    'counted_days',
    `SELECT ${SHAPE_FAULT}, all_events AS ${SHAPE_EVENTS}, active FROM ${rows}`,
  );
  return query.over(named, { active: 'integer' });
}

/** In a pair without a customer stand, instead of the period, the faults of what is no event. */
const FAULT = `CASE WHEN customer IS NULL THEN pair ELSE 0 END AS ${SHAPE_FAULT}`;

/** A row for each customer and period with events: `customer`, `pair` (the period), `events`, `until`. */
function pairsSql(query: QueryText, shape: ActivityShape | DaysShape, owner: string) {
  const { event, minimum } = shape;
  const events = query.events ?? refuseSql('the source', 'an eventTable', 'a table', owner);
  const columns = [periodColumn(query, shape)];
  const step = event === null ? null : { alias: 'is_event', ...stepSql(query, events, owner, event) };
  const isEach = step === null || (step.sql === 'TRUE' && !step.isFirstOnly);
  if (!isEach && step !== null) columns.push(step);
  const from = eventsSql(query, columns, shape.asOf);
  const period = `CASE WHEN fault = 0 THEN period ELSE fault END`;
  const hits = isEach || step === null ? '' : `, count(CASE WHEN ${nameOf(step)} THEN 1 END) AS hits`;
  const name = query.expression(
    'pairs',
    `SELECT customer, ${period} AS pair, count(*) AS ${SHAPE_EVENTS}, max(ms) AS until${hits} FROM ${from} GROUP BY customer, ${period}`,
  );
  const isActive = isEach ? (minimum === 1 ? 'TRUE' : `(${SHAPE_EVENTS} >= ${minimum})`) : `(hits >= ${minimum})`;
  return { name, isActive };
}

function periodColumn(query: QueryText, { periods }: ActivityShape | DaysShape): EventColumn {
  const { dialect, events } = query;
  if (events === null) return refuseSql('the source', 'an eventTable', 'a table');
  const time = query.read(events.time);
  const kind = events.time.kind as TimeKind; // as eventTable checked
  const sql = `CASE WHEN ${dialect.isInRange(time, kind)} THEN ${periodNumber(query, time, kind, periods)} END`;
  return { alias: 'period', sql };
}

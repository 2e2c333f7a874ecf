import type { ActivityShape, DaysShape } from '../../log/shapes/shape-plan.js';
import type { StepFacts } from '../../log/step-facts.js';
import type { QueryText } from '../query-text.js';
import { differentValues } from '../spelling.js';
import { type EventMark, eventsSql, nameOf } from './events-sql.js';
import { stepSql } from './step-sql.js';

/** Customers and active periods, with the distance to the next one or the one before. */
export function activitySql(query: QueryText, shape: ActivityShape, owner: string): QueryText {
  const widest = query.integer(shape.widest);
  if (query.dialect.sortsLists && shape.widest > 1) return inLists(query, shape, owner);
  const pairs = pairsSql(query, shape, owner);
  const by = (which: 'lag' | 'lead'): string =>
    query.dialect.neighbour(which, 'period', 'PARTITION BY customer ORDER BY period ASC');
  const next = shape.widest === 1 ? '1' : `least(coalesce(${by('lead')} - period, ${widest}), ${widest})`;
  const gap = shape.towards === 'next' ? next : `least(coalesce(period - ${by('lag')}, 0), ${widest})`;
  const select = `SELECT period, ${query.dialect.as('integer', gap)} AS gap FROM ${pairs}`;
  return query.over(query.expression('activity', select), { period: 'whole', gap: 'whole' });
}

/** The same in ClickHouse, of a list for each customer: a window function takes five times as long. */
function inLists(query: QueryText, shape: ActivityShape, owner: string): QueryText {
  const lists = `SELECT ${differentValues('period')} AS own FROM ${pairsSql(query, shape, owner, false)} GROUP BY customer`;
  const [other, distance] =
    shape.towards === 'next'
      ? ['arrayPushBack(arrayPopFront(own), toInt32(2147483647))', 'other - period'] // after all periods
      : ['arrayPushFront(arrayPopBack(own), own[1])', 'period - other'];
  const gap = `toInt32(least(${distance}, ${query.integer(shape.widest)}))`;
  const select = `SELECT period, ${gap} AS gap FROM (${lists}) AS lists ARRAY JOIN own AS period, ${other} AS other`;
  return query.over(query.expression('activity', select), { period: 'whole', gap: 'whole' });
}

/** Customers, with the number of their active periods in a range. */
export function daysSql(query: QueryText, shape: DaysShape, owner: string): QueryText {
  const pairs = pairsSql(query, shape, owner);
  const from = eventsSql(query, shape.periods, marksOf(query, shape.event, owner), shape.asOf);
  const counts = [
    'period IS NOT NULL',
    ...(shape.first === null ? [] : [`period >= ${query.integer(shape.first)}`]),
    ...(shape.last === null ? [] : [`period <= ${query.integer(shape.last)}`]),
  ];
  const isEach = shape.event === null && shape.minimum === 1;
  // Customers with other events only have no pairs.
  const others = isEach
    ? ''
    : ` UNION ALL SELECT DISTINCT customer, ${query.dialect.as('integer', 'NULL')} FROM ${from} WHERE fault = 0`;
  const all = `(SELECT customer, period FROM ${pairs}${others}) AS of_all`;
  const select = `SELECT count(CASE WHEN ${counts.join(' AND ')} THEN 1 END) AS active FROM ${all} GROUP BY customer`;
  return query.over(query.expression('days', select), { active: 'whole' });
}

/** Each customer and period in which the customer was active; only where it is asked for each once. */
export function pairsSql(
  query: QueryText,
  shape: Pick<ActivityShape, 'event' | 'minimum' | 'periods' | 'asOf'>,
  owner: string,
  isOnce = true,
): string {
  const marks = marksOf(query, shape.event, owner);
  const from = eventsSql(query, shape.periods, marks, shape.asOf);
  const often = shape.minimum === 1 ? '' : ` HAVING count(*) >= ${query.integer(shape.minimum)}`;
  const rows = `FROM ${from} WHERE ${['fault = 0', ...marks.map(nameOf)].join(' AND ')}`;
  const isEach = shape.minimum === 1;
  const pairs = `SELECT customer, period ${rows}${isEach && !isOnce ? '' : ` GROUP BY customer, period${often}`}`;
  const inLists = `SELECT customer, arrayJoin(${differentValues('period')}) AS period ${rows} GROUP BY customer`;
  return query.expression('pairs', query.dialect.sortsLists && isEach && isOnce ? inLists : pairs);
}

function marksOf(query: QueryText, event: StepFacts | null, owner: string): readonly EventMark[] {
  const step = event === null ? null : stepSql(query, owner, event);
  return step === null ? [] : [{ alias: 'is_event', ...step }];
}

import { refuseSql } from '../../compile-error.js';
import { anyOf, type FunnelSql, isSomebodys } from './events-sql.js';
import type { AttemptsSql } from './judged-sql.js';

/** Attempts with `step_value`, the value of the property that they go under; of several events of one instant, that of the log's first. */
export function withValue(funnel: FunnelSql, attempts: AttemptsSql): AttemptsSql {
  const { group } = funnel.shape;
  if (group?.by !== 'property' || group.attribution === 'all') return attempts;
  const { attribution } = group;
  if (typeof attribution === 'object') return ofStep(funnel, attempts, attribution.step);
  return joinedWith(funnel, attempts, touches(funnel, attribution), null);
}

/** The value of the event that was a step. */
function ofStep(funnel: FunnelSql, attempts: AttemptsSql, step: number): AttemptsSql {
  const { shape, kinds, required, keys, events, isOf } = funnel;
  if (step > 0 && shape.graceMs > 0)
    return refuseSql('breakdown.attribution', 'to the first step where events may come early', `step ${step}`);
  const isStep = shape.order === 'unordered' ? anyOf(isOf) : (isOf[kinds.of[step] as number] as string); // checked to be a step
  const place = `row_number() OVER (PARTITION BY ${keys.join(', ')}, ms ORDER BY ms ASC${funnel.orderList})`;
  const rows = `SELECT ${keys.join(', ')}, ms, step_value, ${place} AS value_place FROM ${events} WHERE ${isSomebodys(funnel)} AND ${isStep}`;
  const instant = required.includes(step) ? `t_${required.indexOf(step)}` : `optional_${step}`;
  return joinedWith(funnel, attempts, rows, instant);
}

/** The first or the last value on an event that is any of the steps. */
function touches(funnel: FunnelSql, which: 'firstTouch' | 'lastTouch'): string {
  const { query, shape, keys, events, isOf, orderList } = funnel;
  const order = `ms ASC${orderList}`;
  const by =
    which === 'firstTouch'
      ? order
      : order.replaceAll(' ASC NULLS FIRST', ' DESC NULLS LAST').replace('ms ASC', 'ms DESC');
  const where = [
    isSomebodys(funnel),
    anyOf(isOf),
    'step_value IS NOT NULL',
    ...(shape.from === null ? [] : [`ms >= ${query.integer(shape.from)}`]),
  ];
  const place = `row_number() OVER (PARTITION BY ${keys.join(', ')} ORDER BY ${by}) AS value_place`;
  return `SELECT ${keys.join(', ')}, step_value, ${place} FROM ${events} WHERE ${where.join(' AND ')}`;
}

function joinedWith(
  funnel: FunnelSql,
  { name, columns }: AttemptsSql,
  rows: string,
  instant: string | null,
): AttemptsSql {
  const values = `(SELECT * FROM (${rows}) AS placed_values WHERE value_place = 1) AS v`;
  const same = [
    ...funnel.keys.map((key) => `a.${key} = v.${key}`),
    ...(instant === null ? [] : [`a.${instant} = v.ms`]),
  ].join(' AND ');
  const own = columns.map((column) => `a.${column} AS ${column}`).join(', ');
  const select = `SELECT ${own}, v.step_value AS step_value FROM ${name} AS a LEFT JOIN ${values} ON ${same}`;
  return { name: funnel.query.expression('valued', select), columns: [...columns, 'step_value'] };
}

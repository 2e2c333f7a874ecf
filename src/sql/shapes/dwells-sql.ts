import { daysPlan } from '../../log/shapes/periods-plan.js';
import type { DwellsShape } from '../../log/shapes/session-shape.js';
import { refuseSql } from '../compile-error.js';
import type { QueryText } from '../query-text.js';
import type { EventTable } from '../sources/event-table.js';
import type { SourceColumn } from '../sources/table.js';
import { eventsSql, nameOf } from './events-sql.js';
import { logOrder } from './log-order.js';
import { markSql } from './mark-sql.js';

/** Events of sessions with the time to the next one. */
export function dwellsSql(query: QueryText, shape: DwellsShape, owner: string): QueryText {
  const { dialect } = query;
  const events = query.events as EventTable<never, object>; // as shapeSql has looked
  const column = columnOf(events, shape.property);
  const marks = markSql(query, owner, shape.event, 'is_event');
  const order = logOrder(query, events);
  const value = { alias: 'spent_on', sql: query.read(column), isFirstOnly: false };
  const from = eventsSql(query, daysPlan(shape.timeZone), [...marks, value, ...order.columns], shape.asOf);
  const over = `PARTITION BY customer ORDER BY ms ASC${order.list}`;
  const beside = (which: 'lag' | 'lead', name: string): string => dialect.neighbour(which, name, over);
  const days = ['period', `${beside('lag', 'period')} AS before_period`, `${beside('lead', 'period')} AS next_period`];
  const facts = [
    'customer',
    'ms',
    'spent_on',
    `${beside('lag', 'ms')} AS before_ms`,
    `${beside('lead', 'ms')} AS next_ms`,
    ...(shape.isSplit ? days : []),
  ];
  const where = ['fault = 0', ...marks.map(nameOf)].join(' AND ');
  const placed = `SELECT ${facts.join(', ')} FROM ${from} WHERE ${where}`;
  const timeout = query.integer(shape.timeout);
  const goesOn = `next_ms - ms <= ${timeout}${shape.isSplit ? ' AND next_period = period' : ''}`;
  const isStart = `before_ms IS NULL OR ms - before_ms > ${timeout}${shape.isSplit ? ' OR before_period <> period' : ''}`;
  const start = `max(CASE WHEN ${isStart} THEN ms END) OVER (PARTITION BY customer ORDER BY ms ASC)`;
  const bounds = [
    ...(shape.from === null ? [] : [`start_ms >= ${query.integer(shape.from)}`]),
    ...(shape.to === null ? [] : [`start_ms < ${query.integer(shape.to)}`]),
  ];
  const time = `CASE WHEN ${goesOn} THEN next_ms - ms END AS dwelt`;
  const rows = `SELECT spent_on, ${time}${bounds.length === 0 ? '' : `, ${start} AS start_ms`} FROM (${placed}) AS placed`;
  const kept = bounds.length === 0 ? '' : ` WHERE ${bounds.join(' AND ')}`;
  const select = `SELECT spent_on AS value, dwelt AS time FROM (${rows}) AS dwells${kept}`;
  return query.over(query.expression('dwells', select), { value: column.kind, time: 'whole' });
}

function columnOf({ properties, name }: EventTable<never, object>, property: string): SourceColumn {
  const own = Object.entries<SourceColumn>(properties).find(([each]) => each === property)?.[1];
  const column = own ?? (property === 'name' ? name : null);
  const known = [...Object.keys(properties), ...(name === null ? [] : ['name'])].join(', ');
  return column ?? refuseSql('dwell', `one of ${known || '(no properties)'}`, property);
}

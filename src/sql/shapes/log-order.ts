import type { QueryText } from '../query-text.js';
import type { EventTable } from '../sources/event-table.js';
import type { SourceColumn } from '../sources/table.js';
import type { EventMark } from './event-mark.js';

/** What the log orders events of one customer and instant by: columns of the events, and how an `ORDER BY` goes on with them. */
export interface LogOrder {
  readonly columns: readonly EventMark[];
  readonly list: string;
}

/** Name, amount, then properties as they were declared; what is missing comes first. From the first event on, or from the last. */
export function logOrder(
  query: QueryText,
  { name, amount, properties }: EventTable<never, object>,
  from: 'first' | 'last' = 'first',
): LogOrder {
  const by = [name, amount, ...Object.values<SourceColumn>(properties)].filter((column) => column !== null);
  const columns = by.map((column, place) => ({
    alias: `order_${place}`,
    sql: column.kind === 'text' ? query.dialect.inCodeUnits(query.read(column)) : query.read(column),
    isFirstOnly: false,
  }));
  const direction = from === 'first' ? 'ASC NULLS FIRST' : 'DESC NULLS LAST';
  return { columns, list: columns.map(({ alias }) => `, ${alias} ${direction}`).join('') };
}

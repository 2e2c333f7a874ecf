import type { EventTable } from '../event-table.js';
import type { QueryText } from '../query-text.js';
import type { SourceColumn } from '../table.js';
import type { EventMark } from './events-sql.js';

/** What the log orders events of one customer and instant by: columns of the events, and the list that they make in an `ORDER BY`. */
export interface LogOrder {
  readonly columns: readonly EventMark[];
  readonly list: string;
}

/** Name, amount, then properties as they were declared; what is missing comes first. */
export function logOrder(query: QueryText, { name, amount, properties }: EventTable<never, object>): LogOrder {
  const by = [name, amount, ...Object.values<SourceColumn>(properties)].filter((column) => column !== null);
  const columns = by.map((column, place) => ({
    alias: `order_${place}`,
    sql: column.kind === 'text' ? query.dialect.inCodeUnits(query.read(column)) : query.read(column),
    isFirstOnly: false,
  }));
  return { columns, list: columns.map(({ alias }) => `, ${alias} ASC NULLS FIRST`).join('') };
}

import { checkEventRoles } from '../../log/event-log.js';
import type { EventRoles } from '../../log/roles.js';
import { refuseSql } from '../compile-error.js';
import { QueryText } from '../query-text.js';
import type { EventTable } from './event-table.js';
import { partOfSource } from './part-of-source.js';
import type { SourceColumn } from './table.js';

/** The rows of a table as events, for a metric of events among metrics of rows. Of the rows, those count that meet the conditions. */
export function eventsOfRows(query: QueryText, roles: EventRoles, conditions: readonly string[]): QueryText {
  checkEventRoles(roles);
  const { customer, time, name, amount, properties = [], missing, invalid, duplicates = 'keep' } = roles;
  if (duplicates !== 'keep') return refuseSql('duplicates', "'keep', as engines know no order of rows", duplicates);
  const { source } = query;
  const table = partOfSource(source, conditions);
  const optional = (role: string, field: unknown, kinds: Parameters<QueryText['columnOf']>[2]): SourceColumn | null =>
    field === undefined ? null : query.columnOf(role, field, kinds);
  const events: EventTable<never, object> = {
    kind: 'events',
    dialect: source.dialect,
    table,
    customer: query.columnOf('customer', customer, ['text', 'integer', 'number']),
    time: query.columnOf('time', time, ['instant', 'utcTimestamp', 'epochMilliseconds']),
    name: optional('name', name, ['text']),
    amount: optional('amount', amount, ['integer', 'number']),
    properties: Object.assign(
      Object.create(null), // a property may be called __proto__
      Object.fromEntries(
        properties.map((each) => [each, query.columnOf('properties', each, ['number', 'integer', 'text', 'boolean'])]),
      ),
    ),
    missing: missing ?? 'exclude',
    invalid: invalid ?? 'throw',
  };
  return new QueryText(table, events, query);
}

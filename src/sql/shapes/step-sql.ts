import { checkedConditions } from '../../core/checked-filter.js';
import type { StepFacts } from '../../log/step-facts.js';
import { refuseSql } from '../compile-error.js';
import type { QueryText } from '../query-text.js';
import { canBeStored, filterSql } from '../rows/filter-sql.js';
import type { EventTable } from '../sources/event-table.js';
import type { TableSource } from '../sources/table.js';
import { asItIs } from '../spelling.js';

/** A step as a condition on a row of the table, and whether only a customer's first such event is one. */
export interface StepSql {
  readonly sql: string;
  readonly isFirstOnly: boolean;
  /** A condition that this first event must meet, and no other is looked at. */
  readonly filter?: string;
}

/** Writes a step; `null` where it is every event. `owner` is the metric whose step it is. */
export function stepSql(query: QueryText, owner: string, step: StepFacts): StepSql | null {
  const { events } = query;
  if (events === null) return refuseSql('the source', 'an eventTable, as the metric is one of events', 'a table');
  const { name, where, occurrence } = step;
  const conditions: string[] = [];
  if (name !== null) {
    if (events.name === null) return refuseSql(`the event "${name}" of ${owner}`, 'a name in the eventTable', 'none');
    if (events.names !== undefined && !events.names.includes(name))
      return refuseSql(
        `the event of ${owner}`,
        `one of the eventTable's names, ${events.names.join(', ')}`,
        `"${name}"`,
      );
    const isName = canBeStored(query, name) ? `${asItIs(query, events.name)} = ${query.value(name).sql}` : 'FALSE';
    conditions.push(`coalesce(${isName}, FALSE)`);
  }
  if (where !== null && Object.keys(where).length > 0) {
    checkedConditions(owner, where); // refuses operators that are none, and what cannot be compared
    checkProperties(owner, events, where);
    const filter = filterSql(ofProperties(query, events), where);
    if (occurrence === 'firstEver') return { sql: conditions.join(' AND ') || 'TRUE', isFirstOnly: true, filter };
    conditions.push(filter);
  }
  const isFirstOnly = occurrence !== 'any';
  if (conditions.length === 0) return isFirstOnly ? { sql: 'TRUE', isFirstOnly } : null;
  return { sql: conditions.join(' AND '), isFirstOnly };
}

/** Refuses a filter on what is no property: one of the table's other columns, mostly. */
function checkProperties(owner: string, { table, properties }: EventTable<never, object>, where: object): void {
  const known = Object.keys(properties);
  for (const field of Object.keys(where)) {
    if (known.includes(field) || field === 'amount') continue;
    const isDeclared = Object.hasOwn(table.columns, field);
    const found = isDeclared ? `"${field}", which is declared, though not among properties` : `"${field}"`;
    refuseSql(`the filter of ${owner}`, `on properties of the eventTable, ${known.join(', ') || '(none)'}`, found);
  }
}

/** The query as filters of events see it: properties by name, and the amount unless a property is called so. */
function ofProperties(query: QueryText, { table, properties, amount }: EventTable<never, object>): QueryText {
  const columns = { ...(amount === null ? {} : { amount }), ...properties };
  return query.seeing({ ...(table as TableSource), columns });
}

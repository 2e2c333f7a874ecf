import type { Scalar } from '../../core/expression.js';
import { checkChoice, checkOptions, refuseOption } from '../../core/options.js';
import { checkPolicy } from '../../core/policy.js';
import type { AnyProperties } from '../../log/layout.js';
import type { DialectName } from '../dialects/dialect.js';
import type { ColumnKind } from '../dialects/kinds.js';
import { columnOfRole, IDS, INSTANTS, NUMBERS } from './role-column.js';
import {
  type SourceColumn,
  TABLE_OPTIONS,
  type TableColumn,
  type TableOptions,
  type TableRow,
  type TableSource,
  table,
  tableOptions,
} from './table.js';
import type { RowsOf } from './table-rows.js';

type Columns = Readonly<Record<string, TableColumn>>;

/** A table of events: its columns, and which of them are the customer, the time, and if they are wanted name, amount and properties. */
export interface EventTableOptions<
  Name extends DialectName = DialectName,
  Fields extends Readonly<Record<string, TableColumn>> = Readonly<Record<string, TableColumn>>,
  Property extends string = string,
  EventName extends string = string,
> extends TableOptions<Name, Fields> {
  /** A column of text or numbers; integers of 64 bits are told apart exactly. */
  readonly customer: keyof Fields & string;
  readonly time: keyof Fields & string;
  /** What happened, a column of text. */
  readonly name?: (keyof Fields & string) | undefined;
  /** The names that events have; a step that names another then does not compile. */
  readonly names?: readonly EventName[] | undefined;
  /** Money, or whatever is to be added up. */
  readonly amount?: (keyof Fields & string) | undefined;
  /** Columns that events are filtered by. */
  readonly properties?: readonly Property[] | undefined;
  /** Rows without a customer, a time or a name: `'exclude'` (default) or `'throw'`. */
  readonly missing?: 'exclude' | 'throw' | undefined;
  /** Rows that cannot be events: `'throw'` (default), or `'exclude'`. */
  readonly invalid?: 'throw' | 'exclude' | undefined;
}

/** A table of events that a metric can be written for, as plain data. `EventName` and `Properties` are those of its events. */
export interface EventTable<
  EventName extends string = string,
  Properties extends object = AnyProperties,
  Name extends DialectName = DialectName,
> {
  readonly kind: 'events';
  readonly dialect: Name;
  readonly table: TableSource<unknown, Name>;
  readonly customer: SourceColumn;
  readonly time: SourceColumn;
  readonly name: SourceColumn | null;
  /** The names that events have, where they were told. */
  readonly names?: readonly string[];
  readonly amount: SourceColumn | null;
  readonly properties: { readonly [property: string]: SourceColumn };
  readonly missing: 'exclude' | 'throw';
  readonly invalid: 'exclude' | 'throw';
  /** Never there: they tell the types of the events. */
  readonly event?: { readonly name: EventName; readonly properties: Properties };
}

/** The properties of events whose table has these columns. */
export type TableProperties<Fields, Property extends string> = [Property] extends [never]
  ? AnyProperties
  : {
      readonly [Each in Property]: Each extends keyof TableRow<Fields>
        ? Extract<TableRow<Fields>[Each], Scalar>
        : Scalar;
    };

/**
 * Names a table of events for metrics of event logs. What `eventLog` checks of rows is checked in the query: rows without a
 * customer, a time or a name are left out, rows with what cannot be right are refused, unless `invalid: 'exclude'`.
 *
 * Every column that is declared is checked as the log does, so declare those that you need.
 *
 * @param name - the table or view, as it is; or several `tables(...)`, or in DuckDB a file
 * @param options - as those of `table`, and which columns are `customer` and `time`, and if they are wanted `name`, `names`, `amount` and
 * `properties`
 * @throws {SqlCompileError} when a name is one that the engine would read otherwise, or a column is not declared or of another kind
 * @throws {InvalidOptionError} when an option, a dialect or a kind is unknown
 * @example
 * ```ts
 * import { activeCustomersMetric } from 'kizuna';
 * import { eventTable, toSql } from 'kizuna/sql';
 *
 * const events = eventTable('events', {
 *   dialect: 'duckdb',
 *   columns: { customer: 'text', at: 'instant', event: 'text', plan: 'text' },
 *   customer: 'customer',
 *   time: 'at',
 *   name: 'event',
 *   names: ['visit', 'order'],
 *   properties: ['plan'],
 * });
 * const metric = activeCustomersMetric({ unit: 'day', trailing: 28, event: { name: 'order', where: { plan: 'pro' } } });
 * const { read } = toSql(metric, events);
 * metric.finish(read([])); // => []
 * ```
 */
export function eventTable<
  const Name extends DialectName,
  const Fields extends Columns,
  const Property extends keyof Fields & string = never,
  const EventName extends string = string,
>(
  name: RowsOf<Name>,
  options: EventTableOptions<Name, Fields, Property, EventName>,
): EventTable<EventName, TableProperties<Fields, Property>, Name> {
  checkOptions(OWNER, options, [...TABLE_OPTIONS, ...EVENT_OPTIONS]);
  checkPolicy(OWNER, options);
  const { dialect, properties = [] } = options;
  if (!Array.isArray(properties))
    refuseOption(OWNER, 'properties', 'to be a list of columns', properties, 'E_OPT_TYPE');
  const source: TableSource<unknown, Name> = table(name, tableOptions(options));
  const column = (role: string, field: unknown, kinds: readonly ColumnKind[]): SourceColumn =>
    columnOfRole(OWNER, source, role, field, kinds);
  return {
    kind: 'events',
    dialect,
    table: source,
    customer: column('customer', options.customer, IDS),
    time: column('time', options.time, INSTANTS),
    name: options.name === undefined ? null : column('name', options.name, ['text']),
    ...(options.names === undefined ? {} : { names: checkNames(options.names) }),
    amount: options.amount === undefined ? null : column('amount', options.amount, NUMBERS),
    // A null prototype: a property may be called __proto__.
    properties: Object.assign(
      Object.create(null),
      Object.fromEntries(properties.map((each) => [each, column('properties', each, PROPERTIES)])),
    ),
    missing: checkChoice(OWNER, 'missing', options.missing ?? 'exclude', ['exclude', 'throw']),
    invalid: checkChoice(OWNER, 'invalid', options.invalid ?? 'throw', ['throw', 'exclude']),
  };
}

const OWNER = 'eventTable';
const EVENT_OPTIONS = ['customer', 'time', 'name', 'names', 'amount', 'properties', 'missing', 'invalid'];
const PROPERTIES: readonly ColumnKind[] = ['text', 'integer', 'number', 'boolean'];

function checkNames(names: unknown): readonly string[] {
  if (Array.isArray(names) && names.every((each) => typeof each === 'string')) return names;
  return refuseOption(OWNER, 'names', 'to be a list of texts', names, 'E_OPT_TYPE');
}

import { errorOf, InvalidDataError } from '../core/errors.js';
import type { Scalar } from '../core/expression.js';
import { checkOptions, refuseOption } from '../core/options.js';
import { formError } from '../core/table.js';
import { checkLogPolicy, EVENT_ROLES } from './event-log.js';
import type { EventLog } from './layout.js';
import { assemble } from './reading/assemble.js';
import type { EventParts, PropertyPart } from './reading/parts.js';
import { type LooseRoles, readEvents } from './reading/read-events.js';
import { typedAmount, typedCustomers, typedNames, typedProperty, typedTime } from './reading/typed-columns.js';
import type { CodedColumn, EventColumns } from './roles.js';
import { untyped } from './untyped.js';

/**
 * A log of columns that somebody has already: typed arrays, dictionaries, lists, or Arrow vectors. Columns in the order of time
 * (then customer, name, amount, properties) are taken as they are, without a copy; write to them no more.
 *
 * `customer` is a typed array of whole numbers, `{ codes, values }`, an Arrow vector (a dictionary is taken as it is), or a list
 * of ids; `time` a `Float64Array` of epoch milliseconds, a `BigInt64Array` of them, a timestamp vector, or a list of what
 * `eventLog` takes. In an array of floats, a `NaN` amount stands for none. Else as `eventLog`, except that
 * dictionaries of customers keep their order.
 *
 * @param columns - `customer` and `time`, and if they are wanted `name`, `amount` and `properties` by name, all of one length
 * @returns the log
 * @throws {InvalidDataError} when columns differ in length, or hold what `eventLog` refuses
 * @throws {InvalidOptionError} for an unknown column or policy, or a property with the name of another column
 * @example
 * ```ts
 * import { eventLogFromColumns } from 'kizuna';
 *
 * const log = eventLogFromColumns({
 *   customer: { codes: Int32Array.of(0, 1, 0), values: ['a', 'b'] },
 *   time: Float64Array.of(1743498000000, 1743498300000, 1743584400000),
 *   name: ['visit', 'visit', 'order'],
 *   properties: { plan: ['free', 'pro', 'free'] },
 * });
 * log.length; // => 3
 * log.names; // => ['order', 'visit']
 * ```
 */
export function eventLogFromColumns<const Columns extends EventColumns>(
  columns: Columns & OnlyColumns<Columns>,
): EventLog<ColumnNames<Columns>, ColumnProperties<Columns>> {
  checkOptions('eventLogFromColumns', columns, EVENT_ROLES);
  const duplicates = checkLogPolicy('eventLogFromColumns', columns);
  for (const property of Object.keys(columns.properties ?? {})) {
    if (EVENT_ROLES.includes(property))
      refuseOption('eventLogFromColumns', 'properties', 'to have other names than the columns', property);
  }
  checkLengths(columns);
  const typed = typedParts(columns);
  if (typed !== null) {
    return assemble(typed.parts, {
      excluded: { missing: 0, invalid: 0, repeated: 0 },
      duplicates,
      renumber: typed.renumber,
      isOwn: false,
    });
  }
  const { properties = {}, customer, time, name, amount, missing, invalid } = columns;
  const roles = {
    ...{ customer: 'customer', time: 'time', missing, invalid, properties: Object.keys(properties) },
    ...(name === undefined ? {} : { name: 'name' }),
    ...(amount === undefined ? {} : { amount: 'amount' }),
  };
  const given = { customer, time, ...(name && { name }), ...(amount && { amount }), ...properties };
  checkCodes(given);
  const lists = Object.fromEntries(Object.entries(given).map(([field, column]) => [field, untyped(column)]));
  const read = readEvents('eventLogFromColumns', lists, roles as LooseRoles); // fields of the lists
  return assemble(read.parts, { excluded: read.excluded, duplicates, renumber: true, isOwn: true });
}

/** Refuses other columns. */
type OnlyColumns<Columns> = { readonly [Other in Exclude<keyof Columns, keyof EventColumns>]: never };

/** The names that a log of these columns has. */
export type ColumnNames<Columns> = Columns extends { readonly name: infer Column }
  ? Extract<ValueIn<Column>, string>
  : string;

/** The properties that a log of these columns has, with their types. */
export type ColumnProperties<Columns> = Columns extends { readonly properties: infer Properties }
  ? { readonly [Property in keyof Properties & string]: Extract<ValueIn<Properties[Property]>, Scalar> }
  : { readonly [property: string]: Scalar };

type ValueIn<Column> =
  Column extends CodedColumn<infer Value>
    ? Value
    : Column extends ArrayLike<infer Value>
      ? Value
      : Column extends { get(index: number): infer Value }
        ? Value
        : never;

function checkLengths({ customer, time, name, amount, properties = {} }: EventColumns): void {
  const given = Object.entries({ time, customer, ...(name && { name }), ...(amount && { amount }), ...properties });
  const lengthOf = (column: unknown): unknown =>
    Object(column) === column
      ? 'codes' in (column as object)
        ? lengthOf((column as CodedColumn<unknown>).codes)
        : (column as { length: unknown }).length
      : undefined;
  for (const [field, column] of given) {
    const length = lengthOf(column);
    if (typeof length !== 'number' || length !== lengthOf(time)) {
      throw formError('eventLogFromColumns', null, field, 'a column as long as the times', column);
    }
  }
}

/** Refuses a code that stands for no value. A negative one says that there is none. */
function checkCodes(given: object): void {
  for (const [field, column] of Object.entries<Partial<CodedColumn<unknown>>>({ ...given })) {
    const { codes, values } = column;
    if (codes === undefined || values === undefined) continue;
    const index = Array.from(codes).findIndex((code) => code >= values.length);
    if (index < 0) continue;
    const expected = 'a code of one of its values';
    const issue = { code: 'E_NUM_RANGE', index, field, expected, received: 'number' } as const;
    throw errorOf(InvalidDataError, 'eventLogFromColumns', [issue]);
  }
}

/** The columns as those of a log, where all of them can be had so. */
function typedParts(columns: EventColumns): { parts: EventParts; renumber: boolean } | null {
  const { customer, time, name, amount, properties = {} } = columns;
  const customers = typedCustomers(customer);
  const instants = typedTime(time);
  const names = name === undefined ? { codes: null, values: [] } : typedNames(name);
  const amounts = amount === undefined ? null : typedAmount(amount);
  const coded: PropertyPart[] = [];
  for (const [property, column] of Object.entries(properties)) {
    const typed = typedProperty(column);
    if (typed === null) return null;
    coded.push({ property, ...typed });
  }
  if (customers === null || instants === null || names === null || (amount !== undefined && amounts === null))
    return null;
  const parts = {
    ...{ time: instants, customer: customers.codes, customers: customers.values, amount: amounts, properties: coded },
    ...{ name: names.codes, names: names.values },
  };
  return { parts, renumber: customers.isListed };
}

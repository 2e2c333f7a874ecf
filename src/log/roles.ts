import type { Accessor, AnyRow, Column, FieldOf } from '../core/data.js';
import type { Scalar } from '../core/expression.js';
import type { RowPolicy } from '../core/policy.js';
import type { Instant } from '../time/period-key.js';
import type { AnyProperties, CustomerId } from './layout.js';

/** What is to become of rows that cannot be events, or that are there twice. */
export interface LogPolicy extends RowPolicy {
  /** Rows that are the same in all that is read: default `'keep'`; `'exclude'` leaves all but one out and counts them. */
  readonly duplicates?: 'keep' | 'exclude' | undefined;
}

/** Where an event's parts stand in a row: names of fields, or functions of the row. */
export interface EventRoles<Row = AnyRow> extends LogPolicy {
  readonly customer: Accessor<Row, CustomerId>;
  /** A `Date`, integer epoch milliseconds, or ISO 8601 text with an offset. */
  readonly time: Accessor<Row, Instant>;
  /** What happened, such as `'purchase'`. */
  readonly name?: Accessor<Row, string> | undefined;
  /** Money, or whatever is to be added up. */
  readonly amount?: Accessor<Row, number> | undefined;
  /** Fields that events are to be filtered and broken down by. */
  readonly properties?: readonly PropertyField<Row>[] | undefined;
}

/** The fields that can be properties. */
export type PropertyField<Row> = NoInfer<FieldOf<Row, Scalar>>;

/** Roles whose names and properties the log's type is to know: `NameField` and `Field` are fields, `Name` what a function gives. */
export interface RolesOf<Row, NameField extends string, Name extends string, Field extends string>
  extends Omit<EventRoles<Row>, 'name' | 'properties'> {
  /** What happened, such as `'purchase'`. */
  readonly name?: NameField | ((row: Row) => Name | null | undefined) | undefined;
  /** Fields that events are to be filtered and broken down by. */
  readonly properties?: readonly Field[] | undefined;
}

/** The fields that can be names. */
export type NameField<Row> = NoInfer<FieldOf<Row, string>>;

/** The names that a log of these rows has: what a function gives, or those of a field's type. */
export type NameOf<Row, Field, Name> = [Field | Name] extends [never]
  ? string
  : [Name] extends [never]
    ? Row[Field & keyof Row] & string
    : Name;

/** The properties that a log of these rows has, with their types. */
export type PropertiesOf<Row, Field> = [Field] extends [never]
  ? AnyProperties
  : { readonly [Property in Field & string]: Property extends keyof Row ? Extract<Row[Property], Scalar> : Scalar };

/** What columns may hold the events: typed arrays, lists, dictionaries, or Arrow vectors. */
export interface EventColumns extends LogPolicy {
  readonly customer: Column<CustomerId | null> | CodedColumn<CustomerId>;
  readonly time: Column<Instant | bigint | null> | BigInt64Array;
  readonly name?: Column<string | null> | CodedColumn<string> | undefined;
  readonly amount?: Column<number | null> | undefined;
  readonly properties?: { readonly [property: string]: Column<Scalar | null> | CodedColumn<Scalar> } | undefined;
}

/** Codes and the values that they stand for. */
export interface CodedColumn<Value> {
  readonly codes: Uint8Array | Uint16Array | Uint32Array | Int8Array | Int16Array | Int32Array;
  readonly values: ArrayLike<Value>;
}

/** A column of values: an array, a typed array, or a vector with `get` (such as Arrow's). */
export type Column<Value> = ArrayLike<Value> | { readonly length: number; get(index: number): Value | null };

/** Rows turned on their side: one column per field, all of one length. */
export type Columns<Row> = { readonly [Field in keyof Row]: Column<Row[Field]> };

/** What every metric of rows accepts: anything that iterates over rows, or columns. */
export type Data<Row> = Iterable<Row> | Columns<Row>;

/** The fields of `Row` that hold a `Value`, or nothing. */
export type FieldOf<Row, Value> = {
  [Field in keyof Row]-?: Row[Field] extends Value | null | undefined ? Field : never;
}[keyof Row] &
  string;

/**
 * Where a value stands in a row: the name of a field (which can travel to SQL), or a function of the row.
 * A name alone says nothing about the other fields: the row type comes from the data, or from the function.
 */
export type Accessor<Row, Value> = NoInfer<FieldOf<Row, Value>> | ((row: Row) => Value | null | undefined);

/** The row of a definition that was written before any data was seen. */
// biome-ignore lint/suspicious/noExplicitAny: the one type that rows of every kind, interfaces included, can be assigned to
export type AnyRow = Record<string, any>;

/** An accessor whose row type is forgotten; without it, the row itself is the value. */
export type LooseAccessor = string | ((row: never) => unknown) | undefined;

import { namesOf } from './built-column.js';
import type { ColumnReader } from './column-reader.js';
import { checkSchema, type StandardSchemaV1 } from './standard-schema.js';

/**
 * Reads a column with a schema of your own, from any library that follows Standard Schema. The schema gets the cell as
 * it stands in the row (`''` for an empty cell of a CSV file, `undefined` for an absent one) and must answer
 * synchronously.
 *
 * @param names - the name of the column, or several of which the first that the rows have is taken
 * @param schema - what a cell must be
 * @throws {InvalidOptionError} when a name is empty or the schema is no Standard Schema
 * @example
 * ```ts
 * import { column, parseResponses } from 'kizuna/schema';
 * import * as z from 'zod/mini';
 *
 * const { rows } = parseResponses([{ 地域: 'kanto' }], { columns: { region: column('地域', z.string()) } });
 * rows; // => [{ region: 'kanto' }]
 * ```
 */
export function column<Value>(
  names: string | readonly string[],
  schema: StandardSchemaV1<unknown, Value>,
): ColumnReader<Value> {
  return { names: namesOf('column', names), expected: null, schema: checkSchema('column', schema) };
}

import { columnOptions } from './built-column.js';
import type { Answer, ColumnOptions, ColumnReader } from './column-reader.js';
import { checkSchema, type StandardSchemaIssue, type StandardSchemaV1 } from './standard-schema.js';

/**
 * Reads a column with a schema of your own, from any library that follows Standard Schema. The schema gets the cell as
 * it stands in the row and must answer synchronously. It never gets an empty cell: that is `null`, as in every column,
 * or rejects the row where it is required. Schemas that convert would make 0 of it (`z.coerce.number()`) or `false`.
 *
 * @param names - the name of the column, or several of which the first that the rows have is taken
 * @param schema - what a cell must be
 * @param options - what an empty cell means
 * @throws {InvalidOptionError} when a name is no text, an option is unknown, or the schema is no Standard Schema
 * @example
 * ```ts
 * import { column, parseResponses } from 'kizuna/schema';
 * import * as z from 'zod/mini';
 *
 * const rows = [{ 地域: 'kanto', 席数: '3' }, { 地域: 'kansai', 席数: '' }];
 * const columns = { region: column('地域', z.string(), { required: true }), seats: column('席数', z.coerce.number()) };
 * parseResponses(rows, { columns }).rows; // => [{ region: 'kanto', seats: 3 }, { region: 'kansai', seats: null }]
 * ```
 */
export function column<Value, Required extends boolean = false>(
  names: string | readonly string[],
  schema: StandardSchemaV1<unknown, Value>,
  options: ColumnOptions<Required> = {},
): ColumnReader<Answer<Value, Required>> {
  const { names: list, required, isBlank } = columnOptions('column', names, options, []);
  const own = checkSchema('column', schema)['~standard'];
  const ofCells: StandardSchemaV1<unknown, Value | null> = {
    '~standard': {
      version: 1,
      vendor: own.vendor,
      validate: (cell) => (!isBlank(cell) ? own.validate(cell) : required ? { issues: [MISSING] } : { value: null }),
    },
  };
  // The branch just above is the type's: null is possible exactly when the column is not required.
  return { names: list, expected: null, schema: ofCells as ColumnReader<Answer<Value, Required>>['schema'] };
}

/** In the form of zod's issues, which is read whatever the vendor. */
const MISSING = { message: '', code: 'custom', params: { code: 'E_FIELD_MISSING' } } as StandardSchemaIssue;

import type { ColumnReaders, TypedRow } from './column-reader.js';
import { type ParsedRows, parseRows } from './parse-rows.js';
import type { StandardSchemaV1 } from './standard-schema.js';

/** How the answers of a survey are read, column by column. */
export interface ResponseColumns<Readers extends ColumnReaders> {
  /**
   * Readers by the name that the typed row gives to each column: `{ recommend: score('おすすめ度', { scale: [0, 10] }) }`.
   */
  readonly columns: Readers;
}

/** How the answers of a survey are read, row by row. */
export interface ResponseSchema<Row> {
  /** A Standard Schema of a row, from zod, valibot, arktype or by hand. It must answer synchronously. */
  readonly schema: StandardSchemaV1<unknown, Row>;
}

/**
 * Turns rows of unknown shape, such as those of a CSV file, into typed answers of a survey. A row with anything wrong
 * in it is left out whole, and all that is wrong in it is listed by row, column and type, never with the value. This is
 * the only place where text becomes numbers: what leaves it needs no further reading.
 *
 * @param rows - objects, in any iterable; a list, a stream of a file that was read, or the answer of a database
 * @param options - a reader per column (`columns`), or a Standard Schema of the whole row (`schema`)
 * @returns the typed rows in order, and what was left out: `rows.length + rejectedCount` is the length of the input
 * @throws {InvalidDataError} E_FIELD_MISSING when no row has a column that shall be read; E_ROW_TYPE when `rows` is no
 * iterable; E_ACCESSOR when a field cannot be read, or a schema of your own throws: what was thrown is the `cause`
 * @throws {InvalidOptionError} when the options are not readers or a schema, or the schema answers with a Promise, which
 * zod does where a function of yours throws
 * @example
 * ```ts
 * import { parseResponses, score, text } from 'kizuna/schema';
 *
 * const answers = [{ おすすめ度: '９', プラン: 'pro' }, { おすすめ度: '11', プラン: '' }];
 * const { rows, rejected } = parseResponses(answers, {
 *   columns: { recommend: score('おすすめ度', { scale: [0, 10] }), plan: text('プラン') },
 * });
 * rows; // => [{ recommend: 9, plan: 'pro' }]
 * rejected[0]; // => { code: 'E_NUM_RANGE', index: 1, field: 'おすすめ度', expected: 'an integer from 0 to 10', received: 'string' }
 * ```
 */
export function parseResponses<const Readers extends ColumnReaders>(
  rows: Iterable<unknown>,
  options: ResponseColumns<Readers>,
): ParsedRows<TypedRow<Readers>>;
export function parseResponses<Row>(rows: Iterable<unknown>, options: ResponseSchema<Row>): ParsedRows<Row>;
export function parseResponses(
  rows: Iterable<unknown>,
  options: ResponseColumns<ColumnReaders> | ResponseSchema<unknown>,
): ParsedRows<unknown> {
  return parseRows('parseResponses', rows, options);
}

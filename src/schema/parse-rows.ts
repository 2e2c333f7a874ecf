import { InvalidDataError, type Issue, typeName } from '../core/errors.js';
import { checkOptions, refuseOption } from '../core/options.js';
import { type ChosenColumn, chooseColumns } from './choose-columns.js';
import type { ColumnReaders } from './column-reader.js';
import { isRecord, setOwn } from './record.js';
import { RejectionLog, type Rejections } from './rejections.js';
import { acceptedBy, codeOf, ownWords, rowIssue } from './schema-issue.js';
import { checkSchema, type StandardSchemaIssue, type StandardSchemaV1 } from './standard-schema.js';
import { guarded, ownField, validate } from './validate.js';

/** Typed rows in the order of the input, and what was left out. */
export interface ParsedRows<Row> extends Rejections {
  readonly rows: readonly Row[];
}

/** What every parser is told: how to read each column, or a schema of the whole row. */
export interface RowRules {
  readonly columns?: ColumnReaders;
  readonly schema?: StandardSchemaV1;
}

/**
 * The mechanism of every `parse…`: rows of unknown shape become typed rows and rejections. `owner` speaks in messages.
 */
export function parseRows(owner: string, rows: Iterable<unknown>, rules: RowRules): ParsedRows<unknown> {
  checkOptions(owner, rules, ['columns', 'schema']);
  if ((rules.columns === undefined) === (rules.schema === undefined)) {
    refuseOption(owner, 'options', 'to have either columns or schema', rules, 'E_OPT_TYPE');
  }
  const list = listOf(owner, rows);
  return rules.schema === undefined
    ? readColumns(owner, list, chooseColumns(owner, list, checkReaders(owner, rules.columns)))
    : readRows(owner, list, checkSchema(owner, rules.schema));
}

/** What a parser decides of whole rows: which are read at all, and what is wrong with one whose cells are sound. */
export interface RowJudge {
  readonly isRead: (index: number) => boolean;
  readonly faultOf: (row: Readonly<Record<string, unknown>>, index: number) => Omit<Issue, 'index'> | null;
}

/** Reads the chosen columns of each row. */
export function readColumns(
  owner: string,
  list: readonly unknown[],
  columns: readonly ChosenColumn[],
  judge: RowJudge | null = null,
): ParsedRows<unknown> {
  const log = new RejectionLog();
  const kept: unknown[] = [];
  for (let index = 0; index < list.length; index += 1) {
    if (judge !== null && !judge.isRead(index)) continue;
    const row = list[index];
    if (!isRecord(row)) {
      log.add(index, { code: 'E_ROW_TYPE', field: null, expected: 'an object', received: typeName(row) });
      continue;
    }
    const typed: Record<string, unknown> = {};
    let isSound = true;
    for (const column of columns) {
      const place = { index, field: column.field };
      const cell = ownField(owner, row, index, column.field);
      const result = validate(owner, column.reader.schema, cell, place);
      if (result.issues === undefined) {
        setOwn(typed, column.name, result.value);
      } else {
        isSound = false;
        const issues = guarded(owner, place, cell, () =>
          issuesOf(result).map((issue) => cellIssue(issue, cell, column)),
        );
        for (const issue of issues) log.add(index, issue);
      }
    }
    const fault = isSound && judge !== null ? judge.faultOf(typed, index) : null;
    if (fault !== null) log.add(index, fault);
    else if (isSound) kept.push(typed);
  }
  return { rows: kept, ...log.result() };
}

function readRows(owner: string, list: readonly unknown[], schema: StandardSchemaV1): ParsedRows<unknown> {
  const { vendor } = schema['~standard'];
  const log = new RejectionLog();
  const kept: unknown[] = [];
  for (let index = 0; index < list.length; index += 1) {
    const row = list[index];
    const place = { index, field: null };
    const result = validate(owner, schema, row, place);
    if (result.issues === undefined) {
      kept.push(result.value);
    } else {
      const issues = guarded(owner, place, row, () => issuesOf(result).map((issue) => rowIssue(issue, row, vendor)));
      for (const issue of issues) log.add(index, issue);
    }
  }
  return { rows: kept, ...log.result() };
}

/** A failure has an issue at least, whatever the schema lists. */
function issuesOf(result: { readonly issues: readonly StandardSchemaIssue[] }): readonly StandardSchemaIssue[] {
  return result.issues.length > 0 ? result.issues : [{ message: '' }];
}

function cellIssue(issue: StandardSchemaIssue, cell: unknown, column: ChosenColumn): Omit<Issue, 'index'> {
  const { field, reader } = column;
  // Our own readers may say more of one cell; what others write beside their issues may be data.
  const expected =
    reader.expected === null
      ? acceptedBy(issue, reader.schema['~standard'].vendor)
      : (ownWords(issue) ?? reader.expected);
  return { code: codeOf(issue, cell), field, expected, received: typeName(cell) };
}

/** The rows as a list, of whatever can be iterated over. */
export function listOf(owner: string, rows: unknown): readonly unknown[] {
  if (Array.isArray(rows)) return rows;
  if (typeof rows === 'object' && rows !== null && Symbol.iterator in rows)
    return Array.from(rows as Iterable<unknown>);
  const received = typeName(rows);
  const expected = 'rows that can be iterated over';
  throw new InvalidDataError(`${owner} requires ${expected}; got ${received}`, [
    { code: 'E_ROW_TYPE', index: null, field: null, expected, received },
  ]);
}

function checkReaders(owner: string, columns: unknown): ColumnReaders {
  if (!isRecord(columns)) refuseOption(owner, 'columns', 'to be an object of readers by name', columns, 'E_OPT_TYPE');
  for (const [name, reader] of Object.entries(columns)) {
    if (!isRecord(reader) || !Array.isArray(reader.names) || !('schema' in reader)) {
      refuseOption(owner, `columns["${name}"]`, 'to be made by score, text or another reader', reader, 'E_OPT_TYPE');
    }
  }
  if (Object.keys(columns).length === 0) refuseOption(owner, 'columns', 'to name at least one column', columns);
  return columns as ColumnReaders; // each entry was just seen to have the shape of a reader
}

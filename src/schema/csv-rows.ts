import { InvalidDataError, type Issue } from '../core/errors.js';
import { distinctNames } from './csv-header.js';
import type { CsvCells } from './csv-parser.js';
import { setOwn } from './record.js';
import { RejectionLog, type Rejections } from './rejections.js';

/** What cells become: rows by column, and the records that are none. */
export interface CsvRows {
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly columns: readonly string[];
  readonly rejections: Rejections;
}

type Cells = readonly string[];

/** The line of the file, from 1, of a place in the text that was parsed; without a place, the last line. */
type LineOf = (place: number | undefined) => number;

/** Gives cells the names of their columns: `names`, or those in the first record. */
export function csvRows(owner: string, { data, errors }: CsvCells, names: Cells | null, lineOf: LineOf): CsvRows {
  const [misquoted] = errors;
  if (misquoted !== undefined) throw quotationFault(owner, lineOf(misquoted.index));
  const first = names === null ? data.findIndex((cells) => !isEmptyLine(cells)) : -1;
  const columns = names ?? distinctNames(data[first] ?? []);
  // In a file of one column an empty line is an empty answer.
  const isRecord = (cells: Cells) => columns.length === 1 || !isEmptyLine(cells);

  const log = new RejectionLog();
  const rows: Readonly<Record<string, string>>[] = [];
  let index = 0;
  for (let at = first + 1; at < data.length; at += 1) {
    const cells = data[at] ?? [];
    if (!isRecord(cells)) continue;
    const fault = countFault(cells, columns.length);
    if (fault === null) rows.push(rowOf(cells, columns));
    else log.add(index, fault);
    index += 1;
  }
  return { rows, columns, rejections: log.result() };
}

function rowOf(cells: Cells, columns: Cells): Readonly<Record<string, string>> {
  const row: Record<string, string> = {};
  for (let place = 0; place < columns.length; place += 1) setOwn(row, columns[place] ?? '', cells[place] ?? '');
  return row;
}

function countFault(cells: Cells, width: number): Omit<Issue, 'index'> | null {
  if (cells.length === width) return null;
  if (cells.length > width && cells.slice(width).every((cell) => cell === '')) return null;
  return { code: 'E_ROW_TYPE', field: null, expected: countOf(width), received: countOf(cells.length) };
}

function countOf(cells: number): string {
  return cells === 1 ? '1 cell' : `${cells} cells`;
}

function isEmptyLine(cells: Cells): boolean {
  return cells.length === 0 || (cells.length === 1 && cells[0] === '');
}

/**
 * Always thrown: after a misplaced quotation mark nobody knows where the next cell begins, or how many records were
 * taken into one.
 */
function quotationFault(owner: string, line: number): InvalidDataError {
  const expected = 'quotation marks around whole cells, doubled within them';
  return new InvalidDataError(`${owner} requires ${expected}; a cell that begins in line ${line} has others`, [
    { code: 'E_ROW_TYPE', index: null, field: null, expected, received: 'a misplaced quotation mark' },
  ]);
}

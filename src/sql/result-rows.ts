import { errorOf, InvalidDataError, typeName } from '../core/errors.js';
import type { Cell } from './rows/read-cells.js';

/** The rows of a result as texts; refuses what is no list of rows of so many cells, which may come of any driver. */
export function* resultRows(rows: unknown, width: number): Generator<ArrayLike<Cell>> {
  if (typeof rows !== 'object' || typeof Object(rows)[Symbol.iterator] !== 'function')
    refuse(null, 'the list of rows that the engine gave', typeName(rows));
  let index = 0;
  for (const row of rows as Iterable<unknown>) {
    const length: unknown = typeof row === 'object' ? Object(row).length : undefined;
    const received = typeof length === 'number' ? `${length} of them` : typeName(row);
    if (length !== width) refuse(index, `lists of ${width} cells, in the order of the query's columns`, received);
    const cells = row as ArrayLike<unknown>; // as its length was just looked at
    yield areTexts(cells) ? cells : textsOf(cells, index);
    index += 1;
  }
}

/** Refuses a row that is none of the query's. */
export function refuseRow(index: number): never {
  return refuse(index, 'rows of this query', 'that of another');
}

/** As most drivers give them: a copy of each row would cost more than all that is read of it. */
function areTexts(cells: ArrayLike<unknown>): cells is ArrayLike<Cell> {
  for (let i = 0; i < cells.length; i += 1) {
    const cell = cells[i];
    if (typeof cell !== 'string' && cell !== null) return false;
  }
  return true;
}

function textsOf(cells: ArrayLike<unknown>, index: number): readonly Cell[] {
  const texts: Cell[] = [];
  for (let i = 0; i < cells.length; i += 1) texts.push(textOf(cells[i], index));
  return texts;
}

function textOf(cell: unknown, index: number): Cell {
  if (cell === null || cell === undefined) return null;
  if (typeof cell === 'object' || typeof cell === 'function' || typeof cell === 'symbol')
    refuse(index, 'lists of texts and nulls, as the engine gives them', typeName(cell));
  return String(cell);
}

function refuse(index: number | null, expected: string, received: string): never {
  throw errorOf(InvalidDataError, 'toSql', [{ code: 'E_ROW_TYPE', index, field: null, expected, received }]);
}

import { type Batch, ColumnBatch, missingField, type Reading, RowBatch } from './batch.js';
import type { Column, Columns, Data, LooseAccessor } from './data.js';
import { InvalidDataError, typeName } from './errors.js';

/** Rows are copied into vectors: small enough to stay in the nearest cache. */
const ROWS = 1024;
/** Columns are read where they lie: large enough that a batch costs nothing. */
const VALUES = 16384;

/** Reads data batch by batch. One source may read several inputs one after the other: the places of the rows go on. */
export class Source implements Reading {
  readonly vectors = new Map<LooseAccessor, unknown[]>();
  readonly fields = new Map<string, boolean>();
  private place = 0;

  constructor(readonly owner: string) {}

  *batches(data: Data<unknown>): Generator<Batch> {
    if (typeof data !== 'object' || data === null) this.refuse(typeName(data), null, 'an iterable of rows, or columns');
    if (ArrayBuffer.isView(data)) yield* this.columnBatches(data as unknown as ArrayLike<number>);
    else if (Array.isArray(data)) yield* this.arrayBatches(data);
    else if (Symbol.iterator in data) yield* this.drain(data);
    else yield* this.columnBatches(this.namedColumns(data));
  }

  /** Refuses a field that no row had at all: a misspelt name, which would otherwise look like missing answers. */
  requireFields(): void {
    for (const [field, seen] of this.fields) if (!seen) throw missingField(this.owner, field, 'no row has it');
  }

  private *arrayBatches(rows: readonly unknown[]): Generator<Batch> {
    for (let from = 0; from < rows.length; from += ROWS) {
      yield this.next(rows, from, Math.min(ROWS, rows.length - from));
    }
  }

  private *drain(rows: Iterable<unknown>): Generator<Batch> {
    let buffer: unknown[] = [];
    for (const row of rows) {
      buffer.push(row);
      if (buffer.length === ROWS) {
        yield this.next(buffer, 0, ROWS);
        buffer = [];
      }
    }
    if (buffer.length > 0) yield this.next(buffer, 0, buffer.length);
  }

  private next(rows: ArrayLike<unknown>, from: number, count: number): Batch {
    const batch = new RowBatch(this, rows, from, count, this.place);
    this.place += count;
    return batch;
  }

  private *columnBatches(columns: ReadonlyMap<string, ArrayLike<unknown>> | ArrayLike<unknown>): Generator<Batch> {
    const length =
      columns instanceof Map ? (columns.values().next().value?.length ?? 0) : (columns as ArrayLike<unknown>).length;
    for (let from = 0; from < length; from += VALUES) {
      yield new ColumnBatch(this, columns, from, Math.min(VALUES, length - from), this.place + from);
    }
    this.place += length;
  }

  private namedColumns(columns: Columns<unknown>): ReadonlyMap<string, ArrayLike<unknown>> {
    const readable = new Map<string, ArrayLike<unknown>>();
    let length: number | undefined;
    for (const [name, column] of Object.entries<Column<unknown> | undefined>(columns)) {
      if (typeof column !== 'object' || column === null || typeof column.length !== 'number') {
        this.refuse(typeName(column), name, 'a column: an array, a typed array or a vector');
      }
      length ??= column.length;
      if (column.length !== length) this.refuse(`${column.length} values`, name, `columns of one length, ${length}`);
      readable.set(name, valuesOf(column));
    }
    return readable;
  }

  private refuse(received: string, field: string | null, expected: string): never {
    const found = field === null ? `got ${received}` : `"${field}" is ${received}`;
    const issue = { code: 'E_ROW_TYPE', index: null, field, expected, received } as const;
    throw new InvalidDataError(`${this.owner} requires ${expected}; ${found}`, [issue]);
  }
}

/** Arrow-like vectors give their buffer where nothing is null (64-bit ones hold raw time units, which only `get` converts). */
function valuesOf(column: Column<unknown>): ArrayLike<unknown> {
  if (ArrayBuffer.isView(column) || Array.isArray(column) || !('get' in column)) return column as ArrayLike<unknown>;
  const vector = column as typeof column & { nullCount?: number; toArray?: () => ArrayLike<unknown> };
  const buffer = vector.nullCount === 0 && typeof vector.toArray === 'function' ? vector.toArray() : undefined;
  if (buffer !== undefined && typeof buffer[0] === 'number') return buffer;
  return Array.from({ length: vector.length }, (_, i) => vector.get(i));
}

import { type Batch, ColumnBatch, type Reading, RowBatch, remembering } from './batch.js';
import type { Data, LooseAccessor } from './data.js';
import { InvalidDataError } from './errors.js';
import { missingField, type Table, tableOf } from './table.js';

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
    if (Array.isArray(data)) yield* this.rowBatches(data);
    else if (isStream(data)) yield* this.drain(data);
    else {
      refuseLog(this.owner, data);
      yield* this.columnBatches(remembering(tableOf(this.owner, data, true)));
    }
  }

  /** Refuses a field that no row had at all: a misspelt name, which would otherwise look like missing answers. */
  requireFields(): void {
    for (const [field, isSeen] of this.fields) if (!isSeen) throw missingField(this.owner, field);
  }

  private *rowBatches(rows: readonly unknown[]): Generator<Batch> {
    for (let from = 0; from < rows.length; from += ROWS) {
      const count = Math.min(ROWS, rows.length - from);
      yield new RowBatch(this, rows, from, count, this.place);
      this.place += count;
    }
  }

  private *drain(rows: Iterable<unknown>): Generator<Batch> {
    let buffer: unknown[] = [];
    for (const row of rows) {
      buffer.push(row);
      if (buffer.length < ROWS) continue;
      yield* this.rowBatches(buffer);
      buffer = [];
    }
    yield* this.rowBatches(buffer);
  }

  private *columnBatches(table: Table): Generator<Batch> {
    const { length } = table;
    let from = 0;
    // Columns without rows are read as well: a misspelt one is refused all the same.
    do {
      yield new ColumnBatch(table, from, Math.min(VALUES, length - from), this.place + from);
      from += VALUES;
    } while (from < length);
    this.place += length;
  }
}

function isStream(data: unknown): data is Iterable<unknown> {
  return typeof data === 'object' && data !== null && !ArrayBuffer.isView(data) && Symbol.iterator in data;
}

/** Columns are no event log: told by its kind, as logs are made on a floor above. */
function refuseLog(owner: string, data: unknown): void {
  if (Object(data).kind !== 'kizuna/event-log') return;
  const expected = 'rows or columns';
  const issue = { code: 'E_ROW_TYPE', index: null, field: null, expected, received: 'event log' } as const;
  const advice = 'use onEvents(roles, metric) over its rows';
  throw new InvalidDataError(`${owner} requires ${expected}; this is an event log: ${advice}`, [issue]);
}

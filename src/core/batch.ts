import type { LooseAccessor } from './data.js';
import { InvalidDataError, typeName } from './errors.js';

/** A run of rows that can be read one field at a time. */
export interface Batch {
  readonly count: number;
  /** The place of row i in the whole input. */
  indexOf(i: number): number;
  row(i: number): unknown;
  /** The values of a field of the `count` rows, or the rows themselves. Valid until the next batch. */
  column(accessor: LooseAccessor): ArrayLike<unknown>;
}

/** What the batches of one reading share: vectors to fill again and again, and the fields that were ever seen. */
export interface Reading {
  readonly owner: string;
  readonly vectors: Map<LooseAccessor, unknown[]>;
  readonly fields: Map<string, boolean>;
}

/** Rows as objects (or as bare values): fields are copied into vectors. */
export class RowBatch implements Batch {
  private readonly columns = new Map<LooseAccessor, ArrayLike<unknown>>();

  constructor(
    private readonly reading: Reading,
    private readonly rows: ArrayLike<unknown>,
    private readonly from: number,
    readonly count: number,
    private readonly place: number | readonly number[],
  ) {}

  indexOf(i: number): number {
    return typeof this.place === 'number' ? this.place + i : (this.place[i] as number); // one place a row
  }

  row(i: number): unknown {
    return this.rows[this.from + i];
  }

  column(accessor: LooseAccessor): ArrayLike<unknown> {
    let values = this.columns.get(accessor);
    if (values === undefined) {
      const vector = this.reading.vectors.get(accessor) ?? [];
      this.reading.vectors.set(accessor, vector);
      if (typeof accessor === 'string') this.readField(accessor, vector);
      else if (accessor === undefined) for (let i = 0; i < this.count; i += 1) vector[i] = this.rows[this.from + i];
      else callAccessor(this.reading.owner, this, accessor, vector);
      this.columns.set(accessor, vector);
      values = vector;
    }
    return values;
  }

  private readField(field: string, vector: unknown[]): void {
    let seen = this.reading.fields.get(field) === true;
    for (let i = 0; i < this.count; i += 1) {
      const row = this.rows[this.from + i];
      if (typeof row !== 'object' || row === null) this.refuseRow(i, field, row);
      const value = (row as Record<string, unknown>)[field]; // an object, by the line above
      if (value !== undefined) seen = true;
      vector[i] = value;
    }
    for (let i = 0; !seen && i < this.count; i += 1) seen = field in (this.rows[this.from + i] as object);
    this.reading.fields.set(field, seen);
  }

  private refuseRow(i: number, field: string, row: unknown): never {
    const [index, received] = [this.indexOf(i), typeName(row)];
    const message = `${this.reading.owner} requires rows to be objects with "${field}"; row ${index} is ${received}`;
    throw new InvalidDataError(message, [{ code: 'E_ROW_TYPE', index, field, expected: 'an object', received }]);
  }
}

/** A run of columns: fields are read where they lie. `columns` without names is one typed array whose values are the rows. */
export class ColumnBatch implements Batch {
  private readonly computed = new Map<LooseAccessor, ArrayLike<unknown>>();

  constructor(
    private readonly reading: Reading,
    private readonly columns: ReadonlyMap<string, ArrayLike<unknown>> | ArrayLike<unknown>,
    private readonly from: number,
    readonly count: number,
    private readonly place: number,
  ) {}

  indexOf(i: number): number {
    return this.place + i;
  }

  row(i: number): unknown {
    if (!(this.columns instanceof Map)) return (this.columns as ArrayLike<unknown>)[this.from + i];
    const fields: [string, unknown][] = [];
    for (const [name, values] of this.columns) fields.push([name, values[this.from + i]]);
    return Object.fromEntries(fields);
  }

  column(accessor: LooseAccessor): ArrayLike<unknown> {
    const known = this.computed.get(accessor);
    if (known !== undefined) return known;
    let values: ArrayLike<unknown>;
    if (typeof accessor === 'function') values = callAccessor(this.reading.owner, this, accessor, []);
    else values = view(this.whole(accessor), this.from, this.from + this.count);
    this.computed.set(accessor, values);
    return values;
  }

  private whole(field: string | undefined): ArrayLike<unknown> {
    if (!(this.columns instanceof Map)) {
      if (field === undefined) return this.columns as ArrayLike<unknown>;
      throw missingField(this.reading.owner, field, 'the input is plain numbers');
    }
    const column = this.columns.get(field);
    if (column === undefined) throw missingField(this.reading.owner, field ?? 'a field', 'no column has that name');
    return column;
  }
}

/** The error for a field that is not there. The name comes from the code, so it may be shown. */
export function missingField(owner: string, field: string, found: string): InvalidDataError {
  return new InvalidDataError(`${owner} requires a field "${field}"; ${found}`, [
    { code: 'E_FIELD_MISSING', index: null, field, expected: 'a field of the rows', received: 'undefined' },
  ]);
}

function callAccessor(
  owner: string,
  batch: Batch,
  accessor: (row: never) => unknown,
  into: unknown[],
): ArrayLike<unknown> {
  for (let i = 0; i < batch.count; i += 1) {
    try {
      into[i] = accessor(batch.row(i) as never); // the row type was checked where the accessor was given
    } catch (cause) {
      const index = batch.indexOf(i);
      const issue = { code: 'E_ACCESSOR', index, field: null, expected: 'a value', received: 'an error' } as const;
      throw new InvalidDataError(`${owner} requires its accessors to return; one threw at row ${index}`, [issue], {
        cause,
      });
    }
  }
  return into;
}

function view(values: ArrayLike<unknown>, from: number, to: number): ArrayLike<unknown> {
  if (ArrayBuffer.isView(values)) return (values as unknown as Uint8Array).subarray(from, to); // any typed array has it
  return Array.prototype.slice.call(values, from, to);
}

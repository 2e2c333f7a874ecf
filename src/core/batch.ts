import type { LooseAccessor } from './data.js';
import { call, formError, type Table } from './table.js';

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
    readonly reading: Reading,
    readonly rows: ArrayLike<unknown>,
    readonly from: number,
    /** Fewer than at first where the others were given to another batch. */
    public count: number,
    private readonly place: number,
  ) {}

  indexOf(i: number): number {
    return this.place + i;
  }

  row(i: number): unknown {
    return this.rows[this.from + i];
  }

  column(accessor: LooseAccessor): ArrayLike<unknown> {
    const known = this.columns.get(accessor);
    if (known !== undefined) return known;
    const vector = this.reading.vectors.get(accessor) ?? [];
    if (typeof accessor === 'string') this.readField(accessor, vector);
    else if (accessor === undefined) for (let i = 0; i < this.count; i += 1) vector[i] = this.row(i);
    else
      for (let i = 0; i < this.count; i += 1)
        vector[i] = call(this.reading.owner, accessor, this.row(i), this.indexOf(i));
    this.reading.vectors.set(accessor, vector);
    this.columns.set(accessor, vector);
    return vector;
  }

  private readField(field: string, vector: unknown[]): void {
    const { owner, fields } = this.reading;
    const { rows, from, count } = this;
    let isSeen = fields.get(field) === true;
    let i = 0;
    try {
      for (; i < count; i += 1) {
        const row = rows[from + i];
        if (typeof row !== 'object' || row === null) break;
        const value = (row as Record<string, unknown>)[field]; // an object, by the line above
        vector[i] = value;
        if (value !== undefined) isSeen = true;
      }
    } catch (cause) {
      // A field may be a getter, and a getter may throw.
      throw formError(owner, this.indexOf(i), field, 'readable', undefined, 'E_ACCESSOR', cause);
    }
    if (i < count) throw formError(owner, this.indexOf(i), null, `objects with "${field}"`, this.row(i));
    // Only where no row has a value: is the field there at all?
    for (let j = 0; !isSeen && j < count; j += 1) isSeen = field in (this.row(j) as object);
    fields.set(field, isSeen);
  }
}

/** A run of columns: fields are read where they lie. */
export class ColumnBatch implements Batch {
  constructor(
    private readonly table: Table,
    private readonly from: number,
    readonly count: number,
    private readonly place: number,
  ) {}

  indexOf(i: number): number {
    return this.place + i;
  }

  row(i: number): unknown {
    return this.table.row(this.from + i);
  }

  column(accessor: LooseAccessor): ArrayLike<unknown> {
    const values = this.table.column(accessor);
    const to = this.from + this.count;
    // Any typed array has `subarray`.
    if (ArrayBuffer.isView(values)) return (values as unknown as Uint8Array).subarray(this.from, to);
    return Array.prototype.slice.call(values, this.from, to);
  }
}

/** The same table, whose columns are read only once. */
export function remembering(table: Table): Table {
  const known = new Map<LooseAccessor, ArrayLike<unknown>>();
  return {
    ...table,
    column(accessor) {
      const values = known.get(accessor) ?? table.column(accessor);
      known.set(accessor, values);
      return values;
    },
  };
}

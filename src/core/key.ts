import type { Batch } from './batch.js';
import type { LooseAccessor } from './data.js';
import { typeName } from './errors.js';
import type { Issues } from './issue-log.js';
import type { KeyValue } from './pairs.js';

/** A way to group rows that is more than a field: `period(...)` makes one. */
export interface Key<Row, Name extends string, Value extends KeyValue> {
  /** The name of the key in the rows of the result. */
  readonly name: Name;
  /** The key as `sql/` reads it: plain data, where it has a field. */
  readonly plan?: { readonly kind: string; readonly [part: string]: unknown };
  /** A fresh reader. `Row` is the rows it reads; values are those it gives. */
  reader(issues: Issues): KeyReader & { of?(row: Row): Value };
}

/** Reads keys batch by batch as small numbers. */
export interface KeyReader {
  /** Writes the code of every row's key, counted from 0 in order of appearance; rows of a group below 0 are not judged. */
  codes(batch: Batch, into: Int32Array, groups: Int32Array | null): void;
  /** The key of a code. */
  value(code: number): KeyValue;
}

/** Up to so many keys are looked for one by one, which is quicker than a map. */
const FEW = 8;

/** Reads a field, or a function of the row, as the key. */
export class FieldReader implements KeyReader {
  private readonly known = new Map<unknown, number>();
  private readonly values: KeyValue[] = [];

  constructor(
    private readonly accessor: LooseAccessor,
    private readonly issues: Issues,
  ) {}

  codes(batch: Batch, into: Int32Array, groups: Int32Array | null): void {
    const column = batch.column(this.accessor);
    const { known, values } = this;
    for (let i = 0; i < batch.count; i += 1) {
      const value = column[i];
      const few = values.length <= FEW ? values.length : 0;
      let code = 0;
      while (code < few && values[code] !== value) code += 1;
      into[i] = code < few ? code : (known.get(value) ?? this.learn(value, batch, i, groups));
    }
  }

  value(code: number): KeyValue {
    return this.values[code] ?? null;
  }

  private learn(value: unknown, batch: Batch, i: number, groups: Int32Array | null): number {
    if (groups !== null && groups[i]! < 0) return -1;
    const key = value === 0 ? 0 : (value ?? null); // -0 is 0
    if (!isKey(key)) {
      const field = typeof this.accessor === 'string' ? this.accessor : 'key';
      const expected = 'a finite number, text, true, false or null';
      const received = typeName(value);
      this.issues.add({ code: 'E_FIELD_TYPE', index: batch.indexOf(i), field, expected, received });
      return -1;
    }
    const code = this.known.get(key) ?? this.values.push(key) - 1;
    this.known.set(key, code).set(value, code);
    return code;
  }
}

function isKey(value: unknown): value is KeyValue {
  return value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}

/**
 * What of an Arrow vector its values can be read from without a copy, recognised by its form, so that kizuna does not depend
 * on the library: one chunk without nulls whose values are a typed array, or codes of a dictionary.
 */
export interface ArrowVector {
  readonly length: number;
  readonly data: readonly ArrowData[];
  get(index: number): unknown;
}

interface ArrowData {
  readonly length: number;
  readonly nullCount: number;
  readonly values?: unknown;
  readonly type?: { readonly typeId?: number; readonly unit?: number };
  readonly dictionary?: ArrowVector | undefined;
}

/** Whether a column is an Arrow vector. */
export function isArrowVector(column: unknown): column is ArrowVector {
  return (
    typeof column === 'object' && column !== null && 'get' in column && 'data' in column && Array.isArray(column.data)
  );
}

/** A vector's values where they lie; null where they are not in one piece, some are null, or it takes more to read them. */
export function arrowValues(vector: ArrowVector): ArrayLike<number> | BigInt64Array | null {
  const [chunk] = vector.data;
  if (vector.data.length !== 1 || chunk === undefined || chunk.nullCount !== 0) return null;
  if (!ArrayBuffer.isView(chunk.values)) return null;
  const values = chunk.values as Float64Array; // fixed-width values are a typed array
  return values.length === chunk.length ? values : null; // the bytes of text are as many as they are
}

/** The dictionary of a vector that is coded; null of others. */
export function arrowDictionary(vector: ArrowVector): readonly unknown[] | null {
  const dictionary = vector.data[0]?.dictionary;
  return dictionary === undefined ? null : Array.from({ length: dictionary.length }, (_, i) => dictionary.get(i));
}

/** How many of the values of a timestamp vector make a millisecond; null of vectors that are none. Arrow's TimeUnit: s, ms, µs, ns. */
export function arrowTicks(vector: ArrowVector): number | null {
  const { typeId, unit = -1 } = vector.data[0]?.type ?? {};
  return typeId === TIMESTAMP ? ([1e-3, 1, 1e3, 1e6][unit] ?? null) : null;
}

const TIMESTAMP = 10;

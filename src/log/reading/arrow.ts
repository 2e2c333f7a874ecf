import { DAY } from '../../time/day.js';
import { milliseconds } from './milliseconds.js';

/**
 * What of an Arrow vector can be read where it lies, recognised by its form, so that kizuna does not depend on the library.
 * The forms are those of apache-arrow 21 for JavaScript.
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
  readonly type?: { readonly typeId?: number; readonly unit?: number; readonly precision?: number };
  readonly dictionary?: ArrowVector | undefined;
}

/** Numbers of one width, as an Arrow vector holds them. */
export type ArrowNumbers = Int32Array | Uint32Array | Float64Array | Float32Array | BigInt64Array;

/** Whether a column is an Arrow vector. */
export function isArrowVector(column: unknown): column is ArrowVector {
  return (
    typeof column === 'object' && column !== null && 'get' in column && 'data' in column && Array.isArray(column.data)
  );
}

/** The values of a vector of numbers or instants, where they lie if they are in one piece; null where some are null, and of others. */
export function arrowNumbers(vector: ArrowVector): ArrowNumbers | null {
  return vector.data.every(isNumeric) && !vector.data.some(hasNulls) ? inOnePiece(vector) : null;
}

/** The codes and the dictionary of a vector that is coded; null where some are null, and of others. */
export function arrowCodes(vector: ArrowVector): { codes: ArrowNumbers; values: readonly unknown[] } | null {
  const dictionary = vector.data[0]?.dictionary;
  if (dictionary === undefined || vector.data.some((chunk) => hasNulls(chunk) || chunk.dictionary !== dictionary))
    return null;
  const codes = inOnePiece(vector);
  return codes && { codes, values: Array.from({ length: dictionary.length }, (_, i) => dictionary.get(i)) };
}

/**
 * A vector of dates or timestamps as epoch milliseconds, any number where one is null; null of others. `get` would give them with
 * a fraction, and those of nanoseconds rounded.
 */
export function arrowTime(vector: ArrowVector): Float64Array | null {
  const { typeId, unit = -1 } = vector.data[0]?.type ?? {};
  const values = holdsInstants(vector) ? inOnePiece(vector) : null;
  if (values instanceof BigInt64Array) {
    const ticks = typeId === DATE ? 1 : [1e-3, 1, 1e3, 1e6][unit]; // s, ms, µs, ns
    return ticks === undefined ? null : milliseconds(values, ticks);
  }
  return values instanceof Int32Array && typeId === DATE ? Float64Array.from(values, (day) => day * DAY) : null;
}

/** Whether a vector holds dates or timestamps. */
export function holdsInstants(vector: ArrowVector): boolean {
  const typeId = vector.data[0]?.type?.typeId;
  return typeId === TIMESTAMP || typeId === DATE;
}

/** Whether some of a chunk's values are null. */
export function hasNulls(chunk: ArrowData): boolean {
  return chunk.nullCount !== 0;
}

// Arrow's ids of types. Text and true or false are bytes too, half floats whole numbers: their values are not what they say.
const [INT, FLOAT, DATE, TIMESTAMP] = [2, 3, 8, 10];

function isNumeric({ type, dictionary }: ArrowData): boolean {
  const { typeId, precision } = type ?? {};
  if (dictionary !== undefined) return false;
  return typeId === INT || typeId === DATE || typeId === TIMESTAMP || (typeId === FLOAT && precision !== HALF);
}

const HALF = 0;

function inOnePiece({ data, length }: ArrowVector): ArrowNumbers | null {
  const chunks = data.map((chunk) => {
    if (!ArrayBuffer.isView(chunk.values)) return null;
    return (chunk.values as Int32Array).subarray(0, chunk.length); // an array of one width; buffers have room at their ends
  });
  const [first = null] = chunks;
  if (chunks.length <= 1 || first === null) return first;
  const Kind = first.constructor as new (size: number) => Int32Array; // of the same kind
  const whole = new Kind(length);
  let at = 0;
  for (const chunk of chunks) {
    if (chunk === null) return null;
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

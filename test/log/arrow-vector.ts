/** A chunk in the form of apache-arrow 21 for JavaScript: `values` has room at its end, nulls are bits in a buffer. */
interface Chunk {
  readonly type: { readonly typeId: number; readonly unit?: number; readonly precision?: number };
  readonly length: number;
  readonly offset: number;
  readonly nullCount: number;
  readonly nullBitmap: Uint8Array;
  readonly stride: number;
  readonly values: ArrayBufferView;
  readonly dictionary: Vector | undefined;
  /** What `get` gives. */
  at(index: number): unknown;
}

/** A stand-in for `Vector` of apache-arrow, so that the tests need no library. */
export class Vector {
  readonly length: number;

  constructor(readonly data: readonly Chunk[]) {
    this.length = data.reduce((length, chunk) => length + chunk.length, 0);
  }

  get(index: number): unknown {
    let at = index;
    for (const chunk of this.data) {
      if (at < chunk.length) return isNull(chunk, at) ? null : chunk.at(at);
      at -= chunk.length;
    }
    return null;
  }

  concat(other: Vector): Vector {
    return new Vector([...this.data, ...other.data]);
  }

  /** As the library does it: the values are cut, except bits, and the bits of nulls stay where they are. */
  slice(from: number, to: number): Vector {
    const [chunk] = this.data as [Chunk];
    const values = chunk.values as Int32Array; // an array of numbers of some width
    const cut = { ...chunk, values: values.subarray(from, to), offset: from, length: to - from };
    const nulls = Array.from({ length: to - from }, (_, i) => isNull(cut, i)).filter(Boolean).length;
    return new Vector([{ ...cut, nullCount: nulls, at: (index) => chunk.at(from + index) }]);
  }
}

function isNull({ nullBitmap, offset }: Chunk, index: number): boolean {
  const place = offset + index;
  return nullBitmap.length > 0 && ((nullBitmap[place >> 3] as number) & (1 << (place % 8))) === 0;
}

type Numbers = Int32Array | Int8Array | Uint8Array | Uint16Array | Float32Array | Float64Array | BigInt64Array;

function vector(
  type: Chunk['type'],
  values: Numbers,
  list: readonly unknown[],
  at: (value: never) => unknown = (value) => value,
  dictionary?: Vector,
): Vector {
  const nulls = list.filter((value) => value === null).length;
  const nullBitmap = new Uint8Array(nulls === 0 ? 0 : 64);
  for (const [i, value] of list.entries()) if (value !== null) nullBitmap[i >> 3]! |= 1 << (i % 8);
  const chunk = { type, length: list.length, offset: 0, nullCount: nulls, nullBitmap, stride: 1, values, dictionary };
  return new Vector([{ ...chunk, at: (i) => at(list[i] as never) }]);
}

/** Room for 64 bytes, and more by as many, as builders allocate. */
function room(count: number, bytes: number): number {
  return (Math.ceil((count * bytes) / 64) * 64) / bytes;
}

type Kind<Values> = { new (length: number): Values; readonly BYTES_PER_ELEMENT: number };

function filled<Values extends Numbers>(Kind: Kind<Values>, list: readonly unknown[], none: unknown): Values {
  const values = new Kind(room(list.length, Kind.BYTES_PER_ELEMENT));
  for (const [i, value] of list.entries()) (values as unknown as unknown[])[i] = value ?? none;
  return values;
}

export const int32 = (list: readonly (number | null)[]) => vector({ typeId: 2 }, filled(Int32Array, list, 0), list);

export const int64 = (list: readonly (bigint | null)[]) => vector({ typeId: 2 }, filled(BigInt64Array, list, 0n), list);

export const float64 = (list: readonly (number | null)[]) =>
  vector({ typeId: 3, precision: 2 }, filled(Float64Array, list, 0), list);

export const float32 = (list: readonly number[]) =>
  vector({ typeId: 3, precision: 1 }, filled(Float32Array, list, 0), list);

/** Half floats: their values are the bits, here left out. */
export const float16 = (list: readonly number[]) =>
  vector({ typeId: 3, precision: 0 }, new Uint16Array(list.length), list);

/** The bytes of the text: of short texts as many as there are texts, where they come from a file. */
export const utf8 = (list: readonly (string | null)[], typeId = 5) =>
  vector({ typeId }, new Uint8Array(Buffer.from(list.join(''))), list);

export const bool = (list: readonly (boolean | null)[]) => vector({ typeId: 6 }, new Uint8Array(list.length), list);

/** The dictionary is one vector, which all chunks of a file share. */
export function dictionary(list: readonly (string | null)[], values: Vector, Kind: Kind<Numbers> = Int32Array): Vector {
  const texts = Array.from({ length: values.length }, (_, i) => values.get(i));
  const codes = filled(
    Kind,
    list.map((text) => (text === null ? 0 : texts.indexOf(text))),
    0,
  );
  return vector({ typeId: -1 }, codes, list, undefined, values);
}

const TICKS = [1e-3, 1, 1e3, 1e6] as const;

/** Instants in units of 0 s, 1 ms, 2 µs or 3 ns; `get` gives milliseconds with what is finer as a fraction. */
export function timestamp(list: readonly (bigint | null)[], unit: 0 | 1 | 2 | 3): Vector {
  const values = filled(BigInt64Array, list, 0n);
  return vector({ typeId: 10, unit }, values, list, (value: bigint) => Number(value) / TICKS[unit]);
}

export const dateDay = (days: readonly (number | null)[]) =>
  vector({ typeId: 8, unit: 0 }, filled(Int32Array, days, 0), days, (day: number) => day * 86_400_000);

export const dateMillisecond = (list: readonly (bigint | null)[]) =>
  vector({ typeId: 8, unit: 1 }, filled(BigInt64Array, list, 0n), list, Number);

/** Decimals of 128 bits. `get` gives four halves, not a number. */
export const decimal = (list: readonly number[]) =>
  vector({ typeId: 7 }, new Int32Array(list.length * 4), list, (value: number) => Uint32Array.of(value, 0, 0, 0));

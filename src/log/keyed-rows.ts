/** Rows, and at the same places whole numbers below 2^32 that they are sorted by. */
export interface KeyedRows {
  readonly rows: Int32Array;
  readonly keys: Uint32Array;
}

/**
 * Rows in the order of the lowest `bits` of their keys; those that are equal stay in their order. Sorts by digits, the lowest
 * first (Seward 1954). Keys move with their rows, so that only writes are scattered. Both arguments are written to: memory that is
 * taken while rows lie on the heap as objects makes the engine walk over all of them.
 */
export function sortedByKeys(given: KeyedRows, spare: KeyedRows, bits: number): KeyedRows {
  const digits = Math.ceil(bits / digitFor(given.rows.length));
  const digit = Math.ceil(bits / digits);
  let [sorted, into] = [given, spare];
  for (let pass = 0; pass < digits; pass += 1) {
    sortByDigit(sorted, sorted.keys, pass * digit, digit, into);
    [sorted, into] = [into, sorted];
  }
  return sorted;
}

/** Room for so many rows and keys. */
export function roomFor(rows: number): KeyedRows {
  return { rows: new Int32Array(rows), keys: new Uint32Array(rows) };
}

/** Bits of a digit: a table of counts for each that is small beside the rows, and stays in the nearest cache. */
export function digitFor(rows: number): number {
  return rows < 1 << 12 ? 8 : 12;
}

/** Writes rows and their keys in the order of one digit, which may be of other numbers than the keys. */
export function sortByDigit(
  { rows, keys }: KeyedRows,
  values: Uint32Array,
  shift: number,
  bits: number,
  into: KeyedRows,
): void {
  const mask = (1 << bits) - 1;
  const starts = new Int32Array(mask + 2);
  const { length } = rows;
  for (let i = 0; i < length; i += 1) starts[((values[i]! >>> shift) & mask) + 1]! += 1;
  for (let digit = 0; digit < mask; digit += 1) starts[digit + 1]! += starts[digit]!;
  for (let i = 0; i < length; i += 1) {
    const digit = (values[i]! >>> shift) & mask;
    const place = starts[digit]!;
    starts[digit] = place + 1;
    into.rows[place] = rows[i]!;
    into.keys[place] = keys[i]!;
  }
}

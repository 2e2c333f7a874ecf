/** The values of some rows, in their order; all as they stand where `rows` is null. */
export function taken<Values extends Float64Array | Uint8Array | Uint16Array | Int32Array>(
  values: Values,
  rows: Int32Array | null,
): Values {
  if (rows === null) return values;
  const Kind = values.constructor as new (size: number) => Values; // of the same kind
  const some = new Kind(rows.length);
  for (let i = 0; i < rows.length; i += 1) some[i] = values[rows[i] as number] as number;
  return some;
}

/** Whether times stand in their order already. */
export function isAscending(time: Float64Array): boolean {
  for (let i = 1; i < time.length; i += 1) if (time[i - 1]! > time[i]!) return false;
  return true;
}

/** What rows are grouped and counted by. */
export type KeyValue = number | string | boolean | null;

/** Keyed values as pairs in the order of their keys: keys come from users, and an object would trip over `__proto__`. */
export type Pairs<Key extends KeyValue, Value> = readonly (readonly [Key, Value])[];

/** The one order of keys: nothing, numbers, text by code unit, false, true. */
export function compareKeys(a: KeyValue, b: KeyValue): number {
  if (a === b) return 0;
  const [typeA, typeB] = [typeRank(a), typeRank(b)];
  if (typeA !== typeB) return typeA - typeB;
  return (a as string) < (b as string) ? -1 : 1; // both of one type: `<` is numeric, by code unit, or false before true
}

/** Pairs of a map, in the order of their keys. */
export function sortedPairs<Key extends KeyValue, Value>(map: ReadonlyMap<Key, Value>): Pairs<Key, Value> {
  return [...map].sort((a, b) => compareKeys(a[0], b[0]));
}

/** Two lists of pairs as one; values under the same key are combined. */
export function mergePairs<Key extends KeyValue, Value>(
  a: Pairs<Key, Value>,
  b: Pairs<Key, Value>,
  combine: (a: Value, b: Value) => Value,
): Pairs<Key, Value> {
  const merged: (readonly [Key, Value])[] = [];
  let [i, j] = [0, 0];
  for (;;) {
    const [left, right] = [a[i], b[j]];
    if (left === undefined) return merged.concat(b.slice(j));
    if (right === undefined) return merged.concat(a.slice(i));
    const order = compareKeys(left[0], right[0]);
    merged.push(order === 0 ? [left[0], combine(left[1], right[1])] : order < 0 ? left : right);
    if (order <= 0) i += 1;
    if (order >= 0) j += 1;
  }
}

function typeRank(key: KeyValue): number {
  if (key === null) return 0;
  if (typeof key === 'number') return 1;
  return typeof key === 'string' ? 2 : 3;
}

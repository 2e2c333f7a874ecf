import { compareKeys, type KeyValue } from '../../core/pairs.js';
import { type Codes, codesFor } from './parts.js';

/**
 * A dictionary in the order of its values, without those that no row has, its codes as narrow as they can be; so the order in
 * which values were met leaves no trace. The first `fixed` values stay, used or not: none, which is the first of all. Codes that
 * are right already are not copied; others are written over where they are the caller's own.
 */
export function sortedDictionary<Value extends KeyValue>(
  codes: Codes,
  values: readonly Value[],
  fixed: number,
  isOwn: boolean,
): { readonly codes: Codes; readonly values: readonly Value[] } {
  const isUsed = usedCodes(codes, values.length, fixed);
  const order = values.map((_, code) => code).filter((code) => isUsed[code] === 1);
  order.sort((a, b) => compareKeys(values[a] as Value, values[b] as Value)); // codes of values
  const into = codesFor(order.length, 0).constructor === codes.constructor ? codes : null;
  if (into !== null && order.length === values.length && order.every((code, i) => code === i)) return { codes, values };
  return renumbered(codes, values, order, into !== null && isOwn ? into : codesFor(order.length, codes.length));
}

/** Values in another order, told by the codes that they had, and the codes that rows have now, written `into` a column. */
export function renumbered<Value, Column extends Codes>(
  codes: Column,
  values: ArrayLike<Value>,
  order: ArrayLike<number>,
  into: Column,
): { readonly codes: Column; readonly values: readonly Value[] } {
  const places = new Int32Array(values.length);
  for (let i = 0; i < order.length; i += 1) places[order[i]!] = i;
  for (let i = 0; i < codes.length; i += 1) into[i] = places[codes[i]!]!;
  return { codes: into, values: Array.from(order, (code) => values[code] as Value) }; // codes of values
}

/** Which codes rows have; the first `fixed` are taken for used. */
function usedCodes(codes: Codes, values: number, fixed: number): Uint8Array {
  const isUsed = new Uint8Array(values).fill(1, 0, fixed);
  let unused = values - fixed;
  for (let i = 0; i < codes.length && unused > 0; i += 1) {
    const code = codes[i]!;
    unused -= 1 - isUsed[code]!;
    isUsed[code] = 1;
  }
  return isUsed;
}

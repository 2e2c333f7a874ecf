import { compareKeys, type KeyValue } from '../../core/pairs.js';
import { type Codes, codesFor } from './parts.js';

/**
 * A dictionary in the order of its values, without those that no row has, its codes as narrow as they can be; so the order in
 * which values were met leaves no trace. The first `fixed` values keep their places. Codes that are right already are not copied;
 * others are written over where they are the caller's own.
 */
export function sortedDictionary<Value extends KeyValue>(
  codes: Codes,
  values: readonly Value[],
  fixed: number,
  isOwn: boolean,
): { readonly codes: Codes; readonly values: readonly Value[] } {
  const isUsed = new Uint8Array(values.length).fill(1, 0, fixed);
  for (let i = 0; i < codes.length; i += 1) isUsed[codes[i] as number] = 1;
  const used = values.map((_, code) => code).filter((code) => isUsed[code] === 1);
  const order = [
    ...used.slice(0, fixed),
    ...used.slice(fixed).sort((a, b) => compareKeys(values[a] ?? null, values[b] ?? null)),
  ];
  const into = codesFor(order.length, 0).constructor === codes.constructor ? codes : null;
  if (into !== null && order.length === values.length && order.every((code, i) => code === i)) return { codes, values };
  const place = new Int32Array(values.length);
  order.forEach((code, i) => {
    place[code] = i;
  });
  const sorted = into !== null && isOwn ? into : codesFor(order.length, codes.length);
  for (let i = 0; i < codes.length; i += 1) sorted[i] = place[codes[i] as number] as number;
  return { codes: sorted, values: order.map((code) => values[code] as Value) }; // codes of values
}

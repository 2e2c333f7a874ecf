import type { Codes } from './reading/parts.js';

/** Masks as codes into the few different ones. */
export function codedRows(masks: Uint32Array): { readonly codes: Codes; readonly bits: Uint32Array } {
  const known = new Map<number, number>();
  const codes = new Int32Array(masks.length);
  let [mask, code] = [-1, 0];
  for (let i = 0; i < masks.length; i += 1) {
    if (masks[i] !== mask) {
      mask = masks[i] as number;
      code = known.get(mask) ?? known.size;
      known.set(mask, code);
    }
    codes[i] = code;
  }
  const bits = Uint32Array.from(known.keys());
  return { codes: known.size <= 0x100 ? Uint8Array.from(codes) : codes, bits };
}

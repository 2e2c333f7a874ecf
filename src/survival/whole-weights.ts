import { errorOf, InvalidDataError } from '../core/errors.js';
import type { Spells } from './spells.js';

/** Refuses weights that count parts of a subject, where subjects are counted one by one. */
export function refuseParts(owner: string, { weight, places }: Spells, from: unknown): void {
  if (weight === null) return;
  const i = weight.findIndex((value) => !Number.isInteger(value));
  if (i >= 0) refusePart(owner, places === null ? i : (places[i] as number), from); // a place for each row
}

/** Refuses a weight that counts a part of a subject; `index` is `null` where its row is not known. */
export function refusePart(owner: string, index: number | null, from: unknown): never {
  const field = typeof from === 'string' ? from : 'weight';
  const issue = { code: 'E_NUM_INTEGER', index, field, expected: 'a whole number', received: 'number' } as const;
  throw errorOf(InvalidDataError, owner, [issue]);
}

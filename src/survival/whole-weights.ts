import { errorOf, InvalidDataError } from '../core/errors.js';
import type { Spells } from './spells.js';

/** Refuses weights that count parts of a subject, where subjects are counted one by one. */
export function refuseParts(owner: string, { weight, places }: Spells, from: unknown): void {
  if (weight === null) return;
  const i = weight.findIndex((value) => !Number.isInteger(value));
  if (i < 0) return;
  const field = typeof from === 'string' ? from : 'weight';
  const index = places === null ? i : (places[i] as number); // a place for each row
  const issue = { code: 'E_NUM_INTEGER', index, field, expected: 'a whole number', received: 'number' } as const;
  throw errorOf(InvalidDataError, owner, [issue]);
}

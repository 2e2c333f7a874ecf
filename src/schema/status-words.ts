import { plain } from './plain-text.js';

/** Words by what they say. */
export type StatusWords<Meaning extends string> = readonly (readonly [Meaning, readonly string[]])[];

/** Reads statuses: what a word says, `null` for those that say nothing in particular. Case, width, `_` and `-` do not count. */
export function wordReader<Meaning extends string>(words: StatusWords<Meaning>): (cell: unknown) => Meaning | null {
  const meanings = new Map(words.flatMap(([meaning, list]) => list.map((word) => [folded(word), meaning] as const)));
  return (cell) =>
    typeof cell === 'string' || typeof cell === 'number' ? (meanings.get(folded(String(cell))) ?? null) : null;
}

function folded(status: string): string {
  return plain(status)
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');
}

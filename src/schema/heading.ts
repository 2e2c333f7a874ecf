import { plain } from './plain-text.js';

/**
 * A heading as it is compared where the exact one is not there: after NFKC, with runs of blanks and line breaks as one,
 * and with one character for each pair that encodings of Japanese and keyboards confuse.
 */
export function foldedHeading(heading: string): string {
  return plain(heading)
    .replace(/\s+/g, ' ')
    .replace(LOOK_ALIKE, (character) => FOLDED[character] ?? character);
}

/**
 * Windows decodes five characters of JIS X 0208 otherwise than the standard: 〜 as ～, − as －, ‖ as ∥, — as ―, and its
 * keyboards type what it decodes. NFKC has made ～ and － ASCII already. The long vowel ー is taken for a dash by eye.
 */
const FOLDED: Readonly<Record<string, string>> = {
  '\u301c': '~',
  '\u2212': '-',
  '\u2225': '\u2016',
  '\u2014': '\u30fc',
  '\u2015': '\u30fc',
};
const LOOK_ALIKE = /[\u301c\u2212\u2225\u2014\u2015]/g;

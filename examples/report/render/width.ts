/** How many cells of a terminal a text takes: two for East Asian wide characters and emoji, none for combining marks. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return width;
}

/** The cells of the widest of some texts. */
export function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(widthOf));
}

/** A text made as wide as asked: with blanks, or cut with an ellipsis. */
export function pad(text: string, width: number, side: 'left' | 'right' = 'left'): string {
  const shown = cut(text, width);
  const blanks = ' '.repeat(width - widthOf(shown));
  return side === 'left' ? shown + blanks : blanks + shown;
}

/** A text in lines of at most `width` cells, broken at blanks. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}

/** A text from a file as one line, without characters that would steer a terminal or turn its direction. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let shown = '';
  for (const character of text) {
    if (widthOf(shown + character) > width - 1) break;
    shown += character;
  }
  return `${shown}…`;
}

/** A text cut in its middle, so that its end can still be read. */
export function cutInside(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const characters = Array.from(text);
  let tail = '';
  for (const character of characters.reverse()) {
    if (widthOf(character + tail) > Math.ceil((width - 1) / 2)) break;
    tail = character + tail;
  }
  return cut(text, width - widthOf(tail)) + tail;
}

/** Whether different texts could not be told apart if they were cut at their ends. */
export function areAlikeWhenCut(texts: readonly string[], width: number): boolean {
  const different = new Set(texts);
  return new Set([...different].map((text) => cut(text, width))).size < different.size;
}

const ZERO = /\p{M}/u;
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

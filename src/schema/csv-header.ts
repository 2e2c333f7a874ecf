/**
 * Names that are all different: the second `送料` becomes `送料 (2)`, an empty heading `column 3` by its place.
 * A name that the file already uses is passed over.
 */
export function distinctNames(headings: readonly string[]): readonly string[] {
  const taken = new Set(headings);
  const used = new Set<string>();
  return headings.map((heading, place) => {
    const isBlank = heading.trim() === '';
    const base = isBlank ? `column ${place + 1}` : heading;
    let name = base;
    for (let copy = 2; used.has(name) || (name !== heading && taken.has(name)); copy += 1) name = `${base} (${copy})`;
    used.add(name);
    return name;
  });
}

/**
 * The delimiter of a file by its first line, outside quotation marks: a tab where there is one, since headings have
 * none; else the most frequent of comma, semicolon and bar, of equally frequent ones the first of these.
 */
export function delimiterOf(text: string): string {
  const counts = new Map([',', ';', '|'].map((delimiter) => [delimiter, 0]));
  let isQuoted = false;
  for (let at = text.search(/[^\r\n]/); at >= 0 && at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (character === '\n' || character === '\r') break;
    if (character === '\t') return '\t';
    const count = counts.get(character);
    if (count !== undefined) counts.set(character, count + 1);
  }
  const [[first]] = [...counts].sort(([, a], [, b]) => b - a) as [[string, number]]; // three delimiters
  return first;
}

/**
 * The line `sep=;` that Excel reads, and others write for it, before the headings: its delimiter, and its length with its
 * line end. `null` where the file does not begin with it.
 */
export function delimiterHint(text: string): { readonly delimiter: string; readonly length: number } | null {
  const [line = '', , delimiter] = HINT.exec(text) ?? [];
  return delimiter === undefined ? null : { delimiter, length: line.length };
}

const HINT = /^("?)sep=([^"\r\n])\1(?:\r\n|\r|\n|$)/i;

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
 * none; else the more frequent of semicolon and comma, and the comma where neither is.
 */
export function delimiterOf(text: string): string {
  let commas = 0;
  let semicolons = 0;
  let isQuoted = false;
  for (let at = text.search(/[^\r\n]/); at >= 0 && at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (character === '\n' || character === '\r') break;
    if (character === '\t') return '\t';
    if (character === ',') commas += 1;
    if (character === ';') semicolons += 1;
  }
  return semicolons > commas ? ';' : ',';
}

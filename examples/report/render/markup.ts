/** Text of a file made safe for a page, in elements and in attributes. */
export function escaped(text: string): string {
  return text.replace(FORBIDDEN, ' ').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A number as an attribute of a drawing: at most two decimals. */
export function at(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** A drawing that scales with the page; its title is read aloud. */
export function drawing(
  width: number,
  height: number,
  title: string,
  parts: readonly string[],
  kind = 'figure',
): string {
  const body = `<title>${escaped(title)}</title>${parts.join('')}`;
  return `<svg class="${kind}" viewBox="0 0 ${width} ${height}" role="img">${body}</svg>`;
}

/** Control characters but tab and line break, half surrogate pairs and noncharacters: XML has no place for them. */
const FORBIDDEN = /[^\P{Cc}\t\n]|[\p{Cs}\uFFFE\uFFFF]/gu;

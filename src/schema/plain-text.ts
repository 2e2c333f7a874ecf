/** An empty cell: nothing, or nothing but blanks. */
export function isEmpty(cell: unknown): boolean {
  return cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '');
}

/** A text as it is compared and read: full-width forms become the plain ones (NFKC), blanks around it go. */
export function plain(text: string): string {
  const trimmed = text.trim();
  // Plain ASCII is its own NFKC form: most cells are, and the test is cheaper than normalising.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII begins with them
  return /^[\x00-\x7f]*$/.test(trimmed) ? trimmed : trimmed.normalize('NFKC').trim();
}

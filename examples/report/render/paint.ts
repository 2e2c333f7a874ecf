/** Whether colours may be used; without them the tones still differ by their blocks. */
export interface TerminalStyle {
  readonly hasColor: boolean;
}

/** A text in a colour or weight of the terminal. */
export function paint(text: string, code: string, { hasColor }: TerminalStyle): string {
  return hasColor && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text;
}

import { ValueCodes } from './value-codes.js';

/**
 * The same for texts of which there are few, in very many rows: nearly all are told by their length and two characters, so that a
 * text is compared with one other, and its hash, which a map would need, never taken.
 */
export class NameCodes extends ValueCodes<string> {
  /** One more than the code of the text at each place; 0 for none. Of two texts for one place the first has it. */
  private readonly places = new Int32Array(PLACES);

  override find(value: unknown): number {
    if (typeof value === 'string') {
      const code = this.places[placeOf(value)]! - 1;
      if (code >= 0 && this.values[code] === value) return code;
    }
    return super.find(value);
  }

  protected override keep(value: string, code: number): void {
    const place = placeOf(value);
    if (this.places[place] === 0) this.places[place] = code + 1;
    super.keep(value, code);
  }
}

const PLACES = 256;

function placeOf(text: string): number {
  const { length } = text;
  if (length === 0) return 0;
  return (31 * length + 7 * text.charCodeAt(length >> 1) + text.charCodeAt(length - 1)) & (PLACES - 1);
}

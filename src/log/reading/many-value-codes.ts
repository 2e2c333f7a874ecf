import { TextTable } from './text-table.js';
import { ValueCodes } from './value-codes.js';

/** The same for columns of which some have very many different texts: these are found in a table, and all else in a map. */
export class ManyValueCodes<Value> extends ValueCodes<Value> {
  private texts: TextTable | null = null;

  override find(value: unknown): number {
    return this.texts !== null && typeof value === 'string' ? this.texts.find(value) : super.find(value);
  }

  override findAll(values: ArrayLike<unknown>, count: number, codes: Int32Array): void {
    if (this.texts === null) {
      super.findAll(values, count, codes);
      return;
    }
    this.texts.findAll(values, count, codes);
    if (this.known.size === 0) return;
    for (let i = 0; i < count; i += 1) if (codes[i]! < 0) codes[i] = super.find(values[i]);
  }

  protected override keep(value: Value, code: number): void {
    if (this.texts !== null && typeof value === 'string') this.texts.add(value, code);
    else super.keep(value, code);
    if (this.texts === null && typeof value === 'string' && this.known.size > FEW) this.moveTexts();
  }

  private moveTexts(): void {
    this.texts = new TextTable(this.values);
    for (const [value, code] of this.known) {
      if (typeof value !== 'string') continue;
      this.texts.add(value, code);
      this.known.delete(value);
    }
  }
}

/** So few texts are found as quickly in a map. */
const FEW = 512;

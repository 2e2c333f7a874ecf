import type { CustomerId } from './layout.js';
import { copiedText } from './reading/copied-text.js';

/** Numbers customers of many logs in the order in which they are met. */
export class IdCodes {
  readonly ids: CustomerId[] = [];
  private readonly known = new Map<CustomerId, number>();
  /** One more than the code of each small whole number, which is quicker to find than in a map. */
  private small = new Int32Array(1024);

  codeOf(id: CustomerId): number {
    if (typeof id !== 'number' || !(id >= 0 && id < SMALL && Number.isInteger(id))) {
      return this.known.get(id) ?? this.learn(id);
    }
    if (id >= this.small.length) this.widen(id);
    const code = (this.small[id] as number) - 1;
    if (code >= 0) return code;
    this.small[id] = this.ids.push(id);
    return this.ids.length - 1;
  }

  private learn(id: CustomerId): number {
    const key = typeof id === 'string' ? copiedText(id) : id;
    const code = this.ids.push(key) - 1;
    this.known.set(key, code);
    return code;
  }

  private widen(id: number): void {
    const wider = new Int32Array(Math.min(SMALL, Math.max(id + 1, this.small.length * 2)));
    wider.set(this.small);
    this.small = wider;
  }
}

const SMALL = 1 << 24;

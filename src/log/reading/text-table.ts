/**
 * Finds many texts among the values of codes. A map looks at three places on the heap for each text, one after the other; here a
 * hash is looked up in one array of numbers, and the places of a run of texts are waited for together.
 */
export class TextTable {
  /** Pairs, at the place that the hash of a text asks for or soon after it: the hash, and one more than the code; 0 for none. */
  private slots = new Int32Array(4096);
  private size = 0;
  /** Texts that are very long, and those whose places are taken, as somebody may have arranged: no search takes many steps. */
  private readonly others = new Map<string, number>();
  private readonly hashes = new Int32Array(RUN);

  /** `values` are those of the codes, and grow as texts are added. */
  constructor(private readonly values: readonly unknown[]) {}

  /** Takes in a text that is not there yet. */
  add(text: string, code: number): void {
    if (4 * this.size >= this.slots.length) this.widen();
    if (text.length > LONGEST) this.others.set(text, code);
    else this.place(text, hashOf(text), code);
  }

  /** The code of a text; −1 where it is not there. */
  find(text: string): number {
    const at = text.length > LONGEST ? -1 : this.slotOf(text, hashOf(text));
    return at < 0 || this.slots[at + 1] === 0 ? (this.others.get(text) ?? -1) : this.slots[at + 1]! - 1;
  }

  /** Writes the codes of the first `count` values; −1 where a value is not there, or no text. */
  findAll(values: ArrayLike<unknown>, count: number, codes: Int32Array): void {
    for (let start = 0; start < count; start += RUN) this.findRun(values, start, Math.min(start + RUN, count), codes);
  }

  // In each loop, nothing depends on what was read in the round before: a processor waits for many places at a time.
  private findRun(given: ArrayLike<unknown>, start: number, end: number, codes: Int32Array): void {
    const { hashes, slots, values } = this;
    const last = slots.length - 2;
    for (let i = start; i < end; i += 1) {
      const value = given[i];
      hashes[i - start] = typeof value === 'string' && value.length <= LONGEST ? hashOf(value) : 0;
    }
    for (let i = start; i < end; i += 1) {
      const hash = hashes[i - start]!;
      let at = (hash << 1) & last;
      for (let step = 1; step < MOST_STEPS && slots[at] !== hash && slots[at + 1] !== 0; step += 1)
        at = (at + 2) & last;
      codes[i] = slots[at + 1]! - 1;
    }
    for (let i = start; i < end; i += 1) {
      const value = values[Math.max(0, codes[i]!)];
      hashes[i - start] = typeof value === 'string' ? value.length : 0; // only so that it is near when it is compared
    }
    const areAllHere = this.others.size === 0;
    for (let i = start; i < end; i += 1) {
      const code = codes[i]!;
      const value = given[i];
      if (code < 0 ? !areAllHere : values[code] !== value) codes[i] = typeof value === 'string' ? this.find(value) : -1;
    }
  }

  /** Where a text stands, or else could stand; −1 where all these places are taken. */
  private slotOf(text: string, hash: number): number {
    const { slots, values } = this;
    const last = slots.length - 2;
    let at = (hash << 1) & last;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const code = slots[at + 1]! - 1;
      if (code < 0 || (slots[at] === hash && values[code] === text)) return at;
      at = (at + 2) & last;
    }
    return -1;
  }

  private place(text: string, hash: number, code: number): void {
    const at = this.slotOf(text, hash);
    if (at < 0) {
      this.others.set(text, code);
      return;
    }
    this.slots[at] = hash;
    this.slots[at + 1] = code + 1;
    this.size += 1;
  }

  private widen(): void {
    const { slots, values } = this;
    this.slots = new Int32Array(2 * slots.length);
    this.size = 0;
    for (let at = 0; at < slots.length; at += 2) {
      const code = slots[at + 1]! - 1;
      if (code >= 0) this.place(values[code] as string, slots[at]!, code); // only texts were added
    }
  }
}

/** So many are looked up together: what is noted of them stays in the nearest cache. */
const RUN = 256;
const LONGEST = 64;
const MOST_STEPS = 64;

function hashOf(text: string): number {
  let hash = text.length;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x9e3779b1); // 2^32 / golden ratio
  return hash ^ (hash >>> 15);
}

/** The events of one actor at one instant, which may be taken in any order: how many steps in a row they can be. */
export class TiedEvents {
  private masks = new Uint32Array(16);
  private count = 0;
  private union = 0;
  /** Whether every event is at most one step, so that none can be missed for two. */
  private isPlain = true;
  /** The step that each event is taken for, and the look in which it was last considered. */
  private takenFor = new Int32Array(16);
  private looked = new Int32Array(16);
  private look = 0;

  constructor(
    /** The bit of each step in the masks. */
    private readonly bits: Uint32Array,
    private readonly isLater: boolean,
  ) {}

  clear(): void {
    this.count = 0;
    this.union = 0;
    this.isPlain = true;
  }

  /** Takes an event in: the steps that it could be. */
  add(mask: number): void {
    if (mask === 0) return;
    if (this.count === this.masks.length) this.widen();
    this.masks[this.count] = mask;
    this.count += 1;
    this.union |= mask;
    if ((mask & (mask - 1)) !== 0) this.isPlain = false;
  }

  /**
   * How many steps in a row, beginning with `first`, the events can be, each event one of them. Steps after the first whose bit is in
   * `free` need no event of these.
   */
  run(first: number, free = 0): number {
    const { bits, union } = this;
    if (first >= bits.length || ((bits[first] as number) & union) === 0) return 0;
    if (this.isLater) return 1;
    let next = first + 1;
    if (this.isPlain || this.count === 1) {
      const available = this.isPlain ? union | free : free;
      while (next < bits.length && ((bits[next] as number) & available) !== 0) next += 1;
      return next - first;
    }
    this.takenFor.fill(-1, 0, this.count);
    this.assign(first);
    while (next < bits.length && (((bits[next] as number) & free) !== 0 || this.assign(next))) next += 1;
    return next - first;
  }

  /** Whether each of these steps, given by their bits, can be an event of its own. */
  holdsAll(steps: readonly number[]): boolean {
    this.takenFor.fill(-1, 0, this.count);
    return steps.every((bit) => this.assignBit(bit));
  }

  private assign(step: number): boolean {
    return this.assignBit(this.bits[step] as number);
  }

  private assignBit(bit: number): boolean {
    this.look += 1;
    return this.augment(bit);
  }

  /** Kuhn's augmenting path: an event for the step, if need be one whose own step can go to another. */
  private augment(bit: number): boolean {
    for (let event = 0; event < this.count; event += 1) {
      if (((this.masks[event] as number) & bit) === 0 || this.looked[event] === this.look) continue;
      this.looked[event] = this.look;
      const other = this.takenFor[event] as number;
      if (other === -1 || this.augment(1 << other)) {
        this.takenFor[event] = 31 - Math.clz32(bit);
        return true;
      }
    }
    return false;
  }

  private widen(): void {
    const length = this.masks.length * 2;
    const masks = new Uint32Array(length);
    masks.set(this.masks);
    this.masks = masks;
    this.takenFor = new Int32Array(length);
    this.looked = new Int32Array(length);
    this.look = 0;
  }
}

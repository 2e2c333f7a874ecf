/**
 * Attempts that are at one step and may go on: none of them is both later at this step and later begun than another. The queue is in the
 * order of time, and so in the falling order of beginnings.
 */
export class AliveAttempts {
  private readonly instants: number[] = [];
  private readonly begins: number[] = [];
  private head = 0;

  constructor(
    /** How long after this step the next may be. */
    private readonly gap: number,
  ) {}

  clear(): void {
    this.instants.length = 0;
    this.begins.length = 0;
    this.head = 0;
  }

  isEmpty(): boolean {
    return this.head >= this.instants.length;
  }

  add(instant: number, begin: number): void {
    const { instants, begins } = this;
    while (begins.length > this.head && (begins[begins.length - 1] as number) <= begin) {
      instants.pop();
      begins.pop();
    }
    instants.push(instant);
    begins.push(begin);
  }

  /** The beginning of the attempt that begins last, of those that may go on at this instant; `-Infinity` where there is none. */
  latest(instant: number): number {
    while (this.head < this.instants.length && instant - (this.instants[this.head] as number) > this.gap)
      this.head += 1;
    return this.begins[this.head] ?? -Infinity;
  }
}

/** Events one after the other, each taken for one step: as many steps as can be. */
export class StepMatching {
  /** The steps that the event could be which each step is taken by; 0 where there is none. */
  private readonly takenBy: Uint32Array;
  private tried = 0;

  constructor(steps: number) {
    this.takenBy = new Uint32Array(steps);
  }

  clear(): void {
    this.takenBy.fill(0);
  }

  /** Takes an event in; whether one more step has an event now (Kuhn's augmenting path). */
  add(mask: number): boolean {
    this.tried = 0;
    return mask !== 0 && this.place(mask);
  }

  private place(mask: number): boolean {
    for (let step = 0; step < this.takenBy.length; step += 1) {
      const bit = 1 << step;
      if ((mask & bit) === 0 || (this.tried & bit) !== 0) continue;
      this.tried |= bit;
      const other = this.takenBy[step] as number;
      if (other === 0 || this.place(other)) {
        this.takenBy[step] = mask;
        return true;
      }
    }
    return false;
  }
}

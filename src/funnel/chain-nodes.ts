import type { ChainRules } from './chain-rules.js';

/** Where an attempt may have come to, instant by instant, for tracing its steps back from its end. */
export class ChainNodes {
  private readonly instants: number[] = [];
  /** By instant and depth: from which depths attempts came there, which of them may leave, and whether older ones cannot pass. */
  private readonly origins: number[] = [];
  private readonly leaving: number[] = [];
  private readonly barred: boolean[] = [];
  private readonly current: Uint32Array;

  constructor(
    private readonly steps: number,
    private readonly rules: ChainRules,
  ) {
    this.current = new Uint32Array(steps + 1);
  }

  clear(): void {
    for (const list of [this.instants, this.origins, this.leaving, this.barred]) list.length = 0;
    this.current.fill(0);
  }

  /** An attempt of depth `origin` comes to `depth` at the instant that is closed next. */
  add(depth: number, origin: number): void {
    this.current[depth]! |= 1 << origin;
  }

  close(instant: number, isBarring: boolean): void {
    this.instants.push(instant);
    for (let depth = 0; depth <= this.steps; depth += 1) {
      const first = isBarring ? this.rules.firstAllowed(depth) : 32;
      this.origins.push(this.current[depth] as number);
      this.leaving.push(first >= 31 ? -1 : (2 << first) - 1);
      this.barred.push(isBarring && this.rules.isBarred(depth));
    }
    this.current.fill(0);
  }

  /** Writes the instants of the steps of the attempt that ends at the last instant: each, from the last back, as early as can be. */
  trace(depth: number, into: Float64Array): void {
    let at = this.instants.length - 1;
    let reached = depth;
    let allowed = -1;
    for (;;) {
      const origins = (this.origins[at * (this.steps + 1) + reached] as number) & allowed;
      const origin = 31 - Math.clz32(origins); // the deepest: the step before the last is then the earliest
      for (let step = origin; step < reached; step += 1) into[step] = this.instants[at] as number;
      if (origin <= 0) return;
      at = this.previous(at, origin);
      allowed = this.leaving[at * (this.steps + 1) + origin] as number;
      reached = origin;
    }
  }

  /** The earliest instant at which an attempt of this depth may have been that goes on at another. */
  private previous(at: number, depth: number): number {
    const gap = this.rules.gaps[depth] as number;
    let found = at;
    for (let i = at - 1; i >= 0; i -= 1) {
      if ((this.instants[at] as number) - (this.instants[i] as number) > gap) break;
      const node = i * (this.steps + 1) + depth;
      if (((this.origins[node] as number) & (this.leaving[node] as number)) !== 0) found = i;
      if (this.barred[node]) break;
    }
    return found;
  }
}

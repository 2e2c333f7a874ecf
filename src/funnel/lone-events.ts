import type { Codes } from '../log/reading/parts.js';

/**
 * The walk of `PlainWalker` where each event is one step at most and stands alone in its instant, which nearly all do. A first step is
 * noted without a branch, and an event is only looked at where attempts may go on with it: half the guesses at others would be wrong.
 */
export class LoneEvents {
  /** Of the attempt at each step that begins last: its first instant, and in row k all of its instants. */
  private readonly begun: Float64Array;
  private readonly paths: Float64Array;

  constructor(
    /** By place, what an event is, and by what it is, the step: beyond all of them where it is none. */
    private readonly codes: Codes,
    private readonly stepOf: Uint8Array,
    private readonly time: Float64Array,
    /** The instants of the best attempt. */
    private readonly instants: Float64Array,
    private readonly within: number,
    private readonly limit: number,
  ) {
    this.begun = new Float64Array(instants.length);
    this.paths = new Float64Array(instants.length ** 2);
  }

  /** The depth of the best attempt of one actor's events, wherever it begins; -1 where events share an instant. */
  best(begin: number, end: number): number {
    const { codes, stepOf, time, instants, within, limit, begun, paths } = this;
    const steps = instants.length;
    let place = begin;
    while (place < end && stepOf[codes[place]!] !== 0) place += 1;
    if (place === end || time[place]! > limit) return 0;
    if (place > begin && time[place - 1] === time[place]) return -1;
    instants[0] = time[place]!;
    if (steps === 1) return 1;
    let depth = 1;
    let entry = place; // the last first step
    for (place += 1; place < end; place += 1) {
      const step = stepOf[codes[place]!]!;
      entry += (place - entry) & ((step - 1) >> 31);
      if ((step - 1) >>> 0 >= depth) continue;
      const instant = time[place]!;
      if (instant > limit) break;
      if (time[place - 1] === instant || (place + 1 < end && time[place + 1] === instant)) return -1;
      const start = step === 1 ? time[entry]! : begun[step - 1]!;
      if (instant - start > within || (step < depth && start <= begun[step]!)) continue;
      begun[step] = start;
      const [row, before] = [step * steps, (step - 1) * steps];
      paths[row] = start;
      for (let k = 1; k < step; k += 1) paths[row + k] = paths[before + k]!;
      paths[row + step] = instant;
      if (step < depth) continue;
      depth += 1;
      for (let k = 0; k <= step; k += 1) instants[k] = paths[row + k]!;
      if (depth === steps) return depth;
    }
    return depth;
  }
}

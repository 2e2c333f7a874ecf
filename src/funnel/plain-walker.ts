import type { Actors } from './actors.js';
import type { FunnelPlan } from './funnel-plan.js';
import { firstPlace } from './places.js';
import type { StepColumn } from './step-columns.js';
import { TiedEvents } from './tied-events.js';
import type { Walker } from './walker.js';

/**
 * Steps in order, with nothing that forbids what happens between them. An event of step k goes on from the attempt that begins last of
 * those that are at step k − 1: no other can go further, as all end in the same instant. One pass, and nothing is allocated.
 */
export class PlainWalker implements Walker {
  readonly instants: Float64Array;
  /** Of the attempt at each step that begins last: its first instant, and in row k all of its instants. */
  private readonly begun: Float64Array;
  private readonly paths: Float64Array;
  private readonly tied: TiedEvents;
  private readonly names: StepColumn;
  /** By code of a name, the first step that the event may be: what is deeper than attempts are is of no use to them. */
  private readonly lowest: Uint8Array;
  private readonly others: readonly StepColumn[];
  private readonly within: number;
  /** Whether every event is one step at most. */
  private readonly isSingle: boolean;

  constructor(
    plan: FunnelPlan,
    private readonly actors: Actors,
    columns: readonly StepColumn[],
    private readonly limit: number,
  ) {
    const count = plan.required.length;
    this.instants = new Float64Array(count);
    this.begun = new Float64Array(count);
    this.paths = new Float64Array(count * count);
    this.tied = new TiedEvents(
      Uint32Array.from(plan.required, (_, k) => 1 << k),
      plan.isLater,
    );
    this.names = columns[0] as StepColumn; // there is always one
    this.lowest = Uint8Array.from(this.names.bits, lowestOf);
    this.within = plan.within;
    this.others = columns.slice(1);
    this.isSingle = columns.length === 1 && this.names.bits.every((mask) => (mask & (mask - 1)) === 0);
  }

  best(actor: number, from: number, to: number): number {
    const { starts, time } = this.actors;
    const { lowest, others, begun, instants, paths, within } = this;
    const { codes, bits } = this.names;
    const steps = instants.length;
    const last = Math.min(this.limit, to - 1 + within);
    const end = starts[actor + 1] as number;
    let place = starts[actor] as number;
    if (from !== -Infinity) place = firstPlace(time, from, place, end);
    const alone = to === Infinity && this.isSingle ? this.bestAlone(place, end) : -1;
    if (alone >= 0) return alone;
    const begin = place;
    let depth = 0;
    for (; place < end; place += 1) {
      const code = codes[place] as number;
      let k = lowest[code] as number;
      if (k > depth) continue;
      let mask = bits[code] as number;
      if (others.length > 0) {
        mask = narrowed(mask, others, place);
        k = lowestOf(mask);
        if (k > depth) continue;
      }
      const instant = time[place] as number;
      if (instant > last) break;
      if ((mask & (mask - 1)) !== 0 || isTied(time, place, begin, end)) {
        place = this.addTied(place, begin, end, instant) - 1;
        depth = this.goOnTied(depth, instant, instant < to);
      } else if (k === 0) {
        if (instant >= to) continue;
        begun[0] = paths[0] = instant;
        if (depth === 0) {
          depth = 1;
          instants[0] = instant;
        }
      } else {
        depth = this.goOn(k, depth, instant);
      }
      if (depth === steps) return depth;
    }
    return depth;
  }

  nextStart(actor: number, from: number): number {
    const { starts, time } = this.actors;
    const { codes, bits } = this.names;
    const end = starts[actor + 1] as number;
    for (let place = firstPlace(time, from, starts[actor] as number, end); place < end; place += 1) {
      if ((narrowed(bits[codes[place] as number] as number, this.others, place) & 1) === 0) continue;
      const instant = time[place] as number;
      return instant > this.limit ? Infinity : instant;
    }
    return Infinity;
  }

  /**
   * The same for events that are one step at most, wherever attempts begin; -1 where some share an instant. A first step is noted without
   * a branch, and an event only looked at where attempts may go on with it: of guesses at what an event is, half would be wrong.
   */
  private bestAlone(begin: number, end: number): number {
    const { lowest, begun, instants, paths, limit } = this;
    const { time } = this.actors;
    const { codes } = this.names;
    let place = begin;
    while (place < end && lowest[codes[place]!] !== 0) place += 1;
    if (place === end || time[place]! > limit) return 0;
    if (isTied(time, place, begin, end)) return -1;
    instants[0] = time[place]!;
    let depth = 1;
    let entry = place; // the last first step
    for (place += 1; place < end && depth < instants.length; place += 1) {
      const k = lowest[codes[place]!]!;
      entry += (place - entry) & ((k - 1) >> 31);
      if ((k - 1) >>> 0 >= depth) continue;
      const instant = time[place]!;
      if (instant > limit) break;
      if (isTied(time, place, begin, end)) return -1;
      if (k === 1) begun[0] = paths[0] = time[entry]!;
      depth = this.goOn(k, depth, instant);
    }
    return depth;
  }

  /** An attempt at the step before goes on with an event at an instant, if it may; returns the new depth. */
  private goOn(k: number, depth: number, instant: number): number {
    const { begun, instants, paths, within } = this;
    const steps = instants.length;
    const start = begun[k - 1] as number;
    if (instant - start > within || (k < depth && start <= (begun[k] as number))) return depth;
    begun[k] = start;
    copyPath(paths, k - 1, k, k, steps);
    paths[k * steps + k] = instant;
    if (k < depth) return depth;
    copyOut(paths, k, instants);
    return depth + 1;
  }

  /** Takes the events at one instant together, those before a place too; returns the place after them. */
  private addTied(place: number, begin: number, end: number, instant: number): number {
    const { time } = this.actors;
    const { codes, bits } = this.names;
    this.tied.clear();
    let next = place;
    while (next > begin && time[next - 1] === instant) next -= 1;
    for (; next < end && time[next] === instant; next += 1) {
      this.tied.add(narrowed(bits[codes[next] as number] as number, this.others, next));
    }
    return next;
  }

  /** Attempts at every step go on as far as the events at one instant take them; returns the new depth. */
  private goOnTied(depth: number, instant: number, mayBegin: boolean): number {
    const { begun, paths, instants, tied, within } = this;
    const steps = instants.length;
    let reached = depth;
    // From the deepest step down, so that each goes on from where attempts were before this instant. Deeper ones began no later.
    for (let origin = Math.min(depth, steps - 1); origin >= 0; origin -= 1) {
      const begin = origin === 0 ? instant : (begun[origin - 1] as number);
      if (origin === 0 ? !mayBegin : instant - begin > within) continue;
      const end = origin + tied.run(origin);
      for (let k = end - 1; k >= origin; k -= 1) {
        if (k < reached && begin <= (begun[k] as number)) continue;
        begun[k] = begin;
        if (origin > 0) copyPath(paths, origin - 1, k, origin, steps);
        for (let step = origin; step <= k; step += 1) paths[k * steps + step] = instant;
        if (k === end - 1 && end > depth && end >= reached) copyOut(paths, k, instants);
      }
      if (end > reached) reached = end;
    }
    return reached;
  }
}

/** Whether the event before or after one is of the same instant. */
function isTied(time: Float64Array, place: number, begin: number, end: number): boolean {
  const instant = time[place];
  return (place + 1 < end && time[place + 1] === instant) || (place > begin && time[place - 1] === instant);
}

function narrowed(mask: number, others: readonly StepColumn[], place: number): number {
  let rest = mask;
  for (let i = 0; i < others.length; i += 1) {
    const { codes, bits } = others[i] as StepColumn;
    rest &= bits[codes[place] as number] as number;
  }
  return rest;
}

function copyPath(paths: Float64Array, from: number, to: number, length: number, steps: number): void {
  for (let i = 0; i < length; i += 1) paths[to * steps + i] = paths[from * steps + i] as number;
}

function copyOut(paths: Float64Array, k: number, instants: Float64Array): void {
  for (let i = 0; i <= k; i += 1) instants[i] = paths[k * instants.length + i] as number;
}

/** The first step of a mask; more than any where there is none. */
function lowestOf(mask: number): number {
  return mask === 0 ? 255 : 31 - Math.clz32(mask & -mask);
}

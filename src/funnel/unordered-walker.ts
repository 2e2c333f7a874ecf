import type { Actors } from './actors.js';
import type { FunnelPlan } from './funnel-plan.js';
import { firstPlace, firstStart } from './places.js';
import { StepMatching } from './step-matching.js';
import type { Walker } from './walker.js';

/**
 * Steps in any order. An attempt begins at an event that is one of the steps; its depth is the greatest number of steps that different
 * events in its window can be, and its k-th instant that at which there were k of them.
 */
export class UnorderedWalker implements Walker {
  readonly instants: Float64Array;
  private readonly trial: Float64Array;
  /** The next instant at which each step is done, going back in time. */
  private readonly next: Float64Array;
  private readonly matching: StepMatching;
  /** Whether no event is more than one step, so that the next one of each step is all that matters. */
  private readonly isPlain: boolean;

  constructor(
    private readonly plan: FunnelPlan,
    private readonly actors: Actors,
    private readonly masks: Uint32Array,
    private readonly exclusions: Uint32Array | null,
    private readonly limit: number,
  ) {
    const count = plan.steps.length;
    this.instants = new Float64Array(count);
    this.trial = new Float64Array(count);
    this.next = new Float64Array(count);
    this.matching = new StepMatching(count);
    this.isPlain = !plan.isLater && masks.every((mask) => (mask & (mask - 1)) === 0);
  }

  best(actor: number, from: number, to: number): number {
    if (to === from + 1) return this.single(actor, from);
    const { starts, time } = this.actors;
    const begin = firstPlace(time, from, starts[actor] as number, starts[actor + 1] as number);
    const last = Math.min(this.limit, to - 1 + this.plan.within);
    let place = firstPlace(time, last + 1, begin, starts[actor + 1] as number);
    const end = place;
    this.next.fill(Infinity);
    let [depth, nextExcluded] = [0, Infinity];
    // Back in time, so that of attempts alike the one that begins last is found first.
    while (place > begin) {
      const instant = time[place - 1] as number;
      let [mask, excluded] = [0, 0];
      for (; place > begin && time[place - 1] === instant; place -= 1) {
        mask |= this.masks[place - 1] as number;
        if (this.exclusions !== null) excluded |= this.exclusions[place - 1] as number;
      }
      if (mask !== 0) {
        for (let rest = mask; rest !== 0; rest &= rest - 1) this.next[31 - Math.clz32(rest & -rest)] = instant;
        if (instant < to) {
          const until = Math.min(instant + this.plan.within, this.limit);
          const found = this.isPlain
            ? this.nextUntil(Math.min(until, nextExcluded))
            : this.matchedUntil(place, end, until);
          depth = this.keepBetter(depth, found);
        }
      }
      if (excluded !== 0) nextExcluded = instant;
    }
    return depth;
  }

  nextStart(actor: number, from: number): number {
    return firstStart(this.actors, actor, from, this.limit, this.masks, -1);
  }

  /** The attempt that begins at one instant, forward in time: it is over when all steps are done. */
  private single(actor: number, from: number): number {
    const { starts, time } = this.actors;
    if (this.nextStart(actor, from) !== from) return 0;
    const end = starts[actor + 1] as number;
    const begin = firstPlace(time, from, starts[actor] as number, end);
    return this.keepBetter(0, this.matchedUntil(begin, end, Math.min(from + this.plan.within, this.limit)));
  }

  private keepBetter(depth: number, found: number): number {
    const { instants, trial } = this;
    const isBetter =
      found > depth || (found === depth && (trial[found - 1] as number) < (instants[depth - 1] as number));
    if (isBetter) for (let i = 0; i < found; i += 1) instants[i] = trial[i] as number;
    return isBetter ? found : depth;
  }

  /** How many steps come until an instant; their instants in order go into the trial. */
  private nextUntil(until: number): number {
    const { next, trial } = this;
    let count = 0;
    for (let k = 0; k < next.length; k += 1) {
      const instant = next[k] as number;
      if (instant > until) continue;
      let place = count;
      for (; place > 0 && (trial[place - 1] as number) > instant; place -= 1) trial[place] = trial[place - 1] as number;
      trial[place] = instant;
      count += 1;
    }
    return count;
  }

  /** The same, until an excluded event too, where an event may be several steps, but is one of them only. */
  private matchedUntil(from: number, end: number, until: number): number {
    const { time } = this.actors;
    const { matching, trial, masks, exclusions } = this;
    matching.clear();
    const begin = time[from] as number;
    let [count, excluded] = [0, 0];
    for (let place = from; place < end && count < trial.length && excluded === 0; ) {
      const instant = time[place] as number;
      if (instant > until) break;
      let union = 0;
      for (; place < end && time[place] === instant; place += 1) {
        const mask = masks[place] as number;
        if (exclusions !== null && instant > begin) excluded |= exclusions[place] as number;
        union |= mask;
        if (!this.plan.isLater && matching.add(mask)) trial[count++] = instant;
      }
      if (this.plan.isLater && matching.add(union)) trial[count++] = instant;
    }
    return count;
  }
}

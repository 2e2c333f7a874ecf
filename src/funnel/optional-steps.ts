import type { Actors } from './actors.js';
import { harmlessAfter } from './chain-rules.js';
import type { ExcludedEvents } from './excluded-events.js';
import type { FunnelPlan } from './funnel-plan.js';
import { firstPlace } from './places.js';
import { TiedEvents } from './tied-events.js';

/**
 * The optional steps that were done on the way of an attempt whose required steps are known: in their order, each at the first instant
 * at which there is an event for it beside those of the other steps.
 */
export class OptionalSteps {
  /** The instant of each step, `NaN` for one that was not done. */
  readonly instants: Float64Array;
  private readonly tied = new TiedEvents(new Uint32Array(0), false);

  constructor(
    private readonly plan: FunnelPlan,
    private readonly actors: Actors,
    private readonly masks: Uint32Array,
    /** What ends attempts; `null` where nothing does. */
    private readonly excluded: ExcludedEvents | null,
    private readonly limit: number,
  ) {
    this.instants = new Float64Array(plan.steps.length);
  }

  /** Fills in the instants of all steps; how many there are, with those skipped before the last. */
  fill(actor: number, required: Float64Array, depth: number): number {
    const { plan, instants } = this;
    instants.fill(Number.NaN);
    for (let i = 0; i < depth; i += 1) instants[plan.required[i] as number] = required[i] as number;
    for (let i = 0; i < depth; i += 1) {
      const next = plan.required[i + 1] ?? instants.length;
      const until = this.end(actor, required, depth, i);
      let from = required[i] as number;
      for (let step = (plan.required[i] as number) + 1; step < next; step += 1) {
        const gap = plan.steps[step]?.withinPrevious ?? Infinity;
        const found = this.firstFree(actor, step, from, Math.min(until, (required[i] as number) + gap));
        if (found === Infinity) continue;
        instants[step] = found;
        from = found;
      }
    }
    let count = instants.length;
    while (Number.isNaN(instants[count - 1])) count -= 1;
    return count;
  }

  /** Until when steps after a required one belong to the attempt: to the next required step, or as long as it went on. */
  private end(actor: number, required: Float64Array, depth: number, i: number): number {
    if (i + 1 < depth) return required[i + 1] as number;
    const windowEnd = Math.min(this.limit, (required[0] as number) + this.plan.within);
    const excluded = this.excluded?.firstEnding(actor, required, depth) ?? Infinity;
    const end = Math.min(windowEnd, excluded);
    return this.plan.order === 'strict' ? Math.min(end, this.firstHarm(actor, required[i] as number, depth)) : end;
  }

  /** In strict order: the first instant after this one with an event that ends the attempt. */
  private firstHarm(actor: number, instant: number, depth: number): number {
    const { starts, time } = this.actors;
    const harmless = harmlessAfter(this.plan, depth);
    const end = starts[actor + 1] as number;
    for (let place = firstPlace(time, instant + 1, starts[actor] as number, end); place < end; place += 1) {
      if (((this.masks[place] as number) & harmless) === 0) return time[place] as number;
    }
    return Infinity;
  }

  /** The first instant at which the step has an event that no other step needs. */
  private firstFree(actor: number, step: number, from: number, until: number): number {
    const { starts, time } = this.actors;
    const end = starts[actor + 1] as number;
    for (let place = firstPlace(time, from, starts[actor] as number, end); place < end; ) {
      const instant = time[place] as number;
      if (instant > until) return Infinity;
      this.tied.clear();
      for (; place < end && time[place] === instant; place += 1) this.tied.add(this.masks[place] as number);
      const others = this.stepsAt(actor, instant);
      if (this.plan.isLater && others.length > 0) continue;
      if (this.tied.holdsAll([...others, 1 << step])) return instant;
    }
    return Infinity;
  }

  /** The bits of the steps done at an instant that have their events there. */
  private stepsAt(actor: number, instant: number): number[] {
    const bits: number[] = [];
    for (let step = 0; step < this.instants.length; step += 1) {
      if (this.instants[step] !== instant) continue;
      const isFirst = bits.length === 0 || this.plan.steps[step]?.isOptional === true;
      if (isFirst || !this.cameEarly(actor, step, instant)) bits.push(1 << step);
    }
    return bits;
  }

  /** Whether an event that is this step alone came before the instant, within the grace. */
  private cameEarly(actor: number, step: number, instant: number): boolean {
    const { graceMs } = this.plan;
    if (graceMs === 0) return false;
    const { starts, time } = this.actors;
    let place = firstPlace(time, instant - graceMs, starts[actor] as number, starts[actor + 1] as number);
    for (; (time[place] as number) < instant; place += 1) if (this.masks[place] === (1 << step) >>> 0) return true;
    return false;
  }
}

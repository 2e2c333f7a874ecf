import type { Actors } from './actors.js';
import { AliveAttempts } from './alive-attempts.js';
import { ChainNodes } from './chain-nodes.js';
import { ChainRules } from './chain-rules.js';
import type { FunnelPlan } from './funnel-plan.js';
import { firstPlace, firstStart } from './places.js';
import { TiedEvents } from './tied-events.js';
import type { Walker } from './walker.js';

/**
 * Steps in order, with rules about what stands between two steps or how far apart they are. Instant by instant, attempts at each step go
 * on as far as the events there take them; of the attempts at a step only those are kept that no other beats, in both its beginning and
 * its last step. A second walk, over the attempt that was found best alone, tells the instants of its steps.
 */
export class ChainWalker implements Walker {
  readonly instants: Float64Array;
  private readonly tied: TiedEvents;
  private readonly rules: ChainRules;
  private readonly alive: readonly AliveAttempts[];
  private readonly nodes: ChainNodes;
  /** Where attempts of each depth begin, at the instant that is looked at: all of them, and those that may go on from there. */
  private readonly begun: Float64Array;
  private readonly goingOn: Float64Array;
  /** How many events that are this step alone are at most the grace before the instant. */
  private readonly near: Int32Array;
  private nearBits = 0;
  private begin = 0;
  private end = 0;

  constructor(
    private readonly plan: FunnelPlan,
    private readonly actors: Actors,
    private readonly masks: Uint32Array,
    exclusions: Uint32Array | null,
    private readonly limit: number,
  ) {
    const count = plan.required.length;
    this.rules = new ChainRules(plan, masks, exclusions);
    this.instants = new Float64Array(count);
    this.tied = new TiedEvents(this.rules.bits, plan.isLater);
    this.alive = Array.from(this.rules.gaps, (gap) => new AliveAttempts(gap));
    this.nodes = new ChainNodes(count, this.rules);
    this.begun = new Float64Array(count + 1);
    this.goingOn = new Float64Array(count + 1);
    this.near = new Int32Array(32);
  }

  best(actor: number, from: number, to: number): number {
    const depth = this.walk(actor, from, to, false);
    if (depth < 2) {
      this.instants[0] = this.begin;
      return depth;
    }
    const [begin, end] = [this.begin, this.end];
    this.walk(actor, begin, begin + 1, true, end);
    this.nodes.trace(depth, this.instants);
    return depth;
  }

  nextStart(actor: number, from: number): number {
    return firstStart(this.actors, actor, from, this.limit, this.masks, 1);
  }

  /** Finds the best attempt: its depth, `begin` and `end`. Kept instants and nodes are what its steps are traced by. */
  private walk(actor: number, from: number, to: number, isKept: boolean, until = this.limit): number {
    const { starts, time } = this.actors;
    const { rules, masks } = this;
    const steps = this.instants.length;
    const last = Math.min(until, to - 1 + this.plan.within);
    const end = starts[actor + 1] as number;
    let place = firstPlace(time, from, starts[actor] as number, end);
    let nearFrom = this.startNear(actor, from, place);
    for (const attempts of this.alive) attempts.clear();
    if (isKept) this.nodes.clear();
    let depth = 0;
    while (place < end && depth < steps) {
      const instant = time[place] as number;
      if (instant > last) break;
      let union = masks[place] as number;
      let next = place + 1;
      for (; next < end && time[next] === instant; next += 1) union |= masks[next] as number;
      // Until an attempt begins nothing else matters.
      const isStep = (union & (depth === 0 ? 1 : rules.allBits)) !== 0;
      const isBarring = depth > 0 && rules.look(place, next);
      if (isStep) {
        nearFrom = this.forgetNear(nearFrom, place, instant);
        this.addTied(place, next);
        const reached = this.goOn(instant, depth, instant < to, isKept);
        if (reached > depth) {
          depth = reached;
          this.begin = this.begun[depth] as number;
          this.end = instant;
        }
      }
      if (isKept && (isStep || isBarring)) this.nodes.close(instant, isBarring);
      let isOver = isBarring && instant + 1 >= to;
      for (let k = Math.min(depth, steps - 1); k > 0; k -= 1) {
        const attempts = this.alive[k] as AliveAttempts;
        if (isBarring && rules.isBarred(k)) attempts.clear();
        if (isStep && (this.goingOn[k] as number) > -Infinity) attempts.add(instant, this.goingOn[k] as number);
        if (!attempts.isEmpty()) isOver = false;
      }
      if (isOver) break;
      if (this.plan.graceMs > 0) for (let i = place; i < next; i += 1) this.countNear(masks[i] as number, 1);
      place = next;
    }
    return depth;
  }

  /** Attempts at every depth take the steps that the events at an instant can be; returns the greatest depth. */
  private goOn(instant: number, depth: number, mayBegin: boolean, isKept: boolean): number {
    const { alive, begun, goingOn, rules, tied } = this;
    const { within } = this.plan;
    for (let k = 1; k < begun.length; k += 1) {
      begun[k] = -Infinity;
      goingOn[k] = -Infinity;
    }
    const free = this.nearBits;
    let reached = depth;
    for (let origin = mayBegin ? 0 : 1; origin <= depth && origin < alive.length; origin += 1) {
      const begin = origin === 0 ? instant : (alive[origin] as AliveAttempts).latest(instant);
      if (begin === -Infinity || instant - begin > within) continue;
      const end = origin + tied.run(origin, free);
      for (let k = origin + 1; k <= end; k += 1) {
        if (begin > (begun[k] as number)) begun[k] = begin;
        if (origin <= rules.firstAllowed(k) && begin > (goingOn[k] as number)) goingOn[k] = begin;
        if (isKept) this.nodes.add(k, origin);
      }
      if (end > reached) reached = end;
    }
    return reached;
  }

  private addTied(place: number, end: number): void {
    this.tied.clear();
    for (let i = place; i < end; i += 1) this.tied.add((this.masks[i] as number) & this.rules.allBits);
  }

  /** Counts the events before a place that the grace reaches from it; returns the first of them. */
  private startNear(actor: number, from: number, place: number): number {
    const { graceMs } = this.plan;
    if (graceMs === 0) return place;
    this.near.fill(0);
    this.nearBits = 0;
    const first = firstPlace(this.actors.time, from - graceMs, this.actors.starts[actor] as number, place);
    for (let i = first; i < place; i += 1) this.countNear(this.masks[i] as number, 1);
    return first;
  }

  private forgetNear(from: number, place: number, instant: number): number {
    const { graceMs } = this.plan;
    if (graceMs === 0) return place;
    let first = from;
    for (; first < place && instant - (this.actors.time[first] as number) > graceMs; first += 1) {
      this.countNear(this.masks[first] as number, -1);
    }
    return first;
  }

  /** Only an event that is one step alone may come early: no other can be used twice for it. */
  private countNear(mask: number, by: number): void {
    if (mask === 0 || (mask & (mask - 1)) !== 0) return;
    const step = 31 - Math.clz32(mask);
    const count = (this.near[step] as number) + by;
    this.near[step] = count;
    if (count > 0) this.nearBits |= mask;
    else this.nearBits &= ~mask;
  }
}

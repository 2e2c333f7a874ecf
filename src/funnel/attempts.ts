import type { ExcludedEvents } from './excluded-events.js';
import type { FunnelPlan } from './funnel-plan.js';
import type { OptionalSteps } from './optional-steps.js';
import type { Walker } from './walker.js';

/** Takes attempts in. */
export interface AttemptSink {
  /** An attempt that counts: the instants of its first steps, `NaN` for one that was skipped; they are the caller's and soon others. */
  take(actor: number, instants: Float64Array, steps: number): void;
  /** The same of the entries whose window has ended by `asOf`. */
  takeMature(actor: number, instants: Float64Array, steps: number): void;
}

/** The attempts of a funnel that count. */
export class Attempts {
  private readonly instants: Float64Array;
  /** Entries up to here have a window that has ended. */
  private readonly lastMature: number;

  constructor(
    private readonly plan: FunnelPlan,
    private readonly count: number,
    private readonly walker: Walker,
    private readonly optional: OptionalSteps | null,
    private readonly excluded: ExcludedEvents | null,
    limit: number,
  ) {
    this.instants = optional?.instants ?? walker.instants;
    this.lastMature = plan.within === Infinity ? Number.NaN : limit - plan.within;
  }

  /** Gives the attempts of every actor. */
  each(sink: AttemptSink): void {
    const { from, to } = this.plan;
    for (let actor = 0; actor < this.count; actor += 1) this.ofActor(actor, from, to, sink);
  }

  /** Gives the attempts of one actor that count, of those that begin at `from` or later and before `to`. */
  ofActor(actor: number, from: number, to: number, sink: AttemptSink): void {
    if (this.plan.counting === 'attempts') this.oneByOne(actor, from, to, sink);
    else this.bestOf(actor, from, to, sink);
  }

  /** The first instant, not before `from`, at which an attempt begins; `Infinity` where there is none. */
  nextStart(actor: number, from: number): number {
    return this.walker.nextStart(actor, from);
  }

  /** Negative where the first of two attempts counts rather than the second. */
  compare(a: Float64Array, stepsOfA: number, b: Float64Array, stepsOfB: number): number {
    const { required, timing } = this.plan;
    const depthOf = (steps: number): number => required.filter((step) => step < steps).length;
    const depth = depthOf(stepsOfA);
    if (depth !== depthOf(stepsOfB)) return depthOf(stepsOfB) - depth;
    const last = required[depth - 1] as number; // attempts have a step
    const byStart = (a[0] as number) - (b[0] as number);
    return (a[last] as number) - (b[last] as number) || (timing === 'firstStart' ? byStart : -byStart);
  }

  private bestOf(actor: number, from: number, to: number, sink: AttemptSink): void {
    const steps = this.reported(actor, from, to);
    if (steps === 0) return;
    if (steps > 0) sink.take(actor, this.instants, steps);
    if (!(this.lastMature >= from)) return;
    // The best of all attempts is the best of some, if it is one of them.
    const isMature = steps > 0 && (this.instants[0] as number) <= this.lastMature;
    const mature = isMature ? steps : this.reported(actor, from, Math.min(to, this.lastMature + 1));
    if (mature > 0) sink.takeMature(actor, this.instants, mature);
  }

  private oneByOne(actor: number, from: number, to: number, sink: AttemptSink): void {
    const { walker } = this;
    for (let start = walker.nextStart(actor, from); start < to; ) {
      const depth = walker.best(actor, start, start + 1);
      const steps = this.judged(actor, depth);
      if (steps > 0) sink.take(actor, this.instants, steps);
      if (steps > 0 && start <= this.lastMature) sink.takeMature(actor, this.instants, steps);
      const end = this.endOf(actor, start, depth);
      if (end === Infinity || this.plan.reentry === 'first') return;
      start = walker.nextStart(actor, end + 1);
    }
  }

  /** When an attempt ended: with its last step, its window, or an excluded event. */
  private endOf(actor: number, start: number, depth: number): number {
    const { plan, walker, excluded } = this;
    if (depth === plan.required.length) return walker.instants[depth - 1] as number;
    const windowEnd = start + plan.within;
    if (excluded === null || plan.exclusionEffect !== 'endAttempt') return windowEnd;
    return Math.min(windowEnd, excluded.firstEnding(actor, walker.instants, depth));
  }

  /** The steps of the best attempt; 0 where there is no attempt, -1 where it does not count. */
  private reported(actor: number, from: number, to: number): number {
    const { plan, walker } = this;
    let [begin, end] = [from, to];
    if (plan.reentry === 'first') {
      begin = walker.nextStart(actor, from);
      if (!(begin < to)) return 0;
      end = begin + 1;
    }
    const depth = walker.best(actor, begin, end);
    if (depth === 0) return 0;
    if (plan.timing === 'firstStart' && plan.reentry === 'any') this.moveToFirstStart(actor, begin, depth);
    return this.judged(actor, depth);
  }

  private judged(actor: number, depth: number): number {
    const { plan, walker, optional, excluded } = this;
    const isDropping = excluded !== null && plan.exclusionEffect === 'dropCustomer';
    if (isDropping && excluded.isIn(actor, walker.instants, depth)) return -1;
    return optional === null ? depth : optional.fill(actor, walker.instants, depth);
  }

  /** Goes back to the attempt that begins first, of those as deep that end in the same instant. */
  private moveToFirstStart(actor: number, from: number, depth: number): void {
    const { walker, plan } = this;
    const begin = walker.instants[0] as number;
    const end = walker.instants[depth - 1] as number;
    let start = walker.nextStart(actor, Math.max(from, end - plan.within));
    if (!(start < begin)) return;
    while (start < begin) {
      if (walker.best(actor, start, start + 1) === depth && walker.instants[depth - 1] === end) return;
      start = walker.nextStart(actor, start + 1);
    }
    walker.best(actor, begin, begin + 1);
  }
}

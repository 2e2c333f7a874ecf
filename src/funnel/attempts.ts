import type { Actors } from './actors.js';
import type { FunnelPlan } from './funnel-plan.js';
import type { Walker } from './walker.js';

/** Takes attempts in. */
export interface AttemptSink {
  /** An attempt that counts: the instants of its first steps, `NaN` for one that was skipped; they are the caller's and soon others. */
  take(actor: number, instants: Float64Array, steps: number): void;
  /** The same of the entries whose window has ended by `asOf`. */
  takeMature(actor: number, instants: Float64Array, steps: number): void;
}

/** What is done with the best attempt of an actor before it counts. */
export interface AttemptRule {
  /** How many steps it has, with the optional ones that were done on the way; 0 where it is not to count. */
  judge(actor: number, instants: Float64Array, steps: number): number;
  readonly instants: Float64Array;
}

/** The attempts of a funnel that count. */
export class Attempts {
  private readonly instants: Float64Array;
  /** Entries up to here have a window that has ended. */
  private readonly lastMature: number;

  constructor(
    private readonly plan: FunnelPlan,
    private readonly actors: Actors,
    private readonly walker: Walker,
    private readonly rule: AttemptRule | null,
    limit: number,
  ) {
    this.instants = rule?.instants ?? walker.instants;
    this.lastMature = limit - plan.within;
  }

  /** Gives the attempts of every actor. */
  each(sink: AttemptSink): void {
    const { plan, actors } = this;
    for (let actor = 0; actor < actors.count; actor += 1) this.ofActor(actor, plan.from, plan.to, sink);
  }

  /** Gives the attempt of one actor that counts, of those that begin at `from` or later and before `to`. */
  ofActor(actor: number, from: number, to: number, sink: AttemptSink): void {
    const steps = this.reported(actor, from, to);
    if (steps === 0) return;
    if (steps > 0) sink.take(actor, this.instants, steps);
    if (this.lastMature < from || this.lastMature === -Infinity) return;
    // The best of all attempts is the best of some, if it is one of them.
    const isMature = steps > 0 && (this.instants[0] as number) <= this.lastMature;
    const mature = isMature ? steps : this.reported(actor, from, Math.min(to, this.lastMature + 1));
    if (mature > 0) sink.takeMature(actor, this.instants, mature);
  }

  /** The steps of the attempt that counts; 0 where there is no attempt, -1 where it does not count. */
  private reported(actor: number, from: number, to: number): number {
    const { plan, walker, rule } = this;
    let [begin, end] = [from, to];
    if (plan.reentry === 'first') {
      begin = walker.nextStart(actor, from);
      if (!(begin < to)) return 0;
      end = begin + 1;
    }
    const steps = walker.best(actor, begin, end);
    if (steps === 0) return 0;
    if (plan.timing === 'firstStart' && plan.reentry === 'any') this.moveToFirstStart(actor, begin, steps);
    if (rule === null) return steps;
    return rule.judge(actor, walker.instants, steps) || -1;
  }

  /** Goes back to the attempt that begins first, of those as deep that end in the same instant. */
  private moveToFirstStart(actor: number, from: number, steps: number): void {
    const { walker, plan } = this;
    const begin = walker.instants[0] as number;
    const end = walker.instants[steps - 1] as number;
    for (let start = walker.nextStart(actor, Math.max(from, end - plan.within)); start < begin; ) {
      if (walker.best(actor, start, start + 1) === steps && walker.instants[steps - 1] === end) return;
      start = walker.nextStart(actor, start + 1);
    }
    walker.best(actor, begin, begin + 1);
  }
}

import type { Actors } from './actors.js';
import type { FunnelPlan } from './funnel-plan.js';
import { firstPlace } from './places.js';

/** Events that exclusions are about. */
export class ExcludedEvents {
  /** Exclusions by required steps, from 0. */
  private readonly spans: readonly { readonly bit: number; readonly from: number; readonly to: number }[];

  constructor(
    private readonly plan: FunnelPlan,
    private readonly actors: Actors,
    private readonly masks: Uint32Array,
    private readonly limit: number,
  ) {
    const { exclusions, required } = plan;
    this.spans = exclusions.map(({ fromStep, toStep }, i) => ({
      ...{ bit: 1 << i, from: required.indexOf(fromStep), to: required.indexOf(toStep) },
    }));
  }

  /** Whether one is between the steps of an attempt of which it is to stay away; after its last step, until its window ends. */
  isIn(actor: number, instants: Float64Array, depth: number): boolean {
    const windowEnd = this.endOf(instants);
    return this.spans.some(({ bit, from, to }) => {
      if (depth <= from) return false;
      const found = this.firstAfter(actor, bit, instants[from] as number, windowEnd);
      return depth > to ? found < (instants[to] as number) : found <= windowEnd;
    });
  }

  /** The first one in the window that ends an attempt which came so far; `Infinity` where there is none. */
  firstEnding(actor: number, instants: Float64Array, depth: number): number {
    const windowEnd = this.endOf(instants);
    let first = Infinity;
    for (const { bit, from, to } of this.spans) {
      if (depth <= from || depth > to) continue;
      first = Math.min(first, this.firstAfter(actor, bit, instants[from] as number, windowEnd));
    }
    return first;
  }

  private endOf(instants: Float64Array): number {
    return Math.min(this.limit, (instants[0] as number) + this.plan.within);
  }

  private firstAfter(actor: number, bit: number, instant: number, until: number): number {
    const { starts, time } = this.actors;
    const end = starts[actor + 1] as number;
    for (let place = firstPlace(time, instant + 1, starts[actor] as number, end); place < end; place += 1) {
      if ((time[place] as number) > until) return Infinity;
      if (((this.masks[place] as number) & bit) !== 0) return time[place] as number;
    }
    return Infinity;
  }
}

import type { FunnelPlan } from './funnel-plan.js';

/** What may stand between two steps. A depth is the number of required steps that an attempt has. */
export class ChainRules {
  /** The bit of each required step in the masks, and all of them. */
  readonly bits: Uint32Array;
  readonly allBits: number;
  /** How long after the attempt of each depth its next step may be. */
  readonly gaps: Float64Array;
  /** By depth, the steps that may stand between its last step and the next. */
  private readonly harmless: Uint32Array;
  /** Exclusions by depths: those from the first to the last are covered. */
  private readonly spans: readonly { readonly first: number; readonly last: number }[];
  /** By depth, of the events that were looked at: whether none may pass them, and where the last must have begun to go on. */
  private readonly barred: Uint8Array;
  private readonly origins: Int32Array;

  constructor(
    plan: FunnelPlan,
    private readonly masks: Uint32Array,
    private readonly exclusions: Uint32Array | null,
  ) {
    const { required, steps, order } = plan;
    this.bits = Uint32Array.from(required, (step) => 1 << step);
    this.allBits = this.bits.reduce((all, bit) => all | bit, 0);
    this.gaps = Float64Array.from(required, (step) => steps[step]?.withinPrevious ?? Infinity);
    this.harmless = new Uint32Array(order === 'strict' ? required.length + 1 : 0);
    for (let depth = 1; depth < this.harmless.length; depth += 1) this.harmless[depth] = harmlessAfter(plan, depth);
    this.spans = plan.exclusions.map(({ fromStep, toStep }) => ({
      first: required.indexOf(fromStep) + 1,
      last: required.indexOf(toStep),
    }));
    this.barred = new Uint8Array(required.length + 1);
    this.origins = new Int32Array(required.length + 1);
  }

  /** Looks at the events from one place to another, which are at one instant; whether they are in the way of any attempt. */
  look(place: number, end: number): boolean {
    if (this.exclusions === null && this.harmless.length === 0) return false;
    let isBarring = false;
    for (let depth = 0; depth < this.barred.length; depth += 1) {
      this.barred[depth] = 0;
      this.origins[depth] = 32;
    }
    let excluded = 0;
    for (let i = place; i < end; i += 1) {
      const mask = this.masks[i] as number;
      for (let depth = 1; depth < this.harmless.length; depth += 1) {
        if ((mask & (this.harmless[depth] as number)) !== 0) continue;
        this.barred[depth] = 1;
        isBarring = true;
      }
      if (this.exclusions !== null) excluded |= this.exclusions[i] as number;
    }
    for (let i = 0; excluded !== 0; i += 1, excluded >>>= 1) {
      if ((excluded & 1) === 0) continue;
      const { first, last } = this.spans[i] as { first: number; last: number };
      for (let depth = first; depth <= last; depth += 1) {
        this.barred[depth] = 1;
        isBarring = true;
        this.origins[depth] = Math.min(this.origins[depth] as number, first - 1);
      }
    }
    return isBarring;
  }

  /** Whether attempts of this depth that came to it before cannot pass the instant. */
  isBarred(depth: number): boolean {
    return this.barred[depth] === 1;
  }

  /** The greatest depth from which attempts must have come to this one at the instant, to go on. */
  firstAllowed(depth: number): number {
    return this.exclusions === null ? 32 : (this.origins[depth] as number);
  }
}

/** In strict order: repeats of the step, and optional steps that may be done before the next. */
export function harmlessAfter({ required, steps }: FunnelPlan, depth: number): number {
  const from = required[depth - 1] as number;
  const to = required[depth] ?? steps.length;
  let mask = 0;
  for (let step = from; step < to; step += 1) mask |= 1 << step;
  return mask;
}

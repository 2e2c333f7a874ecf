import type { Actors } from './actors.js';
import type { AttemptSink } from './attempts.js';
import { Durations } from './durations.js';
import type { FunnelPlan } from './funnel-plan.js';
import { type FunnelRepeats, mergeRepeats, RepeatTally } from './repeat-tally.js';

/** What a funnel counts, as plain data. */
export interface FunnelState {
  /** How many came to each step. */
  readonly counts: readonly number[];
  /** For each step the milliseconds since the step before it, ascending; none for the first. */
  readonly times: readonly (readonly number[])[];
  /** The milliseconds from the first step to the last, ascending. */
  readonly total: readonly number[];
  /** Those whose entry is so old that its window has ended, and how many of them came to the last step. */
  readonly mature: readonly [entered: number, converted: number];
  /** What the intervals need where a customer may count more than once; `null` where none does. */
  readonly repeats: FunnelRepeats | null;
}

/** Counts attempts. */
export class FunnelTally implements AttemptSink {
  readonly counts: Float64Array;
  readonly times: readonly Durations[];
  readonly total = new Durations();
  entered = 0;
  converted = 0;
  readonly repeats: RepeatTally | null;
  private readonly previous: Int32Array;
  private readonly lastStep: number;

  constructor(plan: FunnelPlan, customers: Actors['customers']) {
    this.counts = new Float64Array(plan.steps.length);
    this.times = plan.steps.map(() => new Durations());
    this.previous = Int32Array.from(plan.steps, (_, k) => Math.max(-1, ...plan.required.filter((step) => step < k)));
    this.lastStep = plan.required[plan.required.length - 1] as number; // the first step is required
    this.repeats = plan.isRepeating ? new RepeatTally(plan, this.previous, customers) : null;
  }

  take(actor: number, instants: Float64Array, steps: number): void {
    if (this.repeats !== null) this.repeats.add(actor, instants, steps);
    this.counts[0]! += 1;
    for (let k = 1; k < steps; k += 1) {
      const instant = instants[k] as number;
      if (Number.isNaN(instant)) continue;
      this.counts[k]! += 1;
      (this.times[k] as Durations).add(instant - (instants[this.previous[k] as number] as number));
    }
    if (steps > this.lastStep && this.lastStep > 0) {
      this.total.add((instants[this.lastStep] as number) - (instants[0] as number));
    }
  }

  takeMature(actor: number, _instants: Float64Array, steps: number): void {
    if (this.repeats !== null) this.repeats.addMature(actor, steps > this.lastStep);
    this.entered += 1;
    if (steps > this.lastStep) this.converted += 1;
  }
}

/** The tally as plain data. */
export function stateOf({ counts, times, total, entered, converted, repeats }: FunnelTally): FunnelState {
  return {
    counts: Array.from(counts),
    times: times.map((durations) => durations.sorted()),
    total: total.sorted(),
    mature: [entered, converted],
    repeats: repeats === null ? null : repeats.sums(),
  };
}

/** Two states of different actors as one. */
export function mergeStates(a: FunnelState, b: FunnelState): FunnelState {
  return {
    counts: a.counts.map((count, k) => count + (b.counts[k] ?? 0)),
    times: a.times.map((durations, k) => merged(durations, b.times[k] ?? [])),
    total: merged(a.total, b.total),
    mature: [a.mature[0] + b.mature[0], a.mature[1] + b.mature[1]],
    repeats: a.repeats === null || b.repeats === null ? null : mergeRepeats(a.repeats, b.repeats),
  };
}

function merged(a: readonly number[], b: readonly number[]): readonly number[] {
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return Array.from(all.sort());
}

import type { Rate } from '../core/estimate.js';
import { wilsonInterval } from '../stats/wilson.js';
import { type FunnelTime, timeOf } from './durations.js';
import type { FunnelPlan } from './funnel-plan.js';
import type { FunnelState, FunnelTally } from './funnel-tally.js';

/** One step of a funnel. */
export interface FunnelStepResult<Label extends string = string> {
  readonly step: Label;
  /** How many came so far. */
  readonly count: number;
  /** How many came to the required step before this and no further; of an optional step, how many did without it. */
  readonly dropped: number;
  /** Of those that came to the required step before this; of the first step, of itself. */
  readonly fromPrevious: Rate;
  /** Of those that came to the first step. */
  readonly fromFirst: Rate;
  /** Milliseconds since the required step before this; `null` for the first step, and where nobody came so far. */
  readonly time: FunnelTime | null;
}

/** How many go from each step to the next, and how long it takes them. */
export interface Funnel<Label extends string = string> {
  readonly steps: readonly FunnelStepResult<Label>[];
  /** Those that came to the last (required) step, of those that came to the first. */
  readonly conversion: Rate;
  /** The same for the first steps alone whose window has ended by `asOf`: later ones may still convert. Without a window, of none. */
  readonly mature: Rate;
  /** Milliseconds from the first step to the last (required) one. */
  readonly time: FunnelTime | null;
}

/** What the counts of a tally mean. */
export function funnelOf(plan: FunnelPlan, { counts, times, total, entered, converted }: FunnelTally): Funnel {
  return finished(plan, {
    counts,
    times: times.map((durations) => durations.all()),
    total: total.all(),
    mature: [entered, converted],
  });
}

/** What the counts of a state mean. */
export function funnelOfState(plan: FunnelPlan, { counts, times, total, mature }: FunnelState): Funnel {
  return finished(plan, {
    counts,
    times: times.map((durations) => Float64Array.from(durations)),
    total: Float64Array.from(total),
    mature,
  });
}

interface Measured {
  readonly counts: ArrayLike<number>;
  readonly times: readonly Float64Array[];
  readonly total: Float64Array;
  readonly mature: FunnelState['mature'];
}

function finished({ steps, required, confidence }: FunnelPlan, measured: Measured): Funnel {
  const countAt = (k: number): number => measured.counts[k] ?? 0;
  const share = (part: number, whole: number): Rate => shareOf(part, whole, confidence);
  const last = required[required.length - 1] ?? 0;
  return {
    steps: steps.map(({ label }, k) => {
      const count = countAt(k);
      const previous = k === 0 ? count : countAt(Math.max(...required.filter((step) => step < k)));
      return {
        step: label,
        count,
        dropped: previous - count,
        fromPrevious: share(count, previous),
        fromFirst: share(count, countAt(0)),
        time: timeOf(measured.times[k] ?? new Float64Array(0)),
      };
    }),
    conversion: share(countAt(last), countAt(0)),
    mature: share(measured.mature[1], measured.mature[0]),
    time: timeOf(measured.total),
  };
}

/** As `rate` does, without the other intervals that it knows. */
function shareOf(part: number, whole: number, confidence: number): Rate {
  const counts = { n: whole, numerator: part, denominator: whole };
  if (whole === 0) return { value: null, interval: null, ...counts };
  return { value: part / whole, interval: wilsonInterval(part, whole, confidence), ...counts };
}

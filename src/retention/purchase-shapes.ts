import { countIf } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import { type Pairs, sortedPairs } from '../core/pairs.js';
import { boundOf, faultsPart, type GapsShape, type ShapeGroup, shapePlan } from '../log/shape-plan.js';
import type { ConversionsState } from '../stats/conversions.js';
import type { IntervalCounts } from './interval-lists.js';
import type { RepeatPlan, RepeatState } from './repeat-counts.js';
import type { RepurchasePlan } from './repurchase-facts.js';

/** The repeat rates as shapes. */
export function repeatShapes({ purchases: { step, ...rest }, from, to }: RepeatPlan): Plan {
  const shape = { kind: 'buyers', purchase: step, ...rest, from: boundOf(from), to: boundOf(to) } as const;
  const parts = {
    log: faultsPart(rest.timeZone, null),
    buyers: { shape, keys: ['before', 'within'], measures: { customers: countIf() } },
  };
  return shapePlan(parts, ({ buyers }): RepeatState => {
    const count = (isIn: (before: number, within: number) => boolean): number =>
      buyers.reduce((sum, { keys, measured }) => {
        const [before, within] = keys as [number, number]; // in the order of the plan
        return isIn(before, within) ? sum + (measured.customers as number) : sum;
      }, 0);
    return {
      customers: count((_, within) => within > 0),
      newCustomers: count((before) => before === 0),
      cumulativeCustomers: count(() => true),
      newRepeaters: count((before, within) => before === 0 && within > 1),
    };
  });
}

/** What waits for one purchase, as shapes. */
export function conversionShapes(plan: RepurchasePlan, purchases: number, asOf: number): Plan {
  return gapsPlan(waits(plan, [purchases - 1, purchases - 1], 0, asOf), conversionsOf);
}

/** What waits for each purchase from the second on, as shapes. */
export function ladderShapes(plan: RepurchasePlan, rungs: number, asOf: number): Plan {
  return gapsPlan(waits(plan, [1, rungs], rungs, asOf), (gaps): readonly ConversionsState[] =>
    Array.from({ length: rungs }, (_, place) => conversionsOf(gaps.filter(({ keys }) => keys[0] === place))),
  );
}

/** The intervals after each number of purchase, as shapes. */
export function intervalShapes(shape: GapsShape): Plan {
  return gapsPlan(shape, (gaps): readonly IntervalCounts[] =>
    Array.from({ length: shape.upTo + 1 }, (_, place) => {
      const own = gaps.filter(({ keys }) => keys[0] === place);
      return { ended: durations(own.filter(hasEnded)), open: durations(own.filter((gap) => !hasEnded(gap))) };
    }),
  );
}

function waits(
  { purchases: { step, ...rest }, within, from, to }: RepurchasePlan,
  numbers: readonly [number, number],
  upTo: number,
  asOf: number,
): GapsShape {
  const bounds = { from: boundOf(from), to: boundOf(to), within: boundOf(within) };
  return { kind: 'gaps', purchase: step, ...rest, ...bounds, numbers, upTo, asOf };
}

function gapsPlan(shape: GapsShape, state: (gaps: readonly ShapeGroup[]) => unknown): Plan {
  const parts = {
    log: faultsPart(shape.timeZone, shape.asOf),
    gaps: { shape, keys: ['place', 'ended', 'duration', 'mature'], measures: { purchases: countIf() } },
  };
  return shapePlan(parts, ({ gaps }) => state(gaps));
}

function conversionsOf(gaps: readonly ShapeGroup[]): ConversionsState {
  const total = (groups: readonly ShapeGroup[]): number =>
    groups.reduce((sum, { measured }) => sum + (measured.purchases as number), 0);
  const mature = gaps.filter(({ keys }) => keys[3] === 1);
  return {
    converted: durations(gaps.filter(hasEnded)),
    censored: durations(gaps.filter((gap) => !hasEnded(gap))),
    mature: total(mature),
    matureConverted: total(mature.filter(hasEnded)),
  };
}

function hasEnded({ keys }: ShapeGroup): boolean {
  return keys[1] === 1;
}

/** How often each duration occurs. */
function durations(gaps: readonly ShapeGroup[]): Pairs<number, number> {
  const counts = new Map<number, number>();
  for (const { keys, measured } of gaps) {
    const duration = keys[2] as number; // in the order of the plan
    counts.set(duration, (counts.get(duration) ?? 0) + (measured.purchases as number));
  }
  return sortedPairs(counts);
}

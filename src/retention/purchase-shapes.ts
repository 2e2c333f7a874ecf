import { countIf } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import { boundOf, faultsPart, type GapsShape, shapePlan } from '../log/shapes/shape-plan.js';
import type { ConversionsState } from '../stats/conversions.js';
import { type CountedWait, countedConversions, WAIT_KEYS, waitOf } from '../stats/counted-conversions.js';
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
  return gapsPlan(waits(plan, [purchases - 1, purchases - 1], 0, asOf), countedConversions);
}

/** What waits for each purchase from the second on, as shapes. */
export function ladderShapes(plan: RepurchasePlan, rungs: number, asOf: number): Plan {
  return gapsPlan(waits(plan, [1, rungs], rungs, asOf), (gaps): readonly ConversionsState[] =>
    Array.from({ length: rungs }, (_, place) => countedConversions(gaps.filter((gap) => gap.place === place))),
  );
}

/** The intervals after each number of purchase, as shapes. */
export function intervalShapes(shape: GapsShape): Plan {
  return gapsPlan(shape, (gaps): readonly IntervalCounts[] =>
    Array.from({ length: shape.upTo + 1 }, (_, place) => {
      const { converted, censored } = countedConversions(gaps.filter((gap) => gap.place === place));
      return { ended: converted, open: censored };
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

interface Gap extends CountedWait {
  readonly place: number;
}

function gapsPlan(shape: GapsShape, state: (gaps: readonly Gap[]) => unknown): Plan {
  const parts = {
    log: faultsPart(shape.timeZone, shape.asOf),
    gaps: { shape, keys: ['place', ...WAIT_KEYS], measures: { n: countIf() } },
  };
  return shapePlan(parts, ({ gaps }) =>
    // The place is never NULL.
    state(
      gaps.map(({ keys: [place, ...wait], measured }) => ({ place: place as number, ...waitOf(wait, measured.n) })),
    ),
  );
}

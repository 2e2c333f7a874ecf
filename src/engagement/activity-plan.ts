import { input } from '../core/expression.js';
import { countIf, max } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import { type ActivityShape, periodsPlan, type ShapeGroup, shapePlan } from '../log/shape-plan.js';
import type { Activity } from './activity.js';
import type { Extent } from './shown-periods.js';

/** So many customers are active in the period, by the gap that the shape knows; `null` for those who only had other events. */
export type GapCount = readonly [period: number, gap: number | null, customers: number];

/** The plan of a metric that knows everything by the gaps between active periods. */
export function gapsPlan(
  activity: Activity,
  gaps: Pick<ActivityShape, 'towards' | 'widest'>,
  stateOf: (extent: Extent, counts: readonly GapCount[]) => unknown,
): Plan {
  const shape = { kind: 'activity', ...activities(activity), ...gaps } as const;
  const measures = { customers: countIf(), until: max(input('until')) };
  return shapePlan(shape, ['period', 'gap'], measures, (groups) =>
    stateOf(extentOfGroups(groups), groups.map(gapCount)),
  );
}

/** What makes customers active, as data. */
export function activities({
  event,
  minimum,
  periods,
  asOf,
}: Activity): Pick<ActivityShape, 'event' | 'minimum' | 'periods' | 'asOf'> {
  return { event, minimum, periods: periodsPlan(periods), asOf };
}

function gapCount({ keys: [period, gap = null], measured }: ShapeGroup): GapCount {
  return [period as number, gap, measured.customers as number]; // each row of the shape has a period
}

function extentOfGroups(groups: readonly ShapeGroup[]): Extent {
  if (groups.length === 0) return { first: null, last: null, until: null };
  let [first, last, until] = [Infinity, -Infinity, -Infinity];
  for (const { keys, measured } of groups) {
    first = Math.min(first, keys[0] as number); // as above
    last = Math.max(last, keys[0] as number);
    until = Math.max(until, measured.until as number);
  }
  return { first, last, until };
}

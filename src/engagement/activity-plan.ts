import { countIf } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import { type ActivityShape, logPart, periodsPlan, type ShapeGroup, shapePlan } from '../log/shapes/shape-plan.js';
import type { Activity } from './activity.js';
import type { Extent } from './shown-periods.js';

/** So many customers are active in the period, by the gap that the shape knows. */
export type GapCount = readonly [period: number, gap: number, customers: number];

/** The plan of a metric that knows everything by the gaps between active periods. */
export function gapsPlan(
  activity: Activity,
  gaps: Pick<ActivityShape, 'towards' | 'widest'>,
  stateOf: (extent: Extent, counts: readonly GapCount[]) => unknown,
): Plan {
  const shape = { kind: 'activity', ...activities(activity), ...gaps } as const;
  const parts = {
    log: logPart(activity.periods, activity.asOf),
    gaps: { shape, keys: ['period', 'gap'], measures: { customers: countIf() } },
  };
  return shapePlan(parts, (counted) => stateOf(extentOfLog(counted.log), counted.gaps.map(gapCount)));
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

/** The extent that the log's part was measured to have. */
export function extentOfLog(groups: readonly ShapeGroup[]): Extent {
  const { first = null, last = null, until = null } = groups[0]?.measured ?? {};
  return { first, last, until };
}

function gapCount({ keys: [period, gap], measured }: ShapeGroup): GapCount {
  return [period as number, gap as number, measured.customers as number]; // columns of the shape, never NULL
}

import { compare, input } from '../core/expression.js';
import { countIf } from '../core/measures.js';
import type { Plan } from '../core/metric.js';
import type { ReturnsShape } from '../log/shapes/returns-shape.js';
import { faultsPart, periodsPlan, type ShapeGroup, shapePlan } from '../log/shapes/shape-plan.js';
import { isSameStep } from '../log/step-facts.js';
import type { RetentionClock } from './retention-clock.js';
import type { Columns } from './retention-columns.js';
import { noCounts, type RetentionCounts, sumColumns } from './retention-counts.js';
import { boundsOf } from './retention-grid.js';
import type { RetentionPlan } from './retention-plan.js';
import { addRepeatGroups, repeatsPart } from './retention-repeats.js';
import { stateOf } from './retention-state.js';

/** Retention as shapes. */
export function retentionShapes(plan: RetentionPlan, clock: RetentionClock, columns: Columns): Plan {
  const isEach = plan.mode === 'on';
  const keys = ['cohort', 'place', ...(plan.window === 'rolling' ? ['windows'] : []), ...(isEach ? [] : ['zero'])];
  const measures = {
    customers: countIf(),
    // Elsewhere each row is a start, and each first start a customer.
    ...(isEach && !isOwnReturn(plan) ? { started: countIf(compare(input('started'), '=', 1)) } : {}),
    ...(plan.cohort === 'recurring' ? { newcomers: countIf(compare(input('newcomer'), '=', 1)) } : {}),
  };
  const shape = shapeOf(plan, clock, columns);
  const parts = { log: faultsPart(plan.calendar.timeZone, clock.asOf), returns: { shape, keys, measures } };
  if (plan.cohort !== 'recurring' || plan.mean !== 'pooled')
    return shapePlan(parts, ({ returns }) => stateOf(plan, countsOf(plan, clock, columns, returns), clock));
  const repeats = repeatsPart(plan, clock, shape);
  return shapePlan({ ...parts, repeats }, (counted) => {
    const counts = countsOf(plan, clock, columns, counted.returns);
    if (counts.repeats !== null) addRepeatGroups(counted.repeats, counts.repeats);
    return stateOf(plan, counts, clock);
  });
}

function shapeOf(plan: RetentionPlan, { asOf }: RetentionClock, columns: Columns): ReturnsShape {
  const { mode, horizon, from, to, minimumOccurrences: minimum, start, returning, brackets } = plan;
  return {
    kind: 'returns',
    ...{ start, returning, minimum, from, to, asOf },
    isFirst: plan.cohort === 'firstTime',
    periods: periodsPlan(plan.calendar),
    windowLength: plan.window === 'rolling' ? plan.windowLength : null,
    ends: Array.from({ length: (brackets?.length ?? 0) + 1 }, (_, column) => columns.lastAge(column)),
    pick: PICKS[mode],
    horizon: mode === 'onOrAfter' || plan.columns === null ? horizon : columns.lastAge(plan.columns - 1),
  };
}

/** Whether starts are counted where they are returns of their own. */
function isOwnReturn({ mode, start, returning, minimumOccurrences }: RetentionPlan): boolean {
  const isAny = start.occurrence === 'any' && returning.occurrence === 'any';
  return mode === 'on' && minimumOccurrences === 1 && isAny && isSameStep(start, returning);
}

const PICKS = { on: 'each', onOrAfter: 'last', onOrBefore: 'first' } as const;

/** What was counted, as `addHits` would have counted it customer by customer. */
function countsOf(
  plan: RetentionPlan,
  clock: RetentionClock,
  columns: Columns,
  groups: readonly ShapeGroup[],
): RetentionCounts {
  const cohorts = groups.map(({ keys }) => keys[0] as number);
  const counts = noCounts(plan, clock, boundsOf(cohorts));
  for (const { keys, measured } of groups) {
    const [cohort, place, ...rest] = keys as [number, number | null, ...number[]]; // in the order of the plan
    const windows = plan.window === 'rolling' ? (rest[0] as number) : null;
    const customers = measured.customers as number;
    const { started = isOwnReturn(plan) && place !== 0 ? 0 : customers } = measured;
    const { newcomers = started } = measured;
    const row = cohort - counts.first;
    counts.n += newcomers;
    counts.size[row]! += started;
    const elapsed = Math.min(counts.width, windows === null ? Infinity : columns.over(windows));
    if (elapsed <= 0) continue;
    addGroup(
      plan,
      counts,
      row * counts.stride,
      elapsed,
      place,
      plan.mode === 'onOrBefore' && rest.at(-1) === 1,
      customers,
    );
    if (counts.eligible !== null) counts.eligible[row * counts.stride + elapsed - 1]! += started;
  }
  sumColumns(plan.mode, counts);
  return counts;
}

function addGroup(
  { mode }: RetentionPlan,
  { returned }: RetentionCounts,
  cells: number,
  elapsed: number,
  place: number | null,
  isInFirst: boolean,
  customers: number,
): void {
  if (isInFirst) returned[cells]! += customers;
  if (place === null) return;
  if (mode === 'onOrAfter') returned[cells + Math.min(place, elapsed - 1)]! += customers;
  else if (place < elapsed) {
    returned[cells + place]! += customers;
    if (mode === 'onOrBefore') returned[cells + elapsed]! -= customers;
  }
}

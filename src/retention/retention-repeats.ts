import { countIf } from '../core/measures.js';
import type { CompleteColumns, ReturnsShape } from '../log/shapes/returns-shape.js';
import type { ShapeGroup, ShapePart } from '../log/shapes/shape-plan.js';
import type { RetentionClock } from './retention-clock.js';
import type { RepeatSums } from './retention-counts.js';
import type { RetentionPlan } from './retention-plan.js';

/** What the interval of pooled recurring cohorts needs as a shape: sums over customers, whose cohorts are taken together. */
export function repeatsPart(plan: RetentionPlan, clock: RetentionClock, returns: ReturnsShape): ShapePart {
  const shape = { kind: 'repeats', returns, complete: completeColumns(plan, clock) } as const;
  return { shape, keys: ['place', ...SUMS], measures: { n: countIf() } };
}

const SUMS = ['customers', 'squares', 'products', 'returned'] as const;

/** Adds up the changes from column to column. */
export function addRepeatGroups(groups: readonly ShapeGroup[], repeats: RepeatSums): void {
  const lists = [repeats.customers, repeats.squares, repeats.products, repeats.returnedSquares];
  for (const { keys } of groups) {
    const [place, ...changes] = keys as readonly number[]; // in the order of the plan
    for (const [i, list] of lists.entries())
      if ((place as number) < list.length) list[place as number]! += changes[i] as number;
  }
  for (const list of lists) for (let column = 1; column < list.length; column += 1) list[column]! += list[column - 1]!;
}

/** How many columns of a cohort are complete; `null` where the metric does not say how many there may be. */
function completeColumns(
  { calendar, columns, brackets, horizon, window }: RetentionPlan,
  clock: RetentionClock,
): CompleteColumns | null {
  if (window === 'calendar' && brackets === null && horizon === null) {
    const early = clock.begun - SET_BACK; // before it all is over
    return { ended: early + clock.complete(early) - 1, most: columns };
  }
  if (columns === null || columns > MOST_COLUMNS) return null;
  const steps: (readonly [number, number])[] = [];
  for (let column = 0; column < columns; column += 1) {
    const last = lastComplete(clock, column, calendar.indexOf(FIRST));
    if (last === null) break;
    if (steps.at(-1)?.[0] === last) steps.pop(); // as many as are complete at once
    steps.push([last, column + 1]);
  }
  return { steps };
}

/** Hours by which clocks may be set back, and one more. */
const SET_BACK = 50;
const MOST_COLUMNS = 1000;
/** In the year 2: earlier cohorts are as complete. */
const FIRST = -62_100_000_000_000;

/** The last cohort of which a column is complete. */
function lastComplete(clock: RetentionClock, column: number, first: number): number | null {
  let [low, high] = [first, clock.begun + 1];
  if (clock.complete(low) <= column) return null;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (clock.complete(middle) > column) low = middle;
    else high = middle;
  }
  return low;
}

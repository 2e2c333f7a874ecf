import type { RetentionClock } from './retention-clock.js';
import { noCounts, type RepeatSums, type RetentionCounts, repeatLists } from './retention-counts.js';
import { boundsOf } from './retention-grid.js';
import type { RetentionPlan } from './retention-plan.js';

/** What is known of one cohort, by column from period 0 on. */
export interface CohortState {
  /** The label of its period. */
  readonly cohort: string;
  readonly size: number;
  readonly returned: readonly number[];
  /** Customers whose window is over; `null` in calendar periods. */
  readonly eligible: readonly number[] | null;
}

/** The state of retention: counts by cohort and column. Cohorts stand in the order of their labels. */
export interface RetentionState {
  /** Different customers in all cohorts. */
  readonly customers: number;
  readonly cohorts: readonly CohortState[];
  /**
   * For the interval of pooled recurring cohorts, by column: sums over customers of x², x·y and y², where x is the number of
   * complete cohorts that a customer is in, y of those the customer came back in, and how many customers have an x above 0.
   * `null` elsewhere.
   */
  readonly repeats: RetentionRepeats | null;
}

/** See `RetentionState`. */
export interface RetentionRepeats {
  readonly squares: readonly number[];
  readonly products: readonly number[];
  readonly returnedSquares: readonly number[];
  readonly customers: readonly number[];
}

/** The counts as a state: cohorts that have customers, the columns that they have been seen in. */
export function stateOf(plan: RetentionPlan, counts: RetentionCounts, clock: RetentionClock): RetentionState {
  const cohorts: CohortState[] = [];
  for (let row = 0; row < counts.rows; row += 1) {
    const period = counts.first + row;
    const size = counts.size[row] as number;
    if (size === 0) continue;
    const start = row * counts.stride;
    const end = start + Math.min(counts.width, clock.observed(period));
    cohorts.push({
      cohort: plan.calendar.labelOf(period),
      size,
      returned: Array.from(counts.returned.subarray(start, end)),
      eligible: counts.eligible && Array.from(counts.eligible.subarray(start, end)),
    });
  }
  return { customers: counts.n, cohorts, repeats: counts.repeats && repeatsOf(counts.repeats) };
}

/** The states of two parts of the customers as that of all of them. */
export function mergeStates(a: RetentionState, b: RetentionState): RetentionState {
  const cohorts = new Map(a.cohorts.map((cohort) => [cohort.cohort, cohort]));
  for (const cohort of b.cohorts) {
    const other = cohorts.get(cohort.cohort);
    cohorts.set(cohort.cohort, other === undefined ? cohort : mergeCohorts(other, cohort));
  }
  return {
    customers: a.customers + b.customers,
    cohorts: [...cohorts.values()].sort((one, other) => (one.cohort < other.cohort ? -1 : 1)),
    repeats: a.repeats && b.repeats && mergeRepeats(a.repeats, b.repeats),
  };
}

/** The state as counts in arrays. */
export function countsOf(plan: RetentionPlan, state: RetentionState, clock: RetentionClock): RetentionCounts {
  const periods = state.cohorts.map(({ cohort }) => plan.calendar.parse(cohort));
  const counts = noCounts(plan, clock, boundsOf(periods));
  counts.n = state.customers;
  for (const [i, { size, returned, eligible }] of state.cohorts.entries()) {
    const row = (periods[i] as number) - counts.first;
    counts.size[row] = size;
    counts.returned.set(returned.slice(0, counts.width), row * counts.stride);
    counts.eligible?.set((eligible ?? []).slice(0, counts.width), row * counts.stride);
  }
  repeatLists((sum) => counts.repeats?.[sum].set(state.repeats?.[sum].slice(0, counts.width) ?? []));
  return counts;
}

function repeatsOf(repeats: RepeatSums): RetentionRepeats {
  let columns = repeats.customers.length;
  while (columns > 0 && repeats.customers[columns - 1] === 0) columns -= 1;
  return repeatLists((sum) => Array.from(repeats[sum].subarray(0, columns)));
}

function mergeRepeats(a: RetentionRepeats, b: RetentionRepeats): RetentionRepeats {
  return repeatLists((sum) => sums(a[sum], b[sum]));
}

function mergeCohorts(a: CohortState, b: CohortState): CohortState {
  return {
    cohort: a.cohort,
    size: a.size + b.size,
    returned: sums(a.returned, b.returned),
    eligible: a.eligible && b.eligible && sums(a.eligible, b.eligible),
  };
}

function sums(a: readonly number[], b: readonly number[]): readonly number[] {
  const [longer, shorter] = a.length < b.length ? [b, a] : [a, b];
  return longer.map((value, i) => value + (shorter[i] ?? 0));
}

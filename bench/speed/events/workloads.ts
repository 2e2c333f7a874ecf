import { DAYS, WEEKS } from './data.js';

export type WorkloadId = 'W1' | 'W1c' | 'W2' | 'W4' | 'W6';

/** Whether a peer may use one thread only (compared in CPU time) or as many as it likes (compared in the least time on the clock). */
export type Threads = 'one' | 'default';

export interface Workload {
  readonly id: WorkloadId;
  readonly title: string;
  /** How many times the time of kizuna the fastest peer must take at least, from a million events on. */
  readonly atLeast: Readonly<Record<Threads, number | null>>;
}

export const WORKLOADS: readonly Workload[] = [
  { id: 'W1', title: 'funnel, 4 steps in 7 days, counts and median time', atLeast: { one: 6, default: 5 } },
  { id: 'W1c', title: "funnel, against counts only (ClickHouse's windowFunnel)", atLeast: { one: 3.5, default: null } },
  { id: 'W2', title: 'weekly retention, 53 × 53', atLeast: { one: 4, default: 3 } },
  { id: 'W4', title: 'DAU, WAU, MAU by day over a year', atLeast: { one: 12, default: 10 } },
  { id: 'W6', title: 'customer summary: frequency, recency, T, monetary', atLeast: { one: 10, default: 8 } },
];

export const TRAILING = [1, 7, 28] as const;

/** Brings what engines return (rows of numbers, in any order) into the one form in which answers are compared. */
export function answerOf(workload: WorkloadId, rows: readonly (readonly number[])[]): string {
  return FORMS[workload](rows)
    .map((value) => (Number.isInteger(value) ? String(value) : value.toPrecision(9)))
    .join(' ');
}

const FORMS: Record<WorkloadId, (rows: readonly (readonly number[])[]) => readonly number[]> = {
  W1: (rows) => rows[0] ?? [],
  W1c: (rows) => depthsToCounts(rows),
  W2: (rows) => scatter(rows, WEEKS * WEEKS, ([cohort = 0, age = 0]) => cohort * WEEKS + age),
  W4: ([first = [], ...rows]) => (rows.length === 0 ? first : gapsToSeries([first, ...rows])), // one row: the series itself
  W6: (rows) => rows[0] ?? [],
};

/** (deepest step, customers) → customers that came at least so far. */
function depthsToCounts(rows: readonly (readonly number[])[]): number[] {
  return [1, 2, 3, 4].map((step) => rows.reduce((sum, [depth = 0, count = 0]) => sum + (depth >= step ? count : 0), 0));
}

function scatter(
  rows: readonly (readonly number[])[],
  size: number,
  placeOf: (row: readonly number[]) => number,
): number[] {
  const cells = new Array<number>(size).fill(0);
  for (const row of rows) cells[placeOf(row)] = row.at(-1) ?? 0;
  return cells;
}

/**
 * (days to the next active day of the same customer, at most 28; day; how many) → customers active in the 1, 7, 28 days to each day.
 * A customer whose last active day is d counts in a window of w days on the days d to d + min(gap, w) − 1.
 */
function gapsToSeries(rows: readonly (readonly number[])[]): number[] {
  return TRAILING.flatMap((days) => {
    const changes = new Array<number>(DAYS + 1).fill(0);
    for (const [gap = 0, day = 0, count = 0] of rows) {
      changes[day]! += count;
      changes[Math.min(DAYS, day + Math.min(gap, days))]! -= count;
    }
    let active = 0;
    return changes.slice(0, DAYS).map((change) => (active += change));
  });
}

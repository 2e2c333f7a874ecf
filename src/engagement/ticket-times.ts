import { productLimit, timeOfShare } from '../stats/product-limit.js';
import { quantileOfSorted } from '../stats/quantile.js';
import { sum } from '../stats/sum.js';

/** How long tickets waited, in milliseconds of the clock on the wall. */
export interface TicketTimes {
  /** Tickets whose wait is over: what median, mean and p90 rest on. */
  readonly n: number;
  readonly median: number | null;
  readonly mean: number | null;
  /** Nine in ten were over by then. */
  readonly p90: number | null;
  /** Tickets that still wait. Their times are not in the above, which are therefore too short while many wait. */
  readonly waiting: number;
  /** By when half of all tickets are over, those that still wait included (Kaplan and Meier 1958); `null` while that cannot be told. */
  readonly medianWithWaiting: number | null;
  /** How long the oldest of them has waited by `asOf`. */
  readonly longestWait: number | null;
}

/** Sums up waits that are over, shortest first, and the beginnings of those that are not, earliest first. */
export function ticketTimes(
  durations: readonly number[],
  waitingSince: readonly number[],
  asOf: number | null,
): TicketTimes {
  const sorted = Float64Array.from(durations);
  const n = sorted.length;
  const [first] = waitingSince;
  const waits = Float64Array.from(waitingSince, (since) => (asOf ?? since) - since).reverse(); // the shortest is the last
  return {
    n,
    median: n === 0 ? null : quantileOfSorted(sorted, 0.5),
    mean: n === 0 ? null : sum(sorted) / n,
    p90: n === 0 ? null : quantileOfSorted(sorted, 0.9),
    waiting: waitingSince.length,
    medianWithWaiting: timeOfShare(productLimit(sorted, waits), 0.5),
    longestWait: first === undefined || asOf === null ? null : asOf - first,
  };
}

/** Two rising lists as one. */
export function mergeSorted(a: readonly number[], b: readonly number[]): readonly number[] {
  return sortedNumbers([...a, ...b]);
}

/** The numbers in rising order. */
export function sortedNumbers(numbers: readonly number[]): readonly number[] {
  return Array.from(Float64Array.from(numbers).sort());
}

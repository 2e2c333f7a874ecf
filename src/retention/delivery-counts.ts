import { mergePairs, type Pairs, sortedPairs } from '../core/pairs.js';
import type { PurchaseTimes } from '../log/purchases/purchase-times.js';
import type { Calendar } from '../time/calendar.js';

/** Customers of one cohort by the number of the delivery, from the first: entry k − 1 is of delivery k. */
export interface DeliveryCounts {
  /** Those whose delivery k is due. */
  readonly due: readonly number[];
  /** Those of them who had the delivery before. */
  readonly hadPrevious: readonly number[];
  /** Those of them who had it. */
  readonly reached: readonly number[];
  /** All of the cohort. */
  readonly size: number;
}

/** Which customers, when their deliveries are due, and from when they are seen; instants and milliseconds. */
export interface DeliveryRange {
  readonly every: number;
  readonly grace: number;
  readonly upTo: number;
  readonly from: number;
  readonly to: number;
  readonly asOf: number;
}

/** The counts by cohort: the period of the first delivery. */
export function deliveryCounts(
  { starts, times }: PurchaseTimes,
  cohorts: Calendar,
  { every, grace, upTo, from, to, asOf }: DeliveryRange,
): Pairs<number, DeliveryCounts> {
  const tallies = new Map<number, Tally>();
  for (let code = 0; code + 1 < starts.length; code += 1) {
    const start = starts[code] as number;
    let end = starts[code + 1] as number;
    if (start === end) continue;
    const first = times[start] as number;
    if (first < from || first >= to || first > asOf) continue;
    while ((times[end - 1] as number) > asOf) end -= 1;
    const due = Math.min(upTo, 1 + Math.max(0, Math.floor((asOf - grace - first) / every)));
    addTo(tallies, upTo, cohorts.indexOf(first), due, end - start, 1);
  }
  return countsOfAll(tallies);
}

/** So many customers of a cohort, by the deliveries that are due, and how many of these or more they had. */
export interface DeliveryTally {
  readonly cohort: number;
  readonly due: number;
  readonly had: number;
  readonly customers: number;
}

/** The same of customers who were counted. */
export function talliedCounts(counted: readonly DeliveryTally[], upTo: number): Pairs<number, DeliveryCounts> {
  const tallies = new Map<number, Tally>();
  for (const { cohort, due, had, customers } of counted) addTo(tallies, upTo, cohort, due, had, customers);
  return countsOfAll(tallies);
}

/** Those of two sets of customers together. */
export function mergeDeliveryCounts(
  a: Pairs<number, DeliveryCounts>,
  b: Pairs<number, DeliveryCounts>,
): Pairs<number, DeliveryCounts> {
  return mergePairs(a, b, addCounts);
}

/** The counts of two cohorts as one. */
export function addCounts(a: DeliveryCounts, b: DeliveryCounts): DeliveryCounts {
  const add = (left: readonly number[], right: readonly number[]) =>
    left.map((count, i) => count + (right[i] as number));
  return {
    due: add(a.due, b.due),
    hadPrevious: add(a.hadPrevious, b.hadPrevious),
    reached: add(a.reached, b.reached),
    size: a.size + b.size,
  };
}

/** Customers by the last delivery that is due, that follows one they had, and that they had. */
interface Tally {
  readonly due: number[];
  readonly hadPrevious: number[];
  readonly reached: number[];
}

function addTo(
  tallies: Map<number, Tally>,
  upTo: number,
  cohort: number,
  due: number,
  had: number,
  customers: number,
): void {
  const tally = tallyOf(tallies, cohort, upTo);
  tally.due[due - 1]! += customers;
  tally.hadPrevious[Math.min(had + 1, due) - 1]! += customers;
  tally.reached[Math.min(had, due) - 1]! += customers;
}

function countsOfAll(tallies: ReadonlyMap<number, Tally>): Pairs<number, DeliveryCounts> {
  return sortedPairs(tallies).map(([cohort, tally]) => [cohort, countsOf(tally)] as const);
}

function tallyOf(tallies: Map<number, Tally>, cohort: number, upTo: number): Tally {
  const known = tallies.get(cohort);
  if (known !== undefined) return known;
  const nobody = () => new Array<number>(upTo).fill(0);
  const tally = { due: nobody(), hadPrevious: nobody(), reached: nobody() };
  tallies.set(cohort, tally);
  return tally;
}

function countsOf({ due, hadPrevious, reached }: Tally): DeliveryCounts {
  const counts = { due: atLeast(due), hadPrevious: atLeast(hadPrevious), reached: atLeast(reached) };
  return { ...counts, size: counts.due[0] as number };
}

/** From how many are at each number to how many are at it or beyond. */
function atLeast(counts: readonly number[]): readonly number[] {
  let sum = 0;
  return counts
    .map((_, i) => {
      sum += counts[counts.length - 1 - i] as number;
      return sum;
    })
    .reverse();
}

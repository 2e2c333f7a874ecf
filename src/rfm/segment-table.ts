import { quantileCuts } from '../stats/order-statistics.js';
import { wilsonRates } from '../stats/wilson.js';
import { type CellTotals, shareOf } from './cell-totals.js';
import type { RfmSegment } from './result.js';
import type { RfmPlan } from './rfm-rules.js';
import type { Quantity } from './scored.js';

/** Customers whose segments are known. */
interface Segmented {
  /** The last is that of customers in none. */
  readonly names: readonly (string | null)[];
  /** The place in `names` of each cell. */
  readonly placeOf: readonly number[];
  /** The cell of each customer. */
  readonly cells: Uint16Array;
  readonly recencyDays: Quantity;
  readonly orders: Quantity;
  readonly totals: CellTotals;
}

/** A row for each segment, and one for customers in none, where there are any. */
export function segmentTable(plan: RfmPlan, segmented: Segmented): readonly RfmSegment[] {
  return segmentRows(plan, segmented, segmented.cells.length, (sizes) => {
    const { days, orders } = bySegment(segmented, sizes);
    return days.map((recencies, place) => ({
      orders: orders[place]!,
      meanRecencyDays: meanOf(recencies),
      medianRecencyDays: quantileCuts(recencies, 2)[0] ?? null,
    }));
  });
}

/** What the table tells of a segment beside its customers and their amount. */
export type SegmentFacts = Pick<RfmSegment, 'orders' | 'meanRecencyDays' | 'medianRecencyDays'>;

/** The rows for `n` customers; `factsOf` tells of each segment, by how many are in each. */
export function segmentRows(
  { confidence }: RfmPlan,
  { names, placeOf, totals }: Pick<Segmented, 'names' | 'placeOf' | 'totals'>,
  n: number,
  factsOf: (sizes: readonly number[]) => readonly SegmentFacts[],
): readonly RfmSegment[] {
  const sumOf = (values: ArrayLike<number>, place: number | null) =>
    placeOf.reduce((sum, own, cell) => (place === null || own === place ? sum + values[cell]! : sum), 0);
  const everything = sumOf(totals.amount, null);
  const rate = wilsonRates(confidence);
  const sizes = names.map((_, place) => sumOf(totals.customers, place));
  const facts = factsOf(sizes);
  const rows = names.map((segment, place): RfmSegment => {
    const customers = sizes[place]!;
    const { orders, ...recency } = facts[place]!;
    const amount = sumOf(totals.amount, place) + 0;
    return {
      ...{ segment, customers, share: rate(customers, n) },
      ...{ amount, amountShare: shareOf(amount, everything), orders },
      averageBasket: orders > 0 ? amount / orders : null,
      ...recency,
    };
  });
  return rows.filter(({ segment, customers }) => segment !== null || customers > 0);
}

/** The days of the customers of each segment, and how many orders are theirs. */
function bySegment({ names, placeOf, cells, recencyDays, orders }: Segmented, sizes: readonly number[]) {
  const ends = sizes.map((_, place) => sizes.slice(0, place + 1).reduce((sum, size) => sum + size, 0));
  const days = recencyDays.slice();
  const next = Int32Array.from(ends, (end, place) => end - sizes[place]!);
  const sums = new Float64Array(names.length);
  const places = Uint16Array.from(placeOf);
  for (let i = 0; i < cells.length; i += 1) {
    const place = places[cells[i]!]!;
    days[next[place]!++] = recencyDays[i]!;
    sums[place]! += orders[i]!;
  }
  return { days: ends.map((end, place) => days.subarray(end - sizes[place]!, end)), orders: sums };
}

function meanOf(values: Quantity): number | null {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i]!;
  return values.length > 0 ? sum / values.length : null;
}

import { quantileCuts } from '../stats/order-statistics.js';
import { rate } from '../stats/rate.js';
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
  readonly totals: CellTotals;
}

/** A row for each segment, and one for customers in none, where there are any. */
export function segmentTable({ confidence }: RfmPlan, segmented: Segmented): readonly RfmSegment[] {
  const { names, placeOf, cells, totals } = segmented;
  const sumOf = (values: ArrayLike<number>, place: number | null) =>
    placeOf.reduce((sum, own, cell) => (place === null || own === place ? sum + values[cell]! : sum), 0);
  const everything = sumOf(totals.amount, null);
  const medians = mediansOf(segmented);
  const rows = names.map((segment, place): RfmSegment => {
    const [customers, orders] = [sumOf(totals.customers, place), sumOf(totals.orders, place)];
    const amount = sumOf(totals.amount, place) + 0;
    return {
      ...{ segment, customers, share: rate(customers, cells.length, { confidence }) },
      ...{ amount, amountShare: shareOf(amount, everything), orders },
      averageBasket: orders > 0 ? amount / orders : null,
      meanRecencyDays: customers > 0 ? sumOf(totals.days, place) / customers : null,
      medianRecencyDays: medians[place] ?? null,
    };
  });
  return rows.filter(({ segment, customers }) => segment !== null || customers > 0);
}

function mediansOf({ names, placeOf, cells, recencyDays, totals }: Segmented): readonly (number | undefined)[] {
  const sizes = names.map(() => 0);
  totals.customers.forEach((count, cell) => {
    sizes[placeOf[cell]!]! += count;
  });
  const days = sizes.map((size) => new Float64Array(size));
  const next = new Int32Array(names.length);
  const places = Uint16Array.from(placeOf);
  for (let i = 0; i < cells.length; i += 1) {
    const place = places[cells[i]!]!;
    days[place]![next[place]!++] = recencyDays[i]!;
  }
  return days.map((each) => quantileCuts(each, 2)[0]);
}

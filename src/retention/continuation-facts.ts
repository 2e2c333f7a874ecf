import { LimitError } from '../core/errors.js';
import type { Estimate, Rate } from '../core/estimate.js';
import type { Pairs } from '../core/pairs.js';
import { endInterval } from '../stats/end-interval.js';
import { logLogInterval } from '../stats/product-limit.js';
import { rate } from '../stats/rate.js';
import type { Calendar } from '../time/calendar.js';
import type { PeriodUnit } from '../time/period.js';
import { addCounts, type DeliveryCounts } from './delivery-counts.js';

/** Of the customers whose delivery of this number is due, the share who had it. */
export interface DeliveryRate extends Rate {
  /** The number of the delivery, from 1. */
  readonly delivery: number;
  /** Of those of them who had the delivery before, the share who had this one. */
  readonly fromPrevious: Rate;
  /** Whether it is due for all of the cohort. */
  readonly complete: boolean;
}

/** How far customers get, by the number of the delivery. */
export interface SubscriptionContinuation {
  readonly unit: PeriodUnit;
  /**
   * A row for each period from the first with a first delivery to the last, and where they are given from that of `from` to that
   * before `to`, as far as they have begun. A cell is `null` where nobody's delivery is due.
   */
  readonly cohorts: readonly {
    /** The period of the first delivery. */
    readonly cohort: string;
    readonly size: number;
    readonly cells: readonly (DeliveryRate | null)[];
  }[];
  /** All cohorts together, and with them the estimate that uses each customer for as many deliveries as are due. */
  readonly overall: readonly (DeliveryRate & { readonly estimate: Estimate })[];
  /** Customers with a first delivery. */
  readonly n: number;
}

/** Which cohorts are shown, and how; `from` and `to` are infinite where they are not given. */
export interface ContinuationPlan {
  readonly cohorts: Calendar;
  readonly from: number;
  readonly to: number;
  readonly upTo: number;
  readonly confidence: number;
}

/** What the counts come to. Periods that begin after `asOf` (`null`: not known) are not shown. */
export function continuationOf(
  counts: Pairs<number, DeliveryCounts>,
  plan: ContinuationPlan,
  asOf: number | null,
): SubscriptionContinuation {
  const { cohorts, upTo, confidence } = plan;
  const { first, rows } = shownCohorts(counts, plan, asOf);
  checkCells(rows * upTo);
  const known = new Map(counts);
  const nobody = nobodyUpTo(upTo);
  const all = counts.reduce((sum, [, each]) => addCounts(sum, each), nobody);
  return {
    unit: cohorts.unit,
    cohorts: Array.from({ length: rows }, (_, i) => {
      const cohort = known.get(first + i) ?? nobody;
      const cells = cellsOf(cohort, confidence).map((cell) => (cell.denominator === 0 ? null : cell));
      return { cohort: cohorts.labelOf(first + i), size: cohort.size, cells };
    }),
    overall: withEstimates(cellsOf(all, confidence), confidence),
    n: all.size,
  };
}

const MOST_CELLS = 1_000_000;

function shownCohorts(
  counts: Pairs<number, DeliveryCounts>,
  { cohorts, from, to }: ContinuationPlan,
  asOf: number | null,
): { readonly first: number; readonly rows: number } {
  const begun = asOf === null ? -Infinity : cohorts.indexOf(asOf);
  const asked = {
    first: from === -Infinity ? Infinity : cohorts.indexOf(from),
    last: to === Infinity ? -Infinity : Math.min(cohorts.indexOf(to - 1), begun),
  };
  const first = Math.min(asked.first, counts[0]?.[0] ?? Infinity);
  const last = Math.max(asked.last, counts[counts.length - 1]?.[0] ?? -Infinity);
  const rows = last - first + 1;
  return rows > 0 && Number.isFinite(rows) ? { first, rows } : { first: 0, rows: 0 };
}

function checkCells(cells: number): void {
  if (cells <= MOST_CELLS) return;
  const expected = `at most ${MOST_CELLS} cells`;
  throw new LimitError(`subscriptionContinuation requires unit to give ${expected}; got ${cells}`, [
    { code: 'E_LIMIT', index: null, field: 'unit', expected, received: String(cells) },
  ]);
}

function nobodyUpTo(upTo: number): DeliveryCounts {
  const none = new Array<number>(upTo).fill(0);
  return { due: none, hadPrevious: none, reached: none, size: 0 };
}

function cellsOf({ due, hadPrevious, reached, size }: DeliveryCounts, confidence: number): readonly DeliveryRate[] {
  return due.map((count, i) => ({
    delivery: i + 1,
    ...rate(reached[i] as number, count, { confidence }),
    fromPrevious: rate(reached[i] as number, hadPrevious[i] as number, { confidence }),
    complete: count === size,
  }));
}

/** The product of the shares from one delivery to the next; `null` from where on nobody who had one is due for the next. */
function withEstimates(
  rows: readonly DeliveryRate[],
  confidence: number,
): readonly (DeliveryRate & { readonly estimate: Estimate })[] {
  const n = rows[0]?.denominator ?? 0;
  const table = {
    atRisk: rows.map(({ fromPrevious }) => fromPrevious.denominator),
    ended: rows.map(({ fromPrevious }) => fromPrevious.denominator - fromPrevious.numerator),
  };
  let [survival, logVariance, isKnown] = [1, 0, true];
  return rows.map((row, i) => {
    const { numerator, denominator } = row.fromPrevious;
    if (row.denominator === 0 || (denominator === 0 && survival > 0)) isKnown = false;
    if (!isKnown) return { ...row, estimate: { value: null, n, interval: null } };
    if (denominator > 0) {
      survival *= numerator / denominator;
      logVariance += (denominator - numerator) / (denominator * numerator); // Greenwood's d / (n(n − d))
    }
    const interval = logLogInterval(survival, logVariance, confidence) ?? endInterval(survival, table, i, confidence);
    return { ...row, estimate: { value: survival, n, interval } };
  });
}

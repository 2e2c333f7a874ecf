import { wilsonRates } from '../stats/wilson.js';
import type { RfmBins } from './bins.js';
import { type CellTotals, shareOf, totalsByCell } from './cell-totals.js';
import { codeOf, scoresIn } from './codes.js';
import type { RfmColumns, RfmExcluded } from './result.js';
import type { RfmPlan } from './rfm-rules.js';
import { type RfmQuantities, rfmScores } from './rfm-scores.js';
import type { Quantity } from './scored.js';
import { segmentTable } from './segment-table.js';

/** Customers to be scored: `monetary` is not known yet. */
export interface CustomersBought {
  readonly customer: RfmQuantities['customer'];
  readonly recencyDays: Quantity;
  readonly orders: Quantity;
  readonly amount: Float64Array;
  readonly asOf: number | null;
  readonly excluded: RfmExcluded;
}

/** Scores, codes and segments of customers, with all that is counted of them. */
export function scoredCustomers(owner: string, plan: RfmPlan, bought: CustomersBought): RfmColumns {
  const { bins, segments } = plan;
  const { customer, recencyDays, orders, amount, asOf, excluded } = bought;
  const monetary = plan.monetary === 'sum' ? amount : meansOf(amount, orders);
  const { r, f, m, cuts, nestedCuts } = rfmScores(plan, {
    customer,
    recency: recencyDays,
    frequency: orders,
    monetary,
  });
  const cells = cellsOf(r, f, m, bins);
  const totals = totalsByCell(owner, cells, bins.recency * bins.frequency * bins.monetary, amount);
  const { names, placeOf } = segmentPlaces(plan);
  const counts = countsOfScores(totals.customers, bins);
  return {
    ...{ n: r.length, customer, recencyDays, frequency: orders, monetary, r, f, m },
    code: { codes: cells, values: placeOf.map((_, cell) => codeAt(cell, bins)) },
    segment: { codes: cells, values: placeOf.map((place) => names[place]!) },
    ...{ bins, cuts, nestedCuts, counts, emptyBins: emptyBinsOf(counts) },
    segments: segments === null ? [] : segmentTable(plan, { names, placeOf, cells, recencyDays, orders, totals }),
    grid: gridOf(plan, totals),
    ...{ asOf, excluded },
  };
}

/** The segments, at last none, and the place among them of each cell. */
export function segmentPlaces({ bins, segments }: RfmPlan): {
  readonly names: readonly (string | null)[];
  readonly placeOf: readonly number[];
} {
  const names = segments === null ? [null] : [...segments.segments, null];
  const placeOf = Array.from({ length: bins.recency * bins.frequency * bins.monetary }, (_, cell) => {
    const place = segments?.first[cell] ?? -1;
    return place < 0 ? names.length - 1 : place;
  });
  return { names, placeOf };
}

function meansOf(amount: Float64Array, orders: Quantity): Float64Array {
  return amount.map((sum, i) => (orders[i]! > 0 ? sum / orders[i]! : 0));
}

function cellsOf(r: Uint8Array, f: Uint8Array, m: Uint8Array, { frequency, monetary }: RfmBins): Uint16Array {
  const cells = new Uint16Array(r.length);
  const [byR, least] = [frequency * monetary, (frequency + 1) * monetary + 1];
  for (let i = 0; i < cells.length; i += 1) cells[i] = r[i]! * byR + f[i]! * monetary + m[i]! - least;
  return cells;
}

function codeAt(cell: number, bins: RfmBins): string {
  const { r, f, m } = scoresIn(cell, bins);
  return codeOf(r, f, m, bins);
}

type Each<Value> = { readonly [Kind in keyof RfmBins]: Value };

/** How many customers have each score. */
export function countsOfScores(customers: Int32Array, bins: RfmBins): Each<readonly number[]> {
  const [r, f, m] = [bins.recency, bins.frequency, bins.monetary].map((size) => new Array<number>(size).fill(0));
  customers.forEach((count, cell) => {
    const scores = scoresIn(cell, bins);
    r![scores.r - 1]! += count;
    f![scores.f - 1]! += count;
    m![scores.m - 1]! += count;
  });
  return { recency: r!, frequency: f!, monetary: m! };
}

/** The scores that nobody has. */
export function emptyBinsOf({ recency, frequency, monetary }: Each<readonly number[]>): Each<readonly number[]> {
  const empty = (counts: readonly number[]) => counts.flatMap((count, k) => (count === 0 ? [k + 1] : []));
  return { recency: empty(recency), frequency: empty(frequency), monetary: empty(monetary) };
}

/** Every pair of scores of recency and frequency. */
export function gridOf({ bins, confidence, segments }: RfmPlan, { customers, amount }: CellTotals): RfmColumns['grid'] {
  const everybody = customers.reduce((sum, count) => sum + count, 0);
  const rate = wilsonRates(confidence);
  const everything = amount.reduce((sum, part) => sum + part, 0);
  return Array.from({ length: bins.recency * bins.frequency }, (_, pair) => {
    const [from, to] = [pair * bins.monetary, (pair + 1) * bins.monetary];
    const count = customers.subarray(from, to).reduce((sum, part) => sum + part, 0);
    const paid = amount.subarray(from, to).reduce((sum, part) => sum + part, 0);
    return {
      ...{ r: Math.floor(pair / bins.frequency) + 1, f: (pair % bins.frequency) + 1, customers: count },
      segment: segments?.isOfTwo ? (segments.segments[segments.first[from]!] ?? null) : null, // -1 is none
      share: rate(count, everybody),
      amount: paid + 0,
      amountShare: shareOf(paid, everything),
    };
  });
}

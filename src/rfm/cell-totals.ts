import { errorOf, InvalidDataError, type KizunaError } from '../core/errors.js';
import type { RfmBins } from './bins.js';
import type { Quantity } from './scored.js';

/** What the customers of each cell come to. */
export interface CellTotals {
  readonly customers: Int32Array;
  readonly amount: Float64Array;
  readonly orders: Float64Array;
  readonly days: Float64Array;
}

/** Adds up the customers of each cell. */
export function totalsByCell(
  owner: string,
  cells: Uint16Array,
  bins: RfmBins,
  {
    recencyDays,
    orders,
    amount,
  }: { readonly recencyDays: Quantity; readonly orders: Quantity; readonly amount: Float64Array },
): CellTotals {
  const size = bins.recency * bins.frequency * bins.monetary;
  const [sums, rest] = [new Float64Array(size), new Float64Array(size)];
  const totals = { customers: new Int32Array(size), orders: new Float64Array(size), days: new Float64Array(size) };
  for (let i = 0; i < cells.length; i += 1) {
    const cell = cells[i]!;
    totals.customers[cell]! += 1;
    totals.orders[cell]! += orders[i]!;
    totals.days[cell]! += recencyDays[i]!;
    // Money is added up as if in twice the precision (Ogita, Rump & Oishi 2005, Sum2).
    const [sum, paid] = [sums[cell]!, amount[i]!];
    const next = sum + paid;
    const added = next - sum;
    rest[cell]! += sum - (next - added) + (paid - added);
    sums[cell] = next;
  }
  const paid = sums.map((sum, cell) => sum + rest[cell]!);
  // Not only all together: the cells of any segment, too.
  if (!Number.isFinite(paid.reduce((sum, part) => sum + Math.abs(part), 0))) throw overflow(owner);
  return { ...totals, amount: paid };
}

/** A part of an amount; of none that is not above 0, and no part that is beyond doubles (where refunds leave next to nothing of it). */
export function shareOf(part: number, whole: number): number | null {
  const share = part / whole + 0;
  return whole > 0 && Number.isFinite(share) ? share : null;
}

function overflow(owner: string): KizunaError {
  const expected = 'to add up within the range of doubles';
  const issue = { code: 'E_OVERFLOW', index: null, field: 'amount', expected, received: 'larger' } as const;
  return errorOf(InvalidDataError, owner, [issue]);
}

import { errorOf, InvalidDataError, type KizunaError } from '../core/errors.js';

/** What the customers of each cell come to. */
export interface CellTotals {
  readonly customers: Int32Array;
  readonly amount: Float64Array;
}

/** Adds up the customers of each of some cells. */
export function totalsByCell(owner: string, cells: Uint16Array, size: number, amount: Float64Array): CellTotals {
  const [customers, sums, rest] = [new Int32Array(size), new Float64Array(size), new Float64Array(size)];
  for (let i = 0; i < cells.length; i += 1) {
    const cell = cells[i]!;
    customers[cell]! += 1;
    // Money is added up as if in twice the precision (Ogita, Rump & Oishi 2005, Sum2).
    const sum = sums[cell]!;
    const paid = amount[i]!;
    const next = sum + paid;
    const added = next - sum;
    const lost = sum - (next - added) + (paid - added);
    if (lost !== 0) rest[cell]! += lost;
    sums[cell] = next;
  }
  const paid = sums.map((sum, cell) => sum + rest[cell]!);
  // Not only all together: the cells of any segment, too.
  if (!Number.isFinite(paid.reduce((sum, part) => sum + Math.abs(part), 0))) throw overflow(owner);
  return { customers, amount: paid };
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

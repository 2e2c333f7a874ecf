import type { TypedIds } from './ledger-columns.js';
import type { Refusals } from './refusals.js';

/** Changes in the order of time; `unit` is what there may be one change of at an instant. */
export interface TiedChanges {
  readonly time: Float64Array;
  readonly unit: TypedIds;
  readonly amount: Float64Array;
  /** What else has to be the same where two are of one instant. */
  readonly codes: readonly ArrayLike<number>[];
  /** The rows in the order of time; null where they stand in it. */
  readonly order: Int32Array | null;
}

/**
 * Refuses rows that say something else of the same at the same instant than the one with the greatest amount: of equal ones that
 * with the first plan, and so on, so that the order of the rows does not decide.
 */
export function refuseTies(changes: TiedChanges, field: string, refusals: Refusals): void {
  const { time, order } = changes;
  const rowAt = (i: number) => (order === null ? i : order[i]!);
  let best: Int32Array | null = null;
  for (let from = 0, to = 0; from < time.length; from = to) {
    const instant = time[rowAt(from)]!;
    for (to = from + 1; to < time.length && time[rowAt(to)] === instant; to += 1);
    if (to === from + 1) continue;
    best ??= new Int32Array(changes.unit.values.length).fill(-1);
    judge(changes, { from, to, rowAt, best }, field, refusals);
  }
}

/** The rows of one instant, and room for the best row of each unit. */
interface Instant {
  readonly from: number;
  readonly to: number;
  readonly rowAt: (i: number) => number;
  readonly best: Int32Array;
}

function judge(changes: TiedChanges, { from, to, rowAt, best }: Instant, field: string, refusals: Refusals): void {
  const { time, unit } = changes;
  let isTied = false;
  for (let i = from; i < to; i += 1) {
    const row = rowAt(i);
    if (refusals.has(row)) continue;
    const code = unit.codes[row]!;
    const other = best[code]!;
    const isSecond = other >= 0 && time[other] === time[row];
    if (!isSecond || compare(changes, row, other) < 0) best[code] = row;
    isTied ||= isSecond;
  }
  if (!isTied) return;
  for (let i = from; i < to; i += 1) {
    const row = rowAt(i);
    if (refusals.has(row) || compare(changes, row, best[unit.codes[row]!]!) === 0) continue;
    refusals.add(row, field, time[row], { code: 'E_FIELD_VALUE', expected: 'one change of each at an instant' });
  }
}

/** Below 0 where row `a` stands rather than `b`. */
function compare({ amount, codes }: TiedChanges, a: number, b: number): number {
  if (amount[a] !== amount[b]) return amount[b]! - amount[a]!;
  for (const column of codes) if (column[a] !== column[b]) return column[a]! - column[b]!;
  return 0;
}

import type { TypedIds } from './ledger-columns.js';
import type { Refusals } from './refusals.js';

/** Changes in the order of time; `unit` is what there may be one change of at an instant. */
export interface TiedChanges {
  readonly time: Float64Array;
  readonly unit: TypedIds;
  /** What has to be the same where two are of one instant, the amount first. */
  readonly columns: readonly ArrayLike<number>[];
  /** The rows in the order of time; null where they stand in it. */
  readonly order: Int32Array | null;
}

/** Refuses rows that say something else of the same at the same instant: of each such two the one with the lower amount. */
export function refuseTies({ time, unit, columns, order }: TiedChanges, field: string, refusals: Refusals): void {
  const { codes, values } = unit;
  const amount = columns[0] as ArrayLike<number>;
  let last: Int32Array | null = null;
  for (let i = 1; i < time.length; i += 1) {
    const before = order === null ? i - 1 : order[i - 1]!;
    const row = order === null ? i : order[i]!;
    if (time[row] !== time[before]) continue;
    last ??= new Int32Array(values.length).fill(-1);
    // The rows before in this instant were noted one by one; the first of them is noted now.
    const noted = last[codes[before]!]!;
    if (!refusals.has(before) && (noted < 0 || time[noted] !== time[row])) last[codes[before]!] = before;
    if (refusals.has(row)) continue;
    const other = last[codes[row]!]!;
    if (other >= 0 && other !== row && time[other] === time[row]) {
      if (columns.some((column) => column[row] !== column[other])) {
        const isLower = amount[row]! < amount[other]!;
        const expected = 'one change of each at an instant';
        refusals.add(isLower ? row : other, field, time[row], { code: 'E_FIELD_VALUE', expected });
        if (isLower) continue;
      }
    }
    last[codes[row]!] = row;
  }
}

import type { CustomerId, Dictionary, PropertyColumn } from '../log/layout.js';

/** Snapshots row by row, with their periods as numbers. */
export interface Snapshots {
  readonly customer: Int32Array;
  readonly period: Float64Array;
  readonly amount: Float64Array;
  readonly properties: readonly PropertyColumn[];
  /** The rows that count; null for all. */
  readonly kept: Int32Array | null;
  /** The last period of which absence says that nothing was paid; null for the last in the rows. */
  readonly known: number | null;
}

/** Snapshots as changes, in the order of periods. */
export interface SnapshotChanges {
  readonly customer: Int32Array;
  readonly period: Int32Array;
  readonly amount: Float64Array;
  readonly properties: readonly PropertyColumn[];
  /** Numbers that tell the customers' plans (and what else was read) apart; null where customers are all. */
  readonly unit: Dictionary<CustomerId> | null;
  readonly last: number | null;
}

/** What changes from period to period: who is missing from one that is known has nothing there. */
export function snapshotChanges({ customer, period, amount, properties, kept, known }: Snapshots): SnapshotChanges {
  const rows = kept ?? Int32Array.from(period, (_, row) => row);
  let [first, last] = [Infinity, -Infinity];
  for (const row of rows) {
    first = Math.min(first, period[row]!);
    last = Math.max(last, period[row]!);
  }
  const units = unitsOf(rows, customer, properties);
  const width = rows.length === 0 ? 1 : last - first + 2;
  const sums = new Map<number, number>();
  for (const [i, row] of rows.entries()) {
    const key = units.codes[i]! * width + period[row]! - first;
    sums.set(key, (sums.get(key) ?? 0) + amount[row]!);
  }
  // A period later there is nothing, unless there is; of those after the last that is known nobody can tell.
  for (const key of [...sums.keys()]) {
    const isKnown = first + (key % width) < (known ?? last);
    if (isKnown && !sums.has(key + 1)) sums.set(key + 1, 0);
  }
  const keys = [...sums.keys()].sort((a, b) => (a % width) - (b % width) || a - b);
  const rowOf = (key: number) => units.rows[Math.floor(key / width)] as number; // one for each unit
  return {
    customer: Int32Array.from(keys, (key) => customer[rowOf(key)]!),
    period: Int32Array.from(keys, (key) => first + (key % width)),
    amount: Float64Array.from(keys, (key) => sums.get(key)!),
    properties: properties.map(({ property, codes, values }) => ({
      ...{ property, values },
      codes: Int32Array.from(keys, (key) => codes[rowOf(key)]!),
    })),
    unit:
      properties.length === 0
        ? null
        : {
            codes: Int32Array.from(keys, (key) => Math.floor(key / width)),
            values: Int32Array.from(units.rows, (_, code) => code),
          },
    last: rows.length === 0 ? null : last,
  };
}

/** Customers with their plans and attributes: what may have one level. */
function unitsOf(rows: Int32Array, customer: Int32Array, properties: readonly PropertyColumn[]) {
  const known = new Map<string, number>();
  const firstRows: number[] = [];
  const codes = Int32Array.from(rows, (row) => {
    const key = [customer[row], ...properties.map((each) => each.codes[row])].join(' ');
    const code = known.get(key) ?? firstRows.push(row) - 1;
    known.set(key, code);
    return code;
  });
  return { codes, rows: firstRows };
}

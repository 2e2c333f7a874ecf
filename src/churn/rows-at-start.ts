import { compareKeys, type KeyValue } from '../core/pairs.js';
import type { RevenueLedger } from './ledger.js';
import type { Lives } from './lives.js';

/**
 * The row of the ledger that each life began with: of those of its unit that had begun by then, the one that began last; of several,
 * that of the highest amount.
 */
export function rowsAtStart(ledger: RevenueLedger, codes: ArrayLike<number>, units: number, lives: Lives): Int32Array {
  const { start, length } = ledger;
  const latest = new Int32Array(units).fill(-1);
  const rows = new Int32Array(lives.length);
  let row = 0;
  for (let life = 0; life < lives.length; life += 1) {
    for (; row < length && start[row]! <= lives.start[life]!; row += 1) {
      const before = latest[codes[row]!]!;
      if (before < 0 || isRather(ledger, row, before)) latest[codes[row]!] = row;
    }
    rows[life] = latest[lives.unit[life]!]!;
  }
  return rows;
}

function isRather({ start, amount, properties }: RevenueLedger, row: number, before: number): boolean {
  if (start[row] !== start[before]) return true;
  if (amount[row] !== amount[before]) return amount[row]! > amount[before]!;
  // Alike in all else, the order of the rows that were given must not decide.
  for (const { codes, values } of properties) {
    const order = compareKeys(values[codes[row]!] as KeyValue, values[codes[before]!] as KeyValue); // scalars or null
    if (order !== 0) return order < 0;
  }
  return false;
}

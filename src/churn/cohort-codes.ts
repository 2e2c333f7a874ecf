import { firstRowFrom } from '../log/rows-until.js';
import type { RevenueLedger } from './ledger.js';
import { customerLevels } from './levels.js';
import type { LineRules } from './line-stretches.js';

/** The stretch between edges at whose end the customer of each row first paid; one more than there are for who never did. */
export function cohortCodes(ledger: RevenueLedger, rules: LineRules, edges: Float64Array): Int32Array {
  const { time, unit, level, length } = customerLevels(ledger, rules);
  const never = edges.length - 1;
  const cohorts = new Int32Array(ledger.customers.length).fill(never);
  const now = new Float64Array(ledger.customers.length);
  const times = time.subarray(0, length);
  let row = 0;
  for (let stretch = 0; stretch < never; stretch += 1) {
    const end = firstRowFrom(times, edges[stretch + 1] as number, row);
    for (let i = row; i < end; i += 1) now[unit[i]!] = level[i]!;
    for (let i = row; i < end; i += 1) {
      if (now[unit[i]!]! > 0 && cohorts[unit[i]!] === never) cohorts[unit[i]!] = stretch;
    }
    row = end;
  }
  return ledger.customer.map((code) => cohorts[code]!);
}

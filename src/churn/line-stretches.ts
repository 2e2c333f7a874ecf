import type { RevenueLedger } from './ledger.js';

/** What decides from when to when a line counts. */
export interface LineRules {
  /** The function that was asked. */
  readonly owner: string;
  /** Whether revenue ends with the paid period, or as soon as the customer cancels. */
  readonly churnDate: 'end' | 'cancellation';
  /** Whether lines on hold keep their revenue, or have none. */
  readonly pauses: 'keep' | 'zero';
  /** Whether lines that were paid back count all the same, or as if they had not been. */
  readonly refunds: 'ignore' | 'exclude';
  /** The last instant that is known; ends from then on are not. */
  readonly asOf: number;
}

/** Stretch i is of the line at `row[i]`: from `start[i]` until `end[i]`, `Infinity` where no end is known. */
export interface Stretches {
  readonly row: Int32Array;
  readonly start: Float64Array;
  readonly end: Float64Array;
}

/** When lines count: cut where they were cancelled or on hold, and without an end where none is known by `asOf`. */
export function lineStretches(ledger: RevenueLedger, rules: LineRules): Stretches {
  const { start, length, cancelled, refunded, pauses } = ledger;
  const end = ledger.end as Float64Array; // a ledger of lines has it
  const continued = goesOnAt(ledger, rules.asOf);
  const room = length + (pauses?.row.length ?? 0);
  const stretches = { row: new Int32Array(room), start: new Float64Array(room), end: new Float64Array(room) };
  let [count, pause] = [0, 0];
  const add = (row: number, from: number, to: number) => {
    if (to <= from) return;
    stretches.row[count] = row;
    stretches.start[count] = from;
    stretches.end[count++] = to;
  };
  for (let row = 0; row < length && start[row]! <= rules.asOf; row += 1) {
    if (rules.refunds === 'exclude' && refunded?.[row] === 1) continue;
    let until = isKnown(end[row]!, rules.asOf, continued, ledger.customer[row]!) ? end[row]! : Infinity;
    if (rules.churnDate === 'cancellation' && cancelled !== null && cancelled[row]! <= rules.asOf)
      until = Math.min(until, cancelled[row]!);
    let from = start[row]!;
    if (rules.pauses === 'zero' && pauses !== null) {
      while (pause < pauses.row.length && pauses.row[pause]! < row) pause += 1;
      for (; pause < pauses.row.length && pauses.row[pause] === row && pauses.start[pause]! < until; pause += 1) {
        if (pauses.start[pause]! > rules.asOf) break;
        add(row, from, pauses.start[pause]!);
        from = Math.max(from, pauses.end[pause]!);
      }
    }
    add(row, from, until);
  }
  return {
    row: stretches.row.subarray(0, count),
    start: stretches.start.subarray(0, count),
    end: stretches.end.subarray(0, count),
  };
}

/** The customers with a line that starts at the very instant `asOf`: their lines that end there were replaced. */
function goesOnAt({ start, customer, customers, length }: RevenueLedger, asOf: number): Uint8Array {
  const goesOn = new Uint8Array(customers.length);
  for (let row = 0; row < length && start[row]! <= asOf; row += 1) if (start[row] === asOf) goesOn[customer[row]!] = 1;
  return goesOn;
}

function isKnown(end: number, asOf: number, goesOn: Uint8Array, customer: number): boolean {
  return end < asOf || (end === asOf && goesOn[customer] === 1);
}

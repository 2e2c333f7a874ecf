import type { Scalar } from '../core/expression.js';
import type { RevenueLedger } from './ledger.js';
import { type LineRules, lineStretches, type Stretches } from './line-stretches.js';

/** Which plans one who is counted pays for at an instant, in the order of their names; `null` where the ledger has no plans. */
export type PlansAt = (unit: number, instant: number) => readonly Scalar[] | null;

/** Looks plans up by the rows of units, of which `codes` are those of rows. */
export function plansAt(ledger: RevenueLedger, rules: LineRules, codes: ArrayLike<number>, units: number): PlansAt {
  const plan = ledger.properties.find(({ property }) => property === 'plan');
  if (plan === undefined) return () => null;
  const { row, start, end } = ledger.form === 'lines' ? lineStretches(ledger, rules) : changeStretches(ledger);
  const ofUnit: number[][] = Array.from({ length: units }, () => []);
  for (let i = 0; i < row.length; i += 1) {
    if (ledger.amount[row[i]!]! > 0) ofUnit[codes[row[i]!]!]!.push(i);
  }
  return (unit, instant) => {
    const own = ofUnit[unit]!.filter((i) => start[i]! <= instant && instant < end[i]!);
    const found = new Set(own.map((i) => plan.codes[row[i]!]!));
    return [...found].sort((a, b) => a - b).flatMap((code) => plan.values[code] ?? []);
  };
}

/** A change holds until the next of its subscription, or customer. */
function changeStretches({ start, customer, subscription, length }: RevenueLedger): Stretches {
  const keys = subscription?.codes ?? customer;
  const next = new Map<number, number>();
  const end = new Float64Array(length);
  for (let row = length - 1; row >= 0; row -= 1) {
    end[row] = next.get(keys[row]!) ?? Number.POSITIVE_INFINITY;
    next.set(keys[row]!, start[row]!);
  }
  return { row: Int32Array.from({ length }, (_, row) => row), start, end };
}

import type { RevenueLedger } from './ledger.js';
import { customerLevels, inOrder, type Levels, stepsOf } from './levels.js';
import type { LineRules } from './line-stretches.js';

/** The levels of parts of customers, such as what each pays for each plan; at every instant they add up to the customer's level. */
export interface SplitLevels extends Levels {
  /** The customer of each part. */
  readonly customer: Int32Array;
  /** Which value each part is of. */
  readonly value: Int32Array;
}

/** Splits customers' levels by a value of their rows. */
export function splitLevels(
  ledger: RevenueLedger,
  rules: LineRules,
  codes: ArrayLike<number>,
  values: number,
): SplitLevels {
  if (ledger.amount.some((own) => own < 0)) customerLevels(ledger, rules); // refuses rules that leave a customer below 0
  const parts = partsOf(ledger, codes, values);
  const steps = inOrder(stepsOf(ledger, rules, parts.ofRow));
  const sums = new Float64Array(parts.customer.length);
  const levels = new Float64Array(parts.customer.length);
  const [at, of, level]: [number[], number[], number[]] = [[], [], []];
  for (let from = 0, to = 0; from < steps.time.length; from = to) {
    for (; to < steps.time.length && steps.time[to] === steps.time[from]; to += 1) {
      sums[steps.unit[to]!]! += steps.change[to]!;
    }
    for (let i = from; i < to; i += 1) {
      for (const [part, own] of shares(parts.ofCustomer[parts.customer[steps.unit[i]!]!]!, sums, ledger.scale)) {
        if (levels[part] === own) continue;
        levels[part] = own;
        at.push(steps.time[from]!);
        of.push(part);
        level.push(own);
      }
    }
  }
  return {
    ...{ length: at.length, time: Float64Array.from(at), unit: Int32Array.from(of), level: Float64Array.from(level) },
    ...{ units: parts.customer.length, customer: parts.customer, value: parts.value },
  };
}

/**
 * The parts of a customer in whole minor units, in the order of values: what the parts so far come to, rounded, less what the parts
 * before came to. So they add up to the customer's level, which is rounded once; a discount takes from the parts before it.
 */
function shares(parts: readonly number[], sums: Float64Array, scale: number): readonly (readonly [number, number])[] {
  const whole = (sum: number) => Math.max(0, Math.floor(sum / scale + 0.5));
  const total = whole(parts.reduce((sum, part) => sum + sums[part]!, 0));
  let [sum, given] = [0, 0];
  return parts.map((part, i) => {
    sum += sums[part]!;
    const until = i === parts.length - 1 ? total : Math.min(total, Math.max(given, whole(sum)));
    const own = until - given;
    given = until;
    return [part, own] as const;
  });
}

/** Numbers the customers' values, and lists those of each customer in the order of values. */
function partsOf({ length, customer, customers }: RevenueLedger, codes: ArrayLike<number>, values: number) {
  const known = new Map<number, number>();
  const ofRow = new Int32Array(length);
  const [owners, kinds]: [number[], number[]] = [[], []];
  const ofCustomer: number[][] = Array.from({ length: customers.length }, () => []);
  for (let row = 0; row < length; row += 1) {
    const [code, value] = [customer[row]!, codes[row]!];
    const key = code * values + value;
    let part = known.get(key);
    if (part === undefined) {
      part = owners.push(code) - 1;
      kinds.push(value);
      ofCustomer[code]!.push(part);
      known.set(key, part);
    }
    ofRow[row] = part;
  }
  for (const parts of ofCustomer) parts.sort((a, b) => kinds[a]! - kinds[b]!);
  return { ofRow, customer: Int32Array.from(owners), value: Int32Array.from(kinds), ofCustomer };
}

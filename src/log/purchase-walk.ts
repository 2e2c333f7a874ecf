import type { Runs } from './runs.js';

/** What each customer bought, by the periods in which they bought; arrays by the codes of customers. */
export interface Purchases {
  /** The first and the last period with a purchase; `NEVER` of those who bought nothing. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Periods with a purchase. */
  readonly periods: Int32Array;
  /** Purchases, refunds not among them. */
  readonly orders: Int32Array;
  readonly amount: Float64Array;
  /** Rows with a negative amount. */
  readonly refunds: number;
}

/** The period of customers who never bought. */
export const NEVER = -0x80000000;

/** Rows that are not counted as others are. */
export interface WalkRules {
  /** 1 for the rows that are purchases; null where all are. */
  readonly isPurchase: Uint8Array | null;
  /** What a negative amount is: booked on the purchases before it, or passed over. */
  readonly refunds: 'net' | 'exclude';
  /** Whether the amounts of the first period are left out. */
  readonly amounts: 'repeat' | 'all';
}

/** Walks the rows `from` to `to` of a log period by period: no date and no division per row. */
export function walkPurchases(
  log: { readonly customer: Int32Array; readonly amount: Float64Array | null; readonly customers: ArrayLike<unknown> },
  runs: Runs,
  [from, to]: readonly [number, number],
  { isPurchase, refunds, amounts }: WalkRules,
): Purchases {
  const { customer, amount } = log;
  const size = log.customers.length;
  const [isNet, withFirst] = [refunds === 'net', amounts === 'all'];
  // Four numbers of a customer lie side by side, so that a row touches one line of the cache: first, last, periods, orders.
  const facts = new Int32Array(size * 4);
  let negative = 0;
  const added = new Float64Array(size);
  for (let code = 0; code < size; code += 1) facts[code * 4] = facts[code * 4 + 1] = NEVER;
  for (let run = 0; run < runs.periods.length; run += 1) {
    const period = runs.periods[run] as number;
    const end = Math.min(runs.ends[run] as number, to);
    for (let i = Math.max(runs.starts[run] as number, from); i < end; i += 1) {
      if (isPurchase !== null && isPurchase[i] === 0) continue;
      const code = customer[i] as number;
      const at = code * 4;
      const paid = amount === null ? 0 : (amount[i] as number);
      if (paid < 0) {
        negative += 1;
        // A refund is booked on what was bought before it: after the first period it lessens the repeat purchases.
        if (isNet && (withFirst ? facts[at] !== NEVER : facts[at] !== facts[at + 1])) added[code]! += paid;
        continue;
      }
      if (facts[at] === NEVER) facts[at] = period;
      if (facts[at + 1] !== period) {
        facts[at + 1] = period;
        facts[at + 2]! += 1;
      }
      facts[at + 3]! += 1;
      if ((withFirst || facts[at] !== period) && paid > 0) added[code]! += paid; // not where it is NaN, none
    }
  }
  return { ...columns(facts, size), amount: added, refunds: negative };
}

function columns(facts: Int32Array, size: number): Omit<Purchases, 'amount' | 'refunds'> {
  const [first, last, periods, orders] = [0, 1, 2, 3].map((which) => {
    const column = new Int32Array(size);
    for (let code = 0; code < size; code += 1) column[code] = facts[code * 4 + which] as number;
    return column;
  }) as [Int32Array, Int32Array, Int32Array, Int32Array]; // four in, four out
  return { first, last, periods, orders };
}

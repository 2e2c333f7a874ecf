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
  const [isNet, fewest] = [refunds === 'net', amounts === 'all' ? 0 : 1];
  // What is known of a customer lies in 16 bytes, so that a row touches one line of the cache: in the first word how many periods
  // (upper half) and the last of them, counted from 1 (lower half); in the second the orders; then the amounts.
  const facts = new ArrayBuffer(size * 16);
  const [words, sums] = [new Int32Array(facts), new Float64Array(facts)];
  const first = new Int32Array(size).fill(NEVER);
  let negative = 0;
  for (let run = 0; run < runs.periods.length; run += 1) {
    const period = runs.periods[run] as number;
    const tag = period - runs.first + 1;
    const end = Math.min(runs.ends[run] as number, to);
    for (let i = Math.max(runs.starts[run] as number, from); i < end; i += 1) {
      if (isPurchase !== null && isPurchase[i] === 0) continue;
      const at = (customer[i] as number) << 2;
      let word = words[at] as number;
      const paid = amount === null ? 0 : (amount[i] as number);
      if (paid < 0) {
        negative += 1;
        // A refund is booked on what was bought before it: after the first period it lessens the repeat purchases.
        if (isNet && word >>> 16 > fewest) sums[(at >> 1) + 1]! += paid;
        continue;
      }
      if (word === 0) first[at >> 2] = period;
      // Periods come in order, so that the difference is negative in a new one: its sign bit is added, without a branch.
      word = (((word >>> 16) + (((word & 0xffff) - tag) >>> 31)) << 16) | tag;
      words[at] = word;
      words[at + 1]! += 1;
      if (word >>> 16 > fewest && paid > 0) sums[(at >> 1) + 1]! += paid; // not where it is NaN, none
    }
  }
  return { ...columns(words, sums, runs.first), first, refunds: negative };
}

/** So many periods have room in half a word. */
export const PERIOD_LIMIT = 0xffff;

function columns(words: Int32Array, sums: Float64Array, firstPeriod: number): Omit<Purchases, 'first' | 'refunds'> {
  const size = words.length / 4;
  const [last, periods, orders] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)];
  const amount = new Float64Array(size);
  for (let code = 0; code < size; code += 1) {
    const word = words[code * 4] as number;
    last[code] = word === 0 ? NEVER : (word & 0xffff) - 1 + firstPeriod;
    periods[code] = word >>> 16;
    orders[code] = words[code * 4 + 1] as number;
    amount[code] = sums[code * 2 + 1] as number;
  }
  return { last, periods, orders, amount };
}

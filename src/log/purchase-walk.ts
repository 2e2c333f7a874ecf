import type { Runs } from './runs.js';

/**
 * What each customer bought, by the periods in which they bought. A customer lies in 16 bytes, so that a row touches one line of
 * the cache: in the first word how many periods (upper half) and the last of them, counted from 1 (lower half); in the second the
 * orders; then the amounts.
 */
export class Purchases {
  /** The first period of each customer; `NEVER` of those who bought nothing. */
  readonly first: Int32Array;
  readonly words: Int32Array;
  readonly sums: Float64Array;
  /** Rows with a negative amount. */
  refunds = 0;

  /** `firstPeriod` is that of the log. */
  constructor(
    size: number,
    private readonly firstPeriod: number,
  ) {
    const facts = new ArrayBuffer(size * 16);
    this.words = new Int32Array(facts);
    this.sums = new Float64Array(facts);
    this.first = new Int32Array(size).fill(NEVER);
  }

  /** The last period with a purchase, of a customer who bought. */
  last(code: number): number {
    return ((this.words[code * 4] as number) & 0xffff) - 1 + this.firstPeriod;
  }

  /** Periods with a purchase. */
  periods(code: number): number {
    return (this.words[code * 4] as number) >>> 16;
  }

  /** Purchases, refunds not among them. */
  orders(code: number): number {
    return this.words[code * 4 + 1] as number;
  }

  amount(code: number): number {
    return this.sums[code * 2 + 1] as number;
  }
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
  const purchases = new Purchases(size, runs.first);
  const { first, words, sums } = purchases;
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
        purchases.refunds += 1;
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
  return purchases;
}

/** So many periods have room in half a word. */
export const PERIOD_LIMIT = 0xffff;

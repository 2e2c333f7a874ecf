import { derived } from '../derived.js';
import type { AnyLog } from '../layout.js';
import type { Runs } from '../runs.js';
import { WHOLE_PERIODS, WHOLE_TOTAL, walkWhole } from './whole-walk.js';

/** What each customer bought, by the periods in which they bought. */
export class Purchases {
  /** The first period of each customer; `NEVER` of those who bought nothing. */
  readonly first: Int32Array;
  /** How many periods (upper half) and the last of them, counted from 1 (lower half): one word, so that a row writes both at once. */
  readonly words: Int32Array;
  readonly amounts: Float64Array;
  /** Rows with a negative amount. */
  refunds = 0;

  /** `firstPeriod` is that of the log; `orders` the purchases of each customer, refunds not among them. */
  constructor(
    readonly orders: Int32Array,
    private readonly firstPeriod: number,
  ) {
    this.first = new Int32Array(orders.length).fill(NEVER);
    this.words = new Int32Array(orders.length);
    this.amounts = new Float64Array(orders.length);
  }

  /** The last period with a purchase, of a customer who bought. */
  last(code: number): number {
    return ((this.words[code] as number) & 0xffff) - 1 + this.firstPeriod;
  }

  /** Periods with a purchase. */
  periods(code: number): number {
    return (this.words[code] as number) >>> 16;
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
  log: AnyLog,
  runs: Runs,
  [from, to]: readonly [number, number],
  rules: WalkRules,
): Purchases {
  const { customer, amount } = log;
  const largest = rules.isPurchase === null && rules.amounts === 'repeat' ? largestPaid(log) : null;
  const isPlain = largest !== null && amount !== null;
  const orders = isPlain ? rowsByCustomer(log, from, to) : new Int32Array(log.customers.length);
  const purchases = new Purchases(orders, runs.first);
  if (isPlain && runs.last - runs.first < WHOLE_PERIODS && largest * mostOf(orders) <= WHOLE_TOTAL) {
    walkWhole(customer, amount, runs, [from, to], purchases);
    return purchases;
  }
  for (let run = 0; run < runs.periods.length; run += 1) {
    const start = Math.max(runs.starts[run] as number, from);
    const end = Math.min(runs.ends[run] as number, to);
    const period = runs.periods[run] as number;
    const tag = period - runs.first + 1;
    if (isPlain) takePlain(purchases, customer, amount, [start, end], period, tag);
    else takeRows(purchases, customer, amount, [start, end], period, tag, rules);
  }
  return purchases;
}

/** So many periods have room in half a word. */
export const PERIOD_LIMIT = 0xffff;

function takeRows(
  purchases: Purchases,
  customer: Int32Array,
  amount: Float64Array | null,
  [start, end]: readonly [number, number],
  period: number,
  tag: number,
  { isPurchase, refunds, amounts: counted }: WalkRules,
): void {
  const { first, words, orders, amounts } = purchases;
  const [isNet, fewest] = [refunds === 'net', counted === 'all' ? 0 : 1];
  for (let i = start; i < end; i += 1) {
    if (isPurchase !== null && isPurchase[i] === 0) continue;
    const code = customer[i] as number;
    const before = words[code] as number;
    const paid = amount === null ? 0 : (amount[i] as number);
    if (paid < 0) {
      purchases.refunds += 1;
      // A refund is booked on what was bought before it: after the first period it lessens the repeat purchases.
      if (isNet && before >>> 16 > fewest) amounts[code]! += paid;
      continue;
    }
    if (before === 0) first[code] = period;
    const word = withPeriod(before, tag);
    words[code] = word;
    orders[code]! += 1;
    if (word >>> 16 > fewest && paid > 0) amounts[code]! += paid; // not where it is NaN, none
  }
}

/** The same where every row is a purchase with an amount of at least 0: without its questions a row takes two thirds of the time. */
function takePlain(
  { first, words, amounts }: Purchases,
  customer: Int32Array,
  amount: Float64Array,
  [start, end]: readonly [number, number],
  period: number,
  tag: number,
): void {
  for (let i = start; i < end; i += 1) {
    const code = customer[i] as number;
    const word = withPeriod(words[code] as number, tag);
    words[code] = word;
    if (word >>> 16 > 1) amounts[code]! += amount[i] as number;
    else first[code] = period;
  }
}

/** Periods come in order, so that the difference is negative in a new one: its sign bit is added, without a branch. */
function withPeriod(word: number, tag: number): number {
  return (((word >>> 16) + (((word & 0xffff) - tag) >>> 31)) << 16) | tag;
}

/** The largest amount, Infinity where some are not whole; `null` unless every row has an amount and none is negative. */
function largestPaid(log: AnyLog): number | null {
  return derived(log, 'largest paid', () => {
    const { amount } = log;
    if (amount === null) return null;
    let largest = 0;
    for (let i = 0; i < amount.length; i += 1) {
      const paid = amount[i]!;
      if (!(paid >= 0)) return null;
      largest = Math.max(largest, paid === Math.floor(paid) ? paid : Infinity);
    }
    return largest;
  });
}

function mostOf(counts: Int32Array): number {
  let most = 0;
  for (let i = 0; i < counts.length; i += 1) most = Math.max(most, counts[i]!);
  return most;
}

/** The rows of each customer; of the whole log they are kept. */
function rowsByCustomer(log: AnyLog, from: number, to: number): Int32Array {
  const count = () => {
    const counts = new Int32Array(log.customers.length);
    for (let i = from; i < to; i += 1) counts[log.customer[i] as number]! += 1;
    return counts;
  };
  return from === 0 && to === log.length ? derived(log, 'rows by customer', count) : count();
}

import { checkChoice, checkConfidence, checkOptions, refuseOption } from '../core/options.js';
import type { AnyLog, AnyProperties } from '../log/layout.js';
import {
  PURCHASE_OPTIONS,
  type PurchaseFacts,
  type PurchaseOptions,
  purchaseFacts,
  purchaseRows,
} from '../log/purchases/purchases.js';
import { firstRowFrom } from '../log/rows-until.js';
import { instantIn, lastInstantIn } from '../time/instant-in.js';
import type { Instant } from '../time/period-key.js';

/** The period, what a purchase is, and who is a repeater. */
export interface RepeatRateOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends PurchaseOptions<Name, Properties> {
  /** The start of the period, an instant or a local date, included; default the beginning of the log. */
  readonly from?: Instant | undefined;
  /** The end of the period, not included; default after the last event of the log. Later events are not counted. */
  readonly to?: Instant | undefined;
  /** Later events are not counted; a local date is the whole of it. With `to`, the earlier of the two counts. Default: the last instant of the log. */
  readonly asOf?: Instant | undefined;
  /**
   * Whom the period has as a repeater. `'boughtAgain'` (default): who bought in it other than for the first time ever, so also
   * the new customer who came back within it. `'boughtBefore'`: who bought in it and had bought before it, so that new customers
   * and repeaters make up the customers of the period.
   */
  readonly repeaters?: 'boughtAgain' | 'boughtBefore' | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** The counts that the rates of a period divide by. */
export interface RepeatCounts {
  /** Customers who bought in the period. */
  readonly customers: number;
  /** Those of them who had never bought before it. */
  readonly newCustomers: number;
  /** Everybody who had bought by its end. */
  readonly cumulativeCustomers: number;
}

/** The state of the repeat rates: counts of customers. */
export interface RepeatState extends RepeatCounts {
  /** New customers who bought again within the period. */
  readonly newRepeaters: number;
}

/** The options, checked, with nothing left out. */
export interface RepeatPlan {
  readonly owner: string;
  readonly purchases: PurchaseFacts;
  /** Instants; the second, at which what counts has ended, may be before the first where `asOf` is. */
  readonly from: number;
  readonly to: number;
  readonly repeaters: 'boughtAgain' | 'boughtBefore';
  readonly confidence: number;
}

/** Reads and checks the options. */
export function repeatPlan<Name extends string, Properties extends object>(
  owner: string,
  options: RepeatRateOptions<Name, Properties>,
): RepeatPlan {
  checkOptions(owner, options, [...PURCHASE_OPTIONS, 'from', 'to', 'asOf', 'repeaters', 'confidence']);
  const purchases = purchaseFacts(owner, options);
  const { repeaters = 'boughtAgain', confidence = 0.95 } = options;
  const from = options.from === undefined ? -Infinity : instantIn(owner, 'from', options.from, purchases.timeZone);
  const to = options.to === undefined ? Infinity : instantIn(owner, 'to', options.to, purchases.timeZone);
  if (to <= from) refuseOption(owner, 'to', 'to be after from', options.to);
  const asOf = options.asOf === undefined ? Infinity : lastInstantIn(owner, 'asOf', options.asOf, purchases.timeZone);
  return {
    owner,
    purchases,
    from,
    to: Math.min(to, asOf + 1), // instants are whole milliseconds
    repeaters: checkChoice(owner, 'repeaters', repeaters, ['boughtAgain', 'boughtBefore']),
    confidence: checkConfidence(owner, confidence),
  };
}

/** How many repeaters the period had. */
export function repeatersOf({ repeaters }: RepeatPlan, { customers, newCustomers, newRepeaters }: RepeatState): number {
  return customers - newCustomers + (repeaters === 'boughtAgain' ? newRepeaters : 0);
}

/** The counts of two sets of customers together. */
export function mergeRepeatStates(a: RepeatState, b: RepeatState): RepeatState {
  return {
    customers: a.customers + b.customers,
    newCustomers: a.newCustomers + b.newCustomers,
    cumulativeCustomers: a.cumulativeCustomers + b.cumulativeCustomers,
    newRepeaters: a.newRepeaters + b.newRepeaters,
  };
}

/** Walks the log once, up to the end of the period. */
export function countRepeaters({ owner, purchases, from, to }: RepeatPlan, log: AnyLog): RepeatState {
  const rows = purchaseRows(owner, log, purchases);
  const known = new Uint8Array(log.customers.length);
  const first = firstRowFrom(log.time, Math.min(from, to));
  markBefore(log.customer, rows, first, known);
  markPeriod(log.customer, rows, first, firstRowFrom(log.time, to, first), known);
  const counts = new Float64Array(AFTER.length);
  for (let code = 0; code < known.length; code += 1) counts[known[code] as number]! += 1;
  const [, before = 0, returning = 0, once = 0, newRepeaters = 0] = counts;
  const newCustomers = once + newRepeaters;
  const customers = returning + newCustomers;
  return { customers, newCustomers, cumulativeCustomers: before + customers, newRepeaters };
}

function markBefore(customer: Int32Array, rows: Uint8Array | null, end: number, known: Uint8Array): void {
  if (rows === null) for (let i = 0; i < end; i += 1) known[customer[i] as number] = 1;
  else for (let i = 0; i < end; i += 1) known[customer[i] as number]! |= rows[i] as number;
}

function markPeriod(
  customer: Int32Array,
  rows: Uint8Array | null,
  start: number,
  end: number,
  known: Uint8Array,
): void {
  for (let i = start; i < end; i += 1) {
    if (rows !== null && rows[i] === 0) continue;
    const code = customer[i] as number;
    known[code] = AFTER[known[code] as number] as number;
  }
}

// What is known of a customer: 0 nothing, 1 bought before the period, 2 and in it, 3 bought in it for the first time, 4 and again.
// Here, what is known after one more purchase in the period.
const AFTER = /* @__PURE__ */ Uint8Array.of(3, 2, 2, 4, 4);

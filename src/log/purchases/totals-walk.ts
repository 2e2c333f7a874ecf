/** Kinds of rows: none of a purchase, a line of an order that was seen before, the first line of an order. */
export const [NO_PURCHASE, MORE, ORDER] = [0, 1, 2] as const;

/** Rows of purchases, in any order. */
export interface PurchaseRows {
  /** Codes of customers. */
  readonly customer: Int32Array;
  readonly time: Float64Array;
  readonly amount: Float64Array | null;
}

/** What customers bought, by their codes. */
export interface AddedUp {
  /** Infinity and -Infinity for those without an order. */
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly orders: Int32Array;
  readonly amount: Float64Array;
  readonly refunds: number;
  /** Purchases with an amount, and without one. */
  readonly withAmount: number;
  readonly withoutAmount: number;
}

/** Adds up the rows `start` to `end` of `size` customers; `kinds` says what each row is, where not all are orders. */
export function addedUp(
  rows: PurchaseRows,
  size: number,
  kinds: Uint8Array | null,
  [start, end]: readonly [number, number],
  isNet: boolean,
): AddedUp {
  const sums = {
    first: new Float64Array(size).fill(Infinity),
    last: new Float64Array(size).fill(-Infinity),
    orders: new Int32Array(size),
    amount: new Float64Array(size),
    rest: new Float64Array(size),
    refunds: 0,
    withAmount: 0,
    withoutAmount: 0,
  };
  if (end - start > MANY_ROWS && size > MANY_CUSTOMERS) {
    const some = gathered(rows, size, kinds, [start, end]);
    walk(some, some.kinds, [0, some.customer.length], isNet, sums);
  } else walk(rows, kinds, [start, end], isNet, sums);
  const { amount, rest } = sums;
  for (let code = 0; code < size; code += 1) amount[code] = amount[code]! + rest[code]! + 0; // + 0: never -0
  return sums;
}

interface Sums {
  readonly first: Float64Array;
  readonly last: Float64Array;
  readonly orders: Int32Array;
  readonly amount: Float64Array;
  /** What rounding left out of the amounts. */
  readonly rest: Float64Array;
  refunds: number;
  withAmount: number;
  withoutAmount: number;
}

function walk(
  { customer, time, amount }: PurchaseRows,
  kinds: Uint8Array | null,
  [start, end]: readonly [number, number],
  isNet: boolean,
  sums: Sums,
): void {
  const { first, last, orders, amount: totals, rest } = sums;
  let [refunds, purchases, withoutAmount] = [0, 0, 0];
  for (let i = start; i < end; i += 1) {
    const kind = kinds === null ? ORDER : kinds[i]!;
    if (kind === NO_PURCHASE) continue;
    const code = customer[i]!;
    let paid = amount === null ? 0 : amount[i]!;
    if (paid < 0) {
      refunds += 1;
      if (!isNet) continue;
    } else {
      purchases += 1;
      const instant = time[i]!;
      if (instant < first[code]!) first[code] = instant;
      if (instant > last[code]!) last[code] = instant;
      orders[code]! += kind - 1;
      if (Number.isNaN(paid)) {
        withoutAmount += 1;
        paid = 0;
      }
    }
    // What an addition rounds off is added up beside it (Ogita, Rump & Oishi 2005, Sum2).
    const sum = totals[code]!;
    const next = sum + paid;
    const added = next - sum;
    rest[code]! += sum - (next - added) + (paid - added);
    totals[code] = next;
  }
  sums.refunds = refunds;
  sums.withAmount = amount === null ? 0 : purchases - withoutAmount;
  sums.withoutAmount = withoutAmount;
}

// Beyond these, the sums of all customers do not fit into the nearer caches, and rows find them there only if those of a few
// thousand customers come together: half the time, with the copying.
const MANY_ROWS = 1 << 17;
const MANY_CUSTOMERS = 1 << 15;
const TOGETHER = 14; // bits

/** The rows of purchases, a few thousand customers after another. */
function gathered(
  { customer, time, amount }: PurchaseRows,
  size: number,
  kinds: Uint8Array | null,
  [start, end]: readonly [number, number],
): PurchaseRows & { readonly kinds: Uint8Array | null } {
  const next = new Int32Array((size >> TOGETHER) + 2);
  for (let i = start; i < end; i += 1) {
    if (kinds === null || kinds[i] !== NO_PURCHASE) next[(customer[i]! >> TOGETHER) + 1]! += 1;
  }
  for (let group = 1; group < next.length; group += 1) next[group]! += next[group - 1]!;
  const length = next[next.length - 1]!;
  const some = {
    customer: new Int32Array(length),
    time: new Float64Array(length),
    amount: amount && new Float64Array(length),
    kinds: kinds && new Uint8Array(length),
  };
  for (let i = start; i < end; i += 1) {
    if (kinds !== null && kinds[i] === NO_PURCHASE) continue;
    const code = customer[i]!;
    const place = next[code >> TOGETHER]!++;
    some.customer[place] = code;
    some.time[place] = time[i]!;
    if (amount !== null) some.amount![place] = amount[i]!;
    if (kinds !== null) some.kinds![place] = kinds[i]!;
  }
  return some;
}

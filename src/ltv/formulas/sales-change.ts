import { refuseOverflow } from '../../core/exact-sum.js';
import { checkNumber, checkOptions, refuseOption } from '../../core/options.js';

/** The sales of a period and what they are made of: amount = customers × frequency × basket. */
export interface SalesParts {
  readonly amount: number;
  /** Customers who bought. */
  readonly customers: number;
  /** Their purchases. */
  readonly purchases: number;
}

/** A change of sales, and how much of it each part accounts for: customers + frequency + basket = amount. */
export interface SalesChange {
  readonly amount: number;
  /** By more or fewer customers (客数). */
  readonly customers: number;
  /** By more or fewer purchases each (購入頻度). */
  readonly frequency: number;
  /** By more or less a purchase (客単価). */
  readonly basket: number;
}

/**
 * Why sales changed: the change of sales ÷ into what customers, frequency and basket account for.
 *
 * Shapley's decomposition: each part accounts for what its change makes, averaged over the orders in which the three may change
 * (Shorrocks 2013, Journal of Economic Inequality 11). It is symmetric, adds up to the change whatever the size of it, leaves no
 * "joint effect" over, and knows zeros, which the logarithmic mean (LMDI) does not. Where one of the periods had no customers, the
 * customers account for all.
 *
 * @param before - the period to compare with
 * @param after - the period
 * @returns the change and its three parts, in money
 * @throws {InvalidOptionError} when a part is missing, no finite number, or there are customers without purchases or the reverse
 * @throws {InvalidDataError} when a part of the change is beyond the range of doubles
 * @example
 * ```ts
 * import { salesChange } from 'kizuna';
 *
 * const march = { amount: 1_000_000, customers: 100, purchases: 200 };
 * const april = { amount: 1_188_000, customers: 120, purchases: 216 };
 * salesChange(march, april); // => { amount: 188000, customers: 199333.33, frequency: -115666.67, basket: 104333.33 }
 * ```
 */
export function salesChange(before: SalesParts, after: SalesParts): SalesChange {
  return changeOf(OWNER, partsOf('before', before), partsOf('after', after));
}

/** The same of parts that were checked. */
export function changeOf(owner: string, before: SalesParts, after: SalesParts): SalesChange {
  const amount = after.amount - before.amount + 0; // never -0
  if (!Number.isFinite(amount)) refuseOverflow(owner);
  if (before.customers === 0 || after.customers === 0) return { amount, customers: amount, frequency: 0, basket: 0 };
  const [c0, f0, b0] = [before.customers, before.purchases / before.customers, before.amount / before.purchases];
  const [c1, f1, b1] = [after.customers, after.purchases / after.customers, after.amount / after.purchases];
  const customers = shapley(c1 - c0, [f0, f1], [b0, b1]) + 0;
  const frequency = shapley(f1 - f0, [c0, c1], [b0, b1]) + 0;
  const basket = shapley(b1 - b0, [c0, c1], [f0, f1]) + 0;
  if (![customers, frequency, basket].every(Number.isFinite)) refuseOverflow(owner);
  return { amount, customers, frequency, basket };
}

type Pair = readonly [before: number, after: number];

/** What a difference makes beside two other factors: they stand as before, one or the other as after, or both. */
function shapley(difference: number, [p0, p1]: Pair, [q0, q1]: Pair): number {
  return difference * ((p0 * q0 + p1 * q1) / 3 + (p0 * q1 + p1 * q0) / 6);
}

const OWNER = 'salesChange';

function partsOf(name: string, parts: SalesParts): SalesParts {
  if (typeof parts !== 'object' || parts === null) refuseOption(OWNER, name, 'to be an object', parts, 'E_OPT_TYPE');
  checkOptions(OWNER, parts, ['amount', 'customers', 'purchases']);
  const { amount, customers, purchases } = parts;
  checkNumber(OWNER, `${name}.amount`, amount, {});
  checkNumber(OWNER, `${name}.customers`, customers, { min: 0 });
  checkNumber(OWNER, `${name}.purchases`, purchases, { min: 0 });
  if ((customers === 0) !== (purchases === 0))
    refuseOption(OWNER, `${name}.purchases`, 'to be 0 exactly where there are no customers', purchases);
  return parts;
}

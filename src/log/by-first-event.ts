import { compareKeys } from '../core/pairs.js';
import type { CustomerId } from './layout.js';
import type { EventParts } from './reading/parts.js';
import { renumbered } from './reading/sorted-dictionary.js';

/** Customers numbered in the order of their first events, those of one instant by their ids; without those that have none. */
export function byFirstEvent({ time, customer, customers }: EventParts): Pick<EventParts, 'customer' | 'customers'> {
  const first = new Float64Array(customers.length).fill(Infinity);
  for (let i = 0; i < time.length; i += 1) {
    const code = customer[i] as number;
    if ((time[i] as number) < (first[code] as number)) first[code] = time[i] as number;
  }
  const compare = (a: number, b: number) =>
    (first[a] as number) - (first[b] as number) || compareKeys(customers[a] as CustomerId, customers[b] as CustomerId);
  const order = codesInUse(first);
  if (order.length === customers.length && isSorted(order, compare)) return { customer, customers };
  order.sort(compare);
  const { codes, values } = renumbered(customer, customers, order, new Int32Array(customer.length));
  return { customer: codes, customers: values };
}

function codesInUse(first: Float64Array): Int32Array {
  const codes = new Int32Array(first.length);
  let used = 0;
  for (let code = 0; code < first.length; code += 1) if (first[code] !== Infinity) codes[used++] = code;
  return codes.subarray(0, used);
}

function isSorted(order: Int32Array, compare: (a: number, b: number) => number): boolean {
  for (let i = 1; i < order.length; i += 1) if (compare(order[i - 1] as number, order[i] as number) > 0) return false;
  return true;
}

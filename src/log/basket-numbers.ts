import { calendar } from '../time/calendar.js';
import type { AnyLog, AnyProperties } from './layout.js';
import { propertyColumn } from './property-column.js';
import { runsOf } from './runs.js';

/** What is one basket of a customer. */
export type BasketRule<Properties extends object = AnyProperties> =
  | 'instant'
  | 'day'
  | 'customer'
  | { readonly property: NoInfer<keyof Properties & string> };

/**
 * Whether the baskets that begin in time are those of the events from then on, as what is bought at one instant begins with it, and customers
 * have one basket of what they buy from then on. Of others the first event tells, which may be earlier.
 */
export function isCutByTime(rule: BasketRule): boolean {
  return rule === 'instant' || rule === 'customer';
}

/** A basket for each row. */
export interface BasketNumbers {
  /** The number of each row's basket; −1 of rows that are in none. */
  readonly baskets: Int32Array;
  /** The first row of each basket. */
  readonly firsts: Int32Array;
  readonly count: number;
}

/** Numbers the baskets of the rows that are marked by 1. */
export function basketNumbers(
  owner: string,
  { per, timeZone }: { readonly per: BasketRule; readonly timeZone: string },
  log: AnyLog,
  kept: Uint8Array,
): BasketNumbers {
  const numbers = new Numbers(kept.length);
  if (per === 'customer') numberCustomers(log, kept, numbers);
  else if (per === 'instant') numberInstants(log, kept, numbers);
  else if (per === 'day') numberDays(log, kept, numbers, timeZone);
  else numberValues(owner, log, kept, numbers, per.property);
  return numbers;
}

class Numbers implements BasketNumbers {
  readonly baskets: Int32Array;
  readonly firsts: Int32Array;
  count = 0;

  constructor(rows: number) {
    this.baskets = new Int32Array(rows).fill(-1);
    this.firsts = new Int32Array(rows);
  }

  /** A basket that begins with a row. */
  open(row: number): number {
    this.firsts[this.count] = row;
    this.count += 1;
    return this.count - 1;
  }
}

function numberCustomers({ customer, customers }: AnyLog, kept: Uint8Array, numbers: Numbers): void {
  const own = new Int32Array(customers.length).fill(-1);
  for (let i = 0; i < kept.length; i += 1) {
    if (kept[i] === 0) continue;
    const code = customer[i]!;
    if (own[code] === -1) own[code] = numbers.open(i);
    numbers.baskets[i] = own[code]!;
  }
}

function numberInstants({ time, customer, customers }: AnyLog, kept: Uint8Array, numbers: Numbers): void {
  const last = new Float64Array(customers.length).fill(Number.NEGATIVE_INFINITY);
  const own = new Int32Array(customers.length);
  for (let i = 0; i < kept.length; i += 1) {
    if (kept[i] === 0) continue;
    const code = customer[i]!;
    if (last[code] !== time[i]) own[code] = numbers.open(i);
    last[code] = time[i]!;
    numbers.baskets[i] = own[code]!;
  }
}

function numberDays(log: AnyLog, kept: Uint8Array, numbers: Numbers, timeZone: string): void {
  const { starts, ends, periods } = runsOf(log, calendar({ unit: 'day', timeZone }));
  const last = new Int32Array(log.customers.length).fill(-0x80000000);
  const own = new Int32Array(log.customers.length);
  // In the order of days: one that clocks set back over midnight came back to is still one day.
  for (let run = 0; run < periods.length; run += 1) {
    const day = periods[run]!;
    for (let i = starts[run]!; i < ends[run]! && i < kept.length; i += 1) {
      if (kept[i] === 0) continue;
      const code = log.customer[i]!;
      if (last[code] !== day) own[code] = numbers.open(i);
      last[code] = day;
      numbers.baskets[i] = own[code]!;
    }
  }
}

/** Numbers of orders are nearly always of one customer: others' baskets are looked up by both. */
function numberValues(owner: string, log: AnyLog, kept: Uint8Array, numbers: Numbers, property: string): void {
  const { codes, values } = propertyColumn(owner, 'per', log, property);
  const owners = new Int32Array(values.length).fill(-1);
  const own = new Int32Array(values.length);
  const others = new Map<number, number>();
  for (let i = 0; i < kept.length; i += 1) {
    if (kept[i] === 0) continue;
    const [value, code] = [codes[i]!, log.customer[i]!];
    // Without a value an event is a basket by itself.
    if (value === 0) numbers.baskets[i] = numbers.open(i);
    else if (owners[value] === code) numbers.baskets[i] = own[value]!;
    else if (owners[value] === -1) {
      owners[value] = code;
      own[value] = numbers.open(i);
      numbers.baskets[i] = own[value]!;
    } else {
      const pair = value * log.customers.length + code; // below 2^53, as there are fewer than 2^26 of each in memory
      const known = others.get(pair) ?? numbers.open(i);
      others.set(pair, known);
      numbers.baskets[i] = known;
    }
  }
}

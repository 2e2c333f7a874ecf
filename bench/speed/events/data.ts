/** Monday, 2024-01-01 UTC: the first instant of the log. */
export const START = Date.UTC(2024, 0, 1);
export const DAY = 86_400_000;
export const DAYS = 365;
export const WEEKS = 53;

export const NAMES = [
  'page_view',
  'search',
  'view_item',
  'add_to_cart',
  'begin_checkout',
  'purchase',
  'login',
  'share',
  'review',
  'support',
] as const;

/** The steps of the funnel, as codes of names. */
export const STEPS = [2, 3, 4, 5] as const;

/** Events as columns in the order of time; `customer` and `name` are codes, `ids` the customers by code. */
export interface Columns {
  readonly customer: Int32Array;
  readonly time: Float64Array;
  readonly name: Uint8Array;
  /** Whole numbers. */
  readonly amount: Float64Array;
  readonly customers: number;
}

export interface Row {
  readonly customer: string;
  readonly time: Date;
  readonly name: string;
  readonly amount: number;
}

/**
 * A year of events, the same on every run: instants strictly increase, customers come in over the year (n / 20 at its end),
 * and the early ones come back most, as the customer at share t of the year is t · r² of all, r uniform.
 */
export function eventColumns(n: number): Columns {
  const random = generator(20_240_101);
  const customers = Math.max(1, Math.round(n / 20));
  const step = (DAYS * DAY) / n;
  const [customer, time, name, amount] = [
    new Int32Array(n),
    new Float64Array(n),
    new Uint8Array(n),
    new Float64Array(n),
  ];
  for (let i = 0; i < n; i += 1) {
    time[i] = START + Math.floor((i + 0.99 * random()) * step);
    customer[i] = Math.floor(((i + 1) / n) * customers * random() ** 2);
    name[i] = nameAt(random());
    amount[i] = 100 + Math.floor(9_900 * random() ** 2);
  }
  return { customer, time, name, amount, customers };
}

/** 13 characters, in no order that goes with the code. */
export function customerId(code: number): string {
  return `c${((Math.imul(code, 0x9e37_79b1) >>> 0) % 0xffff).toString(16).padStart(4, '0')}${String(code).padStart(8, '0')}`;
}

export function customerIds(customers: number): string[] {
  return Array.from({ length: customers }, (_, code) => customerId(code));
}

/** The same events as objects, each with strings and a date of its own, as a parser would make them. */
export function eventRows({ customer, time, name, amount, customers }: Columns): Row[] {
  const ids = customerIds(customers).map((id) => Buffer.from(id, 'latin1'));
  const names = NAMES.map((text) => Buffer.from(text, 'latin1'));
  return Array.from(customer, (code, i) => ({
    customer: ids[code]!.toString('latin1'),
    time: new Date(time[i]!),
    name: names[name[i]!]!.toString('latin1'),
    amount: amount[i]!,
  }));
}

// Half of the events are steps of the funnel, each rarer than the one before.
const SHARES = [0.3, 0.12, 0.22, 0.12, 0.08, 0.06, 0.05, 0.03, 0.01, 0.01];

function nameAt(share: number): number {
  let [code, rest] = [0, share];
  while (code < SHARES.length - 1 && rest >= SHARES[code]!) rest -= SHARES[code++]!;
  return code;
}

/** mulberry32 (Tommy Ettinger, public domain): uniform in [0, 1). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

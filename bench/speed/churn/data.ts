import { generator } from '../customers/orders.js';

/** The first instant of the changes. */
export const START = Date.UTC(2024, 0, 1);
const DAY = 86_400_000;
const DAYS = 366;

/** Changes of what customers pay per month, in the order of time: the same on every run. */
export interface Changes {
  /** Codes below `customers`. */
  readonly customer: Int32Array;
  /** Epoch milliseconds, strictly ascending. */
  readonly time: Float64Array;
  /** Whole cents, 0 where a subscription ends. */
  readonly cents: Int32Array;
  readonly customers: number;
}

/**
 * A year of changes, five for each customer there may be: customers come in over the year, the early ones change most (the customer
 * at share t of the year is t · r² of all, r uniform), one change in eight is an end.
 */
export function changesOf(n: number): Changes {
  const random = generator(20_240_101);
  const customers = Math.max(1, Math.round(n / 5));
  const step = (DAYS * DAY) / n;
  const [customer, time, cents] = [new Int32Array(n), new Float64Array(n), new Int32Array(n)];
  for (let i = 0; i < n; i += 1) {
    time[i] = START + Math.floor((i + 0.99 * random()) * step);
    customer[i] = Math.floor(((i + 1) / n) * customers * random() ** 2);
    cents[i] =
      random() < 0.125 ? 0 : PRICES[Math.floor(PRICES.length * random())]! * (1 + Math.floor(9 * random() ** 3));
  }
  return { customer, time, cents, customers };
}

const PRICES = [900, 1_900, 2_900, 4_900, 9_900, 14_950];

/** A change as an object, with a string and a date of its own, as a parser would make it. */
export interface ChangeRow {
  readonly customer: string;
  readonly at: Date;
  readonly monthly: number;
}

export function changeRows({ customer, time, cents, customers }: Changes): ChangeRow[] {
  const ids = customerIds(customers).map((id) => Buffer.from(id, 'latin1'));
  return Array.from(customer, (code, i) => ({
    customer: ids[code]!.toString('latin1'),
    at: new Date(time[i]!),
    monthly: cents[i]! / 100,
  }));
}

/** 13 characters, in no order that goes with the code. */
export function customerIds(customers: number): string[] {
  return Array.from(
    { length: customers },
    (_, code) =>
      `c${((Math.imul(code, 0x9e37_79b1) >>> 0) % 0xffff).toString(16).padStart(4, '0')}${String(code).padStart(8, '0')}`,
  );
}

/** How long customers stayed, of two groups, with what may have to do with it: the same on every run. */
export interface Lifetimes {
  /** Days, above 0; with decimals, or whole. */
  readonly time: Float64Array;
  /** 1 where they left, 0 where they were last seen. */
  readonly ended: Int32Array;
  readonly group: Int32Array;
  /** Normal, with variance 1. */
  readonly x: Float64Array;
  /** 0 or 1. */
  readonly z: Float64Array;
}

/** Weibull lifetimes of shape 0.8, watched for up to 1,000 days, of customers who came in evenly over that time. */
export function lifetimesOf(n: number, isWhole: boolean): Lifetimes {
  const random = generator(n + (isWhole ? 1 : 0));
  const [time, ended, group] = [new Float64Array(n), new Int32Array(n), new Int32Array(n)];
  const [x, z] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i += 1) {
    group[i] = random() < 0.5 ? 1 : 0;
    x[i] = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    z[i] = random() < 0.3 ? 1 : 0;
    const hazard = Math.exp(0.3 * x[i]! - 0.5 * z[i]! + 0.01 * group[i]!);
    const lasted = 400 * (-Math.log(1 - random()) / hazard) ** (1 / 0.8);
    const watched = 1_000 * (1 - random());
    const seen = Math.min(lasted, watched);
    time[i] = isWhole ? Math.max(1, Math.ceil(seen)) : Math.max(1e-9, seen);
    ended[i] = lasted <= watched ? 1 : 0;
  }
  return { time, ended, group, x, z };
}

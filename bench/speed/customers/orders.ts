import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Orders of customers, in the order of time; customers are codes from 0. */
export interface Orders {
  readonly title: string;
  readonly customers: number;
  readonly customer: Int32Array;
  /** Epoch milliseconds. */
  readonly time: Float64Array;
  readonly amount: Float64Array;
  /** The local date at the end of which a summary for fits ends. */
  readonly calibrationEnd: string;
}

export const START = Date.UTC(1997, 0, 1);
export const DAY = 86_400_000;
/** From 1997-01-01 to 1998-06-30. */
export const DAYS = 546;

/** The CDNOW log of 2,357 or 23,570 customers, where the folder holds it; else as many customers made up. */
export function ordersOf(customers: number, folder: string | undefined): Orders {
  const calibrationEnd = customers > 10_000 ? '1998-06-30' : '1997-09-30';
  const file = join(folder ?? '', customers > 10_000 ? 'cdnow_master.csv' : 'cdnow_sample.csv');
  if (folder !== undefined && existsSync(file)) {
    return { title: 'CDNOW', customers, calibrationEnd, ...columnsOf(readOrders(file)) };
  }
  return { title: 'simulated', customers, calibrationEnd, ...columnsOf(madeUp(customers, DAYS, 7)) };
}

/** Many orders of many customers, on any day of three years. */
export function manyOrders(orders: number, customers: number): Orders {
  const random = generator(11);
  const days = Float64Array.from({ length: orders }, () => Math.floor(random() * 1096)).sort();
  const time = days.map((day) => START + day * DAY + Math.floor(random() * DAY));
  const rows = Array.from(time.sort(), (at) => ({
    customer: Math.floor(customers * random() ** 1.5),
    at,
    amount: Math.round(500 + 20_000 * random() ** 3),
  }));
  return { title: 'made up', customers, calibrationEnd: '', ...columnsOf(rows) };
}

interface Order {
  readonly customer: number;
  readonly at: number;
  readonly amount: number;
}

function columnsOf(orders: readonly Order[]) {
  return {
    customer: Int32Array.from(orders, ({ customer }) => customer),
    time: Float64Array.from(orders, ({ at }) => at),
    amount: Float64Array.from(orders, ({ amount }) => amount),
  };
}

function readOrders(file: string): Order[] {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const fields = header.trim().split(',');
  // In the sample the id of all customers stands first, and its own after it.
  const [id, date, value] = ['customer_id', 'date', 'value'].map((field) => fields.indexOf(field));
  const codes = new Map<string, number>();
  const orders = lines.map((line) => {
    const cells = line.trim().split(',');
    const key = cells[id!]!;
    if (!codes.has(key)) codes.set(key, codes.size);
    return { customer: codes.get(key)!, at: Date.parse(cells[date!]!), amount: Number(cells[value!]) };
  });
  return orders.sort((a, b) => a.at - b.at);
}

/** Customers who come in over the first 12 weeks, buy at rates of their own and leave after any purchase with a chance of their own. */
function madeUp(customers: number, days: number, seed: number): Order[] {
  const random = generator(seed);
  const orders: Order[] = [];
  for (let customer = 0; customer < customers; customer += 1) {
    const rate = -Math.log(1 - random()) * 0.02 * (random() < 0.4 ? 0.05 : 1);
    const leaves = random() ** 2;
    const mean = 15 * Math.exp(random() + random());
    let day = random() * 84;
    do {
      orders.push({
        customer,
        at: START + Math.floor(day) * DAY,
        amount: Math.round(mean * 100 * (0.4 + 1.2 * random())) / 100,
      });
      day += -Math.log(1 - random()) / rate;
    } while (day < days && random() > leaves);
  }
  return orders.sort((a, b) => a.at - b.at);
}

/** mulberry32 (Tommy Ettinger, public domain): uniform in [0, 1). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Makes orders.csv: the orders of a shop for coffee that nobody placed, from a seeded generator.
 *
 *   npx tsx examples/data/make-orders.ts > examples/data/orders.csv
 */
import { fileURLToPath } from 'node:url';
import { mulberry32, pick } from './random.js';

const SEED = 20251221;
/** Customers by the month of their first order, January 2024 to December 2025: growth, with a campaign in each May. */
const JOINED = [28, 26, 34, 30, 62, 36, 40, 32, 34, 38, 46, 58, 30, 30, 38, 36, 84, 40, 42, 36, 38, 42, 50, 40];
const LAST_DAY = Date.UTC(2025, 11, 21);
/** How busy the shop is, January to December. */
const SEASON = [0.95, 1, 1.05, 1, 0.95, 0.85, 0.9, 0.8, 0.95, 1.05, 1.15, 1.35];
const DAY = 86_400_000;
const MINUTE = 60_000;

const HEADER = `# Synthetic orders of a shop for coffee, made by examples/data/make-orders.ts with seed ${SEED}; nobody placed any of them
# Times are those of Tokyo, amounts in yen; a refund is a negative amount; two records are wrong on purpose`;
const COLUMNS = 'order,orderedAt,customer,amount,channel';

interface Order {
  readonly time: number;
  readonly customer: string;
  readonly amount: number;
  readonly channel: string;
}

/** The whole file as text: the same on every machine. */
export function ordersCsv(): string {
  const random = mulberry32(SEED);
  const orders = firstDays(random).flatMap((day, i) => lifeOf(`k${String(i + 1).padStart(4, '0')}`, day, random));
  const lines = orders
    .filter(({ time }) => time < LAST_DAY + DAY)
    .sort((a, b) => a.time - b.time || (a.customer < b.customer ? -1 : 1))
    .map(({ time, customer, amount, channel }, i) => {
      const cells = [`A${10_001 + i}`, written(time), i === 700 ? '' : customer, i === 1500 ? '未定' : amount, channel];
      return cells.join(',');
    });
  return `${[HEADER, COLUMNS, ...lines].join('\n')}\n`;
}

function firstDays(random: () => number): readonly number[] {
  return JOINED.flatMap((joined, month) => {
    const [start, end] = [Date.UTC(2024, month, 1), Math.min(Date.UTC(2024, month + 1, 1), LAST_DAY)];
    const days = Array.from({ length: joined }, () => start + Math.floor((random() * (end - start)) / DAY) * DAY);
    return days.sort((a, b) => a - b);
  });
}

/** Orders at a rate of the customer's own until the customer leaves, which some do after the first one. */
function lifeOf(customer: string, first: number, random: () => number): readonly Order[] {
  const channel = pick(random, { 検索: 40, SNS: 26, 広告: new Date(first).getUTCMonth() === 4 ? 50 : 18, 紹介: 16 });
  const staying = channel === '広告' ? 0.55 : channel === '紹介' ? 0.86 : 0.72;
  const perDay = (0.35 + 1.9 * random() * random()) / 45;
  const leaves = 0.04 + 0.22 * random();
  const basket = 1900 + 4200 * random() * random() * random();
  const orders: Order[] = [];
  let day = first;
  let isThere = true;
  while (isThere && day <= LAST_DAY) {
    const time = day + hour(random) + Math.floor(random() * 3600) * 1000;
    const amount = 10 * Math.round((basket * (0.55 + 0.9 * random())) / 10);
    orders.push({ time, customer, amount, channel });
    // Some beans come back.
    if (random() < 0.012) orders.push({ time: time + 6 * DAY, customer, amount: -amount, channel });
    isThere = random() < (orders.length === 1 ? staying : 1 - leaves);
    const wait = -Math.log(1 - random()) / (perDay * (SEASON[new Date(day).getUTCMonth()] ?? 1));
    day += Math.max(1, Math.round(wait)) * DAY;
  }
  return orders;
}

/** The hours of a day as milliseconds: in the evening most of all. */
function hour(random: () => number): number {
  const start = random() < 0.55 ? 19 + 4 * random() : 7 + 14 * random();
  return Math.floor(start * 60) * MINUTE;
}

/** A time on the clocks of Tokyo, of which the days here are. */
function written(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(ordersCsv());

/**
 * Makes subscriptions.csv: what the customers of a service subscribed to, none of whom exists, from a seeded generator.
 *
 *   npx tsx examples/data/make-subscriptions.ts > examples/data/subscriptions.csv
 */
import { fileURLToPath } from 'node:url';
import { mulberry32, pick } from './random.js';

const SEED = 20251222;
/** Customers by the month in which they began, January 2024 to December 2025: growth, with a fair in each October. */
const JOINED = [22, 18, 21, 24, 20, 22, 25, 17, 26, 41, 28, 20, 25, 24, 29, 27, 26, 30, 28, 21, 31, 48, 33, 16];
const LAST_DAY = Date.UTC(2025, 11, 21);
/** From this day on basic costs more; those who have it pay so from their next bill. */
const PRICE_RISE = Date.UTC(2025, 3, 1);
const DAY = 86_400_000;

const HEADER = `# Synthetic subscriptions to a service for teams, made by examples/data/make-subscriptions.ts with seed ${SEED}; nobody has any of them
# A line is a price from startedAt until endedAt, dates of Tokyo, amounts in yen per interval; basic costs more from April 2025; two records are wrong on purpose`;
const COLUMNS = 'subscription,customer,plan,interval,amount,startedAt,trialEnd,endedAt,reason,channel';

interface Line {
  readonly subscription: string;
  readonly customer: string;
  readonly terms: Terms;
  readonly start: number;
  readonly trialEnd: number | null;
  readonly end: number | null;
  readonly reason: string;
  readonly channel: string;
}

interface Terms {
  readonly plan: Plan;
  readonly interval: 'month' | 'year';
  readonly seats: number;
}

type Plan = 'basic' | 'team' | 'business' | 'storage';

/** The whole file as text: the same on every machine. */
export function subscriptionsCsv(): string {
  const random = mulberry32(SEED);
  const lines = firstDays(random).flatMap((day, i) => lifeOf(`t${String(i + 1).padStart(4, '0')}`, day, random));
  const records = lines
    .filter(({ start }) => start <= LAST_DAY)
    .sort((a, b) => a.start - b.start || (a.subscription < b.subscription ? -1 : 1))
    .map((line, i) => recordOf(line, i));
  return `${[HEADER, COLUMNS, ...records].join('\n')}\n`;
}

function recordOf({ subscription, customer, terms, start, trialEnd, end, reason, channel }: Line, i: number): string {
  // What has yet to happen is not known on the day of the export.
  const isOver = end !== null && end <= LAST_DAY;
  const amount = i === 500 ? '応相談' : String(priceOf(terms, start));
  const ended = i === 900 ? written(start - 30 * DAY) : isOver ? written(end) : '';
  const trial = trialEnd === null ? '' : written(trialEnd);
  const cells = [subscription, customer, terms.plan, terms.interval, amount, written(start), trial, ended];
  return [...cells, isOver ? reason : '', channel].join(',');
}

function firstDays(random: () => number): readonly number[] {
  return JOINED.flatMap((joined, month) => {
    const [start, end] = [Date.UTC(2024, month, 1), Math.min(Date.UTC(2024, month + 1, 1), LAST_DAY)];
    const days = Array.from({ length: joined }, () => start + Math.floor((random() * (end - start)) / DAY) * DAY);
    return days.sort((a, b) => a - b);
  });
}

/** Perhaps a trial, then a subscription; some who left come back. */
function lifeOf(customer: string, first: number, random: () => number): readonly Line[] {
  const channel = pick(random, { 検索: 42, 広告: 24, 紹介: 18, 展示会: new Date(first).getUTCMonth() === 9 ? 45 : 4 });
  const plan = pick(random, { basic: 52, team: 36, business: 12 });
  const interval = random() < (plan === 'business' ? 0.55 : 0.18) ? 'year' : 'month';
  const seats = plan === 'team' ? 3 + Math.floor(random() * random() * 14) : 1;
  const care = 0.4 + 1.2 * random();
  const begin = { customer, channel, care };
  const trialEnd = random() < 0.4 ? first + 14 * DAY : null;
  if (trialEnd !== null && random() < 0.42) {
    const trial = { plan, interval: 'month', seats } as const;
    const never = { start: first, trialEnd, end: trialEnd, reason: 'trial' };
    return [{ subscription: `${customer}-1`, customer, channel, terms: trial, ...never }];
  }
  const lines = [...spellOf({ ...begin, number: 1 }, first, trialEnd, { plan, interval, seats }, random)];
  const last = lines.filter(({ terms }) => terms.plan !== 'storage').at(-1);
  if (last !== undefined && last.end !== null && random() < 0.14) {
    const again = last.end + (40 + Math.floor(random() * 160)) * DAY;
    const terms = { ...last.terms, interval: 'month' } as const;
    lines.push(...spellOf({ ...begin, number: 2 }, again, null, terms, random));
  }
  return lines;
}

interface Subscriber {
  readonly customer: string;
  readonly channel: string;
  readonly care: number;
  readonly number: number;
}

/** Bill by bill until the subscription ends: a change of plan, of seats or of the price ends a line and begins another. */
function spellOf(who: Subscriber, first: number, trialEnd: number | null, begun: Terms, random: () => number): Line[] {
  const { customer, channel, number } = who;
  const main = { subscription: `${customer}-${number}`, customer, channel };
  const extra = { ...main, subscription: `${customer}-${number}s` };
  const storage = { plan: 'storage', interval: 'month', seats: 1 } as const;
  const lines: Line[] = [];
  const billed = trialEnd ?? first;
  let [terms, start, trial, storageFrom]: [Terms, number, number | null, number | null] = [begun, first, trialEnd, null];
  const close = (end: number | null, reason: string): void => {
    lines.push({ ...main, terms, start, trialEnd: trial, end, reason });
    trial = null;
  };
  const closeStorage = (end: number | null, reason: string): void => {
    if (storageFrom === null) return;
    lines.push({ ...extra, terms: storage, start: storageFrom, trialEnd: null, end, reason });
    storageFrom = null;
  };
  for (let month = 1; ; month += 1) {
    const bill = monthsAfter(billed, month);
    if (bill > LAST_DAY) break;
    if (bill <= start) continue; // paused
    const isRenewal = terms.interval === 'month' || monthsBetween(Math.max(start, billed), bill) % 12 === 0;
    if (isRenewal && random() < risk(who, terms, month, bill)) {
      const reason = reasonOf(terms, bill, random);
      close(bill, reason);
      closeStorage(bill, reason);
      return lines;
    }
    if (terms.interval === 'month' && random() < 0.005) {
      close(bill, 'paused');
      closeStorage(bill, 'paused');
      start = monthsAfter(billed, month + 1 + Math.floor(random() * 2));
      continue;
    }
    const next = isRenewal ? changed(terms, random) : terms;
    if (priceOf(next, bill) !== priceOf(terms, start) || next.plan !== terms.plan) {
      close(bill, '');
      [terms, start] = [next, bill];
    }
    if (storageFrom === null && terms.plan !== 'basic' && random() < 0.02) storageFrom = bill;
    else if (storageFrom !== null && random() < 0.03) closeStorage(bill, 'unused');
  }
  close(null, '');
  closeStorage(null, '');
  return lines;
}

/** Other terms from a bill on: more people, fewer, a larger plan, a smaller one, or a year at once. */
function changed(terms: Terms, random: () => number): Terms {
  const { plan, interval, seats } = terms;
  const draw = random();
  if (plan === 'team' && draw < 0.085) return { ...terms, seats: seats + 1 + Math.floor(random() * 3) };
  if (plan === 'team' && draw < 0.115 && seats > 3) return { ...terms, seats: seats - 1 };
  if (plan === 'basic' && draw < 0.014) return { ...terms, plan: 'team', seats: 3 };
  if (plan === 'team' && draw > 0.99) return { ...terms, plan: 'business', seats: 1 };
  if (plan === 'team' && draw > 0.984) return { ...terms, plan: 'basic', seats: 1 };
  if (plan === 'business' && draw > 0.99) return { ...terms, plan: 'team', seats: 8 };
  if (interval === 'month' && draw > 0.97 && draw < 0.978) return { ...terms, interval: 'year' };
  return terms;
}

/** The chance to leave at a bill. */
function risk({ channel, care }: Subscriber, { plan, interval }: Terms, month: number, bill: number): number {
  const byPlan = plan === 'basic' ? 0.05 : plan === 'team' ? 0.026 : 0.014;
  const byAge = month <= 3 ? 1.7 : month <= 12 ? 1 : 0.7;
  const byChannel = channel === '広告' ? 1.5 : channel === '紹介' ? 0.6 : 1;
  const isDearer = plan === 'basic' && bill >= PRICE_RISE && bill < PRICE_RISE + 62 * DAY;
  return byPlan * byAge * byChannel * care * (isDearer ? 2.2 : 1) * (interval === 'year' ? 5 : 1);
}

function reasonOf({ plan }: Terms, bill: number, random: () => number): string {
  const isDearer = plan === 'basic' && bill >= PRICE_RISE && bill < PRICE_RISE + 62 * DAY;
  const price = isDearer ? 70 : plan === 'basic' ? 24 : 12;
  return pick(random, { price, unused: 26, 'missing feature': plan === 'basic' ? 10 : 24, switched: 16, payment: 20 });
}

/** Yen for an interval: a year costs ten months. */
function priceOf({ plan, interval, seats }: Terms, day: number): number {
  const basic = day >= PRICE_RISE ? 3480 : 2980;
  const month = { basic, team: 1480 * seats, business: 29_800, storage: 1500 }[plan];
  return interval === 'year' ? 10 * month : month;
}

/** The same day of a later month, or its last. */
function monthsAfter(day: number, months: number): number {
  const date = new Date(day);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), last));
}

function monthsBetween(from: number, to: number): number {
  const [a, b] = [new Date(from), new Date(to)];
  return 12 * (b.getUTCFullYear() - a.getUTCFullYear()) + b.getUTCMonth() - a.getUTCMonth();
}

/** A date on the calendar of Tokyo, of which the days here are. */
function written(day: number): string {
  return new Date(day).toISOString().slice(0, 10);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(subscriptionsCsv());

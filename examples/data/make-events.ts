/**
 * Makes events.csv: what the members of an app with a shop did, none of whom exists, from a seeded generator.
 *
 *   npx tsx examples/data/make-events.ts > examples/data/events.csv
 */
import { fileURLToPath } from 'node:url';
import { mulberry32, pick } from './random.js';

const SEED = 20251214;
/** Members by the month in which they joined, October 2024 to December 2025: growth, with campaigns in March and November. */
const JOINED = [24, 34, 38, 30, 28, 46, 38, 36, 38, 42, 38, 46, 50, 68, 30];
const LAST_DAY = Date.UTC(2025, 11, 14);
/** From this day on new members get a better start, and fewer of them leave in their first weeks. */
const NEW_ONBOARDING = Date.UTC(2025, 7, 1);
/** How busy the shop is, January to December: bonuses in July and December, quiet in February and August. */
const SEASON = [1.05, 0.85, 1.05, 1, 0.95, 1, 1.15, 0.8, 0.95, 1, 1.15, 1.3];
/** How busy the shop is, Sunday to Saturday. */
const WEEK = [1.3, 0.85, 0.85, 0.9, 0.9, 1.05, 1.25];
const DAY = 86_400_000;
const MINUTE = 60_000;

const HEADER = `# Synthetic events of a shopping app, made by examples/data/make-events.ts with seed ${SEED}; nobody did any of this
# From August 2025 new members get the new onboarding; times are those of Tokyo; two records are wrong on purpose`;
const COLUMNS = 'time,customer,event,amount,plan,channel';

interface Event {
  readonly time: number;
  readonly cells: string;
}

interface Member {
  readonly id: string;
  readonly joined: number;
  readonly plan: string;
  readonly channel: string;
  /** The chance of a visit on a common day. */
  readonly visits: number;
  /** How gladly the member buys, around 1. */
  readonly buys: number;
}

/** The whole file as text: the same on every machine. */
export function eventsCsv(): string {
  const random = mulberry32(SEED);
  const events = members(random).flatMap((member) => lifeOf(member, random));
  const ending = LAST_DAY + 21 * 60 * MINUTE;
  const lines = events
    .filter(({ time }) => time <= ending)
    .sort((a, b) => a.time - b.time || (a.cells < b.cells ? -1 : 1))
    .map(({ time, cells }, i) => {
      if (i === 4000) return `2025-02-30 10:00:00,${cells}`;
      return `${written(time)},${i === 9000 ? cells.replace(/^m\d+/, '') : cells}`;
    });
  return `${[HEADER, COLUMNS, ...lines].join('\n')}\n`;
}

function members(random: () => number): readonly Member[] {
  const list: Member[] = [];
  JOINED.forEach((joined, month) => {
    const [start, end] = [Date.UTC(2024, 9 + month, 1), Math.min(Date.UTC(2024, 10 + month, 1), LAST_DAY)];
    for (let i = 0; i < joined; i += 1) {
      const day = start + Math.floor((random() * (end - start)) / DAY) * DAY;
      const channel = pick(random, { 検索: 38, SNS: 27, 広告: month === 5 || month === 13 ? 45 : 20, 紹介: 15 });
      const plan = pick(random, { free: 58, standard: 30, premium: 12 });
      const keen = random() * random();
      list.push({
        id: '',
        joined: day,
        plan,
        channel,
        visits: 0.03 + 0.28 * keen + (plan === 'free' ? 0 : 0.04),
        buys: 0.5 + random() + (plan === 'premium' ? 0.3 : 0),
      });
    }
  });
  const inOrder = list.sort((a, b) => a.joined - b.joined);
  return inOrder.map((member, i) => ({ ...member, id: `m${String(i + 1).padStart(4, '0')}` }));
}

/** Day by day from joining on: members visit, fall asleep, and some are woken by a sale. */
function lifeOf(member: Member, random: () => number): readonly Event[] {
  const events = visit(member, member.joined, random, 1);
  let isAwake = true;
  for (let day = member.joined + DAY; day <= LAST_DAY; day += DAY) {
    if (isAwake) {
      if (random() < risk(member, day)) isAwake = false;
      const date = new Date(day);
      const busy = (SEASON[date.getUTCMonth()] ?? 1) * (WEEK[date.getUTCDay()] ?? 1);
      const isFresh = day - member.joined < 14 * DAY;
      if (random() < member.visits * busy * (isFresh ? 1.3 : 1)) events.push(...visit(member, day, random, busy));
    } else if (random() < wake(day)) {
      isAwake = true;
      events.push(...visit(member, day, random, 1.2));
    }
    if (new Date(day).getUTCDay() === 4) events.push(...message(member, day, isAwake, random));
  }
  return events;
}

/** The chance to fall asleep on a day. */
function risk({ joined, channel, plan }: Member, day: number): number {
  const age = (day - joined) / DAY;
  const byAge = age < 30 ? (joined >= NEW_ONBOARDING ? 0.011 : 0.021) : age < 90 ? 0.007 : 0.0035;
  const byChannel = channel === '広告' ? 1.5 : channel === '紹介' ? 0.5 : 1;
  return byAge * byChannel * (plan === 'free' ? 1.1 : 0.6);
}

/** The chance that a sleeping member comes back: in the sales of July and of December most of all. */
function wake(day: number): number {
  const month = new Date(day).getUTCMonth();
  return month === 6 || month === 11 ? 0.006 : 0.0018;
}

/** One visit: some items, perhaps the cart, perhaps a purchase, which some put off by a day. */
function visit(member: Member, day: number, random: () => number, busy: number): Event[] {
  let time = day + hour(random) + Math.floor(random() * 3600) * 1000;
  const events = [event(member, time, 'visit')];
  const next = (wait: number, name: string, amount = ''): void => {
    time += wait;
    events.push(event(member, time, name, amount));
  };
  const items = random() < 0.72 ? 1 + Math.floor(random() * 2.4) : 0;
  for (let i = 0; i < items; i += 1) next(pause(random, 4), 'view_item');
  if (items === 0 || random() > 0.4) return events;
  next(pause(random, 3), 'add_to_cart');
  if (random() > 0.48 * member.buys * (0.6 + 0.4 * busy)) return events;
  next(random() < 0.15 ? DAY + pause(random, 900) : pause(random, 8), 'purchase', price(member, random));
  return events;
}

/** The weekly message: who sleeps opens few. */
function message(member: Member, day: number, isAwake: boolean, random: () => number): readonly Event[] {
  const opens = random() < (isAwake ? 0.16 + member.visits : 0.006);
  return opens ? [event(member, day + 18 * 60 * MINUTE + pause(random, 200), 'open_message')] : [];
}

function event({ id, plan, channel }: Member, time: number, name: string, amount = ''): Event {
  return { time, cells: [id, name, amount, plan, channel].join(',') };
}

/** Yen, in tens. */
function price({ plan }: Member, random: () => number): string {
  const dear = random() * random();
  return String(10 * Math.round(148 + 620 * dear + (plan === 'premium' ? 180 * random() : 0)));
}

/** The hours of a day as milliseconds: at lunch, and most of all in the evening. */
function hour(random: () => number): number {
  const part = random();
  const start = part < 0.18 ? 12 + 1.5 * random() : part < 0.68 ? 19 + 4 * random() : 7 + 15 * random();
  return Math.floor(start * 60) * MINUTE;
}

/** A pause of some minutes and seconds. */
function pause(random: () => number, minutes: number): number {
  return 20_000 + Math.floor(random() * random() * minutes * 120) * 1000;
}

/** A time on the clocks of Tokyo, of which the days here are. */
function written(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(eventsCsv());

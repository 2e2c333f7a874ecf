// Nanoseconds per instant to find its period, against date-fns and Date row by row. Run: npx tsx bench/time.ts
import { TZDate } from '@date-fns/tz';
import { startOfMonth } from 'date-fns/startOfMonth';
import { calendar } from '../src/time/calendar.js';
import { instantOf } from '../src/time/instant.js';

const COUNT = 1_000_000;
const FROM = Date.UTC(2020, 0, 1);
const SPAN = 5 * 365.25 * 86_400_000;
const sorted = Float64Array.from({ length: COUNT }, (_, i) => Math.floor(FROM + (SPAN * i) / COUNT));
const shuffled = shuffle(sorted);
const into = new Int32Array(COUNT);
export let kept: unknown; // Holds each answer, so that no call is optimised away.

console.log(
  `node ${process.version}, tz ${process.versions.tz}; ${COUNT} instants over 5 years; best of 9, ns per instant\n`,
);
console.log('unit   zone               sorted  shuffled  plain array  first call');
for (const timeZone of ['UTC', 'Asia/Tokyo', 'America/New_York']) {
  for (const unit of ['hour', 'day', 'week', 'month'] as const) {
    const first = once(() => calendar({ unit, timeZone }).indexAll(shuffled, into));
    const periods = calendar({ unit, timeZone });
    const list = Array.from(shuffled);
    const figures = [sorted, shuffled, list].map((instants) => best(() => periods.indexAll(instants, into)));
    const [a, b, c] = figures.map((ns) => ns.toFixed(1));
    console.log(
      `${unit.padEnd(6)} ${timeZone.padEnd(17)} ${a?.padStart(7)} ${b?.padStart(9)} ${c?.padStart(12)} ${first.toFixed(1).padStart(11)}`,
    );
  }
}

const date = new Date(0);
const rows: readonly (readonly [string, number, (instant: number) => number])[] = [
  ['indexOf, month, New York', COUNT, calendar({ unit: 'month', timeZone: 'America/New_York' }).indexOf],
  ['Date getUTC*, month, UTC only', COUNT, monthByDate],
  ['date-fns startOfMonth, zone of the machine', COUNT / 10, (instant) => startOfMonth(instant).getTime()],
  [
    'date-fns startOfMonth, TZDate New York',
    2_000,
    (instant) => startOfMonth(new TZDate(instant, 'America/New_York')).getTime(),
  ],
];
console.log('\none instant at a time, shuffled');
for (const [name, count, read] of rows) print(eachOf(shuffled.subarray(0, count), read), name);

const texts = Array.from({ length: 100_000 }, (_, i) => new Date(shuffled[i] as number).toISOString());
const dates = texts.map((text) => new Date(text));
console.log('\nreading an instant');
print(eachOf(texts, instantOf), 'ISO 8601 text');
print(eachOf(texts, Date.parse), 'the same by Date.parse');
print(eachOf(dates, instantOf), 'Date');
print(eachOf(Array.from(sorted), instantOf), 'number');

console.log('\ncold: a calendar and one instant of each day of 2024, in a zone not asked before');
for (const [unit, timeZone] of [
  ['month', 'Europe/Paris'],
  ['day', 'Australia/Sydney'],
  ['month', 'UTC'],
] as const) {
  const days = Float64Array.from({ length: 366 }, (_, day) => Date.UTC(2024, 0, 1 + day, 12));
  const start = performance.now();
  calendar({ unit, timeZone }).indexAll(days, into);
  console.log(`${(performance.now() - start).toFixed(2).padStart(10)} ms  ${unit}, ${timeZone}`);
}

function monthByDate(instant: number): number {
  date.setTime(instant);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function print(ns: number, name: string): void {
  console.log(`${ns.toFixed(1).padStart(10)} ns  ${name}`);
}

function eachOf<Value>(values: ArrayLike<Value>, read: (value: Value) => unknown): number {
  const run = () => {
    for (let i = 0; i < values.length; i++) kept = read(values[i] as Value);
  };
  return (best(run) * COUNT) / values.length;
}

function best(run: () => void): number {
  return Math.min(...Array.from({ length: 9 }, () => once(run)));
}

function once(run: () => void): number {
  const start = performance.now();
  run();
  return ((performance.now() - start) * 1e6) / COUNT;
}

function shuffle(values: Float64Array): Float64Array {
  const result = Float64Array.from(values);
  let state = 1;
  for (let i = result.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = state % (i + 1);
    [result[i], result[j]] = [result[j] as number, result[i] as number];
  }
  return result;
}

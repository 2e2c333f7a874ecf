import { checkChoice, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import { DAY } from '../time/day.js';
import { lastInstantIn } from '../time/instant-in.js';
import { monthsAfter } from '../time/months-after.js';
import type { Instant } from '../time/period-key.js';
import { zoneOf } from '../time/zone.js';
import { type ModelUnit, unitsPerYear } from './discount.js';

/** How far ahead: months, years, or time units of the model; Infinity of any is without end. */
export type ValueHorizon = { readonly months: number } | { readonly years: number } | { readonly units: number };

/** What time is worth, and how long a month is. */
export interface CustomerValueOptions {
  /** How far ahead: `{ months: 12 }`, `{ years: 1 }`, `{ units: 52 }` of the model; `{ months: Infinity }` is without end. */
  readonly horizon: ValueHorizon;
  /** The time unit of the model: `'day'`, `'week'` …, or how many of them make a year. Opportunities under BG/BB. */
  readonly unit: ModelUnit;
  /** What money is worth less in a year (or a month, by `ratePeriod`): 0.1 for 10 %. */
  readonly discountRate: number;
  /** Of what period `discountRate` is; default `'year'`. */
  readonly ratePeriod?: 'year' | 'month' | undefined;
  /** The share of spend that is margin (粗利率); default 1: the value is revenue. */
  readonly marginRate?: number | undefined;
  /**
   * The end of observation, after which real months of the calendar are counted; a local date is the whole of it. Without it a month is
   * a twelfth of the mean Gregorian year, 30.436875 days.
   */
  readonly asOf?: Instant | undefined;
  /** The zone of the calendar, which goes with `asOf`; default `'UTC'`. */
  readonly timeZone?: string | undefined;
  /** The days of a month, where neither the calendar's nor mean months are wanted: `lifetimes` has 30 in days and 30.415 (4.345 weeks) in weeks. */
  readonly monthLength?: number | undefined;
  /** When a month's purchases are discounted to have been; default `'end'`, as in `lifetimes`. Without end each is discounted at its time. Like `monthLength`, only where there are months. */
  readonly discountAt?: 'start' | 'middle' | 'end' | undefined;
}

/** Steps into the future: the time of the end of each in units of the model, and what money of the step is worth. */
export interface ValueSteps {
  readonly times: readonly number[];
  readonly discounts: readonly number[];
}

/** The steps of a finite horizon, or the yearly rate of one without end; with the margin. */
export interface ValuePlan {
  readonly steps: ValueSteps | null;
  readonly yearlyRate: number;
  readonly unit: ModelUnit;
  readonly marginRate: number;
}

/** Reads the options. The purchases of BG/BB fall on whole units: these are its steps, instead of months. */
export function valuePlan(owner: string, options: CustomerValueOptions, isDiscrete: boolean): ValuePlan {
  checkOptions(owner, options, OPTIONS);
  const { unit, discountRate, marginRate = 1, asOf, monthLength, discountAt = 'end', timeZone } = options;
  checkNumber(owner, 'discountRate', discountRate, { min: 0, max: 1e6 });
  checkNumber(owner, 'marginRate', marginRate, { max: 1 });
  const ratePeriod = checkChoice(owner, 'ratePeriod', options.ratePeriod ?? 'year', ['year', 'month']);
  checkChoice(owner, 'discountAt', discountAt, ['start', 'middle', 'end']);
  const monthlyLog = Math.log1p(discountRate) / (ratePeriod === 'year' ? 12 : 1);
  const yearlyRate = Math.expm1(12 * monthlyLog);
  const zone = zoneOf(owner, timeZone ?? 'UTC');
  const perMonth = unitsPerYear(owner, unit) / 12;
  if (monthLength !== undefined) checkNumber(owner, 'monthLength', monthLength, { min: 1, max: 100 });
  if (asOf !== undefined && monthLength !== undefined)
    refuseOption(owner, 'monthLength', 'to be left out where asOf gives months of the calendar', monthLength);
  if (timeZone !== undefined && asOf === undefined)
    refuseOption(owner, 'timeZone', 'to come with asOf, the only date that it is of', timeZone);
  const plan = { yearlyRate, unit, marginRate };
  const horizon = horizonOf(owner, options.horizon);
  if (horizon === null || isDiscrete) {
    const reason = isDiscrete ? 'under BG/BB, which has opportunities' : 'where there is no horizon, thus no months';
    for (const name of ['monthLength', 'discountAt'] as const)
      if (options[name] !== undefined) refuseOption(owner, name, `to be left out ${reason}`, options[name]);
  }
  if (horizon === null) {
    if (discountRate === 0) refuseOption(owner, 'discountRate', 'to be above 0 where there is no horizon', 0);
    return { ...plan, steps: null };
  }
  if (isDiscrete) {
    const count = horizon.units ?? Math.round(horizon.months * perMonth * 1e9) / 1e9;
    if (count % 1 !== 0 || count > MOST_STEPS)
      refuseOption(owner, 'horizon', `to be a whole number of opportunities, up to ${MOST_STEPS}`, count);
    const times = Array.from({ length: count }, (_, i) => i + 1);
    return { ...plan, steps: { times, discounts: times.map((time) => Math.exp((-time / perMonth) * monthlyLog)) } };
  }
  const start = asOf === undefined ? null : lastInstantIn(owner, 'asOf', asOf, timeZone ?? 'UTC') + 1;
  const unitDays = MEAN_MONTH / perMonth;
  const timeOf = (month: number) => {
    if (start !== null && perMonth > 1) return (monthsAfter(zone, start, month) - start) / DAY / unitDays;
    return monthLength === undefined ? month * perMonth : (month * monthLength) / unitDays;
  };
  const ends = monthEnds(owner, horizon, timeOf);
  const back = { start: 1, middle: 0.5, end: 0 }[discountAt];
  const discounts = ends.map(({ month }, i) => {
    const before = ends[i - 1]?.month ?? 0;
    return Math.exp(-(month - back * (month - before)) * monthlyLog);
  });
  return { ...plan, steps: { times: ends.map(({ time }) => time), discounts } };
}

const OPTIONS = [
  ...['horizon', 'unit', 'discountRate', 'ratePeriod', 'marginRate'],
  ...['asOf', 'timeZone', 'monthLength', 'discountAt'],
];
const MEAN_MONTH = 365.2425 / 12;
const MOST_STEPS = 10_000;

type Finite = { readonly months: number; readonly units: null } | { readonly months: null; readonly units: number };

/** `null` for one without end. */
function horizonOf(owner: string, horizon: ValueHorizon): Finite | null {
  if (typeof horizon !== 'object' || horizon === null) {
    refuseOption(owner, 'horizon', 'to be { months }, { years } or { units }', horizon, 'E_OPT_TYPE');
  }
  checkOptions(owner, horizon, ['months', 'years', 'units']);
  const [entry, another] = Object.entries(horizon);
  if (entry === undefined || another !== undefined)
    refuseOption(owner, 'horizon', 'to have one of months, years and units', horizon);
  const [name, length] = entry;
  if (length === Infinity) return null;
  const months = name === 'units' ? null : length * (name === 'years' ? 12 : 1);
  checkNumber(owner, `horizon.${name}`, length, { min: 0, max: name === 'units' ? 1e9 : 1e5 });
  return months === null ? { months, units: length } : { months, units: null };
}

/** The ends of months up to the horizon, the last perhaps in the middle of one. */
function monthEnds(
  owner: string,
  { months, units }: Finite,
  timeOf: (month: number) => number,
): readonly { readonly month: number; readonly time: number }[] {
  const ends: { month: number; time: number }[] = [];
  let before = 0;
  for (let month = 1; ; month += 1) {
    const time = timeOf(month);
    const isOver = months === null ? time >= units : month >= months;
    const share = !isOver ? 1 : months === null ? (units - before) / (time - before) : months - (month - 1);
    // A horizon of whole months ends with the month, to the last bit.
    const end = share === 1 ? time : months === null ? units : before + share * (time - before);
    if (share > 0) ends.push({ month: month - 1 + share, time: end });
    if (isOver) return ends;
    if (month >= MOST_STEPS) refuseOption(owner, 'horizon', `to be at most ${MOST_STEPS} months`, month + 1);
    before = time;
  }
}

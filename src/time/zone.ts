import { kept } from '../core/kept.js';
import { refuseOption } from '../core/options.js';
import { DAY } from './day.js';

/** What a zone's clocks show: the offset from UTC at every instant, in milliseconds. */
export interface Zone {
  readonly timeZone: string;
  offsetAt(instant: number): number;
  /** The first instant after `instant` with another offset, or `limit` when none comes before it. */
  changeAfter(instant: number, limit: number): number;
}

// Two days: in tzdata 2025c no zone changes twice within 3.99 days (Freetown 1939), so one step holds one change at most.
const STEP = 2 * DAY;

// No zone of tzdata changes before 1844 (Manila), and after 2087 (Morocco) only rules go on, which repeat with the
// calendar every 400 years, so every 800 in whole steps. So no data make a zone look up and keep more than 1,200 years.
const FIRST_STEP = Math.floor(-5_364_662_400_000 / STEP); // 1800
const CYCLE_START = Math.floor(7_258_118_400_000 / STEP); // 2200
const CYCLE = 146_097;

const zones = /* @__PURE__ */ new Map<string, Zone>();

/** The zone of an IANA name; its offsets are looked up once and kept. */
export function zoneOf(owner: string, timeZone: unknown): Zone {
  if (timeZone === 'UTC') return utc;
  const known = typeof timeZone === 'string' ? zones.get(timeZone) : undefined;
  if (known !== undefined) return known; // a format takes a tenth of a millisecond to make
  const format = zoneFormat(owner, timeZone);
  return kept(zones, format.resolvedOptions().timeZone, (name) => zoneFrom(name, format));
}

/** The first instant at which the zone's clocks show `local` or later; `local` is a wall time counted as if in UTC. */
export function firstInstantAt(zone: Zone, local: number): number {
  // Offsets are less than a day, so a day before, the clocks show less than `local`.
  let from = local - DAY;
  for (;;) {
    const until = zone.changeAfter(from, local + DAY);
    const instant = Math.max(from, local - zone.offsetAt(from));
    if (instant < until) return instant;
    from = until;
  }
}

/** The last instant at which the zone's clocks show less than `local`: where they go back over it, the second time that they come to it. */
export function lastInstantBefore(zone: Zone, local: number): number {
  let reached = firstInstantAt(zone, local);
  for (let at = zone.changeAfter(reached, local + DAY); at < local + DAY; at = zone.changeAfter(at, local + DAY)) {
    const again = local - zone.offsetAt(at);
    if (again > at) reached = again; // at `at` they show less once more
  }
  return reached - 1;
}

/**
 * The instant at which the zone's clocks show `local`: the earlier one of two, and for a time that the clocks skip
 * as much later as they skipped (java.time, and 'compatible' in Temporal).
 */
export function instantAt(zone: Zone, local: number): number {
  const first = firstInstantAt(zone, local);
  if (first + zone.offsetAt(first) === local) return first;
  return local - zone.offsetAt(first - 1);
}

const utc: Zone = { timeZone: 'UTC', offsetAt: () => 0, changeAfter: (_, limit) => limit };

interface Step {
  readonly before: number;
  /** How far into the step the offset `after` begins; STEP where nothing changes. */
  readonly change: number;
  readonly after: number;
}

function zoneFrom(timeZone: string, format: Intl.DateTimeFormat): Zone {
  const steps = new Map<number, Step>();

  function stepOf(instant: number): Step {
    return kept(steps, sameStep(Math.floor(instant / STEP)), lookUp);
  }

  function lookUp(number: number): Step {
    const start = number * STEP;
    const before = steps.get(number - 1)?.after ?? readOffset(format, start);
    const after = steps.get(number + 1)?.before ?? readOffset(format, start + STEP);
    return { before, after, change: before === after ? STEP : findChange(format, start, before) };
  }

  return {
    timeZone,
    offsetAt(instant) {
      const step = stepOf(instant);
      return instant - Math.floor(instant / STEP) * STEP < step.change ? step.before : step.after;
    },
    changeAfter(instant, limit) {
      for (let start = Math.floor(instant / STEP) * STEP; start < limit; start += STEP) {
        const { before, change, after } = stepOf(start);
        if (before !== after && start + change > instant) return Math.min(start + change, limit);
      }
      return limit;
    },
  };
}

/** The step of the years 1800 to 3000 in which the clocks do the same. */
function sameStep(number: number): number {
  if (number < FIRST_STEP) return FIRST_STEP;
  return number < CYCLE_START ? number : CYCLE_START + ((number - CYCLE_START) % CYCLE);
}

// By bisection; clocks change on whole seconds.
function findChange(format: Intl.DateTimeFormat, start: number, before: number): number {
  let low = 0;
  let high = STEP / 1000;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (readOffset(format, start + middle * 1000) === before) low = middle;
    else high = middle;
  }
  return high * 1000;
}

// `…, GMT-04:56:02`, or a bare GMT. `tzOffset` of @date-fns/tz 1.5.0 reads the same text, but takes GMT-00:44:30
// (Monrovia until 1972, Lisbon until 1912) for +00:44:30.
function readOffset(format: Intl.DateTimeFormat, instant: number): number {
  const text = format.format(instant);
  const at = text.lastIndexOf('GMT') + 3;
  if (at === text.length) return 0;
  const [hours, minutes, seconds] = text.slice(at + 1).split(':');
  const size = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds ?? 0);
  return (text[at] === '+' ? size : -size) * 1000;
}

function zoneFormat(owner: string, timeZone: unknown): Intl.DateTimeFormat {
  // Newer engines take '+09:00' for a zone and older ones do not: none does here.
  if (typeof timeZone === 'string' && !/^[+-]/.test(timeZone)) {
    try {
      return new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', timeZoneName: 'longOffset' });
    } catch {
      // Not a zone: refused below in our own words.
    }
  }
  const code = typeof timeZone === 'string' ? 'E_OPT_ZONE' : 'E_OPT_TYPE';
  return refuseOption(owner, 'timeZone', 'to be an IANA zone such as "Asia/Tokyo"', timeZone, code);
}

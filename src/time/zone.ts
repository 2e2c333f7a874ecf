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

// No zone of tzdata changes before 1844 (Manila); one look answers for all that is earlier than 1800.
const EARLIEST_STEP = Math.floor(-5_364_662_400_000 / STEP);

const zones = /* @__PURE__ */ new Map<string, Zone>();

/** The zone of an IANA name; its offsets are looked up once and kept. */
export function zoneOf(owner: string, timeZone: unknown): Zone {
  if (timeZone === 'UTC') return utc;
  const format = zoneFormat(owner, timeZone);
  const name = format.resolvedOptions().timeZone;
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = zoneFrom(name, format);
    zones.set(name, zone);
  }
  return zone;
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
  /** The first instant with the offset `after`; the end of the step where nothing changes. */
  readonly change: number;
  readonly after: number;
}

function zoneFrom(timeZone: string, format: Intl.DateTimeFormat): Zone {
  const offsets = new Map<number, number>();
  const steps = new Map<number, Step>();

  function offsetAtStart(number: number): number {
    const key = Math.max(number, EARLIEST_STEP);
    let offset = offsets.get(key);
    if (offset === undefined) {
      offset = readOffset(format, key * STEP);
      offsets.set(key, offset);
    }
    return offset;
  }

  function stepOf(instant: number): Step {
    const number = Math.floor(instant / STEP);
    let step = steps.get(number);
    if (step === undefined) {
      const before = offsetAtStart(number);
      const after = offsetAtStart(number + 1);
      const end = (number + 1) * STEP;
      step = { before, after, change: before === after ? end : findChange(format, end - STEP, end) };
      steps.set(number, step);
    }
    return step;
  }

  return {
    timeZone,
    offsetAt(instant) {
      const step = stepOf(instant);
      return instant < step.change ? step.before : step.after;
    },
    changeAfter(instant, limit) {
      for (let from = instant; from < limit; from = (Math.floor(from / STEP) + 1) * STEP) {
        const { before, change, after } = stepOf(from);
        if (before !== after && change > instant) return Math.min(change, limit);
      }
      return limit;
    },
  };
}

// By bisection between two instants of different offset; clocks change on whole seconds.
function findChange(format: Intl.DateTimeFormat, start: number, end: number): number {
  const before = readOffset(format, start);
  let low = start / 1000;
  let high = end / 1000;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (readOffset(format, middle * 1000) === before) low = middle;
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

import { differenceInCalendarMonths } from 'date-fns/differenceInCalendarMonths';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Calendar, calendar } from '../../src/time/calendar.js';
import { instantOf } from '../../src/time/instant.js';
import { localInstant } from '../../src/time/local-instant.js';
import { monthOfDay } from '../../src/time/month.js';
import { zoneOf } from '../../src/time/zone.js';

const FIRST = -62_135_596_800_000;
const LAST = 253_402_300_799_999;
const DAY = 86_400_000;

const units = fc.constantFrom('hour', 'day', 'week', 'month', 'quarter', 'year');
const zones = fc.constantFrom(
  'UTC',
  'Asia/Tokyo',
  'America/New_York',
  'America/Havana',
  'America/St_Johns',
  'Pacific/Apia',
  'Pacific/Kwajalein',
  'Australia/Lord_Howe',
  'Africa/Monrovia',
  'Asia/Kathmandu',
  'Europe/Lisbon',
  'Antarctica/Troll',
  'Asia/Kolkata',
);
const options = fc.record({
  unit: units,
  timeZone: zones,
  weekStartsOn: fc.integer({ min: 0, max: 6 }),
  fiscalYearStartsOn: fc.integer({ min: 1, max: 12 }),
});
const recent = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2100, 0) });
const any = fc.integer({ min: FIRST, max: LAST });

const formats = new Map<string, Intl.DateTimeFormat>();

// Intl is the reference here: the date and time that it writes in the zone, as 2025-04-07 10:33:09.
function shown(instant: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
    formats.set(timeZone, format);
  }
  return format.format(instant);
}

function localDate(instant: number, timeZone: string): string {
  return shown(instant, timeZone).slice(0, 10);
}

function localHour(instant: number, timeZone: string): string {
  return shown(instant, timeZone).slice(0, 13).replace(' ', 'T');
}

function labels(periods: Calendar, instants: readonly number[]): string[] {
  return instants.map((instant) => periods.labelOf(periods.indexOf(instant)));
}

describe('a calendar', () => {
  test('labels the date and the hour that Intl writes', () => {
    fc.assert(
      fc.property(zones, recent, (timeZone, instant) => {
        expect(labels(calendar({ unit: 'day', timeZone }), [instant])).toEqual([localDate(instant, timeZone)]);
        expect(labels(calendar({ unit: 'hour', timeZone }), [instant])).toEqual([localHour(instant, timeZone)]);
      }),
      { numRuns: 300 },
    );
  });

  test('knows the clocks of the far past and future from those of 1800 to 3000', () => {
    const times = fc.integer({ min: Date.UTC(1001, 0), max: LAST - DAY });
    fc.assert(
      fc.property(zones, times, (timeZone, instant) => {
        const offset = zoneOf('test', timeZone).offsetAt(instant);
        const expected = new Date(instant + offset).toISOString().slice(0, 19).replace('T', ' ');
        expect(shown(instant, timeZone)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  test('starts a period with its first instant', () => {
    fc.assert(
      fc.property(options, recent, (chosen, instant) => {
        const periods = calendar(chosen);
        const index = periods.indexOf(instant);
        const start = periods.startOf(index);
        expect(periods.indexOf(start)).toBe(index);
        expect(periods.indexOf(start - 1)).toBeLessThan(index);
        expect(start).toBeLessThanOrEqual(instant);
      }),
    );
  });

  test('reads its own labels back', () => {
    fc.assert(
      fc.property(options, any, (chosen, instant) => {
        const periods = calendar({ ...chosen, timeZone: 'UTC' });
        const index = periods.indexOf(instant);
        expect(periods.parse(periods.labelOf(index))).toBe(index);
      }),
    );
  });

  test('sorts labels as text in the order of their periods', () => {
    fc.assert(
      fc.property(options, any, any, (chosen, one, other) => {
        const periods = calendar({ ...chosen, timeZone: 'UTC' });
        const [low, high] = [one, other].map(periods.indexOf).sort((a, b) => a - b) as [number, number];
        expect(periods.labelOf(low) <= periods.labelOf(high)).toBe(true);
        expect(periods.labelOf(low) === periods.labelOf(high)).toBe(low === high);
      }),
    );
  });

  test('never goes back in a zone of fixed offset, and equals UTC at the shifted instant', () => {
    fc.assert(
      fc.property(options, fc.integer({ min: -12, max: 14 }), recent, recent, (chosen, hours, one, other) => {
        const timeZone = `Etc/GMT${hours > 0 ? `-${hours}` : `+${-hours}`}`;
        const periods = calendar({ ...chosen, timeZone });
        const utc = calendar({ ...chosen, timeZone: 'UTC' });
        expect(periods.indexOf(one)).toBe(utc.indexOf(one + hours * 3_600_000));
        expect(periods.indexOf(Math.min(one, other))).toBeLessThanOrEqual(periods.indexOf(Math.max(one, other)));
      }),
    );
  });

  test('gives the same answers one by one, all at once, and in another order', () => {
    const lists = fc.array(
      fc.oneof(recent, fc.integer({ min: Date.UTC(2010, 10, 6), max: Date.UTC(2010, 10, 9) }), any),
      {
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(options, lists, (chosen, instants) => {
        const all = new Int32Array(instants.length);
        calendar(chosen).indexAll(Float64Array.from(instants), all);
        const single = calendar(chosen);
        const backwards = [...instants].reverse().map((instant) => single.indexOf(instant));
        expect(backwards.reverse()).toEqual([...all]);
        expect(instants.map((instant) => calendar(chosen).indexOf(instant))).toEqual([...all]);
      }),
      { numRuns: 60 },
    );
  });

  test('agrees with itself around every change of offset, minute by minute', () => {
    // 2010-11-07 in St John's: the one local date that is left and entered again.
    const timeZone = 'America/St_Johns';
    const instants = Array.from({ length: 300 }, (_, minute) => Date.UTC(2010, 10, 7) + minute * 60_000);
    const hours = instants.map((instant) => localHour(instant, timeZone));
    expect(labels(calendar({ unit: 'hour', timeZone }), instants)).toEqual(hours);
    expect(labels(calendar({ unit: 'day', timeZone }), instants)).toEqual(hours.map((hour) => hour.slice(0, 10)));
  });
});

test('months are those of date-fns in UTC, on every day of 400 years', () => {
  const epoch = new Date(2000, 0, 1);
  for (let day = -25_567; day < 120_530; day++) {
    const date = new Date(day * DAY);
    const months = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
    if (monthOfDay(day) !== months) expect.fail(`day ${day}`);
  }
  // And at noon of the machine's zone, where date-fns can say it.
  for (let month = -1000; month < 1000; month++) {
    const noon = new Date(2000, month, 15, 12);
    expect(monthOfDay(Math.floor(noon.getTime() / DAY)) - 360).toBe(differenceInCalendarMonths(noon, epoch));
  }
});

describe('instantOf', () => {
  test('reads what toISOString writes', () => {
    fc.assert(
      fc.property(any, (instant) => {
        expect(instantOf(new Date(instant).toISOString())).toBe(instant);
      }),
    );
  });

  test('answers any text with an instant or a fault, and agrees with Date.parse where it reads it', () => {
    const texts = fc.oneof(
      fc.string(),
      fc.stringMatching(/^\d{4}-[01]\d-[0-3]\dT[012]\d:[0-6]\d(:[0-6]\d)?(Z|[+-][012]\d:[0-6]\d)$/),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const instant = instantOf(text);
        if (typeof instant === 'number') expect(instant).toBe(Date.parse(text));
      }),
      { numRuns: 1000 },
    );
  });
});

test('localInstant finds the instant whose clocks show the time', () => {
  fc.assert(
    fc.property(zones, recent, (timeZone, wall) => {
      const zone = zoneOf('test', timeZone);
      const instant = localInstant(new Date(wall).toISOString().slice(0, -1), zone);
      if (typeof instant !== 'number') throw new Error('read no instant');
      const shown = instant + zone.offsetAt(instant);
      const skipped = zone.offsetAt(instant) - zone.offsetAt(instant - DAY);
      expect([wall, wall + skipped]).toContain(shown);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Calendar, calendar } from '../../src/time/calendar.js';
import { type PeriodChanges, periodChanges } from '../../src/time/period-changes.js';
import { zoneOf } from '../../src/time/zone.js';

const DAY = 86_400_000;

const zones = fc.constantFrom(
  'UTC',
  'Asia/Tokyo',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Asia/Manila',
  'Asia/Gaza',
  'Africa/Cairo',
  'Africa/Monrovia',
  'Africa/Casablanca',
  'America/New_York',
  'America/Havana',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Caracas',
  'America/Juneau',
  'Antarctica/Troll',
  'Australia/Lord_Howe',
  'Europe/Lisbon',
  'Europe/Dublin',
  'Pacific/Apia',
  'Pacific/Kwajalein',
);
const options = fc.record({
  unit: fc.constantFrom('hour', 'day', 'week', 'month', 'quarter', 'year'),
  timeZone: zones,
  weekStartsOn: fc.integer({ min: 0, max: 6 }),
  fiscalYearStartsOn: fc.integer({ min: 1, max: 12 }),
});
const recent = fc.integer({ min: Date.UTC(1840, 0), max: Date.UTC(2100, 0) });
const lag = fc.integer({ min: -3 * DAY, max: 3 * DAY });

/** The period of an instant as a log reads it: that of the last change at or before it. */
function indexFrom({ at, index }: PeriodChanges, instant: number): number | undefined {
  let position = at.length - 1;
  while (position >= 0 && (at[position] as number) > instant) position--;
  return index[position];
}

function expectSame(periods: Calendar, changes: PeriodChanges, instants: readonly number[]): void {
  const wrong = instants.filter((instant) => indexFrom(changes, instant) !== periods.indexOf(instant));
  expect(wrong).toEqual([]);
}

test('the period of an instant is that of the last change before it', () => {
  const parts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(options, recent, fc.integer({ min: 0, max: 200 * DAY }), parts, (chosen, from, length, shares) => {
      const periods = calendar(chosen);
      const to = from + length;
      const changes = periodChanges(periods, from, to);
      const probes = shares.map((share) => from + Math.floor(length * share));
      expectSame(periods, changes, [from, to, ...probes]);
    }),
  );
});

test('around a change of the clocks, every five minutes', () => {
  fc.assert(
    fc.property(options, recent, lag, lag, (chosen, near, one, other) => {
      const periods = calendar(chosen);
      const middle = zoneOf('test', chosen.timeZone).changeAfter(near, near + 300 * DAY);
      const [from, to] = [middle + Math.min(one, other), middle + Math.max(one, other)];
      const changes = periodChanges(periods, from, to);
      const probes = Array.from({ length: Math.ceil((to - from) / 300_000) }, (_, i) => from + i * 300_000);
      expectSame(periods, changes, [to, ...probes]);
    }),
  );
});

test('changes are in order, each to another period, and exact to the millisecond', () => {
  fc.assert(
    fc.property(options, recent, fc.integer({ min: 0, max: 100 * DAY }), (chosen, from, length) => {
      const periods = calendar(chosen);
      const { at, index } = periodChanges(periods, from, from + length);
      expect(at[0]).toBe(from);
      expect(index[0]).toBe(periods.indexOf(from));
      for (let i = 1; i < at.length; i++) {
        const [instant, before] = [at[i] as number, at[i - 1] as number];
        if (!(instant > before && instant <= from + length)) expect.fail(`change ${i} is out of order`);
        if (index[i] === index[i - 1]) expect.fail(`change ${i} changes nothing`);
        if (periods.indexOf(instant) !== index[i]) expect.fail(`change ${i} is to another period`);
        if (periods.indexOf(instant - 1) !== index[i - 1]) expect.fail(`change ${i} is late`);
      }
    }),
  );
});

import { describe, expect, test } from 'vitest';
import { InvalidOptionError } from '../../src/core/errors.js';
import { calendar } from '../../src/time/calendar.js';
import { instantIn, lastInstantIn, looksLikeSeconds } from '../../src/time/instant-in.js';
import type { Instant } from '../../src/time/period-key.js';
import { thrown } from '../support/thrown.js';

const read = (value: unknown, timeZone = 'Asia/Tokyo') => instantIn('retention', 'from', value as Instant, timeZone);
const iso = (value: unknown, timeZone?: string) => new Date(read(value, timeZone)).toISOString();

describe('an instant in the options is', () => {
  test.each([
    [new Date('2025-04-01T10:33:09Z'), '2025-04-01T10:33:09.000Z'],
    [1_743_433_140_000, '2025-03-31T14:59:00.000Z'],
    [-1, '1969-12-31T23:59:59.999Z'],
    ['2025-04-01T10:33:09+02:00', '2025-04-01T08:33:09.000Z'],
    ['2025-04-01', '2025-03-31T15:00:00.000Z'],
    ['2025/4/1', '2025-03-31T15:00:00.000Z'],
    ['2025-04-01T10:33:09.5', '2025-04-01T01:33:09.500Z'],
    ['2025-04-01 10:33', '2025-04-01T01:33:00.000Z'],
  ])('%s', (value, instant) => {
    expect(iso(value)).toBe(instant);
  });

  test.each([
    ['2024-11-03', 'America/Havana', '2024-11-03T04:00:00.000Z'], // midnight comes twice
    ['2010-11-07', 'America/St_Johns', '2010-11-07T02:30:00.000Z'], // midnight is taken back
    ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'], // midnight is skipped
    ['1919-03-31', 'America/Toronto', '1919-03-31T04:30:00.000Z'], // from 23:30 to 00:30
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'], // the date is left out
  ])('the first instant of %s in %s', (date, timeZone, instant) => {
    const days = calendar({ unit: 'day', timeZone });
    expect(iso(date, timeZone)).toBe(instant);
    expect(read(date, timeZone)).toBe(days.startOf(days.parse(date)));
  });

  test('for a time that the clocks skipped, as much later', () => {
    expect(iso('2024-03-10 02:30', 'America/New_York')).toBe('2024-03-10T07:30:00.000Z');
  });
});

describe('the last instant of', () => {
  const last = (value: unknown, timeZone = 'Asia/Tokyo') =>
    lastInstantIn('retention', 'asOf', value as Instant, timeZone);
  const lastIso = (value: unknown, timeZone?: string) => new Date(last(value, timeZone)).toISOString();

  test.each([
    ['2025-04-01', 'Asia/Tokyo', '2025-04-01T14:59:59.999Z'],
    ['2025/4/1', 'Asia/Tokyo', '2025-04-01T14:59:59.999Z'],
    ['2025-03-30', 'Europe/Berlin', '2025-03-30T21:59:59.999Z'], // 23 hours
    ['2024-11-03', 'America/Havana', '2024-11-04T04:59:59.999Z'], // midnight comes twice at its start
    ['2024-11-02', 'America/Havana', '2024-11-03T03:59:59.999Z'],
    ['2010-11-06', 'America/St_Johns', '2010-11-07T03:29:59.999Z'], // its last hour comes again after a minute of the next date
    ['2010-11-07', 'America/St_Johns', '2010-11-08T03:29:59.999Z'],
    ['2018-11-03', 'America/Sao_Paulo', '2018-11-04T02:59:59.999Z'], // the midnight after it is skipped
    ['1919-03-30', 'America/Toronto', '1919-03-31T04:29:59.999Z'], // ends at 23:30
    ['2011-12-29', 'Pacific/Apia', '2011-12-30T09:59:59.999Z'],
    ['2011-12-30', 'Pacific/Apia', '2011-12-30T09:59:59.999Z'], // left out: all up to it
    ['0001-01-02', 'UTC', '0001-01-02T23:59:59.999Z'],
    ['9999-12-31', 'UTC', '9999-12-31T23:59:59.999Z'],
    ['9999-12-31', 'America/New_York', '9999-12-31T23:59:59.999Z'], // there are no later instants
  ])('%s in %s', (date, timeZone, instant) => {
    expect(lastIso(date, timeZone)).toBe(instant);
  });

  test.each([
    ['2010-11-06', 'America/St_Johns'],
    ['2010-11-07', 'America/St_Johns'],
    ['2024-11-02', 'America/Havana'],
    ['2024-11-03', 'America/Havana'],
    ['2018-11-03', 'America/Sao_Paulo'],
    ['2018-11-04', 'America/Sao_Paulo'],
    ['1919-03-30', 'America/Toronto'],
    ['2011-12-29', 'Pacific/Apia'],
    ['2025-10-26', 'Europe/London'],
  ])('the date %s in %s shows that date, and none after it does', (date, timeZone) => {
    const days = calendar({ unit: 'day', timeZone });
    const instant = last(date, timeZone);
    expect(days.labelOf(days.indexOf(instant))).toBe(date);
    const later = Array.from({ length: 2 * 24 * 60 }, (_, minute) => days.indexOf(instant + 1 + minute * 60_000));
    expect(Math.min(...later)).toBeGreaterThan(days.parse(date));
  });

  test.each([
    [new Date('2025-04-01T00:00:00Z')],
    [Date.UTC(2025, 3, 1)],
    ['2025-04-01T00:00Z'],
    ['2025-04-01 00:00'],
    ['2025-04-01T10:33:09.5'],
  ])('%s, which is an instant, is that instant', (value) => {
    expect(last(value)).toBe(instantIn('retention', 'asOf', value, 'Asia/Tokyo'));
  });

  test('what is no instant is refused as elsewhere', () => {
    for (const value of ['now', '2025-02-30', '2025-04', null, 0.5, 1_743_433_140]) {
      const error = thrown(InvalidOptionError, () => last(value));
      expect(error.issues).toMatchObject([{ field: 'asOf', index: null }]);
    }
    expect(thrown(InvalidOptionError, () => last('2025-04-01', 'Mars/Olympus'))).toMatchObject({ code: 'E_OPT_ZONE' });
  });
});

describe('no instant in the options is', () => {
  test.each([
    ['now'],
    [''],
    ['2025-04'],
    ['2025-02-30'],
    ['2025-02-30T10:00Z'],
    ['0000-12-31'],
    ['0001-01-01'],
    [Number.NaN],
    [0.5],
    [1e18],
    [new Date('never')],
    [null],
    [undefined],
    [true],
    [5n],
    [{}],
  ])('%s', (value) => {
    const error = thrown(InvalidOptionError, () => read(value));
    expect(error).toMatchObject({ code: 'E_TIME_INVALID', issues: [{ field: 'from', index: null }] });
  });

  test('said in words about its type', () => {
    expect(() => read('April')).toThrow(
      'retention requires from to be a Date, epoch milliseconds, ISO 8601 text, or a local date such as 2025-04-01; got "April"',
    );
    expect(() => read(new Date('never'))).toThrow('retention requires from to be a valid Date; got Invalid Date');
    expect(() => read(0.5)).toThrow('retention requires from to be an integer of epoch milliseconds; got 0.5');
  });

  test('a date in a zone that is none', () => {
    expect(thrown(InvalidOptionError, () => read('2025-04-01', 'Mars/Olympus'))).toMatchObject({ code: 'E_OPT_ZONE' });
  });
});

describe('seconds', () => {
  test.each([1e8, 1_743_433_140, 1e11 - 1])('such as %d are refused with a code of their own', (value) => {
    expect(looksLikeSeconds(value)).toBe(true);
    const issue = { field: 'from', expected: 'epoch milliseconds; this looks like seconds', received: 'number' };
    const error = thrown(InvalidOptionError, () => read(value));
    expect(error).toMatchObject({ code: 'E_TIME_UNIT', issues: [issue] });
  });

  test.each([0, 1e8 - 1, 1e11, -1_743_433_140])('are not taken to be meant by %d', (value) => {
    expect(looksLikeSeconds(value)).toBe(false);
    expect(read(value)).toBe(value);
  });

  test('are not taken to be meant by a Date or by text of 1970', () => {
    expect(read(new Date(1_743_433_140))).toBe(1_743_433_140);
    expect(iso('1970-01-21T04:17:13Z')).toBe('1970-01-21T04:17:13.000Z');
  });
});

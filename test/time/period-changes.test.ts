import { describe, expect, test } from 'vitest';
import { InvalidDataError } from '../../src/core/errors.js';
import { type CalendarOptions, calendar } from '../../src/time/calendar.js';
import { periodChanges } from '../../src/time/period-changes.js';

function changes(options: CalendarOptions, from: string, to: string): string[] {
  const periods = calendar(options);
  const { at, index } = periodChanges(periods, Date.parse(from), Date.parse(to));
  return Array.from(at, (instant, i) => `${new Date(instant).toISOString()} ${periods.labelOf(index[i] as number)}`);
}

describe('the changes of period', () => {
  test('begin with the first instant, and those at the last one count', () => {
    const months = { unit: 'month', timeZone: 'Asia/Tokyo' } as const;
    expect(changes(months, '2025-01-20T05:00:00Z', '2025-03-31T15:00:00Z')).toEqual([
      '2025-01-20T05:00:00.000Z 2025-01',
      '2025-01-31T15:00:00.000Z 2025-02',
      '2025-02-28T15:00:00.000Z 2025-03',
      '2025-03-31T15:00:00.000Z 2025-04',
    ]);
    expect(changes(months, '2025-01-20T05:00:00Z', '2025-01-31T14:59:59.999Z')).toHaveLength(1);
  });

  test('of one instant are one', () => {
    expect(changes({ unit: 'hour' }, '2025-01-20T05:30Z', '2025-01-20T05:30Z')).toEqual([
      '2025-01-20T05:30:00.000Z 2025-01-20T05',
    ]);
  });

  test('are none when the end is before the beginning', () => {
    expect(changes({ unit: 'hour' }, '2025-01-20T05:30Z', '2025-01-20T05:29Z')).toEqual([]);
    expect(changes({ unit: 'day' }, '2025-01-20T05:30Z', '2024-01-20T05:29Z')).toEqual([]);
  });

  test('tell of a date that is left and entered again', () => {
    const days = { unit: 'day', timeZone: 'America/St_Johns' } as const;
    expect(changes(days, '2010-11-06T12:00Z', '2010-11-08T12:00Z')).toEqual([
      '2010-11-06T12:00:00.000Z 2010-11-06',
      '2010-11-07T02:30:00.000Z 2010-11-07',
      '2010-11-07T02:31:00.000Z 2010-11-06',
      '2010-11-07T03:30:00.000Z 2010-11-07',
      '2010-11-08T03:30:00.000Z 2010-11-08',
    ]);
  });

  test('are exact to the second before standard time', () => {
    // Manila left 1844-12-31 out.
    expect(changes({ unit: 'day', timeZone: 'Asia/Manila' }, '1844-12-29T18:00Z', '1845-01-01T00:00Z')).toEqual([
      '1844-12-29T18:00:00.000Z 1844-12-29',
      '1844-12-30T15:56:08.000Z 1844-12-30',
      '1844-12-31T15:56:08.000Z 1845-01-01',
    ]);
  });

  test('pass over a date that was left out', () => {
    expect(changes({ unit: 'day', timeZone: 'Pacific/Apia' }, '2011-12-29T12:00Z', '2012-01-01T00:00Z')).toEqual([
      '2011-12-29T12:00:00.000Z 2011-12-29',
      '2011-12-30T10:00:00.000Z 2011-12-31',
      '2011-12-31T10:00:00.000Z 2012-01-01',
    ]);
  });

  test('take an hour that is shown twice as one, and pass over one that is skipped', () => {
    const lordHowe = { unit: 'hour', timeZone: 'Australia/Lord_Howe' } as const;
    expect(changes(lordHowe, '2024-04-06T14:00Z', '2024-04-06T16:00Z')).toEqual([
      '2024-04-06T14:00:00.000Z 2024-04-07T01',
      '2024-04-06T15:30:00.000Z 2024-04-07T02',
    ]);
    expect(changes({ unit: 'hour', timeZone: 'America/New_York' }, '2024-03-10T06:00Z', '2024-03-10T07:00Z')).toEqual([
      '2024-03-10T06:00:00.000Z 2024-03-10T01',
      '2024-03-10T07:00:00.000Z 2024-03-10T03',
    ]);
    expect(changes({ unit: 'hour', timeZone: 'Antarctica/Troll' }, '2024-10-27T00:00Z', '2024-10-27T03:00Z')).toEqual([
      '2024-10-27T00:00:00.000Z 2024-10-27T02',
      '2024-10-27T01:00:00.000Z 2024-10-27T01',
      '2024-10-27T02:00:00.000Z 2024-10-27T02',
      '2024-10-27T03:00:00.000Z 2024-10-27T03',
    ]);
  });

  test('of ten years are as many as their periods, less the hours skipped', () => {
    const range = ['2015-01-01T05:00Z', '2025-01-01T04:59:59.999Z'] as const;
    const timeZone = 'America/New_York';
    expect(changes({ unit: 'day', timeZone }, ...range)).toHaveLength(3653);
    expect(changes({ unit: 'hour', timeZone }, ...range)).toHaveLength(3653 * 24 - 10);
  });
});

test('what is no instant has no changes', () => {
  const days = calendar({ unit: 'day' });
  expect(() => periodChanges(days, Number.NaN, 0)).toThrow(InvalidDataError);
  expect(() => periodChanges(days, 0, Infinity)).toThrow(InvalidDataError);
});

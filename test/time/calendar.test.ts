import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import { type Calendar, type CalendarOptions, calendar } from '../../src/time/calendar.js';
import { periodsBetween } from '../../src/time/periods-between.js';
import reference from '../reference/time.json' with { type: 'json' };

const labelAt = (periods: Calendar, time: string) => periods.labelOf(periods.indexOf(Date.parse(time)));
const iso = (instant: number) => new Date(instant).toISOString();

function failure(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('the labels of zoneinfo', () => {
  const calendars = {
    week: { unit: 'week' },
    sundayWeek: { unit: 'week', weekStartsOn: 0 },
    month: { unit: 'month' },
    quarter: { unit: 'quarter' },
    year: { unit: 'year' },
    fiscalQuarter: { unit: 'quarter', fiscalYearStartsOn: 4 },
    fiscalYear: { unit: 'year', fiscalYearStartsOn: 4 },
  } as const;
  const dates: Record<string, Record<string, string>> = reference.dates;
  // JSON has no tuples: each row is a zone, an instant and a local hour.
  const rows = reference.instants as [string, number, string][];
  const zones = [...new Set(rows.map(([timeZone]) => timeZone))];

  function differences(name: string, options: CalendarOptions, expected: (hour: string) => string | undefined) {
    return zones.flatMap((timeZone) => {
      const periods = calendar({ ...options, timeZone });
      return rows
        .filter(([zone]) => zone === timeZone)
        .map(([, instant, hour]) => ({ instant, label: periods.labelOf(periods.indexOf(instant)), is: expected(hour) }))
        .filter(({ label, is }) => label !== is)
        .map((fact) => ({ name, timeZone, ...fact }));
    });
  }

  test('of hours and days, around 2,000 instants in all regions', () => {
    expect(rows.length).toBeGreaterThan(1500);
    expect(differences('hour', { unit: 'hour' }, (hour) => hour)).toEqual([]);
    expect(differences('day', { unit: 'day' }, (hour) => hour.slice(0, 10))).toEqual([]);
  });

  test.each(Object.entries(calendars))('of the %s', (name, options) => {
    expect(differences(name, options, (hour) => dates[hour.slice(0, 10)]?.[name])).toEqual([]);
  });
});

describe('midnights', () => {
  test('that happen twice keep both hours in the new day', () => {
    const havana = calendar({ unit: 'day', timeZone: 'America/Havana' });
    expect(labelAt(havana, '2024-11-03T03:59:59.999Z')).toBe('2024-11-02');
    expect(labelAt(havana, '2024-11-03T04:30:00Z')).toBe('2024-11-03');
    expect(labelAt(havana, '2024-11-03T05:30:00Z')).toBe('2024-11-03');
    expect(iso(havana.startOf(havana.parse('2024-11-03')))).toBe('2024-11-03T04:00:00.000Z');
  });

  test('that are taken back give the day before again', () => {
    const stJohns = calendar({ unit: 'day', timeZone: 'America/St_Johns' });
    const times = ['02:29:59.999', '02:30', '02:30:59.999', '02:31', '03:29:59.999', '03:30'];
    expect(times.map((time) => labelAt(stJohns, `2010-11-07T${time}Z`).slice(-2))).toEqual([
      '06',
      '07',
      '07',
      '06',
      '06',
      '07',
    ]);
    expect(iso(stJohns.startOf(stJohns.parse('2010-11-07')))).toBe('2010-11-07T02:30:00.000Z');
  });

  test.each([
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z'],
    ['Asia/Beirut', '2022-03-27', '2022-03-26T22:00:00.000Z'],
    ['Africa/Cairo', '2023-04-28', '2023-04-27T22:00:00.000Z'],
  ])('that never happen start the day at the change of the clocks (%s)', (timeZone, day, start) => {
    const days = calendar({ unit: 'day', timeZone });
    expect(iso(days.startOf(days.parse(day)))).toBe(start);
    expect(days.labelOf(days.indexOf(Date.parse(start)))).toBe(day);
    expect(days.indexOf(Date.parse(start) - 1)).toBe(days.parse(day) - 1);
  });

  test('of a date that was left out start no period', () => {
    const apia = calendar({ unit: 'day', timeZone: 'Pacific/Apia' });
    const skipped = apia.parse('2011-12-30');
    expect(labelAt(apia, '2011-12-30T09:59:59.999Z')).toBe('2011-12-29');
    expect(labelAt(apia, '2011-12-30T10:00:00Z')).toBe('2011-12-31');
    expect(iso(apia.startOf(skipped))).toBe('2011-12-30T10:00:00.000Z');
    expect(apia.startOf(skipped + 1)).toBe(apia.startOf(skipped));
  });
});

describe('hours', () => {
  test('that the clocks show twice are one period, in half hours too', () => {
    const newYork = calendar({ unit: 'hour', timeZone: 'America/New_York' });
    const times = ['04:59:59.999', '05:00', '06:00', '06:59:59.999', '07:00'].map((time) => `2024-11-03T${time}Z`);
    expect(times.map((time) => labelAt(newYork, time).slice(-3))).toEqual(['T00', 'T01', 'T01', 'T01', 'T02']);
    expect(iso(newYork.startOf(newYork.parse('2024-11-03T01')))).toBe('2024-11-03T05:00:00.000Z');

    const lordHowe = calendar({ unit: 'hour', timeZone: 'Australia/Lord_Howe' });
    const back = lordHowe.parse('2024-04-07T01');
    expect(lordHowe.startOf(back + 1) - lordHowe.startOf(back)).toBe(1.5 * 3_600_000);
    const ahead = lordHowe.parse('2024-10-06T02');
    expect(lordHowe.startOf(ahead + 1) - lordHowe.startOf(ahead)).toBe(0.5 * 3_600_000);
  });

  test('that the clocks skip start no period', () => {
    const newYork = calendar({ unit: 'hour', timeZone: 'America/New_York' });
    const skipped = newYork.parse('2024-03-10T02');
    expect(labelAt(newYork, '2024-03-10T06:59:59.999Z')).toBe('2024-03-10T01');
    expect(labelAt(newYork, '2024-03-10T07:00Z')).toBe('2024-03-10T03');
    expect(newYork.startOf(skipped)).toBe(newYork.startOf(skipped + 1));
    expect(calendar({ unit: 'hour', timeZone: 'Pacific/Apia' }).parse('2011-12-30T05')).toBe(368_117);
  });

  test('are counted from midnight of 1970 on the clocks of the zone', () => {
    for (const timeZone of ['UTC', 'Asia/Kolkata', 'Africa/Monrovia', 'America/New_York']) {
      const hours = calendar({ unit: 'hour', timeZone });
      const days = calendar({ unit: 'day', timeZone });
      expect(hours.labelOf(0)).toBe('1970-01-01T00');
      expect(hours.startOf(0)).toBe(days.startOf(0));
      expect(hours.labelOf(-1)).toBe('1969-12-31T23');
    }
  });

  test('begin at half past in zones of half an hour', () => {
    const kolkata = calendar({ unit: 'hour', timeZone: 'Asia/Kolkata' });
    expect(labelAt(kolkata, '2025-04-07T04:29:59.999Z')).toBe('2025-04-07T09');
    expect(labelAt(kolkata, '2025-04-07T04:30Z')).toBe('2025-04-07T10');
    expect(iso(kolkata.startOf(kolkata.parse('2025-04-07T10')))).toBe('2025-04-07T04:30:00.000Z');
  });

  test('reach from the year 1 to the year 9999 without a table of all between', () => {
    const hours = calendar({ unit: 'hour', timeZone: 'Asia/Kolkata' });
    const into = new Int32Array(2);
    hours.indexAll([-62_135_596_800_000, 253_402_300_799_999], into);
    expect([...into].map(hours.labelOf)).toEqual(['0001-01-01T05', '10000-01-01T05']);
    expect(hours.parse('10000-01-01T05')).toBe(into[1]);
  });
});

test('offsets of less than an hour west of Greenwich keep their sign', () => {
  // Monrovia was at −00:44:30 until 1972, Lisbon at −00:36:45 until 1912.
  expect(labelAt(calendar({ unit: 'day', timeZone: 'Africa/Monrovia' }), '1971-01-01T00:44:29Z')).toBe('1970-12-31');
  expect(labelAt(calendar({ unit: 'day', timeZone: 'Africa/Monrovia' }), '1971-01-01T00:44:30Z')).toBe('1971-01-01');
  expect(labelAt(calendar({ unit: 'year', timeZone: 'Europe/Lisbon' }), '1911-01-01T00:36:44Z')).toBe('1910');
});

test('every spelling of UTC is UTC', () => {
  for (const timeZone of ['UTC', 'utc', 'Etc/UTC', 'GMT']) {
    expect(labelAt(calendar({ unit: 'day', timeZone }), '2025-04-07T23:59:59.999Z')).toBe('2025-04-07');
  }
});

test('offsets before standard time are exact to the second', () => {
  const tokyo = calendar({ unit: 'day', timeZone: 'Asia/Tokyo' });
  expect(iso(tokyo.startOf(tokyo.parse('1880-01-01')))).toBe('1879-12-31T14:41:01.000Z');
});

describe('labels', () => {
  const first = Date.UTC(2025, 3, 7, 12);
  const labelOf = (options: CalendarOptions) => {
    const periods = calendar(options);
    return periods.labelOf(periods.indexOf(first));
  };

  test('are the local hour, the date, the first day of the week, the month, quarter and year', () => {
    expect(labelOf({ unit: 'hour' })).toBe('2025-04-07T12');
    expect(labelOf({ unit: 'day' })).toBe('2025-04-07');
    expect(labelOf({ unit: 'week' })).toBe('2025-04-07');
    expect(labelOf({ unit: 'week', weekStartsOn: 0 })).toBe('2025-04-06');
    expect(labelOf({ unit: 'week', weekStartsOn: 2 })).toBe('2025-04-01');
    expect(labelOf({ unit: 'month' })).toBe('2025-04');
    expect(labelOf({ unit: 'quarter' })).toBe('2025-Q2');
    expect(labelOf({ unit: 'year' })).toBe('2025');
  });

  test('of a fiscal year name the year it begins in', () => {
    expect(labelOf({ unit: 'year', fiscalYearStartsOn: 4 })).toBe('FY2025');
    expect(labelOf({ unit: 'quarter', fiscalYearStartsOn: 4 })).toBe('FY2025-Q1');
    expect(labelOf({ unit: 'year', fiscalYearStartsOn: 5 })).toBe('FY2024');
    expect(labelOf({ unit: 'quarter', fiscalYearStartsOn: 5 })).toBe('FY2024-Q4');
    expect(labelOf({ unit: 'month', fiscalYearStartsOn: 4 })).toBe('2025-04');
  });

  test('reach from the year 1 to the year 9999', () => {
    const days = calendar({ unit: 'day' });
    expect(days.labelOf(days.indexOf(-62_135_596_800_000))).toBe('0001-01-01');
    expect(days.labelOf(days.indexOf(253_402_300_799_999))).toBe('9999-12-31');
    const years = calendar({ unit: 'year', fiscalYearStartsOn: 4, timeZone: 'America/New_York' });
    expect(years.labelOf(years.indexOf(-62_135_596_800_000))).toBe('FY0000');
  });

  test.each([
    ['hour', '2025-02-29T10'],
    ['hour', '2025-04-07T24'],
    ['hour', '2025-04-07T9'],
    ['hour', '2025-04-07 09'],
    ['hour', '2025-04-07'],
    ['day', '2025-04-07T10'],
    ['day', '2025-02-29'],
    ['day', '2025-4-07'],
    ['week', '2025-04-08'],
    ['month', '2025-13'],
    ['quarter', '2025-Q5'],
    ['quarter', 'FY2025-Q1'],
    ['year', '25'],
    ['year', 'FY2025'],
    ['year', '99999'],
    ['day', ''],
    ['month', '2025-00'],
    ['month', 'FY2025-04'],
    ['month', '2025-04 '],
    ['quarter', '2025-Q0'],
    ['quarter', '2025-Q1-03'],
    ['day', '2025-Q1-01-07'],
    ['year', '2025T00'],
  ] as const)('of a %s refuse "%s"', (unit, label) => {
    expect(() => calendar({ unit }).parse(label)).toThrow(InvalidOptionError);
  });
});

test('a label is a text', () => {
  const error = failure(() => calendar({ unit: 'year' }).parse(2025 as unknown as string));
  expect(error).toMatchObject({ code: 'E_OPT_RANGE', issues: [{ field: 'label', received: 'number' }] });
});

describe('periodsBetween', () => {
  test('lists the empty periods too', () => {
    const weeks = calendar({ unit: 'week' });
    expect(periodsBetween(weeks, '2024-12-23', '2025-01-06')).toEqual(['2024-12-23', '2024-12-30', '2025-01-06']);
    expect(periodsBetween(weeks, '2024-12-23', '2024-12-23')).toEqual(['2024-12-23']);
    for (const none of [undefined, {}, 'week'])
      expect(() => periodsBetween(none as never, '2024-12-23', '2024-12-23')).toThrow('periods to be a calendar');
  });

  test('lists hours, those that the clocks skipped too', () => {
    const hours = calendar({ unit: 'hour', timeZone: 'America/New_York' });
    const labels = ['2024-03-09T23', '2024-03-10T00', '2024-03-10T01', '2024-03-10T02', '2024-03-10T03'];
    expect(periodsBetween(hours, '2024-03-09T23', '2024-03-10T03')).toEqual(labels);
  });

  test('refuses an end before the beginning, a text that is no label, and more than 100,000', () => {
    const days = calendar({ unit: 'day' });
    expect(() => periodsBetween(days, '2025-01-02', '2025-01-01')).toThrow(InvalidOptionError);
    expect(() => periodsBetween(days, '2025-01', '2025-01-01')).toThrow(InvalidOptionError);
    expect(failure(() => periodsBetween(days, '1000-01-01', '2025-01-01'))).toMatchObject({ code: 'E_LIMIT' });
  });
});

describe('refused', () => {
  test.each([
    [{ unit: 'day', timeZone: 'Mars/Olympus' }, 'E_OPT_ZONE', 'timeZone'],
    [{ unit: 'day', timeZone: '' }, 'E_OPT_ZONE', 'timeZone'],
    [{ unit: 'day', timeZone: '+09:00' }, 'E_OPT_ZONE', 'timeZone'],
    [{ unit: 'day', timeZone: 9 }, 'E_OPT_TYPE', 'timeZone'],
    [{ unit: 'day', timeZone: null }, 'E_OPT_TYPE', 'timeZone'],
    [{ unit: 'fortnight' }, 'E_OPT_RANGE', 'unit'],
    [{}, 'E_OPT_RANGE', 'unit'],
    [{ unit: 'week', weekStartsOn: 7 }, 'E_OPT_RANGE', 'weekStartsOn'],
    [{ unit: 'week', weekStartsOn: 'monday' }, 'E_OPT_TYPE', 'weekStartsOn'],
    [{ unit: 'year', fiscalYearStartsOn: 13 }, 'E_OPT_RANGE', 'fiscalYearStartsOn'],
    [{ unit: 'year', fiscalYearStartsOn: 0 }, 'E_OPT_RANGE', 'fiscalYearStartsOn'],
    [{ unit: 'day', timezone: 'UTC' }, 'E_OPT_UNKNOWN', 'timezone'],
    [null, 'E_OPT_TYPE', 'options'],
  ])('options %j', (options, code, field) => {
    const error = failure(() => calendar(options as unknown as CalendarOptions));
    expect(error).toBeInstanceOf(InvalidOptionError);
    expect(error).toMatchObject({ code, issues: [{ field }] });
  });

  test.each([Number.NaN, Infinity, -Infinity, 253_402_300_800_000, -62_135_596_800_001])(
    'the instant %d',
    (instant) => {
      const days = calendar({ unit: 'day', timeZone: 'Asia/Tokyo' });
      expect(failure(() => days.indexOf(instant))).toBeInstanceOf(InvalidDataError);
      const error = failure(() => days.indexAll([0, instant], new Int32Array(2))) as InvalidDataError;
      expect(error).toMatchObject({ code: 'E_TIME_INVALID', issues: [{ index: 1 }] });
      expect(error.message).toMatch(
        /^calendar requires instant to be epoch milliseconds within the years 1 to 9999; row 1 has /,
      );
    },
  );

  test('an index that is no period, and room for fewer instants than there are', () => {
    const days = calendar({ unit: 'day' });
    expect(() => days.labelOf(0.5)).toThrow(InvalidOptionError);
    expect(() => days.startOf(Number.NaN)).toThrow(InvalidOptionError);
    expect(() => days.startOf(1e9)).toThrow(InvalidOptionError);
    expect(() => days.indexAll([1, 2], new Int32Array(1))).toThrow(InvalidOptionError);
    expect(() => days.indexAll([1], new Int32Array(9), 2)).toThrow(InvalidOptionError);
  });
});

test('the zone of the machine changes nothing', () => {
  const script = fileURLToPath(new URL('./machine-zone.ts', import.meta.url));
  const outputs = ['UTC', 'Asia/Tokyo', 'America/New_York', 'Pacific/Apia'].map((TZ) => {
    const run = spawnSync(process.execPath, ['--import', 'tsx', script], { env: { ...process.env, TZ } });
    return `${run.stdout}${run.stderr}`;
  });
  expect(outputs[0]).toContain('America/Havana month 2024-11');
  expect(new Set(outputs).size).toBe(1);
}, 60_000);

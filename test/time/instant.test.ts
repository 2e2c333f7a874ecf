import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { InvalidOptionError } from '../../src/core/errors.js';
import { instantOf } from '../../src/time/instant.js';
import { localInstant } from '../../src/time/local-instant.js';
import { zoneOf } from '../../src/time/zone.js';
import reference from '../reference/time.json' with { type: 'json' };

describe('instantOf reads', () => {
  test.each([
    ['2025-04-01T10:33:09+09:00', '2025-04-01T01:33:09.000Z'],
    ['2025-04-01T10:33:09+0900', '2025-04-01T01:33:09.000Z'],
    ['2025-04-01T10:33:09+09', '2025-04-01T01:33:09.000Z'],
    ['2025-04-01T10:33-03:30', '2025-04-01T14:03:00.000Z'],
    ['2025-04-01T10:33Z', '2025-04-01T10:33:00.000Z'],
    ['2025-04-01 10:33:09.5z', '2025-04-01T10:33:09.500Z'],
    ['2025-04-01t10:33:09,123999Z', '2025-04-01T10:33:09.123Z'],
    ['1969-12-31T23:59:59.9999-00:00', '1969-12-31T23:59:59.999Z'],
    ['2024-02-29T00:00+00', '2024-02-29T00:00:00.000Z'],
    ['0001-01-01T00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s', (text, instant) => {
    expect(instantOf(text)).toBe(Date.parse(instant));
  });

  test('dates, of this realm and others, and epoch milliseconds', () => {
    expect(instantOf(new Date(1234))).toBe(1234);
    expect(instantOf(runInNewContext('new Date(1234)'))).toBe(1234);
    expect(instantOf(1_743_471_189_000)).toBe(1_743_471_189_000);
    expect(instantOf(-1)).toBe(-1);
    expect(instantOf(-0)).toBe(0);
    expect(instantOf(-62_135_596_800_000)).toBe(-62_135_596_800_000);
  });

  test('a frozen date, and the time a date holds, not what a getter says', () => {
    class Lying extends Date {
      override getTime() {
        return 0;
      }
    }
    expect(instantOf(Object.freeze(new Lying(5)))).toBe(5);
  });
});

describe('instantOf calls ambiguous', () => {
  test.each(['2025-04-01', '2025-04-01T10:33', '2025-04-01 10:33:09.5', '2025/04/01 10:33:09', '2022/8/10'])(
    '%s, which lacks an offset',
    (text) => {
      expect(instantOf(text)).toMatchObject({ code: 'E_TIME_AMBIGUOUS', received: 'string' });
    },
  );
});

describe('instantOf calls invalid', () => {
  test.each([
    '',
    'now',
    '2024-02-30T00:00Z',
    '2023-02-29T00:00Z',
    '2024-02-30',
    '2024-04-31T12:00+09:00',
    '2024-13-01T00:00Z',
    '2024-00-10T00:00Z',
    '2024-01-00T00:00Z',
    '2024-01-01T24:00Z',
    '2024-01-01T10:60Z',
    '2024-01-01T10:00:60Z',
    '2024-01-01T10:00:00.Z',
    '2024-01-01T10:00Zjunk',
    ' 2024-01-01T10:00Z',
    '2024-01-01T10:00+9',
    '2024-01-01T10:00+09:0',
    '2024-01-01T10:00+24:00',
    '2024-01-01T10:00+09:60',
    '2024-01-01T1:00Z',
    '2024-1-1T10:00Z',
    '2024/01/01T10:00Z',
    '20240101T100000Z',
    '2024-W01-1T10:00Z',
    '+002024-01-01T10:00Z',
    '1735689600000',
    'Mon, 01 Jan 2024 00:00:00 GMT',
    '２０２４-01-01T10:00Z',
    '0000-12-31T23:59Z',
    '0001-01-01T00:00+09:00',
    '9999-12-31T23:59-01:00',
  ])('the text "%s"', (text) => {
    expect(instantOf(text)).toMatchObject({ code: 'E_TIME_INVALID', received: 'string' });
  });

  test.each([
    [Number.NaN, 'NaN'],
    [Infinity, 'Infinity'],
    [0.5, 'number'],
    [2 ** 60, 'number'],
    [253_402_300_800_000, 'number'],
    [new Date('never'), 'Invalid Date'],
    [runInNewContext('new Date(NaN)'), 'Invalid Date'],
    [new Date(8.64e15), 'Date'],
  ])('%s', (value, received) => {
    expect(instantOf(value)).toMatchObject({ code: 'E_TIME_INVALID', received });
  });
});

test('instantOf takes other types for no time at all, an object that only inherits from Date too', () => {
  const others = [null, undefined, true, 5n, {}, [], [2025], Symbol('time'), Object.create(Date.prototype), () => 5];
  expect(others.map(instantOf)).toMatchObject(others.map(() => ({ code: 'E_FIELD_TYPE' })));
  expect(instantOf(5n)).toMatchObject({ received: 'bigint' });
});

describe('localInstant', () => {
  const at = (text: string, timeZone: string) => {
    const instant = localInstant(text, zoneOf('test', timeZone));
    return typeof instant === 'number' ? new Date(instant).toISOString() : instant.code;
  };

  test.each([
    ['2025/04/01 10:33:09', '2025-04-01T01:33:09.000Z'],
    ['2025-04-01 10:33', '2025-04-01T01:33:00.000Z'],
    ['2025-04-01T10:33:09.25', '2025-04-01T01:33:09.250Z'],
    ['2025-04-01', '2025-03-31T15:00:00.000Z'],
    ['2022/8/10', '2022-08-09T15:00:00.000Z'],
    ['2022/8/10 9:05', '2022-08-10T00:05:00.000Z'],
  ])('reads %s on the clocks of Tokyo', (text, instant) => {
    expect(at(text, 'Asia/Tokyo')).toBe(instant);
  });

  test('takes the earlier of two times', () => {
    expect(at('2024-11-03 01:30', 'America/New_York')).toBe('2024-11-03T05:30:00.000Z');
    expect(at('2024-11-03', 'America/Havana')).toBe('2024-11-03T04:00:00.000Z');
    expect(at('2024-04-07 01:45', 'Australia/Lord_Howe')).toBe('2024-04-06T14:45:00.000Z');
  });

  test('moves a time that the clocks skipped on by as much', () => {
    expect(at('2024-03-10 02:30', 'America/New_York')).toBe('2024-03-10T07:30:00.000Z');
    expect(at('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
    expect(at('2011-12-30 12:00', 'Pacific/Apia')).toBe('2011-12-30T22:00:00.000Z');
  });

  test('agrees with zoneinfo around changes of the clocks', () => {
    // JSON has no tuples: each row is a zone, a wall time and an instant.
    const rows = reference.walls as [string, string, number][];
    const wrong = rows.filter(([timeZone, text, instant]) => localInstant(text, zoneOf('test', timeZone)) !== instant);
    expect(rows.length).toBeGreaterThan(400);
    expect(wrong).toEqual([]);
  });

  test.each([
    '',
    '2024-02-30',
    '2024/4/31 10:00',
    '2024-04/01',
    '2024-04-01 24:00',
    '2024-04-01 10',
    '2024-04-01 10:5',
    '2024-04-01 10:33Z',
    '04/01/2024',
    '24-04-01',
    '0000-01-01',
    '2024-04-01 ',
  ])('refuses "%s"', (text) => {
    expect(at(text, 'Asia/Tokyo')).toBe('E_TIME_INVALID');
  });
});

test('zoneOf names its caller when it refuses', () => {
  expect(() => zoneOf('parseResponses', 'Tokyo')).toThrow(InvalidOptionError);
  expect(() => zoneOf('parseResponses', 'Tokyo')).toThrow(
    'parseResponses requires timeZone to be an IANA zone such as "Asia/Tokyo"; got "Tokyo"',
  );
});

import {
  type ColumnReader,
  choice,
  column,
  id,
  type NumberOptions,
  number,
  parseResponses,
  score,
  text,
  time,
} from 'kizuna/schema';
import { describe, expect, test } from 'vitest';
import * as zod from 'zod';
import * as z from 'zod/mini';
import { InvalidOptionError, KizunaError } from '../../src/core/errors.js';
import { processorTime } from '../support/processor-time.js';

/** What a column makes of one cell: its value, or the code of the first issue. */
function read(reader: (name: string) => ColumnReader<unknown>, cell: unknown): unknown {
  const { rows, rejected } = parseResponses([{ cell }], { columns: { value: reader('cell') } });
  return rows.length === 1 ? rows[0]?.value : rejected[0]?.code;
}

describe('score', () => {
  const recommend = (name: string) => score(name, { scale: [0, 10] });
  test.each([
    [9, 9],
    ['9', 9],
    ['９', 9],
    ['１０', 10],
    [' 9 ', 9],
    ['\u30009\n', 9],
    ['9.0', 9],
    ['+9', 9],
    ['1e1', 10],
    ['', null],
    [' \u3000', null],
    [null, null],
    [undefined, null],
    ['9.5', 'E_NUM_INTEGER'],
    [9.5, 'E_NUM_INTEGER'],
    ['11', 'E_NUM_RANGE'],
    ['-1', 'E_NUM_RANGE'],
    ['−1', 'E_NUM_RANGE'],
    [11, 'E_NUM_RANGE'],
    ['abc', 'E_FIELD_TYPE'],
    ['9点', 'E_FIELD_TYPE'],
    ['0x9', 'E_FIELD_TYPE'],
    ['Infinity', 'E_FIELD_TYPE'],
    ['1,0', 'E_FIELD_TYPE'],
    [true, 'E_FIELD_TYPE'],
    [9n, 'E_FIELD_TYPE'],
    [[9], 'E_FIELD_TYPE'],
    [{ valueOf: () => 9 }, 'E_FIELD_TYPE'],
    [Number.NaN, 'E_NUM_NONFINITE'],
    [Number.POSITIVE_INFINITY, 'E_NUM_NONFINITE'],
  ])('reads %o as %o', (cell, value) => expect(read(recommend, cell)).toBe(value));

  test('reads −0 and "-0" as 0', () => {
    expect(read(recommend, -0)).toBe(0);
    expect(read(recommend, '-0')).toBe(0);
  });

  test('reads answers in words beside numbers, in any width', () => {
    const satisfied = (name: string) => score(name, { scale: [1, 5], labels: { '満足 Ａ': 5, ['__proto__']: 1 } });
    expect(['満足 A', '満足 Ａ ', '3', '__proto__', '不満'].map((cell) => read(satisfied, cell))).toEqual([
      5,
      5,
      3,
      1,
      'E_FIELD_TYPE',
    ]);
  });

  test('refuses a scale that is none, and labels outside it', () => {
    for (const scale of [[0], [0, 10, 20], [10, 0], [0, 0], [0.5, 2], ['0', '10'], undefined, 10]) {
      expect(() => score('a', { scale: scale as unknown as [number, number] })).toThrow(InvalidOptionError);
    }
    expect(() => score('a', { scale: [1, 5], labels: { x: 6 } })).toThrow('labels["x"] to be an integer from 1 to 5');
    // @ts-expect-error the option is called scale
    expect(() => score('a', { scale: [1, 5], scales: [1, 5] })).toThrow('got "scales"');
  });
});

describe('number', () => {
  const weight = (name: string) => number(name, { min: 0 });
  test.each([
    ['1.5', 1.5],
    ['１．５', 1.5],
    ['.5', 0.5],
    ['1E-3', 0.001],
    ['0', 0],
    ['', null],
    ['-0.1', 'E_NUM_RANGE'],
    ['1,234', 'E_FIELD_TYPE'],
    ['1e999', 'E_FIELD_TYPE'],
  ])('reads %o as %o', (cell, value) => expect(read(weight, cell)).toBe(value));

  const price = (name: string) => number(name, { thousands: ',', currency: true });
  test.each([
    ['1,200', 1200],
    ['1,234,567.5', 1234567.5],
    ['-1,200', -1200],
    ['−1,200', -1200],
    ['１，２００', 1200],
    ['¥1,200', 1200],
    ['￥１，２００', 1200],
    ['\\1,200', 1200], // ¥ of a Shift_JIS file
    ['$ 1,200.50', 1200.5],
    ['-¥1,200', -1200],
    ['¥-1,200', -1200],
    ['1200円', 1200],
    ['1,200 円', 1200],
    ['1,200€', 1200],
    ['1200', 1200],
    [1200, 1200],
    ['', null],
    ['1,2', 'E_FIELD_TYPE'],
    ['1,20,000', 'E_FIELD_TYPE'],
    ['1200,000', 'E_FIELD_TYPE'],
    ['0,123', 'E_FIELD_TYPE'],
    ['1.200,50', 'E_FIELD_TYPE'],
    [',200', 'E_FIELD_TYPE'],
    ['1,200,', 'E_FIELD_TYPE'],
    ['-¥-1', 'E_FIELD_TYPE'],
    ['¥1,200円', 'E_FIELD_TYPE'],
    ['¥', 'E_FIELD_TYPE'],
    ['円', 'E_FIELD_TYPE'],
    ['12円34', 'E_FIELD_TYPE'],
    ['¥∞', 'E_FIELD_TYPE'],
  ])('with separators and currency marks reads %o as %o', (cell, value) => expect(read(price, cell)).toBe(value));

  test('says which option reads what it refuses, and which separators it reads', () => {
    const expectedOf = (cell: string, options?: NumberOptions) =>
      parseResponses([{ cell }], { columns: { value: number('cell', options) } }).rejected[0]?.expected;
    expect(expectedOf('1,200')).toContain("give thousands: ','");
    expect(expectedOf('1200円')).toContain('give currency: true');
    expect(expectedOf('¥1,200')).toContain("give thousands: ',', currency: true");
    expect(expectedOf('1,2')).toBe('a number');
    expect(expectedOf('1.200,50', { thousands: ',' })).toContain('"," between groups of three digits and "." before');
    expect(() => number('a', { thousands: '.' as ',' })).toThrow(InvalidOptionError);
    expect(() => number('a', { currency: '¥' as unknown as boolean })).toThrow(InvalidOptionError);
  });

  test('reads a cell of a million digits in linear time', () => {
    const start = processorTime();
    expect(read(weight, `${'1'.repeat(1_000_000)}x`)).toBe('E_FIELD_TYPE');
    expect(read(price, `1${',000'.repeat(250_000)}x`)).toBe('E_FIELD_TYPE');
    expect(processorTime() - start).toBeLessThan(1000); // a pattern that backtracks would take hours
  });

  test('refuses a bound that is no number', () => {
    expect(() => number('a', { max: Number.NaN })).toThrow(InvalidOptionError);
  });
});

describe('text', () => {
  test.each([
    [' ①プロ ', '①プロ'],
    [7, '7'],
    ['', null],
    ['  ', null],
    [false, 'E_FIELD_TYPE'],
    [Number.NaN, 'E_NUM_NONFINITE'],
    [new Date(0), 'E_FIELD_TYPE'],
  ])('reads %o as %o', (cell, value) => expect(read((name) => text(name), cell)).toBe(value));
});

describe('choice', () => {
  const plan = (name: string) => choice(name, { choices: ['free', 'プロ'] });
  test.each([
    ['free', 'free'],
    ['ｆｒｅｅ ', 'free'],
    ['ﾌﾟﾛ', 'プロ'],
    ['Free', 'E_FIELD_VALUE'],
    ['constructor', 'E_FIELD_VALUE'],
    [1, 'E_FIELD_VALUE'],
    [null, null],
  ])('reads %o as %o', (cell, value) => expect(read(plan, cell)).toBe(value));

  test('refuses no choice, and two that are written alike', () => {
    expect(() => choice('a', { choices: [] })).toThrow(InvalidOptionError);
    expect(() => choice('a', { choices: ['pro', 'ｐｒｏ'] })).toThrow('to differ in more than width and blanks');
  });
});

describe('id', () => {
  test.each([
    [' a@example.com ', 'a@example.com'],
    ['Ａ①', 'Ａ①'],
    [12, '12'],
    ['😀', '😀'],
    ['', null],
    [1.5, 'E_FIELD_TYPE'],
    [2 ** 53, 'E_FIELD_TYPE'],
    ['a\0', 'E_ID_TEXT'],
    ['\uFEFFa', 'E_ID_TEXT'],
    ['a\uD83D', 'E_ID_TEXT'],
    ['\uDE00a', 'E_ID_TEXT'],
  ])('reads %o as %o', (cell, value) => expect(read((name) => id(name), cell)).toBe(value));
});

describe('time', () => {
  const inTokyo = (name: string) => time(name, { timeZone: 'Asia/Tokyo' });
  const instant = Date.parse('2025-04-01T10:33:09+09:00');
  test.each([
    ['2025-04-01T10:33:09+09:00'],
    ['2025-04-01 10:33:09 +0900'],
    ['2025-04-01T01:33:09Z'],
    ['2025-04-01 01:33:09 UTC'],
    ['2025/04/01 10:33:09'],
    ['2025/4/1 10:33:09'],
    ['２０２５／０４／０１　１０：３３：０９'],
    ['2025/04/01 10:33:09 午前 GMT+9'],
    ['2025/04/01 10:33:09 AM GMT+9'],
    ['2025/04/01 10:33:09\u202fAM GMT+9'],
    ['2025/03/31 9:33:09 PM GMT-4'],
    ['2025年4月1日 10時33分9秒'],
    ['２０２５年４月１日（火）１０：３３：０９'],
    ['2025年04月01日10時33分09秒'],
    ['2025.04.01 10:33:09'],
    ['2025.4.1 10:33:09'],
    ['2025/04/01 7:03:09 am GMT+5:30'],
    ['2025/04/01 1:33:09 午前 GMT'],
    [instant],
    [new Date(instant)],
  ])('reads %o as the same instant', (cell) => expect(read(inTokyo, cell)).toBe(instant));

  test.each([
    ['2025/04/01 12:00:00 AM GMT+9', '2025-04-01T00:00:00+09:00'],
    ['2025/04/01 12:00:00 午後 GMT+9', '2025-04-01T12:00:00+09:00'],
    ['2025/04/01 0:05:00 午後 GMT+9', '2025-04-01T12:05:00+09:00'],
    ['2025/04/01 11:59:59 PM GMT+9', '2025-04-01T23:59:59+09:00'],
    ['2025-04-01', '2025-04-01T00:00:00+09:00'],
    ['2025/4/1 9:05', '2025-04-01T09:05:00+09:00'],
    ['2025年4月1日 10時33分', '2025-04-01T10:33:00+09:00'],
    ['2025年12月31日 9時', '2025-12-31T09:00:00+09:00'],
    ['2025年4月1日', '2025-04-01T00:00:00+09:00'],
    ['2025.04.01', '2025-04-01T00:00:00+09:00'],
  ])('reads %s as %s', (cell, iso) => expect(read(inTokyo, cell)).toBe(Date.parse(iso)));

  test.each([
    ['2025/02/30 10:00:00', 'E_TIME_INVALID'],
    ['2025/04/01 13:00:00 PM GMT+9', 'E_TIME_INVALID'],
    ['2025/04/01 24:00:00', 'E_TIME_INVALID'],
    ['4/1/2025 10:33:09', 'E_TIME_INVALID'],
    ['25/04/01', 'E_TIME_INVALID'],
    ['2025年13月1日', 'E_TIME_INVALID'],
    ['2025年4月1日 25時', 'E_TIME_INVALID'],
    ['令和7年4月1日', 'E_TIME_INVALID'],
    ['2025年', 'E_TIME_INVALID'],
    ['2025.04/01', 'E_TIME_INVALID'],
    ['1.5', 'E_TIME_INVALID'],
    ['yesterday', 'E_TIME_INVALID'],
    [new Date('never'), 'E_TIME_INVALID'],
    [1.5, 'E_TIME_INVALID'],
    [true, 'E_FIELD_TYPE'],
    ['', null],
  ])('reads %o as %o', (cell, value) => expect(read(inTokyo, cell)).toBe(value));

  test('rejects a time without an offset when no zone is told', () => {
    expect(read((name) => time(name), '2025/04/01 10:33:09')).toBe('E_TIME_AMBIGUOUS');
    expect(read((name) => time(name), '2025-04-01')).toBe('E_TIME_AMBIGUOUS');
    expect(read((name) => time(name), '2025/04/01 10:33:09 午前 GMT+9')).toBe(instant);
  });

  test('reads dates in the order that is told', () => {
    const day = Date.UTC(2025, 3, 1);
    expect(read((name) => time(name, { timeZone: 'UTC', dateOrder: 'mdy' }), '4/1/2025 0:00:00')).toBe(day);
    expect(read((name) => time(name, { timeZone: 'UTC', dateOrder: 'dmy' }), '1/4/2025')).toBe(day);
    expect(read((name) => time(name, { timeZone: 'UTC', dateOrder: 'dmy' }), '2025年4月1日')).toBe(day);
    expect(read((name) => time(name, { timeZone: 'UTC', dateOrder: 'dmy' }), '2025/4/1 1:00 PM')).toBe(
      'E_TIME_INVALID',
    );
  });

  test('refuses a zone and an order that are none', () => {
    expect(() => time('a', { timeZone: 'Asia/Nowhere' })).toThrow(expect.objectContaining({ code: 'E_OPT_ZONE' }));
    // @ts-expect-error no such order
    expect(() => time('a', { dateOrder: 'ydm' })).toThrow(InvalidOptionError);
  });
});

describe('column', () => {
  test('reads a cell with any Standard Schema, and tells its faults by column', () => {
    const region = column(['Region', '地域'], z.string().check(z.minLength(2)));
    const { rows, rejected } = parseResponses([{ 地域: 'kanto' }, { 地域: 'k' }], { columns: { region } });
    expect(rows).toEqual([{ region: 'kanto' }]);
    expect(rejected).toEqual([
      {
        code: 'E_FIELD_VALUE',
        index: 1,
        field: '地域',
        expected: 'what the schema accepts (zod, too_small)',
        received: 'string',
      },
    ]);
  });

  test('takes an empty cell for null before the schema could make 0 of it, or refuses it', () => {
    const rows = ['9', '', ' ', null, undefined].map((score) => ({ score }));
    const coerced = zod.coerce.number().int();
    const read = parseResponses(rows, { columns: { score: column('score', coerced) } });
    expect(read.rows.map(({ score }) => score)).toEqual([9, null, null, null, null]);
    const required = parseResponses(rows, { columns: { score: column('score', coerced, { required: true }) } });
    expect(required.rows).toEqual([{ score: 9 }]);
    expect(required.rejected.map(({ code }) => code)).toEqual(Array(4).fill('E_FIELD_MISSING'));
    const noAnswer = column('score', coerced, { noAnswer: ['無回答'] });
    expect(parseResponses([{ score: '無回答' }], { columns: { score: noAnswer } }).rows).toEqual([{ score: null }]);
  });

  test('refuses what is no schema and what is no name', () => {
    // @ts-expect-error not a schema
    expect(() => column('a', { parse: () => 1 })).toThrow('Standard Schema');
    expect(() => column([], z.string())).toThrow(InvalidOptionError);
    // @ts-expect-error not a name
    expect(() => column(1, z.string())).toThrow(InvalidOptionError);
  });
});

describe('every column', () => {
  test('rejects an empty cell with E_FIELD_MISSING when it is required', () => {
    const readers = [
      score('a', { scale: [0, 10], required: true }),
      number('a', { required: true }),
      text('a', { required: true }),
      choice('a', { choices: ['x'], required: true }),
      id('a', { required: true }),
      time('a', { required: true }),
    ];
    for (const reader of readers) {
      const { rows, rejected } = parseResponses([{ a: '' }, { a: null }, {}], { columns: { a: reader } });
      expect(rows).toEqual([]);
      expect(rejected.map(({ code, received }) => `${code} ${received}`)).toEqual([
        'E_FIELD_MISSING string',
        'E_FIELD_MISSING null',
        'E_FIELD_MISSING undefined',
      ]);
    }
  });

  test('reads what stands for no answer as an empty cell', () => {
    const noAnswer = ['無回答', '99', 'Ｎ/Ａ'];
    const reader = (name: string) => score(name, { scale: [1, 5], noAnswer });
    expect(['無回答 ', '99', '９９', 99, 'N/A', '5'].map((cell) => read(reader, cell))).toEqual([
      ...[null, null, null, null, null],
      5,
    ]);
    expect(read((name) => score(name, { scale: [1, 5], noAnswer, required: true }), 99)).toBe('E_FIELD_MISSING');
  });

  test('refuses options that do not fit', () => {
    expect(() => text('a', { required: 1 as unknown as true })).toThrow(InvalidOptionError);
    expect(() => text('a', { noAnswer: 'x' as unknown as string[] })).toThrow(InvalidOptionError);
    expect(() => text('a', null as unknown as object)).toThrow(KizunaError);
  });
});

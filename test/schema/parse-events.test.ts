import { choice, column, decodeCsv, id, number, parseEvents, parseResponses, text, time } from 'kizuna/schema';
import { describe, expect, test } from 'vitest';
import * as zod from 'zod';
import { InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import { eventLog } from '../../src/log/event-log.js';
import { thrown } from '../support/thrown.js';

const AT = Date.UTC(2025, 3, 1, 1, 33, 9);
const codes = (result: { rejected: readonly { index: number | null; field: string | null; code: string }[] }) =>
  result.rejected.map(({ index, field, code }) => [index, field, code]);

describe('parseEvents', () => {
  test('keeps sound events in order and lists every issue of the others', () => {
    const given = [
      { customer: 'b', time: AT + 5, name: 'visit', amount: '', plan: 'pro' },
      { customer: '', time: '2025-04-01 10:33', name: ' ', amount: 'free', plan: {} },
      { customer: 12, time: '2025-04-01T10:33:09+09:00', name: 'purchase', amount: '1200.5', plan: ' free ' },
      null,
    ];
    const result = parseEvents(given, { properties: ['plan'] });
    expect(result.rows).toEqual([
      { customer: 'b', time: AT + 5, name: 'visit', amount: null, plan: 'pro' },
      { customer: '12', time: AT, name: 'purchase', amount: 1200.5, plan: 'free' },
    ]);
    expect(codes(result)).toEqual([
      [1, 'customer', 'E_FIELD_MISSING'],
      [1, 'time', 'E_TIME_AMBIGUOUS'],
      [1, 'name', 'E_FIELD_MISSING'],
      [1, 'amount', 'E_FIELD_TYPE'],
      [1, 'plan', 'E_FIELD_TYPE'],
      [3, null, 'E_ROW_TYPE'],
    ]);
    expect(result).toMatchObject({
      issueCount: 6,
      rejectedCount: 2,
      rejectedIndexes: [1, 3],
      columns: { customer: 'customer', time: 'time', name: 'name', amount: 'amount', plan: 'plan' },
      preset: null,
    });
  });

  test('makes rows that eventLog takes as they are', () => {
    const { rows } = parseEvents(
      [
        { customer: 'b', time: AT, name: 'purchase', amount: 5, plan: 'pro', seats: 3, trial: true },
        { customer: 'a', time: AT - 1, name: 'visit', amount: '', plan: '', seats: '', trial: '' },
      ],
      { properties: ['plan', 'seats', 'trial'] },
    );
    const roles = { customer: 'customer', time: 'time', name: 'name', amount: 'amount' } as const;
    const log = eventLog(rows, { ...roles, properties: ['plan', 'seats', 'trial'] });
    expect([...log.time]).toEqual([AT - 1, AT]);
    expect(log.names).toEqual(['purchase', 'visit']);
    expect(eventLog(parseEvents([{ user_id: 1, at: AT, event: 'x' }]).rows, roles).length).toBe(1);
  });

  test('has an amount of null where the rows have none', () => {
    const { rows, columns } = parseEvents([{ customer: 'a', time: AT, event: 'visit' }]);
    expect(rows).toEqual([{ customer: 'a', time: AT, name: 'visit', amount: null }]);
    expect(columns).toEqual({ customer: 'customer', time: 'time', name: 'event' });
    const amountless = { columns: { amount: 'price' } };
    expect(() => parseEvents([{ customer: 'a', time: AT, event: 'visit' }], amountless)).toThrow('a column "price"');
  });

  test('prefers columns of your own to all others, and guesses the rest', () => {
    const row = { customer: 'c', 担当者: 'd', time: AT, event: 'x', name: 'Taro', price: 3, amount: 4 };
    const { rows } = parseEvents([row], { columns: { customer: '担当者', amount: ['値段', 'price'] } });
    expect(rows).toEqual([{ customer: 'd', time: AT, name: 'x', amount: 3 }]);
  });

  test('reads a part with a reader of your own', () => {
    const yen = column(
      '金額',
      zod.string().transform((cell) => Number(cell.replace(/[¥,]/g, ''))),
    );
    const rows = [
      { 会員: 'a', 日時: '4/1/2025 10:33:09', 操作: 'buy', 金額: '¥1,200' },
      { 会員: '(not set)', 日時: '4/1/2025 10:33:09', 操作: 'sell', 金額: '0' },
    ];
    const result = parseEvents(rows, {
      columns: {
        customer: id('会員', { required: true, noAnswer: ['(not set)'] }),
        time: time('日時', { required: true, dateOrder: 'mdy', timeZone: 'Asia/Tokyo' }),
        name: choice('操作', { choices: ['buy'], required: true }),
        amount: yen,
      },
    });
    expect(result.rows).toEqual([{ customer: 'a', time: AT, name: 'buy', amount: 1200 }]);
    expect(codes(result)).toEqual([
      [1, '会員', 'E_FIELD_MISSING'],
      [1, '操作', 'E_FIELD_VALUE'],
    ]);
  });

  test('reads amounts as files write money, and tells how where it cannot', () => {
    const amounts = ['1,200', '￥1,200', '1200円', '１，２００', '$1,200.50', '', '1,2', '1.200,50', 'free'];
    const events = amounts.map((金額) => ({ 会員ID: 'a', 日時: '2025-04-01T10:33:09+09:00', イベント: 'buy', 金額 }));
    const result = parseEvents(events);
    expect(result.rows.map(({ amount }) => amount)).toEqual([1200, 1200, 1200, 1200, 1200.5, null]);
    expect(codes(result)).toEqual([6, 7, 8].map((index) => [index, '金額', 'E_FIELD_TYPE']));
    expect(result.rejected[0]?.expected).toContain('"," between groups of three digits, "." before decimals');
    expect(result.rejected[0]?.expected).toContain("columns: { amount: column('…', schema) }");
  });

  test('gives properties other names, and reads them with readers', () => {
    const row = { customer: 'a', time: AT, event: 'x', プラン: 'ｐｒｏ', 席数: '３', 備考: ' - ' };
    const plan = choice('プラン', { choices: ['free', 'pro'] });
    const { rows, columns } = parseEvents([row], {
      properties: { plan, seats: number('席数'), note: ['メモ', '備考'] },
    });
    expect(rows).toEqual([{ customer: 'a', time: AT, name: 'x', amount: null, plan: 'pro', seats: 3, note: '-' }]);
    expect(columns).toMatchObject({ plan: 'プラン', seats: '席数', note: '備考' });
  });

  test('reads a Shift_JIS export with Japanese headings on the clocks of Tokyo', async () => {
    // 会員ID,日時,イベント,金額 / 1,2025/04/01 10:33:09,購入,1200 as Windows writes it
    const words = [
      [0x89, 0xef, 0x88, 0xf5, 0x49, 0x44, 0x2c, 0x93, 0xfa, 0x8e, 0x9e, 0x2c],
      [0x83, 0x43, 0x83, 0x78, 0x83, 0x93, 0x83, 0x67, 0x2c, 0x8b, 0xe0, 0x8a, 0x7a, 0x0d, 0x0a],
      [...new TextEncoder().encode('1,2025/04/01 10:33:09,')],
      [0x8d, 0x77, 0x93, 0xfc, 0x2c],
      [...new TextEncoder().encode('1200\r\n')],
    ];
    const file = await decodeCsv(Uint8Array.from(words.flat()));
    expect(file.encoding).toBe('shift_jis');
    const { rows } = parseEvents(file.rows, { timeZone: 'Asia/Tokyo' });
    expect(rows).toEqual([{ customer: '1', time: AT, name: '購入', amount: 1200 }]);
  });

  test('never shows a value', () => {
    const secret = 'taro@example.com';
    const rows = [{ customer: { secret }, time: secret, event: [secret], amount: secret, plan: { secret } }, secret];
    const result = parseEvents(rows, { properties: ['plan'] });
    expect(result.issueCount).toBe(6);
    expect(JSON.stringify(result)).not.toContain(secret);
  });

  test('rejects what no log can hold: broken text, numbers that are seconds', () => {
    const sound = { customer: 'a', time: AT, event: 'x' };
    const rows = [
      { ...sound, customer: 'a\0' },
      { ...sound, event: 'x\uD83D' },
      { ...sound, time: AT / 1000 },
      { ...sound, time: String(AT) },
      { ...sound, amount: Number.NaN },
      { ...sound, plan: Infinity },
    ];
    expect(codes(parseEvents(rows, { properties: ['plan'] }))).toEqual([
      [0, 'customer', 'E_ID_TEXT'],
      [1, 'event', 'E_ID_TEXT'],
      [2, 'time', 'E_TIME_UNIT'],
      [3, 'time', 'E_TIME_INVALID'],
      [4, 'amount', 'E_NUM_NONFINITE'],
      [5, 'plan', 'E_NUM_NONFINITE'],
    ]);
  });

  test.each([
    ...['購入者ID', '注文者ID', 'お客様番号', '会員id', '顧客番号', '顧客Id', 'CUSTOMER_ID', '会員ＩＤ'].map(
      (customer) => ({ customer }),
    ),
    ...[
      '注文日時',
      '受注日時',
      '受注日',
      '購入日',
      '購入日時',
      '注文日',
      '日付',
      'アクセス日時',
      '発生日時',
      'TIMESTAMP',
    ].map((time) => ({ time })),
    ...['合計', '支払合計', '購入金額', '注文金額', '売上', 'AMOUNT', '合計\n'].map((amount) => ({ amount })),
  ] as readonly Partial<Record<'customer' | 'time' | 'amount', string>>[])('guesses the heading of %j', (heading) => {
    const { customer = '会員ID', time = '日時', amount = '金額' } = heading;
    const row = { [customer]: 'a', [time]: '2025年4月1日 10時33分', イベント: '購入', [amount]: '1,200円' };
    const { rows, columns } = parseEvents([row], { timeZone: 'Asia/Tokyo' });
    expect(rows).toEqual([{ customer: 'a', time: AT - 9000, name: '購入', amount: 1200 }]);
    expect(columns).toEqual({ customer, time, name: 'イベント', amount });
  });

  test('guesses none of two headings that differ in case alone, and takes case as told where it is told', () => {
    const row = { Customer_Id: 'a', CUSTOMER_ID: 'b', time: AT, event: 'x' };
    expect(() => parseEvents([row])).toThrow('requires a column "customer"');
    expect(() => parseEvents([row], { columns: { customer: 'customer_ID' } })).toThrow('a column "customer_ID"');
  });

  test('says how to tell a column that was not found', () => {
    const row = { customer: 'a', いつ: AT, event: 'x' };
    expect(() => parseEvents([row])).toThrow(/; the rows have .*; tell which with columns: \{ time: '…' \}$/);
    expect(() => parseEvents([row], { columns: { time: 'どこ' } })).toThrow(/"event"$/);
  });

  test('refuses rows without a column for a part, with a few of the names it looked for', () => {
    const error = /^parseEvents requires a column "event" or .* or \d+ other names; the rows have /;
    expect(() => parseEvents([{ customer: 'a', time: AT, kind: 'x' }])).toThrow(error);
    expect(() => parseEvents([{ customer: 'a', time: AT, kind: 'x' }])).toThrow(InvalidDataError);
    const named = { columns: { name: 'kinds' } };
    expect(() => parseEvents([{ customer: 'a', time: AT, kind: 'x' }], named)).toThrow('a column "kinds"; the rows');
  });

  test('asks for timeZone once where no time has an offset, and with each rejection where some have', () => {
    const local = { customer: 'a', time: '2025/04/01 10:33', event: 'x' };
    const rows = [local, { ...local, time: '' }, { ...local, customer: '', time: '2025-04-01' }];
    const error = thrown(InvalidOptionError, () => parseEvents(rows));
    expect(error.message).toBe(
      'parseEvents requires timeZone to be given, such as \'Asia/Tokyo\', for times without an offset; none of the 2 times in "time" has an offset',
    );
    expect(error.issues).toMatchObject([{ code: 'E_TIME_AMBIGUOUS', index: null, field: 'timeZone' }]);
    const mixed = parseEvents([{ ...local, time: AT }, local]);
    expect(mixed.rejected[0]?.expected).toContain('give timeZone');
    expect(parseEvents([{ ...local, time: 'soon' }, local]).rejectedCount).toBe(2);
    expect(parseEvents([{ ...local, time: '' }]).rejectedCount).toBe(1);
  });

  test.each([
    ['1750000000', 'seconds'],
    ['1750000000.5', 'seconds'],
    [1750000000, 'seconds'],
    ['1750000000000', 'milliseconds'],
    ['1750000000000000', 'microseconds'],
  ])('says which epoch reads %o', (time, unit) => {
    const { rejected } = parseEvents([{ customer: 'a', time, event: 'x' }]);
    expect(rejected[0]?.expected).toContain(`give epoch: '${unit}'`);
    const epoch = unit as 'seconds';
    expect(parseEvents([{ customer: 'a', time, event: 'x' }], { epoch }).rows).toHaveLength(1);
  });

  test('gives nothing for nothing', () => {
    expect(parseEvents([])).toEqual({
      rows: [],
      rejected: [],
      issueCount: 0,
      rejectedCount: 0,
      rejectedIndexes: [],
      columns: { customer: 'customer', time: 'time', name: 'event' },
      preset: null,
    });
  });

  test('reads an iterator that goes once, and writes to nothing', () => {
    function* rows() {
      yield Object.freeze({ event: 'x', properties: Object.freeze({ distinct_id: 'a', time: AT / 1000 }) });
    }
    expect(parseEvents(rows(), Object.freeze({ columns: 'mixpanel' })).rows).toHaveLength(1);
  });

  test('refuses options that are none', () => {
    const refused: readonly unknown[] = [
      null,
      { column: {} },
      { columns: 'heap' },
      { columns: { user: 'a' } },
      { columns: { customer: 5 } },
      { columns: { customer: [] } },
      { columns: null },
      { properties: 'plan' },
      { properties: ['time'] },
      { properties: { amount: 'x' } },
      { properties: { plan: 5 } },
      { properties: [5] },
      { timeZone: 'Mars' },
      { dateOrder: 'ydm' },
      { epoch: 'minutes' },
    ];
    for (const options of refused) expect(() => parseEvents([], options as object)).toThrow(InvalidOptionError);
    const properties = { columns: { properties: ['plan'] } } as object;
    expect(() => parseEvents([], properties)).toThrow('got "properties", which is an option beside columns');
    for (const rows of [null, 5, 'text', { a: 1 }]) {
      expect(() => parseEvents(rows as unknown as [])).toThrow(InvalidDataError);
    }
  });

  test('tells which field of which row cannot be read', () => {
    const hostile = {
      event: 'x',
      get properties(): object {
        throw new Error('taro@example.com');
      },
    };
    expect(() => parseEvents([hostile])).toThrow(/^parseEvents requires .* row 0/);
    expect(() => parseEvents([hostile])).not.toThrow('taro');
  });
});

describe('an export that its columns show', () => {
  const event = { customer: 'u1', time: AT, name: 'Signed up', amount: null };
  const exports: readonly (readonly [string, object, object])[] = [
    ['amplitude', { user_id: 'u1', event_time: '2025-04-01 01:33:09.000000', event_type: 'Signed up' }, event],
    ['mixpanel', { event: 'Signed up', properties: { distinct_id: 'u1', time: AT / 1000 } }, event],
    ['mixpanel', { event: 'Signed up', distinct_id: 'u1', time: String(AT / 1000) }, event],
    [
      'ga4',
      {
        user_pseudo_id: 'u1',
        event_timestamp: `${AT}000`,
        event_name: 'Signed up',
        ecommerce: { purchase_revenue: 9 },
      },
      { ...event, amount: 9 },
    ],
    ['ga4', { user_pseudo_id: 'u1', event_timestamp: AT * 1000 + 999, event_name: 'Signed up' }, event],
    ['posthog', { distinct_id: 'd', person_id: 'u1', timestamp: '2025-04-01T01:33:09Z', event: 'Signed up' }, event],
    ['posthog', { distinct_id: 'u1', timestamp: '2025-04-01 01:33:09.000000', event: 'Signed up' }, event],
    [
      'segment',
      { userId: 'u1', timestamp: '2025-04-01T01:33:09.000Z', event: 'Signed up', properties: { revenue: '39.95' } },
      { ...event, amount: 39.95 },
    ],
  ];
  test.each(exports)('%s: %j', (preset, row, expected) => {
    expect(parseEvents([row], { columns: preset as 'ga4' })).toMatchObject({ rows: [expected], preset });
    expect(parseEvents([row], { timeZone: 'UTC' })).toMatchObject({ rows: [expected], preset });
  });

  test('has its zone taken only where it was named: other files have such columns too', () => {
    const row = { user_id: 'u1', event_time: '2025-04-01 01:33:09', event_type: 'x' };
    const sound = { ...row, event_time: AT };
    expect(codes(parseEvents([sound, row]))).toEqual([[1, 'event_time', 'E_TIME_AMBIGUOUS']]);
    expect(parseEvents([row], { columns: 'amplitude' }).rows[0]?.time).toBe(AT);
    expect(parseEvents([row], { columns: 'amplitude', timeZone: 'Asia/Tokyo' }).rows[0]?.time).toBe(AT - 9 * 3_600_000);
  });

  test('has the unit of its numbers kept for its own column, and given up for another', () => {
    const row = { distinct_id: 'u1', time: AT / 1000, event: 'x', sent: AT };
    expect(parseEvents([row], { columns: { time: 'time' } }).rows[0]?.time).toBe(AT);
    expect(parseEvents([row], { columns: { time: 'sent' } }).rows[0]?.time).toBe(AT);
    const inMilliseconds = { ...row, time: AT };
    expect(codes(parseEvents([inMilliseconds]))).toEqual([[0, 'time', 'E_TIME_INVALID']]);
    expect(parseEvents([inMilliseconds], { epoch: 'milliseconds' }).rows[0]?.time).toBe(AT);
  });

  test('has no other columns looked for once it is named', () => {
    const row = { customer: 'a', time: AT, event: 'x' };
    expect(() => parseEvents([row], { columns: 'ga4' })).toThrow('parseEvents requires a column "user_pseudo_id"; the');
  });

  test('has fields within objects read by their path, and a column of that very name first', () => {
    const mixpanel = {
      event: 'x',
      properties: { distinct_id: 'u1', time: AT / 1000, plan: 'pro', os: { name: 'iOS' } },
    };
    const properties = { plan: 'properties.plan', os: text('properties.os.name') };
    const { rows, columns } = parseEvents([mixpanel, { ...mixpanel, 'properties.plan': 'own' }], { properties });
    expect(rows.map(({ plan, os }) => [plan, os])).toEqual([
      ['pro', 'iOS'],
      ['own', 'iOS'],
    ]);
    expect(columns).toMatchObject({ customer: 'properties.distinct_id', plan: 'properties.plan' });
    const inherited = { properties: { name: 'properties.constructor' } };
    expect(() => parseEvents([mixpanel], inherited as object)).toThrow(InvalidOptionError);
    expect(() => parseEvents([mixpanel], { properties: ['properties.toString'] })).toThrow(InvalidDataError);
  });
});

describe('time with a unit of numbers', () => {
  const read = (cell: unknown, epoch: 'seconds' | 'milliseconds' | 'microseconds') => {
    const { rows, rejected } = parseResponses([{ t: cell }], { columns: { at: time('t', { epoch }) } });
    return rows[0]?.at ?? rejected[0]?.code;
  };
  test.each([
    [1743471189, 'seconds', AT],
    ['1743471189', 'seconds', AT],
    ['1743471189.1239', 'seconds', AT + 124],
    ['１７４３４７１１８９', 'seconds', AT],
    [AT, 'seconds', 'E_TIME_INVALID'],
    [String(AT), 'milliseconds', AT],
    [AT + 0.5, 'milliseconds', 'E_TIME_INVALID'],
    [AT * 1000 + 999, 'microseconds', AT],
    [`${AT}999`, 'microseconds', AT],
    [AT, 'microseconds', 'E_TIME_UNIT'],
    ['1743471189', 'milliseconds', 'E_TIME_UNIT'],
    [Number.NaN, 'seconds', 'E_TIME_INVALID'],
    ['2025-04-01T10:33:09+09:00', 'seconds', AT],
    [new Date(AT), 'seconds', AT],
    ['2025-04-01 10:33:09', 'seconds', 'E_TIME_AMBIGUOUS'],
    ['soon', 'seconds', 'E_TIME_INVALID'],
  ] as const)('reads %o in %s as %o', (cell, epoch, value) => expect(read(cell, epoch)).toBe(value));
});

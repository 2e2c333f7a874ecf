import { column, number, parseOrders } from 'kizuna/schema';
import { describe, expect, test } from 'vitest';
import * as zod from 'zod';
import { InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import { eventLog } from '../../src/log/event-log.js';
import { thrown } from '../support/thrown.js';

const AT = Date.UTC(2025, 3, 1, 1, 33, 9);
const DAY = 86_400_000;
const TOKYO = { timeZone: 'Asia/Tokyo' } as const;
const order = (of: Record<string, unknown>) => ({ order: 'o1', customer: 'a', time: AT, amount: 100, ...of });

describe('parseOrders', () => {
  test('keeps sound orders in order, makes rows that eventLog takes, and lists every issue of the others', () => {
    const given = [
      order({ order: 7, amount: '¥1,200' }),
      order({ order: 'o2', customer: ' ', amount: '5' }),
      order({ order: 'o3', time: '昨日', amount: '未定' }),
      null,
      order({ order: '', time: AT + 1, amount: '' }),
    ];
    const result = parseOrders(given);
    expect(result.rows).toEqual([
      { order: '7', customer: 'a', time: AT, amount: 1200 },
      { order: null, customer: 'a', time: AT + 1, amount: null },
    ]);
    expect(result.rejected.map(({ index, field, code }) => [index, field, code])).toEqual([
      [1, 'customer', 'E_FIELD_MISSING'],
      [2, 'time', 'E_TIME_INVALID'],
      [2, 'amount', 'E_FIELD_TYPE'],
      [3, null, 'E_ROW_TYPE'],
    ]);
    expect(result).toMatchObject({
      rejectedCount: 3,
      rejectedIndexes: [1, 2, 3],
      columns: { order: 'order', customer: 'customer', time: 'time', amount: 'amount' },
      preset: null,
      lines: null,
      leftOut: [],
    });
    const roles = { customer: 'customer', time: 'time', amount: 'amount', properties: ['order'] } as const;
    expect(eventLog(result.rows, roles).length).toBe(2);
  });

  test('finds common columns in English and Japanese, in any case', () => {
    const { rows, columns } = parseOrders(
      [{ ORDER_ID: 'x', Order_Date: '2025/04/01', Customer_Id: 5, Total: '1,000', STATUS: 'shipped' }],
      TOKYO,
    );
    expect(rows).toEqual([{ order: 'x', customer: '5', time: Date.UTC(2025, 2, 31, 15), amount: 1000 }]);
    expect(columns).toMatchObject({ order: 'ORDER_ID', status: 'STATUS' });
    const japanese = { 受注番号: 'x', 受注日時: '2025年4月1日 10時33分', 会員番号: '17', 支払合計: '１，２００円' };
    expect(parseOrders([japanese], TOKYO).rows).toEqual([
      { order: 'x', customer: '17', time: AT - 9000, amount: 1200 },
    ]);
  });

  test('needs neither an identifier of the order nor an amount', () => {
    const { rows, columns } = parseOrders([
      { customer: 'a', time: AT },
      { customer: 'a', time: AT },
    ]);
    expect(rows).toEqual([
      { order: null, customer: 'a', time: AT, amount: null },
      { order: null, customer: 'a', time: AT, amount: null },
    ]);
    expect(columns).toEqual({ customer: 'customer', time: 'time' });
  });

  test('takes columns and readers of your own before all others', () => {
    const given = [{ no: 1, customer: 'wrong', 得意先: 'a', 日付: '4/1/2025', 金額: 9, yen: '1.200', memo: 'NG' }];
    const yen = column(
      'yen',
      zod.string().transform((cell) => Number(cell.replace('.', ''))),
    );
    const columns = { order: 'no', customer: ['取引先', '得意先'], amount: yen, status: 'memo' };
    const { rows } = parseOrders(given, { columns, dateOrder: 'mdy', timeZone: 'UTC' });
    expect(rows).toEqual([{ order: '1', customer: 'a', time: Date.UTC(2025, 3, 1), amount: 1200 }]);
    const nested = [{ customer: { id: 'a' }, placed: AT / 1000, sum: 5 }];
    const inObjects = { customer: 'customer.id', time: 'placed', amount: number('sum') };
    expect(parseOrders(nested, { columns: inObjects, epoch: 'seconds' }).rows[0]).toMatchObject({
      customer: 'a',
      time: AT,
    });
  });

  test('takes the e-mail address, in small letters, where there is no identifier', () => {
    const guests = [
      { customer: '', email: 'B@Example.com', time: AT },
      { customer: 'a', email: 'a@example.com', time: AT },
      { customer: null, email: ' ', time: AT },
    ];
    const result = parseOrders(guests);
    expect(result.rows.map(({ customer }) => customer)).toEqual(['b@example.com', 'a']);
    expect(result.rejected).toMatchObject([{ index: 2, field: 'customer', code: 'E_FIELD_MISSING' }]);
    const [first] = parseOrders([{ Email: 'B@example.com', time: AT }]).rows;
    expect(first?.customer).toBe('b@example.com');
  });
});

describe('several rows of one order', () => {
  test('are its total several times where the amounts are equal', () => {
    const { rows, lines, leftOut } = parseOrders([order({}), order({}), order({ order: 'o2' })]);
    expect(rows.map(({ amount }) => amount)).toEqual([100, 100]);
    expect([lines, leftOut]).toEqual(['total', [{ reason: 'line', count: 1 }]]);
  });

  test('are lines that are added up where the amounts of any order differ', () => {
    const given = [order({ amount: 0.5 }), order({ amount: 0.25 }), order({ order: 'o2' }), order({ order: 'o2' })];
    const { rows, lines, leftOut } = parseOrders(given);
    expect(rows.map(({ amount }) => amount)).toEqual([0.75, 200]);
    expect([lines, leftOut]).toEqual(['line', [{ reason: 'line', count: 2 }]]);
  });

  test('are what `lines` says', () => {
    const given = [order({}), order({})];
    expect(parseOrders(given, { lines: 'line' }).rows[0]?.amount).toBe(200);
    expect(parseOrders([order({}), order({ amount: 40 })], { lines: 'total' }).rows[0]?.amount).toBe(100);
  });

  test('are rows of their own at another time: a refund the day after stays a refund', () => {
    const { rows, lines } = parseOrders([order({}), order({ time: AT + DAY, amount: -100 })]);
    expect(rows.map(({ amount }) => amount)).toEqual([100, -100]);
    expect(lines).toBe(null);
  });

  test('are lines where they have no time or no amount of their own', () => {
    const given = [order({}), order({ time: '', amount: '' }), order({ amount: '' }), order({ order: 'o2' })];
    const { rows, rejectedCount, leftOut } = parseOrders(given);
    expect(rows.length + rejectedCount).toBe(2);
    expect(leftOut).toEqual([{ reason: 'line', count: 2 }]);
  });
});

describe('statuses', () => {
  test('leave out what was cancelled, never paid or refunded, whatever else is wrong with the row', () => {
    const given = ['paid', 'VOIDED', 'キャンセル', 'Pending', '返品', 'partially_refunded', '', null].map((status, i) =>
      order({ order: i, status, ...(status === 'Pending' ? { time: '', customer: '' } : {}) }),
    );
    const { rows, leftOut, rejectedCount, columns } = parseOrders(given);
    expect(rows.map((row) => row.order)).toEqual(['0', '5', '6', '7']);
    expect(leftOut).toEqual([
      { reason: 'cancelled', count: 2 },
      { reason: 'unpaid', count: 1 },
      { reason: 'refunded', count: 1 },
    ]);
    expect(rejectedCount).toBe(0);
    expect(columns.status).toBe('status');
  });

  test('are those of `exclude` instead, where it is given', () => {
    const given = ['NG', 'ng ', 'cancelled'].map((status, i) => order({ order: i, status }));
    const { rows, leftOut } = parseOrders(given, { exclude: ['ＮＧ'] });
    expect(rows.map((row) => row.order)).toEqual(['2']);
    expect(leftOut).toEqual([{ reason: 'excluded', count: 2 }]);
  });

  test('are not the numbers of another shop', () => {
    expect(parseOrders([order({ status: 3 })]).rows.length).toBe(1);
  });

  test('count an order of several rows once', () => {
    const given = [order({ status: 'cancelled' }), order({ status: 'cancelled' }), order({ order: 'o2', status: '' })];
    expect(parseOrders(given).leftOut).toEqual([
      { reason: 'line', count: 1 },
      { reason: 'cancelled', count: 1 },
    ]);
  });
});

test('what was refunded is taken off the amount', () => {
  const given = [
    order({ refunded: '30' }),
    order({ order: 'o2', refunded: '' }),
    order({ order: 'o3', refunded: -150 }),
  ];
  expect(parseOrders(given).rows.map(({ amount }) => amount)).toEqual([70, 100, -50]);
});

test('a negative amount that is called returned is a refund, and an amount that is not is an order that came back', () => {
  const returned = { status: '返品' };
  const given = [order({}), order({ time: AT + DAY, amount: -100, ...returned }), order({ order: 'o2', ...returned })];
  const { rows, leftOut } = parseOrders(given);
  expect(rows.map(({ amount }) => amount)).toEqual([100, -100]);
  expect(leftOut).toEqual([{ reason: 'refunded', count: 1 }]);
});

test.each(['金額（税込）', '金額(円)', '税込金額', '小計', '受注金額', 'お買上金額', '合計金額 （税抜き）'])(
  'an amount is found under %s',
  (heading) => {
    const { rows, columns } = parseOrders([{ 会員番号: '7', 注文日時: '2025/04/01 10:33', [heading]: '1,200' }], TOKYO);
    expect([rows[0]?.amount, columns.amount]).toEqual([1200, heading]);
  },
);

test('two headings that tell one amount with tax and without are not guessed between', () => {
  const row = { 会員番号: '7', 注文日時: '2025/04/01 10:33', '金額（税込）': '1,200', '金額（税抜）': '1,091' };
  expect(parseOrders([row], TOKYO).columns.amount).toBeUndefined();
});

describe('parseOrders refuses', () => {
  test('rows without a column for the time or the customer, and says how to name it', () => {
    const error = thrown(InvalidDataError, () => parseOrders([{ customer: 'a', wann: AT }]));
    expect(error.message).toContain("tell which with columns: { time: '…' }");
    expect(() => parseOrders([{ who: 'a', time: AT }])).toThrow("columns: { customer: '…' }");
    expect(() => parseOrders([order({})], { columns: { refunded: 'back' } })).toThrow('a column "back"');
  });

  test('times none of which has an offset, without a zone', () => {
    expect(() => parseOrders([order({ time: '2025-04-01 10:33' })])).toThrow(InvalidOptionError);
  });

  test('options that are none', () => {
    // @ts-expect-error none of the presets
    expect(() => parseOrders([], { columns: 'magento' })).toThrow('requires columns to be');
    // @ts-expect-error no such part
    expect(() => parseOrders([], { columns: { name: 'x' } })).toThrow(InvalidOptionError);
    // @ts-expect-error no such rule
    expect(() => parseOrders([], { lines: 'first' })).toThrow('requires lines to be');
    // @ts-expect-error one text is no list
    expect(() => parseOrders([], { exclude: 'NG' })).toThrow('requires exclude to be');
    // @ts-expect-error statuses are read as they stand
    expect(() => parseOrders([], { columns: { status: number('x') } })).toThrow('columns.status');
    // @ts-expect-error no rows
    expect(() => parseOrders(5)).toThrow(InvalidDataError);
  });
});

test('no rows make no orders', () => {
  expect(parseOrders([])).toMatchObject({ rows: [], leftOut: [], lines: null });
});

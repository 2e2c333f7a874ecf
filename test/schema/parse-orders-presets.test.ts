import { parseOrders } from 'kizuna/schema';
import { describe, expect, test } from 'vitest';

const AT = Date.UTC(2025, 3, 1, 1, 33, 9);
const TOKYO = { timeZone: 'Asia/Tokyo' } as const;

describe('Shopify', () => {
  const row = (of: Record<string, string>) => ({
    ...{ Name: '', Email: '', 'Financial Status': '', 'Paid at': '', Currency: '', Subtotal: '', Total: '' },
    ...{ 'Created at': '', 'Lineitem quantity': '1', 'Lineitem name': 'Beans', 'Lineitem price': '500' },
    ...{ 'Cancelled at': '', 'Refunded Amount': '', Id: '' },
    ...of,
  });
  const first = (name: string, of: Record<string, string> = {}) =>
    row({
      ...{ Name: name, Email: 'A@example.com', 'Financial Status': 'paid', Total: '1500.00', Subtotal: '1000' },
      ...{ 'Created at': '2025-04-01 10:33:09 +0900', 'Refunded Amount': '0.00', ...of },
    });

  test('reads an order once, from the first of its rows, with the offset that its time has', () => {
    const given = [
      first('#1001'),
      row({ Name: '#1001', Email: 'A@example.com', 'Created at': '2025-04-01 10:33:09 +0900' }), // as Shopify writes it
      row({ Name: '#1001' }),
      row({}),
      first('#1002', { 'Refunded Amount': '300.00', 'Financial Status': 'partially_refunded' }),
    ];
    const { rows, leftOut, preset, columns, rejectedCount } = parseOrders(given, { timeZone: 'America/New_York' });
    expect(rows).toEqual([
      { order: '#1001', customer: 'a@example.com', time: AT, amount: 1500 },
      { order: '#1002', customer: 'a@example.com', time: AT, amount: 1200 },
    ]);
    expect([leftOut, preset, rejectedCount]).toEqual([[{ reason: 'line', count: 3 }], 'shopify', 0]);
    expect(columns).toMatchObject({ order: 'Name', email: 'Email', amount: 'Total', refunded: 'Refunded Amount' });
  });

  test('leaves out orders that were cancelled, voided, refunded or not paid, each once', () => {
    const given = [
      first('#1', { 'Cancelled at': '2025-04-02 10:00:00 +0900' }),
      row({ Name: '#1' }),
      first('#2', { 'Financial Status': 'voided' }),
      first('#3', { 'Financial Status': 'pending' }),
      first('#4', { 'Financial Status': 'refunded', 'Refunded Amount': '1500' }),
      first('#5', { 'Financial Status': 'authorized' }),
    ];
    const { rows, leftOut } = parseOrders(given);
    expect(rows.map(({ order }) => order)).toEqual(['#5']);
    expect(leftOut).toEqual([
      { reason: 'line', count: 1 },
      { reason: 'cancelled', count: 2 },
      { reason: 'unpaid', count: 1 },
      { reason: 'refunded', count: 1 },
    ]);
  });
});

describe('EC-CUBE', () => {
  const row = (order: string, of: Record<string, string> = {}) => ({
    ...{
      注文ID: order,
      注文番号: `N${order}`,
      会員ID: '17',
      メールアドレス: 'a@example.com',
      合計: '1650',
      支払合計: '1500',
    },
    ...{ '対応状況(ID)': '5', '対応状況(名称)': '発送済み', 受注日: '2025-04-01 10:33:09', '明細区分(ID)': '1' },
    ...of,
  });

  test('reads the total of an order once, however many items repeat it, and guests by their address', () => {
    const given = [
      row('1'),
      row('1', { '明細区分(ID)': '2' }),
      row('2', { 会員ID: '', メールアドレス: 'Guest@example.com', 支払合計: '0' }),
    ];
    const { rows, leftOut, preset } = parseOrders(given, TOKYO);
    expect(rows).toEqual([
      { order: '1', customer: '17', time: AT, amount: 1500 },
      { order: '2', customer: 'guest@example.com', time: AT, amount: 0 },
    ]);
    expect([leftOut, preset]).toEqual([[{ reason: 'line', count: 1 }], 'ec-cube']);
  });

  test('leaves out 3 注文取消し, 7 決済処理中, 8 購入処理中, which have no date yet, and 9 返品', () => {
    const given = ['1', '3', '4', '5', '6', '7', '8', '9'].map((status, i) =>
      row(String(i), { '対応状況(ID)': status, ...(status === '8' ? { 受注日: '' } : {}) }),
    );
    const { rows, leftOut, rejectedCount } = parseOrders(given, { ...TOKYO, columns: 'ec-cube' });
    expect(rows.map(({ order }) => order)).toEqual(['0', '2', '3', '4']);
    expect(leftOut).toEqual([
      { reason: 'cancelled', count: 1 },
      { reason: 'unpaid', count: 2 },
      { reason: 'refunded', count: 1 },
    ]);
    expect(rejectedCount).toBe(0);
  });

  test('goes by the name of the status where the file has no number', () => {
    const given = ['発送済み', '注文取消し'].map((status, i) => {
      const { '対応状況(ID)': _, ...rest } = row(String(i), { '対応状況(名称)': status });
      return rest;
    });
    expect(parseOrders(given, TOKYO).leftOut).toEqual([{ reason: 'cancelled', count: 1 }]);
  });
});

test('Stripe: payments in UTC, less what was refunded, without those that failed', () => {
  const row = (id: string, of: Record<string, string> = {}) => ({
    ...{ id, 'Created date (UTC)': '2025-04-01 01:33:09', Amount: '20.00', 'Amount Refunded': '0.00', Currency: 'usd' },
    ...{ 'Converted Amount': '3000', 'Converted Amount Refunded': '0', Status: 'Paid', 'Customer ID': 'cus_A' },
    ...{ 'Customer Email': 'A@example.com', ...of },
  });
  const given = [
    row('ch_1'),
    row('ch_2', { 'Customer ID': '', 'Converted Amount Refunded': '500' }),
    row('ch_3', { Status: 'Failed', 'Customer ID': '', 'Customer Email': '' }),
    row('ch_4', { Status: 'Refunded' }),
  ];
  const { rows, leftOut, preset } = parseOrders(given, TOKYO);
  expect(rows).toEqual([
    { order: 'ch_1', customer: 'cus_A', time: AT, amount: 3000 },
    { order: 'ch_2', customer: 'a@example.com', time: AT, amount: 2500 },
  ]);
  expect([leftOut, preset]).toEqual([
    [
      { reason: 'unpaid', count: 1 },
      { reason: 'refunded', count: 1 },
    ],
    'stripe',
  ]);
});

test('BASE: e-mail addresses are the customers, and rows of one order become one', () => {
  const row = (order: string, of: Record<string, string> = {}) => ({
    ...{ 注文ID: order, 注文日時: '2025/04/01 10:33:09', 'メールアドレス(請求先)': 'A@example.com' },
    ...{ 商品名: '豆', 価格: '500', 数量: '1', 合計金額: '1500', 発送状況: '対応済', ...of },
  });
  const given = [row('x'), row('x'), row('y', { 発送状況: 'キャンセル' })];
  const { rows, leftOut, preset, lines } = parseOrders(given, TOKYO);
  expect(rows).toEqual([{ order: 'x', customer: 'a@example.com', time: AT, amount: 1500 }]);
  expect([preset, lines]).toEqual(['base', 'total']);
  expect(leftOut).toEqual([
    { reason: 'line', count: 1 },
    { reason: 'cancelled', count: 1 },
  ]);
});

import {
  InvalidDataError,
  InvalidOptionError,
  recurringRevenue,
  subscriptionLedger,
  subscriptionLifetimes,
} from 'kizuna';
import {
  choice,
  decodeCsv,
  number,
  type ParseSubscriptionsOptions,
  parseSubscriptions,
  subscriptionRoles,
} from 'kizuna/schema';
import { describe, expect, test } from 'vitest';
import { shiftJis } from '../examples/shift-jis.js';

const UTC = { timeZone: 'UTC' } as const;
const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const line = (of: Record<string, unknown> = {}) => ({ customer: 'a', start: '2025-01-10', amount: '20', ...of });
const one = (of: Record<string, unknown>, options: ParseSubscriptionsOptions = {}) =>
  parseSubscriptions([line(of)], { ...UTC, ...options });

describe('a line', () => {
  test('has every part, with null for what no column has', () => {
    expect(one({}).rows).toEqual([
      {
        ...{ subscription: null, customer: 'a', start: at('2025-01-10'), end: null, amount: 20, interval: 'month' },
        ...{ plan: null, currency: null, trialEnd: null, cancelled: null, reason: null },
      },
    ]);
  });

  test('is what a ledger takes', () => {
    const given = [
      line({ subscription: '1', end: '2025-03-01', interval: 'year', amount: '240', plan: 'pro', currency: 'usd' }),
      line({ subscription: '2', end: '', interval: '3 months', amount: '30', plan: 'team', currency: 'USD' }),
    ];
    const { rows } = parseSubscriptions(given, UTC);
    const ledger = subscriptionLedger(rows, {
      ...{ customer: 'customer', start: 'start', end: 'end', amount: 'amount', interval: 'interval', plan: 'plan' },
      ...{ subscription: 'subscription', currency: 'currency', trialEnd: 'trialEnd', cancelled: 'cancelled' },
    });
    expect([...ledger.amount].map((parts) => parts / ledger.scale)).toEqual([2000, 1000]);
    expect(ledger.currency).toBe('USD');
  });

  test('is one of its own in a ledger where the file has no ids, and of no currency where it has none', () => {
    const given = [line(), line({ end: '2025-03-01' }), line({ customer: 'b', amount: '30' })];
    const { rows } = parseSubscriptions(given, UTC);
    const ledger = subscriptionLedger(rows, { ...subscriptionRoles, asOf: '2025-06-30' });
    expect([ledger.length, ledger.excluded, ledger.currency]).toEqual([3, { missing: 0, invalid: 0 }, null]);
    expect(recurringRevenue(ledger, { unit: 'month' }).map(({ end }) => end)).toEqual([70, 70, 50, 50, 50, 50]);
    expect(subscriptionLifetimes(ledger, { by: 'subscription' })).toHaveLength(3);
  });

  test('of another currency than the others is refused by a ledger, and not added up', () => {
    const { rows } = parseSubscriptions([line({ currency: 'JPY' }), line({ currency: 'USD' })], UTC);
    expect(() => subscriptionLedger(rows, subscriptionRoles)).toThrow('one for all rows, or convert to be given');
  });

  test('is of the e-mail address where the cell of the customer is empty', () => {
    const { rows, columns } = one({ customer: '', email: ' Guest@Example.com' });
    expect(rows[0]?.customer).toBe('guest@example.com');
    expect(columns).toEqual({ customer: 'customer', email: 'email', start: 'start', amount: 'amount' });
  });

  test('carries the attributes that are asked for, as they stand or as their readers say', () => {
    const plans = { size: number('seats'), tier: choice('tier', { choices: ['free', 'pro'] }) };
    const { rows } = parseSubscriptions([line({ seats: '5', tier: 'pro' })], { ...UTC, attributes: plans });
    expect(rows[0]).toMatchObject({ size: 5, tier: 'pro' });
    expect(parseSubscriptions([line({ region: ' 東京 ' })], { ...UTC, attributes: ['region'] }).rows[0]?.region).toBe(
      '東京',
    );
  });
});

describe('when a line ends', () => {
  test.each([
    [{ end: '2025-03-01' }, '2025-03-01'],
    [{ end: '', status: 'active' }, null],
    [{ cancelled: '2025-02-20' }, '2025-02-20'],
    [{ end: '', cancelled: '2025-02-20' }, null],
    [{ end: '', cancelled: '2025-02-20', status: 'active' }, null],
    [{ end: '', cancelled: '2025-02-20', status: 'canceled' }, '2025-02-20'],
    [{ end: '2025-03-10', cancelled: '2025-02-20', status: 'canceled' }, '2025-03-10'],
    [{ end: '0', status: 'wc-active' }, null],
    [{ end: '2025-01-10' }, '2025-01-10'],
  ])('%j: %s', (cells, end) => {
    expect(one(cells).rows.map((row) => row.end)).toEqual([end === null ? null : at(end)]);
  });

  test('is when it was cancelled, too, which is told beside it', () => {
    const [row] = one({ end: '2025-03-10', cancelled: '2025-02-20' }).rows;
    expect(row?.cancelled).toBe(at('2025-02-20'));
  });

  test('a status alone does not tell: a line that is over without a date is rejected', () => {
    const { rejected, rows } = one({ end: '', status: 'Expired' });
    expect(rows).toEqual([]);
    expect(rejected).toEqual([
      {
        ...{ code: 'E_FIELD_MISSING', index: 0, field: 'end', received: 'null' },
        expected: 'when it ended, since its status says that it has',
      },
    ]);
    expect(one({ status: '解約' }).rejected[0]?.field).toBe('status');
  });

  test('before its start rejects the row', () => {
    expect(one({ end: '2025-01-09' }).rejected[0]).toMatchObject({ code: 'E_FIELD_VALUE', index: 0, field: 'end' });
  });
});

describe('statuses', () => {
  const statuses = (words: readonly string[], options: ParseSubscriptionsOptions = {}) =>
    parseSubscriptions(
      words.map((status) => line({ status })),
      { ...UTC, ...options },
    );

  test('leave out what never began, and trials of which nobody says when they end', () => {
    const { rows, leftOut } = statuses(['incomplete_expired', 'Pending', '仮登録', 'trialing', 'in_trial', 'active']);
    expect(rows).toHaveLength(1);
    expect(leftOut).toEqual([
      { reason: 'notBegun', count: 3 },
      { reason: 'trial', count: 2 },
    ]);
  });

  test('leave a trial in whose end is known', () => {
    const { rows, leftOut } = one({ status: 'trialing', trialEnd: '2025-01-24' });
    expect(rows[0]?.trialEnd).toBe(at('2025-01-24'));
    expect(leftOut).toEqual([]);
  });

  test('that say nothing of an end let the line run', () => {
    const words = ['active', 'past_due', 'unpaid', 'paused', 'wc-on-hold', 'non_renewing', '継続中', '一時休止', ''];
    expect(statuses(words).rows.map(({ end }) => end)).toEqual(words.map(() => null));
  });

  test('are told with what they were taken for, words that are not known, too', () => {
    const words = [
      '解約',
      '契約中',
      '契約中',
      ' 契約中',
      '謎',
      '休会',
      '解約申請中',
      '強制退会',
      '仮登録',
      'お試し',
      '',
    ];
    const rows = words.map((status) => line({ status, end: '2025-03-01' }));
    const taken = parseSubscriptions(rows, UTC).statuses;
    expect(taken[0]).toEqual({ status: '契約中', count: 3, takenAs: 'running' });
    const takenAs = Object.fromEntries(taken.map((each) => [each.status, each.takenAs]));
    expect(takenAs).toEqual({
      ...{ 契約中: 'running', 解約: 'ended', 謎: 'unknown', 休会: 'running', 解約申請中: 'running' },
      ...{ 強制退会: 'ended', 仮登録: 'notBegun', お試し: 'trial' },
    });
    expect(one({}).statuses).toEqual([]);
    expect(statuses(['NG'], { exclude: ['ng'] }).statuses[0]?.takenAs).toBe('excluded');
  });

  test('of the caller stand instead of those for what never began', () => {
    const { rows, leftOut } = statuses(['NG', 'pending', 'trialing'], { exclude: ['ng'] });
    expect(rows).toHaveLength(1);
    expect(leftOut).toEqual([
      { reason: 'trial', count: 1 },
      { reason: 'excluded', count: 1 },
    ]);
    expect(statuses(['incomplete'], { exclude: [] }).rows).toHaveLength(1);
  });
});

describe('amounts', () => {
  test('are read as files write money, times the quantity that is named', () => {
    expect(one({ amount: '¥1,200' }).rows[0]?.amount).toBe(1200);
    expect(one({ amount: '19.5', seats: '4' }, { columns: { quantity: 'seats' } }).rows[0]?.amount).toBe(78);
    expect(one({ amount: '' }).rows[0]?.amount).toBeNull();
    expect(one({ amount: '応相談' }).rejected[0]).toMatchObject({ field: 'amount', code: 'E_FIELD_TYPE' });
  });

  test('in minor units become units of the currency', () => {
    const minor = (currency: string | null) => one({ amount: '12345', currency }, { amounts: 'minor' }).rows[0]?.amount;
    expect([minor('usd'), minor('JPY'), minor('KWD'), minor(null)]).toEqual([123.45, 12345, 12.345, 123.45]);
  });

  test.each([
    ['month', 'month', 60],
    ['Monthly', 'month', 60],
    ['per month', 'month', 60],
    ['毎月', 'month', 60],
    ['月額', 'month', 60],
    ['every 3 months', 'quarter', 60],
    ['３ヶ月', 'quarter', 60],
    ['3か月ごと', 'quarter', 60],
    ['隔月', { months: 2 }, 60],
    ['半年', { months: 6 }, 60],
    ['18 months', { months: 18 }, 60],
    ['annual', 'year', 60],
    ['年額', 'year', 60],
    ['1 year', 'year', 60],
    ['2 years', { months: 24 }, 60],
    ['weekly', 'week', 60],
    ['2 weeks', 'week', 30],
    ['隔週', 'week', 30],
    ['2週間に1回', 'week', 30],
    ['30日', 'day', 2],
  ])('%s is %j', (written, interval, amount) => {
    const [row] = one({ amount: '60', interval: written }).rows;
    expect([row?.interval, row?.amount]).toEqual([interval, amount]);
  });

  test.each(['', 'once', 'bimonthly', 'biweekly', '0 months', '1.5 months', '2 半年', 'ever', '3'])(
    'an interval in other words rejects the row: %j',
    (written) => {
      expect(one({ interval: written }).rejected[0]).toMatchObject({ index: 0, field: 'interval' });
    },
  );

  test('are for as many intervals as another column says', () => {
    expect(one({ interval: 'month', interval_count: '6' }).rows[0]?.interval).toEqual({ months: 6 });
    expect(one({ billing_period: 'month', billing_interval: 3 }).rows[0]?.interval).toBe('quarter');
    expect(one({ billing_interval: 'year' }).rows[0]?.interval).toBe('year');
    expect(one({ interval: 'month', interval_count: '0' }).rejected[0]?.field).toBe('interval_count');
  });

  test('that are called those of a month are, whatever is billed', () => {
    const row = { customer: 'a', start: '2025-01-10', MRR: '100', billing_period: 'year' };
    const { rows, columns } = parseSubscriptions([row], UTC);
    expect([rows[0]?.amount, rows[0]?.interval, columns.interval]).toEqual([100, 'month', undefined]);
    const told = parseSubscriptions([row], { ...UTC, columns: { interval: 'billing_period' } });
    expect(told.rows[0]?.interval).toBe('year');
  });
});

describe('columns', () => {
  test('are found by Japanese names in a Shift_JIS file', async () => {
    const text =
      '契約番号,お客様番号,コース名,月額料金,契約開始日,解約日,解約理由\r\n' +
      '1,0017,定期便Ａ,"￥3,980",2025年1月10日,2025/4/10,飲みきれない\r\n2,0018,定期便Ｂ,4980,2025/2/1,,\r\n';
    const file = await decodeCsv(shiftJis(text));
    const { rows, columns, preset } = parseSubscriptions(file.rows, { timeZone: 'Asia/Tokyo' });
    expect(rows.map(({ customer, plan, amount, reason }) => [customer, plan, amount, reason])).toEqual([
      ['0017', '定期便Ａ', 3980, '飲みきれない'],
      ['0018', '定期便Ｂ', 4980, null],
    ]);
    expect(rows[0]?.end).toBe(Date.parse('2025-04-10T00:00:00+09:00'));
    expect([columns.subscription, columns.end, preset]).toEqual(['契約番号', '解約日', null]);
  });

  test.each(['解約年月日', '解約日付', '解約処理日', '退会処理日', 'end_at'])('%s is an end', (heading) => {
    expect(one({ [heading]: '2025-03-01' }).rows[0]?.end).toBe(at('2025-03-01'));
  });

  test.each(['最終お届け日', '最終日', '終了予定日', '停止日', 'expires_at', 'current_period_end'])(
    '%s is none unless it is named: it may be the last day, or one that is paid for',
    (heading) => {
      expect(one({ [heading]: '2025-03-01' }).columns.end).toBeUndefined();
    },
  );

  test('of the caller come first, and the error says how to name one', () => {
    const row = { who: 'a', since: '2025-01-01', start: '2024-01-01', amount: '5' };
    const named = parseSubscriptions([row], { ...UTC, columns: { customer: 'who', start: 'since' } });
    expect(named.rows[0]?.start).toBe(at('2025-01-01'));
    expect(() => parseSubscriptions([row], UTC)).toThrow("tell which with columns: { customer: '…' }");
    expect(() => parseSubscriptions([{ customer: 'a' }], UTC)).toThrow(InvalidDataError);
  });

  test('with an id need one in every row, because lines of one subscription follow each other', () => {
    expect(one({ subscription: '' }).rejected[0]).toMatchObject({ code: 'E_FIELD_MISSING', field: 'subscription' });
  });
});

describe('wrong options are refused', () => {
  test.each([
    { columns: 'paypal' },
    { columns: { begin: 'start' } },
    { columns: { status: number('status') } },
    { columns: { interval: number('interval') } },
    { attributes: ['plan'] },
    { attributes: 5 },
    { amounts: 'cents' },
    { exclude: 'pending' },
    { zone: 'UTC' },
  ])('%j', (options) => {
    // @ts-expect-error: each of them is refused by its type, too
    expect(() => parseSubscriptions([line()], { ...UTC, ...options })).toThrow(InvalidOptionError);
  });

  test('no zone where no start has an offset', () => {
    expect(() => parseSubscriptions([line()])).toThrow('none of the 1 times in "start" has an offset');
  });
});

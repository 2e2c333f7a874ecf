import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ordersCsv } from '../../examples/data/make-orders.js';
import { widthOf } from '../../examples/report/render/width.js';
import { makeReport } from '../../examples/report/report.js';
import { UsageError } from '../../examples/report/usage.js';
import { temporaryFolder } from './run-example.js';
import { shiftJis } from './shift-jis.js';
import { assertWellFormed } from './well-formed.js';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

const reportOf = async (words: readonly string[]): Promise<{ text: string; flat: string; html: string }> => {
  const { text, page } = await makeReport(words, { hasColor: false });
  return { text, flat: text.replace(/\s+/g, ' '), html: page?.html ?? '' };
};
const fileOf = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
/** The chapter of a title, as text. */
const chapterOf = (text: string, title: string): string => {
  const [, body = ''] = text.split(`\n${title}`);
  return body.split(/\n\S.* ──/)[0] ?? '';
};
/** The lines of a chapter that begin with a number or a name and hold numbers, as cells. */
const cellsOf = (text: string, title: string, first: RegExp): readonly (readonly string[])[] =>
  chapterOf(text, title)
    .split('\n')
    .filter((line) => first.test(line.trim()))
    .map((line) => line.trim().split(/ {2,}/));
const numberOf = (cell: string | undefined): number => Number((cell ?? '').replaceAll(/[,%\s]/g, ''));

/** The example's orders as they stand in the file. */
const records = ordersCsv()
  .split('\n')
  .slice(3, -1)
  .map((line) => {
    const [order = '', time = '', customer = '', amount = ''] = line.split(',');
    return { order, time, customer, amount: Number(amount) };
  })
  .filter(({ customer, amount }) => customer !== '' && !Number.isNaN(amount));
const bought = records.filter(({ amount }) => amount >= 0);
const by = <Value>(rows: typeof records, add: (before: Value | undefined, row: (typeof records)[number]) => Value) => {
  const found = new Map<string, Value>();
  for (const row of rows) found.set(row.customer, add(found.get(row.customer), row));
  return found;
};

describe('npm run demo, the chapters of orders', () => {
  let report = { text: '', flat: '', html: '' };
  beforeAll(async () => {
    report = await reportOf(['--orders', 'examples/data/orders.csv', '--zone', 'Asia/Tokyo']);
  }, 60_000);

  test('reads the file that its generator makes', () => {
    const file = readFileSync('examples/data/orders.csv', 'utf8');
    expect(file).toBe(ordersCsv());
    expect(file).toMatch(/^# Synthetic/);
    expect(report.text).toContain('Customer report');
  });

  test('says what was read: orders, refunds and customers as counting by hand does', () => {
    const title = 'What was read of the orders';
    const refunds = records.length - bought.length;
    const customers = new Set(records.map(({ customer }) => customer)).size;
    const line = (label: string) => numberOf(cellsOf(report.text, title, new RegExp(`^${label}`))[0]?.at(-1));
    expect(line('records in the file')).toBe(records.length + 2);
    expect(line('left out: a cell')).toBe(2);
    expect(line('orders in this report')).toBe(bought.length);
    expect(line('refunds, as amounts below 0')).toBe(refunds);
    expect(line('customers, by customer')).toBe(customers);
    expect(report.flat).toContain('order from order, customer from customer, time from orderedAt, amount from amount.');
    expect(report.text).toMatch(/^ {2}amount {5}1,501 {2}a number such as 1200\.5, 1,200 or ¥1,200$/m);
    expect(report.text).not.toContain('未定');
  });

  test('puts every customer into one segment', () => {
    const rows = cellsOf(report.text, 'Customers by recency', /^[A-Z][A-Za-z' ]+ {2,}\d+ {2}/);
    const counts = rows.map(([, customers]) => numberOf(customers));
    expect(rows).toHaveLength(10);
    expect(counts.reduce((sum, n) => sum + n, 0)).toBe(new Set(bought.map(({ customer }) => customer)).size);
    const shares = rows.map((row) => numberOf(row[3])).reduce((sum, share) => sum + share, 0);
    expect(shares).toBeCloseTo(100, 0);
    expect(report.text).toMatch(/^ {2}Potential Loyalist /m);
  });

  test('names customers who are in doubt, with their purchases of different days', () => {
    const days = by<Set<string>>(bought, (before, { time }) => (before ?? new Set()).add(time.slice(0, 10)));
    const rows = cellsOf(report.text, 'Who is about to leave', /^k\d{4} /);
    expect(rows).toHaveLength(10);
    for (const [customer = '', purchases, every, , alive] of rows) {
      const own = [...(days.get(customer) ?? [])].sort();
      expect(numberOf(purchases)).toBe(own.length);
      const span = Date.parse(own.at(-1) ?? '') - Date.parse(own[0] ?? '');
      expect(every).toBe(`${(span / 86_400_000 / (own.length - 1)).toFixed(0)} days`);
      expect(numberOf(alive)).toBeLessThanOrEqual(50);
      expect(numberOf(alive)).toBeGreaterThanOrEqual(10);
    }
    expect(report.flat).toMatch(/Model: (Pareto|BG|MBG)\/NBD, the one of three that fits best by its AIC/);
    expect(report.flat).toMatch(/Put to the test: .* the model expects \d+ purchases .* there were 761 /);
  });

  test('lists who is about to lapse, a threshold of days after their last order', () => {
    const title = 'Customers who lapse';
    const [, threshold = ''] =
      /\n {2}After (\d+) days without an order a customer counts as lapsed/.exec(report.text) ?? [];
    const days = by<Set<string>>(bought, (before, { time }) => (before ?? new Set()).add(time.slice(0, 10)));
    const rows = cellsOf(report.text, title, /^k\d{4} /);
    expect(rows).toHaveLength(10);
    for (const [customer = '', orders, , last = '', lapses, alive, stake] of rows) {
      const own = [...(days.get(customer) ?? [])].sort();
      expect([numberOf(orders), last]).toEqual([own.length, own.at(-1)]);
      expect(lapses).toBe(new Date(Date.parse(last) + Number(threshold) * 86_400_000).toISOString().slice(0, 10));
      const spent = bought.filter((row) => row.customer === customer).reduce((sum, { amount }) => sum + amount, 0);
      expect(Math.abs(numberOf(stake) / spent - (1 - numberOf(alive) / 100))).toBeLessThan(0.006);
    }
    const periods = cellsOf(report.text, title, /^20\d\d-\d\d /);
    expect(periods.length).toBeGreaterThan(12);
    for (const row of periods) {
      const [start = 0, fresh = 0, back = 0, lapsed = 0, end] = row.slice(1, 6).map(numberOf);
      expect(start + fresh + back - lapsed, row[0]).toBe(end);
    }
    expect(report.flat).toMatch(/Of those who lapse, back within 90 days: \d+\.\d % \(95 % interval/);
  });

  test('adds up the value of the segments to that of all', () => {
    const title = 'Value in the next 12 months';
    const [, total] = /\n {2}([\d,]+) expected of 970 customers/.exec(report.text) ?? [];
    const rows = cellsOf(report.text, title, /^[A-Z][A-Za-z' ]+ {2,}\d+ {2}/);
    const sum = rows.reduce((before, row) => before + numberOf(row[2]), 0);
    expect(Math.abs(sum - numberOf(total))).toBeLessThanOrEqual(10);
    expect(report.flat).toMatch(/95 % interval of the models' parameters: 2,\d{3},\d{3} to 3,\d{3},\d{3}\./);
  });

  test('cuts the customers into tenths as sorting by hand does', () => {
    const totals = [...by<number>(records, (before = 0, { amount }) => before + amount).values()].sort((a, b) => b - a);
    const rows = cellsOf(report.text, 'Customers by sales', /^\d+ {2,}97 /);
    const sumOf = (place: number) => totals.slice(97 * place, 97 * (place + 1)).reduce((sum, each) => sum + each, 0);
    expect(rows.map((row) => numberOf(row[2]))).toEqual(rows.map((_, i) => sumOf(i)));
    expect(rows).toHaveLength(10);
  });

  test('counts who ordered again, without refunds', () => {
    const orders = [...by<number>(bought, (before = 0) => before + 1).values()];
    const rows = cellsOf(report.text, 'Buying again: order', /^\d → \d/);
    expect(rows.map((row) => numberOf(row[1]))).toEqual(
      [1, 2, 3, 4].map((least) => orders.filter((n) => n >= least).length),
    );
  });

  test('fits its lines into a terminal, and its page is well formed', () => {
    const lines = report.text.split('\n').filter((line) => !line.includes('npm run demo'));
    expect(lines.filter((line) => widthOf(line) > 80)).toEqual([]);
    expect(`${report.text}${report.html}`).not.toMatch(/NaN|Infinity|undefined/);
    expect(report.html).toContain('<table class="heat">');
    assertWellFormed(report.html);
  });
});

describe('npm run demo -- --orders', () => {
  const days = (i: number) => `2025-${String(1 + ((i * 5) % 12)).padStart(2, '0')}-${10 + ((i * 7) % 19)}`;
  const made = (n: number, of: (i: number) => string) => Array.from({ length: n }, (_, i) => of(i)).join('\n');

  test('reads a Shift_JIS file of EC-CUBE: guests by their address, items once, cancelled orders not at all', async () => {
    const lines = [
      '注文ID,会員ID,メールアドレス,受注日,支払合計,対応状況(ID),送料,送料',
      '1,17,a@example.com,2025-04-01 10:33:09,1200,5,0,0',
      '1,17,a@example.com,2025-04-01 10:33:09,1200,5,0,0',
      '2,,Guest@example.com,2025-04-02 09:00:00,800,5,0,0',
      '3,17,a@example.com,2025-04-09 12:00:00,500,3,0,0',
    ];
    const file = fileOf('eccube.csv', shiftJis(lines.join('\r\n')));
    const { text, flat } = await reportOf(['--orders', file, '--zone', 'Asia/Tokyo']);
    expect(flat).toContain('(shift_jis), 2 of 3 orders in this report; 1 left out, see the end');
    expect(flat).toContain('The columns are those of EC-CUBE.');
    expect(text).toMatch(/^ {2}further records of an order +1$/m);
    expect(text).toMatch(/^ {2}left out: cancelled +1$/m);
    expect(text).toMatch(/^ {2}customers, by 会員ID +2$/m);
  });

  test('takes columns of other names, and says how it took several records of one order', async () => {
    const rows = made(40, (i) => `${i >> 1},c${i % 8},${days(i >> 1)},${i},${i === 7 ? 'void' : 'ok'},1`);
    const file = fileOf('lines.csv', `no,who,day,yen,state,back\n${rows}\n`);
    const named = ['--order-id', 'no', '--order-customer', 'WHO', '--order-time', 'day', '--order-amount', 'yen'];
    const words = ['--orders', file, '--zone', 'UTC', ...named, '--order-status', 'state', '--order-refunded', 'back'];
    const { text, flat } = await reportOf(words);
    expect(text).toMatch(/^ {2}further records of an order +19$/m);
    expect(text).toMatch(/^ {2}left out: cancelled +1$/m);
    expect(flat).toContain('with different amounts: these are added up. Else say --order-lines total.');
    expect(flat).not.toContain('Found by their names');
    expect((await reportOf([...words, '--order-lines', 'total'])).flat).not.toContain('--order-lines');
  });

  test('says in a sentence that nobody bought twice, and that one customer is too few', async () => {
    const once = fileOf('once.csv', `customer,date,amount\n${made(60, (i) => `c${i},${days(i)},${100 + i}`)}\n`);
    const { flat } = await reportOf(['--orders', once, '--zone', 'UTC']);
    expect(flat).toContain('No model: the orders of this file do not tell how customers buy and leave');
    expect(flat).not.toContain('Value in the next');
    expect(flat).toContain('The first tenth of the customers brought');
    const one = fileOf('one.csv', 'customer,date,amount\na,2025-01-01,5\na,2025-03-01,5\n');
    expect((await reportOf(['--orders', one, '--zone', 'UTC'])).flat).toContain('Not shown: fewer than 5 customers.');
  });

  test('makes no chapters of amounts where there are none', async () => {
    const file = fileOf('amountless.csv', `customer,date\n${made(400, (i) => `c${i % 97},${days(i)}`)}\n`);
    const { text, flat } = await reportOf(['--orders', file, '--zone', 'UTC']);
    expect(text).toMatch(/^ {2}segment +customers +share +days since$/m);
    expect(flat).toContain('97 customers');
    expect(flat).toContain('are still there');
    expect(flat).not.toMatch(/Value in the next|デシル分析/);
  });

  test('has an answer where refunds are larger than orders, where there is nothing else, and where all is of one day', async () => {
    const head = 'customer,date,amount\n';
    const files = {
      larger: made(200, (i) => `c${i % 40},${days(i)},${i % 3 === 0 ? -900 : 100 + i}`),
      refunds: made(20, (i) => `c${i},${days(i)},-5`),
      day: made(60, (i) => `c${i % 20},2025-01-01,${100 + i}`),
      owed: made(300, (i) => `c${i % 60},${days(i)},${i % 60 === 7 && i > 60 ? -500 : 100 + i}`),
      unpriced: made(60, (i) => `c${i % 20},${days(i)},${i % 9 === 0 ? -5 : ''}`),
      nothing: made(120, (i) => `c${i % 40},${days(i)},0`),
      equal: made(120, (i) => `c${i % 40},2025-0${1 + Math.floor(i / 40)}-10,100`),
    };
    for (const [name, rows] of Object.entries(files)) {
      const file = fileOf(`${name}.csv`, `${head}${rows}\n`);
      const { text, flat } = await reportOf(['--orders', file, '--zone', 'UTC', '--unit', 'quarter']);
      expect(text, name).not.toMatch(/NaN|Infinity|undefined/);
      expect(text, name).toContain('What was read of the orders');
      if (name === 'unpriced') expect(flat, name).toContain('No order has an amount in amount: there are no sales.');
      if (name === 'unpriced') expect(text, name).toMatch(/^ {2}refunds, as amounts below 0 +7$/m);
      if (name === 'owed') expect(flat, name).toContain('of the customers brought');
      if (name === 'owed') expect(flat, name).not.toContain('Gini');
      if (name === 'day' || name === 'refunds') expect(flat, name).toContain('No model: ');
      else expect(flat, name).toContain('are still there');
    }
  });

  test('refuses a file of which hardly anything is an order', async () => {
    const wrong = fileOf('wrong.csv', 'customer,date,amount\na,soon,1\nb,later,2\n');
    await expect(reportOf(['--orders', wrong])).rejects.toThrow(/^2 of 2 records are no orders: "date" must be/);
    const gone = fileOf('gone.csv', 'customer,date,status\na,2025-01-01,cancelled\n');
    await expect(reportOf(['--orders', gone])).rejects.toThrow('No record is an order: 1 cancelled, by status.');
    const none = fileOf('none.csv', 'who,when\na,2025-01-01\n');
    await expect(reportOf(['--orders', none])).rejects.toThrow('Which columns are --order-customer, --order-time?');
  });

  test('refuses options that would do nothing, or mean another file', async () => {
    await expect(reportOf(['--orders', 'x.csv', '--order-lines', 'each'])).rejects.toThrow(UsageError);
    const file = fileOf('few.csv', 'customer,date\na,2025-01-01\n');
    await expect(reportOf(['--orders', file, '--customer', 'customer'])).rejects.toThrow(
      'For orders it is --order-customer.',
    );
    const events = fileOf('events.csv', 'customer,time,event\na,2025-01-01T00:00:00Z,x\n');
    await expect(reportOf(['--events', events, '--order-time', 'time'])).rejects.toThrow('is about orders');
    await expect(reportOf(['--orders', file, '--order-customer', 'custoner'])).rejects.toThrow(
      'Did you mean "customer"?',
    );
  });
});

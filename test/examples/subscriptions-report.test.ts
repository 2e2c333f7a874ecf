import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { subscriptionsCsv } from '../../examples/data/make-subscriptions.js';
import { widthOf } from '../../examples/report/render/width.js';
import { makeReport } from '../../examples/report/report.js';
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
/** The lines of a chapter that begin with a period or a name, as cells. */
const cellsOf = (text: string, title: string, first: RegExp): readonly (readonly string[])[] => {
  const [, body = ''] = text.split(`\n${title}`);
  const chapter = body.split(/\n\S.* ──/)[0] ?? '';
  return chapter
    .split('\n')
    .filter((line) => first.test(line.trim()))
    .map((line) => line.trim().split(/ {2,}/));
};
const numberOf = (cell: string | undefined): number =>
  Number((cell ?? '').replaceAll(/[,%\s*+]/g, '').replace('−', '-'));

/** The example's lines as they stand in the file; dates of Tokyo compare as text. */
const lines = subscriptionsCsv()
  .split('\n')
  .slice(3, -1)
  .map((line) => {
    const [, customer = '', plan = '', interval = '', amount = '', start = '', trialEnd = '', end = '', reason = ''] =
      line.split(',');
    const monthly = Number(amount) / (interval === 'year' ? 12 : 1);
    return { customer, plan, monthly, start, from: trialEnd === '' ? start : trialEnd, end, reason };
  })
  .filter(({ monthly, start, end }) => !Number.isNaN(monthly) && (end === '' || end >= start));
/** What each customer pays as a day begins, rounded to whole yen as a ledger without decimals does. */
const paidOn = (day: string): ReadonlyMap<string, number> => {
  const paid = new Map<string, number>();
  for (const { customer, monthly, from, end } of lines) {
    if (from < day && (end === '' || end >= day)) paid.set(customer, (paid.get(customer) ?? 0) + monthly);
  }
  return new Map([...paid].map(([customer, amount]) => [customer, Math.round(amount)]));
};
const sumOf = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);
const monthsFrom = (first: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) =>
    new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5)) - 1 + i, 1)).toISOString().slice(0, 7),
  );

/** Whole months of the calendar, and what is left of the next. */
const monthsBetween = (from: string, to: string): number => {
  const after = (months: number) => {
    const [year = 0, month = 0, day = 0] = from.split('-').map(Number);
    const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
    return Date.UTC(year, month - 1 + months, Math.min(day, last));
  };
  let whole = 0;
  while (after(whole + 1) <= Date.parse(to)) whole += 1;
  return whole + (Date.parse(to) - after(whole)) / (after(whole + 1) - after(whole));
};

const EXAMPLE = ['--subscriptions', 'examples/data/subscriptions.csv', '--zone', 'Asia/Tokyo', '--as-of', '2025-12-21'];

describe('npm run demo, the chapters of subscriptions', () => {
  let report = { text: '', flat: '', html: '' };
  beforeAll(async () => {
    report = await reportOf(EXAMPLE);
  }, 60_000);

  test('reads the file that its generator makes', () => {
    const file = readFileSync('examples/data/subscriptions.csv', 'utf8');
    expect(file).toBe(subscriptionsCsv());
    expect(file).toMatch(/^# Synthetic/);
    expect(report.text).toContain('Period: 2024-01-02 to 2025-12-21 (Asia/Tokyo), ');
  });

  test('says what was read, and not what stood in the cells that were left out', () => {
    const title = 'What was read of the subscriptions';
    const line = (label: string) => numberOf(cellsOf(report.text, title, new RegExp(`^${label}`))[0]?.at(-1));
    expect(line('records in the file')).toBe(lines.length + 2);
    expect(line('left out: a cell')).toBe(2);
    expect(line('lines in this report')).toBe(lines.length);
    expect(report.text).toMatch(/^ {2}amount +501 {2}a number/m);
    expect(report.text).toMatch(/^ {2}endedAt +901 {2}a time not before the start$/m);
    expect(report.text).not.toContain('応相談');
  });

  test('bridges every month as adding up by hand does', () => {
    const rows = cellsOf(report.text, 'Recurring revenue by month', /^20\d\d-\d\d /);
    const months = monthsFrom('2024-01', 24);
    expect(rows.map(([month]) => month?.slice(0, 7))).toEqual(months);
    const ends = monthsFrom('2024-02', 24).map((month) => `${month}-01`);
    const ever = new Set<string>();
    let before: ReadonlyMap<string, number> = new Map();
    for (const [i, row] of rows.slice(0, 23).entries()) {
      const end = ends[i] ?? '';
      const after = paidOn(end);
      const sums = { new: 0, expansion: 0, back: 0, contraction: 0, churned: 0 };
      for (const customer of new Set([...before.keys(), ...after.keys()])) {
        const [was, is] = [before.get(customer) ?? 0, after.get(customer) ?? 0];
        if (was === 0) sums[ever.has(customer) ? 'back' : 'new'] += is;
        else if (is === 0) sums.churned += was;
        else sums[is > was ? 'expansion' : 'contraction'] += Math.abs(is - was);
      }
      // Who came and went within a month paid, too, and is back when they come again.
      for (const { customer, from } of lines) if (from < end) ever.add(customer);
      const expected = [...Object.values(sums), sumOf(after.values())];
      expect(row.slice(1).map(numberOf), row[0]).toEqual(expected.map((value) => Math.round(value)));
      before = after;
    }
  });

  test('prints the last complete month as a waterfall whose parts add up', () => {
    const bar = (label: string) =>
      numberOf(cellsOf(report.text, 'Recurring revenue by month', new RegExp(`^${label} `))[0]?.[1]);
    const changes = ['new', 'expansion', 'back', 'contraction', 'churned'].map(bar);
    expect(Math.abs(bar('start') + sumOf(changes) - bar('end'))).toBeLessThanOrEqual(3);
    expect(bar('end')).toBe(Math.round(sumOf(paidOn('2025-12-01').values())));
    expect(report.html).toContain('2025-11, from the month before to its end: start ');
  });

  test('says what of the revenue stays after a month and after a year, with what grew and without', () => {
    const rows = cellsOf(report.text, 'Revenue that stays', /^2025-11 /);
    const after = paidOn('2025-12-01');
    const expected = [paidOn('2024-12-01'), paidOn('2025-11-01')].map((before) => {
      const kept = sumOf([...before].map(([customer, was]) => Math.min(was, after.get(customer) ?? 0)));
      const left = sumOf([...before.keys()].map((customer) => after.get(customer) ?? 0));
      return [kept, left].map((part) => `${((100 * part) / sumOf(before.values())).toFixed(1)} %`);
    });
    expect(rows.map((row) => [row[1], row[3]])).toEqual(expected);
  });

  test('follows the revenue of those who began in one month', () => {
    const rows = cellsOf(report.text, 'Cohorts: what is left of their revenue', /^2024-0[4-6] /);
    expect(rows).toHaveLength(3);
    for (const row of rows) {
      const [month = '', size, ...cells] = row.join(' ').split(/ +/);
      const firsts = new Map<string, string>();
      for (const { customer, from, end } of lines) {
        if (end !== from && from < (firsts.get(customer) ?? '9999')) firsts.set(customer, from);
      }
      const cohort = [...firsts].filter(([, first]) => first.startsWith(month));
      const paidAtFirst = cohort.map(([customer, first]) =>
        sumOf(lines.filter((line) => line.customer === customer && line.from === first).map(({ monthly }) => monthly)),
      );
      const after = paidOn(`${monthsFrom(month, 8).at(-1)}-01`); // the end of the sixth month later
      const share = sumOf(cohort.map(([customer]) => after.get(customer) ?? 0)) / sumOf(paidAtFirst);
      expect([numberOf(size), numberOf(cells[5])], month).toEqual([cohort.length, Math.round(100 * share)]);
    }
  });

  test('counts the customers who left, of those that the month began with', () => {
    const rows = cellsOf(report.text, 'Customers lost by month', /^20\d\d-\d\d /);
    for (const [month, next] of [
      ['2024-06', '2024-07'],
      ['2025-04', '2025-05'],
      ['2025-11', '2025-12'],
    ] as const) {
      const [before, after] = [paidOn(`${month}-01`), paidOn(`${next}-01`)];
      const left = [...before.keys()].filter((customer) => !after.has(customer)).length;
      const [, start, , , churned, end, churn] = rows.find((row) => row[0] === month) ?? [];
      expect([start, churned, end].map(numberOf), month).toEqual([before.size, left, after.size]);
      expect(churn).toBe(`${((100 * left) / before.size).toFixed(1)} %`);
    }
  });

  test('estimates how long customers stay as multiplying time by time does', () => {
    const spells = [...new Set(lines.map(({ customer }) => customer))].flatMap((customer) => {
      const own = lines.filter((line) => line.customer === customer && (line.end === '' || line.end > line.from));
      const [first] = own.filter(({ from }) => from <= '2025-12-21');
      if (first === undefined) return [];
      let end = first.from;
      for (const line of own) if (line.from <= end && (line.end === '' || line.end > end)) end = line.end || '9999';
      const ended = end <= '2025-12-21';
      return [{ months: monthsBetween(first.from, ended ? end : '2025-12-22'), ended, plan: first.plan }];
    });
    const stillAfter = (rows: typeof spells, months: number) =>
      [...new Set(rows.filter((row) => row.ended && row.months <= months).map((row) => row.months))].reduce(
        (share, time) => {
          const atRisk = rows.filter((row) => row.months >= time).length;
          return share * (1 - rows.filter((row) => row.ended && row.months === time).length / atRisk);
        },
        1,
      );
    for (const plan of ['basic', 'team', 'business', 'all']) {
      const rows = spells.filter((row) => plan === 'all' || row.plan === plan);
      const [, n, left, three, six, twelve] =
        cellsOf(report.text, 'How long customers stay', new RegExp(`^${plan} `))[0] ?? [];
      expect([n, left].map(numberOf), plan).toEqual([rows.length, rows.filter(({ ended }) => ended).length]);
      const shares = [3, 6, 12].map((months) => `${Math.round(100 * stillAfter(rows, months))} %`);
      expect([three, six, twelve], plan).toEqual(shares);
    }
    expect(report.flat).toMatch(/By plan, customers stay differently long, .* \(log-rank test, p below 0\.0001\)/);
  });

  test('names the reasons of those who left for the first time', () => {
    const rows = cellsOf(report.text, 'Why customers leave', /^(price|unused|switched|payment|missing feature) /);
    expect(rows).toHaveLength(5);
    const [, gone] = /% of (\d+) who left/.exec(report.flat) ?? [];
    for (const [, customers, share] of rows) {
      expect(share).toBe(`${Math.round((100 * numberOf(customers)) / Number(gone))} %`);
    }
  });

  test('fits its lines into a terminal, and its page is well formed', () => {
    const printed = report.text.split('\n').filter((line) => !line.includes('npm run demo'));
    expect(printed.filter((line) => widthOf(line) > 80)).toEqual([]);
    expect(`${report.text}${report.html}`).not.toMatch(/NaN|Infinity|undefined/);
    assertWellFormed(report.html);
  });
});

describe('npm run demo -- --subscriptions', () => {
  const made = (n: number, of: (i: number) => string) => Array.from({ length: n }, (_, i) => of(i)).join('\n');
  const month = (i: number) => `2025-${String(1 + (i % 9)).padStart(2, '0')}-1${i % 10}`;

  test('reads a Shift_JIS file of Japanese headings', async () => {
    const rows = made(
      30,
      (i) => `${i},k${i % 20},コース${i % 2},"￥3,980",毎月,${month(i % 3)},${i % 5 === 0 ? '2025/09/20' : ''}`,
    );
    const head = '契約番号,お客様番号,コース名,料金,お届けサイクル,契約開始日,解約日';
    const file = fileOf('sjis.csv', shiftJis(`${head}\r\n${rows.replaceAll('\n', '\r\n')}\r\n`));
    const { text, flat } = await reportOf(['--subscriptions', file, '--zone', 'Asia/Tokyo', '--as-of', '2025-10-31']);
    expect(flat).toContain('(shift_jis), 30 lines');
    expect(text).toMatch(/^ {2}customers, by お客様番号 +20$/m);
    expect(flat).toContain('end from 解約日');
  });

  test('takes columns of other names, cents, and the definitions of a vendor', async () => {
    const rows = made(40, (i) => `${i % 20},${month(i)},${i % 4 === 0 ? '2025-10-05' : ''},2950,yearly`);
    const file = fileOf('other.csv', `who,since,gone,price,per\n${rows}\n`);
    const words = ['--subscription-customer', 'WHO', '--subscription-start', 'since', '--subscription-end', 'gone'];
    const more = [
      '--subscription-amount',
      'price',
      '--subscription-interval',
      'per',
      '--cents',
      '--preset',
      'chartmogul',
    ];
    const { flat } = await reportOf([
      '--subscriptions',
      file,
      '--zone',
      'UTC',
      '--as-of',
      '2025-11-10',
      ...words,
      ...more,
    ]);
    expect(flat).toContain('Counted as ChartMogul does.');
    expect(flat).toContain('2025-10: 73.80 a month');
    expect(flat).not.toContain('Found by their names');
  });

  test('says what it took amounts for where no column tells the interval', async () => {
    const file = fileOf('flat.csv', `customer,start,end,amount\n${made(30, (i) => `c${i},${month(i)},,10`)}\n`);
    const { flat } = await reportOf(['--subscriptions', file, '--zone', 'UTC']);
    expect(flat).toContain('Every amount in amount is taken for one of a month.');
  });

  test('follows customers where there are no amounts', async () => {
    const rows = made(40, (i) => `c${i},${month(i)},${i % 3 === 0 ? '2025-10-05' : ''}`);
    const file = fileOf('unpaid.csv', `customer,start,end\n${rows}\n`);
    const { flat } = await reportOf(['--subscriptions', file, '--zone', 'UTC', '--as-of', '2025-11-10']);
    expect(flat).toContain('No line has an amount: there is no revenue, and customers are counted.');
    expect(flat).not.toContain('Recurring revenue by month');
  });

  test('says that ends after the last start may be those of a period that is paid for', async () => {
    const rows = made(30, (i) => `c${i},${month(i)},2026-01-01,10`);
    const file = fileOf('ends.csv', `customer,start,end,amount\n${rows}\n`);
    const { flat } = await reportOf(['--subscriptions', file, '--zone', 'UTC']);
    expect(flat).toContain('30 lines end with the last start or cancellation in the file, or after it');
  });

  test('warns at the top where no column tells when lines end, and leaves out what that would make false', async () => {
    const rows = made(30, (i) => `s${i},c${i},${month(i)},2025/10/05,1000`);
    const file = fileOf('lastday.csv', `契約ID,会員番号,開始日,最終お届け日,月額\n${rows}\n`);
    const { text, flat } = await reportOf(['--subscriptions', file, '--zone', 'Asia/Tokyo']);
    const [top = ''] = flat.split('Recurring revenue by month');
    expect(top).toContain('No column tells when lines end');
    expect(top).toContain('Is it 最終お届け日? Say --subscription-end 最終お届け日.');
    for (const chapter of ['Customers lost', 'How long customers', 'Revenue that stays', 'Cohorts:']) {
      expect(text).not.toContain(chapter);
    }
    const named = await reportOf([
      '--subscriptions',
      file,
      ...['--zone', 'Asia/Tokyo', '--subscription-end', '最終お届け日', '--as-of', '2025-11-10'],
    ]);
    expect(named.flat).not.toContain('No column tells');
    expect(named.text).toContain('Customers lost');
  });

  test('takes the last end of a line whose status is over for the least date of the export', async () => {
    const rows = made(
      40,
      (i) => `c${i},${month(i)},${i % 4 === 0 ? '2025-11-05' : ''},10,${i % 4 === 0 ? '解約' : '契約中'}`,
    );
    const file = fileOf('over.csv', `customer,start,end,amount,status\n${rows}\n`);
    const { text, flat } = await reportOf(['--subscriptions', file, '--zone', 'UTC']);
    expect(flat).toContain('to 2025-11-05 (UTC)');
    expect(cellsOf(text, 'Customers lost', /^2025-11 /)[0]?.slice(1, 6)).toEqual(['40', '0', '0', '10', '30']);
    expect(flat).not.toContain('will be renewed');
  });

  test('says what statuses were taken for, and at the top which are not known', async () => {
    const words = ['契約中', '謎', '休会', '強制退会'];
    const rows = made(40, (i) => `c${i},${month(i)},2025-11-05,10,${words[i % 4]}`);
    const file = fileOf('words.csv', `customer,start,end,amount,status\n${rows}\n`);
    const { text, flat } = await reportOf(['--subscriptions', file, '--zone', 'UTC']);
    expect(flat).toContain(
      '10 records (25 %) have a status that is not known, and count as running until they have an end: 謎 (10).',
    );
    const taken = cellsOf(text, 'What was read of the subscriptions', /^(契約中|謎|休会|強制退会) /);
    expect(taken).toEqual([
      ['休会', '10', 'running, until it has an end'],
      ['契約中', '10', 'running, until it has an end'],
      ['強制退会', '10', 'over'],
      ['謎', '10', 'not known: as running'],
    ]);
  });

  test('leaves out exact copies, and lets only the subscriptions whose lines overlap have several', async () => {
    const own = made(30, (i) => `s${i},c${i},2025-01-10,,100`);
    const file = fileOf(
      'copies.csv',
      `subscription,customer,start,end,amount\n${own}\ns3,c3,2025-01-10,,100\ns4,c4,2025-03-10,,50\n`,
    );
    const { flat, text } = await reportOf(['--subscriptions', file, '--zone', 'UTC', '--as-of', '2025-06-30']);
    expect(flat).toContain('1 record is an exact copy of one before (record 31): left out.');
    expect(flat).toContain('Lines of 1 subscription overlap (records 5, 32)');
    expect(flat).toContain('2025-06: 3,050 a month');
    expect(text).toMatch(/^ {2}left out: exact copies of others +1$/m);
    const without = fileOf(
      'alike.csv',
      `customer,start,end,amount\n${made(30, (i) => `c${i % 29},2025-01-10,,100`)}\n`,
    );
    const alike = await reportOf(['--subscriptions', without, '--zone', 'UTC', '--as-of', '2025-06-30']);
    expect(alike.flat).toContain('2025-06: 3,000 a month');
    expect(alike.flat).toContain('without a column of ids each counts');
  });

  test('says which of two columns was taken, and in which currency the money is', async () => {
    const rows = made(30, (i) => `c${i},${month(i)},${month(i)},,10,usd`);
    const file = fileOf('two.csv', `customer,契約開始日,開始日,end,amount,currency\n${rows}\n`);
    const { flat } = await reportOf(['--subscriptions', file, '--zone', 'UTC', '--as-of', '2025-10-31']);
    expect(flat).toContain('start from 開始日');
    expect(flat).toContain('契約開始日 is called like it, too, and was not taken');
    expect(flat).toContain('2025-10: 300 USD a month');
    const own = fileOf(
      'money-of.csv',
      `customer,start,end,amount,money\n${made(30, (i) => `c${i},${month(i)},,10,eur`)}\n`,
    );
    const words = [
      '--subscriptions',
      own,
      '--zone',
      'UTC',
      '--as-of',
      '2025-10-31',
      '--subscription-currency',
      'money',
    ];
    expect((await reportOf(words)).flat).toContain('300 EUR a month');
  });

  test('begins years in the month that is told', async () => {
    const rows = made(40, (i) => `c${i},2024-${String(1 + (i % 12)).padStart(2, '0')}-10,,10`);
    const file = fileOf('fiscal.csv', `customer,start,end,amount\n${rows}\n`);
    const words = ['--subscriptions', file, '--zone', 'UTC', '--as-of', '2025-07-31', '--unit', 'year'];
    const { text } = await reportOf([...words, '--fiscal-year-starts-on', '4']);
    expect(text).toMatch(/^ {2}FY2024 +280 /m);
    expect(text).toMatch(/^ {2}FY2023 +120 /m); // three months of four customers
    await expect(reportOf([...words, '--fiscal-year-starts-on', 'April'])).rejects.toThrow(
      'takes the number of a month',
    );
  });

  test('says how many came and left within one month, and only of stayers who changed that they did', async () => {
    const rows = made(40, (i) => `c${i},${month(i)},${i % 10 === 0 ? `${month(i).slice(0, 8)}28` : ''},10`);
    const file = fileOf('short.csv', `customer,start,end,amount\n${rows}\n`);
    const { flat } = await reportOf(['--subscriptions', file, '--zone', 'UTC', '--as-of', '2025-12-31']);
    expect(flat).toContain('4 customers began and left within one month, and are in no row.');
    expect(flat).toContain('are there, and pay what they began with.');
    expect(flat).toMatch(/2025-12: NRR over the month/);
  });

  test('takes lines of one subscription that overlap for subscriptions of their own', async () => {
    const rows = made(30, (i) => `s${i % 10},c${i % 10},2025-0${1 + (i % 3)}-10,,10`);
    const file = fileOf('items.csv', `subscription,customer,start,end,amount\n${rows}\n`);
    const { flat } = await reportOf(['--subscriptions', file, '--zone', 'UTC', '--as-of', '2025-06-30']);
    expect(flat).toContain('each line is taken for a subscription of its own');
    expect(flat).toContain('2025-06: 300 a month');
  });

  test('counts by other periods: weeks, quarters, years', async () => {
    const rows = made(
      40,
      (i) => `c${i},2024-${String(1 + (i % 12)).padStart(2, '0')}-10,${i % 3 === 0 ? '2025-05-05' : ''},10`,
    );
    const file = fileOf('units.csv', `customer,start,end,amount\n${rows}\n`);
    for (const [unit, period] of [
      ['week', '2025-05-12'],
      ['quarter', '2025-Q2'],
      ['year', '2024'],
    ] as const) {
      const { text, flat } = await reportOf([
        '--subscriptions',
        file,
        '--zone',
        'UTC',
        '--as-of',
        '2025-07-31',
        '--unit',
        unit,
      ]);
      expect(text, unit).toContain(`Recurring revenue by ${unit} `);
      expect(flat, unit).toContain(`${period} `);
      expect(text, unit).not.toMatch(/NaN|Infinity|undefined/);
    }
  });

  test('asks for one currency where there are several', async () => {
    const rows = made(30, (i) => `c${i},${month(i)},,10,${i < 20 ? 'usd' : 'EUR'}`);
    const file = fileOf('money.csv', `customer,start,end,amount,currency\n${rows}\n`);
    const words = ['--subscriptions', file, '--zone', 'UTC'];
    await expect(reportOf(words)).rejects.toThrow(
      'The amounts are of several currencies: USD (20), EUR (10). Say --currency EUR',
    );
    const { text } = await reportOf([...words, '--currency', 'eur']);
    expect(text).toMatch(/^ {2}left out: of another currency +20$/m);
    await expect(reportOf([...words, '--currency', 'JPY'])).rejects.toThrow('No line is of the currency JPY');
  });

  test('has an answer for one customer, for lines that all end at once, and for nothing but trials', async () => {
    const files = {
      one: 'c,2025-01-10,2025-03-10,10',
      ended: made(30, (i) => `c${i},${month(i)},2025-10-05,10`),
      same: made(30, (i) => `c${i},2025-01-10,,10`),
      moments: made(30, (i) => `c${i},${month(i)},${month(i)},10`),
      free: made(30, (i) => `c${i},${month(i)},${i % 2 === 0 ? '2025-10-05' : ''},0`),
    };
    for (const [name, rows] of Object.entries(files)) {
      const file = fileOf(`${name}.csv`, `customer,start,end,amount\n${rows}\n`);
      const { text, html } = await reportOf(['--subscriptions', file, '--zone', 'UTC', '--as-of', '2025-12-10']);
      expect(`${text}${html}`, name).not.toMatch(/NaN|Infinity|undefined/);
      expect(text, name).toContain('What was read of the subscriptions');
      assertWellFormed(html);
    }
  });

  test('refuses a file of which hardly anything is a subscription', async () => {
    const wrong = fileOf('wrong.csv', 'customer,start,amount\na,soon,1\nb,later,2\n');
    await expect(reportOf(['--subscriptions', wrong])).rejects.toThrow(
      /^2 of 2 records are no subscriptions: "start" must be/,
    );
    const never = fileOf('never.csv', 'customer,start,status\na,2025-01-01,incomplete\n');
    await expect(reportOf(['--subscriptions', never])).rejects.toThrow('No record is a subscription: 1 notBegun');
    const none = fileOf('none.csv', 'who,when\na,2025-01-01\n');
    await expect(reportOf(['--subscriptions', none])).rejects.toThrow(
      'Which columns are --subscription-customer, --subscription-start?',
    );
  });

  test('refuses options that would do nothing, or are no date', async () => {
    await expect(reportOf(['--orders', 'examples/data/orders.csv', '--as-of', '2025-01-01'])).rejects.toThrow(
      '--as-of is about subscriptions: name their file with --subscriptions FILE',
    );
    await expect(reportOf([...EXAMPLE.slice(0, 2), '--as-of', 'today'])).rejects.toThrow(
      '--as-of takes the date of the export',
    );
    const early = [...EXAMPLE.slice(0, -1), '2023-12-31'];
    await expect(reportOf(early)).rejects.toThrow(
      '--as-of 2023-12-31 is before the first start in the file, 2024-01-02',
    );
    await expect(reportOf([...EXAMPLE.slice(0, -1), '2025-02-30'])).rejects.toThrow('--as-of takes the date');
    await expect(reportOf([...EXAMPLE, '--preset', 'maxio'])).rejects.toThrow('--preset takes one of chartmogul');
    await expect(reportOf([...EXAMPLE, '--subscription-plan', 'plam'])).rejects.toThrow('Did you mean "plan"?');
  });
});

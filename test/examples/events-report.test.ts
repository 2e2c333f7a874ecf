import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsCsv } from '../../examples/data/make-events.js';
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
let example: ReturnType<typeof reportOf> | undefined;
/** That of the example's files, which takes longer than all others. */
const exampleReport = (): ReturnType<typeof reportOf> => {
  example ??= reportOf([]);
  return example;
};
const fileOf = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
/** A line of a table, by its first cell. */
const lineOf = (text: string, chapter: string, first: string): readonly string[] => {
  const [, body = ''] = text.split(`\n${chapter}`);
  const line = body.split('\n').find((each) => each.startsWith(`  ${first}  `)) ?? '';
  return line.trim().split(/ {2,}/);
};

/** The example's events as they stand in the file; months are its first seven characters. */
const events = eventsCsv()
  .split('\n')
  .slice(3, -1)
  .map((line) => {
    const [time = '', customer = '', name = '', , , channel = ''] = line.split(',');
    return { time, customer, name, channel, month: time.slice(0, 7) };
  })
  .filter(({ time, customer }) => customer !== '' && !time.startsWith('2025-02-30'));
const activeByMonth = new Map<string, Set<string>>();
for (const { customer, month } of events) {
  activeByMonth.set(month, (activeByMonth.get(month) ?? new Set()).add(customer));
}
const activeIn = (month: string): Set<string> => activeByMonth.get(month) ?? new Set();
const firstMonth = new Map<string, string>();
for (const { customer, month } of events) if (!firstMonth.has(customer)) firstMonth.set(customer, month);

describe('npm run demo, the chapters of events', () => {
  let report = { text: '', flat: '', html: '' };
  beforeAll(async () => {
    report = await exampleReport();
  }, 60_000);

  test('reads the file that its generator makes', () => {
    const file = readFileSync('examples/data/events.csv', 'utf8');
    expect(file).toBe(eventsCsv());
    expect(file).toMatch(/^# Synthetic/);
    expect(file.length).toBeLessThan(1_500_000);
  });

  test('counts the months of a cohort as counting by hand does', () => {
    const cohort = [...firstMonth].filter(([, month]) => month === '2025-05').map(([customer]) => customer);
    const months = ['2025-06', '2025-07', '2025-08', '2025-09', '2025-10', '2025-11', '2025-12'];
    const back = months.map((month) => cohort.filter((customer) => activeIn(month).has(customer)).length);
    const shares = back.map((customers) => `${Math.round((100 * customers) / cohort.length)}`);
    const line = report.text.split('\n').find((each) => each.startsWith('  2025-05  ') && each.includes('*')) ?? '';
    expect(line.trim().split(/ +/)).toEqual([
      '2025-05',
      String(cohort.length),
      ...shares.slice(0, -1),
      `${shares.at(-1)}*`,
    ]);
  });

  test('pools the cohorts whose next month has ended', () => {
    const pooled = [...firstMonth].filter(([, month]) => month < '2025-11');
    const back = pooled.filter(([customer, month]) => {
      const next = new Date(`${month}-01T00:00:00Z`);
      next.setUTCMonth(next.getUTCMonth() + 1);
      return activeIn(next.toISOString().slice(0, 7)).has(customer);
    });
    const share = ((100 * back.length) / pooled.length).toFixed(1);
    expect(report.flat).toContain(`Back in the next month: ${share} % (95 % interval `);
    expect(report.flat).toContain(`, n = ${pooled.length})`);
  });

  test('counts every step of the funnel', () => {
    // In this file an item is seen, and put in the cart, minutes after a visit: who has the event has come so far.
    for (const step of ['visit', 'view_item', 'add_to_cart']) {
      const reached = new Set(events.filter(({ name }) => name === step).map(({ customer }) => customer)).size;
      expect(report.text).toMatch(new RegExp(`^ {2,}${step} +\\d+\\.\\d % +${reached} +▒+$`, 'm'));
      expect(report.text).toMatch(new RegExp(`^ {2}${step} +${reached} `, 'm'));
    }
    const purchase = lineOf(report.text, 'Funnel:', 'purchase').slice(1);
    expect(report.flat).toMatch(/purchase within 7 days of visit: \d\d\.\d % \(95 % interval .* n = 586\)/);
    expect(purchase.join(' ')).toMatch(/^\d+ \d\d\.\d % \d\d\.\d to \d\d\.\d % \d\.\d min$/);
  });

  test('breaks the funnel down by channel, and says whether the channels differ', () => {
    const channels = new Map<string, Set<string>>();
    for (const { customer, channel } of events)
      channels.set(channel, (channels.get(channel) ?? new Set()).add(customer));
    expect([...channels.keys()].sort()).toEqual(['SNS', '広告', '検索', '紹介']);
    for (const [channel, customers] of channels) {
      expect(lineOf(report.text, 'Funnel:', channel)[3]).toMatch(new RegExp(`^${customers.size}$`));
    }
    expect(report.flat).toMatch(/By channel the shares differ by more than chance makes \(χ² .* p = 0\.010\)/);
  });

  test('fits its lines into a terminal, however wide their characters are', () => {
    const lines = report.text.split('\n').filter((line) => !line.includes('npm run demo'));
    expect(lines.filter((line) => widthOf(line) > 80)).toEqual([]);
  });

  test('tells the customers of a month apart as counting by hand does', () => {
    const [before, now] = [activeIn('2025-10'), activeIn('2025-11')];
    const newcomers = [...now].filter((customer) => firstMonth.get(customer) === '2025-11');
    const returning = [...now].filter((customer) => before.has(customer));
    const dormant = [...before].filter((customer) => !now.has(customer));
    const resurrecting = now.size - newcomers.length - returning.length;
    const counts = [newcomers.length, returning.length, resurrecting, dormant.length, now.size].map(String);
    expect(lineOf(report.text, 'New, returning', '2025-11').slice(1, 6)).toEqual(counts);
    expect(report.flat).toContain(`2025-11: ${now.size} customers active in the month`);
    expect(report.flat).toContain(`${now.size - before.size} more than the month before`);
  });

  test('counts who bought again', () => {
    const bought = new Map<string, number>();
    for (const { customer, name } of events) {
      if (name === 'purchase') bought.set(customer, (bought.get(customer) ?? 0) + 1);
    }
    expect(report.flat).toContain(`${bought.size} customers bought: `);
    const twice = [...bought.values()].filter((purchases) => purchases >= 2).length;
    expect(lineOf(report.text, 'Buying again', '2 → 3')[1]).toBe(String(twice));
  });

  test('marks what has not ended, in the terminal and on the page', () => {
    expect(report.text).toMatch(/^ {2}2025-11 +68 +\d+\*$/m);
    expect(report.text).toMatch(/^ {2}2025-12 \* +30 /m);
    expect(report.html).toMatch(/<td class="cell open" style="--share:0\.\d+">\d+<span class="star">\*<\/span><\/td>/);
  });

  test('puts digits below digits in the triangle', () => {
    const [, body = ''] = report.text.split('\nRetention by month');
    const [triangle = ''] = body.split('\nFunnel:');
    const lines = triangle.split('\n').filter((line) => /^ {2}(2025-\d\d|2024-\d\d|all) +\d/.test(line));
    expect(lines).toHaveLength(16);
    for (const line of lines) expect(line.slice(0, 19)).toMatch(/^ {2}\S+ +\d+( +\d*)?$/);
  });

  test('says which records were left out, and not what stood in them', () => {
    expect(report.text).toMatch(/^ {2}time +4,001 {2}a Date, epoch milliseconds, or a date and time in Asia\/Tokyo$/m);
    expect(report.text).toMatch(/^ {2}customer +9,001 {2}an identifier/m);
    expect(report.text).not.toContain('2025-02-30');
    expect(report.text).toContain('Period: 2024-10-01 to 2025-12-14 (Asia/Tokyo), 586 customers');
  });

  test('draws triangle, lines and stacked columns on the page', () => {
    expect(report.html).toContain('<table class="heat">');
    expect(report.html).toMatch(/<polyline class="line-2"/);
    expect(report.html).toMatch(/<rect class="bad"[^>]*><title>2025-11: dormant 39<\/title><\/rect>/);
    assertWellFormed(report.html);
  });
});

describe('npm run demo -- --events', () => {
  test('reads a Shift_JIS file with Japanese headings and names, and finds its funnel', async () => {
    const lines = [
      '会員番号,日時,イベント,金額,プラン',
      '1,2025/04/01 10:00:00,訪問,,無料',
      '1,2025/04/01 10:05:00,購入,1200,無料',
      '2,2025/04/02 9:00:00,訪問,,有料',
      '3,2025/05/02 9:00:00,訪問,,有料',
      '1,2025/05/03 9:00:00,購入,800,無料',
    ];
    const file = fileOf('sjis.csv', shiftJis(lines.join('\r\n')));
    const { text, flat } = await reportOf(['--events', file, '--zone', 'Asia/Tokyo', '--minimum', '2']);
    expect(text).toContain('(shift_jis), 5 events');
    expect(text).toContain('Behaviour report');
    expect(flat).toContain('customer from 会員番号, time from 日時, name from イベント, amount from 金額');
    expect(flat).toContain('購入 within 7 days of 訪問: 33.3 %');
    expect(flat).toContain('No --purchase was given: 購入 is called like one.');
    expect(text).not.toContain('Net promoter score');
  });

  test('takes columns, steps and purchases of other names, beside a file of answers', async () => {
    const events = fileOf(
      'other.csv',
      'who,name,at,what,yen\n7,Taro,1743471189,look,\n7,Taro,1743471289,pay,5\n8,Jiro,1743471389,look,\n',
    );
    const answers = fileOf('nps.csv', 'q1\n9\n3\n');
    const columns = ['--customer', 'WHO', '--event-time', 'at', '--event-name', 'what', '--amount', 'yen'];
    const asked = ['--epoch', 'seconds', '--steps', 'Look,pay', '--within', '1', '--purchase', 'pay', '--minimum', '2'];
    const { flat } = await reportOf([answers, '--score', 'q1', '--events', events, ...columns, ...asked]);
    expect(flat).toContain('Customer report');
    expect(flat).toContain('NPS 0.0 (');
    expect(flat).toContain('pay within 1 day of look: 50.0 %');
    expect(flat).not.toContain('Found by their names');
  });

  test('says whose clocks it took where nobody said', async () => {
    const file = fileOf('clocks.csv', 'customer,time,event\na,2025-04-01 10:00,x\n');
    expect((await reportOf(['--events', file])).flat).toContain('Times of time have no offset and are read as UTC');
    const asked = await reportOf(['--events', file, '--zone', 'Asia/Tokyo']);
    expect(asked.flat).not.toContain('have no offset');
  });

  test('hides small cohorts', async () => {
    const rows = Array.from({ length: 12 }, (_, i) => `c${i},2025-0${i < 2 ? 1 : i < 7 ? 2 : 3}-01T00:00:00Z,x`);
    const later = Array.from({ length: 12 }, (_, i) => `c${i},2025-05-0${1 + (i % 9)}T00:00:00Z,x`);
    const file = fileOf('small.csv', `customer,time,event\n${[...rows, ...later].join('\n')}\n`);
    const { text, flat } = await reportOf(['--events', file]);
    expect(text).toMatch(/^ {2}2025-01 +·$/m);
    expect(flat).toContain('2 of 3 cohorts not shown: fewer than 5 customers');
    // The last column rests on the two customers of one small cohort.
    expect(text).toMatch(/^ {2}month +size +1 +2 *$/m);
  });

  test('hides the numbers of small groups in every chapter', async () => {
    const of = (customers: number, times: string, name: string) =>
      Array.from({ length: customers }, (_, i) => `c${i},2025-${times}:00Z,${name}`);
    const rows = [
      ...of(9, '01-10T10:00', 'visit'),
      ...of(4, '01-10T10:05', 'cart'),
      ...of(3, '01-10T10:06', 'purchase'),
      ...of(3, '02-10T10:00', 'visit'),
      ...of(8, '03-10T10:00', 'visit'),
    ];
    const file = fileOf('few.csv', `customer,time,event\n${rows.join('\n')}\n`);
    const asked = ['--events', file, '--steps', 'visit,cart,purchase', '--purchase', 'purchase'];
    const { text, flat } = await reportOf(asked);
    expect(lineOf(text, 'Funnel:', 'cart')[0]).toBe('cart');
    expect(lineOf(text, 'Funnel:', 'purchase').slice(1)).toEqual(['·', '·', '·', '·']);
    expect(flat).toContain('Not shown: fewer than 5 customers with purchase');
    // February has three customers; March would tell of it by those who stayed away.
    expect(lineOf(text, 'New, returning', '2025-02').slice(1)).toEqual(['·', '·', '·', '·', '·', '·']);
    expect(lineOf(text, 'Active customers', '2025-02').slice(1)).toEqual(['·', '·', '·']);
    const few = await reportOf([...asked, '--minimum', '2']);
    expect(lineOf(few.text, 'Funnel:', 'purchase')[1]).toBe('33.3 %');
    expect(few.flat).not.toContain('Not shown');
  });

  test('leads with no estimate of repurchase that has no bound', async () => {
    const rows = Array.from({ length: 6 }, (_, i) => `c${i},2025-0${i < 3 ? 1 : 4}-01T00:00:00Z,purchase`);
    const again = Array.from({ length: 3 }, (_, i) => `c${i},2025-02-2${i}T00:00:00Z,purchase`);
    const file = fileOf('again.csv', `customer,time,event\n${[...rows, ...again].join('\n')}\n`);
    const { flat } = await reportOf(['--events', file]);
    expect(flat).toMatch(/Second purchase within 60 days: 100\.0 % \(95 % interval \d\d\.\d to 100\.0 %, n = 6\)/);
    expect(flat).not.toContain('too few for an interval');
  });

  test('says first of all which events are hardly there', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => `c${i},2025-04-01T10:00:00Z,visit,`);
    const bought = [3, 4, 5].map((i) => `c${i},2025-04-01T11:00:00Z,purchase,${i} or so`);
    const file = fileOf('lost.csv', `customer,time,event,amount\n${[...rows, ...bought].join('\n')}\n`);
    const { text, flat } = await reportOf(['--events', file]);
    expect(flat).toContain('3 of 3 records called "purchase" are left out: "amount" must be a number such as');
    expect(text.indexOf('Warning: ')).toBeLessThan(text.indexOf('Retention by month'));
    await expect(reportOf(['--events', file, '--purchase', 'purchase'])).rejects.toThrow('3 of 3 records called');
    expect((await exampleReport()).text).not.toContain('Warning: ');
  });

  test('leaves the rows of small cohorts away where they would fill the table, and names a longer unit', async () => {
    const { text, flat } = await reportOf(['--unit', 'day']);
    const [, body = ''] = text.split('\nRetention by day');
    const [triangle = ''] = body.split('\nFunnel:');
    expect(triangle).not.toMatch(/^ {2}20\d\d-\d\d-\d\d +·/m);
    expect(triangle.match(/^ {2}20\d\d-\d\d-\d\d +\d/gm)?.length).toBeGreaterThan(2);
    expect(flat).toContain('--unit week makes larger cohorts');
  });

  test('says so where no period after the first has ended, and names a shorter unit', async () => {
    const { flat } = await reportOf(['--unit', 'year']);
    expect(flat).toContain('No retention by year: for fewer than 5 customers');
    expect(flat).toContain('--unit quarter makes shorter periods');
  });

  test('reads steps between Japanese commas, but not a name that has one', async () => {
    const rows = ['訪問', '購入', '見る、買う'].map((name, i) => `a,2025-04-01T1${i}:00:00Z,"${name}"`);
    const file = fileOf('commas.csv', `customer,time,event\n${rows.join('\n')}\n`);
    expect((await reportOf(['--events', file, '--steps', '訪問、購入'])).text).toContain('Funnel: 訪問 → 購入');
    const whole = await reportOf(['--events', file, '--steps', '訪問,見る、買う']);
    expect(whole.text).toContain('Funnel: 訪問 → 見る、買う');
  });

  test('makes a report of one event, and of events without steps', async () => {
    const file = fileOf('one.csv', 'customer,time,event\na,2025-04-01T10:00:00Z,x\n');
    const { text, flat, html } = await reportOf(['--events', file]);
    expect(flat).toContain('No --steps were given, and the names of the events show none: there is no funnel.');
    expect(text).toContain('1 event\n');
    expect(text + html).not.toMatch(/NaN|undefined|Infinity|Funnel:|Buying again/);
    assertWellFormed(html);
  });

  test('shows no text of the file as markup, and none of its control characters', async () => {
    const [step, next] = ['<script>alert(1)</script>\u001b[2J', 'b"&c'];
    const quoted = [step, next].map((name) => `"${name.replaceAll('"', '""')}"`);
    const file = fileOf(
      'hostile.csv',
      `customer,time,event,"<b>"\na,2025-04-01T10:00:00Z,${quoted[0]},<i>\na,2025-04-02T10:00:00Z,${quoted[1]},<i>\n`,
    );
    const asked = ['--steps', `${step},${next}`, '--purchase', next, '--property', '<b>', '--minimum', '2'];
    const { text, html } = await reportOf(['--events', file, ...asked]);
    expect(text).not.toContain('\u001b');
    expect(html).not.toMatch(/<script|<b>|<i>|NaN/);
    expect(html).not.toContain('\u001b');
    assertWellFormed(html);
  });
});

describe('npm run demo -- --events, asked wrongly', () => {
  const file = fileOf('wrong.csv', 'customer,time,event\na,2025-04-01T10:00:00Z,visit\na,soon,visit\nb,later,visit\n');
  const plain = fileOf('plain.csv', 'customer,time,event\na,2025-04-01T10:00:00Z,visit\n');
  const mistakes: readonly (readonly [string, readonly string[], string])[] = [
    ['a column that is not there', ['--events', plain, '--customer', 'custmer'], 'Did you mean "customer"?'],
    ['a step that never occurs', ['--events', plain, '--steps', 'visit,vist'], 'No event is called "vist" (--steps)'],
    ['a purchase that never occurs', ['--events', plain, '--purchase', 'visits'], 'Did you mean "visit"?'],
    ['a window that is none', ['--events', plain, '--within', '0'], '--within takes a number of days'],
    ['a unit of times that is none', ['--events', plain, '--epoch', 'hours'], '--epoch takes one of seconds'],
    ['a file that is not there', ['--events', 'nowhere.csv'], 'nowhere.csv cannot be read'],
    ['hardly a record that is an event', ['--events', file], '2 of 3 records are no events: "time" must be a Date'],
    [
      'columns nobody can guess',
      ['--events', fileOf('odd.csv', 'a,b\n1,2\n')],
      'Which columns are --customer, --event-time',
    ],
    ['an option of answers without answers', ['--events', plain, '--time', 'time'], 'For events it is --event-time'],
    ['an option of events without events', [plain, '--steps', 'a,b'], '--steps is about events: name their file'],
  ];
  for (const [name, words, message] of mistakes) {
    test(`${name} is told, with the way out`, async () => {
      const asked = reportOf(words);
      await expect(asked).rejects.toThrow(message);
      await expect(asked).rejects.toBeInstanceOf(UsageError);
    });
  }
});

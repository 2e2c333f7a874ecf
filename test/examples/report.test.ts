import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answersCsv } from '../../examples/data/make-answers.js';
import { makeReport } from '../../examples/report/report.js';
import { UsageError } from '../../examples/report/usage.js';
import { type Run, runExample, temporaryFolder } from './run-example.js';
import { assertWellFormed } from './well-formed.js';

const REPORT = 'examples/report/run.ts';
const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

const reportOf = async (words: readonly string[]): Promise<{ text: string; html: string }> => {
  const { text, page } = await makeReport(words, { hasColor: false });
  return { text, html: page?.html ?? '' };
};
const fileOf = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe('npm run demo', () => {
  let run: Run;
  let page = '';
  beforeAll(async () => {
    run = await runExample(REPORT, ['--out', join(folder, 'report.html')]);
    page = readFileSync(join(folder, 'report.html'), 'utf8');
  }, 60_000);

  test('succeeds and says where the page is', () => {
    expect(run.error).toBe('');
    expect(run.code).toBe(0);
    expect(run.out).toContain(join(folder, 'report.html'));
  });

  test('prints the score that counting by hand gives, in the terminal and on the page', () => {
    const cells = answersCsv()
      .split('\n')
      .slice(3)
      .map((line) => line.split(',')[4] ?? '');
    const scores = cells.filter((cell) => /^(\d|10)$/.test(cell)).map(Number);
    const [promoters, detractors] = [scores.filter((score) => score >= 9), scores.filter((score) => score <= 6)];
    const value = (100 * (promoters.length - detractors.length)) / scores.length;
    const start = `NPS ${value.toFixed(1)} (95 % interval `;
    expect(run.out).toContain(start);
    expect(run.out).toContain(`, n = ${scores.length.toLocaleString('en-US')})`);
    expect(page).toContain(start);
  });

  test('has a line for every month of the year, on the clocks of Tokyo', () => {
    const months = run.out.match(/^ {2}2025-\d\d /gm);
    expect(months).toHaveLength(12);
    expect(run.out).toContain('Period: 2025-01-01 to 2025-12-31 (Asia/Tokyo)');
  });

  test('hides the region with three answers, and a second one that would give it away', () => {
    expect(run.out).toMatch(/^ {2}沖縄 +· +· +· +·$/m);
    expect(run.out).toMatch(/^ {2}四国 +· +· +· +·$/m);
    expect(run.out).toContain('2 of 7 groups not shown: fewer than 5 answers');
    expect(page).toMatch(/沖縄<\/th>(<td class="number"><span class="absent">·<\/span><\/td>){4}/);
  });

  test('says which cells were left out, and not what stood in them', () => {
    expect(run.out).toMatch(/left out: a cell that cannot be right +2$/m);
    expect(run.out).toMatch(/^ {2}recommend +371 {2}an integer from 0 to 10$/m);
    expect(run.out).not.toContain('ten');
  });

  test('aligns columns after wide characters', () => {
    const [okinawa, tokyo] = ['沖縄', '東京'].map((name) => run.out.split('\n').find((line) => line.includes(name)));
    // Both names are four cells wide; the dot stands below the last digit of the score.
    expect(okinawa?.indexOf('·')).toBe(tokyo?.search(/\d /));
  });

  test('uses colours only where somebody looks', async () => {
    expect(run.out).not.toContain('\u001b');
    const { text } = await makeReport([], { hasColor: true });
    expect(text).toContain('\u001b[36m█');
  });

  test('writes a page that asks for nothing and is well formed', () => {
    expect(page).not.toMatch(/https?:|<script|<link|<img|url\(|@import/);
    expect(page.startsWith('<!DOCTYPE html>\n<html lang="en">')).toBe(true);
    assertWellFormed(page);
    expect(page.length).toBeLessThan(60_000);
  });

  test('prints what the README shows', () => {
    const [, shown = ''] = /```text\n(.*?)```/s.exec(readFileSync('README.md', 'utf8')) ?? [];
    const lines = shown.split('\n').filter((line) => line !== '');
    expect(lines.length).toBeGreaterThan(8);
    for (const line of lines) expect(run.out.split('\n')).toContain(line);
  });

  test('reads the file that its generator makes', () => {
    expect(readFileSync('examples/data/answers.csv', 'utf8')).toBe(answersCsv());
    expect(answersCsv()).toMatch(/^# Synthetic/);
  });
});

describe('npm run demo -- a file', () => {
  const QUESTION = 'この商品を、ご友人に\nすすめたいと思いますか';

  test('reads Shift_JIS with Japanese headings, full-width digits and line breaks in cells', async () => {
    const file = fileOf('sjis.csv', shiftJis(`"${QUESTION}",プラン\r\n９,無料\r\n10,無料\r\n3,有料\r\n,有料\r\n`));
    const { text } = await reportOf([file, '--score', QUESTION, '--segment', 'プラン', '--minimum', '2']);
    expect(text).toContain('(shift_jis), 4 records');
    expect(text).toContain('NPS 33.3 (95 % interval ');
    expect(text).toMatch(/of these without .* 1$/m);
  });

  test('forms the score on 1–10 by breaks that it prints', async () => {
    const file = fileOf('ten.csv', 'q1,q2\n1,10\n6,9\n7,8\n10,10\n10,3\n');
    const { text } = await reportOf([file, '--score', 'q1', '--scale', '1-10', '--drivers', 'q2']);
    expect(text).toContain('NPS 0.0 (');
    expect(text).toContain('breaks are [1, 6, 8, 10]');
    expect(text).toContain('No --drivers-scale was given: all their answers are within 1–10.');
  });

  test('guesses the score only where one column can be it, and says so', async () => {
    const { text } = await reportOf([fileOf('guess.csv', 'name,NPS,stars\na,9,4\nb,7,5\n')]);
    expect(text).toContain('No --score was given: NPS is called like it and holds answers from 0 to 10.');
    const refused = '2 columns hold whole numbers from 0 to 10.\nIts columns are:\n  a\n  b';
    await expect(reportOf([fileOf('unclear.csv', 'a,b\n9,4\n7,5\n')])).rejects.toThrow(refused);
  });

  test('weighs answers', async () => {
    const file = fileOf('weights.csv', 'score,w\n10,3\n3,1\n8,0\n');
    const { text } = await reportOf([file, '--score', 'score', '--weight', 'w']);
    expect(text).toContain('NPS 50.0 (');
    expect(text).toContain('Weighted by w: as informative as 2 answers of equal weight');
  });

  test('puts on top what goes with the score and pleases little', async () => {
    const answers = ['2,1,5,4', '9,4,5,4', '4,1,4,5', '10,5,5,5', '5,2,5,4', '8,4,4,5', '3,1,5,5'];
    const file = fileOf('drivers.csv', `score,"help, at night",design,price\n${answers.join('\n')}\n`);
    const drivers = ['--drivers', 'help, at night', '--drivers', 'design,price'];
    const { text, html } = await reportOf([file, '--score', 'score', ...drivers]);
    expect(text).toMatch(/^ {2}driver .*\n {2}help, at night +0\.9\d +2\.57 +\d+\.\d +improve first$/m);
    expect(text).toContain('From 7 complete answers; together they explain ');
    expect(html).toMatch(/<circle[^>]*\/>.*>help, at night<\/text>/s);
  });

  test('leaves a gap where a period has no answers', async () => {
    const file = fileOf('gap.csv', 'score,at\n10,2025-01-05\n3,2025-01-06\n9,2025-03-01\n9,2025-03-02\n');
    const { text, html } = await reportOf([file, '--score', 'score', '--time', 'at', '--minimum', '2']);
    expect(text).toMatch(/^ {2}2025-02 +· +· +0$/m);
    expect(html.match(/<circle cx="(52|708)"/g)).toHaveLength(2);
  });

  test('shows no text of the file as markup, and none of its control characters', async () => {
    const file = fileOf('hostile.csv', 'score,plan\n10,"<script>alert(1)</script>\u001b[2J"\n9,"a ""b"" & c"\n');
    const { text, html } = await reportOf([
      file,
      '--score',
      'score',
      '--segment',
      'plan',
      '--title',
      '</title><b>',
      '--minimum',
      '2',
    ]);
    expect(text).not.toContain('\u001b');
    expect(html).not.toMatch(/<script|<b>/);
    expect(html).not.toContain('\u001b');
    assertWellFormed(html);
  });

  test('answers a file without answers with no number instead of a wrong one', async () => {
    const { text } = await reportOf([fileOf('empty.csv', 'score\n'), '--score', 'score']);
    expect(text).toContain('NPS not known (n = 0)');
  });
});

describe('npm run demo, asked wrongly', () => {
  const file = fileOf('small.csv', 'recommend,plan\n9,pro\n3,free\n');
  const mistakes: readonly (readonly [string, readonly string[], string])[] = [
    [
      'a column that is not there',
      ['--score', 'recomend'],
      'no column "recomend" (--score). Did you mean "recommend"?',
    ],
    ['an option that is not there', ['--scroe', 'recommend'], 'Unknown option --scroe; did you mean --score?'],
    ['an option without its value', ['--score'], '--score'],
    ['a scale without promoters', ['--score', 'recommend', '--scale', '0-100'], '--scale takes 0-10, 1-10 or 1-5'],
    ['a zone that is none', ['--zone', 'Mars'], '--zone takes the name of a time zone'],
    ['a unit that is none', ['--unit', 'fortnight'], '--unit takes one of day, week, month, quarter, year'],
    ['a minimum that hides nothing', ['--minimum', '1'], '--minimum takes a whole number of at least 2'],
    ['two files', ['other.csv'], 'One file, please'],
  ];
  for (const [name, words, message] of mistakes) {
    test(`${name} is told, with the way out`, async () => {
      const asked = reportOf([file, ...words]);
      await expect(asked).rejects.toThrow(message);
      await expect(asked).rejects.toBeInstanceOf(UsageError);
    });
  }

  test('exits with 2 and without a stack', async () => {
    const run = await runExample(REPORT, [file, '--score', 'recomend']);
    expect(run.code).toBe(2);
    expect(run.error).toContain('Did you mean "recommend"?');
    expect(run.error).not.toMatch(/\n\s+at /);
  });

  test('a file that is not there, and one that is no text', async () => {
    await expect(reportOf(['nowhere.csv'])).rejects.toThrow('nowhere.csv cannot be read');
    const noise = fileOf('noise.csv', Uint8Array.of(0x81, 0xff, 0xfe, 0x80));
    await expect(reportOf([noise])).rejects.toThrow('decodeText requires text in');
  });

  test('--help lists every option', async () => {
    const { text } = await reportOf(['--help']);
    for (const option of ['--score', '--scale', '--time', '--zone', '--segment', '--drivers', '--weight', '--out']) {
      expect(text).toContain(option);
    }
  });
});

/** The platform decodes Shift_JIS but does not encode it: every pair of bytes is tried once. */
function shiftJis(text: string): Uint8Array {
  const decoder = new TextDecoder('shift_jis');
  const bytes = new Map<string, readonly number[]>();
  for (let lead = 0x81; lead <= 0xfc; lead += 1) {
    for (let trail = 0x40; trail <= 0xfc; trail += 1) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (!bytes.has(character)) bytes.set(character, [lead, trail]);
    }
  }
  return Uint8Array.from(Array.from(text).flatMap((each) => bytes.get(each) ?? [each.charCodeAt(0)]));
}

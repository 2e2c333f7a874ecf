import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answersCsv } from '../../examples/data/make-answers.js';
import { makeReport } from '../../examples/report/report.js';
import { UsageError } from '../../examples/report/usage.js';
import { type Run, runExample, temporaryFolder } from './run-example.js';
import { shiftJis } from './shift-jis.js';
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
    for (const chapter of [
      'Net promoter score',
      'Retention by month',
      'Value in the next 12 months',
      'Recurring revenue by month',
    ]) {
      expect(run.out).toContain(`\n${chapter}`);
    }
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
    const [, trend = ''] = /\nNPS by month(.*?)\nNPS by segment/s.exec(run.out) ?? [];
    const months = trend.match(/^ {2}2025-\d\d /gm);
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
    expect(run.out).not.toMatch(/\bten\b/);
    expect(run.out.replace(/\s+/g, ' ')).toContain('1,198 of 1,200 records in this report; 2 left out, see the end');
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
    expect(page.length).toBeLessThan(250_000);
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
    const { text } = await reportOf([fileOf('guess.csv', 'name,NPS,stars\na,9,4\nb,7,5\nc,8,3\nd,2,2\n')]);
    expect(text).toContain('No --score was given: NPS is called like it and holds answers from 0 to 10.');
    const refused = '2 columns hold whole numbers from 0 to 10, in four values or more.\nIts columns are:\n  a\n  b';
    await expect(reportOf([fileOf('unclear.csv', 'a,b\n9,4\n7,5\n8,3\n2,2\n')])).rejects.toThrow(refused);
  });

  test('never takes a flag for the score, and lists the columns instead', async () => {
    const file = fileOf('flag.csv', 'senior,months\n0,12\n1,60\n0,48\n');
    const refused = 'no column holds whole numbers from 0 to 10, in four values or more.\nIts columns are:\n  senior\n';
    await expect(reportOf([file])).rejects.toThrow(refused);
  });

  test('finds a column by a heading that looks the same', async () => {
    const file = fileOf('same.csv', 'ＮＰＳ（0\u301c10）,PLAN\n9,a\n3,b\n');
    const { text } = await reportOf([file, '--score', 'NPS(0\uff5e10)', '--segment', 'plan', '--minimum', '2']);
    expect(text).toContain('Net promoter score: ＮＰＳ（0\u301c10）');
    expect(text).toContain('NPS by segment');
  });

  test('says where 1–10 may be the scale', async () => {
    const note = 'No answer is 0: if the question ran from 1 to 10, say --scale 1-10.';
    const scores = (...values: readonly number[]) => fileOf('one-ten.csv', `q1\n${values.join('\n')}\n`);
    expect((await reportOf([scores(1, 6, 10), '--score', 'q1'])).text).toContain(note);
    expect((await reportOf([scores(0, 1, 10), '--score', 'q1'])).text).not.toContain(note);
    expect((await reportOf([scores(1, 6, 10), '--score', 'q1', '--scale', '1-10'])).text).not.toContain(note);
  });

  test('takes the one column that is called like a time for the trend, and says so', async () => {
    const form = fileOf(
      'form.csv',
      'タイムスタンプ,q1\n2025/04/01 10:33:09 午後 GMT+9,9\n2025/05/02 9:00:00 午前 GMT+9,3\n',
    );
    const guessed = await reportOf([form, '--score', 'q1']);
    const text = guessed.text.replace(/\s+/g, ' ');
    expect(text).toContain('NPS by month ─');
    expect(text).toContain('No --time was given: タイムスタンプ is called like a time and holds dates.');
    expect(text).toContain(
      'written at +09:00, but periods are those of UTC: say whose dates count, such as --zone Asia/Tokyo.',
    );
    expect((await reportOf([form, '--score', 'q1', '--zone', 'Asia/Tokyo'])).text).not.toContain('written at');
    const west = fileOf('west.csv', 'answeredAt,q1\n2025-04-01T10:33:09-05:00,9\n2025-04-02 10:33 -0500,3\n');
    expect((await reportOf([west, '--score', 'q1'])).text).toContain('such as --zone Etc/GMT+5');
    const two = fileOf('two-times.csv', 'Start Date,End Date,q1\n2025-04-01,2025-04-01,9\n');
    const unsure = (await reportOf([two, '--score', 'q1'])).text;
    expect(unsure).toContain('Start Date, End Date can be it: there is no trend.');
    expect(unsure).not.toContain('NPS by month');
    const other = fileOf('no-time.csv', 'date,q1\nfriday,9\nmonday,3\n');
    expect((await reportOf([other, '--score', 'q1'])).text).not.toContain('NPS by month');
  });

  test('loses no score to a wrong cell elsewhere, and counts those cells', async () => {
    const rows = Array.from(
      { length: 10 },
      (_, i) => `${i % 2 === 0 ? 10 : 9},${i === 3 ? 'x' : 5},${i === 4 ? 99 : i % 5},4`,
    );
    const file = fileOf('lenient.csv', `q1,sat,help,price\n${rows.join('\n')}\n`);
    const { text } = await reportOf([file, '--score', 'q1', '--csat', 'sat', '--drivers', 'help,price']);
    expect(text).toContain('(utf-8), 10 records\n');
    expect(text).toMatch(/NPS 100\.0 \(.*n = 10\)/);
    expect(text).toMatch(/CSAT 100\.0 % \(.*n = 9\)/);
    expect(text).toMatch(/cells of sat that cannot be right, read as empty +1$/m);
    expect(text).toMatch(/cells of help that cannot be right, read as empty +1$/m);
    expect(text).toMatch(/^ {2}sat +4 {2}an integer from 1 to 5$/m);
  });

  test('reads answers in words by their labels', async () => {
    const file = fileOf('words.csv', 'q1,満足度,手間\n9,満足,楽\n3,普通,大変\n8,不満,\n7,５,\n');
    const csat = ['--csat', '満足度', '--csat-labels', '満足=5,普通=３、不満 = 1'];
    const { text } = await reportOf([file, '--score', 'q1', ...csat, '--ces', '手間', '--ces-labels', '楽=7,大変=1']);
    expect(text).toContain('CSAT 50.0 % (');
    expect(text).toContain('CES 4.00 (');
  });

  test('weighs answers', async () => {
    const file = fileOf('weights.csv', 'score,w\n10,3\n3,1\n8,0\n');
    const { text } = await reportOf([file, '--score', 'score', '--weight', 'w']);
    expect(text).toContain('NPS 50.0 (');
    expect(text).toContain('Weighted by w: as informative as 2 answers of equal weight');
  });

  test('puts on top what goes with the score and pleases little', async () => {
    const answers = [
      '2,1,5,4,5',
      '9,4,5,4,4',
      '4,1,4,5,5',
      '10,5,5,5,5',
      '5,2,5,4,4',
      '8,4,4,5,5',
      '3,1,5,5,5',
      '7,3,5,4,5',
    ];
    const file = fileOf('drivers.csv', `score,"help, at night",q1,q2,q3\n${answers.join('\n')}\n`);
    const drivers = ['--drivers', 'help, at night', '--drivers', 'q1-q3'];
    const { text, html } = await reportOf([file, '--score', 'score', ...drivers]);
    expect(text).toMatch(/^ {2}driver .*\n {2}help, at night +0\.9\d +2\.63 +\d\d\.\d +improve first, urgent$/m);
    expect(text).toContain('What to improve first: help, at night.');
    expect(text.match(/improve first(, urgent)?$/gm)).toHaveLength(1);
    expect(text).toMatch(/^ {2}q\d .* keep$/m);
    expect(text).toContain('From 8 complete answers; together they explain ');
    expect(html).toMatch(/<circle[^>]*\/>.*>help, at night<\/text>/s);
    expect(html).toContain('>priority improve</text>');
  });

  test('concludes nothing from noise, and nothing from three drivers', async () => {
    // Every combination once: no driver goes with the score at all, but for one answer.
    const rows = Array.from({ length: 32 }, (_, i) => [
      9 * (i & 1),
      ...[1, 2, 3, 4].map((bit) => 3 + ((i >> bit) & 1)),
    ]);
    const noise = fileOf(
      'noise-drivers.csv',
      `q1,a,b,c,d\n9,5,3,4,3\n${rows.map((row) => row.join(',')).join('\n')}\n`,
    );
    const { text, html } = await reportOf([noise, '--score', 'q1', '--drivers', 'a,b,c,d']);
    expect(text.replace(/\s+/g, ' ')).toContain(
      'No verdicts: 4 drivers that mean nothing would explain about as much of 33 answers',
    );
    expect(text).not.toMatch(/improve first|(keep|improve)$/m);
    expect(html).not.toContain('priority improve');
    const three = await reportOf([
      'examples/data/answers.csv',
      '--score',
      'recommend',
      '--drivers',
      'quality,support,price',
    ]);
    expect(three.text.replace(/\s+/g, ' ')).toContain('No verdicts: the index places drivers among each other');
  });

  test('says that nothing stands out where no index is high', async () => {
    const rows = Array.from({ length: 32 }, (_, i) => {
      const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map((bit) => (i >> bit) & 1);
      return [2 * (a + b + c + d), 3 + a, 3 + b, 3 + c, 3 + d];
    });
    const file = fileOf('even.csv', `q1,a,b,c,d\n${rows.map((row) => row.join(',')).join('\n')}\n`);
    const { text } = await reportOf([file, '--score', 'q1', '--drivers', 'a,b,c,d']);
    expect(text).toContain('Nothing stands out to improve first.');
    expect(text).not.toMatch(/improve first$/m);
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

  test('answers a column without answers with no number and no bars', async () => {
    const { text } = await reportOf([fileOf('empty.csv', 'q1,plan\n,a\n'), '--score', 'q1']);
    expect(text).toContain('NPS not known (n = 0)');
    expect(text).toContain('(utf-8), 1 record\n');
    expect(text).not.toMatch(/promoters 0\.0 %|Every answer|\n {2}\n/);
  });
});

describe('npm run demo -- a file of which no report can be made', () => {
  const rows = Array.from(
    { length: 10 },
    (_, i) => `${10 * i},満足,7,${i % 2 === 0 ? '4/13/2025' : 'later'},"1,000",4.5,${i < 3 ? 'x' : 9}`,
  );
  const file = fileOf('wrong.csv', `months,sat,ten,when,w,stars,few\n${rows.join('\n')}\n`);
  const refused: readonly (readonly [string, readonly string[], string])[] = [
    ['numbers beyond the scale', ['--score', 'months'], '"months" goes beyond 0–10 in 8 of 10 records: is it a score'],
    [
      'some texts',
      ['--score', 'few'],
      '"few" holds text in 3 of 10 records: is it a score? --score expects an integer from 0 to 10',
    ],
    [
      'labels',
      ['--score', 'ten', '--csat', 'sat'],
      '"sat" holds text in 10 of 10 records: --csat expects an integer from 1 to 5; map it with --csat-labels 満足=5,普通=3,… Its texts are 満足.',
    ],
    [
      'another scale',
      ['--score', 'ten', '--csat', 'ten'],
      '"ten" goes beyond 1–5 in 10 of 10 records: is it a score, and --csat-scale 1-5 its scale?',
    ],
    ['no times', ['--score', 'ten', '--time', 'when'], '"when" holds no dates in 10 of 10 records'],
    ['no weights', ['--score', 'ten', '--weight', 'w'], '"w" holds no weights in 10 of 10 records'],
    [
      'parts of numbers',
      ['--score', 'ten', '--drivers', 'stars'],
      '"stars" holds numbers that are not whole in 10 of 10 records',
    ],
  ];
  for (const [name, words, message] of refused) {
    test(`${name}: told by column, count and what is expected`, async () => {
      const asked = reportOf([file, ...words]);
      await expect(asked).rejects.toThrow(message);
      await expect(asked).rejects.toBeInstanceOf(UsageError);
    });
  }

  test('shows no text that few wrote', async () => {
    const names = fileOf('names.csv', `q1,who\n${Array.from({ length: 10 }, (_, i) => `9,taro${i}`).join('\n')}\n`);
    await expect(reportOf([names, '--score', 'q1', '--csat', 'who'])).rejects.toThrow(/^(?!.*taro).*"who" holds text/s);
  });

  test('no records, records of another width, a workbook', async () => {
    await expect(reportOf([fileOf('heads.csv', 'q1\n')])).rejects.toThrow('The file has no records');
    await expect(reportOf([fileOf('nothing.csv', '')])).rejects.toThrow('The file has no records');
    const ragged = fileOf('ragged.csv', 'q1,q2\n9,a,b\n8,c\n');
    await expect(reportOf([ragged])).rejects.toThrow('1 of 2 records have another number of cells than the 2 headings');
    for (const signature of [
      [0x50, 0x4b, 3, 4, 0],
      [0xd0, 0xcf, 0x11, 0xe0, 0],
    ]) {
      await expect(reportOf([fileOf('a.xlsx', Uint8Array.from(signature))])).rejects.toThrow(
        'is an Excel file; save it as CSV',
      );
    }
    expect((await reportOf([fileOf('pk.csv', 'PK,q1\na,9\n'), '--score', 'q1'])).text).toContain('NPS 100.0');
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
    ['an option given twice', ['--zone', 'UTC', '--zone', 'UTC'], '--zone is given twice'],
    [
      'the score among its drivers',
      ['--score', 'recommend', '--drivers', 'plan,recommend'],
      'cannot be one of its own',
    ],
    ['a range of which an end is missing', ['--score', 'recommend', '--drivers', 'q1-q3'], 'no column "q1-q3"'],
    ['labels off the scale', ['--csat-labels', '満足=6'], '--csat-labels takes texts with their numbers from 1 to 5'],
    ['labels without numbers', ['--ces-labels', '楽'], '--ces-labels takes texts with their numbers from 1 to 7'],
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

  test('a folder that is not there: the report, a sentence, exit 1', async () => {
    const run = await runExample(REPORT, [file, '--score', 'recommend', '--out', join(folder, 'none', 'a.html')]);
    expect(run.code).toBe(1);
    expect(run.out).toContain('NPS 0.0');
    expect(run.error).toMatch(/a\.html cannot be written: ENOENT/);
    expect(run.error).not.toMatch(/\n\s+at /);
  });

  test('ends quietly where the reader of its output has enough', async () => {
    const run = await runExample(REPORT, ['--out', join(folder, 'head.html')], true);
    expect(run.error).toBe('');
    expect(run.code).toBe(0);
    expect(readFileSync(join(folder, 'head.html'), 'utf8')).toContain('</html>');
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

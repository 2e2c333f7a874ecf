import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { activeCustomersMetric, by, countIf, npsMetric, period, SqlCompileError, tally } from 'kizuna';
import { csvFile, EngineError, eventTable, measureIn, parquetFile, table } from 'kizuna/duckdb';
import { type TableColumn, toSql } from 'kizuna/sql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let folder: string;
let connection: Awaited<ReturnType<DuckDBInstance['connect']>>;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kizuna's "));
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  const rows = `SELECT range % 11 AS score, 'c' || (range % 7) AS "a""b", range % 2 = 0 AS paid,
    TIMESTAMPTZ '2025-04-01 00:00:00+09' + to_hours(range::INT) AS "order" FROM range(240)`;
  const copy = (select: string, name: string, format: string) =>
    connection.run(`COPY (${select}) TO '${at(name).replaceAll("'", "''")}' (${format})`);
  await copy(rows, 'a.parquet', 'FORMAT parquet');
  await copy(`SELECT "order", score, paid, "a""b" FROM (${rows})`, 'b.parquet', 'FORMAT parquet');
  await copy(rows, 'a.csv', 'FORMAT csv');
  await copy(rows, 'semicolons.csv', "FORMAT csv, DELIMITER ';'");
});

afterAll(() => rmSync(folder, { recursive: true }));

const columns = {
  score: 'integer',
  plan: { kind: 'text', column: 'a"b' },
  paid: 'boolean',
  at: { kind: 'instant', column: 'order' },
} as const;
const nps = npsMetric({ score: 'score' });

describe('a Parquet file', () => {
  test('is one call, and its path a value', async () => {
    const file = table(parquetFile(at('a.parquet')), { dialect: 'duckdb', columns });
    expect((await measureIn(connection, file, nps)).n).toBe(240);
    const query = toSql(by('plan', nps), file);
    expect(query.sql).not.toContain('parquet.parquet');
    expect(query.sql).not.toContain(folder);
    expect(query.parameters).toContain(at('a.parquet'));
    const days = await measureIn(connection, file, by(period('at', { unit: 'day', timeZone: 'Asia/Tokyo' }), nps));
    expect(days.map(({ n }) => n)).toEqual(Array(10).fill(24));
  });

  test('may be several, by the names of their columns, by a list or a pattern', async () => {
    for (const file of [parquetFile([at('a.parquet'), at('b.parquet')]), parquetFile(at('*.parquet'))]) {
      const both = table(file, { dialect: 'duckdb', columns, where: { score: { gte: 9 } } });
      expect(await measureIn(connection, both, nps)).toMatchObject({ n: 84, promoters: 84 });
    }
  });

  test('of events is a log', async () => {
    const events = eventTable(parquetFile(at('a.parquet')), {
      dialect: 'duckdb',
      columns,
      customer: 'plan',
      time: 'at',
    });
    const days = await measureIn(connection, events, activeCustomersMetric({ unit: 'day', timeZone: 'Asia/Tokyo' }));
    expect(days.map(({ active }) => active)).toEqual(Array(10).fill(7));
  });
});

describe('a CSV file', () => {
  const rows = tally({ name: 'rows', inputs: {}, measures: { n: countIf() }, finish: ({ n }) => n });

  test('is read as what its columns were declared to be', async () => {
    const parquet = table(parquetFile(at('a.parquet')), { dialect: 'duckdb', columns });
    for (const file of [csvFile(at('a.csv')), csvFile([at('semicolons.csv')], { delimiter: ';' })]) {
      const csv = table(file, { dialect: 'duckdb', columns });
      for (const metric of [nps, by('paid', nps), by(period('at', { unit: 'day' }), nps)]) {
        expect(await measureIn(connection, csv, metric as typeof nps)).toEqual(
          await measureIn(connection, parquet, metric as typeof nps),
        );
      }
    }
  });

  test('with cells that are none of their kind is refused, and empty cells are absent', async () => {
    const write = (lines: readonly string[]): ReturnType<typeof csvFile> => {
      writeFileSync(at('cells.csv'), `cell,other\n${lines.map((line) => `${line},x`).join('\n')}\n`);
      return csvFile(at('cells.csv'));
    };
    const wrong = {
      integer: ['9.5', '1e3', '1_000', 'x', '99999999999999999999'],
      number: ['1,5', '0x10', 'nan', '1_0.5'].map((cell) => `"${cell}"`),
      boolean: ['yes', '2'],
      instant: ['2025-04-01 00:00:00', '2025-04-01', 'now', '2025-13-01T00:00:00Z'],
      utcTimestamp: ['2025-04-01T00:00:00Z', '2025-04-01 00:00', 'today'],
      epochMilliseconds: ['2025-04-01', '1.5'],
    } as const;
    const right = {
      integer: ['-9', '+10', ' 7 '],
      number: ['1.5', '-.5', '2e3'],
      boolean: ['true', 'F', '0'],
      instant: ['2025-04-01T00:00:00Z', '2025-04-01 09:00:00.5+09:00', '2025-04-01 09:00:00+09'],
      utcTimestamp: ['2025-04-01T00:00:00.123456', '2025-04-01 00:00:00'],
      epochMilliseconds: ['1743465600000'],
    } as const;
    for (const [kind, cells] of Object.entries(wrong) as [keyof typeof wrong, readonly string[]][]) {
      const metric =
        kind === 'integer' || kind === 'number' || kind === 'boolean'
          ? by('cell' as never, rows)
          : by(period('cell' as never, { unit: 'day' }), rows);
      const ask = (lines: readonly string[]) =>
        measureIn(
          connection,
          table(write(lines), { dialect: 'duckdb', columns: { cell: kind } }) as never,
          metric as never,
        );
      for (const cell of cells) await expect(ask(['', cell]), cell).rejects.toBeInstanceOf(EngineError);
      const found = (await ask([...right[kind], ''])) as readonly object[];
      expect(found.length, kind).toBeGreaterThan(1);
      expect(Object.values(found[0] ?? {})[0], kind).toBeNull();
    }
  });
});

describe('a CSV file that is not as it should be', () => {
  const rows = tally({ name: 'rows', inputs: { score: 'score' }, measures: { n: countIf() }, finish: ({ n }) => n });
  const write = (content: string | Uint8Array, name = 'wrong.csv'): string => {
    writeFileSync(at(name), content);
    return at(name);
  };
  const ask = (
    paths: string | readonly string[],
    fields: Readonly<Record<string, TableColumn>> = { score: 'integer' },
  ): Promise<unknown> =>
    measureIn(connection, table(csvFile(paths), { dialect: 'duckdb', columns: fields }) as never, rows as never);

  test('has no line that is left out, whatever it begins with', async () => {
    const lines = ['who,score', '#1,3', '"# 2",4', '//,5'];
    expect(await ask(write(lines.join('\n')))).toBe(3);
    await expect(ask(write(['a title', ...lines].join('\n')))).rejects.toBeInstanceOf(EngineError);
    await expect(ask(write(['1,2', 'a', ...lines].join('\n')))).rejects.toBeInstanceOf(EngineError);
  });

  test('is refused where a column that is read stands in it twice, in whatever case', async () => {
    const right = write('score,score_1\n1,2\n', 'right.csv');
    expect(await ask(right)).toBe(1);
    expect(await ask(write('who,score,Who\n1,2,3\n'))).toBe(1);
    for (const line of ['score,score', 'score,"SCORE"', 'score,who, score ', 'score_1,score,score']) {
      const path = write(`${line}\n${line.replaceAll(/[^,]+/g, '1')}\n`);
      for (const paths of [path, [right, path], [path, right], join(folder, 'wrong.*')])
        await expect(ask(paths), line).rejects.toMatchObject({
          ...{ name: 'InvalidDataError', code: 'E_FIELD_VALUE', issues: [{ field: 'score', index: null }] },
          message:
            'measureIn requires score to be the name of one column in each file, delimited by ","; got several in wrong.csv',
        });
    }
    const hostile = `it's "a"\\`;
    const line = `"${hostile.replaceAll('"', '""')}"`;
    const fields = { score: { kind: 'integer', column: hostile } } as const;
    expect(await ask(write(`${line},b\n1,2\n`), fields)).toBe(1);
    await expect(ask(write(`${line},${line}\n1,2\n`), fields)).rejects.toMatchObject({ issues: [{ field: hostile }] });
  });

  test('is said to be what it is', async () => {
    const shiftJis = Uint8Array.from([...'score,who\n1,'].map((sign) => sign.charCodeAt(0)).concat(0x83, 0x65, 10));
    const cells = 'lines have not all as many cells, delimited by ",", as the first, which names the columns';
    for (const [content, likely] of [
      ['', 'its first line does not name a column (score), delimited by ","'],
      ['\n', 'its first line does not name a column (score), delimited by ","'],
      ['score;who\n1;2\n', 'its first line does not name a column (score), delimited by ","'],
      ['score,who\n1,2\n3,4,5\n', cells],
      ['score,who\n1,2\n3\n', cells],
      [`score,who\n${'1,2\n'.repeat(30_000)}3\n`, cells],
      ['score,who\n1,"2\n3,4\n', 'a quote in it is not closed'],
      [Buffer.from('\ufeffscore,who\n1,2\n', 'utf16le'), 'likely as a file is not in UTF-8'],
      [shiftJis, 'likely as a file is not in UTF-8'],
      ['score,who\nsecret,2\n', 'a cell is of another kind than its column was declared (score: integer)'],
    ] as const) {
      const error: unknown = await ask(write(content)).catch((caught: unknown) => caught);
      expect(error, likely).toBeInstanceOf(EngineError);
      expect(String(error)).toContain(likely);
      expect(String(error)).not.toContain('secret');
    }
    expect(await ask(write('score,who\n'))).toBe(0);
  });
});

test('files are refused elsewhere, and paths that are none', () => {
  expect(() => table(parquetFile('a') as never, { dialect: 'postgres', columns: {} })).toThrow(SqlCompileError);
  for (const path of ['', [], 'a\0b', 3, ['a', '']]) expect(() => parquetFile(path as never)).toThrow('paths');
  // An address may hold a password.
  expect(() => csvFile('https://a:secret@b/c.csv\0')).not.toThrow('secret');
  expect(() => csvFile('a', { delimiter: ', ' })).toThrow('delimiter');
  expect(() => csvFile('a', { header: false } as never)).toThrow('header');
});

test('a file that is not there is an error of the engine', async () => {
  const file = table(parquetFile(at('nothing.parquet')), { dialect: 'duckdb', columns });
  await expect(measureIn(connection, file, nps)).rejects.toMatchObject({ engineCode: 'IO Error' });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { countIf, histogram, InvalidDataError, input, tally } from 'kizuna';
import { csvFile, eventTable, measureIn, parquetFile, table } from 'kizuna/duckdb';
import { type FileList, type TableColumn, toSql } from 'kizuna/sql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let folder: string;
let connection: Awaited<ReturnType<DuckDBInstance['connect']>>;
let made = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "kizuna's "));
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  await connection.run("SET TimeZone = 'Asia/Tokyo'");
});

afterAll(() => rmSync(folder, { recursive: true }));

const both = tally({
  name: 'both',
  inputs: { id: 'id', paid: 'paid' },
  measures: { ids: histogram(input('id')), paid: histogram(input('paid')) },
  finish: ({ ids, paid }, { missing }) => [ids.map(([id]) => id), paid.map(([amount]) => amount), missing],
});
const COLUMNS = { id: 'integer', paid: 'number' } as const;
type Fields = Readonly<Record<string, TableColumn>>;

const measured = (files: FileList, columns: Fields = COLUMNS, metric: unknown = both): Promise<unknown> =>
  measureIn(connection, table(files, { dialect: 'duckdb', columns }) as never, metric as never);
/** A folder with these files, as a pattern and as a list. */
function written(files: Readonly<Record<string, string>>): readonly (string | readonly string[])[] {
  const own = join(folder, String(made++));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(own, name, '..'), { recursive: true });
    writeFileSync(join(own, name), content);
  }
  return [join(own, '*.csv'), Object.keys(files).map((name) => join(own, name.replaceAll('[', '[[]')))];
}

const FIRST = 'id,paid\n1,10\n';

const bothWays = <Each>(a: Each, b: Each) => [[a, b] as const, [b, a] as const];

describe('CSV files of one pattern or list', () => {
  test('are read by the names of their columns, whatever else they have', async () => {
    for (const second of [
      'paid,id\n20,2\n',
      'x,id,y,paid,y\n0,2,0,20,0\n',
      ' PAID ,"Id"\r\n20,2\r\n',
      '\ufeffid,paid\n2,20',
    ]) {
      for (const [a, b] of bothWays(FIRST, second))
        for (const paths of written({ 'a.csv': a, 'b.csv': b }))
          expect(await measured(csvFile(paths)), second).toEqual([[1, 2], [10, 20], 0]);
    }
    for (const nothing of ['', 'id,paid\n', 'paid,id'])
      for (const [a, b] of bothWays(FIRST, nothing))
        for (const paths of written({ 'a.csv': a, 'b.csv': b }))
          expect(await measured(csvFile(paths)), nothing).toEqual([[1], [10], 0]);
    const empty = { 'a.csv': 'id,paid\n1,\n', 'b.csv': FIRST };
    for (const paths of written(empty)) expect(await measured(csvFile(paths))).toEqual([[1], [10], 1]);
  });

  test('are refused with the names of the file and the column where one has not each once', async () => {
    for (const [second, field, fault] of [
      ['id,other\n2,20\n', 'paid', 'none'],
      ['id\n2\n', 'paid', 'none'],
      ['id;paid\n2;20\n', 'id', 'none'],
      ['2,20\n3,30\n', 'id', 'none'],
      ['\n', 'id', 'none'],
      ['id,paid,paid\n2,20,30\n', 'paid', 'several'],
      ['id,ID,paid\n2,3,20\n', 'id', 'several'],
    ] as const)
      for (const [i, paths] of written({ 'a.csv': FIRST, 'b.csv': FIRST, 'the 3rd.csv': second }).entries()) {
        const error: unknown = await measured(csvFile(paths)).catch((caught: unknown) => caught);
        expect(error, second).toBeInstanceOf(InvalidDataError);
        expect(error).toMatchObject({
          code: fault === 'none' ? 'E_FIELD_MISSING' : 'E_FIELD_VALUE',
          message: `measureIn requires ${field} to be the name of one column in each file, delimited by ","; got ${fault} in the 3rd.csv`,
        });
        // With a driver of one's own the query says it of a list; of a pattern DuckDB says what is missing.
        const { sql, parameters } = toSql(both, table(csvFile(paths), { dialect: 'duckdb', columns: COLUMNS }));
        if (i === 0 && fault === 'several') continue;
        await expect(connection.runAndReadAll(sql, [...parameters]), second).rejects.toThrow('the 3rd.csv');
      }
  });

  test('may be many, be called as patterns are, and have columns of their folders', async () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i}.csv`, `id,paid\n${i},10\n`]));
    for (const paths of written(many)) expect(((await measured(csvFile(paths))) as number[][])[0]).toHaveLength(40);
    for (const paths of written({ ...many, '39.csv': 'id\n39\n' }))
      await expect(measured(csvFile(paths))).rejects.toThrow('got none in 39.csv');
    const odd = { 'a[1].csv': FIRST, 'a1.csv': 'id,paid\n2,20\n' };
    for (const paths of written(odd)) expect(await measured(csvFile(paths))).toEqual([[1, 2], [10, 20], 0]);
    for (const paths of written({ ...odd, 'a[2].csv': 'id\n2\n' }))
      await expect(measured(csvFile(paths))).rejects.toThrow('got none in a[2].csv');
    const [pattern] = written({ 'paid=10/a.csv': 'id\n1\n', 'paid=20/a.csv': 'id\n2\n' });
    const folders = csvFile((pattern as string).replace('*.csv', '*/*.csv'));
    expect(await measured(folders)).toEqual([[1, 2], [10, 20], 0]);
    const [, list] = written({ 'Paid=10/a.csv': 'id\n1\n', 'Paid=20/a.csv': 'id\n2\n' });
    expect(await measured(csvFile(list as readonly string[]))).toEqual([[1, 2], [10, 20], 0]);
    await connection.run(`SET file_search_path = '${join(folder, String(made - 1)).replaceAll("'", "''")}'`);
    expect(await measured(csvFile(['Paid=10/a.csv', 'Paid=20/a.csv']))).toEqual([[1, 2], [10, 20], 0]);
    await connection.run("SET file_search_path = ''");
    expect(await measured(csvFile(written({ 'a.csv': FIRST })[0] as string))).toEqual([[1], [10], 0]);
    await expect(measured(csvFile(join(folder, 'nothing-*.csv')))).rejects.toMatchObject({ engineCode: 'IO Error' });
  });

  test('are refused where a column is of the folders of some files alone, or in other letters than those of ASCII', async () => {
    for (const [names, field] of [
      [{ 'paid=10/a.csv': 'id\n1\n', 'b.csv': 'id,paid\n2,20\n' }, 'paid'],
      [{ 'paid=10/a.csv': 'id\n1\n', 'x=1/b.csv': 'id,paid\n2,20\n' }, 'paid'],
      [{ 'paid=10.csv': 'id\n1\n', 'b.csv': 'id,paid\n2,20\n' }, 'paid'],
      [{ 'a.csv': 'É,id,paid\n1,1,1\n', 'b.csv': 'é,id,paid\n2,2,2\n' }, 'É'],
    ] as const)
      for (const paths of written(names)) {
        const all = typeof paths === 'string' ? paths.replace('*.csv', '**/*.csv') : paths;
        await expect(measured(csvFile(all), { ...COLUMNS, [field]: 'number' })).rejects.toMatchObject({
          code: 'E_FIELD_MISSING',
          issues: [{ field }],
        });
      }
  });

  test('are not looked at where the answer is no longer wanted', async () => {
    const [paths] = written({ 'a.csv': FIRST, 'b.csv': FIRST });
    const asking = new AbortController();
    const asked: string[] = [];
    const own = {
      interrupt: () => connection.interrupt(),
      runAndReadAll(sql: string, values: (string | number | boolean)[]) {
        asked.push(sql);
        if (asked.length === 2) asking.abort('enough');
        return connection.runAndReadAll(sql, values);
      },
    };
    const files = table(csvFile(paths as string), { dialect: 'duckdb', columns: COLUMNS });
    await expect(measureIn(own, files, both, { signal: asking.signal })).rejects.toBe('enough');
    expect(asked).toHaveLength(2);
  });
});

describe('Parquet files of one pattern or list', () => {
  const copy = (select: string, path: string): Promise<unknown> =>
    connection.run(`COPY (${select}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`);
  const copied = async (...selects: readonly string[]): Promise<readonly (string | readonly string[])[]> => {
    const own = join(folder, String(made++));
    mkdirSync(own);
    const paths = selects.map((_, i) => join(own, `${i}.parquet`));
    for (const [i, select] of selects.entries()) await copy(select, paths[i] as string);
    return [join(own, '*.parquet'), paths];
  };
  const first = 'SELECT 1 AS id, 10 AS paid';

  test('are refused where a column is of the folders of some files alone', async () => {
    const own = join(folder, String(made++));
    mkdirSync(join(own, 'paid=10'), { recursive: true });
    const [a, b] = [join(own, 'paid=10', 'a.parquet'), join(own, 'b.parquet')];
    await copy('SELECT 1 AS id', a);
    await copy(first, b);
    for (const paths of [join(own, '**/*.parquet'), [a, b]])
      await expect(measured(parquetFile(paths))).rejects.toMatchObject({ code: 'E_FIELD_MISSING' });
    expect(await measured(parquetFile(join(own, '*/*.parquet')))).toEqual([[1], [10], 0]);
  });

  test('are read by name and without rounding', async () => {
    for (const [second, amounts] of [
      ['SELECT 9.5::DOUBLE AS "PAID", 2 AS id', [9.5, 10]],
      ['SELECT 2::BIGINT AS id, 9.55::DECIMAL(9, 2) AS paid, 3 AS more', [9.55, 10]],
      ["SELECT {'paid': 'text', 'id': {'id': 'text'}} AS nested, 2::UTINYINT AS id, 9 AS paid", [9, 10]],
    ] as const)
      for (const selects of bothWays<string>(first, second))
        for (const paths of await copied(...selects)) {
          expect(await measured(parquetFile(paths)), second).toEqual([[1, 2], amounts, 0]);
          const source = table(parquetFile(paths), { dialect: 'duckdb', columns: COLUMNS });
          const { sql, parameters, read } = toSql(both, source);
          const found = read((await connection.runAndReadAll(sql, [...parameters])).getRows() as never);
          expect(both.finish(found), second).toEqual([[1, 2], amounts, 0]);
        }
  });

  test('are refused where one lacks a column, or has it of a type that would be read otherwise', async () => {
    const at = { ...COLUMNS, since: 'instant', plan: 'text' } as const;
    const rows = tally({ name: 'rows', inputs: {}, measures: { n: countIf() }, finish: ({ n }) => n });
    const full = "SELECT 1 AS id, 10 AS paid, now() AS since, 'a' AS plan";
    for (const [second, field, fault] of [
      ["SELECT 1 AS id, now() AS since, 'a' AS plan, {'paid': 10} AS nested", 'paid', 'none'],
      ["SELECT 1 AS id, 10 AS paid, now()::TIMESTAMP AS since, 'a' AS plan", 'since', 'one of another type'],
      ["SELECT 1 AS id, 10 AS paid, today() AS since, 'a' AS plan", 'since', 'one of another type'],
      ["SELECT 1 AS id, '10' AS paid, now() AS since, 'a' AS plan", 'paid', 'one of another type'],
      ["SELECT 1 AS id, 10::FLOAT AS paid, now() AS since, 'a' AS plan", 'paid', 'one of another type'],
      ["SELECT true AS id, 10 AS paid, now() AS since, 'a' AS plan", 'id', 'one of another type'],
      ['SELECT 1 AS id, 10 AS paid, now() AS since, 1 AS plan', 'plan', 'one of another type'],
    ] as const)
      for (const paths of await copied(full, second)) {
        const [error, ofEvents] = await Promise.all([
          measured(parquetFile(paths), at, rows).catch((caught: unknown) => caught),
          Promise.resolve(
            eventTable(parquetFile(paths), { dialect: 'duckdb', columns: at, customer: 'id', time: 'since' }),
          )
            .then((events) => measureIn(connection, events.table as never, rows as never))
            .catch((caught: unknown) => caught),
        ]);
        for (const each of [error, ofEvents]) {
          expect(each, second).toMatchObject({ name: 'InvalidDataError', issues: [{ field }] });
          expect(String(each)).toMatch(new RegExp(`got ${fault} in [01].parquet$`));
        }
        const query = toSql(rows, table(parquetFile(paths), { dialect: 'duckdb', columns: at }));
        await expect(connection.runAndReadAll(query.sql, [...query.parameters]), second).rejects.toThrow(fault);
      }
  });
});

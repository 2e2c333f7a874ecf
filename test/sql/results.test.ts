import fc from 'fast-check';
import {
  activeCustomersMetric,
  by,
  countIf,
  histogram,
  InvalidDataError,
  InvalidOptionError,
  input,
  KizunaError,
  npsMetric,
  recurringRevenueMetric,
  SqlCompileError,
  sum,
  tally,
} from 'kizuna';
import { measureIn as inClickHouse } from 'kizuna/clickhouse';
import { measureIn as inDuckDb, parquetFile } from 'kizuna/duckdb';
import { measureIn as inPostgres } from 'kizuna/postgres';
import { changeTable, type DialectName, eventTable, table, tables, toSql } from 'kizuna/sql';
import { describe, expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

const DIALECTS = ['duckdb', 'postgres', 'clickhouse'] as const;
const COLUMNS = { score: 'integer', plan: 'text', paid: 'boolean', amount: 'number', at: 'instant' } as const;
const answersIn = <const Name extends DialectName>(dialect: Name) => table('answers', { dialect, columns: COLUMNS });
const nps = npsMetric({ score: 'score' });
const own = tally({
  name: 'own',
  inputs: { amount: 'amount', score: 'score' },
  measures: { n: countIf(), total: sum(input('amount')), scores: sum(input('score')), all: histogram(input('score')) },
  finish: (measured) => measured,
});

describe.each(DIALECTS)('what is read as a result of %s', (dialect) => {
  const answers = answersIn(dialect);
  const { read } = toSql(nps, answers);
  const message = (rows: unknown, of = read): string => thrown(InvalidDataError, () => of(rows as never)).message;
  const row = ['0', '0', '0', '10', '3'];

  test('is a list of rows', () => {
    expect(read([row])).toEqual(nps.state([10, 10, 10].map((score) => ({ score }))));
    expect(read([[0, 0n, '0', 10, 3]])).toEqual(read([row]));
    for (const rows of [undefined, null, 3, 'row', {}, { rows: [row] }, Promise.resolve([row]), () => [row]])
      expect(message(rows)).toMatch(/^toSql requires rows to be the list of rows that the engine gave; got \w+$/);
  });

  test('has the cells of the query in each row', () => {
    const start = "toSql requires rows to be lists of 5 cells, in the order of the query's columns; ";
    for (const [rows, found] of [
      [[['0']], 'row 0 has 1 of them'],
      [[row, []], 'row 1 has 0 of them'],
      [[[...row, '0']], 'row 0 has 6 of them'],
      [[row, { c0: '0', c1: '0', c2: '0', c3: '10', c4: '3' }], 'row 1 has object'],
      [[null], 'row 0 has null'],
      [['00000'], 'row 0 has string'],
      [row, 'row 0 has string'],
    ] as const)
      expect(message(rows)).toBe(`${start}${found}`);
    for (const place of [null, '', '1', '-1', '0x0', '__proto__', 'length'])
      expect(message([[place, ...row.slice(1)]])).toBe(
        'toSql requires rows to be rows of this query; row 0 has that of another',
      );
    for (const cell of [{}, [], Symbol('3'), new Date(0), () => '3'])
      expect(message([[...row.slice(0, 4), cell]])).toContain('rows to be lists of texts and nulls');
  });

  test('has cells that are what they are read as', () => {
    for (const [cell, found] of [
      ['1.5', 'an integer; got another text'],
      ['', 'an integer; got another text'],
      ['abc', 'an integer; got another text'],
      [' 3', 'an integer; got another text'],
      [null, 'an integer; got null'],
      ['9007199254740993', 'an integer of at most 2^53; got a larger one'],
    ] as const)
      expect(message([[...row.slice(0, 4), cell]])).toContain(found);
    const groups = ['plan', 'paid', 'amount'].map((field) => toSql(by(field as 'plan', own), answers));
    for (const [place, cell] of [['secret'], ['secret', 'yes', ''], ['secret', '1,5', '', ' ']].entries()) {
      const { read: readGroups, sql } = groups[place] as (typeof groups)[number];
      const cells = [...sql.matchAll(/ AS "c(\d+)"/g)].map(([, at]) => Number(at));
      for (const bad of cell) {
        const cellsOf = Array.from({ length: Math.max(...cells) + 1 }, (_, at) => (at === 1 ? bad : '0'));
        const text = message([cellsOf], readGroups as never);
        expect(text).not.toContain('secret');
        expect(text).toMatch(/^toSql requires .* to be /);
      }
    }
  });

  test('whatever it is, is read or refused with an error of kizuna', () => {
    const cell = fc.oneof(
      fc.constantFrom<unknown>(
        ...['0', '1', '-1', '=a', 'true', 'nan', 'inf', '1e400', '3ff0000000000000', null, '', undefined],
      ),
      fc.anything(),
      fc.string(),
    );
    const sources = [
      toSql(own, answers),
      toSql(by('plan', by('paid', own)), answers),
      toSql(
        activeCustomersMetric({ unit: 'day' }),
        eventTable('e', { dialect, columns: COLUMNS, customer: 'plan', time: 'at' }),
      ),
      toSql(
        recurringRevenueMetric({ unit: 'month', asOf: '2025-01-31' }),
        changeTable('c', { dialect, columns: COLUMNS, customer: 'plan', time: 'at', amount: 'amount' }),
      ),
    ];
    const widths = sources.map(
      ({ sql }) => Math.max(...[...sql.matchAll(/ AS "c(\d+)"/g)].map(([, at]) => Number(at))) + 1,
    );
    fc.assert(
      fc.property(
        fc.nat(sources.length - 1),
        fc.infiniteStream(cell),
        fc.nat(3),
        fc.boolean(),
        (at, cells, rows, isRight) => {
          const width = isRight ? (widths[at] ?? 1) : 3;
          const given = Array.from({ length: rows }, () => [
            String(rows % 2),
            ...Array.from({ length: width - 1 }, () => cells.next().value),
          ]);
          try {
            sources[at]?.read(given as never);
          } catch (error) {
            expect(error).toBeInstanceOf(KizunaError);
          }
        },
      ),
      { numRuns: Number(process.env.KIZUNA_SQL_RUNS ?? 100) },
    );
  });
});

describe('what is no source', () => {
  const password = 'postgres://me:secret@host/db';

  test('is named by what was got, and never shown', async () => {
    const connection = { runAndReadAll: () => expect.fail(), interrupt: () => {}, query: () => expect.fail() };
    const start = 'requires source to be made by table, eventTable, subscriptionTable or changeTable; got ';
    for (const [source, found] of [
      ['answers', 'string'],
      [password, 'string'],
      [undefined, 'undefined'],
      [null, 'null'],
      [nps, 'a metric'],
      [parquetFile('a.parquet'), 'files alone'],
      [tables(['a']), 'tables alone'],
      [{ kind: 'table', dialect: 'mysql' }, 'object'],
      [{ dialect: 'duckdb', columns: COLUMNS }, 'object'],
    ] as const) {
      for (const measureIn of [inDuckDb, inPostgres, inClickHouse] as unknown as ((
        ...of: unknown[]
      ) => Promise<unknown>)[]) {
        const error: unknown = await measureIn(connection, source, nps).catch((caught: unknown) => caught);
        expect(error).toMatchObject({
          name: 'InvalidOptionError',
          code: 'E_OPT_TYPE',
          message: `measureIn ${start}${found}`,
        });
      }
      expect(thrown(InvalidOptionError, () => toSql(nps, source as never)).message).toBe(`toSql ${start}${found}`);
    }
    const other: unknown = await inDuckDb(connection, answersIn('postgres') as never, nps).catch(
      (caught: unknown) => caught,
    );
    expect(String(other)).toContain('source to be a table of the dialect duckdb; got "postgres"');
  });

  test('a table that is not there is named, where no column is read, without a list of none', async () => {
    const rows = tally({ name: 'rows', inputs: {}, measures: { n: countIf() }, finish: ({ n }) => n });
    const query = () => Promise.reject(Object.assign(new Error('no'), { code: '42P01' }));
    const error: unknown = await inPostgres({ query }, answersIn('postgres'), rows).catch((caught: unknown) => caught);
    expect(String(error)).toMatch(/answered with 42P01, likely as the table answers is not there$/);
  });
});

describe('a column whose name cannot be', () => {
  const refusal = (columns: object, dialect: DialectName = 'postgres') =>
    thrown(SqlCompileError, () => table('a', { dialect, columns: columns as never }));

  test('is named by its field', () => {
    for (const [field, option] of [
      ['plan', 'columns.plan'],
      ['支払済', 'columns.支払済'],
      ['a b"', 'columns["a b\\""]'],
    ] as const)
      for (const column of ['', 3, 'a\0b', 'x'.repeat(64), 'kizuna_x', '\ud800', undefined]) {
        const { message, issues } = refusal({ score: 'integer', [field]: { kind: 'text', column } });
        expect(message).toContain(`table requires ${option} to be a name`);
        expect(issues[0]?.field).toBe(option);
      }
    const { message } = refusal({ ['x'.repeat(64)]: 'text' });
    expect(message).toContain(`columns.${'x'.repeat(64)} to be a name of at most 63 bytes`);
  });

  test('is named with the one that DuckDB takes it for', () => {
    const { message } = refusal({ a: 'text', plan: { kind: 'text', column: 'A' } }, 'duckdb');
    expect(message).toContain('columns.plan to be a name that differs from that of columns.a in more than case');
    table('a', { dialect: 'duckdb', columns: { a: 'text', same: { kind: 'text', column: 'a' } } });
  });
});

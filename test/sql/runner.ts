import { by, countIf, input, KizunaError, measure, npsMetric, period, type RowMetric, sum, tally, where } from 'kizuna';
import { EngineError, type TableSource, table } from 'kizuna/sql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testEnds } from './bad/ends.js';
import { testErrors } from './bad/errors.js';
import { testLarge } from './bad/large.js';
import { testLedgers } from './bad/ledgers.js';
import { testLeftOut } from './bad/left-out.js';
import { testNames } from './bad/names.js';
import { testSources } from './bad/sources.js';
import type { Engine } from './engine.js';
import { fillRows, HOSTILE, type Row, sourceOf } from './rows.js';

type Any = RowMetric<Row, unknown, unknown>;
type MeasureIn = (connection: never, source: never, metric: never, options?: object) => Promise<unknown>;

const BLANK: Row = {
  customer: null,
  plan: null,
  score: null,
  amount: null,
  large: null,
  paid: null,
  at: null,
  seen: null,
};
const nps = npsMetric<Row>({ score: 'score' });
const count = tally({ name: 'rows', inputs: {}, measures: { n: countIf() }, finish: ({ n }) => n }) as RowMetric<
  Row,
  unknown,
  number
>;

/** Columns declared as what they are not: a cast would round, parse or shift them. */
const MISTAKEN = {
  integer: ['a"b', "'; DROP TABLE x; --", 'k0'],
  number: ['a"b', 'k0'],
  boolean: ['a"b'],
  instant: ['a"b', 'fault', 'f0'],
  utcTimestamp: ['a"b', 'k0', 'f0'],
  epochMilliseconds: ['a"b', 'k0'],
};
const daily = (kind: string) => ({ [kind]: by(period<Row>('score' as never, { unit: 'day' }), count) as Any });
const METRIC_OF: Readonly<Record<string, Any>> = {
  boolean: by('score', count) as Any,
  ...daily('instant'),
  ...daily('utcTimestamp'),
  ...daily('epochMilliseconds'),
};

/** What `measureIn` of an engine does with hostile values, bad data and errors of the engine. */
export function describeRunner(name: string, start: () => Promise<Engine>, measureIn: MeasureIn): void {
  describe(`measureIn of ${name}`, () => {
    let engine: Engine;
    const ask = (source: TableSource<Row>, metric: Any, options = {}): Promise<unknown> =>
      measureIn(engine.connection as never, source as never, metric as never, options);
    beforeAll(async () => {
      engine = await start();
    }, 60_000);
    afterAll(() => engine.close());

    test('gives the result that measure gives', async () => {
      const rows = [9, 10, 3, null, 7].map((score, i) => ({ ...BLANK, score, plan: i < 2 ? 'pro' : null }));
      await fillRows(engine, rows);
      expect(await ask(sourceOf(engine, 'compensated'), by('plan', nps))).toEqual(measure(rows, by('plan', nps)));
    });

    test('knows no negative zero', async () => {
      await fillRows(engine, [{ ...BLANK, amount: -0 }]);
      if (engine.dialect !== 'clickhouse') await engine.run(`UPDATE "Données 1" SET "'; DROP TABLE x; --" = '-0'`);
      expect(await ask(sourceOf(engine, 'exact'), by('amount', count))).toEqual([{ amount: 0, result: 1 }]);
    });

    test('finds hostile texts and no other by filters', async () => {
      const rows = HOSTILE.map((customer) => ({ ...BLANK, customer }));
      await fillRows(engine, rows);
      const source = sourceOf(engine, 'compensated');
      for (const customer of HOSTILE) {
        for (const filter of [{ customer }, { customer: { ne: customer } }, { customer: { contains: customer } }]) {
          const metric = where(filter, count);
          expect(await ask(source, metric as Any), JSON.stringify(filter)).toBe(measure(rows, metric as Any));
        }
      }
      for (const customer of ['\0', 'a\0', '\udc00', 'b'])
        expect(await ask(source, where({ customer }, count) as Any)).toBe(0);
    });

    test('lets NaN and infinities through the filters that memory lets them through', async () => {
      const rows = [Number.NaN, Infinity, -Infinity, 0, 5].map((amount) => ({ ...BLANK, amount }));
      await fillRows(engine, rows);
      for (const test of [
        { gte: 5 },
        { lte: 5 },
        { ne: 5 },
        { eq: 5 },
        { in: [0, Infinity] },
        { gte: -Infinity },
        { gte: Number.NaN },
      ]) {
        const metric = where({ amount: test }, count);
        expect(await ask(sourceOf(engine, 'exact'), metric as Any), JSON.stringify(test)).toBe(
          measure(rows, metric as Any),
        );
      }
    });

    test('refuses what memory refuses: bad values, and numbers and times that none could be', async () => {
      const refused = async (row: Partial<Row>, metric: Any, code: string): Promise<void> => {
        await fillRows(engine, [{ ...BLANK, ...row }]);
        const error = await ask(sourceOf(engine, 'compensated'), metric).catch((caught: unknown) => caught);
        expect(error).toMatchObject({ name: 'InvalidDataError', code });
        expect(String(error)).not.toContain('9007');
      };
      await refused({ score: 11 }, nps, 'E_FIELD_VALUE');
      await refused({ amount: Number.NaN }, by('amount', count), 'E_NUM_NONFINITE');
      await refused({ amount: -Infinity }, by('amount', count), 'E_NUM_NONFINITE');
      const squares = tally({
        name: 'squares',
        inputs: { amount: 'amount' },
        measures: { total: sum({ kind: 'arithmetic', operator: '*', terms: [input('amount'), input('amount')] }) },
        finish: ({ total }) => total,
      }) as Any;
      await refused({ amount: 1e200 }, squares, 'E_OVERFLOW');
      if (engine.dialect === 'clickhouse') return; // its times end before they are out of the calendar
      const days = by(period<Row>('at', { unit: 'day' }), count);
      await engine.run(`UPDATE "Données 1" SET "k0" = 'infinity'`);
      await expect(ask(sourceOf(engine, 'exact'), days)).rejects.toMatchObject({ code: 'E_TIME_INVALID' });
    });

    test('refuses integers beyond 2^53, and counts them as invalid among the inputs', async () => {
      await fillRows(engine, []);
      const column = engine.dialect === 'clickhouse' ? '"back\\\\slash"' : '"back\\slash"';
      await engine.run(`INSERT INTO "Données 1" (${column}) VALUES (9007199254740993)`);
      const source = sourceOf(engine, 'compensated');
      await expect(ask(source, by('large', count))).rejects.toMatchObject({ code: 'E_NUM_RANGE' });
      const total = tally({
        name: 'total',
        inputs: { large: 'large' },
        measures: { total: sum(input('large')) },
        finish: ({ total: value }, excluded) => [value, excluded.invalid],
        invalid: 'exclude',
      }) as Any;
      expect(await ask(source, total)).toEqual([0, 1]);
    });

    test('adds doubles to the last digits, whatever their order', async () => {
      const rows = [1e16, 1, 0.1, 0.2, 0.3, -1e16, 19.99, 1e-9].map((amount) => ({ ...BLANK, amount }));
      await fillRows(engine, rows);
      const metric = tally({
        name: 'total',
        inputs: { amount: 'amount' },
        measures: { total: sum(input('amount')) },
        finish: ({ total }) => total,
      }) as RowMetric<Row, unknown, number>;
      const [exact, quick] = [
        await ask(sourceOf(engine, 'exact'), metric),
        await ask(sourceOf(engine, 'compensated'), metric),
      ];
      expect(exact).toBe(measure(rows, metric));
      // Within 1e-12 of what is added, all signs taken away.
      expect(Math.abs(Number(quick) - measure(rows, metric))).toBeLessThan(2e16 * 1e-12);
    });

    test('says what the engine refused without a value, and goes on after it', async () => {
      await fillRows(engine, [
        { ...BLANK, score: 9, amount: 1.5, customer: 'secret', at: new Date(0), seen: new Date(0) },
      ]);
      const declared = (kind: string, column: string): TableSource<Row> =>
        table('Données 1', { dialect: engine.dialect, columns: { score: { kind, column } } as never }) as never;
      const wrong = [
        ['integer', table('nowhere', { dialect: engine.dialect, columns: { score: 'integer' } }) as never],
        ['integer', declared('integer', 'nothing')],
        // ClickHouse has one kind of time.
        ...Object.entries(MISTAKEN)
          .flatMap(([kind, columns]) => columns.map((column) => [kind, column] as const))
          .filter(
            ([kind, column]) => engine.dialect !== 'clickhouse' || !(kind in METRIC_OF && /k0|fault/.test(column)),
          )
          .map(([kind, column]) => [kind, declared(kind, column)] as const),
      ] as const;
      for (const [kind, source] of wrong) {
        const error = await ask(source, METRIC_OF[kind] ?? nps).catch((caught: unknown) => caught);
        expect(error, JSON.stringify(source)).toBeInstanceOf(EngineError);
        expect(error).toBeInstanceOf(KizunaError);
        expect((error as EngineError).message).toMatch(
          /^measureIn requires \w+ to answer the query; it answered with /,
        );
        expect((error as EngineError).message).not.toContain('secret');
        expect((error as EngineError).engineCode).not.toBeNull();
        expect(await ask(sourceOf(engine, 'compensated'), count)).toBe(1);
      }
    });

    test('reads tables and columns whose names are as long as the engine lets them be', async () => {
      const longest = `${'a"b; --'.repeat(9)}${engine.dialect === 'postgres' ? '' : 'x'}`;
      await engine.fill(longest, [{ name: longest, type: 'bigint' }], [[9], [null]]);
      const columns = { score: { kind: 'integer', column: longest } } as const;
      const source = table(longest, { dialect: engine.dialect, columns }) as never;
      expect(await ask(source, nps)).toMatchObject({ n: 1, excluded: { missing: 1 } });
    });

    test('refuses a table of another dialect and options that are none', async () => {
      const other = engine.dialect === 'duckdb' ? 'postgres' : 'duckdb';
      const elsewhere = table('a', { dialect: other, columns: { score: 'integer' } });
      await expect(ask(elsewhere as never, nps)).rejects.toMatchObject({ name: 'InvalidOptionError' });
      await expect(ask(sourceOf(engine, 'exact'), nps, { timeout: 3 })).rejects.toMatchObject({
        code: 'E_OPT_UNKNOWN',
      });
    });

    test('refuses what is no connection, and names what was called', async () => {
      const password = 'postgres://me:secret@host/db';
      for (const connection of [undefined, null, {}, password]) {
        const asked = measureIn(connection as never, sourceOf(engine, 'exact') as never, nps as never);
        const error: unknown = await asked.catch((caught: unknown) => caught);
        expect(error).toMatchObject({
          name: 'InvalidOptionError',
          code: 'E_OPT_TYPE',
          issues: [{ field: 'connection' }],
        });
        expect(String(error)).not.toContain('secret');
      }
      const unknown = npsMetric<Row>({ score: 'nothing' as never }) as Any;
      await expect(ask(sourceOf(engine, 'exact'), unknown)).rejects.toThrow(/^measureIn requires score to be one of/);
    });

    testNames(() => engine);
    testSources(() => engine, measureIn);
    testErrors(() => engine, measureIn);
    testLeftOut(() => engine, measureIn);
    testEnds(() => engine);
    testLarge(() => engine, measureIn);
    testLedgers(() => engine, measureIn);

    test('refuses a signal that cannot be listened to', async () => {
      for (const signal of [{}, 'x', null, 3])
        await expect(ask(sourceOf(engine, 'exact'), nps, { signal } as never)).rejects.toMatchObject({
          name: 'InvalidOptionError',
          code: 'E_OPT_TYPE',
        });
    });

    test('does not ask once its signal has spoken', async () => {
      const signal = AbortSignal.abort('enough');
      await expect(ask(sourceOf(engine, 'exact'), nps, { signal })).rejects.toBe('enough');
    });
  });
}

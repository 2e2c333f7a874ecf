import { inspect } from 'node:util';
import {
  cohortValueMetric,
  decileSummaryMetric,
  decilesMetric,
  eventLog,
  historyCountsMetric,
  input,
  KizunaError,
  max,
  multiply,
  npsMetric,
  rfmCutsMetric,
  rfmMetric,
  rfmSummaryMetric,
  salesBreakdownMetric,
  sum,
  tally,
  weightedHistogram,
} from 'kizuna';
import { type EngineError, eventTable, type TableSource, table } from 'kizuna/sql';
import { expect, test } from 'vitest';
import type { Engine } from '../engine.js';
import { type Row, sourceOf } from '../rows.js';

type MeasureIn = (connection: never, source: never, metric: never, options?: object) => Promise<unknown>;

const nps = npsMetric<Row>({ score: 'score' });

/** Tests what errors of an engine tell, and whom. */
export function testErrors(started: () => Engine, measureIn: MeasureIn): void {
  const ask = (connection: unknown, source: TableSource<Row>): Promise<unknown> =>
    measureIn(connection as never, source as never, nps as never);

  test('prints and copies no error of the engine, which may quote values, but has it for who asks', async () => {
    const engine = started();
    const error = await ask(quoting(engine), sourceOf(engine, 'exact')).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'EngineError' });
    expect((error as EngineError).cause).toMatchObject({ message: 'row 3 is "secret"', detail: 'secret' });
    const copy: unknown = structuredClone(error);
    for (const each of [error, copy, { error, list: [error] }])
      for (const text of [inspect(each, { depth: 9, showHidden: true }), JSON.stringify(each), String(each)])
        expect(text).not.toContain('secret');
    expect(JSON.stringify({ ...(error as object) })).not.toContain('secret');
    expect(Object.keys(error as object)).not.toContain('cause');
    expect((copy as Error).cause).toBeUndefined();
  });

  test('goes on for others after an error: another connection, and queries that are asked at once', async () => {
    const engine = started();
    const { dialect } = engine;
    await engine.fill('apart', [{ name: 'score', type: 'bigint' }], [[9], [10], [3]]);
    const right = table('apart', { dialect, columns: { score: 'integer' } });
    const wrong = [
      table('nowhere', { dialect, columns: { score: 'integer' } }),
      table('apart', { dialect, columns: { score: { kind: 'integer', column: 'nothing' } } }),
    ];
    const other = await engine.another();
    try {
      const askOf = (connection: unknown, source: unknown) => ask(connection, source as TableSource<Row>);
      for (const [failing, going] of [
        [engine.connection, other.connection],
        [other.connection, engine.connection],
      ]) {
        for (const source of wrong) await expect(askOf(failing, source)).rejects.toMatchObject({ code: 'E_ENGINE' });
        expect(await askOf(going, right)).toMatchObject({ n: 3, promoters: 2 });
        expect(await askOf(failing, right)).toMatchObject({ n: 3, promoters: 2 });
        // At once, as a pool or a client has them.
        const asked = [right, wrong[0], right, wrong[1], right].flatMap((source) => [
          askOf(failing, source),
          askOf(going, source),
        ]);
        const answers = await Promise.allSettled(asked);
        expect(answers.map(({ status }) => status)).toEqual(
          [0, 1, 0, 1, 0].flatMap((isWrong) => Array(2).fill(isWrong === 1 ? 'rejected' : 'fulfilled')),
        );
        for (const answer of answers)
          if (answer.status === 'fulfilled') expect(answer.value).toMatchObject({ n: 3, promoters: 2 });
          else expect(answer.reason).toMatchObject({ code: 'E_ENGINE' });
      }
    } finally {
      await other.close();
    }
  }, 60_000);

  test('sums beyond the range of doubles are refused with the code that memory has for them', async () => {
    const { dialect, connection, fill } = started();
    const codeOf = (call: () => unknown): Promise<string | null> =>
      Promise.resolve()
        .then(call)
        .then(
          () => null,
          (error: unknown) => (error instanceof KizunaError ? error.code : String(error)),
        );
    for (const paid of [
      [1.7e308, 1.7e308, 1.7e308],
      [1e200, 1, 1],
    ]) {
      const rows = paid.map((amount, i) => ({ amount, plan: 'a', who: 'u', at: new Date(Date.UTC(2024, 0, 1 + i)) }));
      await fill(
        'sums',
        (['double', 'text', 'text', 'instant'] as const).map((type, i) => ({ name: FIELDS[i] as string, type })),
        rows.map((row) => FIELDS.map((field) => row[field])),
      );
      const log = eventLog(rows, { customer: 'who', time: 'at', amount: 'amount' });
      for (const sums of ['compensated', 'exact'] as const) {
        const declared = { dialect, sums, columns: COLUMNS };
        const events = eventTable('sums', { ...declared, customer: 'who', time: 'at', amount: 'amount' });
        for (const [metrics, source, data] of [
          [SUMS, table('sums', declared), rows],
          [paid[1] === paid[0] ? TOTALS : {}, events, log],
          [sums === 'exact' ? VALUES : {}, events, log],
        ] as const)
          for (const [label, metric] of Object.entries(metrics as Readonly<Record<string, Summed>>))
            expect(
              await codeOf(() => measureIn(connection as never, source as never, metric as never)),
              `${label} of ${paid}, ${sums}`,
            ).toBe(await codeOf(() => metric.finish(metric.state(data))));
      }
    }
  }, 120_000);
}

interface Summed {
  state(data: unknown): unknown;
  finish(state: unknown): unknown;
}

const FIELDS = ['amount', 'plan', 'who', 'at'] as const;
const COLUMNS = { amount: 'number', plan: 'text', who: 'text', at: 'instant' } as const;
const ASOF = { asOf: '2024-04-30' } as const;
const CUTS = { recency: [1, 2, 3, 4], frequency: [1, 2, 3, 4], monetary: [1, 2, 3, 4] };

const summed = (measure: unknown): Summed =>
  tally({
    name: 'summed',
    inputs: { amount: 'amount', plan: { from: 'plan', type: 'text' } },
    measures: { measure: measure as never },
    finish: (measured) => measured,
  }) as never;

/** Metrics that add amounts up, of rows, of events, and of events where sums are exact. */
const SUMS: Readonly<Record<string, unknown>> = {
  sum: summed(sum(input('amount'))),
  'sum of products': summed(sum(multiply(input('amount'), input('amount')))),
  'largest product': summed(max(multiply(input('amount'), input('amount')))),
  'sums by value': summed(weightedHistogram(input('plan'), input('amount'))),
};
const TOTALS: Readonly<Record<string, unknown>> = {
  sales: salesBreakdownMetric({ unit: 'month', ...ASOF }),
  rfm: rfmMetric(ASOF),
  cuts: rfmCutsMetric(ASOF),
  summary: rfmSummaryMetric({ ...ASOF, cuts: CUTS, segments: 'rf10' } as never),
  deciles: decilesMetric(),
  'decile summary': decileSummaryMetric({}),
  histories: historyCountsMetric({ unit: 'day', ...ASOF }),
};
const VALUES: Readonly<Record<string, unknown>> = { value: cohortValueMetric({ unit: 'month', ...ASOF }) };

/** A connection of the engine that fails as drivers do, with a value in its message and beside it. */
function quoting({ dialect }: Engine): unknown {
  const fail = () => Promise.reject(Object.assign(new Error('row 3 is "secret"'), { detail: 'secret' }));
  return dialect === 'duckdb' ? { runAndReadAll: fail, interrupt: () => {} } : { query: fail };
}

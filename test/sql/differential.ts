import fc from 'fast-check';
import { KizunaError, type RowMetric } from 'kizuna';
import { type TableSource, toSql } from 'kizuna/sql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from './engine.js';
import { METRICS, PERIODS } from './metrics.js';
import { fillRows, type Row, rowsOf, sourceOf } from './rows.js';
import { STRICT } from './strict-metrics.js';

type Any = RowMetric<Row, unknown, unknown>;

const MERGEABLE = Object.keys(METRICS).filter((label) => METRICS[label]?.split === 'anywhere' && !/throws/.test(label));

/** Runs every metric over random rows in memory and in an engine. */
export function describeEngine(name: string, start: () => Promise<Engine>): void {
  const runs = Number(process.env.KIZUNA_SQL_RUNS ?? 60);
  describe(name, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await start();
    }, 60_000);
    afterAll(() => engine.close());

    test('counts every metric of many rows as memory does', async () => {
      const rows = fc.sample(rowsOf(30), { seed: 1871, numRuns: 60 }).flat();
      expect(rows.length).toBeGreaterThan(100);
      await fillRows(engine, rows);
      for (const [label, metric] of Object.entries(METRICS))
        await compareIn(engine, sourceOf(engine, 'exact'), metric, rows, label);
    }, 120_000);

    test('counts every metric as memory does', async () => {
      await fc.assert(
        fc.asyncProperty(rowsOf(), fc.constantFrom(...Object.keys(METRICS)), async (rows, label) => {
          await fillRows(engine, rows);
          await compareIn(engine, sourceOf(engine, 'exact'), METRICS[label] as Any, rows, label);
        }),
        { numRuns: runs },
      );
    }, 120_000);

    test('refuses the rows that memory refuses, and no others', async () => {
      let refused = 0;
      // Few rows, of which few are wrong: what is wrong with many says nothing of each.
      for (const rows of fc.sample(rowsOf(3), { seed: 23, numRuns: 6 })) {
        await fillRows(engine, rows);
        for (const [label, metric] of Object.entries(STRICT)) {
          const query = toSql(metric, sourceOf(engine, 'exact'));
          const cells = await engine.ask(query);
          const here = attempt(() => metric.finish(metric.state(rows)));
          expect(attempt(() => metric.finish(query.read(cells))).error, label).toBe(here.error);
          refused += here.error === null ? 0 : 1;
        }
      }
      expect(refused).toBeGreaterThan(100);
    }, 120_000);

    test('labels periods as memory does, whatever the clocks do', async () => {
      await fc.assert(
        fc.asyncProperty(rowsOf(40), fc.constantFrom(...Object.keys(PERIODS)), async (rows, label) => {
          await fillRows(engine, rows);
          await compareIn(engine, sourceOf(engine, 'exact'), PERIODS[label] as Any, rows, label);
        }),
        { numRuns: Math.ceil(runs / 2) },
      );
    }, 120_000);

    test('counts the empty table as no rows', async () => {
      await fillRows(engine, []);
      for (const [label, metric] of Object.entries(METRICS))
        await compareIn(engine, sourceOf(engine, 'exact'), metric, [], label);
    });

    test('merges with memory: half the rows there, half here', async () => {
      await fc.assert(
        fc.asyncProperty(rowsOf(), rowsOf(), fc.constantFrom(...MERGEABLE), async (there, here, label) => {
          const metric = METRICS[label] as Any;
          await fillRows(engine, there);
          const state = await stateIn(engine, sourceOf(engine, 'exact'), metric);
          const whole = attempt(() => metric.finish(metric.state([...there, ...here])));
          const merged = attempt(() => metric.finish(metric.merge(state, metric.state(here))));
          if (whole.error === null) expect(merged, label).toEqual(whole);
        }),
        { numRuns: Math.ceil(runs / 4) },
      );
    }, 120_000);

    test('adds up what a filter takes, leaves and cannot tell to the whole', async () => {
      // Ternary logic partitioning: Rigger and Su 2020, SQLancer.
      await fc.assert(
        fc.asyncProperty(
          rowsOf(),
          fc.constantFrom('pro', 'a', 'A', '__proto__'),
          fc.constantFrom(...MERGEABLE),
          async (rows, plan, label) => {
            await fillRows(engine, rows);
            const source = sourceOf(engine, 'exact');
            for (const metric of [METRICS[label], METRICS.nps] as Any[]) {
              const whole = await attemptAsync(() => stateIn(engine, source, metric));
              const parts: unknown[] = [];
              for (const test of [`"order" = '${plan}'`, `NOT ("order" = '${plan}')`, `"order" IS NULL`]) {
                await engine.run(`CREATE OR REPLACE VIEW part AS SELECT * FROM "Données 1" WHERE ${test}`);
                parts.push(
                  (await attemptAsync(() => stateIn(engine, sourceOf(engine, 'exact', 'part'), metric))).value,
                );
              }
              if (whole.error === null)
                expect(
                  parts.reduce((a, b) => metric.merge(a, b)),
                  label,
                ).toEqual(whole.value);
              await engine.run('DROP VIEW part');
            }
          },
        ),
        { numRuns: Math.ceil(runs / 6) },
      );
    }, 120_000);
  });
}

/** The engine's state of a metric. */
export async function stateIn(engine: Engine, source: TableSource<Row>, metric: Any): Promise<unknown> {
  const query = toSql(metric, source);
  return query.read(await engine.ask(query));
}

async function compareIn(
  engine: Engine,
  source: TableSource<Row>,
  metric: Any,
  rows: readonly Row[],
  label: string,
): Promise<void> {
  const here = attempt(() => metric.state(rows));
  const query = toSql(metric, source);
  const cells = await engine.ask(query);
  const there = attempt(() => query.read(cells));
  if (here.error === null) expect(there, label).toEqual(here);
  // Memory refuses the rows; the engine's state is refused when it is read, or by `finish`.
  else expect(there.error ?? attempt(() => metric.finish(there.value)).error, label).toBe(here.error);
}

async function attemptAsync(call: () => Promise<unknown>): Promise<ReturnType<typeof attempt>> {
  try {
    const value = await call();
    return attempt(() => value);
  } catch (error) {
    return attempt(() => {
      throw error;
    });
  }
}

function attempt(call: () => unknown): { readonly value: unknown; readonly error: string | null } {
  try {
    return { value: call(), error: null };
  } catch (error) {
    if (!(error instanceof KizunaError)) throw error;
    return { value: null, error: error.name };
  }
}

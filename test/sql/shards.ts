import fc from 'fast-check';
import { KizunaError, type Metric, mergeStates } from 'kizuna';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stateIn as stateOfRows } from './differential.js';
import type { Engine } from './engine.js';
import { METRICS } from './metrics.js';
import { fillRows, type Row, rowsOf, sourceOf } from './rows.js';
import { EVENTS } from './shapes/event-metrics.js';
import { type EventRow, eventRows, eventsIn, fillEvents } from './shapes/event-rows.js';
import { stateIn as stateOfEvents } from './shapes/event-states.js';
import { testShardsOfAmounts } from './shards-of-amounts.js';

type Any = Metric<never, unknown, unknown>;

/** Runs metrics over four shards, each in an engine of its own, and over the whole in another; the merged states must be those of the whole. */
export function describeShards(
  name: string,
  start: () => Promise<readonly [whole: Engine, ...shards: Engine[]]>,
): void {
  const rows = fc.sample(rowsOf(30), { seed: 1871, numRuns: 12 }).flat();
  const events = fc.sample(eventRows(40), { seed: 1871, numRuns: 12 }).flat();
  describe(`shards in ${name}`, () => {
    let engines: readonly [whole: Engine, ...shards: Engine[]];
    beforeAll(async () => {
      engines = await start();
    }, 60_000);
    afterAll(() => Promise.all(engines.map((engine) => engine.close())));

    test('by customer: every metric of rows and of events merges to the whole', async () => {
      await fill(engines, rows, ({ customer }) => customer, events);
      for (const [label, metric] of oneOfEach(METRICS)) {
        const merged = await mergedRows(engines, metric, 'by customer');
        expect(merged, label).toEqual(
          await attempt(() => stateOfRows(engines[0], sourceOf(engines[0], 'exact'), metric as never)),
        );
      }
      for (const [label, metric] of oneOfEach(EVENTS)) {
        const merged = await mergedEvents(engines, metric, 'by customer');
        expect(merged, label).toEqual(
          await attempt(() => stateOfEvents(engines[0], eventsIn(engines[0], 'code'), metric as never)),
        );
      }
    }, 120_000);

    testShardsOfAmounts(() => engines);

    test('anyhow: metrics whose split is anywhere merge to the whole, others are refused', async () => {
      let turn = 0;
      await fill(engines, rows, () => String(turn++), events);
      for (const [label, metric] of oneOfEach(METRICS)) {
        const merged = await mergedRows(engines, metric, 'anywhere');
        if (metric.split === 'by customer') expect(merged.error, label).toBe('InvalidOptionError');
        else
          expect(merged, label).toEqual(
            await attempt(() => stateOfRows(engines[0], sourceOf(engines[0], 'exact'), metric as never)),
          );
      }
    }, 120_000);

    test('anyhow: a metric that needs all of a customer would be wrong, and is refused', async () => {
      let turn = 0;
      await fill(
        engines,
        [],
        () => null,
        events,
        () => turn++,
      );
      const metric = EVENTS['active customers by day'] as Any;
      const whole = await stateOfEvents(engines[0], eventsIn(engines[0], 'code'), metric as never);
      const [, ...shards] = engines;
      const states = await each(shards, (engine) => stateOfEvents(engine, eventsIn(engine, 'code'), metric as never));
      const active = (state: unknown): number =>
        (metric.finish(state) as { active: number }[]).reduce((sum, day) => sum + day.active, 0);
      expect(active(states.reduce((a, b) => metric.merge(a, b)))).toBeGreaterThan(active(whole));
      expect((await mergedEvents(engines, metric, 'anywhere')).error).toBe('InvalidOptionError');
    }, 60_000);
  });
}

/** One metric of each name: the others of a name differ in options alone, and are compared in one table. */
function oneOfEach(metrics: Readonly<Record<string, unknown>>): readonly (readonly [string, Any])[] {
  const seen = new Map<string, readonly [string, Any]>();
  for (const [label, metric] of Object.entries(metrics) as [string, Any][]) {
    // Metrics of both tables: the source holds their rows.
    const key = `${metric.name} ${metric.split}`;
    if (!seen.has(key)) seen.set(key, [label, metric]);
  }
  return [...seen.values()];
}

/** The whole in the first engine; each row in one shard, by its key. */
async function fill(
  [whole, ...shards]: readonly [Engine, ...Engine[]],
  rows: readonly Row[],
  keyOf: (row: Row) => string | null,
  events: readonly EventRow[],
  turnOf: (row: EventRow) => number = ({ code }) => Math.abs(code ?? 0),
): Promise<void> {
  const places = rows.map((row) => placeOf(keyOf(row), shards.length));
  const turns = events.map((row) => turnOf(row) % shards.length);
  await fillRows(whole, rows, undefined);
  await fillEvents(whole, events);
  for (const [shard, engine] of shards.entries()) {
    await fillRows(
      engine,
      rows.filter((_, i) => places[i] === shard),
    );
    await fillEvents(
      engine,
      events.filter((_, i) => turns[i] === shard),
    );
  }
}

function placeOf(key: string | null, shards: number): number {
  let hash = 0;
  for (const sign of key ?? '') hash = (Math.imul(hash, 31) + (sign.codePointAt(0) ?? 0)) >>> 0;
  return hash % shards;
}

async function mergedRows(
  [, ...shards]: readonly [Engine, ...Engine[]],
  metric: Any,
  split: 'anywhere' | 'by customer',
) {
  return attempt(async () =>
    mergeStates(
      metric,
      await each(shards, (engine) => stateOfRows(engine, sourceOf(engine, 'exact'), metric as never)),
      { split },
    ),
  );
}

async function mergedEvents(
  [, ...shards]: readonly [Engine, ...Engine[]],
  metric: Any,
  split: 'anywhere' | 'by customer',
) {
  return attempt(async () =>
    mergeStates(
      metric,
      await each(shards, (engine) => stateOfEvents(engine, eventsIn(engine, 'code'), metric as never)),
      { split },
    ),
  );
}

async function each<Out>(shards: readonly Engine[], ask: (engine: Engine) => Promise<Out>): Promise<readonly Out[]> {
  return Promise.all(shards.map(ask));
}

async function attempt(
  call: () => Promise<unknown>,
): Promise<{ readonly value: unknown; readonly error: string | null }> {
  try {
    return { value: await call(), error: null };
  } catch (error) {
    if (!(error instanceof KizunaError)) throw error;
    return { value: null, error: error.name };
  }
}

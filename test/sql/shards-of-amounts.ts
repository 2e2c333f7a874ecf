import fc from 'fast-check';
import { type Metric, mergeStates } from 'kizuna';
import { expect, test } from 'vitest';
import type { Engine } from './engine.js';
import { stateIn as stateOfLedger } from './ledger/differential.js';
import { LEDGERS, SUBSCRIPTIONS } from './ledger/ledger-metrics.js';
import { type Form, fillLedger, type LedgerRow, ledgerIn, ledgerRows } from './ledger/ledger-rows.js';
import type { Any } from './shapes/event-metrics.js';
import { eventRows, eventsIn, fillEvents } from './shapes/event-rows.js';
import { stateIn as stateOfEvents } from './shapes/event-states.js';
import { SCORES, VALUES } from './shapes/value-metrics.js';
import { expectAlike } from './shapes/values.js';

type Engines = readonly [whole: Engine, ...shards: Engine[]];
type Measured = Metric<never, unknown, unknown>;

const EXCLUDE = { invalid: 'exclude', missing: 'exclude' } as const;

/** Tests that what customers bring, their scores, and ledgers of shards by customer merge to those of the whole. */
export function testShardsOfAmounts(started: () => Engines): void {
  test('by customer: values and scores merge to the whole', async () => {
    const given = fc.sample(eventRows(40), { seed: 1872, numRuns: 40 }).flat();
    const rows = given.filter(({ at }) => at === null || at.getUTCFullYear() === 2024); // few cohorts, of few ages
    expect(rows.length).toBeGreaterThan(60);
    await filled(started(), rows, (engine, some) => fillEvents(engine, some));
    const stateOf = (amount: 'paid' | 'code') => (engine: Engine, metric: Measured) =>
      stateOfEvents(engine, eventsIn(engine, 'who', 'exclude', 'Ev 1', amount), metric as Any);
    for (const [label, metric] of Object.entries(VALUES)) {
      const [whole, merged] = await both(started(), metric, stateOf('code'));
      expect(merged, label).toEqual(whole);
    }
    for (const [label, metric] of Object.entries(SCORES)) {
      const [whole, merged] = await both(started(), metric, stateOf('paid'));
      expectAlike(merged, whole, label);
    }
  }, 120_000);

  test('by customer: ledgers of lines, of subscriptions and of changes merge to the whole', async () => {
    const rows = right(fc.sample(ledgerRows(20), { seed: 1873, numRuns: 20 }).flat());
    expect(rows.length).toBeGreaterThan(40);
    await filled(started(), rows, (engine, some) => fillLedger(engine, some));
    const forms: readonly Form[] = ['plain', 'full', 'changes'];
    // All of them where there is time: those of a name differ in options alone.
    const every = Number(process.env.KIZUNA_SQL_RUNS ?? 0) > 0 ? 1 : 3;
    const metrics = Object.entries(LEDGERS).map(
      ([label, metric], i) => [label, metric, forms[Math.floor(i / every) % 3] as Form] as const,
    );
    for (const [i, [label, metric, form]] of metrics.entries()) {
      if (i % every !== 0) continue;
      const [whole, merged] = await both(started(), metric, (engine, of) =>
        stateOfLedger(engine, ledgerIn(engine, form, EXCLUDE), of as never),
      );
      expect(merged, `${label}, ${form}`).toEqual(whole);
    }
    for (const [label, metric] of Object.entries(SUBSCRIPTIONS).slice(every === 1 ? 0 : -1)) {
      const [whole, merged] = await both(started(), metric, (engine, of) =>
        stateOfLedger(engine, ledgerIn(engine, 'plain', EXCLUDE, 'Ledger 1', { subscription: 'sub' }), of as never),
      );
      expect(merged, label).toEqual(whole);
    }
  }, 120_000);
}

/** All in the first engine; those of each customer in one of the others. */
async function filled<Row extends { readonly who: string | null }>(
  [whole, ...shards]: Engines,
  rows: readonly Row[],
  fill: (engine: Engine, rows: readonly Row[]) => Promise<void>,
): Promise<void> {
  await fill(whole, rows);
  const names = [...new Set(rows.map(({ who }) => who))];
  const counts = shards.map((_, shard) => rows.filter(({ who }) => names.indexOf(who) % shards.length === shard));
  expect(counts.every(({ length }) => length > 0)).toBe(true);
  for (const [shard, some] of counts.entries()) await fill(shards[shard] as Engine, some);
}

/** The state of the whole, and what those of the shards come to. */
async function both(
  [whole, ...shards]: Engines,
  metric: unknown,
  stateOf: (engine: Engine, metric: Measured) => Promise<unknown>,
): Promise<readonly [whole: unknown, merged: unknown]> {
  const own = metric as Measured;
  const states = await Promise.all(shards.map((engine) => stateOf(engine, own)));
  return [await stateOf(whole, own), mergeStates(own, states, { split: 'by customer' })];
}

/** Rows of which a ledger would refuse none with the others: no discounts, and one change of each at an instant. */
function right(rows: readonly LedgerRow[]): readonly LedgerRow[] {
  const met = new Set<string>();
  return rows.flatMap((row, i) => {
    const key = `${row.who} ${row.from?.getTime()}`;
    if (met.has(key) || (row.price ?? 0) < 0) return [];
    met.add(key);
    return [{ ...row, sub: `s${i}` }];
  });
}

import {
  activeCustomersMetric,
  by,
  changeLedger,
  countIf,
  eventLog,
  type Metric,
  period,
  recurringRevenueMetric,
  tally,
} from 'kizuna';
import { changeTable, eventTable, table, toSql } from 'kizuna/sql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../sql/engine.js';
import { clickhouseEngine } from './engine.js';

/** The first and the last instant that are in the range. */
const [FIRST, LAST] = [Date.UTC(1900, 0, 2), Date.UTC(2299, 11, 31)];
const ROLES = { customer: 'who', time: 'at' } as const;
const CHANGES = { ...ROLES, amount: 'paid', invalid: 'exclude' } as const;
const DECLARED = { dialect: 'clickhouse', columns: { who: 'integer', at: 'instant', paid: 'integer' } } as const;
const count = tally({ name: 'rows', inputs: {}, measures: { n: countIf() }, finish: ({ n }) => n });
const days = activeCustomersMetric({ unit: 'day' });

let engine: Engine;
beforeAll(async () => {
  engine = await clickhouseEngine();
});
afterAll(() => engine.close());

/** Rows of one customer each, of instants that no `Date` holds. */
async function fill(type: string, make: string, instants: readonly bigint[]): Promise<void> {
  await engine.run('DROP TABLE IF EXISTS fine');
  await engine.run(`CREATE TABLE fine (who UInt32, at ${type}, paid UInt32) ENGINE = MergeTree ORDER BY tuple()`);
  const rows = instants.map((at, who) => `SELECT ${who}, ${make}(toInt64('${at}'), 'UTC'), 7`);
  await engine.run(`INSERT INTO fine ${rows.join(' UNION ALL ')}`);
}

/** The same rows in memory; `null` is no instant. */
function here(instants: readonly (number | null)[]) {
  return instants.map((at, who) => ({ who, at: new Date(at ?? Number.NaN), paid: 7 }));
}

async function stateIn(metric: unknown, source: object): Promise<unknown> {
  const query = toSql(metric as Metric<never, unknown, unknown> as never, source as never);
  return query.read(await engine.ask(query));
}

async function expectAlike(rows: ReturnType<typeof here>, asOf: string): Promise<void> {
  const log = eventLog(rows, { ...ROLES, invalid: 'exclude' });
  expect(await stateIn(days, eventTable('fine', { ...DECLARED, ...ROLES, invalid: 'exclude' }))).toEqual(
    days.state(log as never),
  );
  const revenue = recurringRevenueMetric({ unit: 'month', asOf });
  expect(await stateIn(revenue, changeTable('fine', { ...DECLARED, ...CHANGES }))).toEqual(
    revenue.state(changeLedger(rows, CHANGES)),
  );
}

test('instants less than a millisecond outside the range are none', async () => {
  for (const [edge, past, asOf] of [
    [FIRST, -1n, '1900-03-31'],
    [LAST, 1n, '2299-12-31'],
  ] as const) {
    const micro = BigInt(edge) * 1000n;
    await fill("DateTime64(6, 'UTC')", 'fromUnixTimestamp64Micro', [micro, micro + past, micro + past * 500n]);
    await expectAlike(here([edge, null, null]), asOf);
    const source = table('fine', DECLARED);
    await expect(stateIn(by(period('at', { unit: 'day' }), count), source)).rejects.toMatchObject({
      code: 'E_TIME_INVALID',
    });
  }
});

test('finer instants are of the millisecond that they lie in, before the year 1970 too', async () => {
  const midnight = Date.UTC(1965, 2, 1);
  for (const [type, make, parts] of [
    ["DateTime64(9, 'UTC')", 'fromUnixTimestamp64Nano', 1_000_000n],
    ["DateTime64(6, 'America/Havana')", 'fromUnixTimestamp64Micro', 1000n],
  ] as const) {
    const at = BigInt(midnight) * parts;
    await fill(type, make, [-1n, -parts / 2n, -parts - 1n, 0n, at - 1n, at, at + 1n]);
    const rows = here([-1, -1, -2, 0, midnight - 1, midnight, midnight]);
    await expectAlike(rows, '1970-01-31');
    for (const timeZone of ['UTC', 'America/Havana']) {
      const metric = by(period('at', { unit: 'day', timeZone }), count);
      expect(await stateIn(metric, table('fine', DECLARED)), timeZone).toEqual(metric.state(rows as never));
    }
  }
});

import { by, countIf, eventLog, input, rfmCutsMetric, rfmSummaryMetric, sum, tally } from 'kizuna';
import { eventTable, table, toSql } from 'kizuna/sql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../sql/engine.js';
import { clickhouseEngine } from './engine.js';

let engine: Engine;
beforeAll(async () => {
  engine = await clickhouseEngine();
});
afterAll(() => engine.close());

/** Of each type the largest and the smallest that may be counted, and how many rows it takes for 64 bits to wrap around, or some. */
const EDGES: readonly (readonly [type: string, least: string, most: string])[] = [
  ['Int8', '-128', '127'],
  ['UInt8', '0', '255'],
  ['Int16', '-32768', '32767'],
  ['UInt16', '0', '65535'],
  ['Int32', '-2147483648', '2147483647'],
  ['UInt32', '0', '4294967295'],
  ['Int64', '-9007199254740992', '9007199254740992'],
  ['UInt64', '0', '9007199254740992'],
];
const ROWS = 3000;

const added = tally({
  name: 'added',
  inputs: { value: 'value' },
  measures: { total: sum(input('value')), n: countIf() },
  finish: (state) => state,
});

async function fill(type: string, value: string): Promise<void> {
  await engine.run('DROP TABLE IF EXISTS added');
  await engine.run(
    `CREATE TABLE added (who UInt32, at Int64, part String, value ${type}) ENGINE = MergeTree ORDER BY tuple() SETTINGS allow_suspicious_low_cardinality_types = 1`,
  );
  await engine.run(
    `INSERT INTO added SELECT number % 2, 1767571200000 + number, toString(number % 2), ${value} FROM numbers(${ROWS})`,
  );
}

const SOURCE = table('added', { dialect: 'clickhouse', columns: { value: 'integer', part: 'text' } });
const EVENTS = eventTable('added', {
  dialect: 'clickhouse',
  columns: { who: 'integer', at: 'epochMilliseconds', value: 'integer' },
  ...{ customer: 'who', time: 'at', amount: 'value' },
} as const);

/** What a state of a sum comes to. */
function exact(partials: readonly number[]): bigint {
  return partials.reduce((all, part) => all + BigInt(part), 0n);
}

test.each(EDGES)('a sum of %s from %s to %s is exact, however large', async (type, least, most) => {
  for (const [nullable, value] of [
    [type, most],
    [type, least],
    [type, `if(number % 3 = 0, ${least}, ${most})`],
    [`Nullable(${type})`, `if(number % 3 = 0, NULL, ${most})`],
    [`Nullable(${type})`, 'NULL'],
    [`LowCardinality(${type})`, `if(number % 3 = 0, ${least}, ${most})`],
    [`LowCardinality(Nullable(${type}))`, `if(number % 3 = 0, NULL, ${most})`],
  ] as const) {
    await fill(nullable, value);
    const expected = await engine.ask({
      sql: `SELECT toString(coalesce(sum(toInt256(value)), 0)), toString(count(value)) FROM added`,
      parameters: {},
    } as never);
    const [[total, n]] = Array.from(expected, (row) => Array.from(row)) as [[string, string]];
    const all = toSql(added, SOURCE);
    const state = all.read(await engine.ask(all));
    expect([exact(state.measured.total), state.measured.n]).toEqual([BigInt(total), Number(n)]);
    const parts = toSql(by('part', added), SOURCE);
    const states = parts.read(await engine.ask(parts));
    expect(states.reduce((sum, [, { measured }]) => sum + exact(measured.total), 0n)).toBe(BigInt(total));
  }
});

const ASOF = { asOf: '2026-01-31' } as const;
const BREAKS = { recency: [10, 30], frequency: [1000, 2000], monetary: [1, 100_000] };

test.each(EDGES)("customers' amounts of %s from %s to %s are those of memory", async (type, least, most) => {
  for (const [nullable, value] of [
    [type, `if(number % 3 = 0, ${least}, ${most})`],
    [`Nullable(${type})`, `if(number % 3 = 0, NULL, ${most})`],
    [`LowCardinality(${type})`, `if(number % 3 = 0, ${least}, ${most})`],
    [`LowCardinality(Nullable(${type}))`, `if(number % 3 = 0, NULL, ${most})`],
  ] as const) {
    await fill(nullable, value);
    const sql = 'SELECT who, toFloat64(at), toFloat64(value) FROM added';
    const rows = Array.from(await engine.ask({ sql, parameters: {} } as never), (row) => {
      const [who, at, amount] = Array.from(row) as [number, number, number | null];
      return { who: String(who), at, value: amount };
    });
    const log = eventLog(rows, { customer: 'who', time: 'at', amount: 'value' });
    for (const metric of [rfmCutsMetric(ASOF), rfmSummaryMetric({ ...ASOF, breaks: BREAKS })]) {
      const query = toSql(metric, EVENTS);
      expect(query.read(await engine.ask(query))).toEqual(metric.state(log));
    }
  }
});

test.each([
  ['Float64', '1'],
  ['Decimal(18, 2)', '1'],
  ['String', "'1'"],
  ['Date', "'2026-01-01'"],
  ['DateTime', "'2026-01-01 00:00:00'"],
  ["Enum8('1' = 1)", "'1'"],
])('a column of %s is none of integers', async (type, value) => {
  for (const each of [type, `Nullable(${type})`]) {
    await fill(each, value);
    for (const query of [toSql(added, SOURCE), toSql(rfmCutsMetric(ASOF), EVENTS)])
      await expect(engine.ask(query)).rejects.toThrow(/bitOr/);
    for (const role of ['who', 'at'] as const) {
      const columns = { who: 'integer', at: 'epochMilliseconds', value: 'integer' } as const;
      const events = eventTable('added', {
        dialect: 'clickhouse',
        columns: {
          ...columns,
          [role]: { kind: columns[role], column: 'value' },
          value: { kind: 'integer', column: 'who' },
        },
        ...{ customer: 'who', time: 'at', amount: 'value' },
      } as never);
      await expect(engine.ask(toSql(rfmCutsMetric(ASOF), events as never))).rejects.toThrow(/bitOr/);
    }
  }
});

test.each([
  ['String', "'1'"],
  ['Date', "'2026-01-01'"],
])('a column of %s is none of numbers', async (type, value) => {
  const source = table('added', { dialect: 'clickhouse', columns: { value: 'number' } });
  for (const each of [type, `Nullable(${type})`]) {
    await fill(each, value);
    await expect(engine.ask(toSql(added, source))).rejects.toThrow(/multiply|toFloat64|Illegal/);
  }
});

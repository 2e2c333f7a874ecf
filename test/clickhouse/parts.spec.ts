import { decileSummaryMetric, retentionMetric } from 'kizuna';
import { eventTable, toSql } from 'kizuna/sql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../sql/engine.js';
import { clickhouseEngine } from './engine.js';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 5);

let engine: Engine;
beforeAll(async () => {
  engine = await clickhouseEngine();
});
afterAll(() => engine.close());

/** A table of merged parts, of which ClickHouse keeps statistics: 9 events each, one row of the second part with another value. */
async function fill(column: string, value: string): Promise<void> {
  await engine.run('DROP TABLE IF EXISTS parted');
  await engine.run(
    `CREATE TABLE parted (part UInt8, customer UInt32, at Int64, name LowCardinality(String), amount Int64, rate Float64) ENGINE = MergeTree PARTITION BY part ORDER BY customer SETTINGS allow_nullable_key = 1`.replace(
      new RegExp(`(\\b${column}\\b) ([A-Za-z0-9()]+)`),
      value === 'NULL' ? '$1 Nullable($2)' : '$1 $2',
    ),
  );
  for (const part of [1, 2, 3]) {
    const values = {
      customer: `toUInt32(number % 3)`,
      at: `${START} + number * ${DAY}`,
      name: `'visit'`,
      amount: '7',
      rate: '0.5',
    };
    const list = Object.entries(values).map(([name, sql]) =>
      part === 2 && name === column ? `if(number = 4, ${value}, ${sql})` : sql,
    );
    await engine.run(`INSERT INTO parted SELECT ${part}, ${list.join(', ')} FROM numbers(9)`);
  }
  await engine.run('OPTIMIZE TABLE parted FINAL');
}

function sourceOf(missing: 'throw' | 'exclude', invalid: 'throw' | 'exclude') {
  return eventTable('parted', {
    dialect: 'clickhouse',
    columns: { customer: 'integer', at: 'epochMilliseconds', name: 'text', amount: 'integer', rate: 'number' },
    ...{ customer: 'customer', time: 'at', name: 'name', amount: 'amount', properties: ['rate'] },
    missing,
    invalid,
  } as const);
}

async function issuesOf(missing: 'throw' | 'exclude', invalid: 'throw' | 'exclude'): Promise<number | null> {
  const query = toSql(retentionMetric({ unit: 'week', asOf: START + 60 * DAY }), sourceOf(missing, invalid));
  const rows = await engine.ask(query);
  try {
    query.read(rows);
    return null;
  } catch (error) {
    return (error as { readonly issueCount?: number }).issueCount ?? 0;
  }
}

test.each([
  ['nothing', '', null],
  ['customer', 'NULL', 1],
  ['at', 'NULL', 1],
  ['at', '1700000000', 1],
  ['at', '100000000', 1],
  ['at', '99999999999', 1],
  ['at', '99999999', null],
  ['at', '-2208902400001', 1],
  ['at', '10413705600000', null],
  ['at', '10413705600001', 1],
  ['name', "''", 1],
  ['name', 'char(0)', 1],
  ['amount', '9007199254740992', null],
  ['amount', '9007199254740993', 1],
  ['amount', '-9007199254740993', 1],
  ['amount', 'NULL', null],
  ['rate', 'nan', 1],
  ['rate', '-inf', 1],
  ['rate', '-1.7976931348623157e308', null],
])('a row of one part whose %s is %s is seen, whatever ClickHouse knows of the part', async (column, value, issues) => {
  await fill(column, value);
  expect(await issuesOf('throw', 'throw')).toBe(issues);
});

test('a row that is wrong in several ways counts once', async () => {
  await fill('at', 'NULL');
  await engine.run(`INSERT INTO parted SELECT 4, 1, ${START}, 'visit', 9007199254740993, nan FROM numbers(2)`);
  await engine.run("INSERT INTO parted SELECT 5, 1, NULL, '', 9007199254740993, nan FROM numbers(5)");
  expect(await issuesOf('exclude', 'throw')).toBe(2);
  expect(await issuesOf('throw', 'exclude')).toBe(6);
});

test.each([
  ['nothing', '', {}],
  ['customer', 'NULL', { missing: 1 }],
  ['at', 'NULL', { missing: 1 }],
  ['at', '1700000000', { invalid: 1 }],
  ['at', `${START + 60 * DAY}`, {}],
  ['at', `${START + 60 * DAY + 1}`, { outside: 1 }],
  ['name', "''", { missing: 1 }],
  ['amount', 'NULL', { withoutAmount: 1 }],
  ['amount', '0', {}],
  ['amount', '-1', { refunds: 1 }],
  ['amount', '-9007199254740993', { invalid: 1 }],
  ['amount', '9007199254740993', { invalid: 1 }],
  ['rate', 'nan', { invalid: 1 }],
])('a purchase of one part whose %s is %s is told from others', async (column, value, unlike) => {
  await fill(column, value);
  const metric = decileSummaryMetric({ asOf: START + 60 * DAY, refunds: 'exclude' });
  const query = toSql(metric, sourceOf('exclude', 'exclude'));
  const { amounts: _, asOf: __, withAmount, ...counts } = query.read(await engine.ask(query));
  const none = { outside: 0, refunds: 0, withoutAmount: 0, missing: 0, invalid: 0, repeated: 0 };
  expect(counts).toEqual({ ...none, ...unlike });
  expect(withAmount).toBe(27 - Object.keys(unlike).length);
});

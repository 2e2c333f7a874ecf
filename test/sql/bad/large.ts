import fc from 'fast-check';
import {
  activeCustomersMetric,
  by,
  changeLedger,
  countIf,
  cumulativeIncidenceMetric,
  decilesMetric,
  eventLog,
  funnelMetric,
  input,
  type Metric,
  max,
  measure,
  min,
  npsMetric,
  period,
  type RowMetric,
  recurringRevenueMetric,
  sum,
  tally,
  where,
} from 'kizuna';
import { changeTable, type DialectName, eventTable, table, tables } from 'kizuna/sql';
import { expect, test } from 'vitest';
import type { Engine } from '../engine.js';

type MeasureIn = (connection: never, source: never, metric: never, options?: object) => Promise<unknown>;
type Any = RowMetric<Row, unknown, unknown>;

/** Types of integers that hold more than 2^63, and two of their values; a type of numbers in Postgres, whose integers end there. */
const TYPES: Readonly<Record<DialectName, Readonly<Record<string, readonly [string, string]>>>> = {
  duckdb: {
    UBIGINT: ['9223372036854775813', '18446744073709551615'],
    HUGEINT: ['9223372036854775813', '-170141183460469231731687303715884105727'],
    UHUGEINT: ['9223372036854775813', '170141183460469231731687303715884105726'],
  },
  clickhouse: {
    UInt64: ['9223372036854775813', '18446744073709551615'],
    'Nullable(UInt64)': ['9223372036854775813', '18446744073709551615'],
    'Nullable(Int128)': ['9223372036854775813', '-170141183460469231731687303715884105728'],
    UInt256: ['9223372036854775813', '115792089237316195423570985008687907853269984665640564039457584007913129639935'],
  },
  postgres: { numeric: ['9223372036854775813', '-1234567890123456789012345678901234567890'] },
};

interface Row {
  readonly who: string;
  readonly name: string;
  readonly at: number;
  readonly score: number;
  readonly n: number | string | null;
}

const DAY = 86_400_000;
const START = Date.UTC(2024, 0, 1);
const ASOF = { asOf: '2024-12-31' } as const;

/** Tests what becomes of integers beyond 64 bits wherever a column may stand: as numbers that memory has, or refused and counted by type. */
export function testLarge(started: () => Engine, measureIn: MeasureIn): void {
  test('integers beyond 64 bits are numbers to filters, ids to customers, and wrong elsewhere', async () => {
    const engine = started();
    for (const [type, large] of Object.entries(TYPES[engine.dialect])) {
      const isNullable = engine.dialect !== 'clickhouse' || type.startsWith('Nullable');
      const values = ['5', large[0], isNullable ? null : '7', '7', large[1], '5'];
      await fill(engine, 'large', type, values);
      await testType(engine, measureIn, type, values);
    }
  }, 240_000);

  test('integers that an engine cannot even compare are refused by type, and told from what it cannot read', async () => {
    const engine = started();
    const { dialect } = engine;
    const [type, value] = BEYOND[dialect] ?? [];
    if (type === undefined) return; // all that Postgres has are doubles
    await fill(engine, 'large', type, ['5', value ?? null]);
    await fill(engine, 'small', dialect === 'duckdb' ? 'BIGINT' : 'Int64', ['5']);
    const columns = { n: 'integer' } as const;
    const both = table(tables(['large', 'small']), { dialect, columns });
    const asked = measureIn(engine.connection as never, both as never, ends('exclude') as never);
    await expect(asked).rejects.toMatchObject({ name: 'InvalidDataError', code: 'E_NUM_RANGE' });
    await expect(asked).rejects.toThrow(/^measureIn requires integers of at most 2\^53; \w+ met a larger one$/);
  });
}

/** What no integer of the engine, or of several of its tables, holds. */
const BEYOND: Readonly<Partial<Record<DialectName, readonly [type: string, value: string]>>> = {
  duckdb: ['UHUGEINT', '340282366920938463463374607431768211455'],
  clickhouse: ['UInt64', '18446744073709551615'],
};

async function testType(
  engine: Engine,
  measureIn: MeasureIn,
  type: string,
  values: readonly (string | null)[],
): Promise<void> {
  const { dialect } = engine;
  const kind = dialect === 'postgres' ? 'number' : 'integer';
  const columns = { who: 'text', name: 'text', at: 'epochMilliseconds', score: 'integer', n: kind } as const;
  const timed = { ...columns, n: 'epochMilliseconds' } as const;
  const rowsOf = (make: (value: string | null) => Row['n']): readonly Row[] =>
    values.map((value, i) => ({ ...rowAt(i), n: make(value) }));
  const numbers = rowsOf((value) => (value === null ? null : Number(value)));
  // An integer beyond 2^53 is no number of JavaScript; what is declared as a number is a double.
  const judged = numbers.map((row) => ({
    ...row,
    n: kind === 'integer' && Math.abs(Number(row.n)) > 2 ** 53 ? Infinity : row.n,
  }));
  const ids = rowsOf((value) => (kind === 'number' && value !== null ? Number(value) : value));
  const ask = (metric: unknown, source: unknown = table('large', { dialect, columns })): Promise<unknown> =>
    measureIn(engine.connection as never, source as never, metric as never);
  const same = async (call: () => Promise<unknown>, here: () => unknown, label: string): Promise<void> => {
    const told = async (each: () => unknown): Promise<unknown> => {
      try {
        return await each();
      } catch (error) {
        return (error as Error).name;
      }
    };
    expect(await told(call), `${type}: ${label}`).toEqual(await told(here));
  };

  await fc.assert(
    fc.asyncProperty(filters(numbers), async (filter) => {
      const [metric, label] = [where<Row>(filter as never, count as Any), JSON.stringify(filter)];
      const expected = measure(numbers, metric);
      expect(await ask(metric), label).toBe(expected);
      expect(await ask(count, table('large', { dialect, columns, where: filter as never })), label).toBe(expected);
    }),
    { numRuns: 6 },
  );
  for (const invalid of ['throw', 'exclude'] as const) {
    const [value, once] = [ends(invalid), latestOf({ customer: 'who', time: 'n', invalid })];
    await same(
      () => ask(value),
      () => measure(judged, value),
      `value, ${invalid}`,
    );
    if (kind === 'integer')
      await same(
        () => ask(once, table('large', { dialect, columns: timed })),
        () => measure(judged, once),
        `time of an answer, ${invalid}`,
      );
    const events = (roles: object, fields: object = columns) =>
      eventTable('large', { dialect, columns: fields, customer: 'who', time: 'at', invalid, ...roles } as never);
    const log = (rows: readonly Row[], roles: object) =>
      eventLog(rows, { customer: 'who', time: 'at', invalid, ...roles } as never);
    const eventMetrics: readonly (readonly [string, object, readonly Row[], unknown])[] = [
      ['customer', { customer: 'n' }, ids, activeCustomersMetric({ unit: 'year', ...ASOF })],
      ['amount', { amount: 'n' }, judged, decilesMetric({ refunds: 'exclude' })],
      [
        'property',
        { name: 'name', properties: ['n'] },
        judged,
        funnelMetric({ steps: [{ name: 'x', where: { n: { gte: 5 } } }, 'y'], ...ASOF } as never),
      ],
      ...(kind === 'integer' ? [['time', { time: 'n' }, judged, EVER] as const] : []),
    ];
    for (const [label, roles, rows, metric] of eventMetrics) {
      const own = metric as Metric<unknown, unknown, unknown>;
      await same(
        () => ask(own, events(roles, label === 'time' ? timed : columns)),
        () => own.finish(own.state(log(rows, roles))),
        `${label} of events, ${invalid}`,
      );
    }
    for (const [label, roles, rows] of [
      ['customer', { customer: 'n', amount: 'score' }, ids],
      ['amount', { amount: 'n' }, judged],
      ['subscription', { subscription: 'n', amount: 'score' }, ids],
    ] as const) {
      const own = { customer: 'who', time: 'at', invalid, ...(roles as object) };
      await same(
        () => ask(REVENUE, changeTable('large', { dialect, columns, ...own } as never)),
        () => REVENUE.finish(REVENUE.state(changeLedger(rows as never, own as never))),
        `${label} of changes, ${invalid}`,
      );
    }
  }
  const latest = latestOf({ customer: 'n', time: 'at' });
  expect(await ask(latest)).toEqual(measure(ids, latest));
  const reasons = cumulativeIncidenceMetric<Row>({
    ...{ duration: 'score', reason: 'n' as never, invalid: 'exclude', missing: 'exclude' },
  });
  expect(await ask(reasons)).toEqual(measure(judged, reasons));
  await same(
    () => ask(by('n', count as Any)),
    () => measure(judged, by('n', count as Any)),
    'key',
  );
  for (const timeZone of kind === 'integer' ? ['UTC', 'Asia/Tokyo'] : []) {
    const days = by(period<Row>('n' as never, { unit: 'day', timeZone }), count as Any);
    await expect(ask(days, table('large', { dialect, columns: timed }))).rejects.toMatchObject({
      name: 'InvalidDataError',
      code: 'E_TIME_INVALID',
    });
  }
}

const latestOf = (options: object): Any =>
  npsMetric<Row>({ score: 'score', repeat: 'latest', ...options } as never) as unknown as Any;
const ends = (invalid: 'throw' | 'exclude'): Any =>
  tally({
    name: 'ends',
    inputs: { value: 'n' },
    invalid,
    measures: { low: min(input('value')), high: max(input('value')), total: sum(input('value')), n: countIf() },
    finish: (measured, excluded) => ({ ...measured, ...excluded }),
  }) as unknown as Any;
const count = tally({ name: 'rows', inputs: {}, measures: { n: countIf() }, finish: ({ n }) => n });
const REVENUE = recurringRevenueMetric({ unit: 'year', ...ASOF });
const EVER = activeCustomersMetric({ unit: 'year', asOf: '2030-01-01' });

function rowAt(i: number): Omit<Row, 'n'> {
  return { who: 'abc'[i % 3] ?? '', name: i % 2 === 0 ? 'x' : 'y', at: START + i * 20 * DAY, score: i };
}

async function fill(
  { dialect, run }: Engine,
  name: string,
  type: string,
  values: readonly (string | null)[],
): Promise<void> {
  const [text, big, end] =
    dialect === 'clickhouse' ? ['String', 'Int64', ' ENGINE = MergeTree ORDER BY tuple()'] : ['text', 'bigint', ''];
  const rows = values.map((value, i) => {
    const row = rowAt(i);
    return `('${row.who}', '${row.name}', ${row.at}, ${row.score}, ${value ?? 'NULL'})`;
  });
  await run(`DROP TABLE IF EXISTS ${name}`);
  await run(`CREATE TABLE ${name} (who ${text}, name ${text}, "at" ${big}, score ${big}, n ${type})${end}`);
  await run(`INSERT INTO ${name} VALUES ${rows.join(', ')}`);
}

/** Filters by values that rows have, by others near them, and by some that no row of 64 bits has. */
function filters(rows: readonly Row[]): fc.Arbitrary<object> {
  const own = rows.flatMap(({ n }) => (typeof n === 'number' ? [n] : []));
  const operand = fc.constantFrom(...own, 6, -1, 2 ** 53, 2 ** 63, -(2 ** 63), 1e30, 5.5);
  const operands = fc.array(operand, { minLength: 1, maxLength: 3 });
  const conditions = fc.record(
    { eq: operand, ne: operand, in: operands, gte: operand, lte: operand },
    { requiredKeys: [] },
  );
  return fc.oneof(operand, operands, conditions).map((n) => ({ n }));
}

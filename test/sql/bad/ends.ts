import fc from 'fast-check';
import {
  by,
  compare,
  countIf,
  eventLog,
  historyCountsMetric,
  input,
  type Metric,
  max,
  min,
  multiply,
  rfmCutsMetric,
  sum,
  tally,
} from 'kizuna';
import { eventTable, table, toSql } from 'kizuna/sql';
import { expect, test } from 'vitest';
import type { Engine } from '../engine.js';

const LARGEST = Number.MAX_VALUE;
const PAID = [LARGEST, -LARGEST, 5e-324, -0, Number.NaN, Infinity, -Infinity, null];
const YEN = ['9007199254740992', '-9007199254740992', '9007199254740993', '-9007199254740993', '7', null, null, null];

const COLUMNS = [
  { name: 'paid', type: 'double' },
  { name: 'yen', type: 'bigint' },
  { name: 'plan', type: 'text' },
] as const;
const DECLARED = { paid: 'number', yen: 'integer', plan: 'text' } as const;

const endsOf = (field: 'paid' | 'yen', invalid: 'exclude' | 'throw') =>
  tally({
    name: 'ends',
    inputs: { value: field },
    invalid,
    measures: { low: min(input('value')), high: max(input('value')), total: sum(input('value')), n: countIf() },
    finish: ({ low, high, total, n }, { invalid, missing }) => ({ low, high, total, n, invalid, missing }),
  });

/** Tests where the range of numbers ends: which are counted, which are left out, and which are missing. */
export function testEnds(started: () => Engine): void {
  test('numbers are finite doubles, and integers up to 2^53, with or without keys', async () => {
    const { dialect, fill, ask } = started();
    const rows = PAID.map((paid, i) => [paid, YEN[i], 'pro']);
    await fill('ends', COLUMNS, rows);
    const source = table('ends', { dialect, columns: DECLARED });
    const stateOf = async (metric: object): Promise<unknown> => {
      const query = toSql(metric as never, source as never);
      return query.read(await ask(query));
    };
    const found = async (field: 'paid' | 'yen', invalid: 'exclude' | 'throw') => {
      const metric = endsOf(field, invalid);
      const state = await stateOf(metric);
      expect(await stateOf(by('plan', metric)), field).toEqual([['pro', state]]);
      return metric.finish(state as never);
    };
    const paid = { low: -LARGEST, high: LARGEST, total: 5e-324, n: 4, invalid: 3, missing: 1 };
    const yen = { low: -(2 ** 53), high: 2 ** 53, total: 7, n: 3, invalid: 2, missing: 3 };
    expect(await found('paid', 'exclude')).toEqual(paid);
    expect(await found('yen', 'exclude')).toEqual(yen);
    for (const field of ['paid', 'yen'] as const)
      await expect(found(field, 'throw'), field).rejects.toMatchObject({ code: 'E_FIELD_VALUE' });
  });

  test('what sums show of wrong numbers is what each row would, in any order', async () => {
    const { dialect, fill, ask } = started();
    const row = fc.tuple(fc.constantFrom(...FEW_PAID), fc.constantFrom(...FEW_YEN), fc.constant('pro'));
    const sumsAre = fc.constantFrom('exact', 'compensated');
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 5 }), sumsAre, async (rows, sums) => {
        await fill('sums', COLUMNS, rows);
        const source = table('sums', { dialect, sums, columns: DECLARED });
        const stateOf = async (asked: object): Promise<unknown> => {
          const query = toSql(asked as never, source as never);
          return query.read(await ask(query));
        };
        for (const [place, field] of (['paid', 'yen'] as const).entries()) {
          const here = rows.map((each) => ({ [field]: inMemory(each[place] ?? null) }));
          for (const metric of sumsOf(field)) {
            const state = await stateOf(metric);
            expect(state, metric.name).toEqual(metric.state(here as never));
            const groups = rows.length === 0 ? [] : [['pro', state]];
            expect(await stateOf(by('plan', metric)), metric.name).toEqual(groups);
          }
        }
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  test('amounts that come to nothing in steps are 0, those next to it too, and so are means of them', async () => {
    const { dialect, fill, ask } = started();
    const [least, step] = [5e-324, 1000];
    const paid = [least, -least, 2.2e-308, 249, 499.9, 500, 750, -0, 1e20];
    const rows = paid.flatMap((amount, i) =>
      [0, 1, 2].map((day) => ({ who: `c${i}`, at: new Date(Date.UTC(2024, 0, 1 + i + 9 * day)), paid: amount })),
    );
    const columns = ['who', 'at', 'paid'] as const;
    const types = ['text', 'instant', 'double'] as const;
    await fill(
      'steps',
      columns.map((name, i) => ({ name, type: types[i] ?? 'text' })),
      rows.map((row) => columns.map((name) => row[name])),
    );
    const roles = { customer: 'who', time: 'at', amount: 'paid' } as const;
    const log = eventLog(rows, roles);
    for (const sums of ['compensated', 'exact'] as const) {
      const declared = { who: 'text', at: 'instant', paid: 'number' } as const;
      const source = eventTable('steps', { dialect, sums, columns: declared, ...roles });
      for (const metric of [
        rfmCutsMetric({ asOf: '2024-12-31', monetaryStep: step, refunds: 'exclude' }),
        rfmCutsMetric({ asOf: '2024-12-31', monetaryStep: step, refunds: 'exclude', monetary: 'mean' }),
        rfmCutsMetric({ asOf: '2024-12-31', monetaryStep: 1e-280, refunds: 'exclude', per: 'day' }),
        historyCountsMetric({ unit: 'day', asOf: '2024-12-31', monetaryStep: step, refunds: 'exclude' }),
      ] as unknown as readonly Metric<unknown, unknown, unknown>[]) {
        const query = toSql(metric as never, source as never) as { read(rows: unknown): unknown };
        const there = async (): Promise<unknown> => query.read(await ask(query as never));
        expect(await there(), `${metric.name}, ${sums}`).toEqual(metric.state(log));
      }
    }
  });
}

/** Numbers of which all sums are exact, even of their squares, and those that are wrong. */
const FEW_PAID = [1.5, -1.5, 2 ** 20, -0, 3, Number.NaN, Infinity, -Infinity, null];
const FEW_YEN = ['1048576', '-7', '0', '9007199254740993', '-9007199254740993', null];

/** Integers beyond 2^53 are no numbers. */
function inMemory(value: number | string | null): number | null {
  if (typeof value !== 'string') return value;
  const integer = BigInt(value);
  return integer >= -(2n ** 53n) && integer <= 2n ** 53n ? Number(integer) : Number.NaN;
}

/** What is added up alone, beside other things, not at all, and after it was multiplied. */
const sumsOf = (field: 'paid' | 'yen') =>
  Object.entries({
    total: { total: sum(input('value')), n: countIf() },
    ends: { low: min(input('value')), n: countIf(), high: max(input('value')) },
    counts: { n: countIf(), above: countIf(compare(input('value'), '>', 1)) },
    all: {
      squares: sum(multiply(input('value'), input('value'))),
      total: sum(input('value')),
      low: min(input('value')),
    },
  } as const).map(([name, measures]) =>
    tally({ name, inputs: { value: field }, invalid: 'exclude', measures, finish: (measured) => measured }),
  );

import fc from 'fast-check';
import {
  activeCustomersMetric,
  by,
  countIf,
  input,
  measure,
  npsMetric,
  onEvents,
  period,
  type RowMetric,
  repeatRateMetric,
  sum,
  tally,
  together,
  where,
} from 'kizuna';
import { eventTable, type TableSource, table, tables, toSql } from 'kizuna/sql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from './engine.js';
import { COLUMNS, fillRows, type Row, rowsOf, sourceOf } from './rows.js';

type Any = RowMetric<Row, unknown, unknown>;

const row = (score: number | null, more: Partial<Row> = {}): Row => ({
  ...{ customer: null, plan: null, score, amount: null, large: null, paid: null, at: null, seen: null },
  ...more,
});
const [MARCH, APRIL] = [new Date('2024-03-31T15:00:00Z'), new Date('2024-04-01T15:00:00Z')];
const EARLY = [row(9, { plan: 'pro', at: MARCH, amount: 0.1 }), row(3, { plan: "'; --", paid: true, seen: MARCH })];
const LATE = [row(10, { plan: 'pro', paid: true, at: APRIL, large: 2 ** 53 }), row(null, { amount: 0.2, seen: APRIL })];

const own = tally({
  name: 'own',
  inputs: {},
  measures: { n: countIf() },
  finish: ({ n }) => n,
}) as Any;
const total = tally({
  name: 'total',
  inputs: { of: 'amount' },
  measures: { total: sum(input('of')) },
  finish: (m) => m,
});
const METRICS: readonly Any[] = [
  own,
  npsMetric<Row>({ score: 'score' }),
  total as Any,
  by('plan', own),
  by('paid', own),
  by('large', own),
  by(period<Row>('at', { unit: 'day', timeZone: 'Asia/Tokyo' }), own),
  by(period<Row>('seen', { unit: 'day' }), own),
];

/** Sources that are more than the name of a table. */
export function describeSources(name: string, start: () => Promise<Engine>): void {
  describe(`the sources of ${name}`, () => {
    let engine: Engine;
    const ask = async (source: TableSource<Row>, metric: Any): Promise<unknown> => {
      const query = toSql(metric, source);
      return query.read(await engine.ask(query));
    };
    beforeAll(async () => {
      engine = await start();
      await fillRows(engine, EARLY, 'early "1"');
      await fillRows(engine, LATE, 'late');
      const schema = engine.dialect === 'clickhouse' ? 'DATABASE' : 'SCHEMA';
      await engine.run(`CREATE ${schema} archive`);
    }, 60_000);
    afterAll(() => engine.close());

    test('several tables are one', async () => {
      const source = table(tables(['early "1"', 'late']), { dialect: engine.dialect, columns: COLUMNS, sums: 'exact' });
      for (const metric of METRICS) expect(await ask(source, metric)).toEqual(metric.state([...EARLY, ...LATE]));
    });

    test('rows are those that a filter takes, of one table or several', async () => {
      const options = { dialect: engine.dialect, columns: COLUMNS, sums: 'exact' } as const;
      for (const [test, isIn] of [
        [{ plan: 'pro' }, ({ plan }: Row) => plan === 'pro'],
        [{ plan: { ne: "'; --" }, paid: true }, ({ plan, paid }: Row) => plan !== null && plan !== "'; --" && paid],
        [{ score: { gte: 5, lte: 9 } }, ({ score }: Row) => score !== null && score >= 5 && score <= 9],
      ] as const) {
        const some = table(tables(['late', 'early "1"']), { ...options, where: test });
        const early = table('early "1"', { ...options, where: test });
        for (const metric of METRICS) {
          expect(await ask(some, metric)).toEqual(metric.state([...EARLY, ...LATE].filter(isIn)));
          expect(await ask(early, metric)).toEqual(metric.state(EARLY.filter(isIn)));
        }
      }
    });

    test('a table may lie in another schema', async () => {
      const into = `archive.${engine.dialect === 'clickhouse' ? 'old ENGINE = Memory' : 'old'}`;
      await engine.run(`CREATE TABLE ${into} AS SELECT * FROM late`);
      const options = { dialect: engine.dialect, columns: COLUMNS } as const;
      expect(await ask(table('old', { ...options, schema: 'archive' }), own)).toEqual(own.state(LATE));
      const both = table(tables([{ schema: 'archive', name: 'old' }, 'late']), options);
      expect(await ask(both, own)).toEqual(own.state([...LATE, ...LATE]));
    });

    test('events come from them as well', async () => {
      const rows = [
        row(1, { plan: 'a', at: MARCH, customer: 'order' }),
        row(1, { plan: 'b', at: MARCH, customer: 'order' }),
        row(2, { plan: 'a', at: APRIL, customer: 'order' }),
        row(1, { plan: 'b', at: APRIL, customer: 'visit' }),
      ];
      await fillRows(engine, rows.slice(0, 2), 'one');
      await fillRows(engine, rows.slice(2), 'two');
      const roles = { customer: 'plan', time: 'at', name: 'customer' } as const;
      const options = { dialect: engine.dialect, columns: COLUMNS, ...roles } as const;
      const rate = repeatRateMetric({});
      const ratioOf = async (source: Parameters<typeof toSql>[1]): Promise<unknown> => {
        const query = toSql(rate as never, source as never);
        return (rate.finish(query.read(await engine.ask(query)) as never) as { readonly value: unknown }).value;
      };
      expect(await ratioOf(eventTable(tables(['one', 'two']), options) as never)).toBe(1);
      const orders = eventTable(tables(['one', 'two']), { ...options, where: { customer: 'order' } });
      expect(await ratioOf(orders as never)).toBe(0.5);
    });

    test('rows are events for a metric of events, under filters and beside metrics of rows', async () => {
      const rows = fc.sample(rowsOf(20), 12).flat();
      await fillRows(engine, rows, 'rows');
      const source = sourceOf(engine, 'exact', 'rows');
      const roles = {
        ...{ customer: 'plan', time: 'at', name: 'customer', amount: 'amount', properties: ['paid', 'score'] },
        invalid: 'exclude',
      } as const;
      const of = (metric: unknown): Any => onEvents<Row>(roles as never, metric as never) as never;
      const paid = { name: 'u1', where: { paid: true, amount: { gte: 0 } } } as const;
      const days = of(activeCustomersMetric<string, { paid: boolean }>({ unit: 'day', event: paid as never }));
      const rate = of(repeatRateMetric({ per: 'instant' }));
      for (const [label, metric] of Object.entries({
        days,
        rate,
        several: together({ days, nps: npsMetric<Row>({ score: 'score', invalid: 'exclude' }), rate }) as Any,
        some: where({ score: { gte: 3 } }, where({ plan: { ne: 'a' } }, together({ days, own, rate }))) as Any,
        each: together({ pro: where({ plan: ['pro', 'A'] }, rate), free: where({ plan: 'free' }, rate) }) as Any,
      }))
        expect(await ask(source, metric), label).toEqual(metric.state(rows));
      const part = table('rows', { dialect: engine.dialect, columns: COLUMNS, where: { score: { lte: 8 } } });
      const low = rows.filter(({ score }) => score !== null && score <= 8 && score !== 5);
      expect(await ask(part, where({ score: { ne: 5 } }, rate))).toEqual(rate.state(low));
      expect(() => toSql(by('paid', rate), source)).toThrow('toSql requires by to be above metrics of rows');
      const named = (more: object) =>
        toSql(onEvents({ ...roles, ...more } as never, repeatRateMetric({})) as Any, source);
      expect(() => named({ customer: () => 'a' })).toThrow('toSql requires customer to be the name of a column');
      expect(() => named({ duplicates: 'exclude' })).toThrow('duplicates');
      expect(() => named({ amount: 'plan' })).toThrow('amount');
    });

    test('are refused where a table of several holds another type than was declared', async () => {
      await engine.run(`CREATE VIEW shifted AS SELECT "fault" AS "k0" FROM late`);
      await engine.run(`CREATE VIEW texts AS SELECT "order" AS "k0" FROM late`);
      const columns = { at: { kind: 'instant', column: 'k0' } } as const;
      const days = by(period<Row>('at', { unit: 'day' }), own) as never;
      for (const other of engine.dialect === 'clickhouse' ? ['texts'] : ['shifted', 'texts']) {
        const mixed = table(tables(['late', other]), { dialect: engine.dialect, columns });
        await expect(engine.ask(toSql(days, mixed as never)), other).rejects.toThrow();
      }
      expect(await ask(sourceOf(engine, 'exact', 'late'), own)).toEqual(own.state(LATE));
    });

    test('are none where their tables are empty', async () => {
      await fillRows(engine, [], 'one');
      await fillRows(engine, [], 'two');
      const source = table(tables(['one', 'two']), { dialect: engine.dialect, columns: COLUMNS, where: { score: 3 } });
      for (const metric of METRICS) expect(await ask(source, metric)).toEqual(metric.state([]));
      expect(measure([], own)).toBe(0);
    });
  });
}

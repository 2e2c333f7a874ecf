import {
  add,
  by,
  countIf,
  cumulativeIncidenceMetric,
  eventLog,
  funnelMetric,
  input,
  type Metric,
  oneOf,
  period,
  type RowMetric,
  retentionMetric,
  sum,
  tally,
  weightedHistogram,
  where,
} from 'kizuna';
import { eventTable, table, toSql } from 'kizuna/sql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from './engine.js';

const rows = tally({ name: 'rows', inputs: {}, measures: { n: countIf() }, finish: ({ n }) => n });

/** What is at the edge of what an engine's own types and functions hold: zeros with a sign, sums beyond doubles, the first instants. */
export function describeEdges(name: string, make: () => Promise<Engine>): void {
  describe(`edges, ${name}`, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await make();
    }, 60_000);
    afterAll(() => engine.close());

    const inEngine = async (metric: unknown, source: object): Promise<unknown> => {
      const query = toSql(metric as RowMetric<never, unknown, unknown>, source as never); // the source has the metric's columns
      return query.read(await engine.ask(query));
    };

    test('rows that do not count add nothing up, not even beyond the range of doubles', async () => {
      const columns = [
        { name: 'plan', type: 'text' },
        { name: 'amount', type: 'double' },
      ] as const;
      const data = [2, 1.7e308, 1.7e308].map((amount, i) => ({ plan: i === 0 ? 'a' : 'b', amount }));
      await engine.fill(
        'sums',
        columns,
        data.map(({ plan, amount }) => [plan, amount]),
      );
      const metric = tally({
        name: 'sums',
        inputs: { plan: { from: 'plan', type: 'text' }, amount: { from: 'amount', max: 100 } },
        measures: { sums: weightedHistogram(input('plan'), input('amount')) },
        finish: (measured) => measured,
        invalid: 'exclude',
      });
      const source = table('sums', { dialect: engine.dialect, columns: { plan: 'text', amount: 'number' } });
      expect(await inEngine(metric, source)).toEqual(metric.state(data as never));
    });

    test('values that are no keys stand among no others, so that what is left merges', async () => {
      const beyond = '9007199254740993';
      const lines = [3, beyond, 1, 7, beyond, -2, 10, 0].map((reason, i) => ({ days: 1 + (i % 3), reason }));
      await engine.fill(
        'reasons',
        [
          { name: 'days', type: 'bigint' },
          { name: 'reason', type: 'bigint' },
        ],
        lines.map(({ days, reason }) => [days, BigInt(reason)]),
      );
      const metric = cumulativeIncidenceMetric<{ days: number; reason: number }>({
        ...{ duration: 'days', reason: 'reason', invalid: 'exclude', missing: 'exclude' },
      });
      const columns = { days: 'integer', reason: 'integer' } as const;
      const found = (await inEngine(metric, table('reasons', { dialect: engine.dialect, columns }))) as never;
      const inMemory = lines.map(({ days, reason }) => ({
        days,
        reason: reason === beyond ? Infinity : Number(reason),
      }));
      expect(found).toEqual(metric.state(inMemory));
      const others = [3, 1, 7].map((reason) => ({ days: 3, reason }));
      const whole = metric.finish(metric.state([...inMemory, ...others]));
      expect(metric.finish(metric.merge(found, metric.state(others)))).toEqual(whole);
    });

    test('0 and -0 are one customer, one value and one of a list', async () => {
      const events = [-0, 0, 1, -0].map((who, i) => ({ who, at: new Date(Date.UTC(2025, i, 5)), name: 'ab'[i % 2]! }));
      const columns = [
        { name: 'who', type: 'double' },
        { name: 'at', type: 'instant' },
        { name: 'name', type: 'text' },
      ] as const;
      await engine.fill(
        'zeros',
        columns,
        events.map(({ who, at, name }) => [who, at, name]),
      );
      const declared = { dialect: engine.dialect, columns: { who: 'number', at: 'instant', name: 'text' } } as const;
      const roles = { customer: 'who', time: 'at', name: 'name' } as const;
      const log = eventLog(events, { ...roles, properties: ['who'] });
      const source = eventTable('zeros', { ...declared, ...roles, properties: ['who'] });
      const metrics = [
        retentionMetric({ unit: 'month', asOf: '2025-06-01' }),
        funnelMetric({ steps: ['a', 'b'], within: { days: 90 }, holdConstant: ['who'], asOf: '2025-06-01' }),
      ] as unknown as readonly Metric<unknown, unknown, unknown>[]; // of any log
      for (const metric of metrics) expect(await inEngine(metric, source)).toEqual(metric.state(log));
      const listed = tally({
        name: 'listed',
        inputs: { who: 'who' },
        measures: {
          zero: countIf(oneOf(input('who'), [0, 3])),
          minus: countIf(oneOf(input('who'), [-0, 1])),
          none: sum(add<'who'>()),
        },
        finish: (measured) => measured,
      });
      for (const metric of [listed, where({ who: [0, 3] }, rows), where({ who: [-0, 1] }, rows), by('who', rows)])
        expect(await inEngine(metric, table('zeros', declared))).toEqual(metric.state(events as never));
    });

    test('instants just before the year 1970, and those of the first year that are of the year before in their zone', async () => {
      const first = engine.dialect === 'clickhouse' ? '1900-01-02T00:00:00.000Z' : '0001-01-01T00:00:00.000Z';
      const data = [first, '1969-12-31T23:59:59.999Z', '1970-01-01T00:00:00.000Z'].map((at) => ({ at: new Date(at) }));
      await engine.fill(
        'early',
        [{ name: 'at', type: 'instant' }],
        data.map(({ at }) => [at]),
      );
      const source = table('early', { dialect: engine.dialect, columns: { at: 'instant' } });
      for (const unit of ['day', 'month', 'quarter', 'year'] as const) {
        for (const timeZone of ['UTC', 'America/Havana', 'America/St_Johns']) {
          const metric = by(period('at', { unit, timeZone }), rows);
          expect(await inEngine(metric, source), `${unit}, ${timeZone}`).toEqual(metric.state(data as never));
        }
      }
    });
  });
}

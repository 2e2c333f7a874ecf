import { activeCustomersMetric, lifecycleMetric, npsMetric } from 'kizuna';
import { type DuckDbConnection, eventTable, measureIn, table } from 'kizuna/duckdb';
import { toSql } from 'kizuna/sql';
import { describe, expectTypeOf, test } from 'vitest';

declare const connection: DuckDbConnection;
const events = eventTable('events', {
  dialect: 'duckdb',
  columns: { id: 'integer', at: 'instant', event: 'text', plan: 'text', seats: 'integer' },
  customer: 'id',
  time: 'at',
  name: 'event',
  names: ['visit', 'order'],
  properties: ['plan', 'seats'],
});

describe('a table of events', () => {
  test('takes metrics of events, and gives their results', () => {
    const metric = activeCustomersMetric({ unit: 'day', event: 'order' });
    expectTypeOf(measureIn(connection, events, metric)).resolves.toEqualTypeOf<ReturnType<typeof metric.finish>>();
    toSql(
      lifecycleMetric({ unit: 'day', event: { name: 'visit', where: { plan: 'pro', seats: { gte: 2 } } } }),
      events,
    );
  });

  test('takes no metric of rows, and a table none of events', () => {
    // @ts-expect-error answers are no events
    measureIn(connection, events, npsMetric({ score: 'score' }));
    const rows = table('answers', { dialect: 'duckdb', columns: { score: 'integer' } });
    // @ts-expect-error rows are no events
    measureIn(connection, rows, lifecycleMetric({ unit: 'day' }));
  });

  test('refuses roles that are no columns', () => {
    // @ts-expect-error there is no such column
    eventTable('events', { dialect: 'duckdb', columns: { id: 'integer', at: 'instant' }, customer: 'who', time: 'at' });
  });
});

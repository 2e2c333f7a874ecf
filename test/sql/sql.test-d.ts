import type { DuckDBConnection } from '@duckdb/node-api';
import { by, type Nps, npsMetric, period, together, where } from 'kizuna';
import { type DuckDbConnection, measureIn } from 'kizuna/duckdb';
import { table, toSql } from 'kizuna/sql';
import { describe, expectTypeOf, test } from 'vitest';

const answers = table('answers', {
  dialect: 'duckdb',
  columns: { score: 'integer', plan: 'text', at: 'instant', size: { kind: 'number', column: 'team size' } },
});
declare const connection: DuckDbConnection;

describe('a table', () => {
  test('tells the fields of its rows, any of which may be absent', () => {
    type Row = NonNullable<(typeof answers)['row']>;
    expectTypeOf<Row>().toEqualTypeOf<{
      readonly score: number | null;
      readonly plan: string | null;
      readonly at: Date | null;
      readonly size: number | null;
    }>();
    expectTypeOf(answers.dialect).toEqualTypeOf<'duckdb'>();
  });

  test('refuses a dialect or kind that is none', () => {
    // @ts-expect-error there is no such dialect
    table('a', { dialect: 'mysql', columns: {} });
    // @ts-expect-error there is no such kind
    table('a', { dialect: 'duckdb', columns: { a: 'float' } });
  });
});

describe('measureIn', () => {
  test('gives the result of the metric, with keys that may be null', async () => {
    expectTypeOf(await measureIn(connection, answers, npsMetric({ score: 'score' }))).toEqualTypeOf<Nps>();
    const rows = await measureIn(connection, answers, by('plan', npsMetric({ score: 'score' })));
    expectTypeOf(rows[0]!.plan).toEqualTypeOf<string | null>();
    const monthly = by(period('at', { unit: 'month' }), together({ nps: npsMetric({ score: 'score' }) }));
    expectTypeOf((await measureIn(connection, answers, monthly))[0]!.nps).toEqualTypeOf<Nps>();
    await measureIn(connection, answers, where({ plan: 'pro' }, npsMetric({ score: 'score' })));
  });

  test('refuses fields that the table does not declare, or that hold something else', async () => {
    // @ts-expect-error there is no such field
    await measureIn(connection, answers, npsMetric({ score: 'scor' }));
    // @ts-expect-error a text is no score
    await measureIn(connection, answers, npsMetric({ score: 'plan' }));
  });

  test('takes the connection of the driver, and tables of its own dialect only', () => {
    expectTypeOf<DuckDBConnection>().toExtend<DuckDbConnection>();
    const elsewhere = table('answers', { dialect: 'postgres', columns: { score: 'integer' } });
    // @ts-expect-error a table of another dialect
    measureIn(connection, elsewhere, npsMetric({ score: 'score' }));
  });
});

describe('toSql', () => {
  test('gives parameters as its engine takes them, and the state of the metric', () => {
    const metric = npsMetric({ score: 'score' });
    const query = toSql(metric, answers);
    expectTypeOf(query.parameters).toEqualTypeOf<readonly (string | number | boolean)[]>();
    metric.finish(query.read([]));
    const house = table('answers', { dialect: 'clickhouse', columns: { score: 'integer' } });
    expectTypeOf(toSql(metric, house).parameters).toEqualTypeOf<Readonly<Record<string, string | number | boolean>>>();
  });
});

import {
  acquisitionCostMetric,
  by,
  countIf,
  cumulativeIncidenceMetric,
  input,
  leadThresholdMetric,
  lifeTableMetric,
  logRankMetric,
  nelsonAalenMetric,
  npsMetric,
  period,
  reviewRatingsMetric,
  SqlCompileError,
  socialRatesMetric,
  sum,
  supportTimesMetric,
  tally,
  themeSentimentMetric,
  together,
  where,
} from 'kizuna';
import { type DialectName, table, toSql } from 'kizuna/sql';
import { describe, expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

const answers = table('answers', {
  dialect: 'duckdb',
  columns: { score: 'integer', plan: 'text', at: 'instant', amount: 'number', paid: 'boolean' },
});
const refusal = (call: () => unknown): string => {
  const error = thrown(SqlCompileError, call);
  expect(error.code).toBe('E_SQL');
  return error.message;
};
const named = (name: string, dialect: DialectName = 'duckdb') => table(name, { dialect, columns: {} });

describe('the name of a table', () => {
  test.each([
    'some/file.csv',
    'file.csv',
    'C:\\file',
    's3://bucket/a',
    'http://a',
    '*',
    'a?b',
    'main.answers',
    'a[1]',
    '~a',
    '{a}',
  ])('is refused where an engine could read a file or another table by it: %s', (name) => {
    expect(refusal(() => named(name))).toContain('paths');
    expect(refusal(() => table('a', { dialect: 'clickhouse', schema: name, columns: {} }))).toContain('schema');
  });

  test.each(['', 'a\0b', 'a\nb', '\ud800', 'kizuna_source'])('is refused where it is no plain name: %j', (name) => {
    refusal(() => named(name));
    refusal(() => table('a', { dialect: 'duckdb', columns: { a: { kind: 'text', column: name } } }));
  });

  test('is refused beyond 63 bytes in Postgres, which would cut it', () => {
    expect(named('a'.repeat(63), 'postgres').name).toHaveLength(63);
    expect(refusal(() => named('a'.repeat(64), 'postgres'))).toContain('63 bytes');
    refusal(() => named('線'.repeat(22), 'postgres'));
    refusal(() => table('a', { dialect: 'postgres', columns: { ['a'.repeat(64)]: 'text' } }));
    expect(named('a'.repeat(64)).name).toHaveLength(64);
  });
});

describe('the columns of a table', () => {
  test('may not differ in case alone in DuckDB, which does not look at it', () => {
    expect(refusal(() => table('a', { dialect: 'duckdb', columns: { Plan: 'text', plan: 'text' } }))).toContain('case');
    table('a', { dialect: 'postgres', columns: { Plan: 'text', plan: 'text' } });
    // Two fields may read one column.
    table('a', { dialect: 'duckdb', columns: { a: { kind: 'text', column: 'x' }, b: { kind: 'text', column: 'x' } } });
  });

  test('are an allow-list: no other is named, not even one that every object has', () => {
    expect(refusal(() => toSql(npsMetric({ score: 'secret' }), answers as never))).toBe(
      'toSql requires score to be one of the columns that the table declares, score, plan, at, amount, paid; got "secret"',
    );
    refusal(() => toSql(npsMetric({ score: 'constructor' }), answers as never));
    refusal(() => toSql(where({ secret: 1 }, npsMetric({ score: 'score' })) as never, answers));
    const odd = table('a', { dialect: 'duckdb', columns: JSON.parse('{ "__proto__": "integer" }') });
    expect(toSql(npsMetric({ score: '__proto__' }) as never, odd).sql).toContain('"__proto__"');
  });

  test('are refused where a metric reads them as something else', () => {
    expect(refusal(() => toSql(npsMetric({ score: 'plan' }) as never, answers))).toContain('number or integer');
    refusal(() => toSql(by('at', npsMetric({ score: 'score' })) as never, answers));
    refusal(() => toSql(by(period('score', { unit: 'day' }), npsMetric({ score: 'score' })) as never, answers));
  });
});

describe('what cannot be written is refused by name', () => {
  const nps = npsMetric({ score: 'score' });
  const { plan: _, ...unplanned } = nps;
  const of = (field: string) => (row: object) => Object(row)[field];
  const spells = { duration: 'amount', ended: 'paid' };
  const made = (metric: (options: never) => unknown, options: object): unknown => metric(options as never);
  const grouped = by((row: { score: number; plan: string }) => row.score, nps);
  test.each<[string, unknown]>([
    ['score', npsMetric({ score: (row: { score: number }) => row.score })],
    ['score', npsMetric()],
    ['the key of by', by((row: { score: number }) => row.score, nps)],
    [
      'the time of period',
      by(
        period((row: { at: Date }) => row.at, { unit: 'day' }),
        nps,
      ),
    ],
    ['the test of where', where((row: { score: number }) => row.score > 3, nps)],
    ['customer', npsMetric({ score: 'score', repeat: 'latest', customer: () => 'a', time: 'at' })],
    ['the metric', unplanned],
    ['the metric', together({ nps, unplanned })],
    ['theme', made(themeSentimentMetric, { theme: of('plan'), positive: 'paid' })],
    ['positive', made(themeSentimentMetric, { theme: 'plan', positive: of('paid') })],
    ['group', made(logRankMetric, { ...spells, group: of('plan') })],
    ['strata', made(logRankMetric, { ...spells, group: 'plan', strata: of('score') })],
    ['weight', made(logRankMetric, { ...spells, group: 'plan', weight: of('score') })],
    ['reason', made(cumulativeIncidenceMetric, { duration: 'amount', reason: of('plan') })],
    ['duration', made(cumulativeIncidenceMetric, { duration: of('amount'), reason: 'plan' })],
    ['ended', made(lifeTableMetric, { ...spells, ended: of('paid'), width: 1 })],
    ['entry', made(nelsonAalenMetric, { ...spells, entry: of('score') })],
    ['by', made(socialRatesMetric, { by: of('score'), engagements: 'amount' })],
    ['engagements', made(socialRatesMetric, { by: 'score', engagements: of('amount') })],
    ['opened', made(supportTimesMetric, { opened: of('at') })],
    ['contacts', made(supportTimesMetric, { opened: 'at', contacts: of('score') })],
    ['converted', made(leadThresholdMetric, { score: 'score', converted: of('paid') })],
    ['rating', made(reviewRatingsMetric, { item: 'plan', rating: of('score') })],
    ['cost', made(acquisitionCostMetric, { cost: of('amount'), customers: 'score' })],
    ['the key of by', together({ a: where({ plan: 'pro' }, grouped) })],
  ])('%s', (option, metric) => {
    expect(refusal(() => toSql(metric as never, answers))).toContain(`toSql requires ${option} to be`);
  });

  test('text in an order that engines and memory see differently', () => {
    const above = (text: string) => where({ plan: { gte: text } }, nps) as never;
    toSql(above('z'), answers);
    expect(refusal(() => toSql(above('Ａ'), answers))).toContain('order');
    refusal(() => toSql(above('😀'), answers));
    const texts = { a: { from: 'plan', type: 'text' }, b: { from: 'plan', type: 'text' } } as const;
    const mixed = (left: never) =>
      tally({ name: 'mixed', inputs: texts, measures: { n: countIf(left) }, finish: ({ n }) => n }) as never;
    const compare = { kind: 'compare', operator: '<', left: { kind: 'input', name: 'a' } };
    refusal(() => toSql(mixed({ ...compare, right: { kind: 'input', name: 'b' } } as never), answers));
    refusal(() => toSql(mixed({ ...compare, right: 3 } as never), answers));
  });
});

describe('a query', () => {
  const metric = where(
    { plan: "'; DROP TABLE answers; --" },
    tally({
      name: 'sales',
      inputs: { amount: { from: 'amount', min: 0.5 } },
      measures: { total: sum(input('amount')) },
      finish: (m) => m,
    }),
  ) as never;

  test.each(['duckdb', 'postgres', 'clickhouse'] as const)(
    'of %s holds values as parameters alone, one statement, and its own names',
    (dialect) => {
      const source = table('answers', {
        dialect,
        schema: 'some "schema"',
        columns: { plan: 'text', amount: { kind: 'number', column: 'a"b; --' } },
      });
      const { sql, parameters } = toSql(metric, source as never);
      expect(sql).not.toContain('DROP');
      expect(sql).not.toContain('0.5');
      expect(sql.replaceAll(/"(?:[^"\\]|""|\\.)*"/g, '')).not.toContain(';');
      expect(Object.values(parameters as object)).toContain("'; DROP TABLE answers; --");
      expect(sql).toContain(dialect === 'clickhouse' ? '"some \\"schema\\""."answers"' : '"some ""schema"""."answers"');
    },
  );

  test('gives the same value one parameter', () => {
    const pro = where({ plan: 'pro' }, npsMetric<{ plan: string; score: number }>({ score: 'score' }));
    expect(toSql(together({ a: pro, b: pro }) as never, answers).parameters).toEqual([0, 10, 'pro']);
  });
});

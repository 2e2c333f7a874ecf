import { onSubscriptions, where } from 'kizuna';
import { csvFile, parquetFile } from 'kizuna/duckdb';
import { type DialectName, tables, toSql } from 'kizuna/sql';
import { describe, expect, test } from 'vitest';
import { unknownDivisions } from './divisions.js';
import type { Engine } from './engine.js';
import { LEDGERS, SUBSCRIPTIONS } from './ledger/ledger-metrics.js';
import { type Form, ledgerIn, ROLES } from './ledger/ledger-rows.js';
import { METRICS, PERIODS } from './metrics.js';
import { type Row, sourceOf } from './rows.js';
import { EVENTS } from './shapes/event-metrics.js';
import { eventsIn } from './shapes/event-rows.js';
import { SCORES, VALUES } from './shapes/value-metrics.js';

/** What a session may turn around: an order without its direction. */
const UNDIRECTED = /ORDER BY (?:(?! ROWS | RANGE )[^()])+?(?<!\b(?:ASC|DESC|FIRST|LAST))(?=\)|,| ROWS | RANGE )/;

/** What each engine gets wrong, as measured: no query may hold it. */
const NEVER: Readonly<Record<DialectName, readonly RegExp[]>> = {
  duckdb: [
    UNDIRECTED,
    /date_trunc/i, // of an instant: begins after it where midnight happens twice
    /\b(avg|stddev\w*|var_\w+|approx_\w+|median|quantile\w*)\(/i,
    /\bsum\("[af]\d+"\) AS (?!VARCHAR)/, // a sum as a number of the driver's
    /now\(|current_/i,
    /\bround\(/i,
  ],
  postgres: [
    /date_trunc/i,
    /\b(avg|stddev\w*|var_\w+|percentile\w*)\(/i,
    /now\(|current_/i,
    /\bround\(/i,
    /CAST\("[af]\d+" AS text\)/, // digits of a double depend on the session
    /::numeric|AS numeric/i, // of a double: 15 digits
  ],
  clickhouse: [
    /\buniq(?!Exact)\w*\(/,
    /windowFunnel/,
    /\b(avg|stddev\w*|var(Samp|Pop)\w*)\(/,
    /\btoDateTime\(/, // begins with 1970
    /\btoDate\(/,
    /toStartOf/, // weeks from Sunday, zones of the column
    /timeZoneOffset/, // a day off in Apia
    /\bintDiv\((?!toUInt64\()/, // cuts towards 0
    /\bquantile/,
    // Of Int64 it wraps around, unless each has 32 bits at most and there are few, or its high bits are added up beside.
    /\bsum\((?!toInt128|CAST\((.+), if\(toTypeName\(\1\) IN \('Int8', 'UInt8', 'Int16', 'UInt16', 'Int32', 'UInt32'\), toTypeName\(\1\), 'Int128'\)\)\)|bitShiftRight\((toInt64\(.+\)), 27\)\)\), '\|', toString\(sum\(\2\)\)\))(?<!, 27\)\)\), '\|', toString\(sum\()/,
    /\bsumIf\(/, // nor so
    /\bIN \(\)/,
    /now\(|today\(/,
  ],
};

describe.each(['duckdb', 'postgres', 'clickhouse'] as const)('the SQL of %s', (dialect) => {
  const ofRows = Object.entries({ ...METRICS, ...PERIODS }).flatMap(([label, metric]) =>
    (['compensated', 'exact'] as const).map((sums) => {
      const source = sourceOf({ dialect } as Engine, sums);
      return [label, toSql(metric, source).sql] as const;
    }),
  );
  // Every metric over events as the tests have them, and in turn with other kinds of times, of customers, and of tables.
  const events = eventsIn({ dialect } as Engine);
  const epochs = { ...events.time, kind: 'epochMilliseconds' } as const;
  const others = [
    { ...events, time: { ...events.time, kind: 'utcTimestamp' } as const },
    { ...eventsIn({ dialect } as Engine, 'code', 'throw', 'Ev 1', 'code'), time: epochs },
    eventsIn({ dialect } as Engine, 'code', 'throw', tables(['Ev 1', 'Ev 2']) as never), // in the place of a name
  ] as const;
  const ofEvents = Object.entries({ ...EVENTS, ...VALUES, ...SCORES }).flatMap(([label, metric], place) =>
    [events, others[place % others.length] ?? events].map((source) => [label, toSql(metric, source).sql] as const),
  );
  const rows = sourceOf({ dialect } as Engine, 'exact');
  const lines = { customer: 'customer', start: 'seen', end: 'at', amount: 'amount', quantity: 'large' } as const;
  const ofLines = Object.entries(LEDGERS).map(
    ([label, metric]) =>
      [label, toSql(where({ paid: true }, onSubscriptions<Row>(lines as never, metric)), rows).sql] as const,
  );
  const policy = { invalid: 'throw', missing: 'exclude' } as const;
  const ofLedgers = (Object.keys(ROLES) as Form[]).flatMap((form) =>
    Object.entries({ ...LEDGERS, ...(/ubscriptions/.test(form) ? SUBSCRIPTIONS : {}) }).map(
      ([label, metric]) => [`${label}, ${form}`, toSql(metric, ledgerIn({ dialect }, form, policy)).sql] as const,
    ),
  );
  // Every second of a file, in turn of each kind.
  const files = [parquetFile('a.parquet'), csvFile(['a.csv', 'b.csv'], { delimiter: ';' })] as readonly unknown[]; // in the place of names
  const inFiles = <Metric>(metrics: Readonly<Record<string, Metric>>, write: (file: never, metric: Metric) => string) =>
    (dialect === 'duckdb' ? Object.entries(metrics) : []).map(
      ([label, metric], place) => [`${label}, of files`, write(files[place % 2] as never, metric)] as const,
    );
  const ofFiles = [
    ...inFiles(
      { ...METRICS, ...PERIODS },
      (file, metric) => toSql(metric, sourceOf({ dialect } as Engine, 'exact', file)).sql,
    ),
    ...inFiles(
      { ...EVENTS, ...VALUES, ...SCORES },
      (file, metric) => toSql(metric, eventsIn({ dialect } as Engine, 'who', 'throw', file)).sql,
    ),
    ...inFiles(LEDGERS, (file, metric) => toSql(metric, ledgerIn({ dialect }, 'full', policy, file)).sql),
  ];
  const texts = [...ofRows, ...ofEvents, ...ofLines, ...ofLedgers, ...ofFiles];

  test.each(NEVER[dialect].map((never) => [never]))('never holds %s', (never) => {
    expect(texts.filter(([, sql]) => never.test(sql)).map(([label]) => label)).toEqual([]);
  });

  test('divides doubles, or what is seen to be 0 or more', () => {
    const found = texts.flatMap(([label, sql]) => unknownDivisions(dialect, sql).map((each) => `${label}: ${each}`));
    expect(found).toEqual([]);
  });

  test('gives each column of the result a type, so that a table can be made of it', () => {
    const firsts = texts.map(([label, sql]) => [label, /SELECT '?0'? AS "c0".*/.exec(sql)?.[0] ?? ''] as const);
    expect(
      firsts.filter(([, select]) => select === '' || / NULL AS "c\d/.test(select)).map(([label]) => label),
    ).toEqual([]);
  });

  test('sets what the engine must be told', () => {
    const ends = texts.filter(([, sql]) => !sql.endsWith('join_use_nulls = 1, aggregate_functions_null_for_empty = 0'));
    expect(ends).toHaveLength(dialect === 'clickhouse' ? 0 : texts.length);
  });

  test('compares and groups text by its bytes, whatever the collation of the column', () => {
    if (dialect === 'clickhouse') return;
    const cast =
      dialect === 'duckdb'
        ? /CAST\([^()]+ AS VARCHAR\)(?! COLLATE "binary"| AS "c)/
        : /CAST\([^()]+ AS text\)(?! COLLATE "C"| AS "c)/;
    expect(texts.filter(([, sql]) => cast.test(sql)).map(([, sql]) => cast.exec(sql)?.[0])).toEqual([]);
  });
});

test('what a division shows is told from what it does not', () => {
  const unknown = (sql: string): number =>
    unknownDivisions('postgres', sql).length + unknownDivisions('duckdb', sql).length;
  for (const sql of [
    'a / 7',
    'CAST(a AS bigint) / 7',
    '(a + 4) / 7 - 2',
    '(a + 1400004) / 7',
    '((a + 1400004) / 7 - 100000)',
  ])
    expect(unknown(`SELECT ${sql} FROM t`), sql).toBe(2);
  for (const sql of [
    '((a + 12) / 7 - 1)',
    'a // 1000',
    '(a - (b % 1000 + 1000) % 1000) // 1000',
    '(ms - CAST($1 AS BIGINT)) // 7',
  ])
    expect(unknown(`SELECT ${sql} FROM t WHERE a AND ms >= CAST($2 AS BIGINT) GROUP BY b`), sql).toBe(2);
  for (const sql of [
    'CAST(a AS float8) / 7',
    'a / CAST($1 AS DOUBLE)',
    '((a + 1400004) / 7 - 200000)',
    '"a / b"',
    "'//'",
  ])
    expect(unknown(`SELECT ${sql} FROM t`), sql).toBe(0);
  for (const [divided, type] of [
    ['//', 'BIGINT'],
    ['/', 'bigint'],
  ]) {
    const edge = `CAST($2 AS ${type})`;
    expect(unknown(`SELECT (ms - ${edge}) ${divided} 7 FROM t WHERE a AND ms >= ${edge} GROUP BY b`)).toBe(0);
    expect(unknown(`SELECT (ms - ${edge}) ${divided} 7 FROM t WHERE a AND ms >= $3 GROUP BY b`)).toBe(2);
  }
});

import { type DialectName, toSql } from 'kizuna/sql';
import { describe, expect, test } from 'vitest';
import type { Engine } from './engine.js';
import { LEDGERS, SUBSCRIPTIONS } from './ledger/ledger-metrics.js';
import { type Form, ledgerIn, ROLES } from './ledger/ledger-rows.js';
import { METRICS, PERIODS } from './metrics.js';
import { sourceOf } from './rows.js';
import { EVENTS } from './shapes/event-metrics.js';
import { eventsIn } from './shapes/event-rows.js';
import { SCORES, VALUES } from './shapes/value-metrics.js';

/** What each engine gets wrong, as measured: no query may hold it. */
const NEVER: Readonly<Record<DialectName, readonly RegExp[]>> = {
  duckdb: [
    /date_trunc/i, // of an instant: begins after it where midnight happens twice
    /\b(avg|stddev\w*|var_\w+|approx_\w+|median|quantile\w*)\(/i,
    /\bsum\("a\d+"\) AS (?!.*VARCHAR)/, // a sum as a number of the driver's
    /now\(|current_/i,
    /\bround\(/i,
  ],
  postgres: [
    /date_trunc/i,
    /\b(avg|stddev\w*|var_\w+|percentile\w*)\(/i,
    /now\(|current_/i,
    /\bround\(/i,
    /CAST\("a\d+" AS text\)/, // digits of a double depend on the session
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
    /\bintDiv\(/, // cuts towards 0
    /\bquantile/,
    /\bsum\((?!toInt128)/, // of Int64 it wraps around
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
  const ofEvents = Object.entries({ ...EVENTS, ...VALUES, ...SCORES }).map(
    ([label, metric]) => [label, toSql(metric, eventsIn({ dialect } as Engine)).sql] as const,
  );
  const policy = { invalid: 'throw', missing: 'exclude' } as const;
  const ofLedgers = (Object.keys(ROLES) as Form[]).flatMap((form) =>
    Object.entries({ ...LEDGERS, ...(/ubscriptions/.test(form) ? SUBSCRIPTIONS : {}) }).map(
      ([label, metric]) => [`${label}, ${form}`, toSql(metric, ledgerIn({ dialect }, form, policy)).sql] as const,
    ),
  );
  const texts = [...ofRows, ...ofEvents, ...ofLedgers];

  test.each(NEVER[dialect].map((never) => [never]))('never holds %s', (never) => {
    expect(texts.filter(([, sql]) => never.test(sql)).map(([label]) => label)).toEqual([]);
  });

  test('sets what the engine must be told', () => {
    const ends = texts.filter(([, sql]) => !sql.endsWith('join_use_nulls = 1, aggregate_functions_null_for_empty = 1'));
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

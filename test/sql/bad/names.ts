import fc from 'fast-check';
import { activeCustomersMetric, by, countIf, eventLog, measure, npsMetric, period, tally, where } from 'kizuna';
import { type DialectName, eventTable, subscriptionTable, table, tables, toSql } from 'kizuna/sql';
import { expect, test } from 'vitest';
import type { Engine, EngineColumn } from '../engine.js';
import { LEDGERS } from '../ledger/ledger-metrics.js';
import * as ledgers from '../ledger/ledger-rows.js';
import { METRICS } from '../metrics.js';
import * as plain from '../rows.js';
import { EVENTS } from '../shapes/event-metrics.js';
import * as events from '../shapes/event-rows.js';
import { attempt } from '../shapes/event-states.js';

/** Names that a table may have, however hard they are to write. */
const TABLES = [
  'order',
  'a"b',
  "it's",
  '; DROP TABLE x; --',
  '$1',
  '“curly”',
  '😀',
  ' a b ',
  'ms',
  'customer',
  'fault',
];
/** Names that columns, properties and events may have besides. */
const NAMES = [
  ...TABLES,
  ...['back\\slash', '\\"', '/* x', '?', '{p0:String}', '%s', '支払済', 'e\u0301', 'null', '__proto__', 'constructor'],
  ...['main.x', 'a.csv', 's3://x', 'period', 'read_customer', 'order_0', 'c0', 'f0', 'k0', 'one', 'rows', '"', '`'],
];

const quotedIn = (dialect: DialectName) => (name: string) =>
  dialect === 'clickhouse'
    ? `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
    : `"${name.replaceAll('"', '""')}"`;

/** Tests that names mean what they say, whatever signs they have, and that none of a query's own is taken for a column's. */
export function testNames(started: () => Engine): void {
  const ask = async (metric: unknown, source: unknown): Promise<unknown> => {
    const query = toSql(metric as never, source as never);
    return query.read(await started().ask(query));
  };

  test('tables and schemas may have hostile names', async () => {
    const engine = started();
    const quoted = quotedIn(engine.dialect);
    const [kind, memory] = engine.dialect === 'clickhouse' ? ['DATABASE', ' ENGINE = Memory'] : ['SCHEMA', ''];
    const columns = { score: 'integer' } as const;
    const nps = npsMetric({ score: 'score' });
    const { dialect } = engine;
    await engine.run(`CREATE ${kind} ${quoted(TABLES[3] as string)}`);
    for (const [i, name] of TABLES.entries()) {
      await engine.fill(name, [{ name: 'score', type: 'bigint' }], [[i % 11]]);
      expect(await ask(nps, table(name, { dialect, columns })), name).toEqual(nps.state([{ score: i % 11 }]));
      if (i > 2) continue;
      const elsewhere = `${quoted(TABLES[3] as string)}.${quoted(name)}`;
      await engine.run(
        `CREATE TABLE ${elsewhere}${memory} AS SELECT ${quoted('score')} + 1 AS score FROM ${quoted(name)}`,
      );
      const there = table(name, { dialect, columns, schema: TABLES[3] as string });
      expect(await ask(nps, there), name).toEqual(nps.state([{ score: i + 1 }]));
      const both = table(tables([name, { name, schema: TABLES[3] as string }]), { dialect, columns });
      expect(await ask(nps, both), name).toEqual(nps.state([{ score: i }, { score: i + 1 }]));
    }
  }, 120_000);

  test('columns, properties and events may have hostile names and values', async () => {
    const engine = started();
    const texts = [...plain.HOSTILE.slice(2), ...NAMES];
    const rows = texts.map((text, i) => ({
      ...{ who: `u${i % 7}`, at: new Date(Date.UTC(2024, 2, 1 + (i % 5))), what: text },
      ...Object.fromEntries(NAMES.map((name, k) => [`p ${name}`, texts[(i + k * 3) % texts.length]])),
    }));
    const fields = ['who', 'at', 'what', ...NAMES.map((name) => `p ${name}`)];
    const columns = Object.fromEntries([
      ...(['who', 'at', 'what'] as const).map((field) => [field, field === 'at' ? 'instant' : 'text']),
      ...NAMES.map((name) => [`p ${name}`, { kind: 'text', column: name }]),
    ]);
    const types: EngineColumn[] = fields.map((field, i) => ({
      ...{ name: i < 3 ? field : (NAMES[i - 3] as string), type: field === 'at' ? 'instant' : 'text' },
    }));
    const roles = { customer: 'who', time: 'at', name: 'what', properties: fields.slice(3) } as const;
    await engine.fill(
      'names',
      types,
      rows.map((row) => fields.map((field) => row[field as keyof typeof row])),
    );
    const options = { dialect: engine.dialect, columns, ...roles } as never;
    const here = eventLog(rows, roles as never);
    for (const [i, text] of [...texts, 'a\0', '\ud800', '', 'DROP'].entries()) {
      const property = `p ${NAMES[i % NAMES.length]}`;
      const filter = { [property]: i % 3 === 0 ? { ne: text } : i % 3 === 1 ? { contains: text } : [text, 'a'] };
      const event = i % 2 === 0 && text !== '' ? { name: text } : { where: filter };
      const metric = activeCustomersMetric({ unit: 'month', event: event as never });
      expect(await ask(metric, eventTable('names', options)), JSON.stringify(event)).toEqual(metric.state(here));
      if (i % 8 !== 0) continue;
      const all = activeCustomersMetric({ unit: 'day' });
      const some = eventTable('names', { ...(options as object), where: filter } as never);
      const count = where(filter as never, COUNT as never);
      const kept = rows.filter((row) => measure([row], count as never) === 1);
      expect(await ask(all, some), JSON.stringify(filter)).toEqual(all.state(eventLog(kept, roles as never) as never));
    }
  }, 120_000);

  test('columns of every kind may have names with dollars, beside one that has fewer of them', async () => {
    const engine = started();
    const kinds = { who: 'integer', at: 'instant', paid: 'number', trial: 'boolean', seen: 'utcTimestamp' } as const;
    const types = ['bigint', 'instant', 'double', 'boolean', 'timestamp'] as const;
    const day = (place: number): Date => new Date(Date.UTC(2024, 2, 1 + place));
    const rows = [1, 2, 1, 3].map((who, i) => ({ who, at: day(i), paid: i / 4, trial: i < 3, seen: day(9 - i) }));
    const roles = { customer: 'who', time: 'at', amount: 'paid', properties: ['trial'] } as const;
    const active = activeCustomersMetric({ unit: 'day', event: { where: { trial: true } } as never });
    const perDay = by(period('seen', { unit: 'day' }), where({ paid: { gte: 0.25 } }, COUNT as never));
    for (const sign of ['$$', '$&', '$1', '$`', "$'"]) {
      const named = Object.entries(kinds).map(
        ([field, kind]) => [field, { kind, column: `a${sign}${field}` }] as const,
      );
      const fewer = Object.keys(kinds).map((field) => `a$${field}`);
      const names = [...named.map(([, { column }]) => column), ...fewer];
      await engine.fill(
        'dollars',
        names.map((name, i) => ({ name, type: types[i % types.length] ?? 'text' })),
        rows.map((row) => [...Object.values(row), 9, day(20), 9, false, day(20)]),
      );
      const options = { dialect: engine.dialect, columns: Object.fromEntries(named) } as const;
      const happened = eventTable('dollars', { ...options, ...roles } as never);
      expect(await ask(active, happened), sign).toEqual(active.state(eventLog(rows, roles) as never));
      expect(await ask(perDay, table('dollars', options)), sign).toEqual(perDay.state(rows as never));
    }
  }, 120_000);

  test('columns may be called as whatever the queries call theirs', async () => {
    const engine = started();
    const every = Number(process.env.KIZUNA_SQL_RUNS ?? 0) > 0 ? 1 : 23;
    const sample = <Row>(rows: fc.Arbitrary<readonly Row[]>) => fc.sample(rows, { seed: 18, numRuns: 2 }).flat();
    const [answers, happened] = [sample(plain.rowsOf(20)), sample(events.eventRows(30))];
    const lines = sample(ledgers.ledgerRows(20)).filter(({ price }) => price === null || price >= 0);
    const byForm = ledgers.ROLES.full;
    const kinds = [
      [METRICS, plain, answers, (more: object) => table('own', more as never), (rows: unknown) => rows],
      [
        EVENTS,
        events,
        happened,
        (more: object) => eventTable('own', { ...more, ...EVENT_ROLES } as never),
        events.eventsHere,
      ],
      [
        ...[LEDGERS, ledgers, lines],
        (more: object) => subscriptionTable('own', { ...more, ...byForm, invalid: 'exclude' } as never),
        (rows: never) => ledgers.ledgerHere(rows, 'full', { invalid: 'exclude', missing: 'exclude' }),
      ],
    ] as const;
    for (const [metrics, { COLUMNS, TYPES }, rows, sourceOf, logOf] of kinds as never as Kind[]) {
      const fields = Object.keys(COLUMNS);
      const log = logOf(rows);
      for (const [place, [label, metric]] of Object.entries(metrics).entries()) {
        if (place % every !== 0) continue;
        const { sql } = toSql(
          metric as never,
          sourceOf({ dialect: engine.dialect, columns: COLUMNS, sums: 'exact' }) as never,
        );
        const own = [...sql.matchAll(/\bAS "?([a-z]\w*)/g)].map(([, name = '']) => name);
        const names = [...new Set([...own, ...fields])].filter((name) => !name.startsWith('kizuna_'));
        for (let at = 0; at < (every === 1 ? names.length : 1); at += fields.length) {
          const named = fields.map((_, i) => names[(at + place + i) % names.length] as string);
          const columns = Object.fromEntries(
            fields.map((field, i) => [field, { kind: COLUMNS[field]?.kind, column: named[i] }]),
          );
          const filled = TYPES.map((type, i) => ({ name: named[i] as string, type }));
          await engine.fill(
            'own',
            filled,
            rows.map((row) => fields.map((field) => row[field])),
          );
          const there = await attempt(() => ask(metric, sourceOf({ dialect: engine.dialect, columns, sums: 'exact' })));
          const here = await attempt(async () => (metric as { state(log: unknown): unknown }).state(log));
          if (here.error === null) expect(there, `${label}: ${named}`).toEqual(here);
          else expect(there.error ?? 'judged by finish', label).toMatch(/Error|finish/);
        }
      }
    }
  }, 3_600_000);
}

const COUNT = tally({ name: 'rows', inputs: {}, measures: { n: countIf() }, finish: ({ n }) => n });

type Kind = readonly [
  metrics: Readonly<Record<string, unknown>>,
  of: { COLUMNS: Readonly<Record<string, { kind: string }>>; TYPES: readonly EngineColumn['type'][] },
  rows: readonly Readonly<Record<string, unknown>>[],
  sourceOf: (options: object) => unknown,
  logOf: (rows: unknown) => unknown,
];

const EVENT_ROLES = {
  ...{ customer: 'who', time: 'at', name: 'what', amount: 'paid', properties: ['plan', 'seats', 'trial'] },
  invalid: 'exclude',
} as const;

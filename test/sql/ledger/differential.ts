import fc from 'fast-check';
import {
  by,
  countIf,
  customerChurnMetric,
  KizunaError,
  onSubscriptions,
  type RowMetric,
  tally,
  together,
  where,
} from 'kizuna';
import { type LedgerTable, table, tables, toSql } from 'kizuna/sql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../engine.js';
import { type Any, LEDGERS, SUBSCRIPTIONS } from './ledger-metrics.js';
import {
  COLUMNS,
  change,
  type Form,
  fillLedger,
  type LedgerRow,
  ledgerHere,
  ledgerIn,
  ledgerRows,
  ROLES,
} from './ledger-rows.js';

const FORMS = Object.keys(ROLES) as Form[];
const THROW = { invalid: 'throw', missing: 'exclude' } as const;

/** Runs every metric of ledgers over random rows in memory and in an engine. */
export function describeLedgers(name: string, start: () => Promise<Engine>): void {
  const runs = Number(process.env.KIZUNA_SQL_RUNS ?? 8);
  describe(`ledgers in ${name}`, () => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await start();
    }, 60_000);
    afterAll(() => engine.close());

    const compare = async (rows: readonly LedgerRow[], form: Form, at: number, count: number) => {
      const metrics = metricsOf(form);
      const labels = Object.keys(metrics);
      for (let i = 0; i < count; i += 1) {
        const label = labels[(at + i * 5) % labels.length] as string;
        const metric = metrics[label] as Any;
        const there = await attempt(() => stateIn(engine, ledgerIn(engine, form, THROW), metric));
        const here = await attempt(async () => metric.state(ledgerHere(rows, form, THROW)));
        expect(there, `${label}, ${form}`).toEqual(here);
      }
    };

    test('come to the state of memory', async () => {
      await fc.assert(
        fc.asyncProperty(ledgerRows(), fc.constantFrom(...FORMS), fc.nat(99), async (given, form, at) => {
          const rows = right(given, form);
          await fillLedger(engine, rows);
          await compare(rows, form, at, 3);
        }),
        { numRuns: runs * 2 },
      );
    }, 600_000);

    test('are refused where memory refuses them', async () => {
      await fc.assert(
        fc.asyncProperty(ledgerRows(6), fc.constantFrom(...FORMS), fc.nat(99), async (rows, form, at) => {
          await fillLedger(engine, rows);
          await compare(rows, form, at, 1);
        }),
        { numRuns: runs },
      );
    }, 600_000);

    test('refuse changes of an instant that differ, known yet or not, and take equal ones for one', async () => {
      const plain = [change('u1', '2024-01-31', 10), change('u1', '2024-02-29', 20), change('u2', '2024-04-30', 5)];
      const logs = {
        once: [...plain, change('u1', '2024-02-29', 20), change('u1', '2024-03-01', 0)],
        tied: [
          ...plain,
          change('u1', '2024-02-29', 19.99),
          change('u1', '2024-02-29', 20),
          change('u1', '2024-02-29', 21),
        ],
        late: [...plain, change('u2', '2024-06-01', 5), change('u2', '2024-06-01', 6)],
        lateAlone: [change('u3', '2024-06-01', 0), change('u3', '2024-06-01', 6)],
      };
      const metrics = {
        changes: LEDGERS['recurring revenue'],
        changesOfWhole: LEDGERS['customer churn'],
        changesOfSubscriptions: SUBSCRIPTIONS['recurring revenue of subscriptions'],
      } as Readonly<Record<Form, Any>>;
      for (const [label, rows] of Object.entries(logs)) {
        await fillLedger(engine, rows);
        for (const [form, metric] of Object.entries(metrics) as [Form, Any][]) {
          const there = await attempt(() => stateIn(engine, ledgerIn(engine, form, THROW), metric));
          const here = await attempt(async () => metric.state(ledgerHere(rows, form, THROW)));
          expect(there, `${form}, ${label}`).toEqual(here);
          expect(here.error === null, `${form}, ${label}`).toBe(label === 'once');
        }
      }
    }, 60_000);

    test('list the days in order, also those on which customers only come and leave', async () => {
      const rows = [
        ...[change('u1', '2024-03-05', 10), change('u1', '2024-04-02', 0), change('u2', '2024-03-20', 5)],
        ...[change('u3', '2024-03-01T06:00:00Z', 8), change('u3', '2024-03-01T09:00:00Z', 0)],
        ...[change('u4', '2024-03-12T06:00:00Z', 8), change('u4', '2024-03-12T09:00:00Z', 0)],
      ];
      await fillLedger(engine, rows);
      const metric = customerChurnMetric({
        ...{ unit: 'month', denominator: 'dailySum', movements: 'newAndChurned', asOf: '2024-05-01' },
      }) as Any;
      expect(await stateIn(engine, ledgerIn(engine, 'changes', THROW), metric)).toEqual(
        metric.state(ledgerHere(rows, 'changes', THROW)),
      );
    });

    test('are none in an empty table', async () => {
      await fillLedger(engine, []);
      for (const [at, form] of FORMS.entries()) await compare([], form, at, 2);
    }, 300_000);

    test('are of the rows that a filter takes, of several tables, and beside metrics of rows', async () => {
      const rows = right(fc.sample(ledgerRows(30), { seed: 7, numRuns: 3 }).flat(), 'changes');
      const test = { per: { ne: 'day' }, back: [true, false], seats: { lte: 2 } } as const;
      const isIn = ({ per, back, seats }: LedgerRow) =>
        per !== null && per !== 'day' && back !== null && seats !== null && seats <= 2;
      await fillLedger(engine, rows.slice(0, 20));
      await fillLedger(engine, rows.slice(20), 'Ledger "2"');
      await fillLedger(engine, rows, 'all');
      const both = tables(['Ledger 1', 'Ledger "2"']);
      for (const form of ['plain', 'full', 'changes'] as const) {
        const metric = LEDGERS[form === 'full' ? 'customer churn, each' : 'recurring revenue'] as Any;
        const policy = { ...THROW, invalid: 'exclude' } as const;
        const of = (some: readonly LedgerRow[]) => attempt(async () => metric.state(ledgerHere(some, form, policy)));
        for (const [label, name, more, some] of [
          ['all', both, {}, rows],
          ['some', 'Ledger 1', { where: test }, rows.slice(0, 20).filter(isIn)],
          ['some of both', both, { where: test }, rows.filter(isIn)],
        ] as const)
          expect(
            await attempt(() => stateIn(engine, ledgerIn(engine, form, policy, name, more), metric)),
            `${form}, ${label}`,
          ).toEqual(await of(some));
      }
      const plain = table('all', { dialect: engine.dialect, columns: COLUMNS });
      const revenue = onSubscriptions(
        { ...ROLES.full, invalid: 'exclude' } as never,
        LEDGERS['recurring revenue, each'] as never,
      ) as RowMetric<object, unknown, unknown>;
      const churn = onSubscriptions({ ...ROLES.plain } as never, LEDGERS['customer churn'] as never) as typeof revenue;
      const count = tally({ name: 'rows', inputs: {}, measures: { n: countIf() }, finish: ({ n }) => n });
      for (const [label, metric] of Object.entries({
        revenue,
        part: where(test as never, revenue),
        several: together({ revenue, churn, count: count as typeof revenue }),
        each: together({ some: where(test as never, churn), one: where({ per: 'day' } as never, churn) }),
      })) {
        const query = toSql(metric as never, plain as never);
        expect(query.read(await engine.ask(query)), label).toEqual((metric as typeof revenue).state(rows));
      }
      const named = (more: object) =>
        toSql(
          onSubscriptions({ ...ROLES.plain, ...more } as never, LEDGERS['customer churn'] as never),
          plain as never,
        );
      expect(() => toSql(by('per' as never, churn) as never, plain as never)).toThrow(
        'toSql requires by to be above metrics',
      );
      expect(() => named({ amount: () => 3 })).toThrow('toSql requires amount');
      expect(() => named({ interval: () => 'month' })).toThrow('toSql requires interval');
      expect(() => named({ price: 'price' })).toThrow('subscriptionLedger requires options');
      expect(() => named({ asOf: '2024-05-01' })).toThrow('toSql requires asOf to be left out');
      expect(() => toSql(churn as never, ledgerIn(engine, 'plain', THROW) as never)).toThrow('requires the source');
    }, 120_000);

    test('merge with memory: some customers there, some here', async () => {
      await fc.assert(
        fc.asyncProperty(ledgerRows(10), fc.constantFrom(...Object.keys(LEDGERS)), async (given, label) => {
          const metric = LEDGERS[label] as Any;
          const rows = right(given, 'plain');
          const isThere = ({ who }: LedgerRow) => who === 'u1' || who === 'u3';
          await fillLedger(engine, rows.filter(isThere));
          const there = await stateIn(engine, ledgerIn(engine, 'plain', THROW), metric);
          const here = metric.state(
            ledgerHere(
              rows.filter((row) => !isThere(row)),
              'plain',
              THROW,
            ),
          );
          expect(metric.merge(there, here), label).toEqual(metric.state(ledgerHere(rows, 'plain', THROW)));
        }),
        { numRuns: Math.ceil(runs / 2) },
      );
    }, 600_000);
  });
}

/** The engine's state of a metric. */
export async function stateIn(engine: Engine, source: LedgerTable, metric: Any): Promise<unknown> {
  const query = toSql(metric, source);
  return query.read(await engine.ask(query));
}

function metricsOf(form: Form): Readonly<Record<string, Any>> {
  return /ubscriptions/.test(form) ? { ...LEDGERS, ...SUBSCRIPTIONS } : LEDGERS;
}

/** Rows without what a ledger would refuse as a whole, so that most of them can be compared. */
function right(rows: readonly LedgerRow[], form: Form): readonly LedgerRow[] {
  const isChange = form.startsWith('changes');
  const met = new Set<string>();
  return rows.flatMap((row) => {
    const price = row.price !== null && row.price < 0 ? 5 : row.price;
    const to = row.from !== null && row.to !== null && row.to < row.from ? row.from : row.to;
    const instant = isChange ? row.from?.getTime() : '';
    const key =
      form === 'plain' || form === 'full'
        ? met.size
        : `${form === 'changes' ? row.who : form === 'changesOfWhole' ? row.code : `${row.code} ${row.sub}`} ${instant}`;
    if (met.has(String(key)) && row.sub !== null) return [];
    met.add(String(key));
    return [{ ...row, price, to }];
  });
}

async function attempt(
  call: () => Promise<unknown>,
): Promise<{ readonly value: unknown; readonly error: string | null }> {
  try {
    return { value: await call(), error: null };
  } catch (error) {
    if (!(error instanceof KizunaError)) throw error;
    return { value: null, error: error.name };
  }
}

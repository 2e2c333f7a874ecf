import fc from 'fast-check';
import { KizunaError } from 'kizuna';
import { type LedgerTable, toSql } from 'kizuna/sql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Engine } from '../engine.js';
import { type Any, LEDGERS, SUBSCRIPTIONS } from './ledger-metrics.js';
import { type Form, fillLedger, type LedgerRow, ledgerHere, ledgerIn, ledgerRows, ROLES } from './ledger-rows.js';

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

    test('are none in an empty table', async () => {
      await fillLedger(engine, []);
      for (const [at, form] of FORMS.entries()) await compare([], form, at, 2);
    }, 300_000);

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
        : `${form === 'changes' ? row.who : `${row.code} ${row.sub}`} ${instant}`;
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

import {
  changeLedger,
  customerChurnMetric,
  type Metric,
  recurringRevenueMetric,
  revenueCohortsMetric,
  revenueRetentionTrendMetric,
  subscriptionLedger,
} from 'kizuna';
import { changeTable, subscriptionTable } from 'kizuna/sql';
import { expect, test } from 'vitest';
import type { Engine } from '../engine.js';

type MeasureIn = (connection: never, source: never, metric: never, options?: object) => Promise<unknown>;
type Row = readonly [who: string, at: string, paid: number | null, currency: string];
type Make = (of: unknown, options: object) => unknown;
type AnyMetric = Metric<unknown, unknown, unknown>;

const COLUMNS = { who: 'text', at: 'instant', paid: 'number', currency: 'text' } as const;
const TYPES = ['text', 'instant', 'double', 'text'] as const;
const FORMS = {
  changes: [changeTable, changeLedger, { customer: 'who', time: 'at', amount: 'paid' }],
  lines: [subscriptionTable, subscriptionLedger, { customer: 'who', start: 'at', amount: 'paid' }],
} as const;

/** Tests what is told of ledgers without anybody who pays, by engines as by memory: the same result, or an error of the same name and code. */
export function testLedgers(started: () => Engine, measureIn: MeasureIn): void {
  const both = async (form: keyof typeof FORMS, rows: readonly Row[], options: object, metric: unknown) => {
    const { dialect, connection, fill } = started();
    const own = metric as AnyMetric;
    const [there, here, roles] = FORMS[form] as unknown as readonly [Make, Make, object];
    await fill(
      'ledger',
      Object.keys(COLUMNS).map((name, i) => ({ name, type: TYPES[i] ?? 'text' })),
      rows.map(([who, at, ...others]) => [who, new Date(at), ...others]),
    );
    const source = there('ledger', { dialect, columns: COLUMNS, ...roles, ...options });
    const data = rows.map(([who, at, paid, currency]) => ({ who, at, paid, currency }));
    const told = (call: () => unknown): Promise<unknown> =>
      Promise.resolve()
        .then(call)
        .catch(({ name, code, issueCount }) => ({ name, code, issueCount }));
    return [
      await told(() => measureIn(connection as never, source as never, own as never)),
      await told(() => own.finish(own.state(here(data, { ...roles, ...options })))),
    ] as const;
  };

  test('several currencies are refused as in memory where every row is left out, and several times counted once', async () => {
    const [euros, dollars, yen] = ['EUR', 'USD', 'JPY'].map(
      (currency, i): Row => ['abc'[i] ?? '', '2024-01-05T00:00:00Z', null, currency],
    ) as [Row, Row, Row];
    const paid: Row = ['d', '2024-01-05T00:00:00Z', 5, 'EUR'];
    const metrics = [
      recurringRevenueMetric({ unit: 'month', ...ASOF }),
      revenueCohortsMetric({ unit: 'month', ...ASOF }),
    ];
    const refused = (issueCount: number) => ({ name: 'InvalidDataError', code: 'E_FIELD_VALUE', issueCount });
    for (const form of ['changes', 'lines'] as const)
      for (const metric of metrics)
        for (const [rows, issueCount] of [
          [[euros, dollars], 1],
          [[euros, euros, dollars, yen], 2],
          [[euros, euros], null],
          [[euros, paid], null],
          [[paid, dollars, yen], 2],
          [[], null],
        ] as const) {
          const [there, here] = await both(form, rows, { currency: 'currency' }, metric);
          const label = `${form} of ${rows.map(([, , amount, own]) => `${amount} ${own}`)}`;
          expect(there, label).toEqual(issueCount === null ? here : refused(issueCount));
          expect(here, label).toMatchObject(issueCount === null ? {} : refused(issueCount));
          const excluded = await both(form, rows.slice(0, 2), { currency: 'currency', invalid: 'exclude' }, metric);
          if (rows.every(([, , amount]) => amount === null)) expect(excluded[0], label).toEqual(excluded[1]);
        }
  }, 120_000);

  test('periods are counted from the first that somebody pays in, whatever was written down before', async () => {
    const first = '1970-01-01T00:00:00Z';
    const nothing: Row = ['a', first, 0, 'EUR'];
    const late: readonly Row[] = [
      ['a', '2024-03-05T00:00:00Z', 5, 'EUR'],
      ['b', '2024-03-09T00:00:00Z', 7, 'EUR'],
    ];
    const brief: readonly Row[] = [
      ['c', first, 3, 'EUR'],
      ['c', '1970-01-01T00:10:00Z', 0, 'EUR'],
    ];
    const metrics = {
      cohorts: revenueCohortsMetric({ unit: 'day', ...ASOF }),
      trend: revenueRetentionTrendMetric({ unit: 'hour', after: 24, ...ASOF }),
      revenue: recurringRevenueMetric({ unit: 'hour', ...ASOF }),
      churn: customerChurnMetric({ unit: 'hour', ...ASOF }),
    };
    const limited = { name: 'LimitError', code: 'E_LIMIT', issueCount: 1 };
    for (const [name, metric] of Object.entries(metrics)) {
      for (const rows of [[nothing], [nothing, ...late]]) {
        const [there, here] = await both('changes', rows, {}, metric);
        expect(there, `${name} of ${rows.length} changes`).toEqual(here);
        expect(there, name).not.toMatchObject(limited);
      }
      for (const rows of [[[...nothing.slice(0, 2), 1, 'EUR'] as unknown as Row], [...brief, ...late]]) {
        const [there, here] = await both('changes', rows, {}, metric);
        expect(there, `${name} of ${rows.length} changes`).toEqual(here);
        // Of who came and left within an hour there never was a pool.
        if (name !== 'trend' || rows.length === 1) expect(there, name).toEqual(limited);
      }
    }
  }, 120_000);
}

const ASOF = { asOf: '2024-03-31' } as const;

import {
  activeCustomersMetric,
  changeLedger,
  eventLog,
  type InvalidDataError,
  recurringRevenueMetric,
  subscriptionLedger,
} from 'kizuna';
import { changeTable, eventTable, subscriptionTable } from 'kizuna/sql';
import { expect, test } from 'vitest';
import type { Engine } from '../engine.js';

type MeasureIn = (connection: never, source: never, metric: never, options?: object) => Promise<unknown>;

const COLUMNS = { who: 'text', at: 'instant', paid: 'number' } as const;
const TYPES = ['text', 'instant', 'double'] as const;
const REVENUE = recurringRevenueMetric({ unit: 'month', asOf: '2024-04-30' });
const FORMS = {
  events: [
    eventTable,
    eventLog,
    { customer: 'who', time: 'at', amount: 'paid' },
    activeCustomersMetric({ unit: 'day' }),
  ],
  lines: [subscriptionTable, subscriptionLedger, { customer: 'who', start: 'at', amount: 'paid' }, REVENUE],
  changes: [changeTable, changeLedger, { customer: 'who', time: 'at', amount: 'paid' }, REVENUE],
} as const;
type Form = keyof typeof FORMS;
type Make = (of: unknown, options: object) => unknown;
type Maker = readonly [there: Make, here: Make, roles: object, metric: unknown];

const AT = new Date(Date.UTC(2024, 1, 5));
const row = (who: string | null, paid: number) => ({ who, at: AT, paid });

/** Tests what is told of rows that a source refuses: how many they are, what they have to be, and with which code. */
export function testLeftOut(started: () => Engine, measureIn: MeasureIn): void {
  const refusal = async (form: Form, rows: readonly ReturnType<typeof row>[], policy: object) => {
    const { dialect, connection, fill } = started();
    const columns = Object.keys(COLUMNS).map((name, i) => ({ name, type: TYPES[i] ?? 'text' }));
    await fill(
      'refused',
      columns,
      rows.map(({ who, at, paid }) => [who, at, paid]),
    );
    const [there, here, roles, metric] = FORMS[form] as unknown as Maker;
    const source = there('refused', { dialect, columns: COLUMNS, ...roles, ...policy });
    const caught = (call: () => unknown): Promise<InvalidDataError> =>
      Promise.resolve()
        .then(call)
        .then(
          () => expect.fail('nothing was refused'),
          (error: InvalidDataError) => error,
        );
    return [
      await caught(() => measureIn(connection as never, source as never, metric as never)),
      await caught(() => here(rows, { ...roles, ...policy })),
    ] as const;
  };

  test('rows that are refused are counted, those that cannot be right and those that are missing', async () => {
    const rows = [row('secret', 5), row('b', Number.NaN), row('c', Infinity), ...[1, 2, 3].map(() => row(null, 1))];
    for (const form of Object.keys(FORMS) as Form[])
      for (const [policy, codes, left] of [
        [{}, ['E_FIELD_VALUE'], "invalid: 'exclude'"],
        [{ missing: 'throw', invalid: 'exclude' }, ['E_FIELD_MISSING'], "missing: 'exclude'"],
        [{ missing: 'throw' }, ['E_FIELD_VALUE', 'E_FIELD_MISSING'], "invalid: 'exclude' and missing: 'exclude'"],
      ] as const) {
        const [there, here] = await refusal(form, rows, policy);
        expect(there, form).toMatchObject({ name: 'InvalidDataError', issueCount: here.issueCount });
        expect(there.issues.map(({ code }) => code)).toEqual(codes);
        const found = /got 2 that cannot be right and 3 without a customer(,| or) [^(]*\(/;
        expect(there.message, form).toMatch(found);
        expect(there.message).toContain(
          `${FORMS[form][1].name} in memory names rows and fields; ${left} leaves such out)`,
        );
        expect(there.message).not.toContain('secret');
      }
    for (const form of Object.keys(FORMS) as Form[]) {
      const [{ message, code }, here] = await refusal(form, [row(null, 1), row('a', 1)], { missing: 'throw' });
      expect([message, code], form).toEqual([expect.stringMatching(/got 1 without [^(]* \(\w+ in memory/), here.code]);
    }
  }, 60_000);

  test('amounts of ledgers that are too large are said to be so, one by one and together', async () => {
    for (const form of ['lines', 'changes'] as const) {
      const [one, here] = await refusal(form, [row('a', 1), row('b', 1e15)], {});
      expect(here.message).toContain('small enough to be added up exactly');
      expect(one.message).toMatch(/an amount[^,]* that is small enough to be added up exactly.*; got 1 that cannot/);
      const paid = form === 'lines' ? 3e12 : 3e13;
      const [all, sum] = await refusal(form, [row('a', paid), row('b', paid)], {});
      expect([all.code, all.message]).toEqual([
        sum.code,
        expect.stringContaining('small enough to be added up exactly'),
      ]);
    }
  }, 60_000);
}

import {
  activeCustomersMetric,
  npsMetric,
  periodRetentionMetric,
  recurringRevenueMetric,
  SqlCompileError,
  salesBreakdownMetric,
  together,
} from 'kizuna';
import { changeTable, eventTable, subscriptionTable, table, toSql } from 'kizuna/sql';
import { describe, expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

const columns = { who: 'text', at: 'instant', what: 'text', paid: 'number', plan: 'text', kind: 'text' } as const;
const plain = table('rows', { dialect: 'duckdb', columns });
const roles = { dialect: 'duckdb', columns, customer: 'who', time: 'at' } as const;
const events = eventTable('events', { ...roles, name: 'what', names: ['visit', 'order'], properties: ['plan'] });
const ledger = changeTable('changes', { ...roles, amount: 'paid' });
const month = { unit: 'month', asOf: '2025-04-30' } as const;
const nps = npsMetric({ score: 'paid' });
const message = (call: () => unknown): string => thrown(SqlCompileError, call).message;
const refusal = (metric: unknown, source: unknown): string => message(() => toSql(metric as never, source as never));
const active = (event: object) => activeCustomersMetric({ unit: 'day', event: event as never });

describe('what is refused is named as the caller wrote it', () => {
  test('events that the table does not name', () => {
    const text = "toSql requires the event of activeCustomers to be one of the eventTable's names, visit, order; got ";
    expect(refusal(active({ name: 'chekout' }), events)).toBe(`${text}"chekout"`);
    toSql(active({ name: 'order' }), events);
    toSql(active({ name: 'chekout' }) as never, eventTable('events', { ...roles, name: 'what' }));
    expect(() => eventTable('events', { ...roles, names: 'visit' } as never)).toThrow('names to be a list of texts');
  });

  test('filters on what is no property', () => {
    const text = 'toSql requires the filter of activeCustomers to be on properties of the eventTable, plan; got ';
    expect(refusal(active({ where: { kind: 'a' } }), events)).toBe(
      `${text}"kind", which is declared, though not among properties`,
    );
    expect(refusal(active({ where: { toString: 'a' } }), events)).toBe(`${text}"toString"`);
  });

  test('roles', () => {
    const made = (make: unknown, more: object) => message(() => (make as (...of: unknown[]) => unknown)('t', more));
    expect(made(eventTable, { ...roles, time: 'what' })).toBe(
      'eventTable requires time to be a column of kind instant or utcTimestamp or epochMilliseconds; got "what" of kind text',
    );
    expect(made(eventTable, { ...roles, customer: 'whom' })).toBe(
      'eventTable requires customer to be one of the columns who, at, what, paid, plan, kind; got "whom"',
    );
    expect(made(eventTable, { ...roles, time: undefined })).toContain('; got none');
    const line = { dialect: 'duckdb', columns, customer: 'who', start: 'at', amount: 'paid' };
    expect(made(subscriptionTable, { ...line, refunded: 'paid' })).toBe(
      'subscriptionTable requires refunded to be a column of kind boolean or integer; got "paid" of kind number',
    );
    expect(made(subscriptionTable, { ...line, start: 'when' })).toContain('got "when"');
  });

  test('sources of another form than the metric', () => {
    const [sales, revenue, retention] = [
      salesBreakdownMetric(month),
      recurringRevenueMetric(month),
      periodRetentionMetric(month),
    ];
    for (const [metric, source, expected] of [
      [retention, plain, 'an eventTable, as periodRetention is a metric of events; got a table'],
      [sales, ledger, 'an eventTable, as salesBreakdown is a metric of events; got a changeTable'],
      [revenue, plain, 'a subscriptionTable or a changeTable, as recurringRevenue is a metric of ledgers; got a table'],
      [together({ mine: sales as never }), plain, 'an eventTable, as mine is a metric of events; got a table'],
      [nps, events, 'a table, as nps is a metric of rows; got an eventTable'],
      [nps, ledger, 'a table, as nps is a metric of rows; got a changeTable'],
      [sales, events, 'an eventTable with an amount, which salesBreakdown adds up; got an eventTable without'],
    ] as const)
      expect(refusal(metric, source)).toBe(`toSql requires the source to be ${expected}`);
  });
});

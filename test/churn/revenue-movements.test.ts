import fc from 'fast-check';
import {
  InvalidOptionError,
  type RecurringRevenueOptions,
  recurringRevenue,
  revenueMovements,
  subscriptionLedger,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import { same } from '../support/same.js';
import { DAY, FIRST, linesOf, ROLES } from './revenue-lines.js';

const roles = { customer: 'customer', start: 'start', end: 'end', amount: 'amount' } as const;
const rows = [
  { customer: 'a', id: 1, start: '2025-01-01', end: '2025-02-10', amount: 20, plan: 'basic' },
  { customer: 'a', id: 2, start: '2025-02-20', end: null, amount: 30, plan: 'pro' },
  { customer: 'b', id: 3, start: '2025-01-01', end: null, amount: 50, plan: 'pro' },
  { customer: 'b', id: 4, start: '2025-01-01', end: '2025-02-15', amount: 5, plan: 'basic' },
  { customer: 'c', id: 5, start: '2025-02-03', end: '2025-02-25', amount: 8, plan: 'basic' },
];
const ledger = subscriptionLedger(rows, { ...roles, plan: 'plan', subscription: 'id' });
const february = { unit: 'month', from: '2025-02-01', asOf: '2025-02-28' } as const;
const brief = (options: Partial<RecurringRevenueOptions>) =>
  revenueMovements(ledger, { ...february, ...options }).map((row) => [
    ...[row.customer, row.movement, row.before, row.after],
    ...[new Date(row.time).toISOString().slice(5, 10), row.plansBefore, row.plansAfter],
  ]);

describe('revenueMovements', () => {
  test('are who differs at the end of a period from its start', () => {
    expect(brief({})).toEqual([
      ['a', 'expansion', 20, 30, '02-20', ['basic'], ['pro']],
      ['b', 'contraction', 55, 50, '02-15', ['basic', 'pro'], ['pro']],
    ]);
  });

  test('are visitors as well where they count', () => {
    expect(brief({ preset: 'baremetrics' })).toEqual([
      ['c', 'new', 0, 8, '02-03', [], ['basic']],
      ['a', 'expansion', 20, 30, '02-20', ['basic'], ['pro']],
      ['b', 'contraction', 55, 50, '02-15', ['basic', 'pro'], ['pro']],
      ['c', 'churned', 8, 0, '02-25', ['basic'], []],
    ]);
  });

  test('are all changes where each counts', () => {
    expect(brief({ preset: 'chartmogul' })).toEqual([
      ['c', 'new', 0, 8, '02-03', [], ['basic']],
      ['b', 'contraction', 55, 50, '02-15', ['basic', 'pro'], ['pro']],
      ['a', 'churned', 20, 0, '02-10', ['basic'], []],
      ['c', 'churned', 8, 0, '02-25', ['basic'], []],
      ['a', 'reactivation', 0, 30, '02-20', [], ['pro']],
    ]);
  });

  test('are of subscriptions where those count, and have no plans where none were read', () => {
    const own = revenueMovements(ledger, { ...february, count: 'subscriptions' });
    expect(own.map(({ customer, subscription, movement }) => [customer, subscription, movement])).toEqual([
      ...[
        ['a', 2, 'new'],
        ['a', 1, 'churned'],
        ['b', 4, 'churned'],
      ],
    ]);
    const plain = revenueMovements(rows, { ...roles, ...february });
    expect(plain[0]).toMatchObject({ subscription: null, change: 10, plansBefore: null, plansAfter: null });
  });

  test('refuses what recurringRevenue refuses, and what says nothing about movements', () => {
    const call = (options: object) => () => revenueMovements(ledger, { ...february, ...options });
    for (const options of [{ unit: 'fortnight' }, { movements: 'all' }, { before: 1 }])
      expect(call(options)).toThrow(InvalidOptionError);
    expect(revenueMovements(subscriptionLedger(rows.slice(0, 0), roles), { unit: 'month' })).toEqual([]);
  });

  test('add up to the bridge of every period, by every rule', () => {
    const cents = (amount: number) => Math.round(amount * 100);
    const kinds = ['new', 'expansion', 'contraction', 'churned', 'reactivation'] as const;
    fc.assert(
      fc.property(
        linesOf(100),
        fc.constantFrom<'net' | 'newAndChurned' | 'each'>('net', 'newAndChurned', 'each'),
        fc.constantFrom<'customers' | 'subscriptions'>('customers', 'subscriptions'),
        fc.constantFrom(1, 3),
        fc.constantFrom(null, { days: 40 }),
        (lines, movements, count, trailing, reactivationWithin) => {
          const named = lines.map((line, id) => ({ ...line, id }));
          const own = subscriptionLedger(named, { ...ROLES, subscription: 'id' });
          const options = {
            ...({ unit: 'month', from: FIRST + 60 * DAY, asOf: FIRST + 430 * DAY } as const),
            ...{ movements, count, trailing, reactivationWithin },
          };
          const found = revenueMovements(own, options);
          for (const row of recurringRevenue(own, options)) {
            const here = found.filter(({ period }) => period === row.period);
            for (const kind of kinds) {
              const changes = here.filter(({ movement }) => movement === kind).map(({ change }) => cents(change));
              const sign = kind === 'contraction' || kind === 'churned' ? -1 : 1;
              const added = changes.reduce((sum, change) => sum + sign * change, 0);
              same(added, cents(row[kind]));
            }
            const expanded = here.filter(({ movement }) => movement === 'expansion');
            same(new Set(expanded.map((one) => `${one.customer} ${one.subscription}`)).size, row.customers.expanded);
            same(here.filter(({ movement }) => movement === 'churned').length, row.customers.churned);
          }
        },
      ),
    );
  });
});

import { describe, expect, test } from 'vitest';
import { calendarLength } from '../../src/churn/calendar-length.js';
import { changeLedger } from '../../src/churn/change-ledger.js';
import { subscriptionLedger } from '../../src/churn/subscription-ledger.js';
import { subscriptionLifetimes } from '../../src/churn/subscription-lifetimes.js';
import { InvalidOptionError } from '../../src/core/errors.js';
import { fitSbg } from '../../src/ltv/beta-geometric/fit-sbg.js';
import { kaplanMeier } from '../../src/survival/kaplan-meier.js';
import { zoneOf } from '../../src/time/zone.js';

const LINES = [
  { customer: 'a', sub: 's1', start: '2025-01-10', end: '2025-03-10', amount: 20, plan: 'basic', country: 'JP' },
  { customer: 'a', sub: 's2', start: '2025-04-01', end: null, amount: 30, plan: 'team', country: 'JP' },
  { customer: 'b', sub: 's3', start: '2025-01-31', end: '2025-02-15', amount: 50, plan: 'team', country: null },
  { customer: 'b', sub: 's3', start: '2025-02-15', end: null, amount: 10, plan: 'basic', country: null },
  { customer: 'b', sub: 's4', start: '2025-02-01', end: '2025-04-01', amount: 5, plan: 'basic', country: null },
];
const roles = {
  customer: 'customer',
  start: 'start',
  end: 'end',
  amount: 'amount',
  plan: 'plan',
  subscription: 'sub',
  attributes: ['country'],
} as const;
const ledger = subscriptionLedger(LINES, roles);
const asOf = '2025-04-30';

describe('subscriptionLifetimes', () => {
  test('has a row for each life: who left and is back has two', () => {
    const rows = subscriptionLifetimes(ledger, { asOf });
    expect(
      rows.map(({ customer, life, duration, ended, amount }) => [customer, life, duration, ended, amount]),
    ).toEqual([
      ['a', 1, 2, true, 20],
      ['b', 1, 3 + 1 / 31, false, 50],
      ['a', 2, 1, false, 30],
    ]);
    expect(rows[0]).toEqual({
      ...{ customer: 'a', subscription: null, life: 1, start: Date.UTC(2025, 0, 10) },
      ...{ end: Date.UTC(2025, 2, 10), duration: 2, ended: true, entry: 0, amount: 20 },
    });
  });

  test('a short absence is no end if told so, and all are then watched for as much less', () => {
    const rows = subscriptionLifetimes(ledger, { unit: 'day', gap: { days: 22 }, asOf });
    expect(rows.map(({ customer, duration, ended }) => [customer, duration, ended])).toEqual([
      ['a', 111 - 22, false],
      ['b', 90 - 22, false],
    ]);
    expect(subscriptionLifetimes(ledger, { unit: 'day', gap: { days: 21 }, asOf })[0]).toMatchObject({ ended: true });
  });

  test('who left so lately that they may be back is not known to have left', () => {
    const rows = subscriptionLifetimes(ledger, { unit: 'day', gap: { days: 60 }, asOf: '2025-03-31' });
    expect(rows.map(({ customer, duration, ended }) => [customer, duration, ended])).toEqual([['a', 21, false]]);
  });

  test('of subscriptions, each has its own', () => {
    const rows = subscriptionLifetimes(ledger, { by: 'subscription', attributes: ['plan'], asOf });
    expect(rows.map(({ customer, subscription, duration, plan }) => [customer, subscription, duration, plan])).toEqual([
      ['a', 's1', 2, 'basic'],
      ['b', 's3', 3 + 1 / 31, 'team'],
      ['b', 's4', 2, 'basic'],
      ['a', 's2', 1, 'team'],
    ]);
  });

  test('brings the attributes as they were when the life began', () => {
    const rows = subscriptionLifetimes(ledger, { attributes: ['plan', 'country'], asOf });
    expect(rows.map(({ customer, plan, country }) => [customer, plan, country])).toEqual([
      ['a', 'basic', 'JP'],
      ['b', 'team', null],
      ['a', 'team', 'JP'],
    ]);
    const changes = changeLedger(
      [
        { customer: 'a', time: '2025-01-01', amount: 10, plan: 'x' },
        { customer: 'a', time: '2025-02-01', amount: 0, plan: 'x' },
        { customer: 'a', time: '2025-03-01', amount: 10, plan: 'y' },
      ],
      { customer: 'customer', time: 'time', amount: 'amount', plan: 'plan' },
    );
    expect(subscriptionLifetimes(changes, { attributes: ['plan'], asOf }).map(({ plan }) => plan)).toEqual(['x', 'y']);
  });

  test('with an observation that began later, earlier lives have an entry, and what had ended is not there', () => {
    const rows = subscriptionLifetimes(ledger, { from: '2025-03-10', asOf });
    expect(rows.map(({ customer, life, duration, entry }) => [customer, life, duration, entry])).toEqual([
      ['b', 1, 3 + 1 / 31, 1 + 10 / 31],
      ['a', 2, 1, 0],
    ]);
  });

  test('a line that ends at asOf or later is open', () => {
    expect(subscriptionLifetimes(ledger, { asOf: '2025-03-09' })[0]).toMatchObject({ ended: false, duration: 2 });
    expect(subscriptionLifetimes(ledger, { asOf: '2025-03-10' })[0]).toMatchObject({ ended: true, duration: 2 });
  });

  test('reads rows as they are, with the roles among the options', () => {
    const rows = subscriptionLifetimes(LINES, { ...roles, attributes: ['plan', 'country'], asOf });
    expect(rows).toEqual(subscriptionLifetimes(ledger, { attributes: ['plan', 'country'], asOf }));
  });

  test('is empty without revenue', () => {
    expect(subscriptionLifetimes(subscriptionLedger(LINES.slice(0, 0), roles))).toEqual([]);
    expect(subscriptionLifetimes(ledger, { asOf: '2024-12-31' })).toEqual([]);
  });

  test('is ready for Kaplan–Meier, with and without an entry, and for sBG', () => {
    const rows = subscriptionLifetimes(ledger, { unit: 'day', asOf });
    expect(kaplanMeier(rows, { duration: 'duration', ended: 'ended' }).n).toBe(3);
    const late = subscriptionLifetimes(ledger, { unit: 'day', from: '2025-02-01', asOf });
    expect(kaplanMeier(late, { duration: 'duration', ended: 'ended', entry: 'entry' }).n).toBe(3);
    const many = Array.from({ length: 60 }, (_, i) => ({
      ...{ customer: i, start: '2024-01-01', amount: 10 },
      end: i % 3 === 0 ? null : `2024-0${2 + (i % 5)}-01`,
    }));
    const renewals = subscriptionLifetimes(many, {
      ...({ customer: 'customer', start: 'start', end: 'end', amount: 'amount' } as const),
      ...({ durations: 'renewals', asOf: '2024-12-31' } as const),
    });
    expect(fitSbg(renewals).n).toBe(60);
    expect(renewals.find(({ ended }) => ended)?.duration).toBe(2);
    expect(renewals.find(({ ended }) => !ended)?.duration).toBe(12);
  });
});

describe('calendarLength', () => {
  const utc = zoneOf('test', 'UTC');
  const lengths = (unit: 'day' | 'week' | 'month' | 'quarter' | 'year', from: string, to: string, zone = utc) =>
    calendarLength(zone, unit, Date.parse(from), Date.parse(to));

  test('months go from date to date, and to the last of a month that is too short', () => {
    expect(lengths('month', '2024-01-31T00:00Z', '2024-02-29T00:00Z')).toBe(1);
    expect(lengths('month', '2024-01-31T00:00Z', '2024-03-31T00:00Z')).toBe(2);
    expect(lengths('month', '2024-01-31T00:00Z', '2024-03-15T12:00Z')).toBe(1 + 15.5 / 31);
    expect(lengths('quarter', '2024-01-31T00:00Z', '2024-07-31T00:00Z')).toBe(2);
    expect(lengths('year', '2024-02-29T00:00Z', '2034-02-28T00:00Z')).toBe(10);
    expect(lengths('year', '2023-01-01T00:00Z', '2025-07-02T00:00Z')).toBe(2 + 182 / 365);
  });

  test('days go from midnight to midnight, however long they are', () => {
    const zone = zoneOf('test', 'Europe/Berlin');
    expect(lengths('day', '2025-03-30T00:00+01:00', '2025-03-31T00:00+02:00', zone)).toBe(1);
    expect(lengths('week', '2025-10-20T00:00+02:00', '2025-10-27T00:00+01:00', zone)).toBe(1);
    expect(lengths('month', '2025-03-01T00:00+01:00', '2025-04-01T00:00+02:00', zone)).toBe(1);
    expect(lengths('day', '2025-10-26T02:30+02:00', '2025-10-26T02:00+01:00', zone)).toBe(0);
  });

  test('a long time takes no longer to count', () => {
    expect(lengths('month', '1900-01-01T00:00Z', '2025-01-01T00:00Z')).toBe(1500);
    expect(lengths('year', '0100-01-01T00:00Z', '9000-01-01T00:00Z')).toBe(8900);
  });
});

describe('bad input', () => {
  test.each([
    [{ unit: 'hour' }],
    [{ by: 'plan' }],
    [{ durations: 'whole' }],
    [{ gap: { months: 1 } }],
    [{ attributes: 'plan' }],
    [{ attributes: ['planet'] }],
    [{ confidence: 0.9 }],
    [{ asof: '2025-01-01' }],
    [{ from: 'soon' }],
  ])('refuses the options %j', (options) => {
    expect(() => subscriptionLifetimes(ledger, options as never)).toThrow(InvalidOptionError);
  });

  test('refuses subscriptions that were not read, and attributes with the name of a field', () => {
    const rows = [{ customer: 'a', start: '2025-01-01', amount: 1, life: 3 }];
    const plain = subscriptionLedger(rows, {
      ...({ customer: 'customer', start: 'start', amount: 'amount' } as const),
      attributes: ['life'],
    });
    expect(() => subscriptionLifetimes(plain, { by: 'subscription' })).toThrow(InvalidOptionError);
    expect(() => subscriptionLifetimes(plain, { attributes: ['life'] })).toThrow(InvalidOptionError);
  });
});

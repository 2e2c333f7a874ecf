import { InvalidOptionError } from 'kizuna';
import { accountRollup, accountRollupMetric, engagementScore, engagementScoreMetric } from 'kizuna/engagement';
import { eventLog } from 'kizuna/log';
import { rate } from 'kizuna/stats';
import { describe, expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

interface Row {
  readonly customer: string;
  readonly time: string;
  readonly name: 'visit' | 'order' | 'complaint';
  readonly company?: string | null;
}

function logOf(rows: readonly Row[]) {
  return eventLog(rows, { customer: 'customer', time: 'time', name: 'name', properties: ['company'] });
}

const log = logOf([
  { customer: 'ann', time: '2025-04-08T00:00:00Z', name: 'order', company: 'North' },
  { customer: 'ann', time: '2025-04-08T00:00:00Z', name: 'visit', company: 'North' },
  { customer: 'bob', time: '2025-04-15T00:00:00Z', name: 'visit', company: 'North' },
  { customer: 'cai', time: '2025-04-15T00:00:00Z', name: 'complaint', company: 'South' },
  { customer: 'dee', time: '2025-04-15T00:00:00Z', name: 'visit' },
]);
const rules = { signals: { order: 8, visit: 2, complaint: -4 }, halfLife: { days: 7 } } as const;

describe('the engagement score', () => {
  test('points halve with the half-life; equal ones stand in the order of ids', () => {
    const { customers, maximum, asOf } = engagementScore(log, { ...rules, normalise: 'none' });
    expect(customers.map(({ customer, points }) => [customer, points])).toEqual([
      ['ann', 5],
      ['bob', 2],
      ['dee', 2],
      ['cai', -4],
    ]);
    expect([maximum, asOf]).toEqual([5, Date.UTC(2025, 3, 15)]);
    expect(customers[0]?.signals).toEqual([
      { signal: 'order', events: 1, points: 4 },
      { signal: 'visit', events: 1, points: 1 },
      { signal: 'complaint', events: 0, points: 0 },
    ]);
  });

  test('each scale is as it says', () => {
    const scores = (normalise: 'max' | 'percentile' | { full: number }) =>
      engagementScore(log, { ...rules, normalise }).customers.map(({ score }) => score);
    expect(scores('max')).toEqual([100, 40, 40, 0]);
    expect(scores('percentile')).toEqual([87.5, 50, 50, 12.5]);
    expect(scores({ full: 4 })).toEqual([100, 50, 50, 0]);
  });

  test('a maximum keeps one signal from giving more', () => {
    const { customers } = engagementScore(log, {
      ...rules,
      signals: { order: { weight: 8, maximum: 3 }, visit: 2 },
      normalise: 'none',
    });
    expect(customers[0]?.points).toBe(4);
  });

  test('a band holds the scores from its bound on', () => {
    const { customers, bands } = engagementScore(log, {
      ...rules,
      bands: [
        { band: 'low', from: 40 },
        { band: 'high', from: 40.1 },
      ],
    });
    expect(customers.map(({ band }) => band)).toEqual(['high', 'low', 'low', null]);
    expect(bands.map(({ band, customers: { numerator, denominator } }) => [band, numerator, denominator])).toEqual([
      ['low', 2, 4],
      ['high', 1, 4],
    ]);
  });

  test('nobody with points above 0 scores 0', () => {
    const { customers } = engagementScore(log, { signals: { complaint: -1 }, halfLife: { days: 1 } });
    expect(customers.map(({ score }) => score)).toEqual([0, 0, 0, 0]);
  });

  test('events after asOf and customers who come later do not count', () => {
    const { customers } = engagementScore(log, { ...rules, asOf: '2025-04-08T00:00:00Z', normalise: 'none' });
    expect(customers.map(({ customer, points }) => [customer, points])).toEqual([['ann', 10]]);
  });

  test('the shares of bands have the confidence that is asked for', () => {
    const bands = [{ band: 'low', from: 0 }] as const;
    const share = (options: object) => engagementScore(log, { ...rules, bands, ...options }).bands[0]?.customers;
    const n = share({})?.n ?? 0;
    expect(share({})).toEqual(rate(n, n));
    expect(share({ confidence: 0.8 })).toEqual(rate(n, n, { confidence: 0.8 }));
  });

  test('a log without events has no customers', () => {
    expect(engagementScore(logOf([]), { ...rules, bands: [{ band: 'low', from: 0 }] })).toEqual({
      customers: [],
      bands: [
        {
          band: 'low',
          from: 0,
          customers: { value: null, n: 0, interval: null, numerator: 0, denominator: 0 },
        },
      ],
      maximum: null,
      asOf: null,
    });
  });

  test.each([
    [{ ...rules, signals: {} }, 'signals'],
    [{ ...rules, signals: null }, 'signals'],
    [{ ...rules, signals: { visit: Number.NaN } }, 'signals.visit'],
    [{ ...rules, signals: { visit: { weight: 1, maximum: -1 } } }, 'signals.visit.maximum'],
    [{ ...rules, halfLife: { days: 0 } }, 'halfLife'],
    [{ ...rules, normalise: 'best' }, 'normalise'],
    [{ ...rules, normalise: { full: 0 } }, 'normalise.full'],
    [
      {
        ...rules,
        bands: [
          { band: 'a', from: 1 },
          { band: 'b', from: 1 },
        ],
      },
      'bands',
    ],
    [{ ...rules, bands: 'x' }, 'bands'],
    [{ ...rules, bands: [5] }, 'bands'],
    [{ ...rules, bands: [{ from: 0 }] }, 'bands'],
    [{ ...rules, bands: [{ band: 5, from: 0 }] }, 'bands'],
    [{ ...rules, bands: [{ band: 'a', from: '0' }] }, 'bands'],
    [{ ...rules, bands: [{ band: 'a', from: Number.NaN }] }, 'bands'],
    [{ ...rules, bands: [{ band: 'a', from: 0, to: 50 }] }, 'to'],
    [
      {
        ...rules,
        bands: [
          { band: 'a', from: 0 },
          { band: 'a', from: 50 },
        ],
      },
      'bands',
    ],
    [{ ...rules, confidence: 1 }, 'confidence'],
    [{ ...rules, timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ ...rules, asOf: 0, timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ ...rules, weights: {} }, 'weights'],
  ])('%j is refused', (options, field) => {
    const error = thrown(InvalidOptionError, () => engagementScore(log, options as never));
    expect(error.issues[0]?.field).toBe(field);
  });

  test('it needs names, and states need asOf', () => {
    const nameless = eventLog([{ customer: 'a', time: '2025-04-08T00:00:00Z' }], {
      customer: 'customer',
      time: 'time',
    });
    expect(() => engagementScore(nameless, { signals: { visit: 1 }, halfLife: { days: 1 } })).toThrow('with names');
    expect(() => engagementScoreMetric(rules as never)).toThrow('requires asOf');
    expect(() => accountRollupMetric({ account: 'company' } as never)).toThrow('requires asOf');
  });
});

describe('the roll-up to accounts', () => {
  test('customers, active ones and points come together by account', () => {
    const { accounts, unassigned } = accountRollup(log, { account: 'company', within: { days: 7 }, score: rules });
    expect(unassigned).toBe(1);
    expect(accounts.map(({ account, customers, active, score }) => [account, customers, active, score])).toEqual([
      ['North', 2, 1, 7],
      ['South', 1, 1, -4],
    ]);
    expect(accounts[0]?.contributors).toEqual([
      { customer: 'ann', events: 0, score: 5, share: 5 / 7 },
      { customer: 'bob', events: 1, score: 2, share: 2 / 7 },
    ]);
    expect(accounts[1]?.contributors).toEqual([]);
  });

  test('a customer who moved belongs to the later account', () => {
    const moved = logOf([
      { customer: 'ann', time: '2025-04-01T00:00:00Z', name: 'visit', company: 'North' },
      { customer: 'ann', time: '2025-04-02T00:00:00Z', name: 'visit', company: 'South' },
      { customer: 'ann', time: '2025-04-03T00:00:00Z', name: 'visit' },
    ]);
    const { accounts } = accountRollup(moved, { account: 'company' });
    expect(accounts.map(({ account, events }) => [account, events])).toEqual([['South', 3]]);
    const before = accountRollup(moved, { account: 'company', asOf: '2025-04-01' });
    expect(before.accounts.map(({ account }) => account)).toEqual(['North']);
  });

  test('seats are what the active share is of; more active customers than seats have none', () => {
    const share = (seats: number) =>
      accountRollup(log, { account: 'company', seats: [['North', seats]] }).accounts.find(
        ({ account }) => account === 'North',
      )?.activeShare;
    expect(share(8)).toMatchObject({ value: 0.25, numerator: 2, denominator: 8 });
    expect(share(1)).toEqual({ value: null, n: 1, interval: null, numerator: 2, denominator: 1 });
  });

  test('sum, mean and maximum are of all customers of the account', () => {
    const score = (aggregation: 'sum' | 'mean' | 'max') =>
      accountRollup(log, { account: 'company', score: rules, aggregation }).accounts[0]?.score;
    expect([score('sum'), score('mean'), score('max')]).toEqual([7, 3.5, 5]);
  });

  test('only events of the step make active', () => {
    const { accounts } = accountRollup(log, { account: 'company', event: 'visit', within: { days: 7 } });
    expect(accounts.map(({ account, active }) => [account, active])).toEqual([
      ['North', 1],
      ['South', 0],
    ]);
  });

  test.each([
    [{ account: 'firm' }, 'account'],
    [{ account: 7 }, 'account'],
    [{ account: 'company', seats: { North: 4 } }, 'seats'],
    [{ account: 'company', seats: [['North', -1]] }, 'seats'],
    [{ account: 'company', top: -1 }, 'top'],
    [{ account: 'company', aggregation: 'median' }, 'aggregation'],
    [{ account: 'company', score: { ...rules, normalise: 'max' } }, 'normalise'],
    [{ account: 'company', within: 28 }, 'within'],
    [{ account: 'company', timeZone: 'Mars/Olympus' }, 'timeZone'],
  ])('%j is refused', (options, field) => {
    const error = thrown(InvalidOptionError, () => accountRollup(log, options as never));
    expect(error.issues[0]?.field).toBe(field);
  });
});

import { describe, expect, test } from 'vitest';
import {
  type RevenueRetentionMetricOptions,
  revenueRetention,
  revenueRetentionMetric,
} from '../../src/churn/revenue-retention.js';
import { revenueRetentionTrend, revenueRetentionTrendMetric } from '../../src/churn/revenue-retention-trend.js';
import { snapshotLedger } from '../../src/churn/snapshot-ledger.js';
import { subscriptionLedger } from '../../src/churn/subscription-ledger.js';
import { InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import type { Interval } from '../../src/core/estimate.js';
import { normal } from '../../src/stats/normal.js';
import { randomFrom } from '../../src/stats/random.js';
import reference from '../reference/revenue-retention.json' with { type: 'json' };

const roles = { customer: 'customer', start: 'start', end: 'end', amount: 'amount' } as const;
const LINES = [
  { customer: 'a', start: '2024-01-10', end: '2024-09-10', amount: 20 },
  { customer: 'a', start: '2024-09-10', end: null, amount: 35 },
  { customer: 'b', start: '2024-03-01', end: '2025-02-01', amount: 20 },
  { customer: 'c', start: '2024-11-01', end: null, amount: 50 },
];
const ledger = subscriptionLedger(LINES, { ...roles, asOf: '2025-06-30' });
const year = { at: '2024-03-31', until: '2025-03-31' } as const;

describe('revenueRetention', () => {
  test('takes who paid at the end of a date, and nobody who came later', () => {
    expect(revenueRetention(ledger, year)).toMatchObject({
      ...{ customers: 2, revenue: 40 },
      netRetention: { value: 35 / 40, numerator: 35, denominator: 40, n: 2 },
      grossRetention: { value: 0.5, numerator: 20 },
      customerRetention: { value: 0.5, n: 2 },
    });
    expect(revenueRetention(ledger, { ...year, at: '2024-02-29' }).customers).toBe(1);
    expect(revenueRetention(ledger, { ...year, at: '2024-03-01' }).customers).toBe(2);
  });

  test('looks at what is known last where no date is given', () => {
    expect(revenueRetention(ledger, { at: '2024-03-31' })).toEqual(
      revenueRetention(ledger, { at: '2024-03-31', until: '2025-06-30' }),
    );
  });

  test('is not the product of monthly rates where customers come in between', () => {
    const months = revenueRetentionTrend(ledger, { unit: 'month', after: 1, from: '2024-04-01', to: '2025-04-01' });
    const product = months.reduce((rate, { netRetention }) => rate * (netRetention.value ?? 1), 1);
    expect(months).toHaveLength(12);
    expect(product).not.toBeCloseTo(revenueRetention(ledger, year).netRetention.value ?? 0, 2);
  });

  test('a line that ends at asOf or later is open: the end of the data is no churn', () => {
    expect(revenueRetention(ledger, { ...year, until: '2025-01-31', asOf: '2025-01-31' }).customerRetention.value).toBe(
      1,
    );
  });

  test('of nobody it is null', () => {
    const { revenue, netRetention, grossRetention, customerRetention } = revenueRetention(ledger, { at: '2023-01-01' });
    expect([revenue, netRetention.value, grossRetention.value, customerRetention.value]).toEqual([0, null, null, null]);
    expect(revenueRetention(subscriptionLedger(LINES.slice(0, 0), roles), { at: '2024-01-01' }).customers).toBe(0);
  });

  test('one customer has no interval, and all who stay as they were have one for what may be lost', () => {
    const one = revenueRetention(ledger, { ...year, at: '2024-02-29' });
    expect([one.netRetention.interval, one.grossRetention.interval]).toEqual([null, null]);
    const stay = revenueRetention(ledger, { at: '2024-12-31', until: '2025-01-15' });
    expect(stay.netRetention.value).toBe(1);
    expect(stay.netRetention.interval).toMatchObject({ method: 'agresti-coull-ratio' });
    expect(stay.netRetention.interval?.high).toBeGreaterThan(1);
    expect(stay.grossRetention.interval).toMatchObject({ high: 1, method: 'agresti-coull-ratio' });
  });

  test('the smallest of 50 customers who leaves does not make the interval narrower', () => {
    const pool = (ended: string | null) => {
      const lines = Array.from({ length: 50 }, (_, i) => ({
        ...{ customer: `${i}`, start: '2024-01-01' },
        ...(i === 0 ? { end: ended, amount: 1 } : { end: null, amount: 20 }),
      }));
      return revenueRetention(lines, { ...roles, at: '2024-01-31', until: '2024-12-31', asOf: '2025-01-31' });
    };
    const [all, but] = [pool(null).grossRetention, pool('2024-06-01').grossRetention];
    expect([all.value, but.value]).toEqual([1, 980 / 981]);
    expect(but.interval?.low).toBeLessThanOrEqual(all.interval?.low ?? 0);
    expect(but.interval?.high).toBe(1);
  });

  test.each(reference.cases)('ratio and standard error are those of R on $label', ({ first, later, net, gross }) => {
    const rows = first.flatMap((amount, i) => [
      { customer: `${i}`, start: '2024-01-01', end: '2024-07-01', amount },
      { customer: `${i}`, start: '2024-07-01', end: null, amount: later[i] ?? 0 },
    ]);
    const found = revenueRetention(rows, { ...roles, at: '2024-01-31', until: '2024-12-31', asOf: '2025-01-31' });
    for (const [own, expected] of [
      [found.netRetention, net],
      [found.grossRetention, gross],
    ] as const) {
      expect(own.value).toBeCloseTo(expected.ratio, 12);
      expect(own.standardError).toBeCloseTo(expected.standardError, 12);
      expect(own.interval?.low).toBeCloseTo(Math.min(expected.ratio, Math.max(0, expected.low)), 10);
    }
  });

  test('reads snapshots: who is missing in a month has left', () => {
    const snapshots = snapshotLedger(
      [
        { customer: 'a', month: '2024-01', mrr: 10 },
        { customer: 'b', month: '2024-01', mrr: 30 },
        { customer: 'a', month: '2024-02', mrr: 15 },
      ],
      { customer: 'customer', period: 'month', amount: 'mrr' },
    );
    const [row] = revenueRetentionTrend(snapshots, { unit: 'month', after: 1 });
    expect(row).toMatchObject({ period: '2024-02', pool: '2024-01', netRetention: { value: 15 / 40 }, complete: true });
  });
});

test('intervals hold the truth about as often as they say: 400 pools of 30 customers', () => {
  const draw = randomFrom(3);
  // What customers pay later is what they paid, times a factor that does not depend on it; 15 % leave.
  const [center, spread] = [0.02, 0.3];
  const truth = {
    net: 0.85 * Math.exp(center + spread ** 2 / 2),
    gross:
      0.85 *
      (normal.cdf(center / spread) + Math.exp(center + spread ** 2 / 2) * normal.cdf((-center - spread ** 2) / spread)),
  };
  const held = { net: 0, gross: 0 };
  for (let pool = 0; pool < 400; pool += 1) {
    const rows = Array.from({ length: 30 }, (_, customer) => {
      const amount = Math.exp(3 + 0.5 * draw.normal());
      const later = draw.uniform() < 0.85 ? amount * Math.exp(center + spread * draw.normal()) : 0;
      return [
        { customer, start: '2024-01-01', end: '2024-07-01', amount },
        { customer, start: '2024-07-01', end: null, amount: later },
      ];
    });
    const found = revenueRetention(rows.flat(), {
      ...roles,
      at: '2024-01-31',
      until: '2024-12-31',
      asOf: '2025-01-31',
    });
    const holds = (interval: Interval | null, value: number) =>
      interval !== null && interval.low <= value && value <= interval.high ? 1 : 0;
    held.net += holds(found.netRetention.interval, truth.net);
    held.gross += holds(found.grossRetention.interval, truth.gross);
  }
  expect(held.net / 400).toBeGreaterThan(0.93);
  expect(held.gross / 400).toBeGreaterThan(0.93);
});

describe('merging', () => {
  test('refuses states of another minor unit', () => {
    const metric = revenueRetentionMetric(year);
    const yen = subscriptionLedger(LINES, { ...roles, decimals: 0, asOf: '2025-06-30' });
    expect(() => metric.merge(metric.state(ledger), metric.state(yen))).toThrow(InvalidDataError);
    const empty = metric.state(subscriptionLedger(LINES.slice(0, 0), { ...roles, decimals: 0 }));
    expect(metric.merge(empty, metric.state(ledger))).toEqual(metric.state(ledger));
  });
});

describe('bad input', () => {
  test.each([
    [{}],
    [{ ...year, at: 'soon' }],
    [{ ...year, until: '2024-03-01' }],
    [{ ...year, until: '2026-01-01' }],
    [{ ...year, confidence: 2 }],
    [{ ...year, unit: 'month' }],
    [{ ...year, refunds: 'net' }],
  ])('refuses the options %j', (options) => {
    expect(() => revenueRetention(ledger, options as never)).toThrow(InvalidOptionError);
  });

  test.each([
    [{ unit: 'month', after: 0 }],
    [{ unit: 'month', after: 1.5 }],
    [{ unit: 'months' }],
    [{ unit: 'month', at: '2024-03-31' }],
    [{ unit: 'month', from: '2024-03-31', to: '2024-03-31' }],
  ])('refuses the options %j of a trend', (options) => {
    expect(() => revenueRetentionTrend(ledger, options as never)).toThrow(InvalidOptionError);
  });

  test('metrics need the instants that all parts share', () => {
    expect(() => revenueRetentionMetric({ at: '2024-03-31' } as RevenueRetentionMetricOptions)).toThrow(
      InvalidOptionError,
    );
    expect(() => revenueRetentionTrendMetric({ unit: 'month' } as never)).toThrow(InvalidOptionError);
  });
});

import {
  decileSummaryMetric,
  deciles,
  eventLog,
  InvalidDataError,
  InvalidOptionError,
  rfm,
  rfmCutsMetric,
  rfmSummaryMetric,
} from 'kizuna';
import { eventTable, toSql } from 'kizuna/sql';
import { describe, expect, test } from 'vitest';
import { processorTime } from '../support/processor-time.js';

/** Orders of customers who differ, by a generator of one's own; amounts with cents, many of them equal. */
const orders = (customers: number) => {
  let seed = 11;
  const next = () => {
    seed = (seed * 48271) % 2147483647;
    return seed / 2147483647;
  };
  return Array.from({ length: customers }, (_, i) => i).flatMap((i) =>
    Array.from({ length: 1 + Math.floor(next() * 5) }, () => ({
      customer: `c${i}`,
      at: new Date(Date.UTC(2024, 8, 1) + Math.floor(next() * 200 * 86_400_000)),
      yen: Math.floor(next() * 40) * 12.35,
    })),
  );
};
const logOf = (rows: readonly object[]) =>
  eventLog(rows as ReturnType<typeof orders>, { customer: 'customer', time: 'at', amount: 'yen' });
const log = logOf(orders(400));
const CUTS = { recency: [1, 2, 3, 4], frequency: [1, 1, 2, 3], monetary: [1, 2, 3, 4] };
const AMERICA = { asOf: '2025-03-20', timeZone: 'America/Havana' } as const;

describe('the tables of rfm without its customers', () => {
  test.each([
    ['by quantiles', { segments: 'rf10' }],
    ['of three bins, by means', { bins: 3, monetary: 'mean' }],
    ["by R's rule", { method: 'r-rfm', segments: 'rfm11' }],
    ['of bins that differ', { bins: { recency: 4, frequency: 2, monetary: 10 }, segments: [{ segment: 'a', r: 4 }] }],
  ] as const)('are those of rfm, %s', (_, rules) => {
    const { customers, ...whole } = rfm(log, { ...AMERICA, ...rules } as never);
    const { segments = undefined, ...others } = { segments: undefined, ...rules };
    const first = rfmCutsMetric({ ...AMERICA, ...others });
    const cuts = first.finish(first.state(log));
    expect(cuts.n).toBe(customers.length);
    const { recency, frequency, monetary } = cuts;
    expect({ recency, frequency, monetary }).toEqual(whole.cuts);
    const second = rfmSummaryMetric({ ...AMERICA, ...others, segments, cuts });
    expect(second.finish(second.state(log))).toEqual(whole);
  });

  test('are those of rfm by breaks', () => {
    const rules = {
      ...{
        ...AMERICA,
        segments: [
          { segment: 'a', r: 3 },
          { segment: 'b', m: 1 },
        ],
      },
      breaks: { recency: [30, 90], frequency: [2, 4], monetary: [250, 500] },
    } as const;
    const { customers: _, ...whole } = rfm(log, rules);
    const metric = rfmSummaryMetric(rules);
    expect(metric.finish(metric.state(log))).toEqual(whole);
  });

  test('come of shards of customers, cuts first', () => {
    const rules = { ...AMERICA, segments: 'rf10' } as const;
    const { customers: _, ...whole } = rfm(log, rules);
    const shards = [0, 1, 2, 3].map((shard) =>
      logOf(orders(400).filter(({ customer }) => Number(customer.slice(1)) % 4 === shard)),
    );
    const first = rfmCutsMetric(AMERICA);
    const cuts = first.finish(shards.map((shard) => first.state(shard)).reduce(first.merge));
    const second = rfmSummaryMetric({ ...rules, cuts });
    expect(second.finish(shards.map((shard) => second.state(shard)).reduce(second.merge))).toEqual(whole);
  });

  test('of nobody are of nobody', () => {
    const nobody = logOf([]);
    const first = rfmCutsMetric(AMERICA);
    const cuts = first.finish(first.state(nobody));
    expect([cuts.recency, cuts.n]).toEqual([[], 0]);
    const second = rfmSummaryMetric({ ...AMERICA, segments: 'rf10', cuts });
    const { customers: _, ...whole } = rfm(nobody, { ...AMERICA, segments: 'rf10' });
    expect(second.finish(second.state(nobody))).toEqual(whole);
  });

  test('have cuts of amounts in steps, where that is asked for', () => {
    const metric = rfmCutsMetric({ ...AMERICA, monetaryStep: 50 });
    const state = metric.state(log);
    expect(state.monetary.length).toBeLessThan(45);
    expect(metric.finish(state).monetary.every((cut) => cut % 5 === 0)).toBe(true);
  });

  test.each([
    ['neither cuts nor breaks', {}],
    ['both', { cuts: CUTS, breaks: { recency: [1], frequency: [1], monetary: [1] } }],
    ['cuts of other bins', { cuts: CUTS, bins: 4 }],
    ['cuts that fall', { cuts: { ...CUTS, monetary: [1, 2, 3, 0] } }],
    ['ntiles', { cuts: CUTS, method: 'ntile' }],
    ['nested cuts', { cuts: CUTS, nested: true }],
    ['no asOf', { cuts: CUTS, asOf: undefined }],
  ])('refuse %s', (_, wrong) => {
    expect(() => rfmSummaryMetric({ ...AMERICA, ...wrong } as never)).toThrow(InvalidOptionError);
  });

  test('cost what their customers cost, however differently many of their orders have no amount', () => {
    const columns = { who: 'integer', at: 'epochMilliseconds', yen: 'integer' } as const;
    const roles = { customer: 'who', time: 'at', amount: 'yen' } as const;
    const source = eventTable('orders', { dialect: 'postgres', columns, ...roles });
    const { read } = toSql(rfmSummaryMetric({ ...AMERICA, cuts: CUTS }), source as never); // of these orders
    const ten = '4024000000000000'; // its bits
    const rows = Array.from({ length: 30_000 }, (_, i) => {
      const [days, unpaid] = [Math.floor(i / 1000), i % 1000];
      return ['0', `${unpaid}`, `${days}`, '3', '2', '1', `${unpaid + 1}`, ten];
    });
    const started = processorTime();
    const { rows: cells, withAmount, withoutAmount } = read(rows);
    // It took seconds while the rows were looked at for each number of orders without an amount.
    expect(processorTime() - started).toBeLessThan(2_000);
    const orders = (1000 * 1001) / 2;
    expect(cells).toEqual(Array.from({ length: 30 }, (_, days) => [days, 3, 2, 1000, orders, [10_000]]));
    expect([withAmount, withoutAmount]).toEqual([30_000, 30 * (orders - 1000)]);
  });

  test('refuse refunds of which nothing is said, when they are finished', () => {
    const metric = rfmCutsMetric(AMERICA);
    const refunds = logOf([{ customer: 'a', at: 0, yen: -1 }]);
    expect(() => metric.finish(metric.state(refunds))).toThrow(InvalidDataError);
  });
});

describe('deciles without their customers', () => {
  test.each([
    {},
    { bins: 7, ties: 'together' },
    { bins: 13, remainder: 'last' },
    { bins: 600, remainder: 'spread' },
    { bins: 600, ties: 'together' },
  ] as const)('are those of deciles: %j', (rules) => {
    const { customers: _, ...whole } = deciles(log, rules);
    const metric = decileSummaryMetric(rules);
    expect(metric.finish(metric.state(log))).toEqual(whole);
  });

  test('are exact of amounts near the end of doubles, too', () => {
    const large = logOf([1e308, 7e307, 1e-310, 1e-310, 0].map((yen, i) => ({ customer: `c${i}`, at: 0, yen })));
    const { customers: _, ...whole } = deciles(large, { bins: 2 });
    const metric = decileSummaryMetric({ bins: 2 });
    expect(metric.finish(metric.state(large))).toEqual(whole);
  });
});

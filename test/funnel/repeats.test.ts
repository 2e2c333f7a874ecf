import { compareFunnels, compareProportions, eventLogFromColumns, funnel, funnelBy, funnelTrend } from 'kizuna';
import { describe, expect, test } from 'vitest';

const MINUTE = 60_000;
const BASE = Date.UTC(2025, 3, 1);

/** Marsaglia's xorshift: the same numbers in every run. */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** Attempts of customers, each of whom converts with a share of one's own. */
function logOf(shares: readonly number[], attempts: number, next: () => number) {
  const [customer, time, name, item] = [[], [], [], []] as [number[], number[], string[], string[]];
  for (const [i, share] of shares.entries()) {
    for (let k = 0; k < attempts; k += 1) {
      for (const event of next() < share ? ['visit', 'order'] : ['visit']) {
        customer.push(i);
        time.push(BASE + (k * 10 + (event === 'order' ? 1 : 0)) * MINUTE);
        name.push(event);
        item.push(`item ${k}`);
      }
    }
  }
  return eventLogFromColumns({ customer, time, name, properties: { item } });
}

const STEPS = ['visit', 'order'] as const;
const ATTEMPTS = { steps: STEPS, counting: 'attempts', within: { minutes: 5 }, asOf: BASE + 200 * MINUTE } as const;
const ITEMS = { steps: STEPS, holdConstant: ['item'], within: { minutes: 5 }, asOf: BASE + 200 * MINUTE } as const;

describe('where a customer counts more than once,', () => {
  test.each([
    ['attempts', ATTEMPTS],
    ['a property held constant', ITEMS],
  ])('the interval holds the true share as often as it says: %s', (_, options) => {
    const next = numbersFrom(2025);
    const runs = 300;
    const held = { conversion: 0, mature: 0, fromPrevious: 0 };
    for (let run = 0; run < runs; run += 1) {
      const shares = Array.from({ length: 60 }, () => (next() < 0.5 ? 0.9 : 0.1));
      const { conversion, mature, steps } = funnel(logOf(shares, 10, next), options);
      const rates = { conversion, mature, fromPrevious: steps[1]?.fromPrevious };
      for (const key of ['conversion', 'mature', 'fromPrevious'] as const) {
        const interval = rates[key]?.interval;
        if (interval && interval.low <= 0.5 && interval.high >= 0.5) held[key] += 1;
      }
    }
    for (const count of Object.values(held)) {
      expect(count / runs).toBeGreaterThan(0.92);
      expect(count / runs).toBeLessThan(0.98);
    }
  });

  test('the effective n is that of customers as clusters', () => {
    // Two customers with two attempts each, both of the first converted: x = 2, 2 and y = 2, 0, so p = 1/2, its variance
    // ((2 − 1)² + (0 − 1)²) / 4² · 2/1 = 1/4, and p(1 − p) over it is 1.
    const { conversion, mature, steps } = funnel(logOf([1, 0], 2, numbersFrom(1)), ATTEMPTS);
    expect(conversion).toMatchObject({ value: 0.5, n: 4, numerator: 2, denominator: 4, effectiveN: 1 });
    expect(mature).toEqual(conversion);
    expect(steps[1]?.fromPrevious).toEqual(conversion);
    // All convert alike: Kish's n, here of one customer with six attempts.
    expect(funnel(logOf([1], 6, numbersFrom(1)), ATTEMPTS).conversion).toMatchObject({ value: 1, effectiveN: 1 });
  });

  test('the rows of a breakdown and of a trend tell so too', () => {
    const log = logOf([1, 0], 2, numbersFrom(1));
    const { conversion } = funnel(log, ATTEMPTS);
    const trend = funnelTrend(log, { ...ATTEMPTS, unit: 'day' });
    expect(trend[0]?.conversion).toEqual(conversion);
    // Under 'all' each customer counts once for an item.
    const rows = funnelBy(log, { ...ITEMS, holdConstant: [], breakdown: { property: 'item', attribution: 'all' } });
    expect(rows.map((row) => row.conversion.effectiveN)).toEqual([2, 2]);
  });

  test('a comparison rests on the effective n', () => {
    const next = numbersFrom(7);
    const [a, b] = [0.5, 0.7].map((share) => {
      const shares = Array.from({ length: 40 }, () => (next() < share ? 0.9 : 0.1));
      return funnel(logOf(shares, 10, next), ATTEMPTS);
    });
    if (a === undefined || b === undefined) throw new Error('two funnels');
    const sample = ({ value, effectiveN }: typeof a.conversion) => ({
      successes: (value ?? 0) * effectiveN,
      n: effectiveN,
    });
    const expected = compareProportions(sample(a.conversion), sample(b.conversion));
    expect(compareFunnels(a, b).conversion).toEqual({ ...expected, n: { first: 400, second: 400 } });
    expect(a.conversion.effectiveN).toBeLessThan(120);
  });
});

test('where each customer counts once, the effective n is n', () => {
  const log = logOf([1, 0, 1], 3, numbersFrom(1));
  for (const options of [{ steps: STEPS }, { steps: STEPS, counting: 'attempts', reentry: 'first' }] as const) {
    const { conversion, mature, steps } = funnel(log, options);
    expect([conversion.effectiveN, mature.effectiveN, steps[0]?.fromPrevious.effectiveN]).toEqual([3, 0, 3]);
  }
});

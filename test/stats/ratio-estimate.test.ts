import { describe, expect, test } from 'vitest';
import { randomFrom } from '../../src/stats/random.js';
import { growthEstimate, type RatioSums, ratioEstimate, shareEstimate } from '../../src/stats/ratio-estimate.js';
import { sum } from '../../src/stats/sum.js';
import reference from '../reference/revenue-retention.json' with { type: 'json' };

type Rows = readonly (readonly [x: number, y: number])[];

function sumsOf(rows: Rows): RatioSums {
  const of = (value: (x: number, y: number) => number) => [sum(rows.map(([x, y]) => value(x, y)))];
  return {
    n: rows.length,
    ...{ x: of((x) => x), y: of((_, y) => y), xx: of((x) => x * x), xy: of((x, y) => x * y), yy: of((_, y) => y * y) },
  };
}

const share = (rows: Rows, confidence = 0.95) => shareEstimate(sumsOf(rows), confidence, 'test');
const growth = (rows: Rows, confidence = 0.95) => growthEstimate(sumsOf(rows), confidence, 'test');
const alike = (n: number, x: number, y: number): Rows => Array.from({ length: n }, () => [x, y]);

describe('the interval of a share of sums', () => {
  test('of rows of one size that keep all or nothing is that of Agresti and Coull, with Student’s quantile', () => {
    const { interval } = share([...alike(90, 10, 10), ...alike(10, 10, 0)]);
    // Agresti & Coull: 91.92… of 103.84…, ± 1.96·√(p(1 − p)/103.84…) = 0.82343–0.94643, with 1.98422 for 1.95996 below.
    const [p, n] = [(90 + 1.9207294) / 103.8414588, 103.8414588];
    const margin = 1.9842169516 * Math.sqrt((p * (1 - p)) / n);
    expect(interval?.method).toBe('agresti-coull-ratio');
    expect(interval?.low).toBeCloseTo(p - margin, 8);
    expect(interval?.high).toBeCloseTo(p + margin, 8);
  });

  test('does not change with the first row that is lost, where that is the smallest', () => {
    const kept = alike(49, 20, 20);
    const [all, but] = [share([...kept, [1, 1]]).interval, share([...kept, [1, 0]]).interval];
    expect(all?.high).toBe(1);
    expect(but?.high).toBe(1);
    expect(all?.low).toBeCloseTo(0.91, 2);
    expect(but?.low).toBeCloseTo(0.91, 2);
  });

  test('says little where nearly all is one row’s, whatever the others do', () => {
    expect(share([[9950, 9950], ...alike(49, 1, 1)]).interval?.low).toBeLessThan(0.1);
    expect(share([[9950, 0], ...alike(49, 1, 1)]).interval?.high).toBeGreaterThan(0.9);
  });

  test('holds the share, and stays within 0 and 1', () => {
    for (const rows of [alike(2, 5, 5), alike(2, 5, 0), [...alike(1, 5, 5), ...alike(1, 5, 0)], alike(400, 5, 4)]) {
      const { value, interval } = share(rows, 0.99);
      expect(interval?.low).toBeGreaterThanOrEqual(0);
      expect(interval?.low).toBeLessThanOrEqual(value ?? -1);
      expect(interval?.high).toBeGreaterThanOrEqual(value ?? 2);
      expect(interval?.high).toBeLessThanOrEqual(1);
    }
  });

  test('is that of the standard error where rows are many', () => {
    const draw = randomFrom(1);
    const rows = Array.from({ length: 1e5 }, () => {
      const x = Math.ceil(100 * draw.uniform());
      return [x, Math.floor(x * draw.uniform())] as const;
    });
    const { value, interval, standardError } = share(rows);
    expect((interval?.high ?? 0) - (value ?? 0)).toBeCloseTo(1.96 * (standardError ?? 0), 4);
    expect((value ?? 0) - (interval?.low ?? 0)).toBeCloseTo(1.96 * (standardError ?? 0), 4);
  });

  test('one row has none, and nothing has no share', () => {
    expect(share([[5, 5]])).toMatchObject({ value: 1, interval: null, standardError: null });
    expect(share([])).toMatchObject({ value: null, interval: null });
  });
});

test.each(reference.cases)('both intervals are those of R on $label', ({ first, later, net, gross }) => {
  const pairs = first.map((x, i) => [x, later[i] ?? 0] as const);
  const [grown, kept] = [growth(pairs), share(pairs.map(([x, y]) => [x, Math.min(x, y)] as const))];
  for (const [own, expected, most] of [
    [grown, net, Infinity],
    [kept, gross, 1],
  ] as const) {
    expect(own.value).toBeCloseTo(expected.ratio, 12);
    expect(own.standardError).toBeCloseTo(expected.standardError, 12);
    expect(own.interval?.low).toBeCloseTo(Math.min(expected.ratio, Math.max(0, expected.low)), 10);
    expect(own.interval?.high).toBeCloseTo(Math.max(expected.ratio, Math.min(most, expected.high)), 10);
  }
});

describe('the interval of a ratio that may grow', () => {
  test('is there where all rows have one ratio: what was not seen may come', () => {
    const { value, interval } = growth(alike(40, 20, 20));
    expect([value, interval?.method]).toEqual([1, 'agresti-coull-ratio']);
    expect(interval?.low).toBeCloseTo(0.91, 2);
    expect(interval?.high).toBeCloseTo(1.09, 2);
    expect(ratioEstimate(sumsOf(alike(40, 20, 20)), 0.95, 'test').interval).toBeNull();
  });

  test('where all have left it ends above 0, and it goes over into itself at ½', () => {
    const { low, high } = growth(alike(10, 20, 0)).interval ?? { low: 1, high: 0 };
    expect(low).toBe(0);
    expect(high).toBeGreaterThan(0.2);
    expect(high).toBeCloseTo(share(alike(10, 20, 0)).interval?.high ?? 0, 12);
    const [below, above] = [growth(alike(10, 1e6, 499_999)).interval, growth(alike(10, 1e6, 500_001)).interval];
    expect(below?.high).toBeCloseTo(above?.high ?? 0, 4);
  });
});

describe('intervals hold the truth about as often as they say', () => {
  // Customers who differ in revenue by a log-normal factor; some leave, some pay less, some pay more.
  const RUNS = 500;
  const draw = randomFrom(20251122);
  const [less, more] = [0.1, 0.1];
  test.each([
    { n: 10, spread: 0.6, leave: 0.1 },
    { n: 30, spread: 1.2, leave: 0.05 },
    { n: 50, spread: 0, leave: 0.02 },
    { n: 50, spread: 0.6, leave: 0.15 },
    { n: 150, spread: 1.2, leave: 0.03 },
  ])('$n customers, log-sd $spread, $leave leave', ({ n, spread, leave }) => {
    const truth = { gross: (1 - leave) * (1 - less / 2), net: (1 - leave) * (1 - less / 2 + more / 2) };
    const held = { gross: 0, net: 0 };
    for (let run = 0; run < RUNS; run += 1) {
      const rows = Array.from({ length: n }, () => {
        const x = Math.exp(spread * draw.normal());
        const [stays, fate] = [draw.uniform() >= leave, draw.uniform()];
        const factor = fate < less ? 0.5 : fate > 1 - more ? 1.5 : 1;
        return [x, stays ? x * factor : 0] as const;
      });
      const found = { gross: share(rows.map(([x, y]) => [x, Math.min(x, y)] as const)), net: growth(rows) };
      for (const kind of ['gross', 'net'] as const) {
        const { low, high } = found[kind].interval ?? { low: 1, high: 0 };
        if (low <= truth[kind] && truth[kind] <= high) held[kind] += 1;
      }
    }
    // √(0.95·0.05/500) is 0.01: two of them below.
    expect(held.gross / RUNS).toBeGreaterThan(0.93);
    expect(held.net / RUNS).toBeGreaterThan(0.93);
  });
});

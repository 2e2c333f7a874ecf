import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { by } from '../../src/core/by.js';
import { between, compare, input, multiply } from '../../src/core/expression.js';
import { measure, measureAll } from '../../src/core/measure.js';
import { countDistinct, countIf, histogram, max, min, sum, weightedHistogram } from '../../src/core/measures.js';
import { tally } from '../../src/core/tally.js';
import { together } from '../../src/core/together.js';
import { where } from '../../src/core/where.js';

interface Row {
  readonly key: string | number | boolean | null;
  readonly score: number | null;
  readonly amount: number;
}

const row: fc.Arbitrary<Row> = fc.record({
  key: fc.constantFrom('a', 'b', '__proto__', '', 0, -0, 1, true, false, null),
  score: fc.option(fc.integer({ min: 0, max: 10 })),
  amount: fc.double({ min: -1e100, max: 1e100, noNaN: true }),
});
const rows = fc.array(row, { maxLength: 40 });

const all = tally({
  name: 'all',
  inputs: { score: { from: 'score', integer: true, min: 0, max: 10 }, amount: 'amount' },
  measures: {
    n: countIf(),
    high: countIf(between(input('score'), 9, 10)),
    large: countIf(compare(input('amount'), '>', input('score'))),
    total: sum(input('amount')),
    product: sum(multiply(input('amount'), input('score'))),
    least: min(input('amount')),
    most: max(input('amount')),
    different: countDistinct(input('amount')),
    scores: histogram(input('score')),
    amounts: histogram(input('amount')),
    weighted: weightedHistogram(input('score'), input('amount')),
  },
  finish: (measured, excluded) => ({ ...measured, excluded }),
});
const metric = by('key', together({ all, high: where({ score: { gte: 9 } }, all), within: by('score', all) }));
type State = ReturnType<typeof metric.state>;

describe('a nest of metrics', () => {
  test('has one state, however the rows are split and in whatever order their parts are merged', () => {
    fc.assert(
      fc.property(rows, fc.nat(40), fc.nat(40), (list, i, j) => {
        const [first, second] = i < j ? [i, j] : [j, i];
        const parts = [list.slice(0, first), list.slice(first, second), list.slice(second)];
        const [a, b, c] = parts.map((part) => metric.state(part)) as [State, State, State];
        const whole = metric.state(list);
        expect(metric.merge(a, metric.merge(b, c))).toEqual(whole);
        expect(metric.merge(metric.merge(c, a), b)).toEqual(whole);
        expect(metric.merge(metric.state([]), whole)).toEqual(whole);
      }),
    );
  });

  test('has one state, in whatever order the rows are', () => {
    fc.assert(
      fc.property(
        rows.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, shuffled]) => {
          expect(metric.state(shuffled)).toEqual(metric.state(list));
        },
      ),
    );
  });

  test('has a state and a result that survive JSON as they are', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const state = metric.state(list);
        const stored: unknown = JSON.parse(JSON.stringify(state));
        expect(stored).toEqual(state);
        const result = metric.finish(state);
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
        expect(metric.finish(stored as State)).toEqual(result);
      }),
    );
  });

  test('gives the same for rows, columns and a stream of batches', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 10 }), async (list, size) => {
        const columns = {
          key: list.map(({ key }) => key),
          score: list.map(({ score }) => score),
          amount: Float64Array.from(list, ({ amount }) => amount),
        };
        const batches = Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
          list.slice(i * size, (i + 1) * size),
        );
        const expected = measure(list, metric);
        expect(measure(columns, metric)).toEqual(expected);
        expect(measure(list.values(), metric)).toEqual(expected);
        expect(await measureAll(batches, metric)).toEqual(expected);
      }),
    );
  });

  test('counts every row once: in its group, or among those left out', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const groups = measure(list, metric);
        const total = groups.reduce((sum, group) => sum + group.all.n + group.all.excluded.missing, 0);
        expect(total).toBe(list.length);
        for (const { key, all: group } of groups) {
          const own = list.filter((each) => each.key === key);
          expect(group).toEqual(measure(own, all));
        }
      }),
    );
  });
});

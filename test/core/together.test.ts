import { describe, expect, test } from 'vitest';
import { by } from '../../src/core/by.js';
import type { Data } from '../../src/core/data.js';
import { InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import { input } from '../../src/core/expression.js';
import { measure, measureAll } from '../../src/core/measure.js';
import { countIf, sum } from '../../src/core/measures.js';
import type { RowMetric } from '../../src/core/metric.js';
import { tally } from '../../src/core/tally.js';
import { together } from '../../src/core/together.js';
import { where } from '../../src/core/where.js';
import { thrown } from '../support/thrown.js';

interface Row {
  readonly plan: string;
  readonly amount: number;
}

const rows: readonly Row[] = [
  { plan: 'b', amount: 1 },
  { plan: 'a', amount: 2 },
  { plan: 'b', amount: 4 },
  { plan: 'a', amount: 8 },
];
const total = tally({
  name: 'total',
  inputs: { amount: 'amount' },
  measures: { total: sum(input('amount')) },
  finish: (measured) => ({ total: measured.total }),
});
const counted = tally({ name: 'counted', inputs: {}, measures: { n: countIf() }, finish: ({ n }) => ({ n }) });

/** A metric written by hand, without a fold: the median needs all rows at once. */
const median: RowMetric<Row, readonly number[], { readonly median: number | null }> = {
  name: 'median',
  split: 'anywhere',
  state(data: Data<Row>) {
    return [...(data as Iterable<Row>)]
      .map(({ amount }, index) => {
        if (amount >= 0) return amount;
        throw new InvalidDataError(`median requires amounts of at least 0; row ${index} is negative`, [
          { code: 'E_NUM_RANGE', index, field: 'amount', expected: 'at least 0', received: 'number' },
        ]);
      })
      .sort((a, b) => a - b);
  },
  merge: (a, b) => [...a, ...b].sort((x, y) => x - y),
  finish: (amounts) => ({ median: amounts[Math.floor(amounts.length / 2)] ?? null }),
};

describe('metrics together', () => {
  test('give each result under its name, in one reading', () => {
    let reads = 0;
    function* stream(): Generator<Row> {
      reads += 1;
      yield* rows;
    }
    expect(measure(stream(), together({ total, counted }))).toEqual({ total: { total: 15 }, counted: { n: 4 } });
    expect(reads).toBe(1);
  });

  test('may have names such as __proto__', () => {
    const named = JSON.parse('{"__proto__": 0}') as Record<string, unknown>;
    const metrics = Object.fromEntries(Object.keys(named).map((name) => [name, counted]));
    const result = measure(rows, together<Row>(metrics));
    expect(Object.entries(result)).toEqual([['__proto__', { n: 4 }]]);
  });

  test('merge name by name', () => {
    const metric = together({ total, counted, within: together({ total }) });
    const [a, b] = [metric.state(rows.slice(0, 1)), metric.state(rows.slice(1))];
    expect(metric.merge(a, b)).toEqual(metric.state(rows));
    expect(metric.finish(metric.merge(b, a))).toEqual(measure(rows, metric));
  });

  test('can be split as all of them can', () => {
    expect(together({ total, median }).split).toBe('anywhere');
    expect(together({ total, median: { ...median, split: 'by customer' } }).split).toBe('by customer');
  });

  test('are at least one', () => {
    expect(thrown(InvalidOptionError, () => together({})).message).toBe(
      'together requires metrics to name at least one metric; got object',
    );
  });

  test('report what is wrong in all of them at once', () => {
    const bad = [{ plan: 'a', amount: 'x' as unknown as number }, ...rows, { plan: 'a', amount: Number.NaN }];
    const error = thrown(InvalidDataError, () => measure(bad, together({ one: total, two: total })));
    expect(error.issueCount).toBe(4);
    expect(new Set(error.issues.map(({ index }) => index))).toEqual(new Set([0, 5]));
  });
});

describe('a metric written by hand, without a fold', () => {
  test('is measured on its own', async () => {
    expect(measure(rows, median)).toEqual({ median: 4 });
    expect(await measureAll([rows.slice(0, 2), rows.slice(2)], median)).toEqual({ median: 4 });
  });

  test('gets the rows of each group, of columns too', () => {
    const expected = [
      { plan: 'a', median: 8 },
      { plan: 'b', median: 4 },
    ];
    const columns = { plan: rows.map(({ plan }) => plan), amount: new Float64Array(rows.map(({ amount }) => amount)) };
    expect(measure(rows, by('plan', median))).toEqual(expected);
    expect(measure(columns, by('plan', median))).toEqual(expected);
  });

  test('stands beside others, and under a filter', () => {
    expect(measure(rows, together({ median, total, low: where({ amount: { lte: 2 } }, median) }))).toEqual({
      median: { median: 4 },
      total: { total: 15 },
      low: { median: 2 },
    });
    expect(measure(rows, where({ plan: 'c' }, median))).toEqual({ median: null });
  });

  test('streams within others', async () => {
    const batches = [rows.slice(0, 1), rows.slice(1)];
    expect(await measureAll(batches, by('plan', together({ median, total })))).toEqual([
      { plan: 'a', median: { median: 8 }, total: { total: 10 } },
      { plan: 'b', median: { median: 4 }, total: { total: 5 } },
    ]);
  });

  test('has its rows counted over the whole input when it refuses one', () => {
    const bad = [...rows, { plan: 'a', amount: -1 }];
    for (const metric of [by('plan', median), where({ plan: 'a' }, median)] as readonly RowMetric<
      Row,
      unknown,
      unknown
    >[]) {
      const error = thrown(InvalidDataError, () => measure(bad, metric));
      expect(error.issues).toEqual([
        { code: 'E_NUM_RANGE', index: 4, field: 'amount', expected: 'at least 0', received: 'number' },
      ]);
      expect(error.message).toBe('median requires amount to be at least 0; row 4 has number');
    }
  });

  test('keeps other errors as they are', () => {
    const fault = new RangeError('mine');
    const odd: typeof median = {
      ...median,
      state() {
        throw fault;
      },
    };
    expect(thrown(RangeError, () => measure(rows, by('plan', odd)))).toBe(fault);
  });
});

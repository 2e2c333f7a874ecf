import { describe, expect, test } from 'vitest';
import { by } from '../../src/core/by.js';
import { InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import { input } from '../../src/core/expression.js';
import { measure } from '../../src/core/measure.js';
import { countIf, sum } from '../../src/core/measures.js';
import type { RowMetric } from '../../src/core/metric.js';
import { tally } from '../../src/core/tally.js';
import { together } from '../../src/core/together.js';
import { where } from '../../src/core/where.js';
import { nps, npsMetric } from '../../src/survey/nps.js';
import { period } from '../../src/time/period-key.js';
import { processorTime } from '../support/processor-time.js';
import { thrown } from '../support/thrown.js';

interface Keyed {
  readonly key?: unknown;
}

const counted = tally({
  name: 'counted',
  inputs: {},
  measures: { n: countIf() },
  finish: ({ n }) => ({ n }),
});
const pairsBy = (keys: readonly unknown[]): unknown => {
  const rows: readonly { readonly key: string | null }[] = keys.map((key) => ({ key: key as string }));
  return measure(rows, by('key', counted)).map(({ key, n }) => [key, n]);
};

describe('groups', () => {
  test('come in the order of their keys: null, numbers, text by code unit, false, true', () => {
    const keys = ['b', true, 10, null, 'a', 'Z', 2, false, 'b', -1];
    expect(pairsBy(keys)).toEqual([
      [null, 1],
      [-1, 1],
      [2, 1],
      [10, 1],
      ['Z', 1],
      ['a', 1],
      ['b', 2],
      [false, 1],
      [true, 1],
    ]);
  });

  test('are told apart by type: 1 is not "1", and 0 is not false', () => {
    expect(pairsBy([1, '1', true, 'true', 0, false])).toEqual([
      [0, 1],
      [1, 1],
      ['1', 1],
      ['true', 1],
      [false, 1],
      [true, 1],
    ]);
  });

  test('may be called __proto__, constructor, or nothing', () => {
    const keys = ['__proto__', '', 'constructor', '__proto__', 'toString'];
    expect(pairsBy(keys)).toEqual([
      ['', 1],
      ['__proto__', 2],
      ['constructor', 1],
      ['toString', 1],
    ]);
    const rows = [JSON.parse('{"__proto__":"a"}') as Record<string, string>];
    const [row = {}] = measure(rows, by('__proto__', counted));
    expect(Object.entries(row)).toEqual([
      ['__proto__', 'a'],
      ['n', 1],
    ]);
  });

  test('of null, undefined and an absent field are one', () => {
    const rows: readonly { readonly key?: string | null | undefined }[] = [{ key: null }, { key: undefined }, {}];
    expect(measure(rows, by('key', counted))).toEqual([{ key: null, n: 3 }]);
  });

  test('of 0 and -0 are one, and it is 0', () => {
    for (const keys of [[0, -0], [-0, 0], [-0]]) {
      expect(pairsBy(keys)).toEqual([[0, keys.length]]);
    }
  });

  test('are many, in any order of appearance', () => {
    const keys = Array.from({ length: 5000 }, (_, i) => (i * 7919) % 1000);
    expect(pairsBy(keys)).toEqual(Array.from({ length: 1000 }, (_, key) => [key, 5]));
  });

  test.each([
    ['NaN', Number.NaN],
    ['Infinity', Infinity],
    ['object', {}],
    ['array', ['a']],
    ['Date', new Date(0)],
    ['bigint', 1n],
    ['symbol', Symbol('s')],
  ])('by %s are refused, each with its row', (received, odd) => {
    const error = thrown(InvalidDataError, () => pairsBy(['a', odd, 'b', odd]));
    const expected = 'a finite number, text, true, false or null';
    expect(error.issues).toEqual(
      [1, 3].map((index) => ({ code: 'E_FIELD_TYPE', index, field: 'key', expected, received })),
    );
    expect(error.message).toBe(`counted requires key to be ${expected}; row 1 has ${received} (1 of 2)`);
  });

  test('are none where no row has the field', () => {
    const rows: readonly Keyed[] = [{}, {}];
    const error = thrown(InvalidDataError, () =>
      measure(rows as readonly { readonly key: string }[], by('key', counted)),
    );
    expect([error.code, error.issues[0]?.field]).toEqual(['E_FIELD_MISSING', 'key']);
  });
});

describe('a function as the key', () => {
  test('gives rows their `key`', () => {
    const rows = measure(
      [5, 11, 25],
      by((value: number) => (value < 10 ? 'low' : 'high'), sumOfValues()),
    );
    expect(rows).toEqual([
      { key: 'high', total: 36 },
      { key: 'low', total: 5 },
    ]);
  });

  test('is refused where it gives no key', () => {
    const metric = by(() => Number.NaN, sumOfValues());
    expect(thrown(InvalidDataError, () => measure([1], metric)).issues[0]).toMatchObject({ index: 0, field: 'key' });
  });
});

describe('groups within groups', () => {
  const rows = [
    { plan: 'pro', at: '2025-01-10T00:00:00Z', score: 10 },
    { plan: 'pro', at: '2025-02-10T00:00:00Z', score: 3 },
    { plan: 'free', at: '2025-01-20T00:00:00Z', score: 8 },
    { plan: 'pro', at: '2025-01-31T23:30:00Z', score: 9 },
  ];

  test('come as one list of rows with both keys', () => {
    const metric = by('plan', by(period('at', { unit: 'month' }), npsMetric({ score: 'score' })));
    expect(measure(rows, metric).map(({ plan, period, value, n }) => [plan, period, value, n])).toEqual([
      ['free', '2025-01', 0, 1],
      ['pro', '2025-01', 100, 2],
      ['pro', '2025-02', -100, 1],
    ]);
  });

  test('may be filtered on either side', () => {
    const inner = by('plan', where({ score: { gte: 9 } }, counted));
    expect(measure(rows, inner)).toEqual([
      { plan: 'free', n: 0 },
      { plan: 'pro', n: 2 },
    ]);
    expect(measure(rows, where({ score: { gte: 9 } }, by('plan', counted)))).toEqual([{ plan: 'pro', n: 2 }]);
  });

  test('merge from the states of any parts', () => {
    const metric = by('plan', by(period('at', { unit: 'month' }), npsMetric({ score: 'score' })));
    const [a, b] = [metric.state(rows.slice(0, 1)), metric.state(rows.slice(1))];
    const frozen = JSON.stringify([a, b]);
    expect(metric.merge(a, b)).toEqual(metric.state(rows));
    expect(metric.merge(b, a)).toEqual(metric.state(rows));
    expect(metric.merge(a, metric.state([]))).toEqual(a);
    expect(JSON.stringify([a, b])).toBe(frozen);
    expect(metric.finish(JSON.parse(JSON.stringify(metric.merge(a, b))) as typeof a)).toEqual(measure(rows, metric));
  });
});

describe('a period as the key', () => {
  const monthly = by(period('at', { unit: 'month', timeZone: 'Asia/Tokyo', as: 'month' }), counted);

  test('takes dates, milliseconds and text, and may be called otherwise', () => {
    const rows = [
      { at: new Date('2025-03-31T15:00:00Z') },
      { at: Date.UTC(2025, 2, 31, 14) },
      { at: '2025-04-01T00:30:00+09:00' },
    ];
    expect(measure(rows, monthly)).toEqual([
      { month: '2025-03', n: 1 },
      { month: '2025-04', n: 2 },
    ]);
  });

  test('puts rows without a time into the group null', () => {
    const rows: readonly { readonly at?: string | null }[] = [{ at: null }, {}, { at: '2025-04-01T00:30:00Z' }];
    expect(measure(rows, monthly)).toEqual([
      { month: null, n: 2 },
      { month: '2025-04', n: 1 },
    ]);
  });

  test.each([
    ['2025-04-01T10:00:00', 'E_TIME_AMBIGUOUS', 'string'],
    ['2025-04-01', 'E_TIME_AMBIGUOUS', 'string'],
    ['2025-02-30T10:00:00Z', 'E_TIME_INVALID', 'string'],
    ['soon', 'E_TIME_INVALID', 'string'],
    [new Date(Number.NaN), 'E_TIME_INVALID', 'Invalid Date'],
    [1.5, 'E_TIME_INVALID', 'number'],
    [Number.NaN, 'E_TIME_INVALID', 'NaN'],
    [true, 'E_FIELD_TYPE', 'boolean'],
    [Object.create(Date.prototype), 'E_FIELD_TYPE', 'object'],
  ])('refuses %o with its row: %s', (odd, code, received) => {
    const rows = [{ at: 0 }, { at: odd as number }];
    const error = thrown(InvalidDataError, () => measure(rows, monthly));
    expect(error.issues).toEqual([{ code, index: 1, field: 'at', expected: expect.any(String) as string, received }]);
  });
});

describe('a key', () => {
  test('must not have the name of a field of the result', () => {
    const rows = [{ n: 'a', value: 'b', score: 9 }];
    for (const metric of [
      by('n', npsMetric({ score: 'score' })),
      by('value', npsMetric({ score: 'score' })),
      by(period('score', { unit: 'day', as: 'n' }), npsMetric({ score: 'score' })),
      by('value', by('value', counted)),
    ]) {
      const error = thrown(InvalidOptionError, () => measure(rows, metric as RowMetric<object, unknown, unknown>));
      expect(error.message).toMatch(/^by requires a key that the result has no field for; both have "(n|value)"$/);
    }
  });

  test.each([[5], [null], [undefined], [{}], [['plan']]])('must not be %o', (key) => {
    expect(thrown(InvalidOptionError, () => by(key as unknown as 'plan', counted)).code).toBe('E_OPT_TYPE');
  });

  test('puts a bare result under `result`', () => {
    const bare = tally({ name: 'bare', inputs: {}, measures: { n: countIf() }, finish: ({ n }) => n });
    expect(measure([{ plan: 'a' }], by('plan', bare) as RowMetric<object, unknown, unknown>)).toEqual([
      { plan: 'a', result: 1 },
    ]);
  });
});

function sumOfValues() {
  return tally({
    name: 'sum of values',
    inputs: { value: (value: number) => value },
    measures: { total: sum(input('value')) },
    finish: ({ total }) => ({ total }),
  });
}

describe('many groups', () => {
  test('within groups cost what their rows cost, not groups times keys', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => ({ shop: `s${i % 4_000}`, customer: `c${i}`, score: 9 }));
    const started = processorTime();
    const found = measure(rows, by('shop', by('customer', npsMetric({ score: 'score' }))));
    expect(found).toHaveLength(20_000);
    expect(found.every(({ n }) => n === 1)).toBe(true);
    // It took seconds while each shop had a table of all customers.
    expect(processorTime() - started).toBeLessThan(2_000);
  });

  test('of common and of rare keys keep their rows apart', () => {
    const rows = Array.from({ length: 900 }, (_, i) => ({ outer: i % 3, inner: i % 300, score: i % 11 }));
    const nested = measure(rows, by('outer', by('inner', npsMetric({ score: 'score' }))));
    const flat = measure(
      rows,
      by((row) => `${row.outer} ${row.inner}`, npsMetric({ score: 'score' })),
    );
    expect(nested.map(({ outer, inner, n, value }) => [`${outer} ${inner}`, n, value]).sort()).toEqual(
      flat.map(({ key, n, value }) => [key, n, value]).sort(),
    );
  });
});

describe('what is no metric', () => {
  test.each([undefined, null, 5, npsMetric, nps, { name: 'nps' }])('%o is refused by name', (metric) => {
    const rows = [{ plan: 'pro', score: 9 }];
    const no = metric as never;
    const refused = { name: 'InvalidOptionError', code: 'E_OPT_TYPE' };
    expect(() => measure(rows, no)).toThrow(expect.objectContaining(refused));
    expect(() => by('plan', no)).toThrow(expect.objectContaining(refused));
    expect(() => where({ plan: 'pro' }, no)).toThrow(expect.objectContaining(refused));
    expect(() => together({ no })).toThrow(expect.objectContaining(refused));
  });
});

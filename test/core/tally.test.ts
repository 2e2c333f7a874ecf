import { describe, expect, test } from 'vitest';
import { by } from '../../src/core/by.js';
import { InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import {
  add,
  and,
  between,
  compare,
  type Expression,
  input,
  multiply,
  not,
  oneOf,
  or,
  subtract,
  type Test,
} from '../../src/core/expression.js';
import type { Input } from '../../src/core/input.js';
import { measure } from '../../src/core/measure.js';
import {
  countDistinct,
  countIf,
  histogram,
  type Measure,
  max,
  min,
  sum,
  weightedHistogram,
} from '../../src/core/measures.js';
import { tally } from '../../src/core/tally.js';
import { thrown } from '../support/thrown.js';

interface Order {
  readonly shop: string | null;
  readonly price: number;
  readonly pieces: number;
  readonly isPaid: boolean;
}

const orders: readonly Order[] = [
  { shop: 'b', price: 300, pieces: 2, isPaid: true },
  { shop: 'a', price: 50, pieces: 4, isPaid: false },
  { shop: 'b', price: 300, pieces: -1, isPaid: true },
];

type Name = 'shop' | 'price' | 'pieces' | 'isPaid';

function value(counted: Measure<Name>, rows: readonly Order[] = orders): unknown {
  const metric = tally({
    name: 'value',
    inputs: {
      shop: { from: 'shop', type: 'text' },
      price: 'price',
      pieces: 'pieces',
      isPaid: { from: 'isPaid', type: 'boolean' },
    },
    measures: { counted },
    finish: (measured) => measured.counted,
  });
  return measure(rows, metric);
}

const amount = multiply(input('price'), input('pieces'));

describe('a measure', () => {
  test.each<[string, Measure<Name>, unknown, unknown]>([
    ['countIf without a test', countIf(), 3, 0],
    ['countIf', countIf(compare(input('price'), '>', 100)), 2, 0],
    ['sum', sum(amount), 500, 0],
    ['min', min(input('pieces')), -1, null],
    ['max', max(amount), 600, null],
    ['countDistinct', countDistinct(input('shop')), 2, 0],
    [
      'histogram of numbers',
      histogram(input('price')),
      [
        [50, 1],
        [300, 2],
      ],
      [],
    ],
    [
      'histogram of text',
      histogram(input('shop')),
      [
        ['a', 1],
        ['b', 2],
      ],
      [],
    ],
    [
      'histogram of booleans',
      histogram(input('isPaid')),
      [
        [false, 1],
        [true, 2],
      ],
      [],
    ],
    ['histogram of a constant', histogram('all'), [['all', 3]], []],
    [
      'weightedHistogram',
      weightedHistogram(input('shop'), amount),
      [
        ['a', 200],
        ['b', 300],
      ],
      [],
    ],
  ])('%s', (_, counted, expected, ofNothing) => {
    expect(value(counted)).toEqual(expected);
    expect(value(counted, [])).toEqual(ofNothing);
  });

  test('of no rows at all is never -0', () => {
    const zeros = orders.map((row) => ({ ...row, pieces: -0 }));
    for (const counted of [sum(input('pieces')), min(input('pieces')), max(input('pieces')), sum(amount)]) {
      expect(value(counted, zeros)).toBe(0);
    }
    expect(value(histogram(input('pieces')), zeros)).toEqual([[0, 3]]);
  });

  test('that is a sum is exact until the end', () => {
    const tenths = Array.from({ length: 10 }, () => ({ ...(orders[0] as Order), price: 0.1, pieces: 1 }));
    expect(value(sum(input('price')), tenths)).toBe(1);
    const cancelling = [1e16, 1, -1e16].map((price) => ({ ...(orders[0] as Order), price }));
    expect(value(sum(input('price')), cancelling)).toBe(1);
  });

  test.each<[string, Measure<Name>]>([
    ['sum', sum(amount)],
    ['min', min(amount)],
    ['max', max(multiply(amount, -1))],
    ['histogram', histogram(amount)],
    ['weightedHistogram', weightedHistogram(input('shop'), amount)],
    ['countDistinct', countDistinct(amount)],
    ['min of Infinity less Infinity', min(subtract(amount, amount))],
  ])('refuses numbers beyond the range of doubles: %s', (_, counted) => {
    const rows = orders.map((row) => ({ ...row, price: 1e308, pieces: 10 }));
    expect(thrown(InvalidDataError, () => value(counted, rows)).code).toBe('E_OVERFLOW');
  });

  test('refuses a total beyond the range of doubles', () => {
    const rows = orders.map((row) => ({ ...row, price: 1.7e308 }));
    expect(thrown(InvalidDataError, () => value(sum(input('price')), rows)).code).toBe('E_OVERFLOW');
  });
});

describe('an expression', () => {
  const price = input('price');

  test.each<[string, Expression<Name>, number]>([
    ['a constant', 2, 6],
    ['an input', price, 650],
    ['add', add(price, input('pieces'), 1), 658],
    ['add of nothing', add(), 0],
    ['subtract', subtract(price, input('pieces')), 645],
    ['multiply', amount, 500],
    ['nested', subtract(multiply(price, 2), add(price, 1)), 647],
  ])('%s', (_, expression, total) => {
    expect(value(sum(expression))).toBe(total);
  });

  const pass: Test<Name> = compare(1, '=', 1);
  const fail: Test<Name> = compare(1, '>', 1);
  test.each<[string, Test<Name>, number]>([
    ['=', compare(price, '=', 300), 2],
    ['<', compare(price, '<', 300), 1],
    ['<=', compare(price, '<=', 300), 3],
    ['>', compare(price, '>', 50), 2],
    ['>=', compare(price, '>=', 50), 3],
    ['= of text', compare(input('shop'), '=', 'a'), 1],
    ['< of text', compare(input('shop'), '<', 'b'), 1],
    ['= of booleans', compare(input('isPaid'), '=', true), 2],
    ['= of a number and its text', compare(price, '=', '300'), 0],
    ['between, ends included', between(price, 50, 299), 1],
    ['oneOf', oneOf(price, [50, 60]), 1],
    ['oneOf text', oneOf(input('shop'), ['b', 'c']), 2],
    ['oneOf nothing', oneOf(price, []), 0],
    ['and', and(compare(price, '=', 300), compare(input('pieces'), '>', 0)), 1],
    ['and of nothing', and(), 3],
    ['or', or(compare(price, '=', 50), compare(input('pieces'), '<', 0)), 2],
    ['or of nothing', or(), 0],
    ['not', not(compare(price, '=', 300)), 1],
    ['deep', and(or(fail, pass), not(and(pass, fail))), 3],
  ])('test: %s', (_, passes, n) => {
    expect(value(countIf(passes))).toBe(n);
  });
});

describe('a histogram of whole numbers within bounds', () => {
  const bounded = (low: number, high: number) =>
    tally({
      name: 'bounded',
      inputs: { value: { from: (value: number) => value, integer: true, min: low, max: high } },
      measures: { each: histogram(input('value')) },
      finish: ({ each }) => ({ each }),
    });

  test.each([
    [-3, 3],
    [-1000, 1000],
    [-1e9, 1e9],
  ])('counts the same from %i to %i', (low, high) => {
    expect(measure([3, -3, 0, -0, 3, 1], bounded(low, high)).each).toEqual([
      [-3, 1],
      [0, 2],
      [1, 1],
      [3, 2],
    ]);
  });

  test.each([
    [0, 10],
    [1, 5],
    [-5, 300],
    [0, 255],
  ])('counts bytes from %i to %i as it counts numbers', (low, high) => {
    const metric = tally({
      name: 'bytes',
      inputs: { value: { from: 'value', integer: true, min: low, max: high } },
      measures: { each: histogram(input('value')) },
      invalid: 'exclude',
      finish: ({ each }, { invalid }) => ({ each, invalid }),
    });
    const numbers = Array.from({ length: 70_000 }, (_, i) => (i * i) % (i < 35_000 ? 5 : 12));
    const keys = numbers.map((_, i) => i % 3);
    const [bytes, plain] = [
      { value: new Uint8Array(numbers), keys },
      { value: numbers, keys },
    ];
    expect(measure(bytes, metric)).toEqual(measure(plain, metric));
    expect(measure(bytes, by('keys', metric))).toEqual(measure(plain, by('keys', metric)));
  });
});

describe('a measure that cannot be right', () => {
  test.each<[string, unknown, string, string]>([
    ['reads another input', sum(input('prise')), 'E_OPT_UNKNOWN', 'to read shop, price, pieces, isPaid; got "prise"'],
    ['reads one inside', countIf(not(compare(add(input('x'), 1), '=', 1))), 'E_OPT_UNKNOWN', 'got "x"'],
    ['adds up text', sum(input('shop')), 'E_OPT_TYPE', 'to calculate with numbers; got "text"'],
    ['has the least of a test', min(compare(1, '=', 1)), 'E_OPT_TYPE', 'got "boolean"'],
    ['calculates with text', histogram(multiply(input('shop'), 2)), 'E_OPT_TYPE', 'got "text"'],
    ['weighs by text', weightedHistogram(input('shop'), 'one'), 'E_OPT_TYPE', 'got "text"'],
    ['has text between numbers', countIf(and(between(input('shop'), 1, 2))), 'E_OPT_TYPE', 'got "text"'],
  ])('is refused where it is defined: it %s', (_, counted, code, message) => {
    const error = thrown(InvalidOptionError, () => value(counted as Measure<Name>));
    expect(error.code).toBe(code);
    expect(error.message).toMatch(/^value requires measure "counted" to /);
    expect(error.message).toContain(message);
  });
});

describe('an input', () => {
  type Loose = Readonly<Record<string, unknown>>;
  const rule = (inputs: Readonly<Record<string, Input<Loose>>>, data: readonly Loose[]) =>
    measure(
      data,
      tally({
        name: 'ruled',
        inputs,
        measures: { n: countIf() },
        invalid: 'exclude',
        finish: ({ n }, excluded) => [n, excluded.missing, excluded.invalid],
      }),
    );
  const of = (...values: readonly unknown[]) => values.map((each) => ({ value: each }));

  test('lets finite numbers through unless it says otherwise', () => {
    const odd = [1, -0, 1e308, null, undefined, Number.NaN, Infinity, '1', true, new Date(0), 1n, [1]];
    expect(rule({ value: 'value' }, of(...odd))).toEqual([3, 2, 7]);
    expect(rule({ value: { from: 'value' } }, of(...odd))).toEqual([3, 2, 7]);
  });

  test('may have bounds, both included, and be whole', () => {
    expect(rule({ value: { from: 'value', min: 0, max: 10 } }, of(0, 10, 10.5, -1, 5.5))).toEqual([3, 0, 2]);
    expect(rule({ value: { from: 'value', integer: true } }, of(0, -3, 5.5, 2 ** 53))).toEqual([3, 0, 1]);
  });

  test('may be text or boolean', () => {
    expect(rule({ value: { from: 'value', type: 'text' } }, of('a', '', 1, null, true))).toEqual([2, 1, 2]);
    expect(rule({ value: { from: 'value', type: 'boolean' } }, of(true, false, 0, 'true', null))).toEqual([2, 1, 2]);
  });

  test('leaves a row out once, however many inputs are at fault', () => {
    const rows = [
      { a: null, b: 'x' },
      { a: 'x', b: null },
      { a: 1, b: 'x' },
    ];
    expect(rule({ a: { from: 'a' }, b: { from: 'b', type: 'text' } }, rows)).toEqual([1, 1, 1]);
  });
});

describe('the rows that a tally leaves out', () => {
  const rows = [{ score: 5 }, { score: null }, { score: 50 }, { score: 7.5 }, { score: 'x' }, { score: Number.NaN }];
  const scored = (policy: { readonly missing?: 'exclude' | 'throw'; readonly invalid?: 'throw' | 'exclude' }) =>
    tally({
      name: 'scored',
      inputs: { score: { from: 'score', integer: true, min: 0, max: 10 } },
      measures: { n: countIf() },
      finish: ({ n }, excluded) => ({ n, ...excluded }),
      ...policy,
    });

  test('are told one by one where they are invalid, by place, code and type', () => {
    const error = thrown(InvalidDataError, () => measure(rows, scored({})));
    expect(error.issues.map(({ index, code, received }) => [index, code, received])).toEqual([
      [2, 'E_NUM_RANGE', 'number'],
      [3, 'E_NUM_INTEGER', 'number'],
      [4, 'E_FIELD_TYPE', 'string'],
      [5, 'E_NUM_NONFINITE', 'NaN'],
    ]);
    expect(error.message).toBe('scored requires score to be an integer from 0 to 10; row 2 has number (1 of 4)');
    expect(JSON.stringify(error.issues)).not.toMatch(/50|7\.5|"x"/);
  });

  test('are counted where that is asked for', () => {
    expect(measure(rows, scored({ invalid: 'exclude' }))).toEqual({ n: 1, missing: 1, invalid: 4, repeated: 0 });
  });

  test('are refused where they are missing and that is asked for', () => {
    const error = thrown(InvalidDataError, () => measure(rows, scored({ invalid: 'exclude', missing: 'throw' })));
    expect(error.issues).toEqual([
      { code: 'E_FIELD_MISSING', index: 1, field: 'score', expected: 'an integer from 0 to 10', received: 'null' },
    ]);
  });

  test('are told up to 100, and counted', () => {
    const many = Array.from({ length: 250 }, () => ({ score: 11 }));
    const error = thrown(InvalidDataError, () => measure(many, scored({})));
    expect([error.issues.length, error.issueCount]).toEqual([100, 250]);
    expect(error.message).toMatch(/row 0 has number \(1 of 250\)$/);
    expect(error.issues.at(-1)?.index).toBe(99);
  });

  test('are told alike in bytes', () => {
    const error = thrown(InvalidDataError, () => measure({ score: new Uint8Array([1, 200, 10, 11]) }, scored({})));
    expect(error.issues.map(({ index }) => index)).toEqual([1, 3]);
  });

  test('are judged again in a state from elsewhere', () => {
    const state = scored({ invalid: 'exclude' }).state(rows);
    expect(thrown(InvalidDataError, () => scored({}).finish(state))).toMatchObject({
      code: 'E_FIELD_VALUE',
      issueCount: 4,
      message: 'scored requires score to be an integer from 0 to 10; 4 rows have another value',
    });
    const missing = scored({}).state([{ score: null }]);
    expect(thrown(InvalidDataError, () => scored({ missing: 'throw' }).finish(missing)).message).toBe(
      'scored requires score to be an integer from 0 to 10; 1 row has null',
    );
  });

  test('follow one of two words each', () => {
    const odd = { invalid: 'ignore' as 'exclude' };
    expect(thrown(InvalidOptionError, () => scored(odd)).message).toMatch(
      /invalid to be one of throw, exclude; got "ignore"$/,
    );
  });
});

describe('the state of a tally', () => {
  test('is plain JSON', () => {
    const metric = tally({
      name: 'all',
      inputs: { price: 'price', shop: { from: 'shop', type: 'text' } },
      measures: {
        n: countIf(),
        total: sum(input('price')),
        least: min(input('price')),
        shops: countDistinct(input('shop')),
        prices: histogram(input('price')),
        sales: weightedHistogram(input('shop'), input('price')),
      },
      finish: (measured) => measured,
    });
    const state = metric.state(orders);
    expect(state).toEqual({
      excluded: { missing: 0, invalid: 0, repeated: 0 },
      measured: {
        n: 3,
        total: [650],
        least: 50,
        shops: ['a', 'b'],
        prices: [
          [50, 1],
          [300, 2],
        ],
        sales: [
          ['a', [50]],
          ['b', [600]],
        ],
      },
    });
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    expect(metric.finish(JSON.parse(JSON.stringify(state)) as typeof state)).toEqual(measure(orders, metric));
  });

  test('says what it is made of as data, where no function is', () => {
    const metric = tally({
      name: 'n',
      inputs: { price: 'price' },
      measures: { n: countIf() },
      finish: ({ n }) => ({ n }),
    });
    expect(metric.plan).toMatchObject({ kind: 'tally', inputs: { price: { from: 'price', type: 'number' } } });
    expect(JSON.parse(JSON.stringify(by('shop', metric).plan))).toMatchObject({
      kind: 'by',
      key: { kind: 'field', field: 'shop' },
      of: { measures: { n: { kind: 'countIf', test: true } } },
    });
    expect(by(() => 'a', metric).plan).toMatchObject({ kind: 'by', key: undefined });
  });
});

describe('whole numbers between bounds that are not whole', () => {
  const metric = tally({
    name: 'bounded',
    inputs: { score: { from: 'score', integer: true, min: 0.5, max: 2.5 } },
    measures: { n: countIf(), scores: histogram(input('score')) },
    finish: (measured) => measured,
    invalid: 'exclude',
  });
  const scores = [0, 1, 2, 2, 3];
  const expected = {
    n: 3,
    scores: [
      [1, 1],
      [2, 2],
    ],
  };

  test.each([
    ['rows', scores.map((score) => ({ score }))],
    ['columns', { score: scores }],
    ['bytes', { score: new Uint8Array(scores) }],
    ['bytes without others', { score: new Uint8Array([1, 2, 2]) }],
  ])('are counted in %s', (_, data) => {
    expect(measure(data as never, metric)).toEqual(expected);
  });

  test('are counted by groups', () => {
    const data = scores.map((score, i) => ({ score, group: i % 2 }));
    expect(measure(data, by('group', metric)).map(({ scores }) => scores)).toEqual([
      [[2, 1]],
      [
        [1, 1],
        [2, 1],
      ],
    ]);
  });
});

import { assert, describe, expect, test } from 'vitest';
import { by } from '../../src/core/by.js';
import { InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import type { Filter } from '../../src/core/filter.js';
import { measure } from '../../src/core/measure.js';
import { countIf } from '../../src/core/measures.js';
import type { RowMetric } from '../../src/core/metric.js';
import { tally } from '../../src/core/tally.js';
import { where } from '../../src/core/where.js';
import { npsMetric } from '../../src/survey/nps.js';
import { period } from '../../src/time/period-key.js';
import { thrown } from '../support/thrown.js';

interface Row {
  readonly id: number;
  readonly plan?: string | null;
  readonly amount?: number | null;
  readonly paid?: boolean;
}

const rows: readonly Row[] = [
  { id: 0, plan: 'pro', amount: 100, paid: true },
  { id: 1, plan: 'free', amount: 0, paid: false },
  { id: 2, plan: 'profit', amount: 50 },
  { id: 3, plan: null, amount: null },
  { id: 4 },
];
const counted = tally({ name: 'counted', inputs: {}, measures: { n: countIf() }, finish: ({ n }) => n });

/** The rows that pass, as their ids. */
function passing(filter: Filter<Row>): readonly number[] {
  return measure(rows, by('id', where(filter, counted) as typeof counted)).flatMap((row) =>
    row.result > 0 ? [Number(row.id)] : [],
  );
}

describe('a filter', () => {
  test.each<[string, Filter<Row>, readonly number[]]>([
    ['a value', { plan: 'pro' }, [0]],
    ['a number', { amount: 0 }, [1]],
    ['true', { paid: true }, [0]],
    ['a list', { plan: ['pro', 'free', 'other'] }, [0, 1]],
    ['an empty list', { plan: [] }, []],
    ['eq', { plan: { eq: 'pro' } }, [0]],
    ['ne, where there is a value', { plan: { ne: 'pro' } }, [1, 2]],
    ['in', { amount: { in: [0, 50] } }, [1, 2]],
    ['contains', { plan: { contains: 'pro' } }, [0, 2]],
    ['contains nothing', { plan: { contains: '' } }, [0, 1, 2]],
    ['gte', { amount: { gte: 50 } }, [0, 2]],
    ['lte', { amount: { lte: 50 } }, [1, 2]],
    ['a range', { amount: { gte: 1, lte: 99 } }, [2]],
    ['text in order of code units', { plan: { gte: 'pro' } }, [0, 2]],
    ['several fields at once', { plan: { contains: 'pro' }, amount: { gte: 60 } }, [0]],
    ['conditions that are none', { plan: {} }, [0, 1, 2]],
    ['nothing', {}, [0, 1, 2, 3, 4]],
  ])('by %s', (_, filter, expected) => {
    expect(passing(filter)).toEqual(expected);
  });

  test('never takes a number for its text, nor compares the two', () => {
    const mixed = [{ code: 5 }, { code: '5' }] as readonly { readonly code: number | string }[];
    expect(measure(mixed, where({ code: '5' }, counted))).toBe(1);
    expect(measure(mixed, where({ code: { gte: 1 } }, counted))).toBe(1);
    expect(measure(mixed, where({ code: { lte: '9' } }, counted))).toBe(1);
  });

  test('on a field that no row has is a misspelt name', () => {
    const filter = { paln: 'pro' } as Filter<Row>;
    const error = thrown(InvalidDataError, () => measure(rows, where(filter, counted)));
    expect([error.code, error.issues[0]?.field]).toEqual(['E_FIELD_MISSING', 'paln']);
    const columns = { plan: ['pro'], id: [0] };
    expect(thrown(InvalidDataError, () => measure(columns, where(filter as object, counted))).code).toBe(
      'E_FIELD_MISSING',
    );
  });

  test.each([
    [
      { plan: { equals: 'pro' } },
      'E_OPT_UNKNOWN',
      'where requires the filter on "plan" to use eq, ne, in, contains, gte, lte; got "equals"',
    ],
    [{ plan: { toString: 'pro' } }, 'E_OPT_UNKNOWN', /got "toString"$/],
    [
      { plan: null },
      'E_OPT_TYPE',
      'where requires the filter on "plan" to be a value, a list of values, or conditions; got null',
    ],
    [{ plan: undefined }, 'E_OPT_TYPE', /got undefined$/],
    [{ plan: () => true }, 'E_OPT_TYPE', /got function$/],
    [{ plan: { in: 'pro' } }, 'E_OPT_TYPE', /to have a list under in; got "pro"$/],
    [{ plan: { eq: undefined } }, 'E_OPT_TYPE', /to have a value under eq; got undefined$/],
    [{ amount: { gte: null } }, 'E_OPT_TYPE', /to have a value under gte; got null$/],
    [{ amount: { gte: 1, lte: {} } }, 'E_OPT_TYPE', /to have a value under lte; got object$/],
    [{ plan: { contains: 3 } }, 'E_OPT_TYPE', /to have text under contains; got 3$/],
    [{ plan: ['pro', null] }, 'E_OPT_TYPE', /to list text, numbers, true and false; got null$/],
    [{ plan: { in: [['pro']] } }, 'E_OPT_TYPE', /to list text, numbers, true and false; got array$/],
    [{ plan: new Date(0) }, 'E_OPT_TYPE', /to be a value, a list of values, or conditions; got Date$/],
  ])('%o is refused', (filter, code, message) => {
    const act = (): unknown => measure(rows, where(filter as unknown as Filter<Row>, counted));
    const error = thrown(InvalidOptionError, act);
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  test.each([[null], [undefined], ['pro'], [5]])('is not %o', (test) => {
    expect(thrown(InvalidOptionError, () => where(test as unknown as Filter<Row>, counted)).code).toBe('E_OPT_TYPE');
  });
});

describe('a function as the test', () => {
  test('must give true, not something like it', () => {
    expect(
      measure(
        rows,
        where((row: Row) => row.paid === true, counted),
      ),
    ).toBe(1);
    const loose = where((row: Row) => row.amount as unknown as boolean, counted);
    const error = thrown(InvalidDataError, () => measure(rows, loose));
    expect(error.issues[0]).toMatchObject({
      code: 'E_FIELD_TYPE',
      index: 0,
      expected: expect.stringMatching(/^true or false/),
    });
  });
});

describe('rows that a test leaves out', () => {
  const answers = [
    { plan: 'pro', score: 10 },
    { plan: 'free', score: 99 },
    { plan: 'free', score: null },
  ];

  test('are neither judged nor counted', () => {
    const result = measure(answers, where({ plan: 'pro' }, npsMetric({ score: 'score' })));
    expect(result).toMatchObject({ n: 1, excluded: { missing: 0, invalid: 0 } });
  });

  test('are of no group, and need no key of one', () => {
    const odd = [
      { plan: 'pro', at: '2025-04-01T00:00:00Z', seats: 1 },
      { plan: 'free', at: 'some day', seats: Number.NaN },
      { plan: 'pro', at: '2025-04-02T00:00:00Z', seats: 1 },
    ];
    for (const key of [period('at', { unit: 'month' }), period((row: { at: string }) => row.at, { unit: 'day' })])
      expect(measure(odd, where({ plan: 'free' }, where({ plan: 'pro' }, by(key, counted))))).toEqual([]);
    const seats = by('seats', by(period('at', { unit: 'month' }), counted));
    const grouped = [{ seats: 1, period: '2025-04', result: 2 }];
    expect(measure(odd, where({ plan: 'pro' }, seats))).toEqual(grouped);
    expect(
      measure(
        odd,
        where((row) => row.plan === 'pro', seats),
      ),
    ).toEqual(grouped);
    const wrong = thrown(InvalidDataError, () => measure(odd, where({ plan: 'free' }, seats)));
    expect(wrong.issues[0]).toMatchObject({ index: 1, field: 'seats' });
  });

  test('keep their places in the count of rows', () => {
    const metric = where({ plan: 'free' }, npsMetric({ score: 'score' }));
    expect(thrown(InvalidDataError, () => measure(answers, metric)).issues[0]?.index).toBe(1);
  });

  test('are handed to no function below: of tests, keys, periods or inputs, whatever form the data have', () => {
    const orders = Array.from({ length: 17_000 }, (_, id) => ({
      id,
      order: id % 3 === 0 ? null : { shop: id % 2 === 0 ? 'a' : 'b', at: Date.UTC(2025, id % 12), score: id % 11 },
    }));
    type Order = (typeof orders)[number];
    const calls = new Map<string, number>();
    // Throws of who has no order, and is called once for each of the others.
    const part =
      <Value>(name: string, of: (order: NonNullable<Order['order']>) => Value) =>
      (row: Order): Value => {
        calls.set(name, (calls.get(name) ?? 0) + 1);
        return of(row.order as NonNullable<Order['order']>);
      };
    const scored = npsMetric<Order>({ score: part('input', ({ score }) => score) });
    const shop = part('key', (order) => order.shop);
    const month = period(
      part('period', ({ at }) => at),
      { unit: 'quarter' },
    );
    const many = where(
      part('test', ({ score }) => score > 2),
      by(shop, by(month, scored)),
    );
    const whole = where(({ order }: Order) => order !== null, many);
    const kept = orders.filter(({ order }) => order !== null);
    const passing = kept.filter(({ order }) => order!.score > 2).length;
    const expected = measure(kept, many);
    expect([...calls.values()].sort((x, y) => x - y)).toEqual([passing, passing, passing, kept.length]);
    const columns = { id: orders.map(({ id }) => id), order: orders.map(({ order }) => order) };
    for (const data of [orders, new Set(orders), columns]) {
      calls.clear();
      expect(measure(data as readonly Order[], whole)).toEqual(expected);
      expect(Object.fromEntries(calls)).toEqual({ test: kept.length, key: passing, period: passing, input: passing });
    }
  });

  test('tell nothing of a test within that gives no answer for them, and those that are left do, with their places', () => {
    const answers = [{ id: 0 }, { id: 1, isKept: true }, { id: 2, isKept: true, isSeen: true }];
    type Answer = { readonly id: number; readonly isKept?: boolean; readonly isSeen?: boolean };
    const seen = where((row: Answer) => row.isSeen as boolean, counted as RowMetric<Answer, unknown, number>);
    expect(measure(answers as readonly Answer[], where({ isSeen: true }, seen))).toBe(1);
    const error = thrown(InvalidDataError, () => measure(answers as readonly Answer[], where({ isKept: true }, seen)));
    expect(error.issues.map(({ index }) => index)).toEqual([1]);
    const throwing = where(
      (row: Answer) => row.id !== 1 || assert.fail('no order'),
      counted as RowMetric<Answer, unknown, number>,
    );
    const refused = thrown(InvalidDataError, () => measure(answers, where({ isKept: true }, throwing)));
    expect([refused.code, refused.issues[0]?.index]).toEqual(['E_ACCESSOR', 1]);
    expect(measure(answers as readonly Answer[], where({ isSeen: true }, throwing))).toBe(1);
  });

  test('stay out in filters within filters', () => {
    expect(measure(rows, where({ plan: { contains: 'pro' } }, where({ amount: { lte: 60 } }, counted)))).toBe(1);
  });
});

import { describe, expect, test } from 'vitest';
import { by } from '../../src/core/by.js';
import { InvalidOptionError } from '../../src/core/errors.js';
import { measure } from '../../src/core/measure.js';
import { suppressSmall } from '../../src/core/suppress.js';
import { together } from '../../src/core/together.js';
import { npsMetric } from '../../src/survey/nps.js';
import { processorTime } from '../support/processor-time.js';
import { thrown } from '../support/thrown.js';

const cells = (counts: readonly (number | null)[]) => counts.map((n, i) => ({ group: `g${i}`, n, value: i }));
const shown = (counts: readonly (number | null)[], minimum = 5) =>
  suppressSmall(cells(counts), { minimum }).map(({ n }) => n);

describe('suppression', () => {
  test('leaves a table alone where every cell is large enough, and marks each row', () => {
    expect(suppressSmall(cells([5, 6]), { minimum: 5 })).toEqual([
      { group: 'g0', n: 5, value: 0, suppressed: false },
      { group: 'g1', n: 6, value: 1, suppressed: false },
    ]);
  });

  test('hides everything but the key of a cell that is too small', () => {
    expect(suppressSmall(cells([3, 40, 4]), { minimum: 5 })).toEqual([
      { group: 'g0', n: null, value: null, suppressed: true },
      { group: 'g1', n: 40, value: 1, suppressed: false },
      { group: 'g2', n: null, value: null, suppressed: true },
    ]);
  });

  test.each<[string, readonly (number | null)[], readonly (number | null)[]]>([
    ['hides the next smallest beside one alone', [40, 3, 9, 12], [40, null, null, 12]],
    ['hides on until the hidden ones are as many as the minimum', [1, 2, 40, 7], [null, null, 40, null]],
    ['stops where two small ones are enough together', [3, 4, 40, 7], [null, null, 40, 7]],
    ['hides a cell of nobody, which would tell as much', [0, 0, 40, 7], [null, null, 40, null]],
    ['hides all there is in a table of one', [3], [null]],
    ['hides both of two', [3, 90], [null, null]],
    ['takes the first of two that are equally small', [3, 9, 9], [null, null, 9]],
    ['takes a count of null for hidden', [null, 40, 9], [null, 40, null]],
    ['hides all where all together are too few', [1, 1, 1], [null, null, null]],
    ['of nothing is nothing', [], []],
  ])('%s', (_, counts, expected) => {
    expect(shown(counts)).toEqual(expected);
  });

  test('protects along each of two keys', () => {
    const rows = [
      ['a', 'x', 3],
      ['a', 'y', 20],
      ['a', 'z', 30],
      ['b', 'x', 50],
      ['b', 'y', 60],
      ['b', 'z', 70],
    ].map(([plan, month, n]) => ({ plan: String(plan), month: String(month), n: Number(n), value: 1 }));
    const result = suppressSmall(rows, { minimum: 5, by: ['plan', 'month'] });
    expect(result.filter(({ suppressed }) => suppressed).map(({ plan, month }) => plan + month)).toEqual([
      'ax',
      'ay',
      'bx',
      'by',
    ]);
  });

  test('takes the first field for the key, or the one that `by` names', () => {
    const rows = [
      { n: 3, plan: 'a' },
      { n: 40, plan: 'b' },
      { n: 50, plan: 'c' },
    ];
    expect(suppressSmall(rows, { minimum: 5, by: 'plan' })).toEqual([
      { n: null, plan: 'a', suppressed: true },
      { n: null, plan: 'b', suppressed: true },
      { n: 50, plan: 'c', suppressed: false },
    ]);
  });

  test('reads the people of a row from another field, or from a result under it', () => {
    const people = [
      { plan: 'a', people: 2 },
      { plan: 'b', people: 9 },
      { plan: 'c', people: 9 },
    ];
    expect(suppressSmall(people, { minimum: 5, count: 'people' }).map(({ people: n }) => n)).toEqual([null, null, 9]);
    const answers = Array.from({ length: 30 }, (_, i) => ({ plan: i < 3 ? 'a' : i < 12 ? 'b' : 'c', score: 9 }));
    const rows = measure(answers, by('plan', together({ nps: npsMetric({ score: 'score' }) })));
    const safe = suppressSmall(rows, { minimum: 5, count: 'nps' });
    expect(safe.map(({ plan, nps }) => [plan, nps?.n ?? null])).toEqual([
      ['a', null],
      ['b', null],
      ['c', 18],
    ]);
  });

  test('done again may hide more, never less: how many are hidden is no longer known', () => {
    const once = suppressSmall(cells([40, 3, 9, 12]), { minimum: 5 });
    expect(suppressSmall(once, { minimum: 5 }).map(({ n }) => n)).toEqual([40, null, null, null]);
  });

  test('keeps a key called __proto__, and writes to no row', () => {
    const rows = JSON.parse('[{"__proto__":"a","n":1},{"__proto__":"b","n":9}]') as readonly { readonly n: number }[];
    for (const row of Object.freeze(rows)) Object.freeze(row);
    const [first] = suppressSmall(rows, { minimum: 5 });
    expect(Object.entries(first ?? {})).toEqual([
      ['__proto__', 'a'],
      ['n', null],
      ['suppressed', true],
    ]);
  });

  test.each([0, 1, 4.5, Number.NaN, '5', undefined])('refuses a minimum of %o', (minimum) => {
    expect(() => suppressSmall(cells([5]), { minimum: minimum as number })).toThrow(
      'suppressSmall requires minimum to be an integer of at least 2; got ',
    );
  });

  test('refuses rows without a count', () => {
    const rows = [{ plan: 'a', people: 3 }];
    // @ts-expect-error no such field
    const error = thrown(InvalidOptionError, () => suppressSmall(rows, { minimum: 5, count: 'persons' }));
    expect(error.message).toBe('suppressSmall requires count to name a field with a number of people; got "persons"');
    expect(() => suppressSmall(rows, { minimum: 5 })).toThrow('a number of people, of plan, people; got undefined');
    // @ts-expect-error misspelt
    expect(() => suppressSmall(cells([5]), { minimun: 5 })).toThrow('to be among minimum, count, by; got "minimun"');
  });

  test('refuses a `by` that names no field of the rows', () => {
    // @ts-expect-error no such field
    const error = thrown(InvalidOptionError, () => suppressSmall(cells([3, 9]), { minimum: 5, by: 'gruop' }));
    expect(error.issues[0]?.field).toBe('by');
  });

  test('refuses counts that are none', () => {
    for (const n of [Number.NaN, -1, Infinity]) {
      expect(thrown(InvalidOptionError, () => shown([n, 9])).issues[0]?.field).toBe('count');
    }
  });
});

describe('what suppression must not overlook', () => {
  test('under together, the metric with the fewest people decides', () => {
    const rows = [
      { plan: 'a', nps: { n: 10, value: 1 }, csat: { n: 1, value: 1 } },
      { plan: 'b', nps: { n: 10, value: 2 }, csat: { n: 9, value: 0.5 } },
      { plan: 'c', nps: { n: 10, value: 3 }, csat: { n: 9, value: 0.5 } },
    ];
    const shown = suppressSmall(rows, { minimum: 5 });
    expect(shown.map(({ suppressed }) => suppressed)).toEqual([true, true, false]);
    expect(suppressSmall(rows, { minimum: 5, count: 'nps' }).some(({ suppressed }) => suppressed)).toBe(false);
    expect(suppressSmall(rows, { minimum: 5, count: ['nps', 'csat'] })).toEqual(shown);
  });

  test('nested groups need all their keys named', () => {
    const rows = [
      { a: 'x', b: 1, n: 3 },
      { a: 'x', b: 2, n: 50 },
      { a: 'y', b: 1, n: 40 },
    ];
    expect(() => suppressSmall(rows, { minimum: 5 })).toThrow('all keys of nested groups; got "a"');
    // What `by` does not name is not looked at, whatever it is.
    const amounts = rows.map((row) => ({ ...row, cents: 10n }));
    expect(() => suppressSmall(amounts, { minimum: 5, by: 'a' })).toThrow('all keys of nested groups; got "a"');
  });

  test('costs little more for more rows', () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => ({ key: `k${i}`, n: i % 97 === 0 ? 2 : 100 }));
    const started = processorTime();
    expect(suppressSmall(rows, { minimum: 5 }).filter(({ suppressed }) => suppressed)).toHaveLength(516);
    expect(processorTime() - started).toBeLessThan(2_000);
  });
});

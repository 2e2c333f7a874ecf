import { describe, expect, test } from 'vitest';
import { by } from '../../src/core/by.js';
import type { Data } from '../../src/core/data.js';
import { InvalidDataError } from '../../src/core/errors.js';
import { input } from '../../src/core/expression.js';
import { measure } from '../../src/core/measure.js';
import { histogram, sum } from '../../src/core/measures.js';
import { tally } from '../../src/core/tally.js';
import { together } from '../../src/core/together.js';
import { where } from '../../src/core/where.js';
import { nps } from '../../src/survey/nps.js';
import { thrown } from '../support/thrown.js';

interface Answer {
  readonly plan: string;
  readonly score: number;
}

const answers: readonly Answer[] = [
  { plan: 'pro', score: 9 },
  { plan: 'free', score: 3 },
  { plan: 'pro', score: 10 },
];
const scores = tally({
  name: 'scores',
  inputs: { score: { from: 'score', integer: true, min: 0, max: 10 } },
  measures: { total: sum(input('score')), each: histogram(input('score')) },
  finish: (measured) => measured,
});
const grouped = by('plan', together({ scores, high: where({ score: { gte: 9 } }, scores) }));
const expected = [
  {
    plan: 'free',
    scores: { total: 3, each: [[3, 1]] },
    high: { total: 0, each: [] },
  },
  {
    plan: 'pro',
    scores: {
      total: 19,
      each: [
        [9, 1],
        [10, 1],
      ],
    },
    high: {
      total: 19,
      each: [
        [9, 1],
        [10, 1],
      ],
    },
  },
];

/** As Arrow's vectors: by index through `get`, nothing else. */
function vector<Value>(values: readonly Value[]): { readonly length: number; get(i: number): Value | null } {
  return { length: values.length, get: (i) => values[i] ?? null };
}

function* rows(): Generator<Answer> {
  yield* answers;
}

const plans = answers.map(({ plan }) => plan);
const numbers = answers.map(({ score }) => score);

const forms: readonly (readonly [string, () => Data<Answer>])[] = [
  ['an array', () => answers],
  ['a frozen array of frozen rows', () => Object.freeze(answers.map((row) => Object.freeze({ ...row })))],
  ['a one-shot iterator', rows],
  ['a set', () => new Set(answers)],
  ['rows without a prototype', () => answers.map((row) => Object.assign(Object.create(null) as object, row) as Answer)],
  ['columns', () => ({ plan: plans, score: numbers })],
  ['frozen columns', () => Object.freeze({ plan: Object.freeze(plans), score: Object.freeze(numbers) })],
  ['bytes', () => ({ plan: plans, score: new Uint8Array(numbers) })],
  ['floats', () => ({ plan: plans, score: new Float64Array(numbers) })],
  ['vectors', () => ({ plan: vector(plans), score: vector(numbers) })],
];

describe('data', () => {
  test.each(forms)('of the same rows give the same answer as %s', (_, data) => {
    expect(measure(data(), grouped)).toEqual(expected);
    expect(nps(data(), { score: 'score' })).toEqual(nps(answers, { score: 'score' }));
    expect(nps(data(), { score: (row) => row.score })).toEqual(nps(answers, { score: 'score' }));
  });

  test('may be bare values, in any list', () => {
    const bare = nps(numbers);
    expect(nps(new Uint8Array(numbers))).toEqual(bare);
    expect(nps(new Float32Array(numbers))).toEqual(bare);
    expect(nps(new Set([3, 9, 10]))).toEqual(bare);
    expect(nps(numbers.values())).toEqual(bare);
  });

  test('may be nothing at all', () => {
    expect(measure([], grouped)).toEqual([]);
    expect(measure({ plan: [], score: [] }, grouped)).toEqual([]);
    expect(measure([], scores)).toEqual({ total: 0, each: [] });
  });

  test('are read once and in order where they are a stream', () => {
    const reads: number[] = [];
    function* stream(): Generator<Answer> {
      for (const [i, row] of answers.entries()) {
        reads.push(i);
        yield row;
      }
    }
    measure(stream(), grouped);
    expect(reads).toEqual([0, 1, 2]);
  });

  test('of columns are as long as the first one', () => {
    const uneven = { plan: plans, score: [1, 2] };
    for (const act of [() => measure(uneven, scores), () => nps(uneven, { score: 'score' })]) {
      const error = thrown(InvalidDataError, act);
      expect(error.issues).toEqual([
        {
          code: 'E_ROW_TYPE',
          index: null,
          field: 'score',
          expected: 'as long as the first column',
          received: 'array',
        },
      ]);
    }
  });

  test.each([
    ['a number', 5],
    ['null', null],
    ['text', 'abc'],
    ['an object of no columns', { score: 5 }],
    ['text as a column', { score: 'abc' }],
    ['null as a column', { score: null }],
    ['a function as a column', { score: () => 1 }],
  ])('are refused where they are %s', (_, data) => {
    const odd = data as unknown as Data<Answer>;
    expect(thrown(InvalidDataError, () => measure(odd, scores)).code).toBe('E_ROW_TYPE');
    expect(thrown(InvalidDataError, () => nps(odd, { score: 'score' })).code).toBe('E_ROW_TYPE');
  });

  test.each([
    ['null', null],
    ['a number', 7],
    ['text', 'x'],
    ['undefined', undefined],
  ])('have a row that is %s: its place is named', (_, odd) => {
    const data = [...answers, odd] as readonly Answer[];
    for (const act of [() => measure(data, scores), () => nps(data, { score: 'score' })]) {
      const error = thrown(InvalidDataError, act);
      expect([error.code, error.issues[0]?.index]).toEqual(['E_ROW_TYPE', 3]);
    }
  });
});

describe('a field', () => {
  test('that no row has is a misspelt name', () => {
    const misspelt = [{ scroe: 9 }, { scroe: 10 }] as unknown as readonly Answer[];
    const columns = { scroe: [9, 10] } as unknown as Data<Answer>;
    for (const act of [
      () => measure(misspelt, scores),
      () => measure(columns, scores),
      () => nps(misspelt, { score: 'score' }),
      () => nps(columns, { score: 'score' }),
    ]) {
      const error = thrown(InvalidDataError, act);
      expect([error.code, error.issues[0]?.field]).toEqual(['E_FIELD_MISSING', 'score']);
      expect(error.message).toMatch(/^(scores|nps) requires score to be a field of the data; got undefined$/);
    }
  });

  test('that some rows have is optional', () => {
    const some: readonly { readonly score?: number }[] = [{}, { score: 9 }, {}];
    expect(nps(some, { score: 'score' })).toMatchObject({ n: 1, excluded: { missing: 2 } });
    const count = tally({
      name: 'count',
      inputs: { score: 'score' },
      measures: { total: sum(input('score')) },
      finish: ({ total }, { missing }) => [total, missing],
    });
    expect(measure(some, count)).toEqual([9, 2]);
    expect(measure([{ score: undefined }, { score: null }], count)).toEqual([0, 2]);
  });

  test('may be inherited, or read by a getter', () => {
    class Row {
      get score(): number {
        return 10;
      }
    }
    expect(nps([new Row()], { score: 'score' }).promoters).toBe(1);
    expect(measure([new Row()], scores).total).toBe(10);
  });

  test('may be called __proto__', () => {
    const row = JSON.parse('{"__proto__": 10}') as Record<string, number>;
    expect(nps([row], { score: '__proto__' }).promoters).toBe(1);
    expect(nps(JSON.parse('{"__proto__": [10, 9]}') as Record<string, number[]>, { score: '__proto__' }).n).toBe(2);
  });
});

describe('a function of the row', () => {
  const cause = new RangeError('private');
  const throwing = (row: Answer): number => {
    if (row.score === 10) throw cause;
    return row.score;
  };

  test('that throws comes back with the place of the row and as the cause', () => {
    const metric = tally({
      name: 'thrown',
      inputs: { score: throwing },
      measures: { total: sum(input('score')) },
      finish: ({ total }) => total,
    });
    for (const act of [
      () => measure(answers, metric),
      () => measure(rows(), metric),
      () => measure({ plan: plans, score: numbers }, metric),
      () => nps(answers, { score: throwing }),
    ]) {
      const error = thrown(InvalidDataError, act);
      expect(error.issues).toEqual([
        { code: 'E_ACCESSOR', index: 2, field: null, expected: 'readable by the accessor', received: 'object' },
      ]);
      expect(error.cause).toBe(cause);
      expect(error.message).not.toContain('private');
    }
  });

  test('sees whole rows of columns', () => {
    const seen: unknown[] = [];
    nps({ plan: plans, score: new Uint8Array(numbers) }, { score: (row) => seen.push(row) * 0 });
    expect(seen).toEqual(answers);
  });
});

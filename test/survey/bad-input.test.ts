import { describe, expect, test } from 'vitest';
import {
  type AnyRow,
  by,
  ces,
  cesMetric,
  csat,
  csatMetric,
  type Estimate,
  InvalidDataError,
  InvalidOptionError,
  KizunaError,
  measure,
  measureAll,
  nps,
  npsMetric,
  period,
  pmf,
  pmfMetric,
  type RowMetric,
} from '../../src/index.js';

// Wrong on purpose from here on: rows and options that types would refuse.
type Loose = Readonly<Record<string, unknown>>;
interface Survey {
  readonly name: string;
  readonly field: string;
  readonly good: unknown;
  once(data: unknown, options?: Loose): Estimate & { readonly excluded: { missing: number; invalid: number } };
  metric(options?: Loose): RowMetric<AnyRow, unknown, Estimate>;
}

const SURVEYS = [
  { name: 'nps', field: 'score', good: 9, once: nps, metric: npsMetric },
  { name: 'csat', field: 'score', good: 5, once: csat, metric: csatMetric },
  { name: 'ces', field: 'score', good: 6, once: ces, metric: cesMetric },
  { name: 'pmf', field: 'answer', good: 'Very disappointed', once: pmf, metric: pmfMetric },
] as unknown as readonly Survey[];

/** What a call throws. */
function thrown(call: () => unknown): KizunaError {
  try {
    call();
  } catch (error) {
    if (error instanceof KizunaError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe.each(SURVEYS)('$name', ({ name, field, good, once, metric }) => {
  const options = { [field]: 'given' };
  const isText = name === 'pmf';
  const wrong: readonly (readonly [string, unknown, string, string])[] = isText
    ? [
        ['9', 9, 'E_FIELD_TYPE', 'number'],
        ['NaN', Number.NaN, 'E_FIELD_TYPE', 'NaN'],
        ['true', true, 'E_FIELD_TYPE', 'boolean'],
        ['a date', new Date(0), 'E_FIELD_TYPE', 'Date'],
      ]
    : [
        ['11', 11, 'E_NUM_RANGE', 'number'],
        ['-1', -1, 'E_NUM_RANGE', 'number'],
        ['4.5', 4.5, 'E_NUM_INTEGER', 'number'],
        ["'9'", '9', 'E_FIELD_TYPE', 'string'],
        ['an empty text', '', 'E_FIELD_TYPE', 'string'],
        ['NaN', Number.NaN, 'E_NUM_NONFINITE', 'NaN'],
        ['Infinity', Infinity, 'E_NUM_NONFINITE', 'Infinity'],
        ['true', true, 'E_FIELD_TYPE', 'boolean'],
        ['a bigint', 9n, 'E_FIELD_TYPE', 'bigint'],
        ['a boxed number', Object(9), 'E_FIELD_TYPE', 'number'],
      ];

  test.each(wrong)('refuses the answer %s with its row, its field and its type', (_, value, code, received) => {
    const rows = [{ given: good }, { given: value }];
    for (const call of [() => once(rows, options), () => measure(rows, metric(options))]) {
      const error = thrown(call);
      expect(error).toBeInstanceOf(InvalidDataError);
      expect(error.code).toBe(code);
      expect(error.issues).toEqual([{ code, index: 1, field: 'given', expected: error.issues[0]?.expected, received }]);
    }
  });

  test.each(wrong)('leaves out and counts the answer %s if told so', (_, value) => {
    const rows = [{ given: good }, { given: value }];
    const excluding = { ...options, invalid: 'exclude' };
    for (const found of [once(rows, excluding), measure(rows, metric(excluding))]) {
      expect(found).toMatchObject({ n: 1, excluded: { invalid: 1, missing: 0 } });
    }
  });

  test('never shows the value in the message', () => {
    const secret = isText ? 47_110_815 : 'secret@example.com';
    const error = thrown(() => once([{ given: secret }], options));
    expect(JSON.stringify([error.message, error.issues])).not.toContain(String(secret));
    expect(error.message).toMatch(new RegExp(`^${name} requires given to be .+; row 0 `));
  });

  test('leaves out and counts silence, or refuses it if told so', () => {
    const rows = [{ given: null }, { given: undefined }, { given: good }, {}];
    expect(once(rows, options)).toMatchObject({ n: 1, excluded: { missing: 3, invalid: 0 } });
    const error = thrown(() => once(rows, { ...options, missing: 'throw' }));
    expect(error).toMatchObject({ code: 'E_FIELD_MISSING', issueCount: 3 });
    expect(error.issues.map(({ index }) => index)).toEqual([0, 1, 3]);
  });

  test('names the first hundred faults and counts all', () => {
    const rows = Array.from({ length: 250 }, () => ({ given: {} }));
    const error = thrown(() => once(rows, options));
    expect(error.issues).toHaveLength(100);
    expect(error.issueCount).toBe(250);
    expect(error.message).toContain('250');
  });

  test('refuses an unknown option, and options that are no object', () => {
    const error = thrown(() => once([good], { confidnce: 0.9 }));
    expect(error).toBeInstanceOf(InvalidOptionError);
    expect(error.code).toBe('E_OPT_UNKNOWN');
    expect(error.message).toContain('got "confidnce"');
    expect(thrown(() => metric({ scores: 'given' })).code).toBe('E_OPT_UNKNOWN');
    expect(thrown(() => once([good], null as never)).code).toBe('E_OPT_TYPE');
  });

  test.each([0, 1, 95, Number.NaN, '0.95', null])('refuses the confidence %s', (confidence) => {
    expect(thrown(() => once([good], { confidence }))).toMatchObject({ name: 'InvalidOptionError' });
  });

  test.each(['missing', 'invalid'])('refuses another word for %s', (policy) => {
    expect(thrown(() => metric({ [policy]: 'skip' }))).toBeInstanceOf(InvalidOptionError);
    expect(thrown(() => once([good], { [policy]: 'skip' }))).toBeInstanceOf(InvalidOptionError);
  });

  test('refuses a field that no row has: a misspelt name', () => {
    for (const data of [[{ given: good }], { given: [good] }]) {
      for (const call of [
        () => once(data, { [field]: 'gven' }),
        () => measure(data, metric({ [field]: 'gven' }) as never),
      ]) {
        expect(thrown(call)).toMatchObject({ name: 'InvalidDataError', code: 'E_FIELD_MISSING' });
      }
    }
  });

  test('of an empty list is null, with n 0', () => {
    const nothing: unknown[] = [[], { given: [] }, new Set(), { given: new Uint8Array() }];
    for (const data of nothing) {
      expect(once(data, options)).toMatchObject({ value: null, n: 0, interval: null });
      expect(measure(data as AnyRow[], metric(options))).toMatchObject({ value: null, n: 0, interval: null });
    }
  });

  test('of rows that are all silent is null, not an error', () => {
    expect(once([{ given: null }], options)).toMatchObject({ value: null, n: 0, excluded: { missing: 1 } });
  });

  test('refuses what is neither rows nor columns', () => {
    for (const data of [null, undefined, 7, true, Symbol('rows')]) {
      for (const call of [() => once(data, options), () => measure(data as never, metric(options))]) {
        expect(thrown(call)).toMatchObject({ name: 'InvalidDataError', code: 'E_ROW_TYPE' });
      }
    }
  });

  test('refuses a row that is no object, with its place', () => {
    for (const row of [null, 9, 'x', undefined]) {
      for (const call of [
        () => once([{ given: good }, row], options),
        () => measure([{ given: good }, row] as AnyRow[], metric(options)),
      ]) {
        expect(thrown(call)).toMatchObject({ code: 'E_ROW_TYPE', issues: [{ index: 1 }] });
      }
    }
  });

  test('reads frozen rows and columns, and changes nothing', () => {
    const rows = Object.freeze([Object.freeze({ given: good }), Object.freeze({ given: null })]);
    expect(once(rows, Object.freeze({ ...options })).n).toBe(1);
    expect(once(Object.freeze({ given: Object.freeze([good, null]) }), options).n).toBe(1);
    expect(measure(rows as readonly AnyRow[], metric(options)).n).toBe(1);
  });

  test('reads what can be iterated only once', () => {
    function* rows() {
      yield { given: good };
      yield { given: good };
    }
    expect(once(rows(), options).n).toBe(2);
    expect(measure(rows(), metric(options)).n).toBe(2);
    expect(measure(rows(), by('given', metric({ [field]: ({ given: answer }: AnyRow) => answer })))[0]).toMatchObject({
      n: 2,
    });
  });

  test('reads bare answers', () => {
    expect(once([good, null, good]).n).toBe(2);
    expect(once(new Set([good])).n).toBe(1);
  });

  test('reads columns of Arrow-like vectors', () => {
    const vector = { length: 3, get: (i: number) => (i === 1 ? null : good) };
    expect(once({ given: vector }, options)).toMatchObject({ n: 2, excluded: { missing: 1 } });
    expect(measure({ given: vector } as never, metric(options)).n).toBe(2);
  });

  test('refuses columns of unequal length, by name', () => {
    const data = { given: [good, good], other: [1] };
    for (const call of [() => once(data, options), () => measure(data as never, metric(options))]) {
      expect(thrown(call)).toMatchObject({ code: 'E_ROW_TYPE', issues: [{ field: 'other' }] });
    }
  });

  test('wraps what an accessor throws, with the row', () => {
    const cause = new Error('boom');
    const accessor = ({ given }: AnyRow) => {
      if (given === 'bad') throw cause;
      return given;
    };
    const rows = [{ given: good }, { given: 'bad' }];
    for (const call of [() => once(rows, { [field]: accessor }), () => measure(rows, metric({ [field]: accessor }))]) {
      const error = thrown(call);
      expect(error).toMatchObject({ name: 'InvalidDataError', code: 'E_ACCESSOR', issues: [{ index: 1 }] });
      expect(error.cause).toBe(cause);
    }
  });

  test('groups by keys such as __proto__, constructor and the empty text', () => {
    const keys = ['__proto__', '', 'constructor', 'toString', null];
    const rows = keys.map((key) => ({ key, given: good }));
    const grouped = measure(rows as readonly AnyRow[], by('key', metric(options)));
    expect(grouped.map(({ key, n }) => [key, n])).toEqual([
      [null, 1],
      ['', 1],
      ['__proto__', 1],
      ['constructor', 1],
      ['toString', 1],
    ]);
  });

  test('reads fields named __proto__ and the empty text', () => {
    for (const odd of ['__proto__', '']) {
      const row = Object.defineProperty({}, odd, { value: good, enumerable: true });
      expect(once([row], { [field]: odd }).n).toBe(1);
      expect(measure([row as AnyRow], metric({ [field]: odd })).n).toBe(1);
    }
  });

  test('does not take a field for one that every object inherits', () => {
    expect(thrown(() => once([{ given: good }], { [field]: 'hasOwnProperty' }))).toBeInstanceOf(InvalidDataError);
  });

  test('refuses a zone that is none, a date text without offset and a date that is none', () => {
    expect(thrown(() => period('at', { unit: 'month', timeZone: 'Mars/Olympus' }))).toMatchObject({
      code: 'E_OPT_ZONE',
    });
    const monthly = by(period('at', { unit: 'month' }), metric(options));
    for (const [at, code] of [
      ['2025-03-01', 'E_TIME_AMBIGUOUS'],
      ['2025-03-01T00:00:00', 'E_TIME_AMBIGUOUS'],
      ['soon', 'E_TIME_INVALID'],
      [new Date(Number.NaN), 'E_TIME_INVALID'],
    ] as const) {
      const rows = [
        { at: '2025-03-01T00:00:00Z', given: good },
        { at, given: good },
      ];
      expect(thrown(() => measure(rows as readonly AnyRow[], monthly))).toMatchObject({
        code,
        issues: [{ index: 1, field: 'at' }],
      });
    }
  });

  test('of a stream names the row by its place in the whole', async () => {
    async function* pages() {
      yield [{ given: good }, { given: good }];
      yield [{ given: good }, { given: {} }];
    }
    await expect(measureAll(pages() as AsyncIterable<AnyRow[]>, metric(options))).rejects.toMatchObject({
      issues: [{ index: 3, field: 'given' }],
    });
  });
});

describe.each(SURVEYS.filter(({ name }) => name !== 'pmf'))('the weights of $name', ({ good, once, metric }) => {
  const options = { score: 'given', weight: 'weight' };

  test.each([
    [-1, 'E_NUM_RANGE'],
    [Number.NaN, 'E_NUM_NONFINITE'],
    [Infinity, 'E_NUM_NONFINITE'],
    ['2', 'E_FIELD_TYPE'],
    [1e200, 'E_NUM_RANGE'],
  ])('may not be %s', (weight, code) => {
    const rows = [{ given: good, weight }];
    for (const call of [() => once(rows, options), () => measure(rows, metric(options))]) {
      expect(thrown(call)).toMatchObject({ code, issues: [{ index: 0, field: 'weight' }] });
    }
  });

  test('that are missing leave the answer out', () => {
    expect(
      once(
        [
          { given: good, weight: null },
          { given: good, weight: 1 },
        ],
        options,
      ),
    ).toMatchObject({
      n: 1,
      excluded: { missing: 1 },
    });
  });

  test('of an answer that is left out are not judged', () => {
    expect(once([{ given: null, weight: -1 }], options)).toMatchObject({ n: 0, excluded: { missing: 1 } });
  });
});

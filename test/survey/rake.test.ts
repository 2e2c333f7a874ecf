import { describe, expect, test } from 'vitest';
import { by } from '../../src/core/by.js';
import { InvalidDataError, InvalidOptionError } from '../../src/core/errors.js';
import { measure, measureAll } from '../../src/core/measure.js';
import { nps } from '../../src/survey/nps.js';
import { rake, rakeMetric } from '../../src/survey/rake.js';
import reference from '../reference/rake.json' with { type: 'json' };
import bounded from '../reference/rake_bounds.json' with { type: 'json' };

const rows = reference.rows.gender.map((gender, i) => ({
  gender,
  age: reference.rows.age[i] ?? '',
  region: reference.rows.region[i] ?? '',
}));
const margins = reference.targets;
const thrown = (call: () => unknown): unknown => {
  try {
    return call();
  } catch (error) {
    return error;
  }
};

describe('against other programs', () => {
  test('weights are those of the R package survey', () => {
    const { weights, converged } = rake(rows, { margins });
    expect(converged).toBe(true);
    for (const [i, weight] of weights.entries()) expect(weight).toBeCloseTo(reference.weights[i] ?? Number.NaN, 8);
  });

  test.each(bounded.cases)('bounded weights are the nearest to 1 that scipy finds: $bounds', ({ bounds, weights }) => {
    const result = rake(rows, { margins, bounds: [bounds[0] ?? 0, bounds[1] ?? 0] });
    expect(result.converged).toBe(weights !== null);
    expect(result.minWeight).toBeGreaterThanOrEqual(bounds[0] ?? 0);
    expect(result.maxWeight).toBeLessThanOrEqual(bounds[1] ?? 0);
    for (const [i, weight] of (weights ?? []).entries()) expect(result.weights[i]).toBeCloseTo(weight, 5);
  });
});

test('one margin is post-stratification: target share over sample share', () => {
  const result = rake([{ plan: 'a' }, { plan: 'b' }, { plan: 'b' }, { plan: 'b' }], {
    margins: { plan: { a: 300, b: 100 } },
  });
  expect(result.weights).toEqual([3, 1 / 3, 1 / 3, 1 / 3]);
  expect(result).toMatchObject({ n: 4, converged: true, iterations: 1, minWeight: 1 / 3, maxWeight: 3 });
  expect(result.effectiveN).toBeCloseTo(16 / (9 + 3 / 9), 12);
  expect(result.designEffect).toBeCloseTo((4 * (9 + 3 / 9)) / 16, 12);
  expect(result.margins).toEqual([
    { field: 'plan', category: 'a', count: 1, target: 0.75, achieved: 0.75 },
    { field: 'plan', category: 'b', count: 3, target: 0.25, achieved: 0.25 },
  ]);
});

test('the weights go into a weighted score', () => {
  const answers = [
    { plan: 'free', score: 3 },
    { plan: 'pro', score: 10 },
    { plan: 'pro', score: 9 },
  ];
  const { weights } = rake(answers, { margins: { plan: { free: 0.5, pro: 0.5 } } });
  const weighted = answers.map((row, i) => ({ ...row, weight: weights[i] ?? null }));
  expect(nps(weighted, { score: 'score', weight: 'weight' }).value).toBeCloseTo(0, 12);
});

describe('categories', () => {
  test('may be numbers and booleans, by name in an object or as themselves in pairs', () => {
    const data = [
      { grade: 1, member: true },
      { grade: 2, member: false },
      { grade: 2, member: true },
      { grade: 1, member: false },
    ];
    const named = rake(data, { margins: { grade: { 1: 0.25, 2: 0.75 }, member: { true: 0.5, false: 0.5 } } });
    const paired = rake(data, {
      margins: {
        grade: [
          [1, 25],
          [2, 75],
        ],
        member: [
          [true, 50],
          [false, 50],
        ],
      },
    });
    expect(named.weights).toEqual(paired.weights);
    expect(paired.margins[0]).toEqual({ field: 'grade', category: 1, count: 2, target: 0.25, achieved: 0.25 });
  });

  test('are reported as they stand in the rows, whatever the targets call them', () => {
    const data = [
      { grade: 1, member: true },
      { grade: 2, member: false },
      { grade: -0, member: true },
    ];
    const targets = { grade: { 0: 1, 1: 1, 2: 1, 3: 0 }, member: { true: 2, false: 1 } };
    const { margins: achieved } = rake(data, { margins: targets });
    const categories = [0, 1, 2, '3', true, false];
    expect(achieved.map(({ category }) => category)).toEqual(categories);
    const metric = rakeMetric<(typeof data)[number]>({ margins: targets });
    const state = JSON.parse(JSON.stringify(metric.state(data)));
    expect(metric.finish(state).margins).toEqual(achieved);
    expect(metric.finish(state).cells.map((cell) => cell.categories)).toEqual([
      [0, true],
      [1, true],
      [2, false],
    ]);
    // A metric remembers nothing of the rows it saw.
    expect(metric.finish(metric.state([])).margins.map(({ category }) => category)).toEqual([
      '0',
      '1',
      '2',
      '3',
      'true',
      'false',
    ]);
  });

  test('that rows write both as numbers and as text are reported as in the targets', () => {
    const data = [{ grade: 1 }, { grade: '1' }, { grade: 2 }, { grade: 1 }];
    const options = { margins: { grade: { 1: 1, 2: 1 } } };
    for (const rows of [data, [...data].reverse()]) {
      expect(rake(rows, options as never).margins.map(({ category }) => category)).toEqual(['1', 2]);
      expect(measure(rows, rakeMetric(options)).cells.map(({ categories, count }) => [categories, count])).toEqual([
        [['1'], 3],
        [[2], 1],
      ]);
    }
  });

  test('may have any name: __proto__, the empty text, constructor', () => {
    const data = [{ key: '__proto__' }, { key: '' }, { key: 'constructor' }, { key: '' }];
    const pairs = [
      ['__proto__', 1],
      ['', 1],
      ['constructor', 2],
    ] as const;
    expect(rake(data, { margins: { key: pairs } }).weights).toEqual([1, 0.5, 2, 0.5]);
    const record = JSON.parse('{"__proto__": 1, "": 1, "constructor": 2}');
    expect(rake(data, { margins: { key: record } }).weights).toEqual([1, 0.5, 2, 0.5]);
    expect(measure(data, rakeMetric({ margins: { key: record } })).cells.map(({ weight }) => weight)).toEqual([
      1, 0.5, 2,
    ]);
  });

  test('with a target of 0 may have rows, which weigh nothing, or none', () => {
    const data = [{ plan: 'a' }, { plan: 'b' }];
    expect(rake(data, { margins: { plan: { a: 1, b: 0, c: 0 } } }).weights).toEqual([2, 0]);
  });
});

describe('rows that are left out', () => {
  const data = [{ plan: 'a' }, { plan: null }, { plan: 'b' }, { plan: undefined }];
  const options = { margins: { plan: { a: 0.5, b: 0.5 } } };

  test('have the weight null and are counted', () => {
    const result = rake(data, options);
    expect(result.weights).toEqual([1, null, 1, null]);
    expect(result).toMatchObject({ n: 2, excluded: { missing: 2, invalid: 0, repeated: 0 } });
    expect(measure(data, rakeMetric(options))).toMatchObject({
      n: 2,
      excluded: { missing: 2, invalid: 0, repeated: 0 },
    });
  });

  test('are refused under missing: throw', () => {
    const error = thrown(() => rake(data, { ...options, missing: 'throw' }));
    expect(error).toBeInstanceOf(InvalidDataError);
    expect(error).toMatchObject({
      code: 'E_FIELD_MISSING',
      issueCount: 2,
      issues: [{ index: 1, field: 'plan' }, { index: 3 }],
    });
    expect(thrown(() => measure(data, rakeMetric({ ...options, missing: 'throw' })))).toMatchObject({
      code: 'E_FIELD_MISSING',
      issueCount: 2,
    });
  });

  test('of a category without a target are refused, or left out where asked, and never shown', () => {
    const strange = [{ plan: 'a' }, { plan: 'secret' }, { plan: 'b' }];
    const error = thrown(() => rake(strange, options));
    expect(error).toMatchObject({ code: 'E_FIELD_VALUE', issues: [{ index: 1, field: 'plan', received: 'string' }] });
    expect(String(error)).not.toContain('secret');
    expect(rake(strange, { ...options, invalid: 'exclude' })).toMatchObject({
      weights: [1, null, 1],
      excluded: { missing: 0, invalid: 1, repeated: 0 },
    });
    const metric = rakeMetric({ ...options, invalid: 'exclude' });
    expect(measure(strange, metric).excluded).toEqual({ missing: 0, invalid: 1, repeated: 0 });
    expect(thrown(() => measure(strange, rakeMetric(options)))).toMatchObject({ code: 'E_FIELD_VALUE', issueCount: 1 });
  });

  test('hold what is no category at all', () => {
    for (const plan of [Number.NaN, new Date(0), {}, ['a'], 7, true]) {
      expect(() => rake([{ plan: 'a' }, { plan: 'b' }, { plan }] as never, options)).toThrow(InvalidDataError);
    }
  });
});

describe('what cannot be', () => {
  test('a target without rows is an error that names field and category', () => {
    const call = () => rake([{ plan: 'a' }], { margins: { plan: { a: 0.5, b: 0.5 } } });
    expect(call).toThrow('rake requires respondents for every target; plan has none for "b"');
    expect(thrown(call)).toMatchObject({ code: 'E_FIELD_VALUE', issues: [{ field: 'plan', index: null }] });
  });

  test('targets that contradict each other end in converged: false, with what was achieved', () => {
    // Every young person is a woman, but there are to be more young people than women.
    const data = [
      { gender: 'f', age: 'young' },
      { gender: 'f', age: 'old' },
      { gender: 'm', age: 'old' },
    ];
    const result = rake(data, {
      margins: { gender: { f: 0.3, m: 0.7 }, age: { young: 0.6, old: 0.4 } },
      maxIterations: 50,
    });
    expect(result).toMatchObject({ converged: false, iterations: 50, n: 3 });
    expect(result.weights.every((weight) => Number.isFinite(weight))).toBe(true);
    const cut = rake(data, {
      margins: { gender: { f: 0.3, m: 0.7 }, age: { young: 0.6, old: 0.4 } },
      bounds: [0.1, 5],
    });
    expect(cut.converged).toBe(false);
    expect(cut.weights.every((weight) => weight !== null && weight >= 0.1 && weight <= 5)).toBe(true);
  });

  test('without rows everything is null', () => {
    const expected = {
      weights: [],
      n: 0,
      converged: false,
      iterations: 0,
      effectiveN: 0,
      designEffect: null,
      minWeight: null,
      maxWeight: null,
      margins: [{ field: 'plan', category: 'a', count: 0, target: 1, achieved: null }],
      excluded: { missing: 0, invalid: 0, repeated: 0 },
    };
    expect(rake<{ plan: string }>([], { margins: { plan: { a: 1 } } })).toEqual(expected);
    expect(rake([{ plan: null }], { margins: { plan: { a: 1 } } } as never)).toMatchObject({ n: 0, weights: [null] });
  });

  test('options out of range are refused by name', () => {
    const data = [{ plan: 'a' }, { plan: 'b' }];
    const good = { plan: { a: 1, b: 1 } };
    const refused = (options: unknown) => expect(() => rake(data, options as never)).toThrow(InvalidOptionError);
    refused({});
    refused({ margins: {} });
    refused({ margins: [] });
    refused({ margins: { plan: 3 } });
    refused({ margins: { plan: {} } });
    refused({ margins: { plan: { a: -1, b: 2 } } });
    refused({ margins: { plan: { a: Number.NaN, b: 2 } } });
    refused({ margins: { plan: { a: '1', b: 2 } } });
    refused({ margins: { plan: { a: 0, b: 0 } } });
    refused({
      margins: {
        plan: [
          ['a', 1],
          ['a', 1],
        ],
      },
    });
    refused({ margins: { plan: ['a'] } });
    refused({ margins: { plan: { a: 0.5, b: 0.5 }, other: { x: 60, y: 40 } } });
    refused({ margins: good, tolerance: -1 });
    refused({ margins: good, maxIterations: 0 });
    refused({ margins: good, bounds: [1.5, 3] });
    refused({ margins: good, bounds: [0.5] });
    refused({ margins: good, bounds: [Number.NaN, 3] });
    refused({ margins: good, weight: 'w' });
    expect(() => rake(data, { margins: { plann: { a: 1 } } } as never)).toThrow(InvalidDataError);
  });

  test('published percentages need not add up to the last digit', () => {
    const data = [
      { a: 'x', b: 'u' },
      { a: 'y', b: 'v' },
      { a: 'z', b: 'u' },
    ];
    const result = rake(data, {
      margins: { a: { x: 33.3, y: 33.3, z: 33.3 }, b: { u: 66.7, v: 33.3 } },
      tolerance: 1e-3,
    });
    expect(result.converged).toBe(true);
  });
});

describe('the metric', () => {
  test('gives cells the weights that rake gives their rows, whole, merged or streamed', async () => {
    const metric = rakeMetric<(typeof rows)[number]>({ margins });
    const whole = measure(rows, metric);
    const merged = metric.merge(metric.state(rows.slice(50)), metric.state(rows.slice(0, 50)));
    expect(metric.finish(JSON.parse(JSON.stringify(merged)))).toEqual(whole);
    expect(await measureAll([rows.slice(0, 7), rows.slice(7)], metric)).toEqual(whole);
    const { weights, ...facts } = rake(rows, { margins });
    const { cells, ...same } = whole;
    expect(same).toEqual(facts);
    const weightOf = new Map(cells.map(({ categories, weight }) => [categories.join(), weight]));
    expect(weights).toEqual(rows.map((row) => weightOf.get([row.gender, row.age, row.region].join())));
  });

  test('works by segment', () => {
    const data = rows.map((row, i) => ({ ...row, wave: i % 2 }));
    const byWave = measure(
      data,
      by('wave', rakeMetric<(typeof data)[number]>({ margins: { gender: margins.gender } })),
    );
    expect(byWave.map(({ wave, n, converged }) => [wave, n, converged])).toEqual([
      [0, 60, true],
      [1, 60, true],
    ]);
  });

  test('is plain data for a database', () => {
    expect(rakeMetric({ margins: { gender: margins.gender } }).plan).toMatchObject({
      kind: 'by',
      of: { kind: 'tally' },
    });
  });
});

test('takes columns, frozen rows and a one-shot iterator alike', () => {
  const columns = { gender: rows.map((row) => row.gender) };
  const options = { margins: { gender: margins.gender } };
  const expected = rake(rows, options);
  expect(rake(columns, options)).toEqual(expected);
  expect(rake(Object.freeze(rows.map((row) => Object.freeze(row))), options)).toEqual(expected);
  expect(rake(rows.values(), options)).toEqual(expected);
});

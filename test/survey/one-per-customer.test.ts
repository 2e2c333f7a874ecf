import { describe, expect, test } from 'vitest';
import {
  type AnyRow,
  by,
  csatMetric,
  measure,
  measureAll,
  nps,
  npsMetric,
  type RowMetric,
  together,
} from '../../src/index.js';

const fields = { score: 'score', repeat: 'latest', customer: 'who', time: 'at' } as const;
const rows = [
  { who: 'a', at: 1, plan: 'free', score: 3 },
  { who: 'b', at: 1, plan: 'pro', score: 9 },
  { who: 'a', at: 2, plan: 'free', score: 10 },
  { who: 'c', at: 2, plan: 'pro', score: 8 },
];

describe('a metric of one answer a customer', () => {
  test('names a wrong answer by its place among all rows, superseded ones included', () => {
    const wrong = [...rows, { who: 'd', at: 3, plan: 'pro', score: 11 }];
    const one = npsMetric<AnyRow>(fields);
    const combined: readonly unknown[] = [one, by('plan', one), together({ one })];
    for (const metric of combined) {
      expect(() => measure(wrong, metric as RowMetric<AnyRow, unknown, unknown>)).toThrow(
        expect.objectContaining({
          code: 'E_NUM_RANGE',
          issues: [expect.objectContaining({ index: 4, field: 'score' })],
          message: expect.stringContaining('row 4'),
        }),
      );
    }
  });

  test.each(['score', 'customer', 'time'])('refuses a misspelt %s, in groups and together too', (option) => {
    const options = { ...fields, [option]: 'misspelt' };
    const metric = npsMetric<AnyRow>(options);
    const combined: readonly unknown[] = [metric, by('plan', metric), together({ metric })];
    for (const each of combined) {
      expect(() => measure(rows, each as RowMetric<AnyRow, unknown, unknown>)).toThrow(
        expect.objectContaining({ name: 'InvalidDataError' }),
      );
    }
  });

  test('chooses over all batches of a stream', async () => {
    const batches = [rows.slice(0, 2), rows.slice(2)];
    const found = await measureAll(batches, npsMetric<(typeof rows)[number]>(fields));
    expect(found).toEqual(measure(rows, npsMetric(fields)));
    expect(found.excluded.repeated).toBe(1);
  });

  test('of equal answers at one instant takes the lighter, whatever the order of the rows', () => {
    const twice = [
      { who: 'a', at: 1, score: 9, weight: 3 },
      { who: 'a', at: 1, score: 9, weight: 1 },
      { who: 'b', at: 1, score: 2, weight: 1 },
    ];
    const options = { ...fields, weight: 'weight' } as const;
    expect(nps(twice, options)).toEqual(nps([...twice].reverse(), options));
    expect(nps(twice, options).value).toBe(0);
  });

  test('lets only valid answers compete: a later one without a weight takes nothing away', () => {
    const later = [
      { who: 'a', at: 1, score: 9, weight: 1 },
      { who: 'a', at: 2, score: 0, weight: null },
    ];
    const found = nps(later, { ...fields, weight: 'weight' });
    expect(found).toMatchObject({ value: 100, excluded: { missing: 1, repeated: 0 } });
  });

  test.each([true, 'today', '2025-04-01', '2024-02-30T00:00:00Z', ['2024'], Number.NaN, {}])(
    'refuses %j as a time, or leaves it out and counts it',
    (at) => {
      const wrong: readonly AnyRow[] = [{ who: 'd', at, score: 0 }, ...rows];
      const refused = { code: 'E_TIME_INVALID', issues: [expect.objectContaining({ index: 0, field: 'at' })] };
      expect(() => nps(wrong, fields)).toThrow(expect.objectContaining(refused));
      expect(() => measure(wrong, npsMetric<AnyRow>(fields))).toThrow(expect.objectContaining(refused));
      const options = { ...fields, invalid: 'exclude' } as const;
      const found = nps(wrong, options);
      expect(found).toMatchObject({ n: 3, excluded: { missing: 0, invalid: 1, repeated: 1 } });
      expect(measure(wrong, npsMetric<AnyRow>(options))).toEqual(found);
    },
  );

  test('leaves out an answer without a time as it does one without a score', () => {
    const untimed: readonly AnyRow[] = [{ who: 'd', at: null, score: 0 }, ...rows];
    expect(nps(untimed, fields)).toMatchObject({ n: 3, excluded: { missing: 1, invalid: 0, repeated: 1 } });
    const strict = { ...fields, missing: 'throw' } as const;
    expect(() => nps(untimed, strict)).toThrow(expect.objectContaining({ code: 'E_FIELD_MISSING' }));
  });

  test.each([Number.NaN, new Date(1), {}, true])(
    'refuses %j as a customer, so that nobody is merged or split',
    (who) => {
      const wrong: readonly AnyRow[] = [...rows, { who, at: 3, score: 0 }];
      expect(() => nps(wrong, fields)).toThrow(
        expect.objectContaining({
          code: 'E_FIELD_TYPE',
          issues: [expect.objectContaining({ index: 4, field: 'who' })],
        }),
      );
    },
  );

  test('counts all wrong answers of all groups, also those beyond the issues that an error lists', () => {
    const wrong: readonly AnyRow[] = Array.from({ length: 300 }, (_, i) => ({ who: i, at: 1, score: 99, plan: i % 2 }));
    const grouped = by('plan', npsMetric<AnyRow>(fields));
    expect(() => measure(wrong, grouped)).toThrow(expect.objectContaining({ issueCount: 300 }));
  });

  test('reads columns, and rows that come once', () => {
    const columns = { who: ['a', 'b', 'a', 'c'], at: [1, 1, 2, 2], score: new Uint8Array([3, 5, 4, 5]) };
    const metric = csatMetric({ ...fields, score: 'score' });
    expect(measure(columns, metric)).toMatchObject({ n: 3, numerator: 3, excluded: { repeated: 1 } });
    expect(measure(rows.values(), npsMetric(fields)).n).toBe(3);
  });
});

test('columns without rows are asked for their fields all the same', () => {
  expect(measure({ score: [] }, npsMetric({ score: 'score' })).n).toBe(0);
  // @ts-expect-error wrong on purpose
  expect(() => measure({ score: [] }, npsMetric({ score: 'scroe' }))).toThrow('scroe');
  expect(() => measure({}, npsMetric<AnyRow>({ score: 'score' }))).toThrow('score');
  // @ts-expect-error a promise is no data
  expect(() => measure(Promise.resolve([9]), npsMetric())).toThrow('nps requires');
});

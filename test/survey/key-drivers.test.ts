import { describe, expect, test } from 'vitest';
import { by } from '../../src/core/by.js';
import { InvalidDataError, InvalidOptionError, LimitError } from '../../src/core/errors.js';
import { measure, measureAll } from '../../src/core/measure.js';
import { deviations, placementOf } from '../../src/survey/improvement-index.js';
import { keyDrivers, keyDriversMetric } from '../../src/survey/key-drivers.js';
import reference from '../reference/key-drivers.json' with { type: 'json' };

const attitude = reference.data;
const drivers = ['complaints', 'privileges', 'learning', 'raises', 'critical', 'advance'] as const;
const options = { overall: 'rating', drivers } as const;

const methods = [
  ['correlation', reference.correlation],
  ['partial-correlation', reference.partialCorrelation],
  ['beta', reference.beta],
  ['shapley', reference.shapley],
  ['relative-weights', reference.relativeWeights],
] as const;

describe('importance on the attitude data', () => {
  test.each(methods)('%s is that of R', (method, expected) => {
    const rows = keyDrivers(attitude, { ...options, method });
    for (const [i, driver] of drivers.entries()) {
      const row = rows.find((each) => each.driver === driver);
      expect(row?.importance).toBeCloseTo(expected[i] ?? Number.NaN, 12);
      expect(row?.satisfaction).toBeCloseTo(reference.satisfaction[i] ?? Number.NaN, 12);
      expect(row?.rSquared).toBeCloseTo(reference.rSquared, 12);
      expect(row?.n).toBe(30);
    }
  });
});

describe('the improvement index', () => {
  const at = (distance: number, degrees: number) => {
    // Turned from the lower right, by so many degrees.
    const direction = ((degrees - 45) * Math.PI) / 180;
    return placementOf(distance * Math.cos(direction), distance * Math.sin(direction));
  };

  test('is 11.5 at a distance of 15.8 and an angle of 24.4°, as istat.co.jp works out', () => {
    const { distance, angle, improvementIndex } = at(15.8, 24.4);
    expect(distance).toBeCloseTo(15.8, 12);
    expect(angle).toBeCloseTo(24.4, 12);
    expect(improvementIndex / distance).toBeCloseTo(0.729, 3);
    expect(improvementIndex).toBeCloseTo(11.5, 1);
  });

  test('is the distance on the lower right, nothing across, and its negative on the upper left', () => {
    expect(at(10, 0).improvementIndex).toBeCloseTo(10, 12);
    expect(at(10, 90).improvementIndex).toBeCloseTo(0, 12);
    expect(at(10, 180).improvementIndex).toBeCloseTo(-10, 12);
  });

  test('is 0 in the centre, where there is no angle', () => {
    expect(placementOf(0, 0)).toEqual({ distance: 0, angle: null, improvementIndex: 0, quadrant: 'priority-keep' });
  });

  test('names the quadrants', () => {
    expect(placementOf(10, -10).quadrant).toBe('priority-improve');
    expect(placementOf(10, 10).quadrant).toBe('priority-keep');
    expect(placementOf(-10, -10).quadrant).toBe('improve');
    expect(placementOf(-10, 10).quadrant).toBe('keep');
  });

  test('is exact on the axes of the portfolio', () => {
    expect(placementOf(10, -10)).toMatchObject({ angle: 0, improvementIndex: Math.hypot(10, 10) });
    expect(placementOf(10, 10)).toMatchObject({ angle: 90, improvementIndex: 0 });
    expect(placementOf(-0.1, -0.1)).toMatchObject({ angle: 90, improvementIndex: 0 });
    expect(placementOf(-10, 10)).toMatchObject({ angle: 180, improvementIndex: -Math.hypot(10, 10) });
  });

  test('deviations have mean 0 and standard deviation 10; equal values have none, rounding apart', () => {
    expect(deviations([1, 2, 3])).toEqual([-10 * Math.sqrt(1.5), 0, 10 * Math.sqrt(1.5)]);
    expect(deviations([0.3, 0.1 + 0.2])).toEqual([0, 0]);
    expect(deviations([0, 0])).toEqual([0, 0]);
    expect(deviations([7])).toEqual([0]);
    expect(deviations([])).toEqual([]);
  });

  test('two values that differ are 10 from their mean, however near or large', () => {
    expect(deviations([3.68, 3.6800001])).toEqual([-10, 10]);
    expect(deviations([0.1, 0.7])).toEqual([-10, 10]);
    expect(deviations([1e150, -1e150])).toEqual([10, -10]);
    expect(deviations([1e-320, 2e-320])).toEqual([-10, 10]);
  });
});

test('places on the portfolio are those of R, with what to improve first on top', () => {
  const rows = keyDrivers(attitude, options);
  expect(rows.map(({ driver, quadrant }) => [driver, quadrant])).toEqual([
    ['learning', 'priority-improve'],
    ['complaints', 'priority-keep'],
    ['privileges', 'improve'],
    ['advance', 'improve'],
    ['raises', 'priority-keep'],
    ['critical', 'keep'],
  ]);
  for (const row of rows) {
    const i = drivers.indexOf(row.driver);
    expect(row.distance).toBeCloseTo(reference.distance[i] ?? Number.NaN, 10);
    expect(row.angle).toBeCloseTo(reference.angle[i] ?? Number.NaN, 6);
    expect(row.improvementIndex).toBeCloseTo(reference.improvementIndex[i] ?? Number.NaN, 8);
  }
});

describe('rounding does not show', () => {
  // Answers that differ by one among thousands, so that the means are near each other.
  const near = Array.from({ length: 3001 }, (_, i) => ({
    all: (i % 5) + 1,
    a: ((i * 7) % 5) + 1,
    b: i === 0 ? 2 : ((i * 7) % 5) + 1,
    c: (i % 3) + 1,
  }));

  test('two items are at 40 and 60 exactly, and balance to an index of 0', () => {
    const rows = keyDrivers(near, { overall: 'all', drivers: ['a', 'b'] });
    for (const { importanceScore, satisfactionScore, improvementIndex, angle } of rows) {
      expect([40, 60]).toContain(importanceScore);
      expect([40, 60]).toContain(satisfactionScore);
      expect([0, 90, 180]).toContain(angle);
      if (importanceScore === satisfactionScore) expect(improvementIndex).toBe(0);
    }
  });

  test('an item halfway between the others is at 50 exactly, where decimals of the means are not', () => {
    const data = [
      { all: 1, a: 3, b: 3, c: 4 },
      { all: 2, a: 3, b: 4, c: 3 },
      { all: 4, a: 4, b: 3, c: 4 },
      { all: 3, a: 3, b: 4, c: 3 },
      { all: 5, a: 4, b: 3, c: 5 },
      { all: 3, a: 2, b: 3, c: 3 },
      { all: 1, a: 3, b: 3, c: 2 },
    ];
    const sumOf = (driver: 'a' | 'b' | 'c') => data.reduce((total, row) => total + row[driver], 0);
    expect([sumOf('a'), sumOf('b'), sumOf('c')]).toEqual([22, 23, 24]);
    const rows = keyDrivers(data, { overall: 'all', drivers: ['a', 'b', 'c'] });
    expect(rows.find(({ driver }) => driver === 'b')?.satisfactionScore).toBe(50);
  });

  test.each(['correlation', 'shapley', 'relative-weights'] as const)(
    'items equal in every way stay in the order of the drivers, under %s',
    (method) => {
      for (const n of [20, 30, 50]) {
        const data = Array.from({ length: n }, (_, i) => {
          const a = ((i * i * 7) % 5) + 1;
          return { all: ((i * 3) % 5) + 1, a, twin: a, c: (i % 3) + 1, d: (i * 5) % 7 };
        });
        const drivers = ['twin', 'c', 'a', 'd'] as const;
        const order = (list: readonly (typeof drivers)[number][]) =>
          keyDrivers(data, { overall: 'all', drivers: list, method })
            .map(({ driver }) => driver)
            .filter((driver) => driver === 'a' || driver === 'twin');
        expect(order(drivers)).toEqual(['twin', 'a']);
        expect(order([...drivers].reverse())).toEqual(['a', 'twin']);
      }
    },
  );
});

describe('satisfaction', () => {
  const data = [
    { all: 1, a: 1, b: 5 },
    { all: 2, a: 4, b: 4 },
    { all: 3, a: 5, b: 1 },
    { all: 4, a: 5, b: 2 },
  ];
  const find = (rows: readonly { driver: string; satisfaction: number | null }[], driver: string) =>
    rows.find((row) => row.driver === driver)?.satisfaction;

  test('is the mean', () => {
    const rows = keyDrivers(data, { overall: 'all', drivers: ['a', 'b'] });
    expect([find(rows, 'a'), find(rows, 'b')]).toEqual([3.75, 3]);
  });

  test('or the share of the top boxes', () => {
    const satisfaction = { topBox: 2, scale: [1, 5] } as const;
    const rows = keyDrivers(data, { overall: 'all', drivers: ['a', 'b'], satisfaction });
    expect([find(rows, 'a'), find(rows, 'b')]).toEqual([0.75, 0.5]);
    const call = () =>
      keyDrivers([...data, { all: 1, a: 6, b: 1 }], { overall: 'all', drivers: ['a', 'b'], satisfaction });
    expect(call).toThrow(InvalidDataError);
  });
});

describe('what cannot be told is null', () => {
  const base = [
    { all: 1, a: 2, b: 5, same: 3 },
    { all: 2, a: 1, b: 3, same: 3 },
    { all: 4, a: 5, b: 4, same: 3 },
    { all: 5, a: 4, b: 1, same: 3 },
    { all: 3, a: 4, b: 2, same: 3 },
  ];

  test.each(methods)('for an item that does not vary, under %s', (method) => {
    const rows = keyDrivers(base, { overall: 'all', drivers: ['same', 'a', 'b'], method });
    expect(rows[2]).toMatchObject({
      driver: 'same',
      importance: null,
      satisfaction: 3,
      importanceScore: null,
      satisfactionScore: null,
      distance: null,
      angle: null,
      improvementIndex: null,
      quadrant: null,
      n: 5,
    });
    expect(rows.slice(0, 2).every(({ importance }) => importance !== null)).toBe(true);
    expect(rows[0]?.rSquared).toBeGreaterThan(0);
  });

  test('for equal decimals, whose sums round', () => {
    const data = base.map((row) => ({ ...row, tenth: 0.1 }));
    expect(keyDrivers(data, { overall: 'all', drivers: ['tenth', 'a'] })[1]).toMatchObject({
      driver: 'tenth',
      importance: null,
    });
  });

  test.each(methods)('for an overall score that does not vary, under %s', (method) => {
    for (const row of keyDrivers(base, { overall: 'same', drivers: ['a', 'b'], method })) {
      expect(row).toMatchObject({ importance: null, improvementIndex: null, rSquared: null, n: 5 });
      expect(row.satisfaction).not.toBeNull();
    }
  });

  test.each(methods)('with fewer rows than drivers + 2, or none, under %s', (method) => {
    const few = keyDrivers(base.slice(0, 3), { overall: 'all', drivers: ['a', 'b'], method });
    expect(few.map(({ importance, rSquared, n }) => [importance, rSquared, n])).toEqual([
      [null, null, 3],
      [null, null, 3],
    ]);
    const none = keyDrivers(base.slice(0, 0), { overall: 'all', drivers: ['a', 'b'], method });
    expect(none.map(({ satisfaction, n }) => [satisfaction, n])).toEqual([
      [null, 0],
      [null, 0],
    ]);
  });

  test('for items that are made of others: no beta of their own, while shares are still split', () => {
    const data = base.map((row) => ({ ...row, twin: row.a }));
    const of = (method: 'beta' | 'partial-correlation' | 'shapley' | 'relative-weights' | 'correlation') => {
      const rows = keyDrivers(data, { overall: 'all', drivers: ['a', 'twin', 'b'], method });
      return ['a', 'twin', 'b'].map((driver) => rows.find((row) => row.driver === driver)?.importance ?? null);
    };
    for (const method of ['beta', 'partial-correlation'] as const) {
      expect(of(method)).toEqual([null, null, expect.any(Number)]);
    }
    const alone = keyDrivers(data, { overall: 'all', drivers: ['a', 'b'], method: 'beta' });
    expect(of('beta')[2]).toBeCloseTo(alone.find(({ driver }) => driver === 'b')?.importance ?? 0, 12);
    for (const method of ['shapley', 'relative-weights'] as const) {
      const [a = null, twin = null, b = null] = of(method);
      expect(a).toBeCloseTo(twin ?? 0, 12);
      expect((a ?? 0) + (twin ?? 0) + (b ?? 0)).toBeCloseTo(alone[0]?.rSquared ?? 0, 12);
    }
  });

  test('but a perfect fit is told', () => {
    const data = base.map((row) => ({ ...row, all: 2 * row.a - row.b }));
    for (const [method] of methods) {
      for (const row of keyDrivers(data, { overall: 'all', drivers: ['a', 'b'], method })) {
        expect(row.rSquared).toBeCloseTo(1, 12);
        expect(Number.isFinite(row.importance)).toBe(true);
      }
    }
  });
});

test('rows that lack an answer are left out whole, and counted', () => {
  const data = [
    { all: 1, a: 2 },
    { all: null, a: 1 },
    { all: 2, a: undefined },
    { all: 3, a: 5 },
    { all: 5, a: 4 },
  ];
  const [row] = keyDrivers(data, { overall: 'all', drivers: ['a'] });
  expect(row).toMatchObject({ n: 3, excluded: { missing: 2, invalid: 0, repeated: 0 } });
  expect(row?.satisfaction).toBeCloseTo(11 / 3, 12);
  expect(() => keyDrivers(data, { overall: 'all', drivers: ['a'], missing: 'throw' })).toThrow(InvalidDataError);
});

test('refuses scores that are no finite numbers, by row and field', () => {
  for (const wrong of ['9', Number.NaN, Number.POSITIVE_INFINITY, 1e200, true]) {
    const data = [
      { all: 1, a: 2 },
      { all: 1, a: wrong as number },
    ];
    const call = () => keyDrivers(data, { overall: 'all', drivers: ['a'] });
    expect(call).toThrow(InvalidDataError);
    try {
      call();
    } catch (error) {
      expect(error).toMatchObject({ issues: [{ index: 1, field: 'a' }] });
    }
    expect(keyDrivers(data, { overall: 'all', drivers: ['a'], invalid: 'exclude' })[0]?.excluded.invalid).toBe(1);
  }
});

test('refuses options by name', () => {
  const data = [{ all: 1, a: 2 }];
  const refused = (given: unknown) => expect(() => keyDrivers(data, given as never)).toThrow(InvalidOptionError);
  refused({ drivers: ['a'] });
  refused({ overall: 'all' });
  refused({ overall: 'all', drivers: [] });
  refused({ overall: 'all', drivers: 'a' });
  refused({ overall: 'all', drivers: [3] });
  refused({ overall: 'all', drivers: ['a', 'a'] });
  refused({ overall: 'all', drivers: ['all'] });
  refused({ overall: 'all', drivers: ['a'], method: 'lasso' });
  refused({ overall: 'all', drivers: ['a'], satisfaction: { topBox: 0, scale: [1, 5] } });
  refused({ overall: 'all', drivers: ['a'], satisfaction: { topBox: 2, scale: [5, 1] } });
  refused({ overall: 'all', drivers: ['a'], satisfaction: { topBox: 2 } });
  refused({ overall: 'all', drivers: ['a'], satisfaction: 'median' });
  refused({ overall: 'all', drivers: ['a'], weights: 'w' });
  expect(() => keyDrivers(data, { overall: 'all', drivers: ['aa'] as never })).toThrow(InvalidDataError);
  const many = Array.from({ length: 21 }, (_, i) => `q${i}`);
  expect(() => keyDriversMetric({ overall: 'all', drivers: many, method: 'shapley' })).toThrow(LimitError);
  expect(() => keyDriversMetric({ overall: 'all', drivers: many, method: 'relative-weights' })).not.toThrow();
});

describe('the metric', () => {
  const rows = attitude.rating.map((rating, i) => ({
    rating,
    half: i < 15 ? 'first' : 'second',
    complaints: attitude.complaints[i] ?? 0,
    learning: attitude.learning[i] ?? 0,
  }));
  const metric = keyDriversMetric<(typeof rows)[number]>({ overall: 'rating', drivers: ['complaints', 'learning'] });

  test('gives the same from rows, merged states and streams', async () => {
    const whole = measure(rows, metric);
    expect(keyDrivers(rows, { overall: 'rating', drivers: ['complaints', 'learning'] })).toEqual(whole);
    const merged = metric.merge(metric.state(rows.slice(9)), metric.state(rows.slice(0, 9)));
    expect(metric.finish(JSON.parse(JSON.stringify(merged)))).toEqual(whole);
    expect(await measureAll([rows.slice(0, 4), rows.slice(4)], metric)).toEqual(whole);
  });

  test('gives rows by segment', () => {
    const result = measure(rows, by('half', metric));
    expect(result.map(({ half, n }) => [half, n])).toEqual([
      ['first', 15],
      ['first', 15],
      ['second', 15],
      ['second', 15],
    ]);
    expect(result.slice(0, 2).map(({ half: _, ...row }) => row)).toEqual(measure(rows.slice(0, 15), metric));
  });

  test('is plain data for a database', () => {
    expect(metric.plan).toMatchObject({ kind: 'tally', inputs: { item0: { from: 'rating' } } });
  });
});

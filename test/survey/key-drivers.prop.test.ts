import fc from 'fast-check';
import { expect, test } from 'vitest';
import { symmetricEigen } from '../../src/stats/symmetric-eigen.js';
import { placementOf } from '../../src/survey/improvement-index.js';
import { keyDrivers, keyDriversMetric } from '../../src/survey/key-drivers.js';

const answer = fc.integer({ min: 1, max: 5 });
const row = fc.record({ all: answer, a: answer, b: answer, c: answer });
const rows = fc.array(row, { minLength: 5, maxLength: 40 });
const drivers = ['a', 'b', 'c'] as const;
const options = { overall: 'all', drivers } as const;
const deviation = fc.double({ min: -50, max: 50, noNaN: true });

test('Shapley shares and relative weights add up to R², and none is negative', () => {
  fc.assert(
    fc.property(rows, fc.constantFrom('shapley' as const, 'relative-weights' as const), (data, method) => {
      const result = keyDrivers(data, { ...options, method });
      const total = result.reduce((sum, { importance }) => sum + (importance ?? 0), 0);
      const rSquared = result[0]?.rSquared ?? 0;
      expect(total).toBeCloseTo(rSquared, 9);
      expect(rSquared).toBeLessThanOrEqual(1);
      for (const { importance } of result) expect(importance ?? 0).toBeGreaterThanOrEqual(-1e-12);
    }),
  );
});

test('correlations and partial correlations lie between −1 and 1; with one driver every method agrees', () => {
  fc.assert(
    fc.property(rows, (data) => {
      for (const method of ['correlation', 'partial-correlation'] as const) {
        for (const { importance } of keyDrivers(data, { ...options, method })) {
          expect(Math.abs(importance ?? 0)).toBeLessThanOrEqual(1);
        }
      }
      const alone = (method: 'correlation' | 'partial-correlation' | 'beta' | 'shapley') =>
        keyDrivers(data, { overall: 'all', drivers: ['a'], method })[0]?.importance ?? null;
      const r = alone('correlation');
      if (r === null) {
        expect([alone('beta'), alone('shapley')]).toEqual([null, null]);
        return;
      }
      expect(alone('beta')).toBeCloseTo(r, 12);
      expect(alone('shapley')).toBeCloseTo(r * r, 12);
      if (Math.abs(r) < 1 - 1e-9) expect(alone('partial-correlation')).toBeCloseTo(r, 9);
    }),
  );
});

test('nothing is NaN, infinite or −0, whatever the answers', () => {
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 12 }),
      fc.constantFrom('correlation', 'partial-correlation', 'beta', 'shapley', 'relative-weights'),
      (data, method) => {
        const result = keyDrivers(data, { ...options, method });
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
      },
    ),
  );
});

test('the order of the rows does not matter, and every split merges to the whole', () => {
  fc.assert(
    fc.property(rows, fc.nat(), (data, at) => {
      const metric = keyDriversMetric<(typeof data)[number]>(options);
      const cut = at % (data.length + 1);
      const merged = metric.merge(metric.state(data.slice(cut)), metric.state(data.slice(0, cut)));
      expect(merged).toEqual(metric.state(data));
      expect(keyDrivers([...data].reverse(), options)).toEqual(keyDrivers(data, options));
    }),
  );
});

test('shifting and stretching all answers leaves the importance', () => {
  fc.assert(
    fc.property(rows, fc.constantFrom('correlation', 'beta', 'shapley', 'relative-weights'), (data, method) => {
      const moved = data.map((each) => ({ all: each.all * 3 - 7, a: each.a * 2 + 1, b: each.b, c: each.c - 4 }));
      const [one, other] = [keyDrivers(data, { ...options, method }), keyDrivers(moved, { ...options, method })];
      for (const driver of drivers) {
        const [x, y] = [one, other].map((list) => list.find((each) => each.driver === driver)?.importance ?? null);
        if (x === null) expect(y).toBe(null);
        else expect(y).toBeCloseTo(x ?? 0, 9);
      }
    }),
  );
});

test('the improvement index of the opposite place is its negative, and never more than the distance', () => {
  fc.assert(
    fc.property(deviation, deviation, (x, y) => {
      const [here, there] = [placementOf(x, y), placementOf(-x, -y)];
      expect(there.improvementIndex).toBeCloseTo(-here.improvementIndex, 9);
      expect(Math.abs(here.improvementIndex)).toBeLessThanOrEqual(here.distance);
    }),
  );
});

test('importance and dissatisfaction count alike: mirrored places share an index', () => {
  fc.assert(
    fc.property(deviation, deviation, (x, y) => {
      expect(placementOf(-y, -x).improvementIndex).toBeCloseTo(placementOf(x, y).improvementIndex, 9);
    }),
  );
});

test('eigenvectors are orthonormal and give the matrix back', () => {
  const matrix = fc
    .integer({ min: 1, max: 7 })
    .chain((size) =>
      fc
        .array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: size * size, maxLength: size * size })
        .map((flat) =>
          Array.from({ length: size }, (_, i) =>
            Array.from({ length: size }, (_, j) => (flat[i * size + j] ?? 0) + (flat[j * size + i] ?? 0)),
          ),
        ),
    );
  fc.assert(
    fc.property(matrix, (symmetric) => {
      const { values, vectors } = symmetricEigen(symmetric);
      for (const [i, line] of symmetric.entries()) {
        for (const [j, entry] of line.entries()) {
          const dot = vectors[i]?.reduce((sum, x, k) => sum + x * (vectors[j]?.[k] ?? 0), 0);
          expect(dot).toBeCloseTo(i === j ? 1 : 0, 12);
          const back = vectors.reduce(
            (sum, vector, k) => sum + (values[k] ?? 0) * (vector[i] ?? 0) * (vector[j] ?? 0),
            0,
          );
          expect(back).toBeCloseTo(entry, 11);
        }
      }
    }),
  );
});

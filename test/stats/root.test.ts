import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bracketedRoot } from '../../src/stats/root.js';

test('finds roots to the last digits', () => {
  expect(bracketedRoot((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 14);
  expect(bracketedRoot((x) => Math.cos(x) - x, 0, 1)).toBeCloseTo(0.7390851332151607, 14);
  expect(bracketedRoot((x) => x ** 9, -1, 2)).toBeCloseTo(0, 14);
  expect(bracketedRoot((x) => Math.sign(x - 0.3), 0, 1)).toBeCloseTo(0.3, 14);
  expect(bracketedRoot((x) => 1 - 1e-6 / x, 0, 1)).toBeCloseTo(1e-6, 18);
});

test('answers an end that is a root, and the nearer end where the signs do not differ', () => {
  expect(bracketedRoot((x) => x, 0, 1)).toBe(0);
  expect(bracketedRoot((x) => x - 1, 0, 1)).toBe(1);
  expect(bracketedRoot((x) => x + 1, 0, 1)).toBe(0);
  expect(bracketedRoot((x) => 2 - x, 0, 1)).toBe(1);
});

test('needs few evaluations for a smooth function, and ends for a rough one', () => {
  let count = 0;
  bracketedRoot(
    (x) => {
      count += 1;
      return Math.exp(x) - 5;
    },
    -10,
    10,
  );
  expect(count).toBeLessThan(20);
  count = 0;
  bracketedRoot(
    (x) => {
      count += 1;
      return x < 1e-5 ? -1e300 : 1e-300;
    },
    0,
    1,
  );
  expect(count).toBeLessThan(120);
});

test('finds the root of a line wherever it is', () => {
  fc.assert(
    fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (root) => {
      const found = bracketedRoot((x) => x - root, -1, 1);
      expect(Math.abs(found - root)).toBeLessThanOrEqual(4 * Number.EPSILON * Math.abs(root) + 2 ** -69);
    }),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalSum, exactSum, growExpansion, roundedSum } from '../../src/core/exact-sum.js';
import { exactTotal } from '../support/exact.js';

const wild = fc.double({ noNaN: true, noDefaultInfinity: true });
/** Values that cancel and tie: few bits, near exponents. */
const close = fc
  .tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -110, max: 110 }))
  .map(([m, e]) => m * 2 ** e);
const subnormal = fc.integer({ min: -(2 ** 31), max: 2 ** 31 }).map((m) => m * 2 ** -1074);
const huge = fc.integer({ min: -(2 ** 31), max: 2 ** 31 }).map((m) => (m / 2 ** 31) * Number.MAX_VALUE);
const values = fc.oneof(
  ...[wild, close, subnormal, huge, fc.oneof(wild, close, subnormal, huge)].map((value) =>
    fc.array(value, { maxLength: 60 }),
  ),
);

function totalOrRefusal(list: readonly number[]): number | string {
  try {
    return exactSum(list);
  } catch {
    return 'E_OVERFLOW';
  }
}

function canonicalOf(list: readonly number[]): readonly number[] {
  const partials: number[] = [];
  for (const value of list) growExpansion(partials, value);
  return canonicalSum(partials);
}

describe('exact sums', () => {
  test('are the nearest double of the exact rational sum', () => {
    fc.assert(
      fc.property(values, (list) => {
        const expected = exactTotal(list);
        expect(totalOrRefusal(list)).toBe(Number.isFinite(expected) ? expected + 0 : 'E_OVERFLOW');
      }),
      { numRuns: 2000 },
    );
  });

  test('do not depend on order', () => {
    const shuffled = values.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    );
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        expect(totalOrRefusal(other)).toBe(totalOrRefusal(list));
      }),
    );
  });

  test('have one canonical form however they are ordered, split and merged', () => {
    const finite = fc.array(
      fc.oneof(
        close,
        wild.map((x) => x / 2 ** 10),
        subnormal,
      ),
      { maxLength: 60 },
    );
    const cases = finite.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }), fc.nat(list.length)),
    );
    fc.assert(
      fc.property(cases, ([list, other, at]) => {
        const whole = canonicalOf(list);
        const merged = canonicalOf([...canonicalOf(other.slice(0, at)), ...canonicalOf(other.slice(at))]);
        expect(merged).toEqual(whole);
        expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
        expect(roundedSum([...whole].reverse())).toBe(roundedSum([...merged].reverse()));
        expect(exactTotal([...list, ...whole.map((term) => -term)])).toBe(0);
      }),
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeMoments, moments } from '../../src/stats/moments.js';
import { exactTotal, ulpsBetween, unitsOf } from '../support/exact.js';

/** Below 1e-130 in size squares leave the range where they are exact. */
const squarable = (x: number): number => (Math.abs(x) < 1e-130 ? 0 : x);

const value = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(squarable),
  fc.integer({ min: -5, max: 5 }).map((i) => 1e9 + i / 10),
  fc.double({ min: -1e130, max: 1e130, noNaN: true }).map(squarable),
);
const values = fc.array(value, { minLength: 1, maxLength: 40 });

describe('moments', () => {
  test('of any split, merged in any order, are those of the whole to the last bit', () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 40 }), fc.nat(40), fc.nat(40), (list, i, j) => {
        const [low, high] = [Math.min(i, j), Math.max(i, j)];
        const [a, b, c] = [moments(list.slice(0, low)), moments(list.slice(low, high)), moments(list.slice(high))];
        const whole = moments(list);
        expect(mergeMoments(mergeMoments(a, b), c)).toEqual(whole);
        expect(mergeMoments(c, mergeMoments(b, a))).toEqual(whole);
        expect(mergeMoments(whole, moments([]))).toEqual(whole);
        expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
      }),
    );
  });

  test('do not depend on order', () => {
    fc.assert(
      fc.property(
        values.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        ([list, other]) => {
          expect(moments(other)).toEqual(moments(list));
        },
      ),
    );
  });

  test('keep the mean between least and greatest, and within one ulp of the exact one', () => {
    fc.assert(
      fc.property(values, (list) => {
        const mean = moments(list).mean ?? Number.NaN;
        expect(mean).toBeGreaterThanOrEqual(Math.min(...list));
        expect(mean).toBeLessThanOrEqual(Math.max(...list));
        // n·mean − Σx is at most n half units in the last place of the mean.
        const missing = exactTotal([...list, ...list.map(() => -mean)]);
        const unit = Math.max(2 ** -1074, Math.abs(mean) * 2 ** -52);
        expect(Math.abs(missing)).toBeLessThanOrEqual(list.length * unit * 0.51);
      }),
    );
  });

  test('have a variance of 0 only where all values are equal, and never below', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 40 }), (list) => {
        const variance = moments(list).variance ?? Number.NaN;
        expect(variance > 0).toBe(list.some((x) => x !== list[0]));
        expect(variance).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('give the exact variance, by rational arithmetic, to two ulps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 40 }),
        (list) => {
          const units = list.map(unitsOf);
          const n = BigInt(list.length);
          const total = units.reduce((a, b) => a + b, 0n);
          const numerator = n * units.reduce((a, b) => a + b * b, 0n) - total * total;
          const denominator = n * (n - 1n);
          // Units are 2^-1074, so squares are 2^-2148; a quotient of 60 bits more than fills a double.
          const shift = BigInt(Math.max(0, 64 + denominator.toString(2).length - numerator.toString(2).length));
          const quotient = (numerator << shift) / denominator;
          const excess = Math.max(0, quotient.toString(2).length - 64);
          let expected = Number(quotient >> BigInt(excess));
          for (let power = excess - Number(shift) - 2148; power !== 0 && expected !== 0; ) {
            const step = Math.max(-1000, Math.min(900, power));
            expected *= 2 ** step;
            power -= step;
          }
          const found = moments(list).variance ?? Number.NaN;
          if (expected > 1e-280) expect(ulpsBetween(found, expected)).toBeLessThanOrEqual(2);
        },
      ),
    );
  });

  test('scale by powers of two exactly, and shift', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2 }),
        fc.integer({ min: -40, max: 40 }),
        (list, k) => {
          const plain = moments(list);
          const scaled = moments(list.map((x) => x * 2 ** k));
          expect(scaled.mean).toBe((plain.mean ?? 0) * 2 ** k);
          expect(scaled.standardDeviation).toBe((plain.standardDeviation ?? 0) * 2 ** k);
          expect(moments(list.map((x) => x + 2 ** 40)).variance).toBe(plain.variance);
        },
      ),
    );
  });
});

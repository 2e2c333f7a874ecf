import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type QuantileType, quantile } from '../../src/stats/quantile.js';

const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 30 });
const type = fc.constantFrom<QuantileType>(1, 2, 3, 4, 5, 6, 7, 8, 9);
const share = fc.double({ min: 0, max: 1, noNaN: true });

test('runs from the least value to the greatest, exactly, without ever falling', () => {
  fc.assert(
    fc.property(values, type, share, share, (list, chosen, p, q) => {
      const at = (x: number): number => quantile(list, x, { type: chosen }) ?? Number.NaN;
      expect(at(0)).toBe(Math.min(...list) + 0);
      expect(at(1)).toBe(Math.max(...list) + 0);
      expect(at(Math.min(p, q))).toBeLessThanOrEqual(at(Math.max(p, q)));
    }),
  );
});

test('does not depend on order, and follows scaling by powers of two', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), type, share, (list, chosen, p) => {
      const plain = quantile(list, p, { type: chosen }) ?? Number.NaN;
      expect(quantile([...list].reverse(), p, { type: chosen })).toBe(plain);
      expect(
        quantile(
          list.map((x) => x * 8),
          p,
          { type: chosen },
        ),
      ).toBe(plain * 8);
    }),
  );
});

test('the median of the negated values is the negated median, for odd n', () => {
  fc.assert(
    fc.property(
      values.filter((list) => list.length % 2 === 1),
      (list) => {
        expect(
          quantile(
            list.map((x) => -x),
            0.5,
          ),
        ).toBe(-(quantile(list, 0.5) ?? 0) + 0);
      },
    ),
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectedSpend } from '../../src/ltv/expected-spend.js';

/** A positive number, each order of magnitude as likely. */
const size = (from: number, to: number) =>
  fc.double({ min: Math.log(from), max: Math.log(to), noNaN: true }).map((log) => Math.exp(log));

describe('gamma–gamma', () => {
  const parameters = fc.record({
    model: fc.constant('gamma-gamma' as const),
    ...{ p: size(0.01, 1e4), q: size(1.01, 1e4), gamma: size(0.01, 1e6) },
  });

  test('a customer is expected to spend between the mean of all and their own, nearer to their own with every purchase', () => {
    fc.assert(
      fc.property(parameters, fc.integer({ min: 1, max: 1000 }), size(1e-3, 1e6), (model, frequency, monetary) => {
        const of = (x: number) => expectedSpend(model, { frequency: x, monetary }) as number; // q is above 1
        const all = of(0);
        const [found, more] = [of(frequency), of(frequency + 1)];
        const slack = 1e-12 * Math.max(all, monetary);
        expect(found).toBeGreaterThan(Math.min(all, monetary) - slack);
        expect(found).toBeLessThan(Math.max(all, monetary) + slack);
        expect(Math.abs(more - monetary)).toBeLessThanOrEqual(Math.abs(found - monetary) + slack);
        expect(Math.abs(of(1e9) - monetary)).toBeLessThanOrEqual(1e-3 * Math.abs(all - monetary) + slack);
      }),
    );
  });
});

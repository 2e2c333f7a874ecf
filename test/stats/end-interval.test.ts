import { describe, expect, test } from 'vitest';
import { endInterval } from '../../src/stats/end-interval.js';
import { proportionInterval } from '../../src/stats/proportion-interval.js';
import reference from '../reference/end-interval.json' with { type: 'json' };

describe('where none was lost before', () => {
  test('the interval is that of Wilson', () => {
    expect(endInterval(1, { atRisk: [20], ended: [0] }, 0, 0.95)).toEqual(proportionInterval(20, 20));
    expect(endInterval(0, { atRisk: [20, 15], ended: [5, 15] }, 1, 0.9)).toEqual(
      proportionInterval(0, 20, { confidence: 0.9 }),
    );
  });

  test('those last seen at the time itself were seen so long', () => {
    // Twenty are at risk; that some are last seen now does not matter.
    expect(endInterval(1, { atRisk: [20, 8], ended: [0, 0] }, 0, 0.95).method).toBe('wilson');
    expect(endInterval(1, { atRisk: [20, 8], ended: [0, 0] }, 1, 0.95).method).toBe('beta-product');
  });
});

describe('where some were lost before', () => {
  test.each(reference.clopperPearson)(
    'and all last, it is that of Clopper and Pearson on the $n seen so long',
    (each) => {
      const { low, high, method } = endInterval(1, { atRisk: [each.n + 3, each.n], ended: [0, 0] }, 1, 0.95);
      expect([high, method]).toEqual([1, 'beta-product']);
      expect(low).toBeCloseTo(each.low, 12);
    },
  );

  test.each(reference.cases)(
    'and none lasts, it ends at the quantile of the product of betas, $atRisk, $confidence',
    (each) => {
      const { low, high, confidence } = endInterval(0, each, each.atRisk.length - 1, each.confidence);
      expect([low, confidence]).toEqual([0, each.confidence]);
      // A beta of the same two moments, against draws of the product itself.
      expect(Math.abs(high - each.high)).toBeLessThan(0.015);
    },
  );

  test('and the losses say little, it is near that of Clopper and Pearson', () => {
    const { high } = endInterval(0, { atRisk: [1000, 899, 499], ended: [100, 400, 499] }, 2, 0.95);
    expect(high).toBeGreaterThan(proportionInterval(0, 1000, { method: 'clopper-pearson' }).high);
    expect(high).toBeLessThan(proportionInterval(0, 990, { method: 'clopper-pearson' }).high);
  });

  test('a million times give a number', () => {
    const atRisk = Float64Array.from({ length: 1e6 }, (_, i) => 2e6 - 2 * i);
    const ended = new Float64Array(1e6).fill(1);
    ended[1e6 - 1] = 2;
    const { high } = endInterval(0, { atRisk, ended }, 1e6 - 1, 0.95);
    expect(high).toBeGreaterThan(0);
    expect(high).toBeLessThan(0.01);
  });
});

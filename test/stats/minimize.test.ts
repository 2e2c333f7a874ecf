import { describe, expect, test } from 'vitest';
import { type MinimizeRules, minimize, type Objective } from '../../src/stats/minimize.js';

const rules = (size: number, more: Partial<MinimizeRules> = {}): MinimizeRules => ({
  ...{ bound: new Float64Array(size).fill(100), maxIterations: 500, tolerance: 1e-14 },
  ...more,
});

const rosenbrock: Objective = (at, gradient) => {
  const [x, y] = [at[0] as number, at[1] as number];
  gradient[0] = -400 * x * (y - x * x) - 2 * (1 - x);
  gradient[1] = 200 * (y - x * x);
  return 100 * (y - x * x) ** 2 + (1 - x) ** 2;
};

/** Σ (k + 1)(x_k − k)². */
const bowl: Objective = (at, gradient) => {
  let value = 0;
  for (let k = 0; k < at.length; k += 1) {
    const away = (at[k] as number) - k;
    value += (k + 1) * away * away;
    gradient[k] = 2 * (k + 1) * away;
  }
  return value;
};

describe('minimize', () => {
  test('finds the end of a bent valley', () => {
    for (const start of [
      [-1.2, 1],
      [10, -10],
      [0, 0],
    ]) {
      const { at, end } = minimize(rosenbrock, start, rules(2));
      expect(at[0]).toBeCloseTo(1, 6);
      expect(at[1]).toBeCloseTo(1, 6);
      expect(end).toBe('done');
    }
  });

  test('finds the bottom of a bowl in few steps', () => {
    const { at, iterations } = minimize(bowl, [5, 5, 5, 5], rules(4));
    for (const [k, x] of at.entries()) expect(x).toBeCloseTo(k, 7);
    expect(iterations).toBeLessThan(20);
  });

  test('ends at the side of the box where the bottom is outside, with the other coordinates at their best', () => {
    const { at, end } = minimize(bowl, [1, 1, 1, 1], rules(4, { bound: Float64Array.from([2, 2, 2, 2]) }));
    expect(at[3]).toBe(2);
    expect(at[1]).toBeCloseTo(1, 7);
    expect(end).toBe('done');
  });

  test('begins inside the box, wherever it is told to', () => {
    const { at } = minimize(bowl, [1e9, -1e9], rules(2));
    expect(at[1]).toBeCloseTo(1, 7);
  });

  test('steps around places where the function is no number', () => {
    const logarithm: Objective = (at, gradient) => {
      const x = at[0] as number;
      gradient[0] = 1 - 1 / x;
      return x - Math.log(x); // no number below 0
    };
    expect(minimize(logarithm, [50], rules(1)).at[0]).toBeCloseTo(1, 6);
    expect(minimize(logarithm, [-1], rules(1)).end).toBe('stuck');
  });

  test('says when its iterations are used up', () => {
    const found = minimize(rosenbrock, [-1.2, 1], rules(2, { maxIterations: 3 }));
    expect([found.end, found.iterations]).toEqual(['spent', 3]);
  });

  test('ends early where the place is known', () => {
    const isKnown = (at: Float64Array) => Math.abs((at[0] as number) - 1) < 0.3;
    expect(minimize(rosenbrock, [-1.2, 1], rules(2, { isKnown })).end).toBe('known');
  });

  test('changes nothing that it was given', () => {
    const start = Float64Array.from([-1.2, 1]);
    const inverseHessian = Float64Array.from([1, 0, 0, 1]);
    minimize(rosenbrock, start, rules(2, { inverseHessian }));
    expect([...start, ...inverseHessian]).toEqual([-1.2, 1, 1, 0, 0, 1]);
  });
});

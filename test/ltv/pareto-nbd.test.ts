import { describe, expect, test } from 'vitest';
import { paretoNbdAlive } from '../../src/ltv/pareto-nbd/alive.js';
import { prepared } from '../../src/ltv/pareto-nbd/likelihood.js';
import type { ParetoNbdParameters } from '../../src/ltv/pareto-nbd/parameters.js';
import { paretoNbdProbability, paretoNbdProbabilityOfNew } from '../../src/ltv/pareto-nbd/probability.js';
import { paretoNbdPurchases, paretoNbdPurchasesOfNew } from '../../src/ltv/pareto-nbd/purchases.js';
import { paretoNbdResidual } from '../../src/ltv/pareto-nbd/residual.js';
import { patternCriterion } from '../../src/ltv/pareto-nbd/with-covariates.js';
import reference from '../reference/pareto-nbd.json' with { type: 'json' };
import { relativeError } from '../support/close.js';

type Row = readonly [number, number, number, number, number, number, number, ...number[]];

const modelOf = ([r, alpha, s, beta]: Row): ParetoNbdParameters => ({ model: 'pareto/nbd', r, alpha, s, beta });

/** The log-likelihood of customers without covariates, with its slopes by r, alpha, s, beta. */
function likelihoodOf(p: ParetoNbdParameters, histories: readonly (readonly [number, number, number])[]) {
  const column = (k: 0 | 1 | 2) => Float64Array.from(histories, (history) => history[k]);
  const rows = { frequency: column(0), recency: column(1), T: column(2), weight: column(0).fill(1) };
  const patterns = [{ from: 0, to: histories.length, purchase: [], dropout: [] }];
  const gradient = new Float64Array(4);
  const criterion = patternCriterion(prepared(rows, patterns), patterns);
  return { value: criterion(Float64Array.of(p.r, p.alpha, p.s, p.beta), gradient), gradient };
}

describe('the log-likelihood', () => {
  test('is within 1e-10 of 50-digit values, for frequencies to 1e4 and T to 1e5', () => {
    for (const row of reference.likelihood as unknown as Row[]) {
      const [, , , , x, tx, T, expected = 0] = row;
      const { value } = likelihoodOf(modelOf(row), [[x, tx, T]]);
      // A sum of terms that are this large, at doubles' precision.
      const size = x * Math.log(row[1] + T + 1) + 1;
      expect(Math.abs(value - expected)).toBeLessThan(1e-10 * Math.abs(expected) + 1e-15 * size);
    }
  });

  test('has the slopes of 50-digit differences', () => {
    for (const row of reference.slopes as unknown as Row[]) {
      const [, , , , x, tx, T, ...expected] = row;
      const { gradient } = likelihoodOf(modelOf(row), [[x, tx, T]]);
      expected.forEach((slope, j) => {
        // By the logarithm of the parameter; terms of the size of A cancel in it.
        const byLogarithm = (row[j] as number) * Math.abs((gradient[j] as number) - slope);
        expect(byLogarithm).toBeLessThan(
          1e-10 * Math.abs((row[j] as number) * slope) + 3e-13 * (1 + x + (row[0] as number) + (row[2] as number)),
        );
      });
    }
  });

  test('of many customers, who share ladders, is the sum of theirs', () => {
    for (const [r, alpha, s, beta] of [
      [0.55, 10.6, 0.6, 11.7],
      [2, 90, 3, 4],
      [0.1, 0.3, 9, 700],
      [3, 2, 0.2, 500],
      [0.8, 12, 300, 3e6],
      [1e-3, 12, 2, 1e4],
      [0.6, 4000, 0.7, 3],
      [30, 9e6, 12, 0.1],
    ] as const) {
      const p = { model: 'pareto/nbd', r, alpha, s, beta } as const;
      const histories: [number, number, number][] = [];
      for (const T of [20, 21.5, 25, 30, 40]) {
        for (const x of [0, 1, 2, 3, 8, 14, 15, 60, 61, 900]) histories.push([x, x === 0 ? 0 : 10 + (x % 3), T]);
      }
      histories.sort((a, b) => a[0] - b[0]);
      const all = likelihoodOf(p, histories);
      const each = histories.map((history) => likelihoodOf(p, [history]));
      const sum = (pick: (one: (typeof each)[0]) => number) => each.reduce((total, one) => total + pick(one), 0);
      const value = sum((one) => one.value);
      expect(relativeError(all.value, value)).toBeLessThan(1e-13);
      for (let j = 0; j < 4; j += 1) {
        const slope = sum((one) => one.gradient[j] as number);
        const size = sum((one) => Math.abs(one.gradient[j] as number));
        expect(Math.abs((all.gradient[j] as number) - slope)).toBeLessThan(1e-11 * size);
      }
    }
  });
});

describe('predictions', () => {
  test('P(alive) is within 1e-9 of 50-digit values', () => {
    for (const row of reference.likelihood as unknown as Row[]) {
      const [, , , , x, tx, T, , expected = 0] = row;
      if (expected < 1e-300) continue;
      expect(relativeError(paretoNbdAlive(modelOf(row), x, tx, T), expected)).toBeLessThan(1e-9);
    }
  });

  test('expected and residual purchases are within 1e-9 of 50-digit values', () => {
    for (const row of reference.purchases as unknown as Row[]) {
      const [, , , , x, tx, T, horizon = 0, discount = 0, ofNew = 0, purchases = 0, residual = 0] = row;
      const p = modelOf(row);
      expect(relativeError(paretoNbdPurchasesOfNew(p, horizon), ofNew)).toBeLessThan(1e-9);
      expect(relativeError(paretoNbdPurchases(p, x, tx, T, horizon), purchases)).toBeLessThan(1e-9);
      expect(relativeError(paretoNbdResidual(p, x, tx, T, discount), residual)).toBeLessThan(1e-9);
    }
  });

  test('probabilities are within 1e-9 of 30-digit values', () => {
    for (const row of reference.probability as unknown as Row[]) {
      const [, , , , x, tx, T, n = 0, horizon = 0, ofNew = 0, chance = 0] = row;
      const p = modelOf(row);
      if (ofNew > 1e-290) expect(relativeError(paretoNbdProbabilityOfNew(p, n, horizon), ofNew)).toBeLessThan(1e-9);
      if (chance > 1e-290)
        expect(relativeError(paretoNbdProbability(p, x, tx, T, n, horizon), chance)).toBeLessThan(1e-9);
    }
  });

  test('reproduce customer 1516 of CDNOW: 25.46 purchases in 52 weeks, P(alive) 0.998', () => {
    // BTYD's vignette, with the parameters of Fader, Hardie & Lee (2005).
    const p = { model: 'pareto/nbd', r: 0.5533971, alpha: 10.5801985, s: 0.6060625, beta: 11.6562237 } as const;
    expect(paretoNbdPurchases(p, 26, 30.86, 31, 52)).toBeCloseTo(25.46, 2);
    expect(paretoNbdAlive(p, 26, 30.86, 31)).toBeCloseTo(0.9979, 4);
  });

  test('at s = 1 join their neighbours', () => {
    const at = (s: number) =>
      paretoNbdPurchases({ model: 'pareto/nbd', r: 0.6, alpha: 10, s, beta: 12 }, 3, 20, 30, 52);
    for (const apart of [1e-13, 1e-11, 1e-9, 1e-7]) {
      expect(relativeError(at(1 + apart), at(1))).toBeLessThan(2 * apart + 1e-14);
      expect(relativeError(at(1 - apart), at(1))).toBeLessThan(2 * apart + 1e-14);
    }
  });
});

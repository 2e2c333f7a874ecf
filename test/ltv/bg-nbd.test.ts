import { describe, expect, test } from 'vitest';
import { bgNbdAlive } from '../../src/ltv/bg-nbd/alive.js';
import { betaMean } from '../../src/ltv/bg-nbd/beta-mean.js';
import { derivatives, logLikelihoodOf } from '../../src/ltv/bg-nbd/likelihood.js';
import type { BetaGeometricNbd } from '../../src/ltv/bg-nbd/parameters.js';
import { bgNbdProbability, bgNbdProbabilityOfNew } from '../../src/ltv/bg-nbd/probability.js';
import { bgNbdPurchases, bgNbdPurchasesOfNew } from '../../src/ltv/bg-nbd/purchases.js';
import { bgNbdResidual } from '../../src/ltv/bg-nbd/residual.js';
import reference from '../reference/bg-nbd.json' with { type: 'json' };
import { errorBesideZeros, relativeError } from '../support/close.js';
import { processorTime } from '../support/processor-time.js';

// The papers' CDNOW parameters, in weeks.
const CDNOW = { model: 'bg/nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const;

/** A row of the reference: the model, its four parameters, and numbers. */
function parse(row: readonly (string | number)[]): { p: BetaGeometricNbd; rest: readonly number[] } {
  const [name, r, alpha, a, b, ...rest] = row as [string, ...number[]]; // as the generator writes them
  const parameters = { r: r ?? 0, alpha: alpha ?? 0, a: a ?? 0, b: b ?? 0 };
  return { p: { model: name === 'bg' ? 'bg/nbd' : 'mbg/nbd', ...parameters }, rest };
}

/** The largest error over a table of the reference, and that every answer is a number. */
function worst(
  rows: readonly (readonly (string | number)[])[],
  errorOf: (p: BetaGeometricNbd, rest: readonly number[]) => number,
): number {
  let largest = 0;
  for (const row of rows) {
    const { p, rest } = parse(row);
    const error = errorOf(p, rest);
    expect(error, row.join(' ')).toBeGreaterThanOrEqual(0); // not NaN
    largest = Math.max(largest, error);
  }
  return largest;
}

const at = (rest: readonly number[], k: number): number => rest[k] as number;

describe('against 220 digits, from a = 0.002 to a = 2e5, frequencies to 1e4 and T to 1e5', () => {
  const { history, unconditional, pmf, residual } = reference;

  test('P(alive) within 1e-13', () => {
    const error = worst(history.rows, (p, [x = 0, tx = 0, T = 0, , , alive = 0]) =>
      relativeError(bgNbdAlive(p, x, tx, T), alive),
    );
    expect(error).toBeLessThan(1e-13);
  });

  test('expected purchases within 1e-11', () => {
    const error = worst(history.rows, (p, [x = 0, tx = 0, T = 0, horizon = 0, , , purchases = 0]) =>
      relativeError(bgNbdPurchases(p, x, tx, T, horizon), purchases),
    );
    expect(error).toBeLessThan(1e-11);
  });

  test('the log-likelihood of a customer within 1e-12', () => {
    const error = worst(history.rows, (p, [x = 0, tx = 0, T = 0, , logLikelihood = 0]) => {
      const columns = [x, tx, T, 1].map((value) => Float64Array.of(value));
      const [frequency, recency, age, weight] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
      const rows = { frequency, recency, T: age, weight };
      const found = logLikelihoodOf(p.model, [p.r, p.alpha, p.a, p.b], rows, 0, 1, derivatives());
      return errorBesideZeros(found.value, logLikelihood);
    });
    expect(error).toBeLessThan(1e-12);
  });

  test('expected purchases of a new customer within 1e-12', () => {
    const error = worst(unconditional.rows, (p, rest) =>
      relativeError(bgNbdPurchasesOfNew(p, at(rest, 0)), at(rest, 1)),
    );
    expect(error).toBeLessThan(1e-12);
  });

  test('the distribution of purchases within 1e-11, down to 1e-290', () => {
    const error = worst(pmf.rows, (p, rest) =>
      relativeError(bgNbdProbabilityOfNew(p, at(rest, 1), at(rest, 0)), at(rest, 2)),
    );
    expect(error).toBeLessThan(1e-11);
  });

  test('discounted residual purchases within 1e-11', () => {
    const error = worst(residual.rows, (p, [x = 0, tx = 0, T = 0, discount = 0, purchases = 0]) =>
      relativeError(bgNbdResidual(p, x, tx, T, discount), purchases),
    );
    expect(error).toBeLessThan(1e-11);
  });
});

describe('published', () => {
  test('the example of that spreadsheet: 1.226 purchases in 39 weeks after two, the last in week 30.43 of 38.86', () => {
    expect(bgNbdPurchases(CDNOW, 2, 30.43, 38.86, 39)).toBeCloseTo(1.226, 3);
  });

  test('expected repeat purchases of a new customer, in the spreadsheet of Fader, Hardie & Lee', () => {
    const times = [1 / 7, 1, 3, 223 / 7, 32, 78];
    const published = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576];
    const unrounded = { model: 'bg/nbd', r: 0.2425929, alpha: 4.4135316, a: 0.7928861, b: 2.4257534 } as const;
    times.forEach((time, i) => {
      expect(bgNbdPurchasesOfNew(unrounded, time)).toBeCloseTo(published[i] as number, 3); // one for each time
    });
  });
});

describe('at the ends', () => {
  test('BG/NBD holds who never came back for alive, MBG/NBD does not', () => {
    expect(bgNbdAlive(CDNOW, 0, 0, 1e5)).toBe(1);
    expect(bgNbdAlive({ ...CDNOW, model: 'mbg/nbd' }, 0, 0, 1e5)).toBeLessThan(0.4);
  });

  test('nothing is bought in no time', () => {
    expect(bgNbdPurchases(CDNOW, 2, 30, 38, 0)).toBe(0);
    expect(bgNbdProbability(CDNOW, 2, 30, 38, 0, 0)).toBe(1);
    expect(bgNbdProbability(CDNOW, 2, 30, 38, 1, 0)).toBe(0);
  });

  test('without a discount residual purchases are the limit of the horizon, infinite where a is 1 or less', () => {
    expect(bgNbdResidual(CDNOW, 2, 30, 38, 0)).toBe(Number.POSITIVE_INFINITY);
    const leaving = { ...CDNOW, a: 2.5 };
    const limit = bgNbdPurchases(leaving, 2, 30, 38, 1e12);
    expect(bgNbdResidual(leaving, 2, 30, 38, 0)).toBeCloseTo(limit, 10);
    expect(bgNbdResidual(leaving, 2, 30, 38, 1e-12)).toBeCloseTo(limit, 8);
  });

  test('the mean over a beta distribution is that of its moments', () => {
    for (const [a, b] of [
      [1e-4, 3],
      [0.5, 0.5],
      [2, 1e-3],
      [1e6, 3e6],
      [40, 1e7],
    ] as const) {
      expect(
        relativeError(
          betaMean(a, b, 1, () => 1),
          1,
        ),
      ).toBeLessThan(1e-14);
      expect(
        relativeError(
          betaMean(a, b, 1, (p) => 1 + p),
          1 + a / (a + b),
        ),
      ).toBeLessThan(1e-13);
      expect(
        relativeError(
          betaMean(a, b, 1, (p) => (1 - p) ** 2),
          (b * (b + 1)) / (a + b) / (a + b + 1),
        ),
      ).toBeLessThan(1e-12);
    }
  });

  test('a b far below 1 is not lost beside the chances to leave', () => {
    for (const b of [1e-8, 1e-12, 1e-15, 1e-16, 1e-17, 1e-100]) {
      const p = { model: 'bg/nbd', r: 1, alpha: 1, a: b, b } as const;
      expect(relativeError(bgNbdAlive(p, 1, 2, 3), 0.36)).toBeLessThan(1e-14);
    }
  });

  test('parameters however large take no longer, and tend to those of customers alike', () => {
    const started = processorTime();
    for (const size of [1e9, 1e11, 1e14, 1e18, 1e200]) {
      for (const [a, b] of [
        [size, size],
        [size, 1],
        [1, size],
        [size, 1e-3 * size],
      ] as const) {
        for (const steep of [1, 1e3, 1e6]) {
          expect(betaMean(a, b, steep, (p) => Math.exp(-steep * p))).toBeGreaterThanOrEqual(0);
          expect(betaMean(a, b, steep, (p) => Math.exp(-steep * Math.log1p(1e6 * p)))).toBeLessThanOrEqual(1);
        }
      }
      expect(
        relativeError(
          betaMean(size, 3 * size, 2, (p) => p ** 2),
          0.0625,
        ),
      ).toBeLessThan(1e-8);
      const all = { model: 'bg/nbd', r: size, alpha: size, a: size, b: size } as const;
      const alike = { r: 1e8, alpha: 1e8, a: 1e8, b: 1e8 };
      const [found, expected] = [all, { ...all, ...alike }].map((p) => bgNbdPurchases(p, 2, 30, 52, 20));
      expect(relativeError(found ?? NaN, expected ?? NaN)).toBeLessThan(1e-5);
    }
    expect(processorTime() - started).toBeLessThan(500);
  });
});

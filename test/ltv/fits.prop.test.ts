import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitBgNbd, fitMbgNbd } from '../../src/ltv/bg-nbd/fit.js';
import { fitParetoNbd } from '../../src/ltv/pareto-nbd/fit.js';
import type { PurchaseModel } from '../../src/ltv/purchase-model.js';
import { simulateCustomers } from '../../src/ltv/simulate-customers.js';
import { relativeError } from '../support/close.js';

interface Row {
  readonly frequency: number;
  readonly recency: number;
  readonly T: number;
}

const FITS = [fitBgNbd, fitMbgNbd, fitParetoNbd] as const;

/** Customers of one of the models, their days rounded to whole ones, so that many are alike. */
const customers = fc
  .record({
    kind: fc.constantFrom('bg/nbd', 'mbg/nbd', 'pareto/nbd' as const),
    r: fc.double({ min: 0.3, max: 3, noNaN: true }),
    alpha: fc.double({ min: 4, max: 40, noNaN: true }),
    first: fc.double({ min: 0.3, max: 2, noNaN: true }),
    second: fc.double({ min: 1, max: 6, noNaN: true }),
    seed: fc.nat({ max: 1e6 }),
  })
  .map(({ kind, r, alpha, first, second, seed }) => {
    const T = Array.from({ length: 200 }, (_, i) => 40 + ((i * 7) % 60));
    const model: PurchaseModel =
      kind === 'pareto/nbd'
        ? { model: kind, r, alpha, s: first, beta: 20 * second }
        : { model: kind, r, alpha, a: first, b: second };
    return simulateCustomers(model, { T, seed }).map(({ frequency, recency, T: age }) => ({
      frequency,
      recency: frequency === 0 ? 0 : Math.max(1, Math.round(recency)),
      T: age,
    }));
  })
  .filter((rows) => rows.some(({ frequency }) => frequency > 0));

const which = fc.constantFrom(...FITS);
const FEW = { numRuns: 5, endOnFailure: true };

/** Customers whose fit has a maximum, among the others. */
const SURE = [...simulateCustomers({ model: 'bg/nbd', r: 0.8, alpha: 6, a: 0.9, b: 2.2 }, { n: 400, T: 52, seed: 3 })];

/** The parameters of a fit, with those of time in units of the given length. */
function parametersOf(model: ReturnType<(typeof FITS)[number]>, unit = 1): readonly number[] {
  const byName: Readonly<Record<string, unknown>> = { ...model };
  return model.parameters.map((name) => (byName[name] as number) / (['alpha', 'beta'].includes(name) ? unit : 1));
}

describe('any fit', () => {
  test('law 77: in days, weeks or years is the same but for alpha and beta, and the likelihood for Σ x ln(unit)', () => {
    let converged = 0;
    fc.assert(
      fc.property(customers, which, fc.constantFrom(7, 30.436875, 365.2425, 1 / 24), (rows, fitOf, unit) => {
        const inDays = fitOf(rows);
        const inUnits = fitOf(rows.map((row) => ({ ...row, recency: row.recency / unit, T: row.T / unit })));
        const purchases = rows.reduce((sum, { frequency }) => sum + frequency, 0);
        expect(inUnits.logLikelihood - purchases * Math.log(unit)).toBeCloseTo(inDays.logLikelihood, 4);
        // On a ridge and at a boundary, only the height is determined.
        if ([inDays, inUnits].some(({ diagnostics }) => diagnostics.status !== 'converged')) return;
        converged += 1;
        const [days, units] = [parametersOf(inDays, unit), parametersOf(inUnits)];
        for (const [j, value] of units.entries()) expect(relativeError(value, days[j] as number)).toBeLessThan(1e-5);
      }),
      { ...FEW, examples: [[SURE, fitBgNbd, 7]] },
    );
    expect(converged).toBeGreaterThan(0);
  });

  test('law 78: says whether it is at a maximum, and is', () => {
    let converged = 0;
    fc.assert(
      fc.property(customers, which, (rows, fitOf) => {
        const { diagnostics, logLikelihood, covariance, parameters } = fitOf(rows);
        expect(diagnostics.status).not.toBe('stoppedEarly');
        if (diagnostics.status !== 'converged') {
          expect(covariance).toBe(null);
          expect(diagnostics.warnings.length).toBeGreaterThan(0);
          return;
        }
        converged += 1;
        expect(diagnostics.gradient).toBeLessThan(1e-6 * (1 + Math.abs(logLikelihood)));
        // Positive definite: each 2 × 2 part, and the diagonal, at least.
        for (let i = 0; i < parameters.length; i += 1) {
          for (let j = 0; j < i; j += 1) {
            const [ii, jj, ij] = [covariance?.[i]?.[i] ?? 0, covariance?.[j]?.[j] ?? 0, covariance?.[i]?.[j] ?? 0];
            expect(Math.min(ii, jj)).toBeGreaterThan(0);
            expect(ii * jj - ij * ij).toBeGreaterThan(0);
            expect(covariance?.[j]?.[i]).toBe(ij);
          }
        }
      }),
      { ...FEW, examples: [[SURE, fitBgNbd]] },
    );
    expect(converged).toBeGreaterThan(0);
  });

  test('law 79: is as high as from starts elsewhere', () => {
    const factor = fc.double({ min: -3, max: 3, noNaN: true });
    fc.assert(
      fc.property(
        customers,
        which,
        fc.array(fc.tuple(factor, factor, factor, factor), { minLength: 3, maxLength: 3 }),
        (rows, fitOf, moves) => {
          const model = fitOf(rows);
          const values = parametersOf(model);
          const starts = moves.map((move) =>
            Object.fromEntries(
              model.parameters.map((name, j) => [name, (values[j] as number) * Math.exp(move[j] as number)]),
            ),
          );
          const { diagnostics } = fitOf(rows, { starts: starts as never }); // every parameter by name
          for (const end of diagnostics.starts) expect(end.logLikelihood).toBeLessThan(model.logLikelihood + 1e-3);
        },
      ),
      FEW,
    );
  });

  test('law 82: is the same in any order of the rows, and where equal ones are counted by a weight', () => {
    fc.assert(
      fc.property(customers, which, fc.nat(), (rows, fitOf, seed) => {
        const shuffled = rows.map((row, i) => ({ row, key: (i * 7919 + seed) % 1009 })).sort((a, b) => a.key - b.key);
        const counted = new Map<string, Row & { customers: number }>();
        for (const row of rows) {
          const key = `${row.frequency} ${row.recency} ${row.T}`;
          counted.set(key, { ...row, customers: (counted.get(key)?.customers ?? 0) + 1 });
        }
        const model = fitOf(rows);
        expect(fitOf(shuffled.map(({ row }) => row))).toEqual(model);
        expect(fitOf([...counted.values()], { weight: 'customers' })).toEqual(model);
      }),
      FEW,
    );
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitSbg } from '../../src/ltv/beta-geometric/fit-sbg.js';
import { fitBgBb } from '../../src/ltv/bg-bb/fit-bg-bb.js';
import { fitGammaGamma } from '../../src/ltv/gamma-gamma/fit-gamma-gamma.js';
import { simulateCustomers } from '../../src/ltv/simulate-customers.js';
import { simulateLifetimes } from '../../src/ltv/simulate-lifetimes.js';
import { simulateSpend } from '../../src/ltv/simulate-spend.js';
import { relativeError } from '../support/close.js';

/** A positive number, each order of magnitude as likely. */
const size = (from: number, to: number) =>
  fc.double({ min: Math.log(from), max: Math.log(to), noNaN: true }).map((log) => Math.exp(log));

describe('fits', () => {
  const spend = { model: 'gamma-gamma', p: 4, q: 3, gamma: 20 } as const;
  const frequencies = Array.from({ length: 400 }, (_, i) => 1 + (i % 5));
  const spenders = simulateSpend(spend, frequencies, { seed: 2 }).map((monetary, i) => ({
    frequency: frequencies[i] as number,
    monetary,
  }));
  const donors = simulateCustomers(
    { model: 'bg/bb', alpha: 1.2, beta: 0.75, gamma: 0.66, delta: 2.8 },
    { n: 3000, T: 7, seed: 9 },
  );
  const contracts = simulateLifetimes({ model: 'sbg', alpha: 0.7, beta: 2 }, { n: 1500, renewals: 8, seed: 4 });

  test('from any start end at the same maximum', () => {
    const near = (value: number) => size(value / 20, value * 20);
    const models = [fitGammaGamma(spenders), fitBgBb(donors), fitSbg(contracts)] as const;
    fc.assert(
      fc.property(near(4), near(3), near(20), (p, q, gamma) => {
        const found = fitGammaGamma(spenders, { starts: [{ p, q, gamma }] });
        expect(relativeError(found.p, models[0].p)).toBeLessThan(1e-4);
        expect(relativeError(found.gamma, models[0].gamma)).toBeLessThan(1e-4);
      }),
      { numRuns: 10 },
    );
    fc.assert(
      fc.property(near(1.2), near(0.75), near(0.66), near(2.8), (alpha, beta, gamma, delta) => {
        const found = fitBgBb(donors, { starts: [{ alpha, beta, gamma, delta }] });
        expect(relativeError(found.alpha, models[1].alpha)).toBeLessThan(1e-4);
        expect(relativeError(found.delta, models[1].delta)).toBeLessThan(1e-4);
      }),
      { numRuns: 10 },
    );
    fc.assert(
      fc.property(near(0.7), near(2), (alpha, beta) => {
        const found = fitSbg(contracts, { starts: [{ alpha, beta }] });
        expect(relativeError(found.alpha, models[2].alpha)).toBeLessThan(1e-4);
        expect(relativeError(found.beta, models[2].beta)).toBeLessThan(1e-4);
      }),
      { numRuns: 20 },
    );
  });

  test('depend neither on the order of the rows nor on the fields beside', () => {
    const shuffled = <Row extends object>(rows: readonly Row[]) =>
      fc.shuffledSubarray([...rows], { minLength: rows.length, maxLength: rows.length });
    const expected = [fitGammaGamma(spenders), fitSbg(contracts)];
    fc.assert(
      fc.property(shuffled(spenders), shuffled(contracts), (some, others) => {
        const noted = some.map((row) => ({ ...row, __proto__: null, note: 'x' }));
        expect([fitGammaGamma(noted), fitSbg(others)]).toEqual(expected);
      }),
      { numRuns: 5 },
    );
  });
});

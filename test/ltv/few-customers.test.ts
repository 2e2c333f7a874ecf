import { describe, expect, test } from 'vitest';
import { fitBgBb } from '../../src/ltv/bg-bb/fit-bg-bb.js';
import { fitBgNbd, fitMbgNbd } from '../../src/ltv/bg-nbd/fit.js';
import { fitGammaGamma } from '../../src/ltv/gamma-gamma/fit-gamma-gamma.js';
import { fitParetoNbd } from '../../src/ltv/pareto-nbd/fit.js';

/** Few customers of whom one buys nearly all: maxima of their own, beside the one that most starts lead to. */
const whale = [
  [1, 6, 52],
  [0, 0, 23],
  [0, 0, 3],
  [596, 51, 52],
].map(([frequency = 0, recency = 0, T = 0]) => ({ frequency, recency, T }));

const spenders = [
  [1, 2.9223],
  [1, 89.0132],
  [3, 28.201],
  [1, 569.5824],
  [77, 61.6131],
  [1, 19.2023],
  [1, 4.3216],
  [2, 18.737],
].map(([frequency = 0, monetary = 0]) => ({ frequency, monetary }));

describe('with few customers, the highest of several maxima is found', () => {
  test('by BG/NBD and MBG/NBD', () => {
    expect(fitBgNbd(whale).logLikelihood).toBeGreaterThan(848.741);
    for (const [fitOf, starts] of [
      [fitBgNbd, [{ r: 0.108, alpha: 0.0368, a: 170.4, b: 1e5 }]],
      [fitMbgNbd, [{ r: 0.108, alpha: 0.0368, a: 170.4, b: 1e5 }]],
    ] as const) {
      expect(fitOf(whale).logLikelihood).toBeGreaterThan(fitOf(whale, { starts }).logLikelihood - 1e-6);
    }
  });

  test('by gamma–gamma', () => {
    expect(fitGammaGamma(spenders).logLikelihood).toBeGreaterThan(-40.58471);
  });

  test('by Pareto/NBD', () => {
    const rows = [
      ...[10, 20, 30, 40].map((T) => ({ frequency: 0, recency: 0, T })),
      { frequency: 200, recency: 50, T: 52 },
    ];
    const found = fitParetoNbd(rows);
    for (const r of [0.02, 0.1, 1]) {
      for (const s of [0.005, 0.1, 1, 100]) {
        for (const beta of [1e-3, 1, 1e3]) {
          const other = fitParetoNbd(rows, { starts: [{ r, alpha: r / 2, s, beta }] });
          expect(other.logLikelihood).toBeLessThan(found.logLikelihood + 1e-6);
        }
      }
    }
  });

  test('by BG/BB, where alpha does not run to infinity with a beta of 0', () => {
    const rows = [
      [0, 0, 4],
      [0, 0, 6],
      [5, 5, 5],
      [2, 2, 6],
    ].map(([frequency = 0, recency = 0, T = 0]) => ({ frequency, recency, T }));
    const found = fitBgBb(rows);
    for (const alpha of [1e-3, 0.1, 10, 1e4]) {
      for (const gamma of [0.01, 1, 1e4]) {
        const other = fitBgBb(rows, { starts: [{ alpha, beta: 1e-4, gamma, delta: 2 * gamma }] });
        expect(other.logLikelihood).toBeLessThan(found.logLikelihood + 1e-6);
      }
    }
  });

  test('by BG/BB, where customers are lost at once or never', () => {
    const rows = [
      [0, 0, 3],
      [3, 4, 6],
      [3, 10, 10],
      [0, 0, 5],
      [0, 0, 5],
      [1, 4, 5],
      [3, 3, 4],
      [8, 8, 8],
      [6, 7, 8],
      [7, 7, 7],
      [0, 0, 3],
      [0, 0, 10],
    ].map(([frequency = 0, recency = 0, T = 0]) => ({ frequency, recency, T }));
    const starts = [{ alpha: 0.519, beta: 0.525, gamma: 1e-5, delta: 3.5e-5 }];
    expect(fitBgBb(rows).logLikelihood).toBeGreaterThan(fitBgBb(rows, { starts }).logLikelihood - 1e-6);
  });

  test('every search is told', () => {
    const { starts } = fitBgNbd(whale).diagnostics;
    expect(starts.length).toBeGreaterThan(8);
    expect(starts.every(({ on }) => on === 'customers')).toBe(true);
  });
});

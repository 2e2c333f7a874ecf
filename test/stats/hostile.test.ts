import { expect, test } from 'vitest';
import { KizunaError } from '../../src/core/errors.js';
import * as stats from '../../src/stats/index.js';

/** Values that no caller should send, and extremes that they may. */
const HOSTILE: readonly unknown[] = [
  undefined,
  null,
  true,
  'text',
  '7',
  '',
  Number.NaN,
  Infinity,
  -Infinity,
  -0,
  0,
  1,
  -1,
  0.5,
  1e308,
  -1e308,
  5e-324,
  1e-300,
  1e101,
  2 ** 53,
  10n,
  Symbol('s'),
  [],
  {},
  [[]],
  [null],
  ['1'],
  [Number.NaN],
  [1],
  [1, 2],
  [0, 0],
  [-0, -0, -0],
  [1e308, -1e308],
  [1e308, 1e308],
  [5e-324, 1e-320],
  [1e-170, 2e-170, 4e-170],
  [1e150, 2e150],
  [
    [1e200, 2e200],
    [3e200, 1e200],
  ],
  [[10, 1]],
  [
    [1e-200, 0],
    [0, 1],
  ],
  [1, 2, 3, 4, 5, 6],
  [3, 3, 3, 3],
  new Float32Array([1, 2]),
  new Set([1, 2]),
  new Map([[1, 2]]),
  new Date(0),
  () => 1,
  { length: 3 },
  { length: -1 },
  { length: 'x' },
  { length: Number.NaN },
  { length: 1e20 },
  Object.freeze([2, 1]),
  Object.create(null),
  { successes: 1, n: 2 },
  { successes: 0, n: 0 },
  { successes: 1e308, n: 1e308 },
  { successes: 5e-324, n: 1 },
  { successes: 5e-324, n: 1e-323 },
  { numerator: 1, denominator: 4 },
  { numerator: 1 },
  { successes: 0, n: 5e-324 },
  { successes: 1e-300, n: 1e300 },
  { n: 1, sumTerms: [], squareTerms: [] },
  { n: 2, sumTerms: [1e308], squareTerms: [1e-308] },
  { method: 'wilson' },
  { type: 3 },
  { seed: 1, resamples: 10 },
  { seed: 1, resamples: 10, method: 'bca' },
  { confidence: 0.95 },
  { confidence: 95 },
  { confidence: 1e-300 },
  { confidence: 1 - 2 ** -53 },
  { method: 'paired' },
  { method: 'mann-whitney' },
  { steps: 3 },
  { expected: [1, 2] },
  { expected: [1e-310, 1] },
  { expected: [1e308, 1e308] },
  { kind: 'mean', difference: 1, standardDeviation: 1, n: 10 },
  { kind: 'mean', difference: 1e308, standardDeviation: 5e-324, n: 2 },
  { kind: 'mean', difference: 1, standardDeviation: 2 },
  { kind: 'mean', difference: 1, standardDeviation: 2, ratio: 1e6 },
  { kind: 'mean', difference: 900, standardDeviation: 1, n: 2, confidence: 0.999999999 },
  { kind: 'proportion', baseline: 5e-324, target: 1 - 2 ** -53 },
  { kind: 'proportion', baseline: 0.5, target: 0.5, n: 5 },
  { proportion: 0.5, marginOfError: 5e-324 },
  { proportion: 5e-324, marginOfError: 0.5 },
  'holm',
  'bh',
  { __proto__: { confidence: 0.9 } },
];

const FUNCTIONS = {
  adjustPValues: stats.adjustPValues,
  bootstrap: (data: unknown, _: unknown, options: unknown) =>
    // @ts-expect-error hostile on purpose
    stats.bootstrap(data, (sample) => Number(sample[0]), options),
  bootstrapStatistic: (statistic: unknown, options: unknown) =>
    // @ts-expect-error hostile on purpose
    stats.bootstrap([1, 2], statistic, options),
  chiSquare: stats.chiSquare,
  compareMeans: stats.compareMeans,
  compareProportions: stats.compareProportions,
  gini: stats.gini,
  lorenz: stats.lorenz,
  meanInterval: stats.meanInterval,
  mergeMoments: stats.mergeMoments,
  moments: stats.moments,
  power: stats.power,
  proportionInterval: stats.proportionInterval,
  quantile: stats.quantile,
  rate: stats.rate,
  sampleSize: stats.sampleSize,
  sum: stats.sum,
};

/** Of one number and the parameters of a distribution: each place is tried by itself. */
const FUNCTIONS_OF_A_PLACE = {
  digamma: stats.digamma,
  trigamma: stats.trigamma,
  logGamma: stats.logGamma,
  logBeta: stats.logBeta,
  regularizedBeta: stats.regularizedBeta,
  inverseRegularizedBeta: stats.inverseRegularizedBeta,
  regularizedGammaP: stats.regularizedGammaP,
  inverseRegularizedGammaQ: stats.inverseRegularizedGammaQ,
  'normal.cdf': stats.normal.cdf,
  'normal.quantile': stats.normal.quantile,
  'normal.survivalQuantile': stats.normal.survivalQuantile,
  'studentT.quantile': stats.studentT.quantile,
  'chiSquared.quantile': stats.chiSquared.quantile,
  'gamma.survivalQuantile': stats.gamma.survivalQuantile,
  'beta.quantile': stats.beta.quantile,
};

function notPlain(value: unknown, path: string): string | null {
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0) ? null : `${path} is ${Object.is(value, -0) ? '-0' : value}`;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null;
  if (typeof value !== 'object') return `${path} is ${typeof value}`;
  for (const [key, part] of Object.entries(value)) {
    const found = notPlain(part, `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

Error.stackTraceLimit = 0;

/** Calls a function and writes down answers that are not plain and errors that are not its own. */
function attempts(name: string, call: unknown) {
  const loose = call as (...given: readonly unknown[]) => unknown; // hostile on purpose
  const faults: string[] = [];
  const attempt = (...given: readonly unknown[]): void => {
    const shown = (): string =>
      given.map((one) => (typeof one === 'object' ? JSON.stringify(one) : String(one))).join(', ');
    try {
      const found = notPlain(loose(...given), 'result');
      if (found !== null) faults.push(`(${shown()}): ${found}`);
    } catch (error) {
      const isOwn =
        error instanceof KizunaError && error.message.startsWith(`${name.replace('Statistic', '')} requires `);
      if (!isOwn) faults.push(`(${shown()}) threw ${String(error)}`);
    }
  };
  return { attempt, faults };
}

test.each(Object.entries(FUNCTIONS_OF_A_PLACE))(
  '%s answers with a finite number or throws a KizunaError of its own, whatever stands in any of its places',
  (name, call) => {
    const { attempt, faults } = attempts(name, call);
    for (const one of HOSTILE) {
      for (const given of [[one], [one, 2], [one, 2, 3], [0.5, one], [0.5, one, 3], [0.5, 2, one], [one, one, one]])
        attempt(...given);
    }
    expect(faults.slice(0, 12)).toEqual([]);
  },
);

test.each(Object.entries(FUNCTIONS))(
  '%s answers with plain finite values or throws a KizunaError of its own, whatever it is handed',
  (name, call) => {
    const { attempt, faults } = attempts(name, call);
    for (const a of HOSTILE) {
      attempt(a);
      if (name === 'power' || name === 'sampleSize') continue;
      for (const b of HOSTILE) {
        attempt(a, b);
        if (call.length > 1)
          for (const c of [
            { method: 'paired' },
            { method: 'mann-whitney' },
            { method: 'student' },
            { method: 'newcombe' },
            { method: 'wald' },
            { method: 'jeffreys' },
            { method: 'clopper-pearson' },
            { confidence: 1 - 2 ** -53 },
            null,
            { confidence: 1e-300 },
            { seed: 1, resamples: 10 },
            { seed: 1, resamples: 10, method: 'bca' },
          ])
            attempt(a, b, c);
      }
    }
    expect(faults.slice(0, 12)).toEqual([]);
  },
);

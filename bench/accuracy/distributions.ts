import { cumulativeStdNormalProbability, probit } from 'simple-statistics';
import { beta } from '../../src/stats/beta.js';
import { chiSquared } from '../../src/stats/chi-squared.js';
import { gamma } from '../../src/stats/gamma.js';
import { normal } from '../../src/stats/normal.js';
import { studentT } from '../../src/stats/student-t.js';
import { type AccuracyRow, accuracyRow, type ReferenceCase, referenceCases } from './row.js';

// Demanded; 1e-12 is demanded of the other quantiles.
const NORMAL = 1e-14;
// Measured 4e-13, at 1e-300: there the rounding of the exponent, which is near −690, alone makes 1e-13.
const PROBABILITY = 5e-13;
// Measured 7e-14.
const QUANTILE = 1e-13;

/** Density, tails and quantiles of the five distributions against 60 digits. */
export function distributionRows(): readonly AccuracyRow[] {
  return [...normalRows(), ...studentTRows(), ...chiSquaredRows(), ...gammaRows(), ...betaRows()];
}

function normalRows(): readonly AccuracyRow[] {
  const points = (column: number) => referenceCases('normal', 'points', [0], column);
  const quantiles = referenceCases('normal', 'quantile', [0], 1);
  return [
    accuracyRow('normal.pdf', normal.pdf, points(1), { bound: NORMAL }),
    accuracyRow('normal.cdf', normal.cdf, points(2), { bound: NORMAL, peer: cumulativeStdNormalProbability }),
    accuracyRow('normal.survival', normal.survival, points(3), { bound: NORMAL }),
    accuracyRow('normal.quantile', normal.quantile, quantiles, { bound: NORMAL, peer: probit }),
  ];
}

function studentTRows(): readonly AccuracyRow[] {
  const points = (column: number) => referenceCases('student-t', 'points', [1, 0], column);
  const quantiles = referenceCases('student-t', 'quantile', [0, 1], 2);
  return [
    accuracyRow('studentT.pdf', studentT.pdf, points(2), { bound: PROBABILITY }),
    accuracyRow('studentT.cdf', studentT.cdf, points(3), { bound: PROBABILITY }),
    accuracyRow('studentT.survival', studentT.survival, points(4), { bound: PROBABILITY }),
    accuracyRow('studentT.quantile', studentT.quantile, quantiles, { bound: QUANTILE }),
  ];
}

/** The gamma distribution of rate 1 with twice the shape as degrees of freedom and twice the place. */
function chiSquaredRows(): readonly AccuracyRow[] {
  const points = (column: number) => referenceCases('gamma', 'points', [1, 0], column).map(doubled);
  const lower = referenceCases('gamma', 'quantile', [0, 1], 2).map(doubledQuantile);
  const upper = referenceCases('gamma', 'survivalQuantile', [0, 1], 2).map(doubledQuantile);
  return [
    accuracyRow('chiSquared.cdf', chiSquared.cdf, points(3), { bound: PROBABILITY }),
    accuracyRow('chiSquared.survival', chiSquared.survival, points(4), { bound: PROBABILITY }),
    accuracyRow('chiSquared.quantile', chiSquared.quantile, lower, { bound: QUANTILE }),
    accuracyRow('chiSquared.survivalQuantile', chiSquared.survivalQuantile, upper, { bound: QUANTILE }),
  ];
}

function gammaRows(): readonly AccuracyRow[] {
  const points = (column: number) => referenceCases('gamma', 'points', [1, 0], column);
  const lower = referenceCases('gamma', 'quantile', [0, 1], 2);
  const upper = referenceCases('gamma', 'survivalQuantile', [0, 1], 2);
  return [
    accuracyRow('gamma.pdf', gamma.pdf, points(2), { bound: PROBABILITY }),
    accuracyRow('gamma.cdf', gamma.cdf, points(3), { bound: PROBABILITY }),
    accuracyRow('gamma.survival', gamma.survival, points(4), { bound: PROBABILITY }),
    accuracyRow('gamma.quantile', gamma.quantile, lower, { bound: QUANTILE }),
    accuracyRow('gamma.survivalQuantile', gamma.survivalQuantile, upper, { bound: QUANTILE }),
  ];
}

function betaRows(): readonly AccuracyRow[] {
  const points = (column: number) => referenceCases('beta', 'points', [2, 0, 1], column);
  const lower = referenceCases('beta', 'quantile', [0, 1, 2], 3);
  const upper = referenceCases('beta', 'survivalQuantile', [0, 1, 2], 3);
  return [
    accuracyRow('beta.pdf', beta.pdf, points(3), { bound: PROBABILITY }),
    accuracyRow('beta.cdf', beta.cdf, points(4), { bound: PROBABILITY }),
    accuracyRow('beta.survival', beta.survival, points(5), { bound: PROBABILITY }),
    accuracyRow('beta.quantile', beta.quantile, lower, { bound: QUANTILE }),
    accuracyRow('beta.survivalQuantile', beta.survivalQuantile, upper, { bound: QUANTILE }),
  ];
}

function doubled({ arguments: [x = 0, shape = 0], expected }: ReferenceCase): ReferenceCase {
  return { arguments: [2 * x, 2 * shape], expected };
}

function doubledQuantile({ arguments: [p = 0, shape = 0], expected }: ReferenceCase): ReferenceCase {
  return { arguments: [p, 2 * shape], expected: 2 * expected };
}

import type { Estimate, Interval } from '../core/estimate.js';
import { roundedSum } from '../core/exact-sum.js';
import { agrestiCoullRatio } from './agresti-coull-ratio.js';
import { type ExactSum, expansionOf, growByScaled } from './exact-sums.js';
import { spreadInterval } from './spread-interval.js';

/** A total over a total, such as engagements over reach: not a share, it may be above 1. */
export interface RatioEstimate extends Estimate {
  readonly numerator: number;
  readonly denominator: number;
  /** `null` for fewer than two rows. */
  readonly standardError: number | null;
}

/** Exact sums of y, x and their products over n rows. */
export interface RatioSums {
  readonly n: number;
  readonly y: ExactSum;
  readonly x: ExactSum;
  readonly yy: ExactSum;
  readonly xy: ExactSum;
  readonly xx: ExactSum;
}

/**
 * The ratio estimate R = Σy / Σx of non-negative y and x, with its linearised standard error √(n/(n−1) · Σ(yᵢ − R·xᵢ)²) / Σx
 * (Cochran 1977, Sampling Techniques, 2.11; `svyratio` of R's survey) and Student's interval with n − 1 degrees of freedom, from 0;
 * `null` where all rows have one ratio.
 */
export function ratioEstimate(sums: RatioSums, confidence: number, owner: string): RatioEstimate {
  return estimateBy(sums, owner, ({ value, standardError }) =>
    spreadInterval({ value, n: sums.n, standardError, confidence, method: 'ratio' }),
  );
}

/** The same of a part of a whole, Σy ≤ Σx in every row, with `agrestiCoullRatio`: what may be lost need not have been seen. */
export function shareEstimate(sums: RatioSums, confidence: number, owner: string): RatioEstimate {
  return estimateBy(sums, owner, (facts) => {
    const interval = addedInterval(sums, facts, 1, confidence, owner);
    return { ...interval, high: Math.min(1, interval.high) };
  });
}

/** The same of what may grow as well: a row may lose all, or double, whether or not one did. Below ½, a row may keep all. */
export function growthEstimate(sums: RatioSums, confidence: number, owner: string): RatioEstimate {
  return estimateBy(sums, owner, (facts) =>
    addedInterval(sums, facts, Math.max(1, 2 * facts.value), confidence, owner),
  );
}

interface RatioFacts {
  readonly value: number;
  readonly numerator: number;
  readonly denominator: number;
  /** (Σx)² · Σ(y − Rx)². */
  readonly squares: number;
  readonly standardError: number;
}

function estimateBy(sums: RatioSums, owner: string, intervalOf: (facts: RatioFacts) => Interval | null): RatioEstimate {
  const { n } = sums;
  const [numerator, denominator] = [roundedSum(expansionOf(sums.y), owner), roundedSum(expansionOf(sums.x), owner)];
  if (denominator === 0) return { value: null, n, interval: null, numerator, denominator, standardError: null };
  const value = numerator / denominator;
  if (n < 2) return { value, n, interval: null, numerator, denominator, standardError: null };
  const squares = residualSquares(sums, numerator, denominator, owner);
  const standardError = Math.sqrt((n / (n - 1)) * squares) / denominator / denominator;
  const interval = intervalOf({ value, numerator, denominator, squares, standardError });
  return { value, n, interval, numerator, denominator, standardError };
}

function addedInterval(
  { xy, xx }: RatioSums,
  { value, numerator: y, denominator: x, squares }: RatioFacts,
  most: number,
  confidence: number,
  owner: string,
): Interval {
  const xSquares = roundedSum(expansionOf(xx), owner);
  const crossed: number[] = [];
  growByScaled(crossed, xy, x);
  growByScaled(crossed, xx, -y);
  const cross = (roundedSum(crossed, owner) / xSquares) * (x / xSquares);
  const residual = squares / xSquares / xSquares;
  return agrestiCoullRatio({ value, size: (x / xSquares) * x, residual, cross, most }, confidence);
}

/** X²·Σ(y − Rx)² = X(X·Σy² − Y·Σxy) − Y(X·Σxy − Y·Σx²), exact before it is rounded: equal ratios leave nothing but rounding of X and Y. */
function residualSquares({ yy, xy, xx }: RatioSums, y: number, x: number, owner: string): number {
  const [first, second, whole]: [number[], number[], number[]] = [[], [], []];
  growByScaled(first, yy, x);
  growByScaled(first, xy, -y);
  growByScaled(second, xy, x);
  growByScaled(second, xx, -y);
  growByScaled(whole, first, x);
  growByScaled(whole, second, -y);
  return Math.max(0, roundedSum(whole, owner));
}

import { bracketedRoot } from './root.js';

/** How many had the property, of how many. Weighted counts need not be whole. */
export interface Proportion {
  readonly successes: number;
  readonly n: number;
}

/**
 * The limits of p₂ − p₁ by Miettinen & Nurminen 1985 (Statistics in Medicine 4: 213–226): every δ whose score statistic
 * (d − δ)/√(N/(N − 1)·Ṽ(δ)) is at most z in size, where Ṽ(δ) takes the most likely shares that differ by δ.
 */
export function scoreDifferenceLimits(
  first: Proportion,
  second: Proportion,
  difference: number,
  z: number,
): { low: number; high: number } {
  const total = first.n + second.n;
  const bias = total > 1 ? total / (total - 1) : 1;
  const statistic = (delta: number): number => {
    if (delta === difference) return 0;
    const variance = bias * constrainedVariance(first, second, delta);
    return (difference - delta) / Math.sqrt(variance);
  };
  return {
    low: bracketedRoot((delta) => statistic(delta) - z, -1, difference),
    high: bracketedRoot((delta) => statistic(delta) + z, difference, 1),
  };
}

/** The variance of the difference at the most likely shares p and p + δ. */
function constrainedVariance(first: Proportion, second: Proportion, delta: number): number {
  const share = constrainedShare(first, second, delta);
  const other = Math.min(1, Math.max(0, share + delta));
  return (share * (1 - share)) / first.n + (other * (1 - other)) / second.n;
}

/** The first share p that makes the two samples most likely when the second is p + δ: the score falls steadily, so its root is bracketed. */
function constrainedShare(first: Proportion, second: Proportion, delta: number): number {
  const score = (share: number): number =>
    slope(first.successes, share) -
    slope(first.n - first.successes, 1 - share) +
    slope(second.successes, share + delta) -
    slope(second.n - second.successes, 1 - share - delta);
  return bracketedRoot(score, Math.max(0, -delta), Math.min(1, 1 - delta));
}

/** The derivative of count·log(share); shares below 0 are rounding. */
function slope(count: number, share: number): number {
  return count === 0 ? 0 : count / Math.max(0, share);
}

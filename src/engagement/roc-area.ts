import type { Estimate, Interval } from '../core/estimate.js';
import { standardNormalQuantile } from '../stats/normal-quantile.js';

/** How many there are of a value, on either side. */
export interface ScoreCounts {
  readonly score: number;
  readonly positive: number;
  readonly negative: number;
}

/** The area under the ROC curve: the chance that a positive one scores above a negative one, ties counting half. */
export interface RocArea extends Estimate {
  readonly standardError: number | null;
}

/**
 * The area under the ROC curve of scores in rising order, with the interval of DeLong, DeLong and Clarke-Pearson 1988 (`ci.auc` of R's
 * pROC), kept within 0–1. Without an interval below two of either kind, and where the kinds do not overlap: its width would be 0.
 */
export function rocArea(scores: readonly ScoreCounts[], confidence: number): RocArea {
  let [positives, negatives] = [0, 0];
  for (const { positive, negative } of scores) {
    positives += positive;
    negatives += negative;
  }
  const n = positives + negatives;
  if (positives === 0 || negatives === 0) return { value: null, n, interval: null, standardError: null };
  // Twice the pairs that each side wins: whole numbers, exact. Of one positive, twice the negatives below it, and those equal once.
  let [below, won] = [0, 0];
  const wins = scores.map(({ positive, negative }) => {
    const each = 2 * below + negative;
    below += negative;
    won += positive * each;
    return each;
  });
  const value = won / (2 * positives * negatives);
  if (positives < 2 || negatives < 2) return { value, n, interval: null, standardError: null };
  let [above, ofPositives, ofNegatives] = [positives, 0, 0];
  for (const [i, { positive, negative }] of scores.entries()) {
    above -= positive;
    ofPositives += positive * ((wins[i] ?? 0) / (2 * negatives) - value) ** 2;
    ofNegatives += negative * ((2 * above + positive) / (2 * positives) - value) ** 2;
  }
  const variance = ofPositives / (positives - 1) / positives + ofNegatives / (negatives - 1) / negatives;
  const standardError = Math.sqrt(variance);
  return { value, n, interval: intervalOf(value, standardError, confidence), standardError };
}

function intervalOf(value: number, standardError: number, confidence: number): Interval | null {
  if (standardError === 0) return null;
  const margin = -standardNormalQuantile((1 - confidence) / 2) * standardError;
  return { low: Math.max(0, value - margin), high: Math.min(1, value + margin), confidence, method: 'delong' };
}

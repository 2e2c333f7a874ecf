import { checkNumber } from '../core/options.js';
import { type ProductLimit, productLimit } from '../stats/product-limit.js';
import { type GapLists, type Gaps, gapLists } from './gaps.js';

/** How gaps end, by Kaplan–Meier over all of them, those that are still open censored. */
export interface RhythmCurve extends GapLists {
  readonly limit: ProductLimit;
  /** The entries of the curve at which gaps end. */
  readonly ends: Int32Array;
  /** 1 − S where the curve ends: the share of orders that another follows. */
  readonly returnShare: number;
}

/** The curve of all gaps. */
export function rhythmCurve(gaps: Gaps): RhythmCurve {
  const { closed, open } = gapLists(gaps);
  const limit = productLimit(closed, open);
  const ends = Int32Array.from(limit.time.keys()).filter((entry) => limit.ended[entry]! > 0);
  return { closed, open, limit, ends, returnShare: 1 - (limit.survival[limit.survival.length - 1] ?? 1) };
}

/**
 * The share of those that come back at all who have by an entry of the curve. Those that never do are taken to be the share at which
 * the curve ends (the latency of a mixture cure model without parameters: Maller & Zhou 1992, Biometrika 79: 731–739).
 */
export function latencyAt({ limit, returnShare }: RhythmCurve, entry: number): number {
  return (1 - limit.survival[entry]!) / returnShare;
}

/** The first entry by which such a share of those that come back has; `null` where none does. */
export function entryOfShare(curve: RhythmCurve, share: number): number | null {
  const { limit, ends, returnShare } = curve;
  // A hair more than the level, so that rounding does not keep the last of them from reaching it.
  const level = 1 - share * returnShare + 1e-12;
  return firstEnd(ends, (entry) => limit.survival[entry]! <= level);
}

/** A share of those that come back. */
export function checkShare(owner: string, option: string, share: unknown): number {
  return checkNumber(owner, option, share, { min: 0, max: 1, open: true });
}

/** The first of the entries that a claim holds for, if it holds for all after it; `null` where it does not hold for the last. */
export function firstEnd(ends: Int32Array, holds: (entry: number) => boolean): number | null {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(ends[middle]!)) high = middle;
    else low = middle + 1;
  }
  return ends[low] ?? null;
}

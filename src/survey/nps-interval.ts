import type { Interval } from '../core/estimate.js';
import { criticalValue } from '../stats/critical-value.js';

/** How the interval of a net promoter score is made. */
export type NpsMethod = 'score' | 'adjusted-wald' | 'wald';

/** Answers by band; fractional where they are weighted. */
export interface Bands {
  readonly promoters: number;
  readonly passives: number;
  readonly detractors: number;
}

/** The interval of a net promoter score in points, −100 to 100. `standardError` is that of the score as a fraction. */
export function npsInterval(
  method: NpsMethod,
  bands: Bands,
  standardError: number | null,
  confidence: number,
): Interval | null {
  const n = sizeOf(bands);
  if (n === 0) return null;
  const z = criticalValue(confidence);
  if (method === 'score') return inPoints(scoreLimits(bands, z), confidence, method);
  const centre = method === 'wald' ? score(bands) : score(adjusted(bands));
  const error = method === 'wald' ? standardError : Math.sqrt(variance(adjusted(bands)) / (n + 3));
  return error === null ? null : inPoints([centre - z * error, centre + z * error], confidence, method);
}

/** Adds ¾ to both ends and 1½ to the middle: adjusted Wald (3, T), Rocks 2016, arXiv 1601.07235; Sauro and Lewis for two samples. */
export function adjusted({ promoters, passives, detractors }: Bands): Bands {
  return { promoters: promoters + 0.75, passives: passives + 1.5, detractors: detractors + 0.75 };
}

/** The share of promoters less that of detractors. */
export function score({ promoters, passives, detractors }: Bands): number {
  return (promoters - detractors) / (promoters + passives + detractors);
}

/** How many answers there are in all bands. */
export function sizeOf({ promoters, passives, detractors }: Bands): number {
  return promoters + passives + detractors;
}

/** The variance of one answer coded 1, 0, −1: p + d − (p − d)². */
export function variance({ promoters, passives, detractors }: Bands): number {
  const n = promoters + passives + detractors;
  // The same in counts, where nothing cancels: (pm + 4pd + md) / n².
  return (promoters * passives + 4 * promoters * detractors + passives * detractors) / (n * n);
}

/** Inverts Tango's score test (1998, Statistics in Medicine 17: 891–908) for the score of three bands, as Rocks 2016 proposes. */
function scoreLimits({ promoters, passives, detractors }: Bands, z: number): [number, number] {
  const n = promoters + passives + detractors;
  const estimate = (promoters - detractors) / n;
  const isInside = (delta: number): boolean => {
    const b = -detractors - promoters + (2 * n - promoters + detractors) * delta;
    const c = -detractors * delta * (1 - delta);
    const discriminant = Math.sqrt(b * b - 8 * n * c);
    // The larger root of 2n q² + b q + c, in the form that does not cancel.
    const q = b > 0 ? (-2 * c) / (discriminant + b) : (discriminant - b) / (4 * n);
    // False also where rounding leaves no variance at all, at the ends of the scale.
    return Math.abs(promoters - detractors - n * delta) < z * Math.sqrt(n * (2 * q + delta * (1 - delta)));
  };
  const limit = (end: number): number => {
    let [inside, outside] = [estimate, end];
    for (let halving = 0; halving < 60; halving += 1) {
      const middle = (inside + outside) / 2;
      if (isInside(middle)) inside = middle;
      else outside = middle;
    }
    return outside;
  };
  return [limit(-1), limit(1)];
}

function inPoints([low, high]: readonly [number, number], confidence: number, method: NpsMethod): Interval {
  return { low: clamp(100 * low), high: clamp(100 * high), confidence, method };
}

function clamp(points: number): number {
  return Math.min(100, Math.max(-100, points)) + 0;
}

import type { Interval } from '../core/estimate.js';
import { criticalValue } from '../stats/critical-value.js';

/** How the interval of a net promoter score is made. */
export type NpsMethod = 'score' | 'adjusted-wald' | 'wald';

/** How many promoters, passives and detractors there are; fractions where answers are weighted. */
export type Bands = readonly [promoters: number, passives: number, detractors: number];

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
  if (method === 'score') return { low: scoreLimit(bands, z, -1), high: scoreLimit(bands, z, 1), confidence, method };
  const used = method === 'wald' ? bands : adjusted(bands);
  const error = method === 'wald' ? standardError : Math.sqrt(variance(used) / (n + 3));
  if (error === null) return null;
  const [low, high] = [-z, z].map((by) => 100 * Math.min(1, Math.max(-1, score(used) + by * error)));
  return { low: low as number, high: high as number, confidence, method }; // two in, two out
}

/** Adds ¾ to both ends and 1½ to the middle: adjusted Wald (3, T), Rocks 2016, arXiv 1601.07235; Sauro and Lewis for two samples. */
export function adjusted([promoters, passives, detractors]: Bands): Bands {
  return [promoters + 0.75, passives + 1.5, detractors + 0.75];
}

/** How many answers there are in all bands. */
export function sizeOf([promoters, passives, detractors]: Bands): number {
  return promoters + passives + detractors;
}

/** The share of promoters less that of detractors. */
export function score(bands: Bands): number {
  return (bands[0] - bands[2]) / sizeOf(bands);
}

/** The variance of one answer coded 1, 0, −1: p + d − (p − d)², of the shares by their products, where nothing cancels. */
export function variance(bands: Bands): number {
  const [p, m, d] = bands.map((band) => band / sizeOf(bands)) as unknown as Bands; // three in, three out
  return p * m + 4 * p * d + m * d;
}

/**
 * The end of the score interval on one side, in points: Tango's score test (1998, Statistics in Medicine 17: 891–908)
 * inverted, as Rocks 2016 proposes for three bands. Halves the distance between the score and the end of the scale.
 */
function scoreLimit(bands: Bands, z: number, end: number): number {
  const [promoters, , detractors] = bands;
  const n = sizeOf(bands);
  let [inside, outside] = [score(bands), end];
  for (let halving = 0; halving < 60; halving += 1) {
    const delta = (inside + outside) / 2;
    const b = (2 * n - promoters + detractors) * delta - detractors - promoters;
    const c = -detractors * delta * (1 - delta);
    const root = Math.sqrt(b * b - 8 * n * c);
    // The larger root of 2n q² + b q + c, in the form that does not cancel.
    const q = b > 0 ? (-2 * c) / (root + b) : (root - b) / (4 * n);
    const distance = Math.abs(promoters - detractors - n * delta);
    // Not inside either where rounding leaves no variance at all, at the ends of the scale.
    if (distance < z * Math.sqrt(n * (2 * q + delta * (1 - delta)))) inside = delta;
    else outside = delta;
  }
  return 100 * outside;
}

import type { ScalePoint } from 'kizuna';
import type { Part, Tone } from '../chapter.js';

/** The points of a scale as columns, each in the tone of its meaning. */
export function pointsOf(distribution: readonly ScalePoint[], toneOf: (score: number) => Tone): readonly Part[] {
  return distribution.map(({ score, count, share }) => ({
    label: String(score),
    count,
    share: share ?? 0,
    tone: toneOf(score),
  }));
}

import type { LabelledPoints } from './labelled-points.js';

/** The mean point of each cluster, one after the other. */
export function clusterMeans({ points, codes, sizes }: LabelledPoints): Float64Array {
  const { n, stride, values } = points;
  const means = new Float64Array(sizes.length * stride);
  for (let i = 0; i < n; i += 1) {
    const at = codes[i]! * stride;
    for (let j = 0; j < stride; j += 1) means[at + j]! += values[i * stride + j]!;
  }
  for (let at = 0; at < means.length; at += 1) means[at]! /= sizes[Math.trunc(at / stride)]!;
  return means;
}

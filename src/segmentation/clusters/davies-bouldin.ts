import type { AnyRow, Data } from '../../core/data.js';
import { clusterMeans } from './cluster-means.js';
import { type ClusterLabels, labelledPoints } from './labelled-points.js';
import type { PointOptions } from './points.js';
import { squaredDistance } from './squared-distance.js';

/**
 * The Davies–Bouldin index: how much the clusters overlap, the less the better, 0 where each is one spot.
 *
 * The mean over the clusters of the largest (sᵢ + sⱼ) / dᵢⱼ, with s the mean distance of a cluster's points to their mean and d the distance of
 * two means (Davies & Bouldin 1979, IEEE PAMI 1: 224–227). To compare clusterings of the same points in the same scale.
 *
 * @param points - as in `kMeans`
 * @param labels - the cluster of each point
 * @param options - `fields` and `scale`, as the clusters were made with
 * @returns the index; `null` below two clusters, and where two of them have the same mean but not the same spot
 * @throws {InvalidDataError} when a coordinate is no finite number, or there is not a label for each point
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { daviesBouldin } from 'kizuna';
 *
 * daviesBouldin([1, 3, 10, 14], [0, 0, 1, 1]); // => 0.3
 * daviesBouldin([1, 3], [0, 0]); // => null
 * ```
 */
export function daviesBouldin<Row = AnyRow>(
  points: Data<Row>,
  labels: ClusterLabels,
  options: PointOptions<NoInfer<Row>> = {},
): number | null {
  const labelled = labelledPoints<Row>('daviesBouldin', points, labels, options);
  const { codes, sizes, points: read } = labelled;
  const { n, stride, values } = read;
  const k = sizes.length;
  if (k < 2) return null;
  const means = clusterMeans(labelled);
  const spread = new Float64Array(k);
  for (let i = 0; i < n; i += 1) {
    const code = codes[i]!;
    spread[code]! += Math.sqrt(squaredDistance(values, i * stride, means, code * stride, stride)) / sizes[code]!;
  }
  let sum = 0;
  for (let a = 0; a < k; a += 1) {
    let worst = 0;
    for (let b = 0; b < k; b += 1) {
      const apart = Math.sqrt(squaredDistance(means, a * stride, means, b * stride, stride));
      const both = spread[a]! + spread[b]!;
      if (a !== b && both > 0) worst = Math.max(worst, both / apart);
    }
    sum += worst;
  }
  return Number.isFinite(sum) ? sum / k : null;
}

import type { AnyRow, Data } from '../../core/data.js';
import { clusterMeans } from './cluster-means.js';
import { type ClusterLabels, labelledPoints } from './labelled-points.js';
import type { PointOptions } from './points.js';
import { squaredDistance } from './squared-distance.js';

/**
 * The Calinski–Harabasz index (variance ratio): how far the clusters are apart against how wide they are, the more the better.
 *
 * (B / (k − 1)) / (W / (n − k)), with B the squared distances of the clusters' means to the mean of all, each times its points, and W those of the
 * points to the means of their clusters (Caliński & Harabasz 1974, Communications in Statistics 3: 1–27).
 *
 * @param points - as in `kMeans`
 * @param labels - the cluster of each point
 * @param options - `fields` and `scale`, as the clusters were made with
 * @returns the index; `null` below two clusters, where each point is one, and where no cluster has any width
 * @throws {InvalidDataError} when a coordinate is no finite number, or there is not a label for each point
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { calinskiHarabasz } from 'kizuna';
 *
 * calinskiHarabasz([1, 3, 10, 14], [0, 0, 1, 1]); // => 20
 * calinskiHarabasz([1, 1, 5, 5], ['low', 'low', 'high', 'high']); // => null
 * ```
 */
export function calinskiHarabasz<Row = AnyRow>(
  points: Data<Row>,
  labels: ClusterLabels,
  options: PointOptions<NoInfer<Row>> = {},
): number | null {
  const labelled = labelledPoints<Row>('calinskiHarabasz', points, labels, options);
  const { codes, sizes, points: read } = labelled;
  const { n, stride, values } = read;
  const k = sizes.length;
  if (k < 2) return null;
  const means = clusterMeans(labelled);
  const origin = new Float64Array(stride); // the mean of all
  let [between, within] = [0, 0];
  for (let c = 0; c < k; c += 1) between += sizes[c]! * squaredDistance(means, c * stride, origin, 0, stride);
  for (let i = 0; i < n; i += 1) within += squaredDistance(values, i * stride, means, codes[i]! * stride, stride);
  const ratio = between / (k - 1) / (within / (n - k));
  return Number.isFinite(ratio) ? ratio : null;
}

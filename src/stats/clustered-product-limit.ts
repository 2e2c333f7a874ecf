import type { ProductLimit } from './product-limit.js';

/** Durations that hang together in clusters, such as all of one customer, in the ascending order of a product-limit curve of them all. */
export interface ClusteredDurations {
  /** The cluster of each, below `clusters`. */
  readonly cluster: Int32Array;
  /** 1 for those that ended. */
  readonly ended: Uint8Array;
  readonly clusters: number;
}

/** For each entry of the curve, sums over clusters of products of influences on its logarithm. */
export interface ClusteredVariances {
  /** The variance of the logarithm there; 0 where the curve is 0, which has none. */
  readonly variance: Float64Array;
  /** Its covariance with that at the last entry; 0 where the curve ends at 0. */
  readonly withLast: Float64Array;
}

/**
 * The variance of the logarithm of a product-limit curve where durations of one cluster hang together: the sum over clusters of its
 * squared derivatives by their weights (infinitesimal jackknife; Ying & Wei 1994, J. Multivariate Analysis 50: 17–29). Where each
 * cluster is one duration it is Greenwood's.
 *
 * The influence of a cluster at an entry is P + A·m: A is Greenwood's sum there, m counts its durations that are longer, and P adds up
 * the shorter ones, each A at its own entry, less 1/(n − d) if it ended. So one walk along the curve that keeps ΣP², ΣPm and Σm² has
 * it everywhere.
 */
export function clusteredVariances(limit: ProductLimit, durations: ClusteredDurations): ClusteredVariances {
  const { logVariance, survival, ended: ends, censored } = limit;
  const { cluster, clusters } = durations;
  const passed = passedBy(limit, durations);
  const [sums, left, atLast] = [new Float64Array(clusters), new Float64Array(clusters), new Float64Array(clusters)];
  const isKnown = survival[survival.length - 1]! > 0;
  for (let i = 0; i < cluster.length; i += 1) {
    left[cluster[i]!]! += 1;
    if (isKnown) atLast[cluster[i]!]! += passed[i]!;
  }
  let [squares, products, counts, sumsLast, leftLast] = [0, 0, 0, 0, 0];
  for (let c = 0; c < clusters; c += 1) {
    counts += left[c]! * left[c]!;
    leftLast += left[c]! * atLast[c]!;
  }
  const [variance, withLast] = [new Float64Array(survival.length), new Float64Array(survival.length)];
  for (let entry = 0, i = 0; entry < survival.length; entry += 1) {
    for (const next = i + ends[entry]! + censored[entry]!; i < next; i += 1) {
      const c = cluster[i]!;
      const [sum, m, more] = [sums[c]!, left[c]!, passed[i]!];
      squares += more * (2 * sum + more);
      products += more * (m - 1) - sum;
      counts -= 2 * m - 1;
      sumsLast += more * atLast[c]!;
      leftLast -= atLast[c]!;
      sums[c] = sum + more;
      left[c] = m - 1;
    }
    if (survival[entry] === 0) continue;
    const whole = logVariance[entry]!;
    variance[entry] = squares + whole * (2 * products + whole * counts);
    withLast[entry] = sumsLast + whole * leftLast;
  }
  return { variance, withLast };
}

/** What each duration adds to the influence of its cluster once the curve is past it. */
function passedBy(limit: ProductLimit, { cluster, ended }: ClusteredDurations): Float64Array {
  const { logVariance, atRisk, ended: ends, censored } = limit;
  const passed = new Float64Array(cluster.length);
  for (let entry = 0, i = 0; entry < atRisk.length; entry += 1) {
    const after = atRisk[entry]! - ends[entry]!;
    for (const next = i + ends[entry]! + censored[entry]!; i < next; i += 1) {
      if (after > 0) passed[i] = logVariance[entry]! - (ended[i] === 1 ? 1 / after : 0);
    }
  }
  return passed;
}

/** Sums over clusters, such as customers, where x is how many units a cluster has, y how many of them are counted. */
export interface ClusterSums {
  /** How many have an x above 0. */
  readonly clusters: number;
  /** Σ x². */
  readonly squares: number;
  /** Σ x·y. */
  readonly products: number;
  /** Σ y². */
  readonly countedSquares: number;
}

/**
 * The size of a sample of independent units whose share would vary as much as the share p = Σ y / Σ x of n = Σ x units in clusters:
 * p(1 − p) over the variance of a ratio with clusters (Cochran 1977, Sampling Techniques, 11.7; Korn & Graubard 1998), at most n.
 * Where all clusters have the same share, Kish's (Σx)² / Σx².
 */
export function clusterSize(
  p: number,
  n: number,
  { clusters, squares, products, countedSquares }: ClusterSums,
): number {
  const kish = n ** 2 / squares;
  const residual = countedSquares - 2 * p * products + p ** 2 * squares;
  const variance = ((residual / n ** 2) * clusters) / (clusters - 1);
  // Where all have the same share, rounding leaves something of the residual.
  const isAlike = p === 0 || p === 1 || clusters < 2 || residual <= 1e-12 * countedSquares;
  return isAlike ? kish : Math.min(n, (p * (1 - p)) / variance);
}

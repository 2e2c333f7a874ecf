import type { ProductLimit } from './product-limit.js';

/** Durations that hang together in clusters, such as all of one customer, by the entries of a product-limit curve of them all. */
export interface ClusteredEntries {
  /** Cluster c has the places `starts[c]` to `starts[c + 1]`, the end not included. */
  readonly starts: Int32Array;
  /** The entry of each duration's time. */
  readonly entry: Int32Array;
  /** 1 for those that ended. */
  readonly ended: Uint8Array;
}

/** A term of a sum: so many times the logarithm of the curve at an entry. */
export type CurveTerm = readonly [factor: number, entry: number];

/**
 * The variance of a sum of logarithms of the curve, where durations of one cluster hang together: the sum over clusters of the squared
 * derivatives by their weight (infinitesimal jackknife; Ying & Wei 1994, J. Multivariate Analysis 50: 17–29). Where each cluster is one
 * duration, a term alone has Greenwood's. Each call is linear in the durations.
 */
export function clusteredVariance(
  { atRisk, ended: ends, logVariance }: ProductLimit,
  entries: ClusteredEntries,
): (terms: readonly CurveTerm[]) => number {
  const jump = logVariance.map((sum, i) => sum - 1 / (atRisk[i]! - ends[i]!));
  return (terms) => {
    const [term = NO_TERM, other = NO_TERM] = terms.filter(([factor]) => factor !== 0);
    return squares(entries, logVariance, jump, term, other);
  };
}

function squares(
  { starts, entry, ended }: ClusteredEntries,
  logVariance: Float64Array,
  jump: Float64Array,
  [factor, at]: CurveTerm,
  [second, other]: CurveTerm,
): number {
  const [whole, others] = [logVariance[at]!, logVariance[other]!];
  let variance = 0;
  for (let cluster = 0; cluster + 1 < starts.length; cluster += 1) {
    let influence = 0;
    for (let place = starts[cluster]!; place < starts[cluster + 1]!; place += 1) {
      const own = entry[place]!;
      const passed = (ended[place] === 1 ? jump : logVariance)[own]!;
      if (factor !== 0) influence += factor * (own <= at ? passed : whole);
      if (second !== 0) influence += second * (own <= other ? passed : others);
    }
    variance += influence * influence;
  }
  return variance;
}

const NO_TERM: CurveTerm = [0, 0];

/**
 * The k-th smallest of all differences second − first of sorted values, k from 0: halving between differences, each step one walk
 * over both samples, so that memory stays linear where there are very many pairs.
 */
export function pairwiseDifference(first: Float64Array, second: Float64Array, k: number): number {
  let low = (second[0] as number) - (first[first.length - 1] as number); // neither sample is empty
  let high = (second[second.length - 1] as number) - (first[0] as number);
  while (low < high) {
    const middle = low / 2 + high / 2;
    const { count, below, above } = countUpTo(first, second, middle < high ? middle : low);
    if (count > k) high = below;
    else low = above;
  }
  return low;
}

interface Count {
  /** How many differences are at most the limit. */
  readonly count: number;
  /** The greatest of those. */
  readonly below: number;
  /** The least difference above the limit. */
  readonly above: number;
}

function countUpTo(first: Float64Array, second: Float64Array, limit: number): Count {
  let count = 0;
  let below = -Infinity;
  let above = Infinity;
  let j = 0;
  for (let i = 0; i < first.length; i += 1) {
    const base = first[i] as number; // i < length
    while (j < second.length && (second[j] as number) - base <= limit) j += 1;
    count += j;
    if (j > 0) below = Math.max(below, (second[j - 1] as number) - base);
    if (j < second.length) above = Math.min(above, (second[j] as number) - base);
  }
  return { count, below, above };
}

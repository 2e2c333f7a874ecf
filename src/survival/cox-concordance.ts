import { ascendingOrder } from './ascending-order.js';
import type { CoxRows } from './cox-rows.js';

/** Pairs of rows of which it is known who ended first. Weights multiply. */
export interface ConcordanceCounts {
  /** Of two, the one of higher risk ended first. */
  readonly concordant: number;
  readonly discordant: number;
  /** Both are at the same risk. */
  readonly tied: number;
  /** The share (concordant + tied/2) of all; `null` where there is no pair. */
  readonly value: number | null;
  /** What each row adds to it, in the order of the rows; its squares sum to the variance (as R's `concordance`). */
  readonly influence: Float64Array;
}

/** Harrell's C (1982, JAMA 247: 2543–2546) of a risk, counted with trees of partial sums (Fenwick 1994): n log n. */
export function coxConcordance(rows: CoxRows, eta: Float64Array): ConcordanceCounts {
  const { length, strataEnds } = rows;
  const ranks = ranksWithin(eta, strataEnds);
  // Of each row: weights of pairs in which it is concordant less discordant, and of all its pairs.
  const [balance, pairs] = [new Float64Array(length), new Float64Array(length)];
  const counts = { concordant: 0, discordant: 0, tied: 0 };
  const tree = new Float64Array(length + 1);
  const alike = new Float64Array(length + 1);
  for (let s = 0; s < strataEnds.length; s += 1) {
    const [from, to] = [s === 0 ? 0 : (strataEnds[s - 1] as number), strataEnds[s] as number];
    asFirst(rows, ranks, from, to, tree, alike, balance, pairs, counts);
    asLater(rows, ranks, from, to, tree, alike, balance, pairs);
  }
  const { concordant, discordant, tied } = counts;
  const all = concordant + discordant + tied;
  const somers = (concordant - discordant) / all;
  const influence = balance; // written over, row by row
  for (let row = 0; row < length; row += 1) {
    const part = (balance[row] as number) - somers * (pairs[row] as number);
    influence[row] = ((rows.weight[row] as number) * part) / all / 2;
  }
  return { ...counts, value: all > 0 ? (somers + 1) / 2 : null, influence };
}

/** Pairs of each end with those who lasted longer: from the longest time to the shortest. */
function asFirst(
  { time, ended, entry, weight }: CoxRows,
  ranks: Int32Array,
  from: number,
  to: number,
  tree: Float64Array,
  alike: Float64Array,
  balance: Float64Array,
  pairs: Float64Array,
  counts: { concordant: number; discordant: number; tied: number },
): void {
  const most = to - from;
  tree.fill(0, 0, most + 1);
  alike.fill(0, 0, most + 1);
  const latest = entry === null ? null : ascendingOrder(entry.subarray(from, to));
  let nextEntry = most - 1;
  let total = 0;
  for (let row = from; row < to; ) {
    const now = time[row] as number;
    let next = row;
    for (; next < to && time[next] === now; next += 1) {
      if (ended[next] === 0) total += insert(tree, alike, most, ranks[next] as number, weight[next] as number);
    }
    for (; latest !== null && nextEntry >= 0; nextEntry -= 1) {
      const late = from + (latest[nextEntry] as number);
      if ((entry?.[late] as number) < now) break;
      total += insert(tree, alike, most, ranks[late] as number, -(weight[late] as number));
    }
    for (let k = row; k < next; k += 1) {
      if (ended[k] === 0) continue;
      const rank = ranks[k] as number;
      const lower = below(tree, rank);
      const same = alike[rank] as number;
      const higher = total - lower - same;
      const w = weight[k] as number;
      counts.concordant += w * lower;
      counts.discordant += w * higher;
      counts.tied += w * same;
      balance[k]! += lower - higher;
      pairs[k]! += total;
    }
    for (let k = row; k < next; k += 1) {
      if (ended[k] === 1) total += insert(tree, alike, most, ranks[k] as number, weight[k] as number);
    }
    row = next;
  }
}

/** Pairs of each row with those who ended before it, since it was at risk: from the shortest time to the longest. */
function asLater(
  { time, ended, entry, weight }: CoxRows,
  ranks: Int32Array,
  from: number,
  to: number,
  tree: Float64Array,
  alike: Float64Array,
  balance: Float64Array,
  pairs: Float64Array,
): void {
  const most = to - from;
  tree.fill(0, 0, most + 1);
  alike.fill(0, 0, most + 1);
  const earliest = entry === null ? null : ascendingOrder(entry.subarray(from, to));
  let nextEntry = 0;
  let total = 0;
  const count = (row: number, sign: 1 | -1): void => {
    const rank = ranks[row] as number;
    const lower = below(tree, rank);
    const higher = total - lower - (alike[rank] as number);
    balance[row]! += sign * (higher - lower);
    pairs[row]! += sign * total;
  };
  for (let row = to - 1; row >= from; ) {
    const now = time[row] as number;
    let next = row;
    while (next >= from && time[next] === now) next -= 1;
    // Ends before it came are none of its pairs.
    for (; earliest !== null && nextEntry < most; nextEntry += 1) {
      const early = from + (earliest[nextEntry] as number);
      if ((entry?.[early] as number) >= now) break;
      count(early, -1);
    }
    for (let k = row; k > next; k -= 1) if (ended[k] === 1) count(k, 1);
    for (let k = row; k > next; k -= 1) {
      if (ended[k] === 1) total += insert(tree, alike, most, ranks[k] as number, weight[k] as number);
    }
    for (let k = row; k > next; k -= 1) if (ended[k] === 0) count(k, 1);
    row = next;
  }
}

/** Ranks from 1 within each stratum; the same number, the same rank. */
function ranksWithin(values: Float64Array, strataEnds: Int32Array): Int32Array {
  const ranks = new Int32Array(values.length);
  for (let s = 0; s < strataEnds.length; s += 1) {
    const from = s === 0 ? 0 : (strataEnds[s - 1] as number);
    const order = ascendingOrder(values.subarray(from, strataEnds[s]));
    let rank = 0;
    let last = Number.NaN;
    for (let k = 0; k < order.length; k += 1) {
      const row = from + (order[k] as number);
      if (values[row] !== last) rank += 1;
      last = values[row] as number;
      ranks[row] = rank;
    }
  }
  return ranks;
}

/** Adds a weight at a rank, and returns it. */
function insert(tree: Float64Array, alike: Float64Array, most: number, rank: number, weight: number): number {
  alike[rank]! += weight;
  for (let at = rank; at <= most; at += at & -at) tree[at]! += weight;
  return weight;
}

/** The weights at lower ranks. */
function below(tree: Float64Array, rank: number): number {
  let sum = 0;
  for (let at = rank - 1; at > 0; at -= at & -at) sum += tree[at] as number;
  return sum;
}

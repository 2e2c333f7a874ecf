import { compareKeys } from '../core/pairs.js';
import type { CustomerId } from '../log/layout.js';
import { orderStatistics, quantileCuts, wholeRange } from '../stats/order-statistics.js';
import type { RfmPlan } from './rfm-rules.js';

/** One quantity of every customer. */
export type Quantity = Float64Array | Int32Array;

/** How one quantity becomes a score. */
export interface ScoreRule {
  readonly method: RfmPlan['method'];
  readonly bins: number;
  /** Whether less is better: the days since a purchase. */
  readonly isReversed: boolean;
  readonly breaks: readonly number[] | null;
  /** What parts equal values, where a method does. */
  readonly customer: ArrayLike<CustomerId>;
}

/** Writes the scores of some customers (of all, for `null`), and gives the cuts, ascending, between which their values lie. */
export function writeScores(
  rule: ScoreRule,
  values: Quantity,
  members: Int32Array | null,
  into: Uint8Array,
): Float64Array {
  const some = members === null ? values : taken(values, members);
  if (rule.method === 'ntile') return writeNtiles(rule, some, members, into);
  const cuts = cutsOf(rule, some);
  const scores = members === null ? into : new Uint8Array(some.length);
  const { isReversed, bins, method } = rule;
  // A value on a cut of quantiles belongs below it; one on a threshold of one's own has reached it, or is within it.
  const count = method === 'r-rfm' || (method === 'breaks' && !isReversed) ? countReached : countBelow;
  const range = wholeRange(some);
  if (range === null || range[1] - range[0] > some.length) count(some, cuts, scores);
  else lookUp(some, range, count, cuts, scores);
  if (isReversed) for (let i = 0; i < scores.length; i += 1) scores[i] = bins + 1 - scores[i]!;
  if (members !== null) for (let i = 0; i < members.length; i += 1) into[members[i]!] = scores[i]!;
  return cuts;
}

function cutsOf({ method, bins, breaks }: ScoreRule, values: Quantity): Float64Array {
  if (method === 'breaks') return Float64Array.from(breaks ?? []);
  const cuts = quantileCuts(values, bins);
  return method === 'r-rfm' ? cuts.map((cut) => cut + 1) : cuts;
}

/** Whole values of a small range, such as days and orders: the score of each is found once. */
function lookUp(
  values: Quantity,
  [low, high]: readonly [number, number],
  count: typeof countBelow,
  cuts: Float64Array,
  scores: Uint8Array,
): void {
  const table = new Uint8Array(high - low + 1);
  count(
    Float64Array.from(table, (_, i) => low + i),
    cuts,
    table,
  );
  for (let i = 0; i < values.length; i += 1) scores[i] = table[values[i]! - low]!;
}

/** 1 + how many cuts lie below each value. */
function countBelow(values: Quantity, cuts: Float64Array, scores: Uint8Array): void {
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    let score = 1;
    for (let k = 0; k < cuts.length; k += 1) score += Number(value > cuts[k]!);
    scores[i] = score;
  }
}

/** 1 + how many cuts each value reaches. */
function countReached(values: Quantity, cuts: Float64Array, scores: Uint8Array): void {
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i]!;
    let score = 1;
    for (let k = 0; k < cuts.length; k += 1) score += Number(value >= cuts[k]!);
    scores[i] = score;
  }
}

/**
 * The bins of SQL's NTILE: of n values in order the first n mod k bins have one more. Only values that two bins share are parted,
 * by customer id.
 */
function writeNtiles(rule: ScoreRule, values: Quantity, members: Int32Array | null, into: Uint8Array): Float64Array {
  const { bins, isReversed, customer } = rule;
  const size = values.length;
  if (size === 0) return new Float64Array(0);
  const goodness = isReversed ? Float64Array.from(values, (value) => -value) : Float64Array.from(values);
  const ends = Array.from(
    { length: bins - 1 },
    (_, k) => (k + 1) * Math.floor(size / bins) + Math.min(k + 1, size % bins),
  );
  const last = orderStatistics(
    goodness,
    ends.map((end) => Math.max(0, end - 1)),
  );
  const idOf = (i: number) => customer[members === null ? i : members[i]!]!;
  const scores = new Uint8Array(size);
  countBelow(goodness, last, scores);
  for (const shared of new Set(last)) {
    const tied: number[] = [];
    let below = 0;
    for (let i = 0; i < size; i += 1) {
      if (goodness[i] === shared) tied.push(i);
      else if (goodness[i]! < shared) below += 1;
    }
    tied.sort((a, b) => compareKeys(idOf(a), idOf(b)) || a - b);
    tied.forEach((i, rank) => {
      scores[i]! += ends.filter((end, k) => last[k] === shared && below + rank >= end).length;
    });
  }
  for (let i = 0; i < size; i += 1) into[members === null ? i : members[i]!] = scores[i]!;
  return isReversed ? last.map((cut) => -cut + 0).reverse() : last;
}

function taken(values: Quantity, members: Int32Array): Float64Array {
  const some = new Float64Array(members.length);
  for (let i = 0; i < members.length; i += 1) some[i] = values[members[i]!]!;
  return some;
}

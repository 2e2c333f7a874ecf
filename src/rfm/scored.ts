import { compareKeys } from '../core/pairs.js';
import type { CustomerId } from '../log/layout.js';
import { orderStatistics, quantileCuts } from '../stats/order-statistics.js';
import { type WholeCounts, wholeCounts } from '../stats/whole-counts.js';
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
  const counts = wholeCounts(some);
  const cuts = cutsOf(rule, some, counts);
  const scores = members === null ? into : new Uint8Array(some.length);
  const { isReversed, bins, method } = rule;
  // A value on a cut of quantiles belongs below it; one on a threshold of one's own has reached it, or is within it.
  const count = method === 'r-rfm' || (method === 'breaks' && !isReversed) ? countReached : countBelow;
  const score = (each: Float64Array, its: Uint8Array) => {
    count(each, cuts, its);
    if (isReversed) for (let i = 0; i < its.length; i += 1) its[i] = bins + 1 - its[i]!;
  };
  if (counts === null) score(some instanceof Float64Array ? some : new Float64Array(some), scores);
  else {
    // Whole values of a small range, such as days and orders: the score of each is found once.
    const { least } = counts;
    const table = new Uint8Array(counts.counts.length);
    score(
      Float64Array.from(table, (_, i) => least + i),
      table,
    );
    if (some instanceof Int32Array) lookUpIntegers(some, least, table, scores);
    else lookUpWhole(some, least, table, scores);
  }
  if (members !== null) for (let i = 0; i < members.length; i += 1) into[members[i]!] = scores[i]!;
  return cuts;
}

function cutsOf({ method, bins, breaks }: ScoreRule, values: Quantity, counts: WholeCounts | null): Float64Array {
  if (method === 'breaks') return Float64Array.from(breaks ?? []);
  const cuts = quantileCuts(values, bins, counts);
  return method === 'r-rfm' ? cuts.map((cut) => cut + 1) : cuts;
}

function lookUpIntegers(values: Int32Array, least: number, table: Uint8Array, scores: Uint8Array): void {
  for (let i = 0; i < values.length; i += 1) scores[i] = table[values[i]! - least]!;
}

function lookUpWhole(values: Float64Array, least: number, table: Uint8Array, scores: Uint8Array): void {
  for (let i = 0; i < values.length; i += 1) scores[i] = table[values[i]! - least]!;
}

/** 1 + how many cuts lie below each value. */
function countBelow(values: Float64Array, cuts: Float64Array, scores: Uint8Array): void {
  scores.fill(1);
  for (let k = 0; k < cuts.length; k += 4) {
    const [a, b, c, d] = fourFrom(cuts, k);
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i]!;
      scores[i]! += Number(value > a) + Number(value > b) + Number(value > c) + Number(value > d);
    }
  }
}

/** 1 + how many cuts each value reaches. */
function countReached(values: Float64Array, cuts: Float64Array, scores: Uint8Array): void {
  scores.fill(1);
  for (let k = 0; k < cuts.length; k += 4) {
    const [a, b, c, d] = fourFrom(cuts, k);
    for (let i = 0; i < values.length; i += 1) {
      const value = values[i]!;
      scores[i]! += Number(value >= a) + Number(value >= b) + Number(value >= c) + Number(value >= d);
    }
  }
}

/** Four cuts are compared with at once, without a branch: three times as fast as a loop over the cuts. */
function fourFrom(cuts: Float64Array, k: number): readonly [number, number, number, number] {
  return [cuts[k]!, cuts[k + 1] ?? Infinity, cuts[k + 2] ?? Infinity, cuts[k + 3] ?? Infinity];
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

import { mergePairs, type Pairs } from '../core/pairs.js';

/** How long customers took from one event to the next, in milliseconds, each list ascending. */
export interface Conversions {
  /** Of those who did it again within the window. */
  readonly converted: Float64Array;
  /** How far the others were seen not to, at most the length of the window. */
  readonly censored: Float64Array;
  /** Customers whose window was over, and those of them who did it again within it. */
  readonly mature: number;
  readonly matureConverted: number;
}

/** Conversions as plain JSON: customers by milliseconds. */
export interface ConversionsState {
  readonly converted: Pairs<number, number>;
  readonly censored: Pairs<number, number>;
  readonly mature: number;
  readonly matureConverted: number;
}

/** Conversions as they are stored. */
export function conversionsState({ converted, censored, mature, matureConverted }: Conversions): ConversionsState {
  return { converted: countsOfSorted(converted), censored: countsOfSorted(censored), mature, matureConverted };
}

/** Conversions as they were stored. */
export function storedConversions({ converted, censored, mature, matureConverted }: ConversionsState): Conversions {
  return { converted: sortedOfCounts(converted), censored: sortedOfCounts(censored), mature, matureConverted };
}

/** Those of two sets of customers together. */
export function mergeConversions(a: ConversionsState, b: ConversionsState): ConversionsState {
  return {
    converted: mergePairs(a.converted, b.converted, add),
    censored: mergePairs(a.censored, b.censored, add),
    mature: a.mature + b.mature,
    matureConverted: a.matureConverted + b.matureConverted,
  };
}

/** How often each value of a sorted list occurs. */
export function countsOfSorted(sorted: Float64Array): Pairs<number, number> {
  const pairs: [number, number][] = [];
  for (let i = 0; i < sorted.length; i += 1) {
    const last = pairs[pairs.length - 1];
    if (last !== undefined && last[0] === sorted[i]) last[1] += 1;
    else pairs.push([sorted[i] as number, 1]);
  }
  return pairs;
}

/** The sorted list that was counted. */
export function sortedOfCounts(pairs: Pairs<number, number>): Float64Array {
  const sorted = new Float64Array(pairs.reduce((total, [, count]) => total + count, 0));
  let place = 0;
  for (const [value, count] of pairs) {
    sorted.fill(value, place, place + count);
    place += count;
  }
  return sorted;
}

function add(a: number, b: number): number {
  return a + b;
}

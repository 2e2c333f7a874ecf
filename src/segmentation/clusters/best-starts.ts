import type { Spots } from './spots.js';
import { squaresWithin } from './squares-within.js';

/**
 * Where k classes of spots begin that have the least sum of squares inside; fewer than there are spots.
 *
 * For each number of classes and each end the best start of the last class: it never falls as the end rises, so that the one of the
 * middle end halves what is left to search (Wang & Song 2011, R Journal 3(2): 29–33).
 */
export function bestStarts(spots: Spots, k: number): Int32Array {
  const size = spots.values.length;
  const squares = squaresWithin(spots);
  let least = Float64Array.from({ length: size }, (_, end) => squares(0, end + 1));
  const choices = [new Int32Array(size)];
  for (let c = 1; c < k; c += 1) {
    const next = new Float64Array(size).fill(Infinity);
    const choice = new Int32Array(size);
    const ends = [c === k - 1 ? size - 1 : c, size - 1] as const; // of the last class only the whole is asked for
    search(ends, [c, size - 1], { least, next, choice, squares });
    choices.push(choice);
    least = next;
  }
  const starts = new Int32Array(k);
  for (let c = k - 1, end = size - 1; c >= 0; c -= 1) {
    starts[c] = choices[c]![end]!;
    end = starts[c]! - 1;
  }
  return starts;
}

interface Search {
  /** The least sum with one class fewer, by end. */
  readonly least: Float64Array;
  readonly next: Float64Array;
  readonly choice: Int32Array;
  squares(start: number, end: number): number;
}

/** Finds the starts for the ends `low` to `high`, all of which lie between `from` and `to`. */
function search([low, high]: readonly [number, number], [from, to]: readonly [number, number], state: Search): void {
  if (low > high) return;
  const { least, next, choice, squares } = state;
  const end = (low + high) >>> 1;
  let best = from;
  let sum = Infinity;
  // From the last start backwards, as its sum of squares alone only grows.
  for (let start = Math.min(to, end); start >= from; start -= 1) {
    const last = squares(start, end + 1);
    if (last + least[from - 1]! > sum) break;
    const whole = last + least[start - 1]!;
    if (whole > sum) continue;
    best = start;
    sum = whole;
  }
  next[end] = sum;
  choice[end] = best;
  search([low, end - 1], [from, best], state);
  search([end + 1, high], [best, to], state);
}

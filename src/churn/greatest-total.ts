/** Sums and their differences stay exact below 2^53. */
export const GREATEST_TOTAL = 2 ** 52;

/**
 * The greatest amount (none of them below 0) that may count, so that all that count add up exactly: whatever the order of the rows, the
 * greatest are too much. `Infinity` where all may.
 */
export function greatestAmount(amounts: Float64Array): number {
  let total = 0;
  for (let i = 0; i < amounts.length; i += 1) total += amounts[i]!;
  if (total <= GREATEST_TOTAL) return Infinity;
  const sorted = amounts.slice().sort();
  total = 0;
  for (let from = 0, to = 0; from < sorted.length; from = to) {
    for (; to < sorted.length && sorted[to] === sorted[from]; to += 1) total += sorted[to]!;
    if (!(total <= GREATEST_TOTAL)) return from === 0 ? -1 : sorted[from - 1]!; // as many of one amount count, or none
  }
  return Infinity;
}

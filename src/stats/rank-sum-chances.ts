/**
 * The probabilities of 0 … m·n pairs in which the second is larger, when all orders of m + n different values are equally likely.
 * The greatest value belongs to either sample (Mann & Whitney 1947, eq. 6): P(m, n, u) = n/(m + n)·P(m, n − 1, u − m) + m/(m + n)·P(m − 1, n, u).
 */
export function rankSumChances(m: number, n: number): Float64Array {
  let row = Array.from({ length: n + 1 }, () => Float64Array.of(1));
  for (let i = 1; i <= m; i += 1) {
    const next = [Float64Array.of(1)];
    for (let j = 1; j <= n; j += 1) {
      const chances = new Float64Array(i * j + 1);
      add(chances, row[j], i / (i + j), 0);
      add(chances, next[j - 1], j / (i + j), i);
      next.push(chances);
    }
    row = next;
  }
  return row[n] ?? Float64Array.of(1);
}

function add(into: Float64Array, from: Float64Array | undefined, weight: number, shift: number): void {
  if (from === undefined) return;
  for (let u = 0; u < from.length; u += 1) into[u + shift] = (into[u + shift] as number) + weight * (from[u] as number); // u + shift < length
}

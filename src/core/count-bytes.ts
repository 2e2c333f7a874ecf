/** How often each byte occurs in the first `count`. Two tables, so that runs of equal bytes do not wait for one another. */
export function countBytes(bytes: Uint8Array, count: number): Float64Array {
  const counts = new Float64Array(512);
  for (let i = 0; i < count; i += 1) counts[((i & 1) << 8) | bytes[i]!]!++;
  return counts.subarray(0, 256).map((even, value) => even + counts[256 + value]!);
}

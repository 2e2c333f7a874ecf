/** How often each byte occurs in the first `count`. Four tables, so that runs of equal bytes do not wait for one another. */
export function countBytes(bytes: Uint8Array, count: number): Uint32Array {
  const counts = new Uint32Array(1024);
  let i = 0;
  for (; i < count - 3; i += 4) {
    counts[bytes[i]!]!++;
    counts[256 | bytes[i + 1]!]!++;
    counts[512 | bytes[i + 2]!]!++;
    counts[768 | bytes[i + 3]!]!++;
  }
  for (; i < count; i += 1) counts[bytes[i]!]!++;
  return counts.subarray(0, 256).map((first, at) => first + counts[256 + at]! + counts[512 + at]! + counts[768 + at]!);
}

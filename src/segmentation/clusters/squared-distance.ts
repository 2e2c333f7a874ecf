/** The squared distance of a point in `a` to one in `b`. Three coordinates at a time: most customers have three, and the loop is half the cost. */
export function squaredDistance(a: Float64Array, from: number, b: Float64Array, start: number, stride: number): number {
  let sum = 0;
  for (let i = from, j = start; i < from + stride; i += 3, j += 3) {
    const x = a[i]! - b[j]!;
    const y = a[i + 1]! - b[j + 1]!;
    const z = a[i + 2]! - b[j + 2]!;
    sum += x * x + y * y + z * z;
  }
  return sum;
}

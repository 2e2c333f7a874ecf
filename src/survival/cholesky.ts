/** A symmetric matrix, positive semi-definite but for rounding, as L·D·Lᵀ, with the directions that hold nothing left out. */
export interface Cholesky {
  readonly size: number;
  /** Rows of L below the diagonal, and D on it; 0 for what was left out. */
  readonly factor: Float64Array;
  readonly rank: number;
}

/**
 * The decomposition of a row-major matrix; what is left of a pivot below `tolerance` of what it was is rounding, and its row and
 * column are left out: solving is then by a generalised inverse, as in R's survival. So is a pivot that is not above `floor`.
 */
export function choleskyOf(matrix: Float64Array, size: number, tolerance = 1e-11, floor = 0): Cholesky {
  const factor = matrix.slice();
  let rank = 0;
  for (let i = 0; i < size; i += 1) {
    const pivot = factor[i * size + i] as number;
    if (!(pivot > tolerance * (matrix[i * size + i] as number) && pivot > floor)) {
      for (let j = i; j < size; j += 1) factor[j * size + i] = 0;
      continue;
    }
    rank += 1;
    for (let j = i + 1; j < size; j += 1) {
      const ratio = (factor[j * size + i] as number) / pivot;
      factor[j * size + i] = ratio;
      factor[j * size + j]! -= ratio * ratio * pivot;
      for (let k = j + 1; k < size; k += 1) factor[k * size + j]! -= ratio * (factor[k * size + i] as number);
    }
  }
  return { size, factor, rank };
}

/** The solution of matrix · x = right; 0 in the directions that were left out. */
export function solve({ size, factor }: Cholesky, right: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(right);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < i; j += 1) x[i]! -= (factor[i * size + j] as number) * (x[j] as number);
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    const pivot = factor[i * size + i] as number;
    if (pivot === 0) {
      x[i] = 0;
      continue;
    }
    x[i]! /= pivot;
    for (let j = i + 1; j < size; j += 1) x[i]! -= (factor[j * size + i] as number) * (x[j] as number);
  }
  return x;
}

/** The (generalised) inverse, row-major and symmetric to the last bit. */
export function inverseOf(decomposition: Cholesky): Float64Array {
  const { size } = decomposition;
  const inverse = new Float64Array(size * size);
  const unit = new Float64Array(size);
  for (let i = 0; i < size; i += 1) {
    unit.fill(0)[i] = 1;
    const column = solve(decomposition, unit);
    for (let j = i; j < size; j += 1) {
      inverse[i * size + j] = column[j] as number;
      inverse[j * size + i] = column[j] as number;
    }
  }
  return inverse;
}

/** xᵀ · matrix⁻¹ · x. */
export function quadraticForm(decomposition: Cholesky, x: ArrayLike<number>): number {
  const solution = solve(decomposition, x);
  let sum = 0;
  for (let i = 0; i < solution.length; i += 1) sum += (solution[i] as number) * (x[i] as number);
  return sum;
}

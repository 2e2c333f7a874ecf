/** The eigenvalues of a symmetric matrix, and the eigenvector of each, of length 1. */
export interface Eigen {
  readonly values: readonly number[];
  readonly vectors: readonly (readonly number[])[];
}

/**
 * Eigenvalues and eigenvectors by cyclic Jacobi rotations (Jacobi 1846; Golub and Van Loan 2013, 8.5), for small symmetric
 * matrices: slow for large ones, but every eigenvector comes out orthogonal to the others to the last digits.
 */
export function symmetricEigen(matrix: readonly (readonly number[])[]): Eigen {
  const size = matrix.length;
  const a = Float64Array.from(matrix.flat());
  const q = Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
  // Convergence is quadratic: some ten sweeps do for any matrix.
  for (let sweep = 0; sweep < 60 && isCoupled(a, size); sweep += 1) {
    for (let i = 0; i < size - 1; i += 1) for (let j = i + 1; j < size; j += 1) rotate(a, q, size, i, j);
  }
  const indices = Array.from({ length: size }, (_, i) => i);
  return {
    values: indices.map((i) => a[i * size + i] as number), // on the diagonal
    vectors: indices.map((i) => indices.map((row) => q[row * size + i] as number)), // column i
  };
}

/** Whether any entry beside the diagonal still counts against the two diagonal entries it couples. */
function isCoupled(a: Float64Array, size: number): boolean {
  for (let i = 0; i < size - 1; i += 1) {
    for (let j = i + 1; j < size; j += 1) {
      const scale = Math.abs(a[i * size + i] as number) + Math.abs(a[j * size + j] as number);
      if (Math.abs(a[i * size + j] as number) > 1e-17 * scale) return true;
    }
  }
  return false;
}

/** Turns the plane of i and j so that the entry at (i, j) becomes 0. Indices are within the size x size matrices. */
function rotate(a: Float64Array, q: Float64Array, size: number, i: number, j: number): void {
  const coupling = a[i * size + j] as number;
  if (coupling === 0) return;
  const half = ((a[j * size + j] as number) - (a[i * size + i] as number)) / (2 * coupling);
  const tangent = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.hypot(half, 1)); // the smaller of the two angles
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (let k = 0; k < size; k += 1) turn(a, k * size + i, k * size + j, cosine, sine);
  for (let k = 0; k < size; k += 1) turn(a, i * size + k, j * size + k, cosine, sine);
  for (let k = 0; k < size; k += 1) turn(q, k * size + i, k * size + j, cosine, sine);
  a[i * size + j] = 0;
  a[j * size + i] = 0;
}

function turn(values: Float64Array, first: number, second: number, cosine: number, sine: number): void {
  const [x, y] = [values[first] as number, values[second] as number];
  values[first] = cosine * x - sine * y;
  values[second] = sine * x + cosine * y;
}

import type { Objective } from '../minimize.js';
import { symmetricEigen } from '../symmetric-eigen.js';

/** The matrix of second derivatives of the criterion at a point, with its eigenvalues; without the coordinates held at the bound. */
export interface Curvature {
  readonly matrix: readonly (readonly number[])[];
  /** 1 for a coordinate that is held. */
  readonly held: Uint8Array;
  readonly values: readonly number[];
  readonly vectors: readonly (readonly number[])[];
  readonly isDefinite: boolean;
}

/** A criterion that may know its second derivatives. */
export type CurvedObjective = Objective & { readonly bends?: (at: Float64Array) => readonly (readonly number[])[] };

/** Small enough that the error of the differences is 1e-9 of the curvature, large enough that rounding is less. */
const DIFFERENCE = 1e-4;

/** Second derivatives: the criterion's own, or central differences of the gradient. */
export function curvatureOf(
  objective: CurvedObjective,
  at: Float64Array,
  gradient: Float64Array,
  bound: Float64Array,
): Curvature {
  const held = Uint8Array.from(at, (x, j) => (isHeld(x, gradient[j] as number, bound[j] as number) ? 1 : 0));
  const rows = objective.bends?.(at) ?? differences(objective, at);
  const matrix = rows.map((row, i) =>
    row.map((value, j) => {
      if (held[i] || held[j]) return i === j ? 1 : 0;
      return (value + (rows[j]?.[i] as number)) / 2; // symmetric but for rounding
    }),
  );
  if (matrix.some((row) => row.some((value) => !Number.isFinite(value)))) {
    return { matrix, held, values: [], vectors: [], isDefinite: false };
  }
  const { values, vectors } = symmetricEigen(matrix);
  const most = Math.max(...values);
  const isDefinite = values.every((value) => value > 1e-13 * most);
  return { matrix, held, values, vectors, isDefinite };
}

function differences(objective: Objective, at: Float64Array): number[][] {
  const size = at.length;
  const [above, below] = [new Float64Array(size), new Float64Array(size)];
  const rows: number[][] = [];
  for (let j = 0; j < size; j += 1) {
    const point = at.slice();
    point[j] = (at[j] as number) + DIFFERENCE;
    objective(point, above);
    point[j] = (at[j] as number) - DIFFERENCE;
    objective(point, below);
    rows.push(Array.from(above, (slope, i) => (slope - (below[i] as number)) / (2 * DIFFERENCE)));
  }
  return rows;
}

/** Newton's step downhill and what it should gain. Directions that bend the other way are taken by the size of their bend. */
export function newtonStep(curvature: Curvature, gradient: Float64Array): { step: Float64Array; gain: number } {
  const step = new Float64Array(gradient.length);
  let gain = 0;
  const most = Math.max(0, ...curvature.values.map(Math.abs));
  curvature.vectors.forEach((vector, k) => {
    const bend = Math.max(Math.abs(curvature.values[k] as number), 1e-13 * most, Number.MIN_VALUE);
    const slope = vector.reduce((sum, v, j) => (curvature.held[j] ? sum : sum + v * (gradient[j] as number)), 0);
    const length = Math.min(2, Math.max(-2, -slope / bend));
    gain += -0.5 * slope * length;
    vector.forEach((v, j) => {
      if (!curvature.held[j]) step[j] = (step[j] as number) + length * v;
    });
  });
  return { step, gain };
}

/** The inverse of the matrix; rows and columns of held coordinates are 0. */
export function inverseOf({ values, vectors, held }: Curvature): number[][] {
  const size = held.length;
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => {
      if (held[i] || held[j]) return 0;
      // A vector for each value, as long as the matrix.
      const [row, column] = [Math.min(i, j), Math.max(i, j)]; // symmetric to the last digit
      return vectors.reduce(
        (sum, vector, k) => sum + ((vector[row] as number) * (vector[column] as number)) / (values[k] as number),
        0,
      );
    }),
  );
}

/** The inverse row by row where a search starts, its directions all bending upwards; nothing, where the criterion does not know it. */
export function inverseAt(objective: CurvedObjective, at: Float64Array, bound: Float64Array): Float64Array | undefined {
  if (objective.bends === undefined) return undefined;
  const curvature = curvatureOf(objective, at, new Float64Array(at.length), bound);
  if (curvature.values.length === 0) return undefined;
  const most = Math.max(...curvature.values.map(Math.abs));
  const values = curvature.values.map((value) => Math.max(Math.abs(value), 1e-6 * most));
  return Float64Array.from(inverseOf({ ...curvature, values }).flat());
}

function isHeld(x: number, slope: number, bound: number): boolean {
  return (x >= bound && slope < 0) || (x <= -bound && slope > 0);
}

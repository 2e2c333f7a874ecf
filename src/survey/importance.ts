import { type Eigen, symmetricEigen } from '../stats/symmetric-eigen.js';
import { COLLINEAR, shapleyShares } from './shapley-shares.js';

/** How the importance of a driver is measured; see `keyDrivers`. */
export type ImportanceMethod = 'correlation' | 'partial-correlation' | 'beta' | 'shapley' | 'relative-weights';

/** The correlations of the drivers with each other and with the overall score. */
export interface Correlations {
  readonly drivers: readonly (readonly number[])[];
  readonly overall: readonly number[];
}

/** The importance of each driver; `null` where the others say all that it does, so that it has no coefficient of its own. */
export function importances(method: ImportanceMethod, { drivers, overall }: Correlations): readonly (number | null)[] {
  if (method === 'correlation') return overall;
  if (method === 'shapley') return shapleyShares(drivers, overall);
  const eigen = regular(symmetricEigen(drivers));
  if (method === 'relative-weights') return relativeWeights(eigen, overall);
  const betas = overall.map((_, i) => inverseTimes(eigen, overall, i));
  // What is left of each axis outside the space that the eigenvectors span is what collinear drivers share.
  const isFree = overall.map(
    (_, i) => 1 - eigen.vectors.reduce((part, vector) => part + (vector[i] ?? 0) ** 2, 0) < 1e-8,
  );
  if (method === 'beta') return betas.map((beta, i) => (isFree[i] ? beta : null));
  const unexplained = Math.max(0, 1 - explained(eigen, overall));
  return betas.map((beta, i) => {
    const axis = overall.map((_, j) => (i === j ? 1 : 0));
    const size = Math.sqrt(beta * beta + unexplained * inverseTimes(eigen, axis, i));
    return isFree[i] && size > 0 ? Math.min(1, Math.max(-1, beta / size)) + 0 : null;
  });
}

/** R² of the regression of the overall score on all drivers. */
export function determination({ drivers, overall }: Correlations): number {
  return Math.min(1, explained(regular(symmetricEigen(drivers)), overall));
}

/** The eigenvectors that carry variance; with them alone, inverses are Moore and Penrose's. */
function regular({ values, vectors }: Eigen): Eigen {
  return {
    values: values.filter((value) => value > COLLINEAR),
    vectors: vectors.filter((_, k) => (values[k] ?? 0) > COLLINEAR),
  };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((total, value, i) => total + value * (b[i] ?? 0), 0);
}

/** Entry i of the inverse matrix times a vector. */
function inverseTimes({ values, vectors }: Eigen, right: readonly number[], i: number): number {
  return vectors.reduce((total, vector, k) => total + ((vector[i] ?? 0) * dot(vector, right)) / (values[k] ?? 1), 0);
}

function explained({ values, vectors }: Eigen, overall: readonly number[]): number {
  return vectors.reduce((total, vector, k) => total + dot(vector, overall) ** 2 / (values[k] ?? 1), 0);
}

/** Johnson 2000, Multivariate Behavioral Research 35: 1–19: squared coefficients of the nearest orthogonal variables, handed back. */
function relativeWeights({ values, vectors }: Eigen, overall: readonly number[]): readonly number[] {
  const power = (exponent: number, i: number, j: number) =>
    vectors.reduce((sum, vector, k) => sum + (vector[i] ?? 0) * (values[k] ?? 1) ** exponent * (vector[j] ?? 0), 0);
  const squares = overall.map((_, j) => overall.reduce((sum, r, i) => sum + power(-0.5, j, i) * r, 0) ** 2);
  return overall.map((_, i) => squares.reduce((sum, square, j) => sum + power(0.5, i, j) ** 2 * square, 0));
}

import { symmetricEigen } from '../symmetric-eigen.js';
import { type FitParameter, type Origin, WIDEST } from './problem.js';
import { refuseCovariates } from './refuse-covariates.js';

/** Customers as rows with covariates. */
export interface CovariateRows {
  readonly covariates: readonly Float64Array[];
  /** How many customers each row stands for. */
  readonly weight: ArrayLike<number>;
  /** The sum of the weights. */
  readonly n: number;
}

/** Rows with their covariates as distances from the mean: where the zero lies is then nothing to the search, its bounds and a penalty. */
export interface Centred<Rows extends CovariateRows = CovariateRows> {
  readonly rows: Rows;
  readonly scales: readonly CovariateScale[];
}

/** How the values of a covariate lie. */
export interface CovariateScale {
  readonly field: string;
  readonly mean: number;
  /** The standard deviation. */
  readonly spread: number;
  /** The largest distance from the mean. */
  readonly reach: number;
}

/** Below this the smallest eigenvalue of correlations is rounding: one covariate follows from the others. */
const COLLINEAR = 1e-10;

/**
 * Centres the covariates, of these names; refuses one that is the same for all, and those of a list of names that follow from one another.
 */
export function centredOf<Rows extends CovariateRows>(
  owner: string,
  names: readonly string[],
  lists: readonly (readonly string[])[],
  rows: Rows,
): Centred<Rows> {
  const { weight, n } = rows;
  const meanOf = (column: Float64Array) => column.reduce((sum, z, i) => sum + (weight[i] as number) * z, 0) / n;
  const scales: CovariateScale[] = [];
  const covariates = rows.covariates.map((column, k) => {
    const [field, first] = [names[k] as string, column[0] as number]; // a name for each column
    if (column.every((z) => z === first))
      refuseCovariates(owner, [field], 'to differ between customers', 'the same for all');
    // From a value of its own, so that a large mean costs no digits.
    const moved = column.map((z) => z - first);
    const middle = meanOf(moved);
    const centred = moved.map((z) => z - middle);
    const spread = Math.sqrt(meanOf(centred.map((z) => z * z)));
    const reach = centred.reduce((most, z) => Math.max(most, Math.abs(z)), 0);
    scales.push({ field, mean: first + middle, spread, reach });
    return centred;
  });
  const centred = { rows: { ...rows, covariates }, scales };
  for (const list of lists) checkIndependent(owner, list, centred);
  return centred;
}

/** The coefficients of a list of covariates, as parameters to fit. */
export function coefficientsOf<Name extends string>(
  names: readonly Name[],
  fields: readonly string[],
  { scales }: Centred,
): readonly FitParameter<Name>[] {
  return fields.map((field, k) => {
    const { spread, reach } = scaleOf(scales, field);
    // At its bound it moves the farthest customer as far from the mean as a parameter may go.
    return { name: names[k] as Name, isFree: true, scale: 1 / spread, widest: (WIDEST * spread) / reach };
  });
}

/** How a parameter of customers with zeros follows from that of customers with the mean, where a coefficient γ moves it by e^(sign γz). */
export function originsOf(
  fields: readonly string[],
  { scales }: Centred,
  from: number,
  sign: 1 | -1,
): readonly Origin[] {
  return fields.map((field, k) => ({ of: from + k, times: -sign * scaleOf(scales, field).mean }));
}

function scaleOf(scales: readonly CovariateScale[], field: string): CovariateScale {
  return scales.find((scale) => scale.field === field) as CovariateScale; // there is one for each name
}

function checkIndependent(owner: string, fields: readonly string[], { rows, scales }: Centred): void {
  if (fields.length < 2) return;
  const { covariates, weight, n } = rows;
  const places = fields.map((field) => scales.findIndex((scale) => scale.field === field));
  const matrix = places.map((i) =>
    places.map((j) => {
      const [one, other] = [covariates[i] as Float64Array, covariates[j] as Float64Array]; // a column for each scale
      const size = n * (scales[i] as CovariateScale).spread * (scales[j] as CovariateScale).spread;
      return one.reduce((sum, z, row) => sum + (weight[row] as number) * z * (other[row] as number), 0) / size;
    }),
  );
  const { values, vectors } = symmetricEigen(matrix);
  const least = values.indexOf(Math.min(...values));
  if ((values[least] as number) > COLLINEAR) return;
  const together = fields.filter((_, k) => Math.abs(vectors[least]?.[k] ?? 0) > 1e-4);
  refuseCovariates(owner, together, 'that do not follow from one another', 'not independent');
}

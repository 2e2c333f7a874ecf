import { InvalidDataError, typeName } from '../core/errors.js';

/** What the delta method needs of a fitted model; its parameters stand beside these fields. */
export interface UncertainModel {
  readonly model: string;
  readonly n: number;
  readonly parameters: readonly string[];
  readonly covariance: readonly (readonly number[])[] | null;
}

/** Models whose parameters were estimated apart, under names of their own. */
export type UncertainModels = UncertainModel | { readonly [name: string]: UncertainModel };

/** Differences of parameters by this share of them, to either side. */
const DIFFERENCE = 1e-5;

/** The standard error of what a function makes of fitted parameters, to the first order; `null` where a covariance is missing. */
export function deltaError<Model extends UncertainModels>(
  owner: string,
  model: Model,
  quantity: (model: Model) => number,
): number | null {
  let variance = 0;
  for (const [one, put] of partsOf(model)) {
    const { covariance, parameters } = one;
    if (covariance === null) return null;
    for (const direction of directionsOf(covariance)) {
      const values = parameters.map((name) => Object(one)[name] as number); // fitted models hold their parameters under their names
      const size = direction.reduce((most, d, j) => {
        const error = Math.sqrt(covariance[j]?.[j] as number); // square
        return d === 0 ? most : Math.max(most, Math.abs(d) / Math.max(Math.abs(values[j] as number), 1e-3 * error));
      }, 0);
      if (size === 0) continue;
      const step = DIFFERENCE / size;
      const at = (by: number) => {
        const moved = parameters.map((name, j) => [name, (values[j] as number) + by * (direction[j] as number)]);
        return numberOf(owner, quantity(put({ ...one, ...Object.fromEntries(moved) })));
      };
      variance += ((at(step) - at(-step)) / (2 * step)) ** 2;
    }
  }
  return Math.sqrt(Math.max(0, variance));
}

/**
 * Independent directions with a variance of 1 each (Cholesky): the squares of their slopes add up to the variance. Parameters that are known
 * only together, such as alpha and the coefficient of a year, move together, so that large variances need not cancel.
 */
function directionsOf(covariance: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const size = covariance.length;
  const directions: number[][] = [];
  for (let k = 0; k < size; k += 1) {
    const rest = covariance.map((row, i) => {
      const known = directions.reduce((sum, d) => sum + (d[i] as number) * (d[k] as number), 0);
      return i < k ? 0 : (row[k] as number) - known; // square
    });
    const left = rest[k] as number;
    directions.push(rest.map((value) => (left > 0 ? value / Math.sqrt(left) : 0)));
  }
  return directions;
}

/** Whether it is one model rather than several. */
export function isOne(model: UncertainModels): model is UncertainModel {
  return typeof Object(model).model === 'string';
}

/** The answer of the function given, refused where it is no finite number. */
export function numberOf(owner: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value + 0; // -0 is 0
  const [expected, received] = ['a finite number', typeName(value)];
  const issue = { code: 'E_NUM_NONFINITE', index: null, field: 'quantity', expected, received } as const;
  throw new InvalidDataError(`${owner} requires quantity to give ${expected}; it gave ${received}`, [issue]);
}

/** Each model, and how to put another in its place. */
function partsOf<Model extends UncertainModels>(
  model: Model,
): readonly (readonly [UncertainModel, (moved: UncertainModel) => Model])[] {
  // A model of the same kind takes the place of the one that was given.
  if (isOne(model)) return [[model, (moved) => moved as Model]];
  return Object.entries(model as Readonly<Record<string, UncertainModel>>).map(([name, one]) => [
    one,
    (moved) => ({ ...model, [name]: moved }),
  ]);
}

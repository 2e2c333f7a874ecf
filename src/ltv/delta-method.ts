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

/** Differences of a parameter by this share of it, to either side. */
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
    const slopes = parameters.map((name, j) => {
      const value = Object(one)[name] as number; // fitted models hold their parameters under their names
      const error = Math.sqrt(covariance[j]?.[j] as number); // square
      const step = DIFFERENCE * Math.max(Math.abs(value), 1e-3 * error);
      const at = (moved: number) => numberOf(owner, quantity(put({ ...one, [name]: moved })));
      return (at(value + step) - at(value - step)) / (2 * step);
    });
    slopes.forEach((slope, i) => {
      slopes.forEach((other, j) => {
        variance += slope * other * (covariance[i]?.[j] as number); // square
      });
    });
  }
  return Math.sqrt(Math.max(0, variance));
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

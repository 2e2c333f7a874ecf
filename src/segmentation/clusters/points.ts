import type { Accessor, Data } from '../../core/data.js';
import { errorOf, InvalidDataError, type KizunaError } from '../../core/errors.js';
import { checkChoice } from '../../core/options.js';
import { type Coordinates, coordinatesOf } from './coordinates.js';

/** Where the coordinates of points stand, and how far apart their fields are. */
export interface PointOptions<Row> {
  /**
   * The fields, by name or function, that make a point of a row. Without it each row is a point itself, a list of numbers or one
   * number, and of columns all are taken.
   */
  readonly fields?: readonly Accessor<Row, number>[] | undefined;
  /**
   * `'none'` (default): fields count as they are, the widest most. `'standard'`: each is divided by its standard deviation (over n), so
   * that days and yen count alike; a field in which all are equal counts for nothing.
   */
  readonly scale?: 'none' | 'standard' | undefined;
}

/** The names of those options. */
export const POINT_OPTIONS = ['fields', 'scale'] as const;

/** Points about their mean and in units of their fields: `mean + unit × value` is what was given. */
export interface Points extends Coordinates {
  readonly mean: Float64Array;
  readonly unit: Float64Array;
  /** What a squared distance of 1 is in the scale that was asked for. */
  readonly square: number;
}

/** Reads points; refuses coordinates that are no finite numbers, and points of different lengths. */
export function pointsOf<Row>(owner: string, data: Data<Row>, { fields, scale = 'none' }: PointOptions<Row>): Points {
  checkChoice(owner, 'scale', scale, ['none', 'standard']);
  // About the mean, sums keep their digits whatever the offset.
  const coordinates = coordinatesOf(owner, data, fields);
  const { dimensions, stride, values } = coordinates;
  const [mean, reach] = [new Float64Array(stride), new Float64Array(stride)];
  for (let j = 0; j < dimensions; j += 1) {
    mean[j] = meanOf(coordinates, j);
    for (let at = j; at < values.length; at += stride) {
      values[at]! -= mean[j]!;
      reach[j] = Math.max(reach[j]!, Math.abs(values[at]!));
    }
  }
  const most = reach.reduce((a, b) => Math.max(a, b), 0);
  if (!Number.isFinite(most)) throw tooFarApart(owner);
  const common = isModerate(most) ? 1 : powerOfTwoAbove(most);
  const unit = reach.map((size, j) => (scale === 'none' ? common : size * rootMeanSquare(coordinates, j, size)));
  for (let j = 0; j < dimensions; j += 1) {
    const size = unit[j]! || 1;
    if (size === 1) continue;
    for (let at = j; at < values.length; at += stride) values[at]! /= size;
  }
  return { ...coordinates, mean, unit, square: scale === 'none' ? common ** 2 : 1 };
}

/** The error for answers that would be beyond the range of doubles. */
export function tooFarApart(owner: string): KizunaError {
  const issue = { code: 'E_OVERFLOW', index: null, field: null, expected: NEAR, received: 'farther' } as const;
  return errorOf(InvalidDataError, owner, [issue]);
}

const NEAR = 'near enough to each other that squared distances are doubles';

/** To the digits that the spread has: it is added up from the first value. Equal values have no rounding, which would be all their spread. */
function meanOf({ n, stride, values }: Coordinates, field: number): number {
  const first = values[field] ?? 0;
  let sum = 0;
  for (let at = field; at < values.length; at += stride) sum += values[at]! - first;
  return sum === 0 ? first : first + sum / n;
}

/** Of the values divided by `size`, so that none overflows; 0 where all are 0. */
function rootMeanSquare({ n, stride, values }: Coordinates, field: number, size: number): number {
  if (size === 0) return 0;
  let sum = 0;
  for (let at = field; at < values.length; at += stride) sum += (values[at]! / size) ** 2;
  return Math.sqrt(sum / n);
}

/** Whether no square of such sizes, nor a sum of them, comes near the ends of the doubles. */
function isModerate(size: number): boolean {
  return size === 0 || (size > 1e-100 && size < 1e100);
}

/** A unit in which sizes are moderate and by which no digit is lost; kept where its square and its inverse are doubles. */
function powerOfTwoAbove(size: number): number {
  return 2 ** Math.min(1023, Math.max(-1022, Math.ceil(Math.log2(size))));
}

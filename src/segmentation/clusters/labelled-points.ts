import type { Data } from '../../core/data.js';
import { errorOf, InvalidDataError, type IssueCode, typeName } from '../../core/errors.js';
import { checkOptions } from '../../core/options.js';
import { compareKeys } from '../../core/pairs.js';
import { POINT_OPTIONS, type PointOptions, type Points, pointsOf } from './points.js';

/** The cluster of each point: numbers as `kMeans` gives them, or names. */
export type ClusterLabels = ArrayLike<number> | ArrayLike<string>;

/** Points and their clusters, numbered from 0 in the order of their labels: numbers, then text. */
export interface LabelledPoints {
  readonly points: Points;
  readonly codes: Int32Array;
  readonly labels: readonly (number | string)[];
  readonly sizes: Int32Array;
}

/** Reads points and a label for each; refuses other labels than text and numbers. */
export function labelledPoints<Row>(
  owner: string,
  data: Data<Row>,
  labels: ClusterLabels,
  options: PointOptions<Row>,
  moreOptions: readonly string[] = [],
): LabelledPoints {
  checkOptions(owner, options, [...moreOptions, ...POINT_OPTIONS]);
  const points = pointsOf(owner, data, options);
  if (Object(labels).length !== points.n)
    throw labelError(owner, null, 'E_FIELD_VALUE', `${points.n}, one for each point`, labels);
  const known = new Set<number | string>();
  for (let i = 0; i < points.n; i += 1) {
    const label: unknown = labels[i];
    if (typeof label !== 'string' && !Number.isFinite(label)) {
      throw labelError(owner, i, 'E_FIELD_TYPE', 'text or finite numbers', label);
    }
    known.add(label as number | string); // as was just asked
  }
  const ordered = [...known].sort(compareKeys);
  const numbers = new Map(ordered.map((label, code) => [label, code]));
  const codes = Int32Array.from({ length: points.n }, (_, i) => numbers.get(labels[i]!)!); // each label was added
  const sizes = new Int32Array(ordered.length);
  for (const code of codes) sizes[code]! += 1;
  return { points, codes, labels: ordered, sizes };
}

function labelError(owner: string, index: number | null, code: IssueCode, expected: string, value: unknown) {
  return errorOf(InvalidDataError, owner, [{ code, index, field: 'labels', expected, received: typeName(value) }]);
}

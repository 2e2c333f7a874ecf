import * as z from 'zod/mini';
import { checkNumber, refuseOption } from '../core/options.js';
import { builtColumn, columnOptions } from './built-column.js';
import type { Answer, ColumnOptions, ColumnReader } from './column-reader.js';
import { plain } from './plain-text.js';

/** How a column of answers on a scale is read. */
export interface ScoreOptions<Required extends boolean = boolean> extends ColumnOptions<Required> {
  /** The lowest and the highest answer, such as `[0, 10]`. */
  readonly scale: readonly [number, number];
  /** The answers that are written in words, such as `{ '満足': 5, 'やや満足': 4 }`. Numbers are read beside them. */
  readonly labels?: Readonly<Record<string, number>>;
}

/** How a column of numbers is read. */
export interface NumberOptions<Required extends boolean = boolean> extends ColumnOptions<Required> {
  /** The lowest number allowed. Default none. */
  readonly min?: number;
  /** The highest number allowed. Default none. */
  readonly max?: number;
}

/**
 * Reads answers on a scale: integers from its lowest to its highest point. A cell may be a number or a text; `'９'` and
 * `' 9 '` are 9, an empty cell is `null`. Anything else rejects the row: `'9.5'` with E_NUM_INTEGER, `'11'` with
 * E_NUM_RANGE, `'abc'` with E_FIELD_TYPE.
 *
 * @param names - the name of the column, or several of which the first that the rows have is taken
 * @param options - the scale, the labels of answers in words, and what an empty cell means
 * @throws {InvalidOptionError} when the scale is not two integers in order, or a label stands for a number outside it
 * @example
 * ```ts
 * import { parseResponses, score } from 'kizuna/schema';
 *
 * const rows = [{ 満足度: '満足' }, { 満足度: '２' }, { 満足度: '' }];
 * const satisfaction = score('満足度', { scale: [1, 5], labels: { 満足: 5, 不満: 1 } });
 * parseResponses(rows, { columns: { satisfaction } }).rows; // => [{ satisfaction: 5 }, { satisfaction: 2 }, { satisfaction: null }]
 * ```
 */
export function score<Required extends boolean = false>(
  names: string | readonly string[],
  options: ScoreOptions<Required>,
): ColumnReader<Answer<number, Required>> {
  const common = columnOptions('score', names, options, ['scale', 'labels']);
  const [low, high] = checkScale(options.scale);
  const labels = checkLabels(options.labels ?? {}, low, high);
  const points = z.int().check(z.gte(low), z.lte(high));
  return builtColumn(
    common,
    points,
    (cell) => numberOf(cell, labels),
    `an integer from ${low} to ${high}${labels.size > 0 ? ' or a label' : ''}`,
  );
}

/**
 * Reads numbers, such as weights or amounts: a number, or a text such as `'1234.5'`, `'-1e3'`, `'１２'`. No thousands
 * separators, since `'1,234'` is two different numbers in two countries. An empty cell is `null`.
 *
 * @param names - the name of the column, or several of which the first that the rows have is taken
 * @param options - the range allowed, and what an empty cell means
 * @throws {InvalidOptionError} when `min` or `max` is not a number
 * @example
 * ```ts
 * import { number, parseResponses } from 'kizuna/schema';
 *
 * parseResponses([{ w: ' 1.5 ' }], { columns: { weight: number('w', { min: 0 }) } }).rows; // => [{ weight: 1.5 }]
 * ```
 */
export function number<Required extends boolean = false>(
  names: string | readonly string[],
  options: NumberOptions<Required> = {},
): ColumnReader<Answer<number, Required>> {
  const common = columnOptions('number', names, options, ['min', 'max']);
  const { min, max } = options;
  const checks = [];
  if (min !== undefined) checks.push(z.gte(checkNumber('number', 'min', min, {})));
  if (max !== undefined) checks.push(z.lte(checkNumber('number', 'max', max, {})));
  const range = `${min === undefined ? '' : ` of at least ${min}`}${max === undefined ? '' : ` of at most ${max}`}`;
  return builtColumn(common, z.number().check(...checks), (cell) => numberOf(cell), `a number${range}`);
}

/** The number that a text writes; what is none is given back as it is, for the schema to refuse. */
function numberOf(cell: unknown, labels?: ReadonlyMap<string, number>): unknown {
  if (typeof cell === 'number') return cell + 0; // −0 becomes 0
  if (typeof cell !== 'string') return cell;
  const text = plain(cell).replace('\u2212', '-'); // the minus sign has no NFKC form
  return labels?.get(text) ?? (/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) + 0 : cell);
}

function checkScale(scale: unknown): readonly [number, number] {
  const [low, high, ...rest] = Array.isArray(scale) ? scale : [];
  if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || low >= high || rest.length > 0) {
    refuseOption(
      'score',
      'scale',
      'to be the lowest and the highest answer, two integers in order',
      scale,
      'E_OPT_TYPE',
    );
  }
  return [low, high];
}

function checkLabels(labels: Readonly<Record<string, number>>, low: number, high: number): ReadonlyMap<string, number> {
  if (typeof labels !== 'object' || labels === null) {
    refuseOption('score', 'labels', 'to be an object of numbers by label', labels, 'E_OPT_TYPE');
  }
  return new Map(
    Object.entries(labels).map(([label, point]) => [
      plain(label),
      checkNumber('score', `labels["${label}"]`, point, { min: low, max: high, integer: true }),
    ]),
  );
}

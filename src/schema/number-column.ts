import * as z from 'zod/mini';
import { checkChoice, checkNumber, refuseOption } from '../core/options.js';
import { builtColumn, columnOptions } from './built-column.js';
import type { Answer, ColumnOptions, ColumnReader } from './column-reader.js';
import { plain } from './plain-text.js';
import { formsNeeded, MONEY, numberOf, type WrittenForms } from './written-number.js';

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
  /** `','` reads `'1,200'` and `'1,200.5'` too: commas between groups of exactly three digits. Default none. */
  readonly thousands?: ',';
  /** Read one currency mark too, before or after the number: ¥, ￥, $, €, 円. Default false. */
  readonly currency?: boolean;
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
    (cell) => (typeof cell === 'string' ? labels.get(plain(cell).replace('\u2212', '-')) : undefined) ?? numberOf(cell),
    `an integer from ${low} to ${high}${labels.size > 0 ? ' or a label' : ''}`,
  );
}

/**
 * Reads numbers, such as weights or amounts: a number, or a text such as `'1234.5'`, `'-1e3'`, `'１２'`. Separators of
 * thousands and currency marks only where that is told, since `'1,234'` is two different numbers in two countries:
 * `thousands: ','` and `currency: true` read `'¥1,200'`, `'1,200円'`, `'-$1,200.50'`; `'1,2'` and `'1.200,50'` reject the
 * row all the same. An empty cell is `null`.
 *
 * @param names - the name of the column, or several of which the first that the rows have is taken
 * @param options - the range allowed, how numbers are written, and what an empty cell means
 * @throws {InvalidOptionError} when `min` or `max` is not a number, or `thousands` is not a comma
 * @example
 * ```ts
 * import { number, parseResponses } from 'kizuna/schema';
 *
 * parseResponses([{ w: ' 1.5 ' }], { columns: { weight: number('w', { min: 0 }) } }).rows; // => [{ weight: 1.5 }]
 * const price = number('金額', { thousands: ',', currency: true });
 * parseResponses([{ 金額: '￥１，２００' }], { columns: { price } }).rows; // => [{ price: 1200 }]
 * ```
 */
export function number<Required extends boolean = false>(
  names: string | readonly string[],
  options: NumberOptions<Required> = {},
): ColumnReader<Answer<number, Required>> {
  const common = columnOptions('number', names, options, ['min', 'max', 'thousands', 'currency']);
  const { min, max, thousands, currency = false } = options;
  if (thousands !== undefined) checkChoice('number', 'thousands', thousands, [',']);
  if (typeof currency !== 'boolean') refuseOption('number', 'currency', 'to be true or false', currency, 'E_OPT_TYPE');
  const checks = [];
  if (min !== undefined) checks.push(z.gte(checkNumber('number', 'min', min, {})));
  if (max !== undefined) checks.push(z.lte(checkNumber('number', 'max', max, {})));
  const range = `${min === undefined ? '' : ` of at least ${min}`}${max === undefined ? '' : ` of at most ${max}`}`;
  const expected = `a number${range}`;
  const forms: WrittenForms = { grouped: thousands !== undefined, marked: currency };
  const separators = forms.grouped
    ? `${expected}, with "," between groups of three digits and "." before decimals`
    : expected;
  const read = (cell: unknown, payload: z.core.ParsePayload) => {
    const value = numberOf(cell, forms);
    const needed = typeof value === 'number' ? null : formsNeeded(cell);
    if (needed === null) return value;
    const give = [needed.grouped ? "thousands: ','" : [], needed.marked ? 'currency: true' : []].flat().join(', ');
    const params = { code: 'E_FIELD_TYPE', expected: `${expected}; to read separators or currency marks give ${give}` };
    payload.issues.push({ code: 'custom', input: cell, params });
    return cell;
  };
  return builtColumn(common, z.number().check(...checks), read, separators);
}

/** Reads amounts of events: numbers, and the forms in which files write money where they can mean one number only. */
export function money(names: readonly string[]): ColumnReader<number | null> {
  const expected =
    'a number such as 1200.5, 1,200 or ¥1,200: "," between groups of three digits, "." before decimals; ' +
    "else give a reader, columns: { amount: column('…', schema) }";
  return builtColumn<number, false>(
    columnOptions('number', names, {}, []),
    z.number(),
    (cell) => numberOf(cell, MONEY),
    expected,
  );
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

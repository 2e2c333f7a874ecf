import * as z from 'zod/mini';
import { refuseOption } from '../core/options.js';
import { builtColumn, columnOptions, isTextList } from './built-column.js';
import type { Answer, ColumnOptions, ColumnReader } from './column-reader.js';
import { plain } from './plain-text.js';

/** How a column of a few known answers is read. */
export interface ChoiceOptions<Choice extends string = string, Required extends boolean = boolean>
  extends ColumnOptions<Required> {
  /** The answers allowed, as the typed row shall spell them. */
  readonly choices: readonly Choice[];
}

/**
 * Reads text as it is written, without the blanks around it. A number becomes its digits; an empty cell is `null`.
 *
 * @param names - the name of the column, or several of which the first that the rows have is taken
 * @param options - what an empty cell means
 * @throws {InvalidOptionError} when a name is no text or an option is unknown
 * @example
 * ```ts
 * import { parseResponses, text } from 'kizuna/schema';
 *
 * parseResponses([{ プラン: ' ①プロ ' }], { columns: { plan: text('プラン') } }).rows; // => [{ plan: '①プロ' }]
 * ```
 */
export function text<Required extends boolean = false>(
  names: string | readonly string[],
  options: ColumnOptions<Required> = {},
): ColumnReader<Answer<string, Required>> {
  const common = columnOptions('text', names, options, []);
  return builtColumn(common, z.string(), (cell) => textOf(cell, Number.isFinite), 'text');
}

/**
 * Reads one of a few known answers, as a union of literal types. Cells are compared after NFKC and trimming, so that
 * `'ｐｒｏ '` is `'pro'`; upper and lower case stay different. An answer outside the list rejects the row with
 * E_FIELD_VALUE.
 *
 * @param names - the name of the column, or several of which the first that the rows have is taken
 * @param options - the choices, and what an empty cell means
 * @throws {InvalidOptionError} when there is no choice, or two that differ in width or blanks only
 * @example
 * ```ts
 * import { choice, parseResponses } from 'kizuna/schema';
 *
 * const plan = choice('Plan', { choices: ['free', 'pro'] });
 * parseResponses([{ Plan: 'ｐｒｏ' }], { columns: { plan } }).rows; // => [{ plan: 'pro' }]
 * ```
 */
export function choice<const Choice extends string, Required extends boolean = false>(
  names: string | readonly string[],
  options: ChoiceOptions<Choice, Required>,
): ColumnReader<Answer<Choice, Required>> {
  const common = columnOptions('choice', names, options, ['choices']);
  const choices = checkChoices(options.choices);
  const read = (cell: unknown) => (typeof cell === 'string' ? (choices.get(plain(cell)) ?? cell) : cell);
  return builtColumn(common, z.literal([...choices.values()]), read, 'one of the choices');
}

/**
 * Reads identifiers of customers: text without the blanks around it, or an integer, which becomes its digits. An
 * identifier with a NUL, half a surrogate pair or a byte order mark at its start rejects the row with E_ID_TEXT: stores
 * and engines change such text silently, and two customers become one. An empty cell is `null`.
 *
 * @param names - the name of the column, or several of which the first that the rows have is taken
 * @param options - what an empty cell means
 * @throws {InvalidOptionError} when a name is no text or an option is unknown
 * @example
 * ```ts
 * import { id, parseResponses } from 'kizuna/schema';
 *
 * const rows = [{ mail: 'a@example.com ' }, { mail: 12 }];
 * parseResponses(rows, { columns: { customer: id('mail') } }).rows; // => [{ customer: 'a@example.com' }, { customer: '12' }]
 * ```
 */
export function id<Required extends boolean = false>(
  names: string | readonly string[],
  options: ColumnOptions<Required> = {},
): ColumnReader<Answer<string, Required>> {
  const common = columnOptions('id', names, options, []);
  return builtColumn(
    common,
    z.string(),
    (cell, payload) => {
      if (typeof cell !== 'string' || !BROKEN_ID.test(cell)) return textOf(cell, Number.isSafeInteger);
      payload.issues.push({ code: 'custom', input: cell, params: { code: 'E_ID_TEXT' } });
      return cell;
    },
    'an identifier: well-formed text or an integer',
  );
}

// With the u flag a surrogate that is one of a pair does not match.
const BROKEN_ID = /^\uFEFF|\0|\p{Surrogate}/u;

function textOf(cell: unknown, accepts: (value: number) => boolean): unknown {
  if (typeof cell === 'string') return cell.trim();
  return typeof cell === 'number' && accepts(cell) ? String(cell) : cell;
}

function checkChoices<Choice extends string>(choices: readonly Choice[]): ReadonlyMap<string, Choice> {
  if (!isTextList(choices) || choices.length === 0) {
    refuseOption('choice', 'choices', 'to be an array of at least one text', choices, 'E_OPT_TYPE');
  }
  const byPlain = new Map(choices.map((each) => [plain(each), each]));
  if (byPlain.size < choices.length) {
    refuseOption('choice', 'choices', 'to differ in more than width and blanks', choices.length);
  }
  return byPlain;
}

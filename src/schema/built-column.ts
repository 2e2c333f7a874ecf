import * as z from 'zod/mini';
import { checkOptions, refuseOption } from '../core/options.js';
import type { Answer, ColumnOptions, ColumnReader } from './column-reader.js';
import { isEmpty, plain } from './plain-text.js';

/** What all builders are told, checked. */
export interface ColumnBasis {
  readonly names: readonly string[];
  readonly required: boolean;
  readonly isBlank: (cell: unknown) => boolean;
}

/**
 * A column whose cells are brought to plain values by `read` and then judged by a zod schema; blank ones are `null`.
 */
export function builtColumn<Value, Required extends boolean>(
  { names, required, isBlank }: ColumnBasis,
  value: z.ZodMiniType<Value, Value>,
  read: (cell: unknown, payload: z.core.ParsePayload) => unknown,
  expected: string,
): ColumnReader<Answer<Value, Required>> {
  const cellOf = z.transform((cell: unknown, payload) => {
    if (!isBlank(cell)) return read(cell, payload);
    if (required) payload.issues.push({ code: 'custom', input: cell, params: { code: 'E_FIELD_MISSING' } });
    return null;
  });
  const schema = z.pipe(cellOf, required ? value : z.nullable(value));
  // The branch just above is the type's: null is possible exactly when the column is not required.
  return { names, expected, schema: schema as unknown as ColumnReader<Answer<Value, Required>>['schema'] };
}

/** Checks what all builders share; `known` are the options of this one. */
export function columnOptions(
  owner: string,
  names: string | readonly string[],
  options: ColumnOptions,
  known: readonly string[],
): ColumnBasis {
  checkOptions(owner, options, [...known, 'required', 'noAnswer']);
  const { required = false, noAnswer = [] } = options;
  if (typeof required !== 'boolean') refuseOption(owner, 'required', 'to be true or false', required, 'E_OPT_TYPE');
  if (!isTextList(noAnswer)) refuseOption(owner, 'noAnswer', 'to be an array of texts', noAnswer, 'E_OPT_TYPE');
  const blanks = new Set(noAnswer.map(plain));
  return {
    names: namesOf(owner, names),
    required,
    isBlank: (cell) => isEmpty(cell) || (blanks.size > 0 && isWritten(cell) && blanks.has(plain(String(cell)))),
  };
}

/** The names of a column, as a list of at least one. */
function namesOf(owner: string, names: string | readonly string[]): readonly string[] {
  const list = typeof names === 'string' ? [names] : names;
  if (!isTextList(list) || list.length === 0) {
    refuseOption(owner, 'the column', 'to be named by a text, or by several', names, 'E_OPT_TYPE');
  }
  return [...list];
}

/** Whether something is a list of texts. */
export function isTextList(list: unknown): list is readonly string[] {
  return Array.isArray(list) && list.every((text) => typeof text === 'string');
}

function isWritten(cell: unknown): cell is string | number {
  return typeof cell === 'string' || typeof cell === 'number';
}

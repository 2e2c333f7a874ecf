/** Why something was refused. The first letters name the part at fault: an option, a row, a field, a number, a time. */
export type IssueCode =
  | 'E_OPT_UNKNOWN'
  | 'E_OPT_TYPE'
  | 'E_OPT_RANGE'
  | 'E_OPT_ZONE'
  | 'E_ROW_TYPE'
  | 'E_FIELD_MISSING'
  | 'E_FIELD_TYPE'
  | 'E_FIELD_VALUE'
  | 'E_NUM_NONFINITE'
  | 'E_NUM_INTEGER'
  | 'E_NUM_RANGE'
  | 'E_TIME_INVALID'
  | 'E_TIME_AMBIGUOUS'
  | 'E_TIME_UNIT'
  | 'E_ID_TEXT'
  | 'E_ACCESSOR'
  | 'E_OVERFLOW'
  | 'E_LIMIT'
  | 'E_FIT'
  | 'E_FIT_IDENTIFY'
  | 'E_FIT_CONVERGE'
  | 'E_FIT_DOMAIN'
  | 'E_SQL'
  | 'E_ENGINE';

/**
 * One fault in the input: where it is and what was expected there.
 *
 * `received` is the name of a type ("string", "NaN", "Invalid Date"), never the value, so that no personal data reaches a log.
 */
export interface Issue {
  readonly code: IssueCode;
  /** Position of the row in the input, from 0; `null` where the fault has no row. */
  readonly index: number | null;
  /** The field or the option at fault; `null` where there is none. */
  readonly field: string | null;
  readonly expected: string;
  readonly received: string;
}

/** How many issues an error carries; `issueCount` tells how many there were. */
export const ISSUE_LIMIT = 100;

/**
 * The base of every error that kizuna throws: a code for programs, a sentence for people, and the issues it is about.
 *
 * @example
 * ```ts
 * import { KizunaError, nps } from 'kizuna';
 *
 * try {
 *   nps([9, 11]);
 * } catch (error) {
 *   if (error instanceof KizunaError) error.code; // => 'E_NUM_RANGE'
 * }
 * ```
 */
export class KizunaError extends Error {
  override readonly name: string = 'KizunaError';
  readonly code: IssueCode;
  readonly issues: readonly Issue[];
  readonly issueCount: number;

  constructor(
    message: string,
    issues: readonly Issue[],
    details: { readonly issueCount?: number; readonly cause?: unknown } = {},
  ) {
    super(message, details);
    this.issues = issues.slice(0, ISSUE_LIMIT);
    this.issueCount = details.issueCount ?? issues.length;
    this.code = issues[0]?.code ?? 'E_OPT_TYPE';
  }
}

/** An option that is unknown, of the wrong type, or out of range: a mistake in the calling code. */
export class InvalidOptionError extends KizunaError {
  override readonly name = 'InvalidOptionError';
}

/** Rows that cannot be what the call needs. `issues` names the first of them by row index and field. */
export class InvalidDataError extends KizunaError {
  override readonly name = 'InvalidDataError';
}

/** A request refused before memory was taken; the message states the number asked, the limit and the option. */
export class LimitError extends KizunaError {
  override readonly name = 'LimitError';
}

/** A model that cannot be fitted to these data, or whose fit did not converge. */
export class FitError extends KizunaError {
  override readonly name = 'FitError';
}

/** A metric that cannot be written in an engine's SQL without changing its answer. */
export class SqlCompileError extends KizunaError {
  override readonly name = 'SqlCompileError';
}

/**
 * Names the type of a value for an issue, without showing the value.
 *
 * @example
 * ```ts
 * import { typeName } from 'kizuna';
 *
 * typeName(Number.NaN); // => 'NaN'
 * typeName(new Date('never')); // => 'Invalid Date'
 * typeName([1]); // => 'array'
 * ```
 */
export function typeName(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  try {
    const name = Object.prototype.toString.call(value).slice(8, -1); // right for dates of other realms too
    if (name !== 'Date') return name.toLowerCase();
    return Number.isNaN(Date.prototype.getTime.call(value)) ? 'Invalid Date' : name;
  } catch {
    return typeof value; // it only says that it is a date, or does not let itself be asked
  }
}

/** Why a value cannot be what it should be: the facts of an issue, without its row and field. */
export type Fault = Pick<Issue, 'code' | 'expected' | 'received'>;

/** The fault of a value. */
export function fault(code: IssueCode, expected: string, value: unknown): Fault {
  return { code, expected, received: typeName(value) };
}

/** The error for these issues, at least one. Its sentence is about the first: `<owner> requires <field> to be <expected>; row <index> is <received>`. */
export function errorOf(
  Kind: typeof KizunaError,
  owner: string,
  issues: readonly Issue[],
  details: { readonly issueCount?: number; readonly cause?: unknown; readonly found?: string } = {},
): KizunaError {
  const { index, field, expected, received } = issues[0] as Issue; // at least one
  const { issueCount = 1, found = received } = details;
  const what = `${field ?? 'rows'} ${expected.startsWith('to ') ? '' : 'to be '}${expected}`;
  const where = index === null ? 'got' : `row ${index} has`;
  const more = issueCount > 1 ? ` (1 of ${issueCount})` : '';
  return new Kind(`${owner} requires ${what}; ${where} ${found}${more}`, issues, details);
}

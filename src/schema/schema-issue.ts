import { type Issue, type IssueCode, typeName } from '../core/errors.js';
import type { StandardSchemaIssue } from './standard-schema.js';

/** The codes that our own columns put into an issue of zod's custom kind. */
const OWN_CODES: readonly unknown[] = [
  'E_FIELD_MISSING',
  'E_FIELD_TYPE',
  'E_ID_TEXT',
  'E_NUM_NONFINITE',
  'E_TIME_INVALID',
  'E_TIME_AMBIGUOUS',
  'E_TIME_UNIT',
] satisfies IssueCode[];

/** An issue that a schema found in a row, in our form. */
export function rowIssue(issue: StandardSchemaIssue, row: unknown, vendor: string): Omit<Issue, 'index'> {
  const { field, value } = placeOf(issue, row);
  const isNoRow = field === null && (typeof row !== 'object' || row === null);
  const code = isNoRow ? 'E_ROW_TYPE' : codeOf(issue, value);
  return { code, field, expected: acceptedBy(issue, vendor), received: typeName(value) };
}

/**
 * What a schema of another's expects, in words. Its message is not copied, because libraries quote the value in theirs:
 * told are the vendor and, where it is zod's, the kind of the issue, which is one of a few fixed words.
 */
export function acceptedBy(issue: StandardSchemaIssue, vendor: string): string {
  const { code } = issue as ZodLikeIssue;
  const kind = vendor === 'zod' && ZOD_CODES.includes(code) ? `, ${code}` : '';
  return `what the schema accepts (${vendor}${kind})`;
}

/** Zod tells the kind of fault in fields of the issue; other libraries tell it in the message alone. */
export function codeOf(issue: StandardSchemaIssue, value: unknown): IssueCode {
  const { code, expected, origin, params } = issue as ZodLikeIssue;
  if (code === 'custom' && OWN_CODES.includes(params?.code)) return params?.code as IssueCode; // one of OWN_CODES
  if (code === 'invalid_type' && typeof value === 'number' && !Number.isFinite(value)) return 'E_NUM_NONFINITE';
  if (code === 'invalid_type') return expected === 'int' ? 'E_NUM_INTEGER' : 'E_FIELD_TYPE';
  if (code === 'too_small' || code === 'too_big') {
    return origin === 'number' || origin === 'int' || origin === 'bigint' ? 'E_NUM_RANGE' : 'E_FIELD_VALUE';
  }
  return 'E_FIELD_VALUE';
}

/** What one of our own readers says that it expected of this cell, where that is more than of the column. */
export function ownWords(issue: StandardSchemaIssue): string | null {
  const { code, params } = issue as ZodLikeIssue;
  return code === 'custom' && typeof params?.expected === 'string' ? params.expected : null;
}

/** The fields that zod adds to an issue; any of them may be missing, or something else, in that of another library. */
interface ZodLikeIssue {
  readonly code?: unknown;
  readonly expected?: unknown;
  readonly origin?: unknown;
  readonly params?: { readonly code?: unknown; readonly expected?: unknown };
}

const ZOD_CODES: readonly unknown[] = [
  'invalid_type',
  'too_big',
  'too_small',
  'invalid_format',
  'not_multiple_of',
  'unrecognized_keys',
  'invalid_union',
  'invalid_key',
  'invalid_element',
  'invalid_value',
  'custom',
];

/** The first step of a path is a column; deeper names can be data, so that they are told by their position. */
function placeOf(issue: StandardSchemaIssue, row: unknown): { field: string | null; value: unknown } {
  let field: string | null = null;
  let value = row;
  for (const step of issue.path ?? []) {
    const key = typeof step === 'object' ? step.key : step;
    if (field === null) field = String(key);
    else field += typeof key === 'number' ? `[${key}]` : `[key #${positionOf(value, key)}]`;
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Keyed)[key] : undefined;
  }
  return { field, value };
}

type Keyed = Readonly<Record<PropertyKey, unknown>>;

function positionOf(value: unknown, key: PropertyKey): number {
  return typeof value === 'object' && value !== null ? Object.keys(value).indexOf(String(key)) : -1;
}

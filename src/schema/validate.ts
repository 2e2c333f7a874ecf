import { InvalidOptionError, typeName } from '../core/errors.js';
import { formError } from '../core/table.js';
import type { StandardSchemaResult, StandardSchemaV1 } from './standard-schema.js';

/** Where a value stands: its row, and its column where it has one. */
export interface Place {
  readonly index: number;
  readonly field: string | null;
}

/** Judges a value. What the schema throws comes back as the cause alone: its text may quote the value. */
export function validate(
  owner: string,
  schema: StandardSchemaV1,
  value: unknown,
  place: Place,
): StandardSchemaResult<unknown> {
  let result: unknown;
  try {
    result = schema['~standard'].validate(value);
  } catch (cause) {
    throw unreadable(owner, place, value, cause);
  }
  if (isResult(result)) return result;
  if (result instanceof Promise) {
    // Nobody waits for the Promise any more, and one that is rejected unheard would end the process.
    result.catch(() => {});
    // Zod makes a Promise of what is thrown, too. A field that cannot be read is no fault of the schema's.
    guarded(owner, place, value, () => ({ ...Object(value) }));
  }
  const expected = 'to validate synchronously and without throwing';
  const received = result instanceof Promise ? 'Promise' : typeName(result);
  throw new InvalidOptionError(
    `${owner} requires schema ${expected}; row ${place.index} has a result of type ${received}`,
    [{ code: 'E_OPT_TYPE', index: place.index, field: 'schema', expected, received }],
  );
}

/** What a row has in its own field; a getter that throws comes back with its place. */
export function ownField(owner: string, row: Readonly<Record<string, unknown>>, index: number, field: string): unknown {
  try {
    return Object.hasOwn(row, field) ? row[field] : undefined;
  } catch (cause) {
    throw unreadable(owner, { index, field }, undefined, cause);
  }
}

/** What reading of a value gives; what is thrown there comes back with its place. */
export function guarded<Result>(owner: string, place: Place, value: unknown, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw unreadable(owner, place, value, cause);
  }
}

function unreadable(owner: string, { index, field }: Place, value: unknown, cause: unknown): Error {
  return formError(owner, index, field, 'readable without an error', value, 'E_ACCESSOR', cause);
}

function isResult(result: unknown): result is StandardSchemaResult<unknown> {
  if (typeof result !== 'object' || result === null) return false;
  const { issues } = result as { readonly issues?: unknown }; // any object may be asked for a property
  return Array.isArray(issues) || (issues === undefined && 'value' in result);
}

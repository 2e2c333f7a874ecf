import type { Scalar } from '../core/expression.js';
import type { CustomerId, Dictionary } from '../log/layout.js';
import { customerFault, type EventFault, eventInstant, propertyFault } from '../log/reading/event-fault.js';
import { AmountReader, CodeReader } from '../log/reading/part-readers.js';
import type { Codes } from '../log/reading/parts.js';
import { sortedDictionary } from '../log/reading/sorted-dictionary.js';
import { typedAmount, typedCustomers, typedProperty, typedTime } from '../log/reading/typed-columns.js';
import { ValueCodes } from '../log/reading/value-codes.js';
import { untyped } from '../log/untyped.js';
import { FIRST_INSTANT, LAST_INSTANT } from '../time/day.js';
import { looksLikeSeconds } from '../time/instant-in.js';
import { localTime } from '../time/local-time.js';
import { firstInstantAt, instantAt, type Zone } from '../time/zone.js';
import type { Refusals } from './refusals.js';

// Each reads one column as a ledger holds it, without a copy where it can be; what cannot be right is refused row by row.

/** Ids as codes; a row that was refused has any code. */
export function readIds(column: unknown, field: string, refusals: Refusals): TypedIds {
  const typed = typedCustomers(column);
  if (typed !== null) return typed;
  const list = untyped(column);
  const reader = new CodeReader<CustomerId>(customerFault, new Int32Array(list.length));
  reader.take(list, list.length, 0, (i, value, fault) => refusals.add(i, field, value, fault));
  return { codes: reader.column.cut(list.length) as Int32Array, values: reader.dictionary.values }; // as wide as can be from the start
}

/** The same where a row may have none: those without are of one code, that of `null`. */
export function readOptionalIds(column: unknown, field: string, refusals: Refusals): TypedIds<CustomerId | null> {
  const typed = typedCustomers(column);
  if (typed !== null) return typed;
  const given = untyped(column);
  const list = Array.from(given, (id) => id ?? null);
  const faultOf = (id: unknown) => (id === null ? null : customerFault(id));
  const reader = new CodeReader<CustomerId | null>(faultOf, new Int32Array(list.length));
  reader.take(list, list.length, 0, (i, value, fault) => refusals.add(i, field, value, fault));
  return { codes: reader.column.cut(list.length) as Int32Array, values: reader.dictionary.values }; // as above
}

/** Ids by their codes. */
export interface TypedIds<Id = CustomerId> extends Dictionary<Id> {
  readonly codes: Int32Array;
}

/** Values to break down by, as codes; code 0 is none, the others are in the order of values, whatever that of the rows. */
export function readProperty(column: unknown, field: string, refusals: Refusals): PropertyCodes {
  const typed = typedProperty(column);
  if (typed !== null) return sortedDictionary(typed.codes, typed.values, 1, false);
  const list = untyped(column);
  const reader = new CodeReader(propertyFault, new Uint8Array(list.length), new ValueCodes<Scalar | null>([null]));
  reader.take(list, list.length, 0, (i, value, fault) => refusals.add(i, field, value, fault));
  return sortedDictionary(reader.column.cut(list.length), reader.dictionary.values, 1, true);
}

interface PropertyCodes {
  readonly codes: Codes;
  readonly values: readonly (Scalar | null)[];
}

/** Numbers, `NaN` where there is none; a given array may come back as it is. */
export function readNumbers(column: unknown, field: string, refusals: Refusals): Float64Array {
  const typed = typedAmount(column);
  if (typed !== null) return typed;
  const list = untyped(column);
  const reader = new AmountReader(list.length);
  reader.take(list, list.length, 0, (i, value, fault) => refusals.add(i, field, value, fault));
  return reader.column.cut(list.length);
}

/** Instants, read on the clocks of a zone where they are local dates; `absent` stands for those that are missing, or else they are refused. */
export function readInstants(
  column: unknown,
  field: string,
  zone: Zone,
  refusals: Refusals,
  absent: number | null,
): Float64Array {
  const typed = typedTime(column);
  if (typed !== null) return typed;
  const list = untyped(column);
  const instants = new Float64Array(list.length);
  const known = new Map<string, number | EventFault>(); // dates come again and again
  for (let i = 0; i < list.length; i += 1) {
    const value = list[i] ?? null;
    if (absent !== null && (value === null || value === absent)) instants[i] = absent;
    else if (absent !== null && value === '') refusals.add(i, field, value, EMPTY);
    else {
      const instant = typeof value === 'string' ? textInstant(value, zone, known) : eventInstant(value);
      if (typeof instant === 'number') instants[i] = instant;
      else refusals.add(i, field, value, instant);
    }
  }
  return instants;
}

const EMPTY = {
  code: 'E_TIME_INVALID',
  expected: 'a date or an instant, or null for none (an empty text is neither)',
} as const;

/** An instant as ledgers take it: text without an offset is read on the clocks of the zone. */
export function ledgerInstant(value: unknown, zone: Zone): number | EventFault {
  const instant = eventInstant(value);
  if (typeof instant === 'number' || typeof value !== 'string' || looksLikeSeconds(value)) return instant;
  const local = localTime(value);
  if (instant.code !== 'E_TIME_AMBIGUOUS' || Number.isNaN(local)) return instant;
  // Where the clocks skipped midnight, a date begins when they went on; a time would count as much later as they skipped.
  const read = value.includes(':') ? instantAt(zone, local) : firstInstantAt(zone, local);
  return read >= FIRST_INSTANT && read <= LAST_INSTANT ? read : instant;
}

function textInstant(text: string, zone: Zone, known: Map<string, number | EventFault>): number | EventFault {
  const before = known.get(text);
  if (before !== undefined) return before;
  const instant = ledgerInstant(text, zone);
  if (known.size < MOST_KNOWN) known.set(text, instant);
  return instant;
}

const MOST_KNOWN = 100_000;

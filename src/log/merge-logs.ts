import { checkOptions, refuseOption } from '../core/options.js';
import type { KeyValue } from '../core/pairs.js';
import { checkLog } from './check-log.js';
import { checkLogPolicy } from './event-log.js';
import type { AnyLog, CustomerId, EventLog } from './layout.js';
import { assemble } from './reading/assemble.js';
import type { Codes, EventParts } from './reading/parts.js';
import { ValueCodes } from './reading/value-codes.js';

/**
 * One log of the events of two, which must have been built with the same parts: names, amounts, properties.
 *
 * The result is the log of all their rows, whichever of the two comes first; what was excluded is added up. Events that are in both
 * count twice, unless `duplicates: 'exclude'` leaves out what is the same in every column.
 *
 * @param a - a log
 * @param b - another
 * @param options - `duplicates`: `'keep'` (default) or `'exclude'`
 * @returns the log; it shares no memory with the two
 * @throws {InvalidOptionError} when one log has a part that the other has not
 * @example
 * ```ts
 * import { eventLog, mergeLogs } from 'kizuna';
 *
 * const march = eventLog([{ customer: 'a', at: '2025-03-01T00:00:00Z' }], { customer: 'customer', time: 'at' });
 * const april = eventLog([{ customer: 'a', at: '2025-04-01T00:00:00Z' }], { customer: 'customer', time: 'at' });
 * mergeLogs(april, march).length; // => 2
 * ```
 */
export function mergeLogs<Name extends string, OtherName extends string, Properties extends object>(
  a: EventLog<Name, Properties>,
  b: EventLog<OtherName, Properties>,
  options: { readonly duplicates?: 'keep' | 'exclude' | undefined } = {},
): EventLog<Name | OtherName, Properties> {
  for (const log of [a, b]) checkLog('mergeLogs', log);
  checkOptions('mergeLogs', options, ['duplicates']);
  const duplicates = checkLogPolicy('mergeLogs', options);
  const excluded = {
    missing: a.excluded.missing + b.excluded.missing,
    invalid: a.excluded.invalid + b.excluded.invalid,
    repeated: a.excluded.repeated + b.excluded.repeated,
  };
  return assemble(joined(a, b), { excluded, duplicates, renumber: true, isOwn: true });
}

function joined(a: AnyLog, b: AnyLog): EventParts {
  requireSame('names', a.name !== null, b.name !== null);
  requireSame('amounts', a.amount !== null, b.amount !== null);
  for (const property of [...a.properties, ...b.properties].map((column) => column.property)) {
    requireSame(
      `the property "${property}"`,
      propertyOf(a, property) !== undefined,
      propertyOf(b, property) !== undefined,
    );
  }
  const customers = joinedCodes<CustomerId>(a.customer, a.customers, b.customer, b.customers);
  const names = a.name && b.name && joinedCodes(a.name, a.names, b.name, b.names);
  return {
    time: concatenated(a.time, b.time),
    customer: customers.codes,
    customers: customers.values,
    name: names?.codes ?? null,
    names: names?.values ?? [],
    amount: a.amount && b.amount && concatenated(a.amount, b.amount),
    properties: a.properties.map(({ property, codes, values }) => {
      const other = propertyOf(b, property) ?? { codes: new Uint8Array(0), values: [] }; // there is one, by the check above
      return { property, ...joinedCodes(codes, values, other.codes, other.values) };
    }),
  };
}

function propertyOf(log: AnyLog, property: string): AnyLog['properties'][number] | undefined {
  return log.properties.find((column) => column.property === property);
}

function requireSame(part: string, isInFirst: boolean, isInSecond: boolean): void {
  if (isInFirst === isInSecond) return;
  refuseOption('mergeLogs', part, 'to be in both logs or in neither', isInFirst ? 'the first only' : 'the second only');
}

function concatenated(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Two dictionaries as one: the values of the first, then what only the second has. */
function joinedCodes<Value extends KeyValue>(
  codes: Codes,
  values: ArrayLike<Value>,
  moreCodes: Codes,
  moreValues: ArrayLike<Value>,
): { readonly codes: Int32Array; readonly values: readonly Value[] } {
  const dictionary = new ValueCodes<Value>(Array.from(values));
  const places = Int32Array.from({ length: moreValues.length }, (_, code) => {
    const value = moreValues[code] as Value; // code < length
    const known = dictionary.find(value);
    return known < 0 ? dictionary.learn(value) : known;
  });
  const both = new Int32Array(codes.length + moreCodes.length);
  both.set(codes);
  for (let i = 0; i < moreCodes.length; i += 1) both[codes.length + i] = places[moreCodes[i] as number] as number;
  return { codes: both, values: dictionary.values };
}

import { byFirstEvent } from '../by-first-event.js';
import type { EventLog, LogExcluded } from '../layout.js';
import { rowOrder } from '../row-order.js';
import type { Codes, EventParts } from './parts.js';
import { sortedDictionary } from './sorted-dictionary.js';

/** How columns become a log. */
export interface Assembly {
  /** What is not among the columns; rows that are repeated are added to it. */
  readonly excluded: LogExcluded;
  readonly duplicates: 'keep' | 'exclude';
  /** Whether customers are numbered anew by their first events; codes that were given stay as they are. */
  readonly renumber: boolean;
  /** Whether the codes of names and properties may be written over. */
  readonly isOwn: boolean;
}

/** A log of these columns, in its one order; columns that stand in it already are not copied. */
export function assemble<Name extends string, Properties extends object>(
  parts: EventParts,
  { excluded, duplicates, renumber, isOwn }: Assembly,
): EventLog<Name, Properties> {
  const { codes: name, values: names } =
    parts.name === null ? { codes: null, values: [] } : sortedDictionary(parts.name, parts.names, 0, isOwn);
  const properties = parts.properties.map(({ property, codes, values }) => ({
    property,
    ...sortedDictionary(codes, values, 1, isOwn),
  }));
  const isInOrder = renumber && standInOrder(parts);
  const coded = { ...parts, ...(renumber && !isInOrder ? byFirstEvent(parts) : {}), name, names, properties };
  const rows = isInOrder ? null : rowOrder(coded);
  const ordered = rows === null ? coded : taken(coded, rows);
  const kept = duplicates === 'exclude' ? firstOfEqual(ordered) : null;
  const { time, customer, customers, amount, ...rest } = kept === null ? ordered : taken(ordered, kept);
  const repeated = excluded.repeated + coded.time.length - time.length;
  return {
    kind: 'kizuna/event-log',
    version: 1,
    length: time.length,
    time,
    customer,
    customers,
    name: rest.name,
    names: rest.names as readonly Name[], // whoever asks for the log knows its names
    amount,
    properties: rest.properties as unknown as EventLog<Name, Properties>['properties'], // and its properties
    excluded: { ...excluded, repeated },
  };
}

/** The quick proof, for most logs: times that strictly ascend, and customers numbered as they come. */
function standInOrder({ time, customer, customers }: EventParts): boolean {
  let last = -Infinity;
  let met = 0;
  for (let i = 0; i < time.length; i += 1) {
    const now = time[i]!;
    const code = customer[i]!;
    if (!(now > last) || code > met) return false;
    if (code === met) met += 1;
    last = now;
  }
  return met === customers.length;
}

function taken(parts: EventParts, rows: Int32Array): EventParts {
  const { time, customer, name, amount } = parts;
  return {
    ...parts,
    time: takenFrom(time, rows),
    customer: takenFrom(customer, rows),
    name: name && takenFrom(name, rows),
    amount: amount && takenFrom(amount, rows),
    properties: parts.properties.map((property) => ({ ...property, codes: takenFrom(property.codes, rows) })),
  };
}

function takenFrom<Values extends Float64Array | Codes>(values: Values, rows: Int32Array): Values {
  const Kind = values.constructor as new (size: number) => Values; // of the same kind
  const some = new Kind(rows.length);
  for (let i = 0; i < rows.length; i += 1) some[i] = values[rows[i] as number] as number;
  return some;
}

/** The rows that differ from the one before in some column; null where all do. */
function firstOfEqual({ time, customer, name, amount, properties }: EventParts): Int32Array | null {
  const columns = [time, customer, name ?? [], amount ?? [], ...properties.map((p) => p.codes)];
  const rows = new Int32Array(time.length);
  let kept = 0;
  for (let i = 0; i < time.length; i += 1) {
    const isRepeated = i > 0 && columns.every((column) => Object.is(column[i], column[i - 1]));
    if (!isRepeated) rows[kept++] = i;
  }
  return kept === rows.length ? null : rows.subarray(0, kept);
}

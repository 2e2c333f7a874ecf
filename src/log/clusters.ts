import { derived } from './derived.js';
import type { AnyLog } from './layout.js';
import type { Codes } from './reading/parts.js';

/** The rows of a log customer by customer, those of one customer in the order of time. */
export interface Clusters {
  /** Customer c has the places `starts[c]` to `starts[c + 1]`, the end not included. */
  readonly starts: Int32Array;
  /** The row of the log that stands at each place. */
  readonly rows: Int32Array;
  /** The instant of that row. */
  readonly time: Float64Array;
}

/** The log's rows by customer; made on first need and kept. */
export function clustersOf(log: AnyLog): Clusters {
  return derived(log, 'clusters', () => {
    const starts = new Int32Array(log.customers.length + 1);
    const { customer, length } = log;
    for (let i = 0; i < length; i += 1) starts[(customer[i] as number) + 1]! += 1;
    for (let code = 0; code < log.customers.length; code += 1) starts[code + 1]! += starts[code]!;
    const [rows, time] = [new Int32Array(length), new Float64Array(length)];
    place(customer, log.time, starts.slice(0, -1), rows, time);
    return { starts, rows, time };
  });
}

/** Instants go along with the rows: gathered afterwards, each row's would be waited for. */
function place(
  customer: Int32Array,
  instants: Float64Array,
  next: Int32Array,
  rows: Int32Array,
  time: Float64Array,
): void {
  for (let i = 0; i < rows.length; i += 1) {
    const code = customer[i]!;
    const at = next[code]!;
    next[code] = at + 1;
    rows[at] = i;
    time[at] = instants[i]!;
  }
}

/** The instants in the order of the clusters. */
export function clusteredTime(log: AnyLog): Float64Array {
  return clustersOf(log).time;
}

/** The codes of the names in the order of the clusters; made on first need and kept. */
export function clusteredNames(log: AnyLog, name: Codes): Codes {
  return derived(log, 'clustered names', () => clusteredCodes(log, name));
}

/** Any codes of the log's rows in the order of the clusters. */
export function clusteredCodes(log: AnyLog, codes: Codes): Codes {
  const Kind = codes.constructor as new (size: number) => Codes; // of the same kind
  return gathered(codes, clustersOf(log).rows, new Kind(codes.length));
}

function gathered<Values extends Codes>(values: Values, rows: Int32Array, into: Values): Values {
  for (let i = 0; i < rows.length; i += 1) into[i] = values[rows[i] as number] as number;
  return into;
}

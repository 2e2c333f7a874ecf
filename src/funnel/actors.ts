import { refuseOption } from '../core/options.js';
import { clusteredTime, clustersOf } from '../log/clusters.js';
import type { AnyLog } from '../log/layout.js';

/** Who goes through a funnel: customers, or customers with a value of the properties held constant. Each has a run of places. */
export interface Actors {
  readonly count: number;
  /** Actor a has the places `starts[a]` to `starts[a + 1]`, the end not included, in the order of time. */
  readonly starts: Int32Array;
  readonly time: Float64Array;
  /** The row of the log that stands at each place. */
  readonly rows: Int32Array;
  /** The code of each actor's customer; `null` where actors are the customers. */
  readonly customers: Int32Array | null;
}

/** Who goes through the funnel. Events without a value of a property that is held constant are nobody's. */
export function actorsOf(owner: string, log: AnyLog, holdConstant: readonly string[]): Actors {
  if (holdConstant.length === 0) {
    const { starts, rows } = clustersOf(log);
    return { count: log.customers.length, starts, time: clusteredTime(log), rows, customers: null };
  }
  const combined = combinedCodes(owner, log, holdConstant);
  const { starts: clusters, rows: clustered } = clustersOf(log);
  const [rows, starts, customers] = [new Int32Array(log.length), [0], [] as number[]];
  let length = 0;
  for (let customer = 0; customer + 1 < clusters.length; customer += 1) {
    const own = clustered.subarray(clusters[customer], clusters[customer + 1]);
    for (const places of byCode(own, combined)) {
      rows.set(places, length);
      length += places.length;
      starts.push(length);
      customers.push(customer);
    }
  }
  const used = rows.subarray(0, length);
  return {
    count: customers.length,
    starts: Int32Array.from(starts),
    time: Float64Array.from(used, (row) => log.time[row] as number),
    rows: used,
    customers: Int32Array.from(customers),
  };
}

/** The code of the customer whose actor this is. */
export function customerOf({ customers }: Actors, actor: number): number {
  return customers === null ? actor : (customers[actor] as number);
}

/** The codes of a property of the log. */
export function propertyOf(owner: string, option: string, log: AnyLog, property: string): AnyLog['properties'][number] {
  const column = log.properties.find((candidate) => candidate.property === property);
  const known = log.properties.map((candidate) => candidate.property).join(', ');
  return column ?? refuseOption(owner, option, `to name one of ${known || 'no properties'}`, property, 'E_OPT_UNKNOWN');
}

/** One code for each combination of values, in the order of the values; -1 where one is missing. */
function combinedCodes(owner: string, log: AnyLog, properties: readonly string[]): Int32Array {
  const combined = new Int32Array(log.length);
  for (const property of properties) {
    const { codes, values } = propertyOf(owner, 'holdConstant', log, property);
    const wide = Float64Array.from(combined, (code, row) =>
      code < 0 || codes[row] === 0 ? -1 : code * values.length + (codes[row] as number),
    );
    const places = new Map([...new Set(wide)].sort((a, b) => a - b).map((code, place) => [code, place] as const));
    const hasMissing = places.has(-1) ? 1 : 0;
    for (let row = 0; row < combined.length; row += 1) {
      combined[row] = (places.get(wide[row] as number) as number) - hasMissing;
    }
  }
  return combined;
}

/** A customer's rows code by code, without those that have none. */
function byCode(rows: Int32Array, codes: Int32Array): readonly (readonly number[])[] {
  const known = new Map<number, number[]>();
  for (const row of rows) {
    const code = codes[row] as number;
    const list = known.get(code);
    if (list !== undefined) list.push(row);
    else if (code >= 0) known.set(code, [row]);
  }
  return [...known].sort((a, b) => a[0] - b[0]).map(([, list]) => list);
}

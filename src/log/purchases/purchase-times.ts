import { clusteredTime, clustersOf } from '../clusters.js';
import type { AnyLog } from '../layout.js';
import { type PurchaseFacts, purchaseRows } from './purchases.js';

/** The purchases of a log customer by customer. */
export interface PurchaseTimes {
  /** Customer c bought at `times[starts[c]]` to `times[starts[c + 1]]`, the end not included, in the order of time. */
  readonly starts: Int32Array;
  readonly times: Float64Array;
}

/** When each customer bought. */
export function purchaseTimes(owner: string, log: AnyLog, facts: PurchaseFacts): PurchaseTimes {
  return timesOfRows(log, purchaseRows(owner, log, facts));
}

/** When each customer did what some rows are: 1 for each of these; `null` for all. */
export function timesOfRows(log: AnyLog, rows: Uint8Array | null): PurchaseTimes {
  if (rows === null) return { starts: clustersOf(log).starts, times: clusteredTime(log) };
  const { customer, time } = log;
  const starts = new Int32Array(log.customers.length + 1);
  for (let i = 0; i < rows.length; i += 1) starts[(customer[i] as number) + 1]! += rows[i] as number;
  for (let code = 1; code < starts.length; code += 1) starts[code]! += starts[code - 1] as number;
  const next = starts.slice(0, -1);
  const times = new Float64Array(starts[starts.length - 1] as number);
  for (let i = 0; i < rows.length; i += 1) {
    if (rows[i] === 1) times[next[customer[i] as number]!++] = time[i] as number;
  }
  return { starts, times };
}

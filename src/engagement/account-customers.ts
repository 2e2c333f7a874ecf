import type { Scalar } from '../core/expression.js';
import { refuseOption } from '../core/options.js';
import { checkLog } from '../log/check-log.js';
import type { AnyLog, CustomerId } from '../log/layout.js';
import { marksOf } from '../log/marks.js';
import { firstRowFrom, rowsUntil } from '../log/rows-until.js';
import type { AccountPlan } from './account-plan.js';
import { signalCounts } from './signal-points.js';

/** What one customer did, and for which account. */
export interface AccountCustomer {
  /** That of the latest event with one. */
  readonly account: Scalar | null;
  /** The instant of the last event. */
  readonly last: number;
  /** Events in the window, of those that make a customer active. */
  readonly events: number;
  /** How often each signal was given, and what is left of that. */
  readonly signals: readonly number[];
  readonly decayed: readonly number[];
}

/** The customers of a log with an event until `asOf`. */
export function accountCustomers(log: AnyLog, plan: AccountPlan, asOf: number): [CustomerId, AccountCustomer][] {
  const { owner, account, event, score, within } = plan;
  checkLog(owner, log);
  const column = log.properties.find(({ property }) => property === account);
  if (column === undefined) {
    const known = log.properties.map(({ property }) => property).join(', ') || 'none, as the log has none';
    return refuseOption(owner, 'account', `to be a property of the log: ${known}`, account, 'E_OPT_UNKNOWN');
  }
  const limit = rowsUntil(log.time, asOf);
  const accounts = new Int32Array(log.customers.length); // 0: none
  const last = new Float64Array(log.customers.length).fill(-Infinity);
  for (let i = 0; i < limit; i += 1) {
    const code = log.customer[i]!;
    if (column.codes[i] !== 0) accounts[code] = column.codes[i]!;
    last[code] = log.time[i]!;
  }
  const events = eventsIn(log, event === null ? null : marksOf(owner, log, [event]), asOf - within, limit);
  const counts = score === null ? null : signalCounts(owner, log, score, asOf);
  const width = score?.signals.length ?? 0;
  const customers: [CustomerId, AccountCustomer][] = [];
  for (let code = 0; code < accounts.length; code += 1) {
    if (last[code] === -Infinity) continue;
    const own = [code * width, (code + 1) * width] as const;
    customers.push([
      log.customers[code]!,
      {
        account: column.values[accounts[code]!] ?? null,
        last: last[code]!,
        events: events[code]!,
        signals: Array.from(counts?.events.subarray(...own) ?? []),
        decayed: Array.from(counts?.decayed.subarray(...own) ?? []),
      },
    ]);
  }
  return customers;
}

/** Events of each customer after an instant. */
function eventsIn(
  { time, customer, customers }: AnyLog,
  marks: ReturnType<typeof marksOf> | null,
  after: number,
  limit: number,
): Int32Array {
  const events = new Int32Array(customers.length);
  for (let i = firstRowFrom(time, after + 1); i < limit; i += 1) {
    if (marks === null || marks.bits[marks.codes[i]!] !== 0) events[customer[i]!]! += 1;
  }
  return events;
}

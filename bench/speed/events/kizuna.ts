import { type EventLog, eventLog, eventLogFromColumns } from 'kizuna/log';
import { type Columns, customerIds, DAY, DAYS, NAMES, type Row, START, STEPS, WEEKS } from './data.js';
import type { Rows } from './serve.js';
import type { WorkloadId } from './workloads.js';

type Log = EventLog;

/** How kizuna is asked for each workload, through its public functions; what `ask` returns is read by `rows`, untimed. */
export interface Question {
  readonly form: string;
  ask(log: Log): unknown;
  rows(answer: unknown, log: Log): Rows;
}

/** The typed columns as a log: codes are taken as they are. */
export function logOf(columns: Columns): Log {
  return eventLogFromColumns({
    customer: { codes: columns.customer, values: customerIds(columns.customers) },
    time: columns.time,
    name: { codes: columns.name, values: NAMES },
    amount: Float64Array.from(columns.amount),
  });
}

export function logOfRows(rows: readonly Row[]): Log {
  return eventLog(rows, { customer: 'customer', time: 'time', name: 'name', amount: 'amount' });
}

export const QUESTIONS: Partial<Record<WorkloadId, Question>> = {};
void [DAY, DAYS, START, STEPS, WEEKS];

import * as kizuna from 'kizuna';
import { type Columns, DAY, DAYS, NAMES, type Row, START, STEPS } from './data.js';
import type { Rows } from './serve.js';
import { TRAILING, type WorkloadId } from './workloads.js';

type Log = kizuna.EventLog;

/** How kizuna is asked for a workload, through its public functions; `rows` reads what `ask` returns, which is not timed. */
export interface Question {
  readonly form: string;
  ask(log: Log): unknown;
  rows(log: Log): Rows;
}

/** The typed columns as a log: all are taken as they are. */
export function logOf({ customer, time, name, amount }: Columns, ids: ArrayLike<string | number>): Log {
  return kizuna.eventLogFromColumns({
    customer: { codes: customer, values: ids },
    time,
    name: { codes: name, values: NAMES },
    amount,
  });
}

export function logOfRows(rows: readonly Row[]): Log {
  return kizuna.eventLog(rows, { customer: 'customer', time: 'time', name: 'name', amount: 'amount' });
}

const WEEK = 7 * DAY;
const summary = (log: Log) => kizuna.customerSummaryColumns(log, { unit: 'day', asOf: START + DAYS * DAY });
const active = (log: Log) => kizuna.activeCustomers(log, { unit: 'day', trailing: TRAILING.slice(1) });
const weekly = (log: Log) => kizuna.retention(log, { unit: 'week' });
const bought = (log: Log) => kizuna.funnel(log, { steps: STEPS.map((code) => NAMES[code]!), within: { days: 7 } });

const FUNNEL = {
  form: 'funnel(log, { steps, within: { days: 7 } })',
  ask: bought,
  rows: (log: Log) => {
    const { steps, time } = bought(log);
    return [[...steps.map(({ count }) => count), time?.median ?? 0]];
  },
};

export const QUESTIONS: Record<WorkloadId, Question> = {
  W1: FUNNEL,
  W1c: { ...FUNNEL, rows: (log) => depths(bought(log).steps.map(({ count }) => count)) },
  W2: {
    form: "retention(log, { unit: 'week' })",
    ask: weekly,
    rows: (log) =>
      weekly(log).cohorts.flatMap(({ cohort, cells }) =>
        cells.flatMap((cell) =>
          cell === null ? [] : [[(Date.parse(cohort) - START) / WEEK, cell.age, cell.numerator]],
        ),
      ),
  },
  W4: {
    form: "activeCustomers(log, { unit: 'day', trailing: [7, 28] })",
    ask: active,
    rows: (log) => {
      const days = active(log);
      return [[...days.map((day) => day.active), ...[0, 1].flatMap((k) => days.map((day) => day.trailing[k]!.active))]];
    },
  },
  W6: {
    form: "customerSummaryColumns(log, { unit: 'day', asOf })",
    ask: summary,
    rows: (log) => {
      const sums = [0, 0, 0, 0, 0, 0, 0];
      const { frequency, recency, T, monetary } = summary(log);
      for (let i = 0; i < frequency.length; i += 1) {
        const [repeats, days] = [frequency[i]!, recency[i]!];
        const spent = Math.round((monetary?.[i] ?? 0) * repeats); // amounts are whole numbers
        const values = [1, repeats, days, T[i]!, repeats * days, spent, repeats > 0 ? spent / repeats : 0];
        values.forEach((value, k) => {
          sums[k]! += value;
        });
      }
      return [sums];
    },
  },
};

/** (deepest step, customers) from customers that came at least so far. */
function depths(counts: readonly number[]): Rows {
  return counts.map((count, k) => [k + 1, count - (counts[k + 1] ?? 0)]);
}

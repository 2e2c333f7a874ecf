import { refuseOption } from '../core/options.js';
import type { AnyLog } from '../log/layout.js';
import type { CustomerSummary } from '../log/purchases/customer-summary.js';
import { customerSummaryColumns } from '../log/purchases/customer-summary-columns.js';
import type { AtRiskOptions } from './at-risk-plan.js';

/** What the given functions say of the i-th customer with an order; `null` where none was given. */
export interface AskHistory {
  alive(i: number): number | null;
  value(i: number): number | null;
}

/** Asks each function once for a customer, with the history as `customerSummary` has it. */
export function askHistories(owner: string, log: AnyLog, options: AtRiskOptions): AskHistory {
  const { alive, value, unit, mergeWithin, purchase, refunds, asOf, timeZone, weekStartsOn, fiscalYearStartsOn } =
    options;
  if ((alive === undefined && value === undefined) || unit === undefined) return { alive: NOTHING, value: NOTHING };
  const { customer, frequency, recency, T, monetary, n } = customerSummaryColumns(log, {
    ...{ unit, mergeWithin, purchase, refunds, asOf, timeZone, weekStartsOn, fiscalYearStartsOn },
  });
  const historyOf = (i: number): CustomerSummary => ({
    customer: customer[i]!,
    frequency: frequency[i]!,
    recency: recency[i]!,
    T: T[i]!,
    monetary: monetary && monetary[i]!,
    n: n[i]!,
  });
  return {
    alive: askedOnce(customer.length, historyOf, alive, (given) => {
      if (typeof given === 'number' && given >= 0 && given <= 1) return given;
      return refuseOption(owner, 'alive', 'to return a probability', given);
    }),
    value: askedOnce(customer.length, historyOf, value, (given) => {
      if (typeof given === 'number' && Number.isFinite(given)) return given;
      return refuseOption(owner, 'value', 'to return a finite number', given);
    }),
  };
}

const NOTHING = () => null;

function askedOnce(
  size: number,
  historyOf: (i: number) => CustomerSummary,
  ask: ((history: CustomerSummary) => number) | undefined,
  check: (given: unknown) => number,
): (i: number) => number | null {
  if (ask === undefined) return NOTHING;
  const answers = new Float64Array(size).fill(Number.NaN);
  return (i) => {
    if (Number.isNaN(answers[i])) answers[i] = check(ask(historyOf(i)));
    return answers[i]!;
  };
}

import type { Data } from '../core/data.js';
import { errorOf, InvalidDataError } from '../core/errors.js';
import { checkOptions } from '../core/options.js';
import type { AnyLog, CustomerId } from '../log/layout.js';
import {
  type CustomerTotals,
  refuseRefunds,
  refuseWithoutAmounts,
  requireAmounts,
  TOTALS_OPTIONS,
  type TotalsCounts,
  type TotalsPlan,
  totalsByCode,
  totalsPlan,
} from '../log/purchases/customer-totals.js';
import { type CustomerTotalsState, mergeTotals, totalsOf, totalsState } from '../log/purchases/totals-state.js';
import { totalsShapes } from '../log/shapes/totals-shapes.js';
import { ROW_AMOUNT_OPTIONS, rowAmounts } from './row-amounts.js';

/** What was counted on the way to amounts, and what was not. */
export interface AmountCounts {
  /** In epoch milliseconds: up to when purchases of a log count; `null` for rows. */
  readonly asOf: number | null;
  /** What was left out, or is special. Rows that are no events have nothing outside, and those without an amount are missing. */
  readonly excluded: TotalsCounts;
}

/** What each customer has bought. */
export interface CustomerAmounts {
  readonly customer: readonly CustomerId[];
  readonly amount: Float64Array;
  readonly counts: AmountCounts;
}

/** Whether data are an event log. */
export function isLog(data: unknown): data is AnyLog {
  return Object(data).kind === 'kizuna/event-log';
}

/** Refuses options that data of this kind have not; `idOption` is what the option is called that names the customers of rows. */
export function checkAmountOptions(
  owner: string,
  data: unknown,
  options: object,
  more: readonly string[],
  idOption = 'customer',
): void {
  checkOptions(owner, options, [...(isLog(data) ? TOTALS_OPTIONS : [idOption, ...ROW_AMOUNT_OPTIONS]), ...more]);
}

/** The amounts of the customers of a log, or of rows. Which options there are follows from the data, and was checked. */
export function amountsOf(owner: string, data: unknown, options: object, idOption?: string): CustomerAmounts {
  if (!isLog(data)) return rowAmounts(owner, data as Data<unknown>, options, idOption); // what is neither is refused there
  const plan = totalsPlan(owner, options);
  requireAmounts(owner, data);
  return amountsOfTotals(plan, totalsByCode(plan, data));
}

/** Reads and checks the options of a log. */
export function amountPlan(owner: string, options: object, moreOptions: readonly string[]): TotalsPlan {
  checkOptions(owner, options, [...TOTALS_OPTIONS, ...moreOptions]);
  return totalsPlan(owner, options);
}

/** The states of logs, and the amounts of a state: what metrics of amounts are made of. */
export function amountStates(plan: TotalsPlan) {
  return {
    plan: totalsShapes(plan),
    state(log: AnyLog): CustomerTotalsState {
      requireAmounts(plan.owner, log);
      return totalsState(totalsByCode(plan, log));
    },
    merge: mergeTotals,
    amounts: (state: CustomerTotalsState) => amountsOfTotals(plan, totalsOf(state)),
  };
}

/** The amounts of totals, which must have some. */
export function amountsOfTotals(plan: TotalsPlan, totals: CustomerTotals): CustomerAmounts {
  const { customer, amount, asOf, outside, refunds, withoutAmount, missing, invalid, repeated } = totals;
  refuseRefunds(plan, refunds);
  if (amount === null) {
    const issue = { code: 'E_FIELD_MISSING', index: null, field: 'the state', received: 'one without' } as const;
    throw errorOf(InvalidDataError, plan.owner, [{ ...issue, expected: 'one with amounts' }]);
  }
  refuseWithoutAmounts(plan, totals);
  const excluded = { missing, invalid, repeated, outside, refunds, withoutAmount };
  return { customer, amount, counts: { asOf, excluded } };
}

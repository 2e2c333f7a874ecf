import type { Columns, Data } from '../core/data.js';
import { ruleOf } from '../core/input.js';
import type { CustomerHistory } from './customer-history.js';
import {
  type CustomerValue,
  type ExpectedWithin,
  expectedWithin,
  planOf,
  type ValueHistory,
  type ValueModels,
  valueOfParts,
} from './customer-value.js';
import { expectedSpend } from './expected-spend.js';
import type { SpendColumns } from './gamma-gamma/gamma-gamma-model.js';
import { historiesOf } from './histories.js';
import type { CustomerValueOptions } from './value-steps.js';

/** What both models see of customers, column by column, such as `customerSummaryColumns`. */
export interface ValueColumns extends Columns<CustomerHistory>, SpendColumns {
  readonly frequency: SpendColumns['frequency'];
}

/**
 * `customerValue` of many customers: a list that stands beside theirs, quicker than one by one, as histories that are alike are
 * computed once.
 *
 * @param models - as in `customerValue`
 * @param customers - rows or columns with `frequency`, `recency`, `T` and `monetary` (and the covariates of the model), such as those of
 *   `customerSummary` or `customerSummaryColumns`
 * @param options - as in `customerValue`
 * @returns the value of each customer, in their order
 * @throws {InvalidDataError} when a history cannot be, or lacks a part
 * @throws {InvalidOptionError} as `customerValue`
 * @example
 * ```ts
 * import { customerValues } from 'kizuna/ltv';
 *
 * const models = {
 *   purchases: { model: 'bg/nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
 *   spend: { model: 'gamma-gamma', p: 6.25, q: 3.74, gamma: 15.44 },
 * } as const;
 * const customers = [
 *   { frequency: 2, recency: 30.43, T: 38.86, monetary: 22.35 },
 *   { frequency: 0, recency: 0, T: 38.86, monetary: 0 },
 * ];
 * const values = customerValues(models, customers, { unit: 'week', discountRate: 0.15, horizon: { months: 12 } });
 * values.map(({ value }) => value); // => [35.95, 8.29]
 * ```
 */
export function customerValues(
  models: ValueModels,
  customers: Iterable<ValueHistory> | ValueColumns,
  options: CustomerValueOptions,
): readonly CustomerValue[] {
  const plan = planOf(OWNER, models, options);
  const isRows = Object(customers) !== customers || Symbol.iterator in customers;
  // A function of these rows, or a column.
  const spend = ruleOf('monetary', { from: isRows ? spendOf : 'monetary', min: 0, label: 'monetary' } as never);
  const data = isRows ? customers : withSpend(customers as ValueColumns); // columns, as they are no rows
  const histories = historiesOf(OWNER, models.purchases, data as Data<unknown>, [spend]);
  const [monetary] = histories.more as [ArrayLike<number>]; // one more rule
  const known = new Map<string, ExpectedWithin>();
  const values: CustomerValue[] = new Array(histories.length);
  for (let i = 0; i < histories.length; i += 1) {
    const key = histories.keyOf(i);
    let expected = known.get(key);
    if (expected === undefined) {
      expected = expectedWithin(models.purchases, histories.customerOf(i), plan);
      known.set(key, expected);
    }
    const customer = { frequency: histories.frequency[i]!, monetary: monetary[i]! };
    values[i] = valueOfParts(expected, expectedSpend(models.spend, customer), plan.marginRate);
  }
  return values;
}

const OWNER = 'customerValues';

/** The mean spend; what it is without repeat purchases does not matter. */
function spendOf({ frequency, monetary }: ValueHistory): number | null {
  return frequency === 0 ? 0 : monetary;
}

function withSpend(columns: ValueColumns): ValueColumns {
  const { frequency, monetary } = columns;
  if (Object(frequency) !== frequency || Object(monetary) !== monetary) return columns; // to be refused
  const at = (column: object, i: number) => {
    const vector = column as { readonly get?: (i: number) => number } & ArrayLike<number>; // one of them
    return typeof vector.get === 'function' ? vector.get(i) : vector[i];
  };
  const spend = Array.from(monetary as ArrayLike<number>, (_, i) => (at(frequency, i) === 0 ? 0 : at(monetary!, i)));
  return { ...columns, monetary: spend as number[] }; // judged with the others
}

import type { Data } from '../core/data.js';
import { ruleOf } from '../core/input.js';
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
import { readFields } from './fields.js';
import type { CustomerValueOptions } from './value-steps.js';

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
  customers: Data<ValueHistory>,
  options: CustomerValueOptions,
): readonly CustomerValue[] {
  const plan = planOf(OWNER, models, options);
  const others = covariateFields(models.purchases);
  const names = ['frequency', 'recency', 'T', 'monetary', ...others];
  const rules = names.map((name) => ruleOf(name, { from: name } as never)); // a name of a field
  const policy = { missing: 'throw', invalid: 'throw' } as const;
  const { columns } = readFields(OWNER, customers, rules, policy, () => () => null);
  const [frequency, recency, T, monetary] = columns as [Column, Column, Column, Column]; // four rules come first
  const known = new Map<string, ExpectedWithin>();
  const values: CustomerValue[] = new Array(frequency.length);
  for (let i = 0; i < frequency.length; i += 1) {
    let key = `${frequency[i]} ${recency[i]} ${T[i]}`;
    for (let k = 4; k < columns.length; k += 1) key += ` ${columns[k]![i]}`;
    let expected = known.get(key);
    const customer = { frequency: frequency[i]!, recency: recency[i]!, T: T[i]!, monetary: monetary[i]! };
    if (expected === undefined) {
      const covariates = Object.fromEntries(others.map((name, k) => [name, columns[k + 4]![i]!]));
      expected = expectedWithin(models.purchases, { ...covariates, ...customer }, plan);
      known.set(key, expected);
    }
    values[i] = valueOfParts(expected, expectedSpend(models.spend, customer), plan.marginRate);
  }
  return values;
}

const OWNER = 'customerValues';

type Column = ArrayLike<number>;

/** The fields that tell customers apart to a model with covariates, whose coefficients are named `purchase.field`. */
function covariateFields(model: object): readonly string[] {
  const names = Object.keys(model).filter((name) => name.includes('.'));
  return [...new Set(names.map((name) => name.slice(name.indexOf('.') + 1)))];
}

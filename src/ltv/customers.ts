import type { Data } from '../core/data.js';
import { errorOf, InvalidDataError } from '../core/errors.js';
import { ruleOf } from '../core/input.js';
import type { Excluded, RowPolicy } from '../core/policy.js';
import { collapsed } from './collapsed.js';
import { readFields } from './fields.js';
import { historyFault } from './history-fault.js';

/** Customers as models see them: those alike in all columns are one row, with their number. Rows are in ascending order. */
export interface Customers {
  readonly frequency: Float64Array;
  readonly recency: Float64Array;
  readonly T: Float64Array;
  /** Covariates, in the order in which they were named. */
  readonly covariates: readonly Float64Array[];
  /** How many customers each row stands for. */
  readonly weight: Float64Array;
  /** The sum of the weights. */
  readonly n: number;
  /** The mean T of the customers, or 1 where it is 0: what lengths of time are measured by. */
  readonly meanT: number;
  readonly excluded: Excluded;
}

/** Which fields to read, and what becomes of rows that are not valid. */
export interface CustomersRules extends RowPolicy {
  readonly weight?: string | undefined;
  readonly covariates?: readonly string[] | undefined;
}

/** Reads customers from rows or columns, checks that their histories are possible, and counts those that are alike. */
export function customersOf(owner: string, data: Data<never>, options: CustomersRules = {}): Customers {
  const { weight, covariates = [] } = options;
  const rules = [
    ruleOf('frequency', { from: 'frequency', integer: true, min: 0, max: 1e9 } as never), // names of fields, here and below
    ruleOf('recency', { from: 'recency', min: 0, max: 1e15 } as never),
    ruleOf('T', { from: 'T', min: 0, max: 1e15 } as never),
    ...covariates.map((name) => ruleOf(name, { from: name, min: -1e9, max: 1e9 } as never)),
    ...(weight === undefined ? [] : [ruleOf(weight, { from: weight, min: 0, max: 1e15 } as never)]),
  ];
  const { columns, excluded } = readFields(owner, data, rules, options, historyFault, (all) =>
    all.length === 3 ? areHistories(all) : false,
  );
  const weights = weight === undefined ? null : (columns.at(-1) ?? null);
  const { rows, multiplicity } = collapsed(columns.slice(0, 3 + covariates.length), weights);
  const [frequency, recency, T, ...others] = rows as [Float64Array, Float64Array, Float64Array]; // three rules come first
  let [n, time] = [0, 0];
  for (let i = 0; i < multiplicity.length; i += 1) {
    n += multiplicity[i] as number;
    time += (multiplicity[i] as number) * (T[i] as number);
  }
  if (n === 0) {
    const issue = {
      code: 'E_FIELD_MISSING',
      index: null,
      field: null,
      expected: 'at least one customer',
      received: 'none',
    } as const;
    throw errorOf(InvalidDataError, owner, [issue]);
  }
  return { frequency, recency, T, covariates: others, weight: multiplicity, n, meanT: time / n || 1, excluded };
}

/** The quick proof, for most data: every row is a possible history. */
function areHistories([frequency, recency, T]: readonly ArrayLike<unknown>[]): boolean {
  if (frequency === undefined || recency === undefined || T === undefined) return false;
  for (let i = 0; i < frequency.length; i += 1) {
    const [x, t, age] = [frequency[i], recency[i], T[i]];
    if (typeof x !== 'number' || typeof t !== 'number' || typeof age !== 'number') return false;
    if (!(x >= 0 && x <= 1e9 && x % 1 === 0 && t <= age && age <= 1e15)) return false;
    if (x === 0 ? t !== 0 : !(t > 0)) return false;
  }
  return true;
}

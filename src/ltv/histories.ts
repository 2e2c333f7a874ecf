import type { Data } from '../core/data.js';
import { type Rule, ruleOf } from '../core/input.js';
import { MOST_OPPORTUNITIES } from './bg-bb/bg-bb-model.js';
import { covariateFields } from './covariate-effects.js';
import type { CustomerHistory } from './customer-history.js';
import { readFields } from './fields.js';
import { historyFault } from './history-fault.js';
import type { PurchaseModel } from './purchase-model.js';

type Column = ArrayLike<number>;

/** Customers whom a model of purchases is asked about one after the other, in their order. */
export interface Histories {
  readonly length: number;
  readonly frequency: Column;
  readonly recency: Column;
  readonly T: Column;
  /** Further columns that were asked for. */
  readonly more: readonly Column[];
  /** What of a customer, beside the history, the model reads. */
  covariatesOf(i: number): Readonly<Record<string, number>>;
  /** The history with the covariates. */
  customerOf(i: number): CustomerHistory;
  /** The same text for customers who are the same to the model. */
  keyOf(i: number): string;
}

/** Reads what the model asks of each customer, and refuses by its row what cannot be. */
export function historiesOf(
  owner: string,
  model: PurchaseModel,
  data: Data<unknown>,
  further: readonly Rule[],
): Histories {
  const isDiscrete = model.model === 'bg/bb';
  const names = covariateFields(owner, model);
  const rules = [
    ruleOf('frequency', { from: 'frequency', integer: true, min: 0, max: 1e9 } as never), // names of fields, here and below
    ruleOf('recency', { from: 'recency', ...lengthsUnder(model) } as never),
    ruleOf('T', { from: 'T', ...lengthsUnder(model) } as never),
    ...names.map((name) => ruleOf(name, { from: name } as never)),
    ...further,
  ];
  const policy = { missing: 'throw', invalid: 'throw' } as const;
  const { columns } = readFields(owner, data, rules, policy, (all) => historyFault(all, isDiscrete));
  const [frequency, recency, T] = columns as [Column, Column, Column]; // three rules come first
  const fields = names.map((name, k) => [name, columns[k + 3] as Column] as const); // a column for each
  const covariatesOf = (i: number) => Object.fromEntries(fields.map(([name, column]) => [name, column[i] as number]));
  return {
    length: frequency.length,
    ...{ frequency, recency, T, more: columns.slice(3 + names.length), covariatesOf },
    customerOf: (i) => ({
      ...(names.length === 0 ? undefined : covariatesOf(i)),
      ...{ frequency: frequency[i] as number, recency: recency[i] as number, T: T[i] as number },
    }),
    keyOf: (i) => {
      let key = `${frequency[i]} ${recency[i]} ${T[i]}`;
      for (const [, column] of fields) key += ` ${column[i]}`;
      return key;
    },
  };
}

/** Which lengths of time a model can be asked about. */
export function lengthsUnder(model: PurchaseModel): {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
} {
  return model.model === 'bg/bb'
    ? { min: 0, max: MOST_OPPORTUNITIES, integer: true }
    : { min: 0, max: 1e15, integer: false };
}

import type { Columns, Data } from '../core/data.js';
import { ruleOf } from '../core/input.js';
import { checkNumber, checkOptions } from '../core/options.js';
import type { HoldoutColumns } from '../log/purchases/customer-summary-columns.js';
import type { CustomerHistory } from './customer-history.js';
import { expectedPurchases } from './expected-purchases.js';
import { type Histories, historiesOf, lengthsUnder } from './histories.js';
import { checkPurchaseModel, type PurchaseModel } from './purchase-model.js';
import { purchaseProbabilitiesOfNewCustomer } from './purchase-probabilities.js';

/** A customer with a hold-out period: a row of `customerSummary` with `calibrationEnd`. */
export interface HeldOutCustomer extends CustomerHistory {
  readonly holdout?: { readonly frequency: number; readonly duration: number } | undefined;
}

/** Such customers column by column, as `customerSummaryColumns` gives them. */
export interface HeldOutColumns extends Columns<CustomerHistory> {
  readonly holdout: Pick<HoldoutColumns, 'frequency' | 'duration'> | null;
}

/** How far the table goes. */
export interface CalibrationTableOptions {
  /** Customers with so many repeat purchases or more are one row; default 7, as in the papers. */
  readonly upTo?: number | undefined;
}

/** The customers with one number of repeat purchases in the calibration period. */
export interface CalibrationRow {
  /** Repeat purchases; of the last row, that many or more. */
  readonly frequency: number;
  readonly customers: number;
  /** How many customers of the same ages the model expects to have that many. */
  readonly expectedCustomers: number;
  /** Purchases of a customer in the hold-out period; `null` without customers. */
  readonly holdout: { readonly actual: number; readonly expected: number; readonly naive: number } | null;
}

/** How far predictions for single customers are off. */
export interface PredictionErrors {
  /** Mean absolute error. */
  readonly mae: number;
  /** Root of the mean squared error. */
  readonly rmse: number;
  /** All purchases that were predicted, over those that were made, less 1; `null` where none were made. */
  readonly bias: number | null;
}

/** A model against a hold-out period. */
export interface CalibrationTable {
  readonly rows: readonly CalibrationRow[];
  readonly n: number;
  /** All purchases in the hold-out period. */
  readonly actual: number;
  readonly expected: number;
  /** By going on at the rate so far, frequency ÷ T. */
  readonly naive: number;
  readonly errors: { readonly model: PredictionErrors; readonly naive: PredictionErrors } | null;
}

/**
 * How well a model that was fitted to a calibration period tells the hold-out period, by the number of repeat purchases in the first
 * (Fader, Hardie & Lee 2005, Marketing Science 24, figures 1 and 4).
 *
 * `customers` beside `expectedCustomers` is the fit: how many have bought so often. `holdout` beside it is the prediction: the mean of
 * purchases that were made, of those that the model expected of these very customers, and of the naive rate, frequency ÷ T. The
 * errors are of single customers. A good model has small ones, and rows whose means agree, the first and the last most of all.
 *
 * @param model - a model of purchases, fitted to the same customers
 * @param customers - rows of `customerSummary` with `calibrationEnd`, or `customerSummaryColumns`, with the covariates of the model
 * @param options - `upTo`
 * @returns a row for each number of repeat purchases, and the errors; these are `null` without customers
 * @throws {InvalidDataError} when a customer has no hold-out period, or a history that cannot be
 * @throws {InvalidOptionError} when the model is none of purchases, or an option is out of range
 * @example
 * ```ts
 * import { calibrationTable } from 'kizuna/ltv';
 *
 * const model = { model: 'bg/nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const;
 * const customers = [
 *   { frequency: 0, recency: 0, T: 30, holdout: { frequency: 0, duration: 39 } },
 *   { frequency: 2, recency: 20, T: 30, holdout: { frequency: 2, duration: 39 } },
 * ];
 * const { rows, errors } = calibrationTable(model, customers, { upTo: 2 });
 * rows.map(({ frequency, customers, expectedCustomers }) => [frequency, customers, expectedCustomers]);
 * // => [[0, 1, 1.21], [1, 0, 0.39], [2, 1, 0.4]]
 * rows[2]?.holdout; // => { actual: 2, expected: 1.363, naive: 2.6 }
 * errors?.model.mae; // => 0.438
 * ```
 */
export function calibrationTable(
  model: PurchaseModel,
  customers: Iterable<HeldOutCustomer> | HeldOutColumns,
  options: CalibrationTableOptions = {},
): CalibrationTable {
  checkOptions(OWNER, options, ['upTo']);
  const upTo = checkNumber(OWNER, 'upTo', options.upTo ?? 7, { min: 1, max: 1000, integer: true });
  checkPurchaseModel(OWNER, model);
  const histories = heldOut(model, customers);
  const [actual, duration] = histories.more as [Column, Column]; // two more rules
  const rows = Array.from({ length: upTo + 1 }, () => ({ customers: 0, actual: 0, expected: 0, naive: 0 }));
  const predicted = new Map<string, number>();
  const [model1, naive1] = [new Errors(), new Errors()];
  for (let i = 0; i < histories.length; i += 1) {
    const customer = histories.customerOf(i);
    const key = `${histories.keyOf(i)} ${duration[i]}`;
    const expected = predicted.get(key) ?? expectedPurchases(model, customer, duration[i]!);
    predicted.set(key, expected);
    const naive = customer.T === 0 ? 0 : (customer.frequency / customer.T) * duration[i]!;
    const row = rows[Math.min(upTo, customer.frequency)]!;
    row.customers += 1;
    row.actual += actual[i]!;
    row.expected += expected;
    row.naive += naive;
    model1.add(actual[i]!, expected);
    naive1.add(actual[i]!, naive);
  }
  const n = histories.length;
  const counts = expectedCounts(model, histories, upTo);
  return {
    rows: rows.map((row, x) => ({
      frequency: x,
      customers: row.customers,
      expectedCustomers: counts[x]!,
      holdout:
        row.customers === 0
          ? null
          : {
              actual: row.actual / row.customers,
              expected: row.expected / row.customers,
              naive: row.naive / row.customers,
            },
    })),
    n,
    actual: model1.actual,
    expected: model1.predicted,
    naive: naive1.predicted,
    errors: n === 0 ? null : { model: model1.mean(n), naive: naive1.mean(n) },
  };
}

const OWNER = 'calibrationTable';

class Errors {
  actual = 0;
  predicted = 0;
  private absolute = 0;
  private squared = 0;

  add(actual: number, predicted: number): void {
    this.actual += actual;
    this.predicted += predicted;
    this.absolute += Math.abs(predicted - actual);
    this.squared += (predicted - actual) ** 2;
  }

  mean(n: number): PredictionErrors {
    return {
      mae: this.absolute / n,
      rmse: Math.sqrt(this.squared / n),
      bias: this.actual === 0 ? null : this.predicted / this.actual - 1,
    };
  }
}

/** How many of customers of these ages (and covariates) have 0, 1 … repeat purchases, and the last number or more. */
function expectedCounts(model: PurchaseModel, { length, T, covariatesOf }: Histories, upTo: number): readonly number[] {
  const alike = new Map<string, { readonly T: number; readonly covariates: object; customers: number }>();
  for (let i = 0; i < length; i += 1) {
    const covariates = covariatesOf(i);
    const key = JSON.stringify([T[i], ...Object.values(covariates)]);
    const group = alike.get(key) ?? { T: T[i]!, covariates, customers: 0 };
    group.customers += 1;
    alike.set(key, group);
  }
  const counts = new Array<number>(upTo + 1).fill(0);
  for (const [, group] of [...alike].sort(([a, { T: x }], [b, { T: y }]) => x - y || (a < b ? -1 : 1))) {
    let rest = 1;
    const options = { upTo: upTo - 1, covariates: group.covariates };
    for (const [x, probability] of purchaseProbabilitiesOfNewCustomer(model, group.T, options).entries()) {
      counts[x]! += group.customers * probability;
      rest -= probability;
    }
    counts[upTo]! += group.customers * Math.max(0, rest);
  }
  return counts;
}

type Column = ArrayLike<number>;

/** The histories, with purchases and length of the hold-out period. */
function heldOut(model: PurchaseModel, data: Iterable<HeldOutCustomer> | HeldOutColumns): Histories {
  const isRows = Object(data) !== data || Symbol.iterator in data;
  const held = isRows ? null : (data as HeldOutColumns).holdout; // columns, as they are no rows
  const from = {
    actual: isRows ? (row: HeldOutCustomer) => row.holdout?.frequency : 'actual',
    duration: isRows ? (row: HeldOutCustomer) => row.holdout?.duration : 'duration',
  };
  const more = [
    // Functions of these rows, or columns below.
    ruleOf('holdout.frequency', { from: from.actual, integer: true, min: 0, label: 'holdout.frequency' } as never),
    ruleOf('holdout.duration', { from: from.duration, ...lengthsUnder(model), label: 'holdout.duration' } as never),
  ];
  const table = isRows
    ? data
    : { ...data, actual: held?.frequency, duration: Array.from(held?.frequency ?? [], () => held?.duration) };
  return historiesOf(OWNER, model, table as Data<unknown>, more);
}

import { refuseOption } from '../core/options.js';
import type { Customers } from './customers.js';

/** Rows of customers, those of one frequency next to each other within a pattern. */
export type CustomerRows = Pick<Customers, 'frequency' | 'recency' | 'T' | 'weight'>;

/** The names of fields that tell customers apart: numbers that do not change with time. */
export interface CovariateFields {
  /** Of those that may move the rate of purchases. */
  readonly purchase?: readonly string[] | undefined;
  /** Of those that may move the chance to leave. */
  readonly dropout?: readonly string[] | undefined;
}

/** Customers alike in their covariates, as a stretch of rows. */
export interface Pattern {
  readonly from: number;
  readonly to: number;
  readonly purchase: readonly number[];
  readonly dropout: readonly number[];
}

/** The rows in the order of their patterns, each pattern in ascending order of frequency. */
export interface Patterns {
  readonly rows: CustomerRows;
  readonly patterns: readonly Pattern[];
}

/** Refuses what is not two lists of different names. */
export function checkCovariates(owner: string, fields: CovariateFields | undefined): Required<CovariateFields> {
  const { purchase = [], dropout = [], ...others } = Object(fields ?? {}) as CovariateFields; // checked here
  if (fields !== undefined && (Object(fields) !== fields || Array.isArray(fields) || Object.keys(others).length > 0)) {
    refuseOption(owner, 'covariates', 'to have purchase and dropout, lists of fields', fields, 'E_OPT_TYPE');
  }
  for (const names of [purchase, dropout]) {
    const isList = Array.isArray(names) && names.every((name) => typeof name === 'string');
    if (!isList || new Set(names).size < names.length) {
      refuseOption(owner, 'covariates', 'to be lists of different fields', names, 'E_OPT_TYPE');
    }
  }
  return { purchase, dropout };
}

/** The fields of both lists, each once: the order of `Customers.covariates`. */
export function namesOf({ purchase, dropout }: Required<CovariateFields>): readonly string[] {
  return [...new Set([...(purchase ?? []), ...(dropout ?? [])])];
}

/** Brings together the rows of customers with the same covariates. */
export function patternsOf(fields: Required<CovariateFields>, customers: Customers): Patterns {
  const { covariates, frequency } = customers;
  const length = frequency.length;
  const [purchase, dropout] = [fields.purchase, fields.dropout].map((names) =>
    (names ?? []).map((name) => covariates[namesOf(fields).indexOf(name)] as Float64Array),
  ) as [Float64Array[], Float64Array[]]; // two lists in, two out
  if (covariates.length === 0) {
    const { recency, T, weight } = customers;
    // An object of one form, whichever customers: loops over rows are then compiled once.
    return { rows: { frequency, recency, T, weight }, patterns: [{ from: 0, to: length, purchase: [], dropout: [] }] };
  }
  const difference = (i: number, j: number): number => {
    for (const column of covariates) if (column[i] !== column[j]) return (column[i] as number) - (column[j] as number);
    return 0;
  };
  // Stable, so that frequencies stay in order.
  const order = Array.from({ length }, (_, i) => i).sort(difference);
  const moved = (column: Float64Array): Float64Array => Float64Array.from(order, (i) => column[i] as number);
  const patterns: Pattern[] = [];
  for (let from = 0; from < length; ) {
    const first = order[from] as number;
    let to = from + 1;
    while (to < length && difference(first, order[to] as number) === 0) to += 1;
    const valuesOf = (columns: readonly Float64Array[]): number[] => columns.map((column) => column[first] as number);
    patterns.push({ from, to, purchase: valuesOf(purchase), dropout: valuesOf(dropout) });
    from = to;
  }
  const rows = {
    frequency: moved(frequency),
    recency: moved(customers.recency),
    T: moved(customers.T),
    weight: moved(customers.weight),
  };
  return { rows, patterns };
}

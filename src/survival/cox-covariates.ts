import type { Accessor, FieldOf, LooseAccessor } from '../core/data.js';
import { refuseOption } from '../core/options.js';
import { checkAccessor } from '../core/row-values.js';
import { refuseCovariates } from '../stats/fit/refuse-covariates.js';
import type { MoreInput } from './spell-fields.js';
import type { Spells } from './spells.js';

/** What a category may be called. */
export type CoxLevel = string | number | boolean;

/** A covariate that is more than a field of numbers. */
export interface CoxCovariateRule<Row> {
  readonly field: Accessor<Row, CoxLevel>;
  /** What the result calls it: needed where `field` is a function. */
  readonly name?: string | undefined;
  /** The category that the others are compared with. It makes the field a category: text, numbers or booleans as they are. */
  readonly reference?: CoxLevel | undefined;
}

/** A covariate: the field of a number (or of true and false, as 1 and 0), or a rule. */
export type CoxCovariateInput<Row> = NoInfer<FieldOf<Row, number | boolean>> | CoxCovariateRule<Row>;

/** A covariate as it was fitted: what is needed to say what it means for others. */
export interface CoxCovariate {
  readonly name: string;
  /** The categories, the reference left out; `null` for a number. */
  readonly levels: readonly CoxLevel[] | null;
  readonly reference: CoxLevel | null;
}

/** A covariate that was checked: a number, or a category with its reference. */
export interface CovariatePlan {
  readonly name: string;
  readonly from: LooseAccessor;
  readonly reference: CoxLevel | null;
}

/** One column of the model: a covariate that is a number, or the claim to be of a category. */
export interface CoxColumn {
  /** Index into the covariates. */
  readonly covariate: number;
  readonly name: string;
  readonly level: CoxLevel | null;
  valueAt(row: number): number;
}

/** Checks the list of covariates. */
export function planCovariates(owner: string, covariates: unknown): readonly CovariatePlan[] {
  const expected = 'to be a list of fields, or of rules with a field';
  if (!Array.isArray(covariates) || covariates.length === 0) {
    refuseOption(owner, 'covariates', `${expected}, at least one`, covariates, 'E_OPT_TYPE');
  }
  const plans = covariates.map((input: unknown): CovariatePlan => {
    if (typeof input === 'string') return { name: input, from: input, reference: null };
    if (typeof input !== 'object' || input === null) refuseOption(owner, 'covariates', expected, input, 'E_OPT_TYPE');
    const { field, name, reference, ...others } = input as CoxCovariateRule<never>; // checked here
    for (const other of Object.keys(others)) {
      refuseOption(owner, 'covariates', 'to have field, name and reference only', other, 'E_OPT_UNKNOWN');
    }
    const from = checkAccessor(owner, 'covariates', field);
    const called = name ?? (typeof from === 'string' ? from : undefined);
    if (typeof called !== 'string') refuseOption(owner, 'covariates', 'to have a name for each function', name);
    const isLevel = typeof reference === 'string' || typeof reference === 'boolean' || Number.isFinite(reference);
    if (reference !== undefined && !isLevel) {
      refuseOption(owner, 'reference', 'to be text, a number or a boolean', reference, 'E_OPT_TYPE');
    }
    return { name: called, from, reference: reference ?? null };
  });
  const names = plans.map(({ name }) => name);
  const repeated = names.find((name, k) => names.indexOf(name) < k);
  if (repeated !== undefined) refuseOption(owner, 'covariates', 'to have different names', repeated);
  return plans;
}

/** What is read of each row for these covariates. */
export function covariateInputs(plans: readonly CovariatePlan[]): {
  readonly numbers: readonly MoreInput[];
  readonly keys: readonly MoreInput[];
} {
  const inputOf = ({ name, from }: CovariatePlan): MoreInput => ({ option: name, from });
  return {
    numbers: plans.filter(({ reference }) => reference === null).map(inputOf),
    keys: plans.filter(({ reference }) => reference !== null).map(inputOf),
  };
}

/** The columns of the model, and the covariates with the categories that were found. */
export function columnsOf(
  owner: string,
  plans: readonly CovariatePlan[],
  spells: Spells,
): { readonly columns: readonly CoxColumn[]; readonly covariates: readonly CoxCovariate[] } {
  let [numbers, keys] = [0, 0];
  const columns: CoxColumn[] = [];
  const covariates = plans.map(({ name, reference }, covariate): CoxCovariate => {
    if (reference === null) {
      const values = spells.numbers[numbers++] as Float64Array; // one for each number, in their order
      columns.push({ covariate, name, level: null, valueAt: (i) => values[i] as number });
      return { name, levels: null, reference };
    }
    const column = spells.keys[keys++] as Spells['keys'][number]; // one for each category, in their order
    if (!column.keys.includes(reference)) {
      refuseOption(owner, 'reference', `to be a category that ${name} has`, reference);
    }
    column.keys.forEach((level, code) => {
      if (level === reference) return;
      columns.push({ covariate, name, level, valueAt: (i) => (column.codes[i] === code ? 1 : 0) });
    });
    return { name, levels: column.keys.filter((level) => level !== reference), reference };
  });
  const lonely = covariates.find(({ levels }) => levels?.length === 0);
  if (lonely !== undefined) refuseCovariates(owner, [lonely.name], 'to differ between rows', 'the same in all');
  return { columns, covariates };
}

/** How a column is spoken of. */
export function columnName({ name, level }: Pick<CoxColumn, 'name' | 'level'>): string {
  return level === null ? name : `${name} ${String(level)}`;
}

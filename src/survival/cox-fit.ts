import type { Accessor, Data, LooseAccessor } from '../core/data.js';
import { errorOf, FitError, InvalidDataError } from '../core/errors.js';
import { checkChoice, checkConfidence, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import { checkPolicy } from '../core/policy.js';
import { checkAccessor } from '../core/row-values.js';
import {
  type CovariatePlan,
  type CoxColumn,
  type CoxCovariate,
  type CoxCovariateInput,
  type CoxLevel,
  columnsOf,
  covariateInputs,
  planCovariates,
} from './cox-covariates.js';
import type { CoxTies } from './cox-risk-sums.js';
import { type CoxRows, coxRows } from './cox-rows.js';
import { type CoxSearch, searchCox } from './cox-search.js';
import { type KeyColumn, SPELL_OPTIONS, type SpellOptions } from './spell-fields.js';
import { type Spells, spellsOf } from './spells.js';

/** Where a row says how long something lasted, whether it ended, and what may have to do with it. */
export interface CoxOptions<Row> extends SpellOptions<Row> {
  /** Fields of numbers (or of true and false, as 1 and 0), or rules: `{ field: 'plan', reference: 'free' }` for a category. */
  readonly covariates: readonly CoxCovariateInput<Row>[];
  /** Several ends at one time: `'efron'` (the default, as in R) or `'breslow'`, which is coarser but quicker. */
  readonly ties?: CoxTies | undefined;
  /** Each stratum has a baseline of its own; the coefficients are those of all. */
  readonly strata?: Accessor<Row, CoxLevel> | undefined;
  /** Rows of one cluster, a customer's say, are not independent: standard errors are robust to that. */
  readonly cluster?: Accessor<Row, CoxLevel> | undefined;
  /** Standard errors that do not rest on the model (Lin & Wei 1989). Default `true` with clusters, else `false`. */
  readonly robust?: boolean | undefined;
  /** Of the intervals; default 0.95. */
  readonly confidence?: number | undefined;
  /** What is taken off the log-likelihood for each coefficient: this times the square of coefficient × standard deviation. Default 0. */
  readonly penalty?: number | undefined;
}

/** Options of a Cox model that were checked. */
export interface CoxPlan {
  readonly owner: string;
  readonly covariates: readonly CovariatePlan[];
  readonly ties: CoxTies;
  readonly strata: LooseAccessor;
  readonly cluster: LooseAccessor;
  readonly isRobust: boolean;
  readonly confidence: number;
  readonly penalty: number;
  readonly options: SpellOptions<never>;
}

/** What a fit leaves for those who describe it. */
export interface CoxFit {
  readonly spells: Spells;
  readonly columns: readonly CoxColumn[];
  readonly covariates: readonly CoxCovariate[];
  readonly rows: CoxRows;
  readonly search: CoxSearch;
  readonly strata: KeyColumn | null;
  /** Of each of the rows. */
  readonly cluster: Int32Array | null;
  readonly clusters: number;
}

/** Checks the options. */
export function planCox<Row>(
  owner: string,
  options: CoxOptions<Row>,
  known: readonly string[] = ['cluster', 'robust', 'confidence', 'penalty'],
): CoxPlan {
  checkOptions(owner, options, [...SPELL_OPTIONS, 'covariates', 'ties', 'strata', ...known]);
  checkPolicy(owner, options);
  const { ties = 'efron', strata, cluster, robust = cluster !== undefined, confidence = 0.95, penalty = 0 } = options;
  if (typeof robust !== 'boolean') refuseOption(owner, 'robust', 'to be true or false', robust, 'E_OPT_TYPE');
  if (cluster !== undefined && !robust) refuseOption(owner, 'robust', 'to be true with clusters', robust);
  return {
    owner,
    covariates: planCovariates(owner, options.covariates),
    ties: checkChoice(owner, 'ties', ties, ['efron', 'breslow']),
    strata: strata === undefined ? undefined : checkAccessor(owner, 'strata', strata),
    cluster: cluster === undefined ? undefined : checkAccessor(owner, 'cluster', cluster),
    isRobust: robust,
    confidence: checkConfidence(owner, confidence),
    penalty: checkNumber(owner, 'penalty', penalty, { min: 0, max: 1e9 }),
    options: options as unknown as SpellOptions<never>, // the row type was checked where the options were given
  };
}

/** Reads the rows and finds the coefficients. */
export function fitCox(plan: CoxPlan, data: Data<never>): CoxFit {
  const { owner, covariates: plans, options, ties, penalty } = plan;
  const { numbers, keys } = covariateInputs(plans);
  const groups = (['strata', 'cluster'] as const).filter((option) => plan[option] !== undefined);
  const spells = spellsOf(owner, data, options, {
    numbers,
    keys: [...keys, ...groups.map((option) => ({ option, from: plan[option] }))],
  });
  refuseEmpty(owner, spells);
  const { columns, covariates } = columnsOf(owner, plans, spells);
  const groupColumn = (option: 'strata' | 'cluster'): KeyColumn | null =>
    groups.includes(option) ? (spells.keys[keys.length + groups.indexOf(option)] ?? null) : null;
  const strata = groupColumn('strata');
  const rows = coxRows(owner, spells, columns, strata?.codes ?? null);
  const clusterColumn = groupColumn('cluster');
  return {
    ...{ spells, columns, covariates, rows, strata },
    search: searchCox(owner, rows, columns, ties, penalty),
    cluster: clusterColumn && Int32Array.from(rows.order, (row) => clusterColumn.codes[row] as number),
    clusters: clusterColumn?.keys.length ?? 0,
  };
}

function refuseEmpty(owner: string, { length, ended, weight }: Spells): void {
  let isAny = false;
  for (let i = 0; i < length; i += 1) {
    if (weight?.[i] === 0) continue;
    if (ended[i] === 1) return;
    isAny = true;
  }
  if (!isAny) {
    const issue = {
      code: 'E_FIELD_MISSING',
      index: null,
      field: null,
      expected: 'at least one',
      received: 'none',
    } as const;
    throw errorOf(InvalidDataError, owner, [issue]);
  }
  const expected = 'to hold one that ended';
  const issue = { code: 'E_FIT_IDENTIFY', index: null, field: null, expected, received: 'none' } as const;
  throw errorOf(FitError, owner, [issue]);
}

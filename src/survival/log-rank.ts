import type { Accessor, AnyRow, Data, LooseAccessor } from '../core/data.js';
import type { RowMetric } from '../core/metric.js';
import { checkChoice, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import { checkPolicy, type Excluded } from '../core/policy.js';
import { refuseExcluded } from '../core/row-metric.js';
import type { AdjustmentMethod } from '../stats/adjust-p-values.js';
import { countCells } from './log-rank-counts.js';
import { logRankPlan } from './log-rank-plan.js';
import { type LogRank, logRankOf } from './log-rank-result.js';
import {
  checkedState,
  type LogRankKey,
  type LogRankState,
  type LogRankTable,
  mergeStates,
  stateOf,
  tableOfState,
} from './log-rank-state.js';
import type { LogRankTestName, LogRankWeights } from './log-rank-sums.js';
import { SPELL_OPTIONS, type SpellFields, type SpellOptions } from './spell-fields.js';
import { spellsOf } from './spells.js';
import { refuseParts } from './whole-weights.js';

/** Where a row says how long something lasted, whether it ended and which group it is of, and which test is wanted. */
export interface LogRankOptions<Row> extends SpellOptions<Row> {
  /** What is compared: text, finite numbers or booleans. */
  readonly group: Accessor<Row, LogRankKey>;
  /** Groups are compared within each stratum, and the differences added up. */
  readonly strata?: Accessor<Row, LogRankKey> | undefined;
  /** How many subjects the row stands for, a whole number. Without it, 1. */
  readonly weight?: Accessor<Row, number> | undefined;
  /**
   * What the difference at a time counts. `'log-rank'` (the default): the same at all times, best where hazards are proportional.
   * `'wilcoxon'`: as many as were at risk (Gehan 1965), `'tarone-ware'`: its square root, so early ends count more. `'peto'`: the
   * share that lasts longer (Peto & Peto 1972; Π 1 − d/(n + 1)). `'fleming-harrington'`: S^rho·(1 − S)^gamma, with S until just before.
   */
  readonly test?: LogRankTestName | undefined;
  /** Of `'fleming-harrington'`; default 1, which is R's `survdiff(rho = 1)`. */
  readonly rho?: number | undefined;
  /** Of `'fleming-harrington'`; default 0. Above 0, late ends count more. */
  readonly gamma?: number | undefined;
  /** Compares every two groups as well, with p-values adjusted so; see `adjustPValues`. */
  readonly pairwise?: AdjustmentMethod | undefined;
}

/**
 * Whether groups last equally long: the log-rank test and its weighted kin, for any number of groups, within strata.
 *
 * (O − E)ᵀ V⁻ (O − E), of ends observed and expected with their hypergeometric variance (Mantel 1966, Cancer Chemotherapy Reports
 * 50: 163–170), as R's `survdiff`. A group of which nobody was at risk when something ended does not take part. `statistic` and
 * `pValue` are `null`, with 0 degrees of freedom, where fewer than two groups do or nothing ended.
 *
 * @param data - rows or columns
 * @param options - the fields, and the test
 * @throws {InvalidDataError} when a duration is negative, an entry is not before it, a weight is not whole
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `rho` or `gamma` is given for another test
 * @example
 * ```ts
 * import { logRank } from 'kizuna';
 *
 * const customers = [
 *   { plan: 'monthly', months: 1, left: true },
 *   { plan: 'monthly', months: 2, left: true },
 *   { plan: 'monthly', months: 4, left: false },
 *   { plan: 'yearly', months: 3, left: true },
 *   { plan: 'yearly', months: 5, left: false },
 *   { plan: 'yearly', months: 5, left: false },
 * ];
 * const { statistic, pValue, groups } = logRank(customers, { duration: 'months', ended: 'left', group: 'plan' });
 * statistic; // => 1.066
 * pValue; // => 0.302
 * groups[0]; // => { group: 'monthly', n: 3, events: 2, observed: 2, expected: 1.15 }
 * ```
 */
export function logRank<Row>(data: Data<Row>, options: LogRankOptions<NoInfer<Row>>): LogRank {
  const weights = checkLogRank('logRank', options);
  const { table, excluded } = counted('logRank', data, options);
  return logRankOf(table, weights, options.pairwise, excluded);
}

/**
 * The same as a metric: states of parts of the data are plain counts, and merge.
 *
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { logRankMetric } from 'kizuna';
 *
 * const metric = logRankMetric<{ plan: string; months: number; left: boolean }>({ duration: 'months', ended: 'left', group: 'plan' });
 * const monthly = metric.state([{ plan: 'monthly', months: 1, left: true }, { plan: 'monthly', months: 4, left: false }]);
 * const yearly = metric.state([{ plan: 'yearly', months: 3, left: true }, { plan: 'yearly', months: 5, left: false }]);
 * metric.finish(metric.merge(monthly, yearly)).statistic; // => 0.0588
 * ```
 */
export function logRankMetric<Row = AnyRow>(options: LogRankOptions<Row>): RowMetric<Row, LogRankState, LogRank> {
  const owner = 'logRankMetric';
  const weights = checkLogRank(owner, options);
  return {
    name: 'logRank',
    split: 'anywhere',
    // The types of the accessors were checked where they were given.
    plan: logRankPlan(
      options as SpellFields,
      options.group as LooseAccessor,
      options.strata as LooseAccessor | undefined,
    ),
    state: (data) => {
      const { table, excluded } = counted(owner, data, options);
      return stateOf(table, excluded);
    },
    merge: (a, b) => mergeStates(owner, a, b),
    finish: (state) => {
      const { excluded } = checkedState(owner, state);
      refuseExcluded(owner, options, excluded);
      return logRankOf(tableOfState(state), weights, options.pairwise, excluded);
    },
  };
}

const TESTS: readonly LogRankTestName[] = ['log-rank', 'wilcoxon', 'tarone-ware', 'peto', 'fleming-harrington'];

function checkLogRank<Row>(owner: string, options: LogRankOptions<Row>): LogRankWeights {
  checkOptions(owner, options, [...SPELL_OPTIONS, 'group', 'strata', 'test', 'rho', 'gamma', 'pairwise']);
  checkPolicy(owner, options);
  const test = checkChoice(owner, 'test', options.test ?? 'log-rank', TESTS);
  for (const name of ['rho', 'gamma'] as const) {
    if (options[name] === undefined) continue;
    checkNumber(owner, name, options[name], { min: 0, max: 100 });
    if (test !== 'fleming-harrington') {
      refuseOption(owner, name, 'to be left out unless test is fleming-harrington', options[name]);
    }
  }
  if (options.pairwise !== undefined) {
    checkChoice(owner, 'pairwise', options.pairwise, ['holm', 'hochberg', 'bonferroni', 'bh', 'by']);
  }
  return { test, rho: options.rho ?? 1, gamma: options.gamma ?? 0 };
}

function counted<Row>(
  owner: string,
  data: Data<Row>,
  options: LogRankOptions<Row>,
): { readonly table: LogRankTable; readonly excluded: Excluded } {
  const { group, strata } = options;
  const keys = [{ option: 'group', from: group as LooseAccessor }]; // the row type was checked where it was given, here and below
  if (strata !== undefined) keys.push({ option: 'strata', from: strata as LooseAccessor });
  const spells = spellsOf(owner, data as Data<never>, options as unknown as SpellOptions<never>, { keys });
  refuseParts(owner, spells, options.weight); // a part of a subject has no hypergeometric variance
  const [byGroup, byStratum] = spells.keys;
  const groups = byGroup?.keys ?? [];
  const cells = countCells(spells, byGroup?.codes ?? new Int32Array(0), byStratum?.codes ?? null, groups.length);
  const table = { ...presentOnly(cells, groups), strata: byStratum?.keys ?? [null] };
  return { table, excluded: spells.excluded };
}

/** Groups whose rows all have weight 0 are none. */
function presentOnly(
  cells: LogRankTable['cells'],
  groups: LogRankTable['groups'],
): Pick<LogRankTable, 'cells' | 'groups'> {
  const codes = [...new Set(cells.map(({ group }) => group))].sort((a, b) => a - b);
  if (codes.length === groups.length) return { cells, groups };
  return {
    cells: cells.map((cell) => ({ ...cell, group: codes.indexOf(cell.group) })),
    groups: codes.map((code) => groups[code] as LogRankKey),
  };
}

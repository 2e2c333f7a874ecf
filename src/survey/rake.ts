import { by, type GroupedState } from '../core/by.js';
import type { AnyRow, Data } from '../core/data.js';
import { errorOf, InvalidDataError, type Issue, typeName } from '../core/errors.js';
import { IssueLog } from '../core/issue-log.js';
import { type CountIf, countIf } from '../core/measures.js';
import type { RowMetric } from '../core/metric.js';
import { checkChoice, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import { DEFAULT_POLICY, type RowPolicy } from '../core/policy.js';
import { tableOf } from '../core/table.js';
import { type TallyState, tally } from '../core/tally.js';
import type { CategoryReader } from './category-reader.js';
import { cellCode, type RakePlan, type RakingFacts, weighCells } from './cells.js';
import { type Margin, type Margins, marginsOf } from './margins.js';

/** The targets of the weights, and when to stop. Under `invalid: 'exclude'`, rows of a category without a target get no weight. */
export interface RakeOptions<Row> extends RowPolicy {
  /** For each field, the shares or counts that its categories are to have; the totals may differ by rounding, up to 0.25 %. */
  readonly margins: Margins<Row>;
  /** How many rounds over the margins; default 1000. */
  readonly maxIterations?: number;
  /** How far an achieved share may be from its target; default 1e-10. */
  readonly tolerance?: number;
  /** The least and the largest weight, such as `[0.3, 3]`; 1 lies between them. */
  readonly bounds?: readonly [number, number];
}

/** Weights of rows, and how well they meet the margins. */
export interface Raked extends RakingFacts {
  /** One for each row, mean 1; `null` for rows that were left out. */
  readonly weights: readonly (number | null)[];
}

/** Weights of cells: of rows that share their category in every margin. */
export interface RakedCells extends RakingFacts {
  /** The cells that have rows; `categories` in the order of the margins, as they stand in the rows. */
  readonly cells: readonly {
    readonly categories: readonly (string | number | boolean)[];
    readonly count: number;
    readonly weight: number;
  }[];
}

/** The state of raking: rows counted by the first field, within it by the next, and so on. */
export type RakeState = RakeGroups | TallyState<{ readonly n: CountIf<never> }>;

/** The state of each value of a field, in the order of the values. */
export interface RakeGroups extends GroupedState<RakeState> {}

/**
 * Raking as a metric, for streams, stored states and databases: it counts the rows of each cell, and weighs the cells. See `rake`.
 *
 * @param options - the targets; see `RakeOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range, or margins differ in their total
 * @example
 * ```ts
 * import { measure, rakeMetric } from 'kizuna';
 *
 * const answers = [{ plan: 'free' }, { plan: 'pro' }, { plan: 'pro' }, { plan: 'pro' }];
 * measure(answers, rakeMetric({ margins: { plan: { free: 0.5, pro: 0.5 } } })).cells;
 * // => [{ categories: ['free'], count: 1, weight: 2 }, { categories: ['pro'], count: 3, weight: 0.6667 }]
 * ```
 */
export function rakeMetric<Row = AnyRow>(options: RakeOptions<Row>): RowMetric<Row, RakeState, RakedCells> {
  const plan = planOf(options);
  const rows: unknown = tally<AnyRow, never, { n: CountIf<never> }, number>({
    name: 'rake',
    inputs: {},
    measures: { n: countIf() },
    finish: ({ n }) => n,
  });
  type Counting = RowMetric<AnyRow, RakeState, unknown>;
  // One grouping for each margin around the count: the shape that `RakeState` describes. The fields were checked against `Row`.
  const counted: unknown = plan.margins.reduceRight(
    (inner, { field }) => by(field, inner) as Counting,
    rows as Counting,
  );
  return { ...(counted as RowMetric<Row, RakeState, unknown>), finish: (state) => finish(plan, state) };
}

/**
 * Weights that make a sample look like the whole it stands for: shares of age, region or plan become the known ones.
 * Raking (ウェイトバック集計, rim weighting) is iterative proportional fitting of one margin after the other until all hold
 * (Deming and Stephan 1940). With `bounds`, the truncated raking ratio (Deville, Särndal and Sautory 1993).
 *
 * Targets are shares or counts, with one total in all margins. The weights go into `nps(rows, { weight })` and the like.
 *
 * @param data - rows or columns with the fields of the margins
 * @param options - `margins`, `maxIterations`, `tolerance`, `bounds`, `missing`, `invalid`
 * @returns a weight for each row, in the order of the rows; `converged` is false where the targets cannot all be met
 * @throws {InvalidDataError} when a row is in a category without a target, or a target above 0 has no rows
 * @throws {InvalidOptionError} when an option is unknown or out of range, or margins differ in their total
 * @example
 * ```ts
 * import { rake } from 'kizuna';
 *
 * const answers = [
 *   { gender: 'female', age: 'young' },
 *   { gender: 'female', age: 'old' },
 *   { gender: 'male', age: 'old' },
 *   { gender: 'male', age: null },
 * ];
 * const { weights, converged } = rake(answers, {
 *   margins: { gender: { female: 0.5, male: 0.5 }, age: { young: 0.4, old: 0.6 } },
 * });
 * weights; // => [1.2, 0.3, 1.5, null]
 * converged; // => true
 * ```
 */
export function rake<Row>(data: Data<Row>, options: RakeOptions<NoInfer<Row>>): Raked {
  const plan = planOf(options);
  const issues = new IssueLog('rake');
  const table = tableOf('rake', data, true);
  const columns = plan.margins.map((margin) => ({
    margin,
    reader: margin.reader(),
    values: table.column(margin.field),
  }));
  const codes = new Float64Array(table.length);
  const counts = new Map<number, number>();
  const excluded = { missing: 0, invalid: 0, repeated: 0 };
  for (let row = 0; row < codes.length; row += 1) {
    let code = 0;
    for (const { margin, reader, values } of columns) {
      const value = values[row];
      const place = reader.placeOf(value);
      code = place < 0 ? -1 : cellCode(margin, code, place);
      if (place >= 0) continue;
      const reason = (value ?? null) === null ? 'missing' : 'invalid';
      excluded[reason] += 1;
      if (plan[reason] === 'throw') issues.add(issueOf(margin, value, row));
      break;
    }
    codes[row] = code;
    if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  issues.throwIfAny();
  const { cells, facts } = weighCells(asMet(plan, columns), counts, excluded);
  const weights = new Map(cells.map(({ code, weight }) => [code, weight]));
  return { weights: Array.from(codes, (code) => weights.get(code) ?? null), ...facts };
}

interface CheckedPlan extends RakePlan {
  readonly missing: 'exclude' | 'throw';
  readonly invalid: 'throw' | 'exclude';
}

function planOf<Row>(options: RakeOptions<Row>): CheckedPlan {
  checkOptions('rake', options, ['margins', 'maxIterations', 'tolerance', 'bounds', 'missing', 'invalid']);
  const { maxIterations = 1000, tolerance = 1e-10, bounds } = options;
  const { missing = DEFAULT_POLICY.missing, invalid = DEFAULT_POLICY.invalid } = options;
  return {
    margins: marginsOf('rake', options.margins),
    bounds: bounds === undefined ? null : boundsOf(bounds),
    maxIterations: checkNumber('rake', 'maxIterations', maxIterations, { min: 1, integer: true }),
    tolerance: checkNumber('rake', 'tolerance', tolerance, { min: 0 }),
    missing: checkChoice('rake', 'missing', missing, ['exclude', 'throw']),
    invalid: checkChoice('rake', 'invalid', invalid, ['throw', 'exclude']),
  };
}

function boundsOf(bounds: readonly [number, number]): readonly [number, number] {
  const expected = 'to be two numbers of at least 0 with 1 between them';
  if (!Array.isArray(bounds) || bounds.length !== 2) refuseOption('rake', 'bounds', expected, bounds, 'E_OPT_TYPE');
  const [low, high] = bounds;
  if (!(low >= 0 && low < 1 && high > 1 && high < Infinity))
    refuseOption('rake', 'bounds', expected, `${low}, ${high}`);
  return bounds;
}

/** The plan with its categories as they stand in the rows. */
function asMet(plan: CheckedPlan, columns: readonly { readonly reader: CategoryReader }[]): CheckedPlan {
  const margins = plan.margins.map((margin, m) => ({
    ...margin,
    categories: columns[m]?.reader.categories() ?? margin.categories,
  }));
  return { ...plan, margins };
}

function finish(plan: CheckedPlan, state: RakeState): RakedCells {
  const columns = plan.margins.map((margin) => ({ margin, reader: margin.reader() }));
  const counts = new Map<number, number>();
  const excluded = { missing: 0, invalid: 0, repeated: 0 };
  const issues: Issue[] = [];
  let refused = 0;
  walk(state, 0, 0);
  if (refused > 0) throw errorOf(InvalidDataError, 'rake', issues, { issueCount: refused });
  const met = asMet(plan, columns);
  const { cells, facts } = weighCells(met, counts, excluded);
  return {
    cells: cells.map(({ places, count, weight }) => ({
      categories: met.margins.map(({ categories }, m) => categories[places[m] ?? 0] ?? ''),
      count,
      weight,
    })),
    ...facts,
  };

  function walk(part: RakeState, depth: number, code: number): void {
    const column = columns[depth];
    if (!isGrouped(part) || column === undefined) {
      counts.set(code, (counts.get(code) ?? 0) + rowsOf(part));
      return;
    }
    const { margin, reader } = column;
    for (const [key, inner] of part) {
      const place = reader.placeOf(key);
      if (place >= 0) walk(inner, depth + 1, cellCode(margin, code, place));
      else {
        const reason = key === null ? 'missing' : 'invalid';
        excluded[reason] += rowsOf(inner);
        if (plan[reason] === 'exclude') continue;
        refused += rowsOf(inner);
        issues.push(issueOf(margin, key, null));
      }
    }
  }
}

function rowsOf(state: RakeState): number {
  return isGrouped(state) ? state.reduce((rows, [, inner]) => rows + rowsOf(inner), 0) : state.measured.n;
}

function isGrouped(state: RakeState): state is RakeGroups {
  return Array.isArray(state);
}

function issueOf({ field }: Margin, value: unknown, index: number | null): Issue {
  const code = (value ?? null) === null ? 'E_FIELD_MISSING' : 'E_FIELD_VALUE';
  return { code, index, field, expected: 'among the targets', received: typeName(value) };
}

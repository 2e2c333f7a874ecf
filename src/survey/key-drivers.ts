import type { Accessor, AnyRow, Data, FieldOf } from '../core/data.js';
import { LimitError } from '../core/errors.js';
import type { InputRule } from '../core/input.js';
import { measure } from '../core/measure.js';
import type { RowMetric } from '../core/metric.js';
import { checkChoice, checkOptions, refuseOption } from '../core/options.js';
import type { Excluded, RowPolicy } from '../core/policy.js';
import { type TallyState, tally } from '../core/tally.js';
import { type DriverSums, driverMeasures, itemName, type KeyDriverMeasures, readDriverSums } from './driver-sums.js';
import { determination, type ImportanceMethod, importances } from './importance.js';
import { deviations, placementOf, type Quadrant } from './improvement-index.js';
import { topBoxOf } from './top-box.js';

/** The overall score, the items that may drive it, and how importance and satisfaction are measured. */
export interface KeyDriversOptions<Row, Driver extends string> extends RowPolicy {
  /** The score that is to be explained, such as overall satisfaction. */
  readonly overall: Accessor<Row, number>;
  /** The fields of the items. */
  readonly drivers: readonly Driver[];
  /** Default `'correlation'`. */
  readonly method?: ImportanceMethod;
  /** Default `'mean'`; or the share of answers in the `topBox` highest points of the items' scale. */
  readonly satisfaction?: 'mean' | { readonly topBox: number; readonly scale: readonly [number, number] };
}

/** One driver: how much it matters, how satisfied people are with it, and how much improving it promises. */
export interface KeyDriver<Driver extends string = string> {
  readonly driver: Driver;
  /** By the chosen method; `null` where it cannot be told. The fields below then are `null` too, `satisfaction` apart. */
  readonly importance: number | null;
  /** The mean answer, or the share of answers in the top boxes. */
  readonly satisfaction: number | null;
  /** Deviation scores (偏差値) among the drivers: 50 on average, 10 for each standard deviation. */
  readonly importanceScore: number | null;
  readonly satisfactionScore: number | null;
  /** From the centre of the portfolio (50, 50). */
  readonly distance: number | null;
  /** In degrees from the direction of high importance and low satisfaction. */
  readonly angle: number | null;
  /** 改善度指数. */
  readonly improvementIndex: number | null;
  readonly quadrant: Quadrant | null;
  /** Complete rows, the same for all drivers, as are the two fields below. */
  readonly n: number;
  /** How much of the overall score's variance all drivers together explain. */
  readonly rSquared: number | null;
  readonly excluded: Excluded;
}

/** The state of key drivers: counts, exact sums of scores and of their products. */
export type KeyDriversState = TallyState<KeyDriverMeasures>;

/** Squares of larger scores could leave the range of doubles. */
const SIZE = { min: -1e100, max: 1e100 };

/** Shapley shares take 2^p regressions: with 20 drivers a million, with 21 two. */
const MOST_SHAPLEY = 20;

/**
 * Key drivers as a metric, for segments, streams, stored states and databases. See `keyDrivers`.
 *
 * @param options - the overall score and the drivers; see `KeyDriversOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @throws {LimitError} when `'shapley'` is asked for more than 20 drivers
 * @example
 * ```ts
 * import { by, keyDriversMetric, measure } from 'kizuna';
 *
 * const answers = [
 *   { plan: 'pro', overall: 5, price: 4, support: 5 },
 *   { plan: 'pro', overall: 2, price: 3, support: 1 },
 *   { plan: 'pro', overall: 4, price: 2, support: 5 },
 *   { plan: 'pro', overall: 1, price: 3, support: 1 },
 * ];
 * const rows = measure(answers, by('plan', keyDriversMetric({ overall: 'overall', drivers: ['price', 'support'] })));
 * rows.map(({ plan, driver, importance }) => ({ plan, driver, importance }));
 * // => [{ plan: 'pro', driver: 'support', importance: 0.949 }, { plan: 'pro', driver: 'price', importance: 0.224 }]
 * ```
 */
export function keyDriversMetric<Row = AnyRow, const Driver extends FieldOf<Row, number> = FieldOf<Row, number>>(
  options: KeyDriversOptions<NoInfer<Row>, Driver>,
): RowMetric<Row, KeyDriversState, readonly KeyDriver<Driver>[]> {
  const { drivers, method, boxes } = checked<Row, Driver>(options);
  const items = drivers.length + 1;
  const rules: readonly InputRule<Row>[] = [
    { from: options.overall, label: 'overall', ...SIZE },
    ...drivers.map((driver) => ({
      from: driver as unknown as Accessor<Row, unknown>, // a field that holds numbers, as `Driver` says
      ...(boxes ? { min: boxes.low, max: boxes.high, integer: true } : SIZE),
    })),
  ];
  return tally<Row, string, KeyDriverMeasures, readonly KeyDriver<Driver>[]>({
    name: 'keyDrivers',
    inputs: Object.fromEntries(rules.map((rule, i) => [itemName(i), rule])),
    measures: driverMeasures(items, boxes && [boxes.first, boxes.high]),
    missing: options.missing,
    invalid: options.invalid,
    finish: (measured, excluded) =>
      driversOf<Driver>(drivers, method, boxes !== null, readDriverSums(items, measured), excluded),
  });
}

/**
 * What drives the overall score, and what to improve first: the portfolio analysis of customer satisfaction (CSポートフォリオ).
 *
 * `importance` is how an item goes with the overall score:
 * - `'correlation'`: Pearson's r, the classic of the portfolio
 * - `'partial-correlation'`: r with all other items held constant
 * - `'beta'`: the standardised coefficient of the regression on all items
 * - `'shapley'`: what the item adds to R², averaged over all orders (Lindeman, Merenda and Gold 1980)
 * - `'relative-weights'`: nearly the same without 2^p regressions (Johnson 2000); both add up to R²
 *
 * Importance and satisfaction become deviation scores (偏差値) around 50. The improvement index (改善度指数) is
 * distance × (90° − angle) / 90°, the angle taken from the lower right, where much matters and little pleases.
 *
 * @param data - rows or columns; rows that lack the overall score or an item are left out and counted
 * @param options - `overall`, `drivers`, `method`, `satisfaction`, `missing`, `invalid`
 * @returns a row for each driver, what to improve first on top; importance is `null` with fewer rows than drivers + 2, for
 *   items that do not vary, and, as a partial correlation or beta, for items that are made of others
 * @throws {InvalidDataError} when a score is not a finite number, or off the given scale
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @throws {LimitError} when `'shapley'` is asked for more than 20 drivers
 * @example
 * ```ts
 * import { keyDrivers } from 'kizuna';
 *
 * const answers = [
 *   { overall: 5, price: 4, support: 4, design: 5 },
 *   { overall: 2, price: 3, support: 1, design: 4 },
 *   { overall: 4, price: 2, support: 3, design: 5 },
 *   { overall: 1, price: 3, support: 1, design: 5 },
 *   { overall: 3, price: 4, support: 2, design: 4 },
 * ];
 * const [first] = keyDrivers(answers, { overall: 'overall', drivers: ['price', 'support', 'design'] });
 * first?.driver; // => 'support'
 * first?.quadrant; // => 'priority-improve'
 * first?.importance; // => 0.970
 * first?.improvementIndex; // => 17.0
 * ```
 */
export function keyDrivers<Row, const Driver extends FieldOf<Row, number>>(
  data: Data<Row>,
  options: KeyDriversOptions<NoInfer<Row>, Driver>,
): readonly KeyDriver<Driver>[] {
  return measure(data, keyDriversMetric<Row, Driver>(options));
}

function driversOf<Driver extends string>(
  drivers: readonly Driver[],
  method: ImportanceMethod,
  isTopBox: boolean,
  sums: DriverSums,
  excluded: Excluded,
): readonly KeyDriver<Driver>[] {
  const isEnough = sums.n >= drivers.length + 2 && sums.varies(0);
  const varying = isEnough ? drivers.map((_, i) => i + 1).filter((item) => sums.varies(item)) : [];
  const correlations = {
    drivers: varying.map((i) => varying.map((j) => sums.correlation(i, j))),
    overall: varying.map((i) => sums.correlation(0, i)),
  };
  const found = new Map(importances(method, correlations).map((importance, k) => [varying[k], importance]));
  const rows = drivers.map((driver, i) => {
    const satisfied = isTopBox ? sums.top(i + 1) : sums.sum(i + 1);
    return { driver, satisfied, importance: found.get(i + 1) ?? null };
  });
  const placed = rows.filter(({ importance }) => importance !== null);
  const across = deviations(placed.map(({ importance }) => importance ?? 0));
  // Sums lie as far apart in standard deviations as means do, and those of survey answers are exact.
  const up = deviations(placed.map(({ satisfied }) => satisfied));
  const rest = { n: sums.n, rSquared: isEnough ? determination(correlations) : null, excluded };
  return rows
    .map((row) => {
      const { driver, satisfied, importance } = row;
      const satisfaction = sums.n === 0 ? null : satisfied / sums.n + 0;
      const [x, y] = [across[placed.indexOf(row)], up[placed.indexOf(row)]];
      const isPlaced = x !== undefined && y !== undefined;
      const place = isPlaced ? { importanceScore: 50 + x, satisfactionScore: 50 + y, ...placementOf(x, y) } : NOWHERE;
      return { driver, importance, satisfaction, ...place, ...rest };
    })
    .sort((a, b) => rankOf(b.improvementIndex) - rankOf(a.improvementIndex));
}

const NOWHERE = {
  importanceScore: null,
  satisfactionScore: null,
  distance: null,
  angle: null,
  improvementIndex: null,
  quadrant: null,
} as const;

/** What rows are sorted by, in whole billionths: rounding must not order what is equal, which stays in the order of the drivers. */
function rankOf(improvementIndex: number | null): number {
  return improvementIndex === null ? Number.MIN_SAFE_INTEGER : Math.round(improvementIndex * 1e9);
}

function checked<Row, Driver extends string>(options: KeyDriversOptions<Row, Driver>) {
  const owner = 'keyDrivers';
  checkOptions(owner, options, ['overall', 'drivers', 'method', 'satisfaction', 'missing', 'invalid']);
  const { overall, drivers, method = 'correlation', satisfaction = 'mean' } = options;
  checkChoice(owner, 'method', method, ['correlation', 'partial-correlation', 'beta', 'shapley', 'relative-weights']);
  if (typeof overall !== 'string' && typeof overall !== 'function') {
    refuseOption(owner, 'overall', 'to be a field or a function', overall, 'E_OPT_TYPE');
  }
  const given: unknown = drivers;
  const isList = Array.isArray(given) && given.length > 0 && given.every((driver) => typeof driver === 'string');
  if (!isList) refuseOption(owner, 'drivers', 'to be a list of fields', drivers, 'E_OPT_TYPE');
  if (new Set([overall, ...drivers]).size !== drivers.length + 1) {
    refuseOption(owner, 'drivers', 'to be fields that differ from each other and from overall', drivers);
  }
  if (method === 'shapley' && drivers.length > MOST_SHAPLEY) {
    const message = `keyDrivers requires drivers to be ${MOST_SHAPLEY} at most for method "shapley"; got ${drivers.length} (relative-weights has no limit)`;
    const expected = `${MOST_SHAPLEY} fields at most`;
    throw new LimitError(message, [{ code: 'E_LIMIT', index: null, field: 'drivers', expected, received: 'array' }]);
  }
  if (satisfaction === 'mean') return { drivers, method, boxes: null };
  checkOptions(owner, satisfaction, ['topBox', 'scale']);
  return { drivers, method, boxes: topBoxOf(owner, satisfaction.scale, satisfaction.topBox) };
}

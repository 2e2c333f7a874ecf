import type { AnyRow, Data } from '../core/data.js';
import type { RowMetric } from '../core/metric.js';
import { checkChoice, checkConfidence, checkNumber, checkOptions } from '../core/options.js';
import { checkPolicy, type Excluded } from '../core/policy.js';
import { productLimitOf } from '../stats/product-limit.js';
import type { RiskTimes } from '../stats/risk-times.js';
import { periodCounts } from './period-counts.js';
import type { SpellFields, SpellOptions } from './spell-fields.js';
import { type SpellState, spellMetric } from './spell-state.js';
import { spellTimes } from './spell-times.js';
import { spellsOf } from './spells.js';
import { SURVIVAL_INTERVALS, type SurvivalInterval, survivalColumns, survivalPoints } from './survival-curve.js';

/** Where durations stand, and how long the intervals of the table are. */
export interface LifeTableOptions<Row> extends Omit<SpellOptions<Row>, 'entry'> {
  /** The length of an interval, in the unit of the durations; default 1. */
  readonly width?: number | undefined;
  /** Of the survival, as in `kaplanMeier`; default `'log-log'`. */
  readonly interval?: SurvivalInterval | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** One interval of a life table. */
export interface LifeTableRow {
  /** The interval, `from` included and `to` not. */
  readonly from: number;
  readonly to: number;
  /** How many came to it. */
  readonly entering: number;
  /** How many were last seen in it, going on. */
  readonly withdrawn: number;
  /** `entering` less half of `withdrawn`: how many were at risk, as withdrawals spread over the interval. */
  readonly exposed: number;
  readonly ended: number;
  /** `ended` of `exposed`: the risk to end within it. */
  readonly hazard: number;
  /** The estimated share that lasts to its end. */
  readonly survival: number;
  /** `null` where the survival is 0. */
  readonly standardError: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** The state of a life table: what ended and what was last seen, by duration. */
export type LifeTableState = SpellState;

/** An actuarial life table. */
export interface LifeTable {
  /** Every interval from 0 to the longest duration. */
  readonly rows: readonly LifeTableRow[];
  readonly n: number;
  readonly ended: number;
  readonly interval: SurvivalInterval;
  readonly confidence: number;
  readonly excluded: Excluded;
}

/**
 * The actuarial life table (Cutler & Ederer 1958): durations in intervals of one length, those last seen in one at risk for half of it, S = Π (1 − d/(n − w/2)), with
 * Greenwood's error. For durations known only to the month or year; with exact durations `kaplanMeier` assumes less.
 *
 * @param rows - rows or columns with `duration` and `ended`
 * @param options - the fields, `width`, `interval`, `confidence`, `missing` and `invalid`
 * @returns a row for each interval, without gaps; without rows, none
 * @throws {InvalidDataError} as `kaplanMeier`
 * @throws {InvalidOptionError} when an option is unknown or of the wrong type
 * @throws {LimitError} when there would be more than 100,000 intervals
 * @example
 * ```ts
 * import { lifeTable } from 'kizuna';
 *
 * const subscriptions = [
 *   { months: 0.5, left: true },
 *   { months: 0.7, left: false },
 *   { months: 1.2, left: true },
 *   { months: 2.9, left: false },
 * ];
 * const { rows } = lifeTable(subscriptions, { duration: 'months', ended: 'left' });
 * rows.map(({ from, entering, exposed, ended, survival }) => [from, entering, exposed, ended, survival]);
 * // => [[0, 4, 3.5, 1, 0.714], [1, 2, 2, 1, 0.357], [2, 1, 0.5, 0, 0.357]]
 * ```
 */
export function lifeTable<Row>(rows: Data<Row>, options: LifeTableOptions<NoInfer<Row>>): LifeTable {
  const plan = planOf(options);
  const spells = spellsOf(OWNER, rows, fieldsOf(options));
  return tableOf(plan, spellTimes(spells), spells.excluded);
}

/**
 * A life table as a metric: for groups, streams and stored states. See `lifeTable`.
 *
 * @param options - as `lifeTable`
 * @throws {InvalidOptionError} when an option is unknown or of the wrong type
 * @example
 * ```ts
 * import { by, lifeTableMetric, measure } from 'kizuna';
 *
 * const rows = [
 *   { plan: 'free', months: 0.5, left: true },
 *   { plan: 'free', months: 1.2, left: false },
 *   { plan: 'pro', months: 0.4, left: false },
 * ];
 * const plans = measure(rows, by('plan', lifeTableMetric({ duration: 'months', ended: 'left' })));
 * plans.map(({ plan, rows: table }) => [plan, table.map(({ survival }) => survival)]); // => [['free', [0.5, 0.5]], ['pro', [1]]]
 * ```
 */
export function lifeTableMetric<Row = AnyRow>(
  options: LifeTableOptions<Row>,
): RowMetric<Row, LifeTableState, LifeTable> {
  const plan = planOf(options);
  return spellMetric<Row, LifeTable>(OWNER, fieldsOf(options), (times, { excluded }) => tableOf(plan, times, excluded));
}

const OWNER = 'lifeTable';

interface Plan {
  readonly width: number;
  readonly interval: SurvivalInterval;
  readonly confidence: number;
}

function planOf<Row>(options: LifeTableOptions<Row>): Plan {
  const known = ['duration', 'ended', 'weight', 'width', 'interval', 'confidence', 'missing', 'invalid'];
  checkOptions(OWNER, options, known);
  checkPolicy(OWNER, options);
  return {
    width: checkNumber(OWNER, 'width', options.width ?? 1, { min: 0, open: true }),
    interval: checkChoice(OWNER, 'interval', options.interval ?? 'log-log', SURVIVAL_INTERVALS),
    confidence: checkConfidence(OWNER, options.confidence ?? 0.95),
  };
}

function fieldsOf<Row>({ duration, ended, weight, missing, invalid }: LifeTableOptions<Row>): SpellFields {
  // The row type was checked where the options were given.
  return { duration, ended, weight, missing, invalid } as SpellFields;
}

function tableOf({ width, interval, confidence }: Plan, times: RiskTimes, excluded: Excluded): LifeTable {
  const counts = periodCounts(OWNER, times, periodOf(width));
  const exposed = counts.atRisk.map((entering, i) => entering - (counts.censored[i] as number) / 2);
  const points = survivalPoints(survivalColumns(productLimitOf({ ...counts, atRisk: exposed }), interval, confidence));
  return {
    rows: points.map(({ time, atRisk, events, censored, ...rest }, i) => ({
      from: bound(time, width),
      to: bound(time + 1, width),
      entering: counts.atRisk[i] as number,
      withdrawn: censored,
      exposed: atRisk,
      ended: events,
      hazard: events / atRisk,
      ...rest,
    })),
    n: counts.atRisk[0] ?? 0,
    ended: counts.ended.reduce((sum, count) => sum + count, 0),
    interval,
    confidence,
    excluded,
  };
}

/** Where interval k begins: k/10 where the width is 0.1, which k times that number is not always. */
function bound(k: number, width: number): number {
  const parts = Math.round(1 / width);
  return 1 / parts === width ? k / parts : k * width;
}

/** The interval that a time is in, by the bounds as they are shown. */
function periodOf(width: number): (time: number) => number {
  return (time) => {
    const k = Math.floor(time / width);
    if (bound(k + 1, width) <= time) return k + 1;
    return bound(k, width) > time ? k - 1 : k;
  };
}

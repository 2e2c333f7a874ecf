import type { Accessor, Data } from '../core/data.js';
import type { Rate } from '../core/estimate.js';
import { checkChoice, checkConfidence, checkOptions } from '../core/options.js';
import { checkPolicy, type Excluded, type RowPolicy } from '../core/policy.js';
import { productLimitOf } from '../stats/product-limit.js';
import { wilsonRates } from '../stats/wilson.js';
import { periodCounts } from './period-counts.js';
import { spellTimes } from './spell-times.js';
import { spellsOf } from './spells.js';
import { SURVIVAL_INTERVALS, type SurvivalInterval, survivalColumns, survivalPoints } from './survival-curve.js';

/** Where contracts say how often they were renewed. */
export interface RenewalCurveOptions<Row> extends RowPolicy {
  /**
   * Ended: the period after which the customer did not renew, from 1. Not ended: how many renewals have been seen, from 0. As `fitSbg` reads it.
   * Default: the field `duration`.
   */
  readonly duration?: Accessor<Row, number> | undefined;
  /** Whether the customer has left (`true` or 1). Default: the field `ended`. */
  readonly ended?: Accessor<Row, boolean | number> | undefined;
  /** How many customers the row stands for. Default 1. */
  readonly weight?: Accessor<Row, number> | undefined;
  /** Of the survival, as in `kaplanMeier`; default `'log-log'`. */
  readonly interval?: SurvivalInterval | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** One renewal: who came to it, and who went on. */
export interface RenewalPoint {
  /** The number of the renewal, from 1. */
  readonly renewal: number;
  /** Customers who came to it and were seen to decide. */
  readonly atRisk: number;
  /** Those who did not renew. */
  readonly ended: number;
  /** Those who renewed, and have come to no further renewal yet. */
  readonly kept: number;
  /** The share of `atRisk` that renewed, with Wilson's interval. */
  readonly retention: Rate;
  /** 1 less the retention: the risk to leave at this renewal. */
  readonly hazard: number;
  /** The estimated share of new customers that is there after this renewal. */
  readonly survival: number;
  /** `null` where the survival is 0. */
  readonly standardError: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Retention and survival over the renewals of contracts. */
export interface RenewalCurve {
  /** Every renewal up to the last that anybody came to. */
  readonly curve: readonly RenewalPoint[];
  /** Customers, by weight; with those who have come to no renewal yet. */
  readonly n: number;
  readonly ended: number;
  readonly interval: SurvivalInterval;
  readonly confidence: number;
  readonly excluded: Excluded;
}

/**
 * How customers under contract last over their renewals: at each renewal the retention rate, the risk to leave, and the survival
 * S(t) = Π r (Kaplan–Meier on whole periods), with Greenwood's error. Rows are those that `fitSbg` takes, so that the curve can stand beside the
 * model that continues it.
 *
 * @param rows - rows or columns with `duration` and `ended`; those of `survivalRows` from a retention table, with `weight: 'customers'`
 * @param options - the fields, `interval`, `confidence`, `missing` and `invalid`
 * @returns a row for each renewal, without gaps; without rows, none
 * @throws {InvalidDataError} when a duration is no whole number from 0, or is 0 though the customer left
 * @throws {InvalidOptionError} when an option is unknown or of the wrong type
 * @throws {LimitError} when a duration is above 100,000 periods
 * @example
 * ```ts
 * import { expectedSurvival, fitSbg, renewalCurve } from 'kizuna';
 *
 * const contracts = [
 *   { duration: 1, ended: true, customers: 131 },
 *   { duration: 2, ended: true, customers: 126 },
 *   { duration: 3, ended: true, customers: 90 },
 *   { duration: 3, ended: false, customers: 653 },
 * ];
 * const { curve } = renewalCurve(contracts, { weight: 'customers' });
 * curve.map(({ renewal, retention, survival }) => [renewal, retention.value, survival]);
 * // => [[1, 0.869, 0.869], [2, 0.855, 0.743], [3, 0.879, 0.653]]
 * const model = fitSbg(contracts, { weight: 'customers' });
 * expectedSurvival(model, 3); // => 0.653
 * ```
 */
export function renewalCurve<Row>(rows: Data<Row>, options: RenewalCurveOptions<NoInfer<Row>> = {}): RenewalCurve {
  checkOptions(OWNER, options, ['duration', 'ended', 'weight', 'interval', 'confidence', 'missing', 'invalid']);
  checkPolicy(OWNER, options);
  const interval = checkChoice(OWNER, 'interval', options.interval ?? 'log-log', SURVIVAL_INTERVALS);
  const confidence = checkConfidence(OWNER, options.confidence ?? 0.95);
  const { duration = 'duration', ended = 'ended', weight, missing, invalid } = options;
  const spells = spellsOf(OWNER, rows, { duration, ended, weight, missing, invalid }, { isWhole: true });
  const counts = periodCounts(OWNER, spellTimes(spells), (time) => time);
  const points = survivalPoints(survivalColumns(productLimitOf(counts), interval, confidence));
  const rateOf = wilsonRates(confidence);
  const curve = points.slice(1).map(({ time, atRisk, events, censored, ...rest }) => ({
    renewal: time,
    atRisk,
    ended: events,
    kept: censored,
    retention: rateOf(atRisk - events, atRisk),
    hazard: events / atRisk,
    ...rest,
  }));
  const left = counts.ended.reduce((sum, count) => sum + count, 0);
  return { curve, n: points[0]?.atRisk ?? 0, ended: left, interval, confidence, excluded: spells.excluded };
}

const OWNER = 'renewalCurve';

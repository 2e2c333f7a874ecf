import type { Estimate } from '../core/estimate.js';
import { checkChoice, checkConfidence, checkOptions, refuseOption } from '../core/options.js';
import type { CoxLevel } from './cox-covariates.js';
import type { CoxBaselinePoint, CoxModel } from './cox-model.js';
import { type CoxCovariates, distancesOf, linearPredictor, varianceAlong } from './cox-values.js';
import { durationQuantile } from './duration-quantile.js';
import { SURVIVAL_INTERVALS, type SurvivalInterval, survivalColumns } from './survival-curve.js';

/** Which curve of the model, and its interval. */
export interface CoxSurvivalOptions {
  /** Needed where the model has strata. */
  readonly stratum?: CoxLevel | undefined;
  /** Default `'log-log'`, as of `kaplanMeier`; R's is `'log'`. */
  readonly interval?: SurvivalInterval | undefined;
  /** Default that of the model. */
  readonly confidence?: number | undefined;
}

/** The curve at a time at which something ended. */
export interface CoxSurvivalPoint {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  readonly cumulativeHazard: number;
  /** The chance to last longer than this. */
  readonly survival: number;
  /** Of `survival`; `null` where a coefficient runs to infinity. */
  readonly standardError: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** How long somebody with these covariates is to last. */
export interface CoxSurvival {
  readonly curve: readonly CoxSurvivalPoint[];
  /** The duration by which the chance to have ended is a half; `null` where the curve does not come down so far. */
  readonly median: Estimate;
  readonly stratum: CoxLevel | null;
  readonly interval: SurvivalInterval;
  readonly confidence: number;
}

/**
 * The survival curve that a Cox model gives somebody: e^(−H₀(t)·e^((x − center)ᵀβ)), with the interval of R's `survfit.coxph`,
 * which counts the error of the baseline and that of the coefficients (Tsiatis 1981, Annals of Statistics 9: 93–108).
 *
 * @param model - of `coxRegression`
 * @param covariates - of somebody, by their names in the model
 * @param options - the stratum and the interval
 * @throws {InvalidOptionError} when a covariate is not there, no number or a category that the model has not seen, or the stratum
 *   is none of the model
 * @example
 * ```ts
 * import { coxRegression, coxSurvival } from 'kizuna';
 *
 * const customers = [
 *   { months: 2, left: true, seats: 1 },
 *   { months: 3, left: true, seats: 4 },
 *   { months: 5, left: true, seats: 2 },
 *   { months: 6, left: false, seats: 3 },
 *   { months: 7, left: true, seats: 2 },
 * ];
 * const model = coxRegression(customers, { duration: 'months', ended: 'left', covariates: ['seats'] });
 * const { curve, median } = coxSurvival(model, { seats: 2 });
 * curve.map(({ time, survival }) => [time, survival]); // => [[2, 0.807], [3, 0.599], [5, 0.418], [7, 0.154]]
 * median.value; // => 5
 * coxSurvival(model, { seats: 'two' }); // throws InvalidOptionError
 * ```
 */
export function coxSurvival(model: CoxModel, covariates: CoxCovariates, options: CoxSurvivalOptions = {}): CoxSurvival {
  checkOptions(OWNER, options, ['stratum', 'interval', 'confidence']);
  const distances = distancesOf(OWNER, model, covariates);
  const interval = checkChoice(OWNER, 'interval', options.interval ?? 'log-log', SURVIVAL_INTERVALS);
  const confidence = checkConfidence(OWNER, options.confidence ?? model.confidence);
  const stratum = stratumOf(model, options.stratum);
  const points = model.baseline.filter((point) => point.stratum === stratum);
  const factor = Math.exp(linearPredictor(model, distances));
  if (!Number.isFinite(factor * (points.at(-1)?.cumulativeHazard ?? 0))) {
    refuseOption(OWNER, 'covariates', 'to be near enough to those of the model', covariates);
  }
  const column = (of: (point: CoxBaselinePoint) => number) => Float64Array.from(points, of);
  const hazard = column((point) => factor * point.cumulativeHazard);
  const band = survivalColumns(
    {
      ...{ time: column(({ time }) => time), atRisk: column(({ atRisk }) => atRisk) },
      ...{ ended: column(({ events }) => events), censored: column(() => 0) },
      survival: hazard.map((sum) => Math.exp(-sum)),
      logVariance: column((point) => logVariance(model, point, distances, factor)),
    },
    interval,
    confidence,
  );
  const orNull = (value: number | undefined) => (Number.isFinite(value) ? (value as number) : null);
  return {
    curve: points.map(({ time, atRisk, events }, i) => ({
      ...{ time, atRisk, events, cumulativeHazard: hazard[i] as number, survival: band.survival[i] as number },
      standardError: orNull(band.standardError[i]),
      ...{ low: orNull(band.low[i]), high: orNull(band.high[i]) },
    })),
    median: medianOf(band, model, confidence, interval),
    ...{ stratum, interval, confidence },
  };
}

const OWNER = 'coxSurvival';

/** The variance of the cumulative hazard; NaN where it has none. */
function logVariance(
  { covariance }: CoxModel,
  { cumulativeHazard, variance, drift }: CoxBaselinePoint,
  distances: readonly number[],
  factor: number,
): number {
  if (covariance === null) return Number.NaN;
  const along = distances.map((distance, j) => cumulativeHazard * distance - (drift[j] as number));
  return factor * factor * (variance + varianceAlong(covariance, along));
}

function medianOf(
  band: ReturnType<typeof survivalColumns>,
  { n }: CoxModel,
  confidence: number,
  interval: SurvivalInterval,
): Estimate {
  const { value, interval: range } = durationQuantile(band, 0.5, { n, confidence, interval });
  return { value, n, interval: range };
}

function stratumOf({ baseline }: CoxModel, stratum: CoxLevel | undefined): CoxLevel | null {
  const known = [...new Set(baseline.map((point) => point.stratum))];
  if (stratum === undefined && known.includes(null)) return null;
  if (stratum !== undefined && known.includes(stratum)) return stratum;
  const expected = known.includes(null)
    ? 'to be left out, as the model has no strata'
    : `to be one of ${known.join(', ')}`;
  return refuseOption(OWNER, 'stratum', expected, stratum);
}

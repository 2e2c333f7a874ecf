import { criticalValue } from '../stats/critical-value.js';
import type { ProductLimit } from '../stats/product-limit.js';

/** How the interval of a share that lasts is made; see `kaplanMeier`. */
export type SurvivalInterval = 'log-log' | 'log' | 'plain';

/** The names of the intervals, for those who check an option. */
export const SURVIVAL_INTERVALS: readonly SurvivalInterval[] = ['log-log', 'log', 'plain'];

/** The curve at a time at which something ended or was last seen. */
export interface SurvivalPoint {
  readonly time: number;
  /** How many were being watched and had lasted until just before, by weight. */
  readonly atRisk: number;
  /** How many ended then. */
  readonly events: number;
  /** How many were last seen then, going on. */
  readonly censored: number;
  /** The estimated share that lasts longer than this. */
  readonly survival: number;
  /** Of `survival`, by Greenwood; `null` where that is 0. */
  readonly standardError: number | null;
  /** The ends of the interval; `null` where it has none: where `survival` is 0, and under `'log-log'` where it is 1. */
  readonly low: number | null;
  readonly high: number | null;
}

/** The curve column by column; what is `null` in a point is NaN here. */
export interface SurvivalColumns {
  readonly time: Float64Array;
  readonly atRisk: Float64Array;
  readonly events: Float64Array;
  readonly censored: Float64Array;
  readonly survival: Float64Array;
  readonly standardError: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** A product limit as a curve with its band. */
export function survivalColumns(limit: ProductLimit, method: SurvivalInterval, confidence: number): SurvivalColumns {
  const { time, atRisk, ended, censored, survival, logVariance } = limit;
  const size = time.length;
  const [standardError, low, high] = [new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  const into = { standardError, low, high };
  BANDS[method](survival, logVariance, criticalValue(confidence), into);
  return { time, atRisk, events: ended, censored, survival, ...into };
}

/** A curve as rows. */
export function survivalPoints(columns: SurvivalColumns): readonly SurvivalPoint[] {
  const { time, atRisk, events, censored, survival, standardError, low, high } = columns;
  const points: SurvivalPoint[] = new Array(time.length);
  for (let i = 0; i < points.length; i += 1) {
    points[i] = {
      time: time[i] as number,
      atRisk: atRisk[i] as number,
      events: events[i] as number,
      censored: censored[i] as number,
      survival: survival[i] as number,
      standardError: orNull(standardError[i] as number),
      low: orNull(low[i] as number),
      high: orNull(high[i] as number),
    };
  }
  return points;
}

/** Rows of a curve as columns. */
export function columnsOfPoints(points: readonly SurvivalPoint[]): SurvivalColumns {
  const column = (field: keyof SurvivalPoint) => Float64Array.from(points, (point) => point[field] ?? Number.NaN);
  return {
    time: column('time'),
    atRisk: column('atRisk'),
    events: column('events'),
    censored: column('censored'),
    survival: column('survival'),
    standardError: column('standardError'),
    low: column('low'),
    high: column('high'),
  };
}

type Band = Pick<SurvivalColumns, 'standardError' | 'low' | 'high'>;
type Fill = (survival: Float64Array, logVariance: Float64Array, z: number, into: Band) => void;

// Where nothing ended the band goes on as it was: most times of many rows are such.
const BANDS: Readonly<Record<SurvivalInterval, Fill>> = {
  // S^exp(±z·√V/|log S|): Kalbfleisch & Prentice 1980.
  'log-log': (survival, logVariance, z, { standardError, low, high }) => {
    for (let i = 0; i < survival.length; i += 1) {
      if (copied(survival, logVariance, i, { standardError, low, high })) continue;
      const share = survival[i] as number;
      const logError = Math.sqrt(logVariance[i] as number);
      standardError[i] = share === 0 ? Number.NaN : share * logError;
      if (share === 0 || share === 1) {
        low[i] = Number.NaN;
        high[i] = Number.NaN;
        continue;
      }
      const log = Math.log(share);
      const factor = Math.exp((-z * logError) / log);
      low[i] = Math.exp(log * factor);
      high[i] = Math.exp(log / factor);
    }
  },
  log: (survival, logVariance, z, band) => {
    fill(survival, logVariance, band, (share, logError) => {
      const factor = Math.exp(z * logError);
      return [share / factor, Math.min(share * factor, 1)];
    });
  },
  plain: (survival, logVariance, z, band) => {
    fill(survival, logVariance, band, (share, logError) => {
      const margin = z * logError * share;
      return [Math.max(share - margin, 0), Math.min(share + margin, 1)];
    });
  },
};

function fill(
  survival: Float64Array,
  logVariance: Float64Array,
  band: Band,
  ends: (share: number, logError: number) => readonly [number, number],
): void {
  for (let i = 0; i < survival.length; i += 1) {
    if (copied(survival, logVariance, i, band)) continue;
    const share = survival[i] as number;
    const logError = Math.sqrt(logVariance[i] as number);
    const [low, high] = share === 0 ? [Number.NaN, Number.NaN] : ends(share, logError);
    band.standardError[i] = share === 0 ? Number.NaN : share * logError;
    band.low[i] = low;
    band.high[i] = high;
  }
}

function copied(
  survival: Float64Array,
  logVariance: Float64Array,
  i: number,
  { standardError, low, high }: Band,
): boolean {
  if (i === 0 || survival[i] !== survival[i - 1] || logVariance[i] !== logVariance[i - 1]) return false;
  standardError[i] = standardError[i - 1] as number;
  low[i] = low[i - 1] as number;
  high[i] = high[i - 1] as number;
  return true;
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

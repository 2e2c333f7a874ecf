import type { Estimate, Interval } from '../core/estimate.js';
import { checkChoice, checkConfidence, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import { momentsOf } from './moments.js';
import { normal } from './normal.js';
import { standardNormalQuantile } from './normal-quantile.js';
import { quantileOfSorted } from './quantile.js';
import { checkSeed, randomFrom } from './random.js';
import { refuseValue } from './values.js';

/** How the interval is made of the samples drawn; see `bootstrap`. */
export type BootstrapMethod = 'percentile' | 'bca';

/** The seed, how many samples, and which interval. */
export interface BootstrapOptions {
  /** A whole number from 0 to 4294967295: the same seed gives the same answer, to the last bit. */
  readonly seed: number;
  /** How many samples are drawn, at least 2; some thousands for an interval. */
  readonly resamples: number;
  /** `'percentile'` unless given. */
  readonly method?: BootstrapMethod;
  /** 0.95 unless given. */
  readonly confidence?: number;
}

/** An estimate with the uncertainty that drawing again from the data shows. */
export interface Bootstrap extends Estimate {
  /** The standard deviation over the samples drawn; `null` below two observations. */
  readonly standardError: number | null;
  /** Mean over the samples drawn, minus the value. */
  readonly bias: number | null;
  readonly resamples: number;
}

/**
 * The uncertainty of any statistic, by drawing samples from the data with replacement (Efron 1979).
 *
 * - `percentile`: quantiles of the statistic over the samples drawn; the default
 * - `bca`: the same, corrected for bias and skewness (Efron 1987), with the acceleration from leaving out one observation after the other;
 *   no interval where every sample drawn lies on one side of the value, or where leaving one out changes nothing
 *
 * The first samples are the same whatever `resamples` is.
 *
 * @param data - observations: numbers or rows
 * @param statistic - a finite number from a sample; the list it is handed is used again, so it must not be kept
 * @param options - the seed, how many samples, the method and the confidence
 * @returns the statistic of the data with its interval; `value` is `null` for no data, the rest for one observation
 * @throws {InvalidDataError} when the statistic gives something else than a finite number
 * @throws {InvalidOptionError} when seed or resamples are missing, or an option is out of range
 * @example
 * ```ts
 * import { bootstrap } from 'kizuna/stats';
 *
 * const mean = (sample: readonly number[]) => sample.reduce((a, b) => a + b, 0) / sample.length;
 * const { value, n, bias } = bootstrap([4, 8, 6, 5, 7], mean, { seed: 1, resamples: 2000 });
 * value; // => 6
 * n; // => 5
 * bias; // => 0.0
 * ```
 */
export function bootstrap<Observation>(
  data: Iterable<Observation>,
  statistic: (sample: readonly Observation[]) => number,
  options: BootstrapOptions,
): Bootstrap {
  const owner = 'bootstrap';
  checkOptions(owner, options, ['seed', 'resamples', 'method', 'confidence']);
  const seed = checkSeed(owner, options.seed);
  const resamples = checkNumber(owner, 'resamples', options.resamples, { min: 2, max: 1e7, integer: true });
  const method = checkChoice<BootstrapMethod>(owner, 'method', options.method ?? 'percentile', ['percentile', 'bca']);
  const confidence = checkConfidence(owner, options.confidence ?? 0.95);
  if (typeof statistic !== 'function') refuseOption(owner, 'statistic', 'to be a function', statistic, 'E_OPT_TYPE');
  if (typeof data !== 'object' || data === null || !(Symbol.iterator in data)) {
    refuseValue(owner, 'data to be a list', data, 'E_FIELD_TYPE', null, 'data');
  }
  const observations = Array.from(data);
  const n = observations.length;
  const unknown = { interval: null, standardError: null, bias: null, resamples };
  if (n === 0) return { value: null, n, ...unknown };
  const value = finite(statistic(observations));
  if (n === 1) return { value, n, ...unknown };
  const drawn = replicates(observations, statistic, seed, resamples);
  const { mean, standardDeviation } = momentsOf(owner, drawn, 'statistic');
  const bias = mean === null ? null : mean - value + 0;
  drawn.sort();
  const interval =
    method === 'bca'
      ? bcaInterval(observations, statistic, drawn, value, confidence)
      : between(drawn, (1 - confidence) / 2, (1 + confidence) / 2);
  return {
    value,
    n,
    interval: interval === null ? null : { ...interval, confidence, method },
    standardError: standardDeviation,
    bias,
    resamples,
  };
}

type Limits = Pick<Interval, 'low' | 'high'>;

function replicates<Observation>(
  observations: readonly Observation[],
  statistic: (sample: readonly Observation[]) => number,
  seed: number,
  resamples: number,
): Float64Array {
  const random = randomFrom(seed);
  const sample = [...observations];
  return Float64Array.from({ length: resamples }, () => {
    for (let i = 0; i < sample.length; i += 1) {
      sample[i] = observations[random.below(sample.length)] as Observation; // below the length
    }
    return finite(statistic(sample));
  });
}

/** The k-th of R samples stands at k/(R + 1), as Davison & Hinkley 1997 take them: type 6. */
function between(sorted: Float64Array, low: number, high: number): Limits {
  return { low: quantileOfSorted(sorted, low, 6), high: quantileOfSorted(sorted, high, 6) };
}

function bcaInterval<Observation>(
  observations: readonly Observation[],
  statistic: (sample: readonly Observation[]) => number,
  sorted: Float64Array,
  value: number,
  confidence: number,
): Limits | null {
  let below = 0;
  let equal = 0;
  for (const replicate of sorted) {
    if (replicate < value) below += 1;
    if (replicate === value) equal += 1;
  }
  const share = (below + equal / 2) / sorted.length;
  const acceleration = accelerationOf(observations, statistic);
  if (share <= 0 || share >= 1 || acceleration === null) return null;
  const centre = standardNormalQuantile(share);
  const place = (tail: number): number => {
    const shifted = centre + standardNormalQuantile(tail);
    const scale = 1 - acceleration * shifted;
    // Where the correction would turn the order of the tails round, the end itself is meant.
    return scale > 0 ? normal.cdf(centre + shifted / scale) : shifted > 0 ? 1 : 0;
  };
  return between(sorted, place((1 - confidence) / 2), place((1 + confidence) / 2));
}

/** The skewness of the statistic over the samples without one observation, over 6; `null` when it never changes. */
function accelerationOf<Observation>(
  observations: readonly Observation[],
  statistic: (sample: readonly Observation[]) => number,
): number | null {
  const sample = observations.slice(1);
  const left = Float64Array.from(observations, (_, i) => {
    if (i > 0) sample[i - 1] = observations[i - 1] as Observation; // i − 1 < length
    return finite(statistic([...sample]));
  });
  const mean = momentsOf('bootstrap', left, 'statistic').mean ?? 0;
  const largest = left.reduce((size, one) => Math.max(size, Math.abs(mean - one)), 0);
  if (largest === 0) return null;
  let squares = 0;
  let cubes = 0;
  for (const one of left) {
    // By the largest, so that no power leaves the range of doubles.
    const deviation = (mean - one) / largest;
    squares += deviation ** 2;
    cubes += deviation ** 3;
  }
  return cubes / (6 * squares ** 1.5);
}

function finite(value: number): number {
  if (Number.isFinite(value)) return value + 0;
  return refuseValue('bootstrap', 'the statistic to be a finite number', value, 'E_NUM_NONFINITE', null, 'statistic');
}

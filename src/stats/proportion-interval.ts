import type { Interval } from '../core/estimate.js';
import { checkChoice, checkConfidence, checkOptions } from '../core/options.js';
import { beta } from './beta.js';
import { standardNormalQuantile } from './normal-quantile.js';
import { checkAmount, MOST_COUNTED } from './values.js';
import { wilsonInterval } from './wilson.js';

/** How the interval of a share is made; see `proportionInterval`. */
export type ProportionMethod = 'wilson' | 'agresti-coull' | 'clopper-pearson' | 'jeffreys' | 'wald';

/** The names of the methods, for those who check an option. */
export const PROPORTION_METHODS: readonly ProportionMethod[] = [
  'wilson',
  'agresti-coull',
  'clopper-pearson',
  'jeffreys',
  'wald',
];

/** Method and confidence of the interval of a share. */
export interface ProportionIntervalOptions {
  /** `'wilson'` unless given. */
  readonly method?: ProportionMethod;
  /** 0.95 unless given. */
  readonly confidence?: number;
}

/**
 * An interval for the true share behind `successes` of `n`.
 *
 * - `wilson`: inverts the score test (Wilson 1927); right on average even for small n; the default
 * - `agresti-coull`: Wald around the share with z²/2 successes and failures added (Agresti & Coull 1998)
 * - `clopper-pearson`: inverts the exact test (1934); never covers less than asked, and mostly more
 * - `jeffreys`: quantiles of Beta(k + ½, n − k + ½), with the end 0 at k = 0 and 1 at k = n (Brown, Cai & DasGupta 2001)
 * - `wald`: k/n ± z·√(p(1 − p)/n); covers too little, for comparison only
 *
 * Every interval lies within 0–1. Weighted counts need not be whole.
 *
 * @param successes - how many had the property, from 0 to `n`
 * @param n - how many there were, above 0: for none there is no interval (`rate` answers `null` there)
 * @param options - the method and the confidence
 * @throws {InvalidDataError} when the counts are not finite numbers with 0 ≤ successes ≤ n ≤ 1e15 and n > 0
 * @throws {InvalidOptionError} when the method is unknown or the confidence is not between 0 and 1
 * @example
 * ```ts
 * import { proportionInterval } from 'kizuna/stats';
 *
 * proportionInterval(42, 100); // => { low: 0.3280, high: 0.5179, confidence: 0.95, method: 'wilson' }
 * proportionInterval(0, 20, { method: 'clopper-pearson' }).high; // => 0.1684
 * proportionInterval(5, 4); // throws InvalidDataError
 * ```
 */
export function proportionInterval(successes: number, n: number, options: ProportionIntervalOptions = {}): Interval {
  const owner = 'proportionInterval';
  checkOptions(owner, options, ['method', 'confidence']);
  const method = checkChoice(owner, 'method', options.method ?? 'wilson', PROPORTION_METHODS);
  const confidence = checkConfidence(owner, options.confidence ?? 0.95);
  const all = checkAmount(owner, 'n', n, {
    min: Number.MIN_VALUE,
    max: MOST_COUNTED,
    expected: 'a number above 0 and at most 1e15',
  });
  const some = checkAmount(owner, 'successes', successes, { min: 0, max: all, expected: 'a number from 0 to n' });
  return proportionIntervalOf(some, all, method, confidence);
}

/** The interval of a share, unchecked: 0 ≤ successes ≤ n, n > 0. */
export function proportionIntervalOf(
  successes: number,
  n: number,
  method: ProportionMethod,
  confidence: number,
): Interval {
  if (method === 'wilson') return wilsonInterval(successes, n, confidence);
  const { low, high } = LIMITS[method](successes, n, confidence);
  return { low: Math.max(0, low), high: Math.min(1, high), confidence, method };
}

interface Limits {
  readonly low: number;
  readonly high: number;
}

/** Below this weighted count the exact limit lies closer to its end than doubles tell. */
const LEAST = 1e-100;

const LIMITS: Readonly<
  Record<Exclude<ProportionMethod, 'wilson'>, (successes: number, n: number, confidence: number) => Limits>
> = {
  'agresti-coull': (successes, n, confidence) => {
    const square = standardNormalQuantile((1 - confidence) / 2) ** 2;
    return aroundShare(successes + square / 2, n + square, Math.sqrt(square));
  },
  wald: (successes, n, confidence) => aroundShare(successes, n, -standardNormalQuantile((1 - confidence) / 2)),
  'clopper-pearson': (successes, n, confidence) => ({
    low: successes < LEAST ? 0 : beta.quantile((1 - confidence) / 2, successes, n - successes + 1),
    high: n - successes < LEAST ? 1 : beta.quantile((1 + confidence) / 2, successes + 1, n - successes),
  }),
  jeffreys: (successes, n, confidence) => ({
    low: successes === 0 ? 0 : beta.quantile((1 - confidence) / 2, successes + 0.5, n - successes + 0.5),
    high: successes === n ? 1 : beta.quantile((1 + confidence) / 2, successes + 0.5, n - successes + 0.5),
  }),
};

function aroundShare(successes: number, n: number, z: number): Limits {
  const share = successes / n;
  const margin = z * Math.sqrt((share * (1 - share)) / n);
  return { low: share - margin, high: share + margin };
}

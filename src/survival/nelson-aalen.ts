import type { AnyRow, Data } from '../core/data.js';
import type { RowMetric } from '../core/metric.js';
import { checkChoice, checkConfidence, checkOptions, refuseOption } from '../core/options.js';
import { checkPolicy, type Excluded } from '../core/policy.js';
import { criticalValue } from '../stats/critical-value.js';
import { trigamma } from '../stats/digamma.js';
import { digammaChange } from '../stats/digamma-change.js';
import type { RiskTimes } from '../stats/risk-times.js';
import { finiteOrNull } from './finite-or-null.js';
import { SPELL_OPTIONS, type SpellOptions } from './spell-fields.js';
import { type SpellState, spellMetric } from './spell-state.js';
import { spellTimes } from './spell-times.js';
import { spellsOf } from './spells.js';
import { refuseParts } from './whole-weights.js';

/** Where durations stand, what becomes of ties, and how the interval is made. */
export interface NelsonAalenOptions<Row> extends SpellOptions<Row> {
  /** Of several that ended at one time: `'together'` (default) adds d/n; `'one-by-one'` adds 1/n + 1/(n − 1) + … (Fleming & Harrington 1984), of whole rows. */
  readonly ties?: 'together' | 'one-by-one' | undefined;
  /** Default `'log'`, H·exp(±z·error/H), which stays above 0; `'plain'` is H ± z·error, cut off at 0. */
  readonly interval?: 'log' | 'plain' | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** The state of a cumulative hazard: what ended and what was last seen, by duration, and what began to be watched later, by entry. */
export type NelsonAalenState = SpellState;

/** The cumulative hazard at a time at which something ended or was last seen. */
export interface NelsonAalenPoint {
  readonly time: number;
  /** How many were being watched and had lasted until just before, by weight. */
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
  readonly cumulativeHazard: number;
  /** `null` before the first end, as are the ends of the interval. */
  readonly standardError: number | null;
  readonly low: number | null;
  /** `null` as well where it is too large for a number: with next to no weight. */
  readonly high: number | null;
}

/** The cumulative hazard: how much risk of ending has come together by each time. */
export interface NelsonAalen {
  readonly curve: readonly NelsonAalenPoint[];
  /** How many were watched, by weight. */
  readonly n: number;
  readonly events: number;
  readonly censored: number;
  readonly interval: 'log' | 'plain';
  readonly confidence: number;
  readonly excluded: Excluded;
}

/**
 * The cumulative hazard of ending (Nelson 1972; Aalen 1978), H(t) = Σ d/n over the durations up to t at which d of the n then watched ended, with the
 * variance Σ d/n². Where it rises evenly the risk of leaving is the same at every age; where it flattens, those who stayed leave less. exp(−H) is never below the
 * Kaplan–Meier curve.
 *
 * As R's survival (ctype 1; 2 with `ties: 'one-by-one'`); lifelines takes ties one by one.
 *
 * @param rows - rows or columns with `duration` and `ended`
 * @param options - the fields, `ties`, `interval`, `confidence`, `missing` and `invalid`
 * @returns the curve, and what it rests on; without rows, an empty curve
 * @throws {InvalidDataError} as `kaplanMeier`; under `ties: 'one-by-one'` also when a weight is not whole
 * @throws {InvalidOptionError} when an option is unknown or of the wrong type
 * @example
 * ```ts
 * import { nelsonAalen } from 'kizuna';
 *
 * const rows = [
 *   { months: 2, left: true },
 *   { months: 2, left: true },
 *   { months: 5, left: true },
 *   { months: 7, left: false },
 * ];
 * const { curve } = nelsonAalen(rows, { duration: 'months', ended: 'left' });
 * curve.map(({ time, cumulativeHazard }) => [time, cumulativeHazard]); // => [[2, 0.5], [5, 1], [7, 1]]
 * ```
 */
export function nelsonAalen<Row>(rows: Data<Row>, options: NelsonAalenOptions<NoInfer<Row>>): NelsonAalen {
  const plan = planOf(options);
  const spells = spellsOf(OWNER, rows, options);
  if (plan.ties === 'one-by-one') refuseParts(OWNER, spells, options.weight);
  return hazardOf(plan, spellTimes(spells), spells.excluded);
}

/**
 * The cumulative hazard as a metric: for groups, streams and stored states. See `nelsonAalen`.
 *
 * @param options - as `nelsonAalen`; with `weight`, ties together only, as rows are not told apart in a state
 * @throws {InvalidOptionError} when an option is unknown or of the wrong type
 * @example
 * ```ts
 * import { by, measure, nelsonAalenMetric } from 'kizuna';
 *
 * const rows = [
 *   { plan: 'free', months: 2, left: true },
 *   { plan: 'free', months: 5, left: false },
 *   { plan: 'pro', months: 5, left: false },
 * ];
 * const plans = measure(rows, by('plan', nelsonAalenMetric({ duration: 'months', ended: 'left' })));
 * plans.map(({ plan, curve }) => [plan, curve.at(-1)?.cumulativeHazard]); // => [['free', 0.5], ['pro', 0]]
 * ```
 */
export function nelsonAalenMetric<Row = AnyRow>(
  options: NelsonAalenOptions<Row>,
): RowMetric<Row, NelsonAalenState, NelsonAalen> {
  const plan = planOf(options);
  if (plan.ties === 'one-by-one' && options.weight !== undefined) {
    refuseOption(OWNER, 'ties', "to be 'together' in a metric with weights", 'one-by-one');
  }
  return spellMetric<Row, NelsonAalen>(OWNER, options, (times, { excluded }) => hazardOf(plan, times, excluded));
}

const OWNER = 'nelsonAalen';

type Plan = Required<Pick<NelsonAalen, 'interval' | 'confidence'>> & { readonly ties: 'together' | 'one-by-one' };

function planOf<Row>(options: NelsonAalenOptions<Row>): Plan {
  checkOptions(OWNER, options, [...SPELL_OPTIONS, 'ties', 'interval', 'confidence']);
  checkPolicy(OWNER, options);
  return {
    ties: checkChoice(OWNER, 'ties', options.ties ?? 'together', ['together', 'one-by-one']),
    interval: checkChoice(OWNER, 'interval', options.interval ?? 'log', ['log', 'plain']),
    confidence: checkConfidence(OWNER, options.confidence ?? 0.95),
  };
}

function hazardOf({ ties, interval, confidence }: Plan, times: RiskTimes, excluded: Excluded): NelsonAalen {
  let [events, censored] = [0, 0];
  for (const count of times.ended) events += count;
  for (const count of times.censored) censored += count;
  const curve = pointsOf(times, RISES[ties], interval, criticalValue(confidence));
  return { curve, n: events + censored, events, censored, interval, confidence, excluded };
}

type Rise = (atRisk: number, ended: number) => readonly [hazard: number, variance: number];

/** So many ties are added one by one; of more the sum is a difference of trigammas. */
const MANY = 1000;

const RISES: Readonly<Record<'together' | 'one-by-one', Rise>> = {
  together: (atRisk, ended) => [ended / atRisk, ended / atRisk / atRisk],
  'one-by-one': (atRisk, ended) => {
    const rest = atRisk - ended;
    const hazard = digammaChange(rest + 1, ended);
    if (ended > MANY || ended % 1 !== 0) return [hazard, trigamma(rest + 1) - trigamma(atRisk + 1)];
    let variance = 0;
    for (let k = 1; k <= ended; k += 1) variance += 1 / (rest + k) ** 2;
    return [hazard, variance];
  },
};

function pointsOf(
  { time, atRisk, ended, censored }: RiskTimes,
  rise: Rise,
  method: 'log' | 'plain',
  z: number,
): readonly NelsonAalenPoint[] {
  let [cumulativeHazard, variance] = [0, 0];
  return Array.from(time, (now, i) => {
    const [risk, events] = [atRisk[i] as number, ended[i] as number];
    if (events > 0) {
      const [more, moreVariance] = rise(risk, events);
      cumulativeHazard += more;
      variance += moreVariance;
    }
    const counts = { time: now, atRisk: risk, events, censored: censored[i] as number, cumulativeHazard };
    if (cumulativeHazard === 0) return { ...counts, standardError: null, low: null, high: null };
    const standardError = Math.sqrt(variance);
    const margin = z * standardError;
    const factor = Math.exp(margin / cumulativeHazard);
    const isLog = method === 'log';
    return {
      ...counts,
      standardError,
      low: isLog ? cumulativeHazard / factor : Math.max(0, cumulativeHazard - margin),
      high: finiteOrNull(isLog ? cumulativeHazard * factor : cumulativeHazard + margin),
    };
  });
}

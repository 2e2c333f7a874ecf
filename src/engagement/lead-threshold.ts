import type { Accessor, AnyRow, Data } from '../core/data.js';
import type { Rate } from '../core/estimate.js';
import { ruleOf } from '../core/input.js';
import { measure } from '../core/measure.js';
import type { RowMetric } from '../core/metric.js';
import { checkChoice, checkConfidence, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import { mergePairs, type Pairs, sortedPairs } from '../core/pairs.js';
import type { Excluded, RowPolicy } from '../core/policy.js';
import { rowMetric } from '../core/row-metric.js';
import { checkAccessor, ruleFault } from '../core/row-values.js';
import { rate } from '../stats/rate.js';
import { leadThresholdPlan } from './lead-threshold-plan.js';
import { type RocArea, rocArea, type ScoreCounts } from './roc-area.js';
import { percentileThreshold, youdenThreshold } from './threshold-choice.js';

/** Where the score and the outcome of past leads stand, and how the threshold is chosen. */
export interface LeadThresholdOptions<Row> extends RowPolicy {
  /** The score that the lead had. */
  readonly score: Accessor<Row, number>;
  /** Whether the lead was won. Leads that are still undecided do not belong among the rows, or have nothing (`null`) here. */
  readonly converted: Accessor<Row, boolean>;
  /**
   * Default `'percentile'`: a percentile of the scores of converted leads. `'youden'`: the score where the share of the converted
   * above it exceeds that of the others most (Youden 1950).
   */
  readonly method?: 'percentile' | 'youden' | undefined;
  /** Which percentile, as a share; default 0.75. */
  readonly percentile?: number | undefined;
  /** The scores between the bands of the calibration table, rising; default `[20, 40, 60, 80]`. */
  readonly bands?: readonly number[] | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** How many leads of a band of scores converted. */
export interface ScoreBand {
  /** The lowest score of the band; `null` of the lowest band. */
  readonly from: number | null;
  /** The band ends below this score; `null` of the highest band. */
  readonly below: number | null;
  readonly conversion: Rate;
}

/** From which score on a lead is worth a call, and how well the score tells. */
export interface LeadThreshold {
  /** Leads from this score on are qualified; `null` where the method has nothing to go by. */
  readonly threshold: number | null;
  /** Leads with an outcome. */
  readonly n: number;
  readonly converted: number;
  /** Converted among the qualified. */
  readonly precision: Rate;
  /** Qualified among the converted. */
  readonly recall: Rate;
  /** Not qualified among those that did not convert. */
  readonly specificity: Rate;
  /** The chance that a converted lead scores above another: 0.5 is no better than a coin. */
  readonly auc: RocArea;
  /** How many converted in each band of scores: they should rise. */
  readonly bands: readonly ScoreBand[];
  readonly excluded: Excluded;
}

/** The state of a lead threshold: converted and other leads by score. */
export interface LeadThresholdState {
  readonly scores: Pairs<number, readonly [converted: number, other: number]>;
  readonly excluded: Excluded;
}

/**
 * The threshold of a lead score as a metric: for groups of leads, streams and stored states. See `leadThreshold`.
 *
 * @param options - where score and outcome are; see `LeadThresholdOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { by, leadThresholdMetric, measure } from 'kizuna';
 *
 * const leads = [
 *   { source: 'fair', score: 70, won: true },
 *   { source: 'fair', score: 20, won: false },
 *   { source: 'web', score: 40, won: true },
 *   { source: 'web', score: 50, won: false },
 * ];
 * const rows = measure(leads, by('source', leadThresholdMetric({ score: 'score', converted: 'won' })));
 * rows.map(({ source, auc }) => [source, auc.value]); // => [['fair', 1], ['web', 0]]
 * ```
 */
export function leadThresholdMetric<Row = AnyRow>(
  options: LeadThresholdOptions<Row>,
): RowMetric<Row, LeadThresholdState, LeadThreshold> {
  const plan = planOf(options);
  return rowMetric<Row, Map<number, [number, number]>, LeadThresholdState, LeadThreshold>({
    name: OWNER,
    reads: [plan.score.from, plan.converted.from],
    plan: leadThresholdPlan(plan),
    policy: options,
    start: () => new Map(),
    add: (running, [scores, outcomes], i) => {
      const fault = ruleFault(plan.score, scores?.[i]) ?? ruleFault(plan.converted, outcomes?.[i]);
      if (fault !== null) return fault;
      const score = (scores?.[i] as number) + 0; // by the rule, a number; never -0
      const counts = running.get(score) ?? [0, 0];
      counts[outcomes?.[i] === true ? 0 : 1] += 1;
      running.set(score, counts);
      return null;
    },
    state: (running, excluded) => ({
      scores: sortedPairs(running).map(([score, [converted, other]]) => [score, [converted, other]]),
      excluded,
    }),
    merge: (a, b) => ({ scores: mergePairs(a.scores, b.scores, (x, y) => [x[0] + y[0], x[1] + y[1]] as const) }),
    finish: (state) => thresholdOf(plan, state),
  });
}

/**
 * Calibrates a lead score on leads whose outcome is known: the threshold, what it would have found, and whether the score tells at all.
 *
 * The default threshold is the 75th percentile of the scores of converted leads (type 7): few calls, most of them worth it, and three
 * in four of the converted missed. `'youden'` weighs both faults alike. The interval of the area is DeLong's; rates have Wilson's.
 *
 * @param leads - rows or columns, one past lead each
 * @param options - `score`, `converted`; `method`, `percentile`, `bands`, `confidence`, `missing`, `invalid`
 * @returns the threshold with precision and recall at it, the area under the ROC curve, and conversion by band of scores
 * @throws {InvalidDataError} when a score is not a finite number or an outcome not a boolean
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { leadThreshold } from 'kizuna';
 *
 * const leads = [
 *   ...[85, 70, 65, 55].map((score) => ({ score, won: true })),
 *   ...[75, 50, 45, 30, 25, 10].map((score) => ({ score, won: false })),
 * ];
 * const { threshold, precision, recall, auc } = leadThreshold(leads, { score: 'score', converted: 'won' });
 * threshold; // => 73.75
 * [precision.value, recall.value]; // => [0.5, 0.25]
 * [auc.value, auc.interval?.low, auc.interval?.high]; // => [0.875, 0.617, 1]
 * leadThreshold(leads, { score: 'score', converted: 'won', method: 'youden' }).threshold; // => 55
 * ```
 */
export function leadThreshold<Row>(leads: Data<Row>, options: LeadThresholdOptions<NoInfer<Row>>): LeadThreshold {
  return measure(leads, leadThresholdMetric<Row>(options));
}

const OWNER = 'leadThreshold';

type LeadThresholdPlan = ReturnType<typeof planOf>;

function planOf<Row>(options: LeadThresholdOptions<Row>) {
  checkOptions(OWNER, options, [
    'score',
    'converted',
    'method',
    'percentile',
    'bands',
    'confidence',
    'missing',
    'invalid',
  ]);
  const { method = 'percentile', percentile, bands = [20, 40, 60, 80], confidence = 0.95 } = options;
  checkAccessor(OWNER, 'score', options.score);
  checkAccessor(OWNER, 'converted', options.converted);
  checkChoice(OWNER, 'method', method, ['percentile', 'youden']);
  if (method === 'youden' && percentile !== undefined) {
    refuseOption(OWNER, 'percentile', 'to be left out with method "youden"', percentile);
  }
  const areRising = Array.isArray(bands) && bands.every((edge, i) => Number.isFinite(edge) && !(edge <= bands[i - 1]));
  if (!areRising) refuseOption(OWNER, 'bands', 'to be a list of rising numbers', bands);
  return {
    score: ruleOf<Row>('score', { from: options.score }),
    converted: ruleOf<Row>('converted', { from: options.converted, type: 'boolean' }),
    percentile: method === 'youden' ? null : checkNumber(OWNER, 'percentile', percentile ?? 0.75, { min: 0, max: 1 }),
    bands: bands as readonly number[],
    confidence: checkConfidence(OWNER, confidence),
  };
}

function thresholdOf({ percentile, bands, confidence }: LeadThresholdPlan, state: LeadThresholdState): LeadThreshold {
  const scores = state.scores.map(([score, [positive, negative]]) => ({ score, positive, negative }));
  const all = within(scores, null, null);
  const threshold = percentile === null ? youdenThreshold(scores) : percentileThreshold(scores, percentile);
  const qualified = threshold === null ? NONE : within(scores, threshold, null);
  const judged = threshold === null ? NONE : all;
  const edges = [null, ...bands, null];
  return {
    threshold,
    n: all.positive + all.negative,
    converted: all.positive,
    precision: rate(qualified.positive, qualified.positive + qualified.negative, { confidence }),
    recall: rate(qualified.positive, judged.positive, { confidence }),
    specificity: rate(judged.negative - qualified.negative, judged.negative, { confidence }),
    auc: rocArea(scores, confidence),
    bands: edges.slice(1).map((below, i) => {
      const from = edges[i] ?? null;
      const { positive, negative } = within(scores, from, below);
      return { from, below, conversion: rate(positive, positive + negative, { confidence }) };
    }),
    excluded: state.excluded,
  };
}

const NONE = { positive: 0, negative: 0 } as const;

/** How many of either kind score from one number to below another. */
function within(
  scores: readonly ScoreCounts[],
  from: number | null,
  below: number | null,
): { readonly positive: number; readonly negative: number } {
  let [positive, negative] = [0, 0];
  for (const each of scores) {
    if (each.score < (from ?? -Infinity) || each.score >= (below ?? Infinity)) continue;
    positive += each.positive;
    negative += each.negative;
  }
  return { positive, negative };
}

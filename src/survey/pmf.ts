import type { Accessor, AnyRow, Data } from '../core/data.js';
import type { Rate } from '../core/estimate.js';
import { input } from '../core/expression.js';
import { measure } from '../core/measure.js';
import { type Histogram, histogram } from '../core/measures.js';
import type { RowMetric } from '../core/metric.js';
import { checkChoice, checkConfidence, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import type { Pairs } from '../core/pairs.js';
import type { Excluded, RowPolicy } from '../core/policy.js';
import { type TallyState, tally } from '../core/tally.js';
import { PROPORTION_METHODS, type ProportionMethod } from '../stats/proportion-interval.js';
import { rate } from '../stats/rate.js';
import { type Answer, answersOf, folded } from './pmf-answers.js';

/** Where the answers stand, and which of them counts. Answers are compared without regard to case and to blanks at the ends. */
export interface PmfOptions<Row> extends RowPolicy {
  /** The answers, as texts; without it, the rows themselves are the answers. */
  readonly answer?: Accessor<Row, string>;
  /** The answer that counts; default `'very disappointed'`. */
  readonly veryDisappointed?: string;
  /** Answers that are none, such as `'N/A'`: left out of the denominator and counted in `excluded.listed`. */
  readonly exclude?: readonly string[];
  /** The share to reach; default 0.4. */
  readonly benchmark?: number;
  /** How the interval is made; default `'wilson'`. */
  readonly interval?: ProportionMethod;
  /** Default 0.95. */
  readonly confidence?: number;
}

/** How many gave one of the answers. */
export interface AnswerCount {
  /** As most wrote it. */
  readonly answer: string;
  readonly count: number;
  /** Of all answers that count. */
  readonly share: number;
}

/** The share that would be very disappointed without the product, 0 to 1. */
export interface Pmf extends Rate {
  /** `'yes'` when the whole interval is at the benchmark or above, `'no'` when it is below, `'unclear'` otherwise. */
  readonly meetsBenchmark: 'yes' | 'no' | 'unclear';
  /** Every answer that counts, the most frequent first. */
  readonly distribution: readonly AnswerCount[];
  readonly excluded: Excluded & {
    /** Answers named in `exclude`. */
    readonly listed: number;
  };
}

/** The state of a product–market fit survey: the answers by their text. */
export type PmfState = TallyState<PmfMeasures>;

/** What a product–market fit survey counts. */
export type PmfMeasures = { readonly answers: Histogram<'answer'> };

/**
 * The product–market fit survey as a metric: for groups, streams, stored states and databases. See `pmf`.
 *
 * @param options - where the answer is; see `PmfOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { measure, pmfMetric, together } from 'kizuna';
 *
 * const answers = [{ without: 'Very disappointed' }, { without: 'Not disappointed' }];
 * measure(answers, together({ fit: pmfMetric({ answer: 'without' }) })).fit.value; // => 0.5
 * ```
 */
export function pmfMetric(
  options?: PmfOptions<string | null | undefined> & { readonly answer?: never },
): RowMetric<string | null | undefined, PmfState, Pmf>;
export function pmfMetric<Row = AnyRow>(options: PmfOptions<Row>): RowMetric<Row, PmfState, Pmf>;
export function pmfMetric<Row>(options: PmfOptions<Row> = {}): RowMetric<Row, PmfState, Pmf> {
  const plan = planOf(options);
  return tally({
    name: 'pmf',
    inputs: { answer: { from: options.answer, type: 'text' } },
    measures: { answers: histogram(input('answer')) },
    missing: options.missing,
    invalid: options.invalid,
    // The input's type is text.
    finish: ({ answers }, excluded) => pmfOf(plan, answersOf(answers as Pairs<string, number>), excluded),
  });
}

/**
 * Product–market fit after Sean Ellis: of those asked how they would feel without the product, the share that would be very disappointed, against a
 * benchmark of 40 %. `meetsBenchmark` asks the whole interval (Wilson's unless `interval` says otherwise), not the share alone.
 *
 * An answer that nobody gave counts as none: in another language, say what `veryDisappointed` reads there.
 *
 * @param data - answers, or rows or columns that hold them
 * @param options - `answer` names the field; `veryDisappointed`, `exclude`, `benchmark`, `interval`, `confidence`, `missing`, `invalid`
 * @returns the share with the answers; `value` is `null` when nobody answered
 * @throws {InvalidDataError} when an answer is not a text
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @throws {LimitError} when there are more than 1,000 different answers: that is another question
 * @example
 * ```ts
 * import { pmf } from 'kizuna';
 *
 * const answers = ['Very disappointed', 'very disappointed', 'Somewhat disappointed', 'Not disappointed', 'N/A'];
 * const { value, n, meetsBenchmark, excluded } = pmf(answers, { exclude: ['n/a'] });
 * value; // => 0.5
 * [n, excluded.listed]; // => [4, 1]
 * meetsBenchmark; // => 'unclear'
 * pmf([4]); // throws InvalidDataError
 * ```
 */
export function pmf<Row>(data: Data<Row>, options: PmfOptions<NoInfer<Row>> = {}): Pmf {
  return measure(data, pmfMetric<Row>(options));
}

interface PmfPlan {
  readonly counts: string;
  readonly listed: ReadonlySet<string>;
  readonly benchmark: number;
  readonly method: ProportionMethod;
  readonly confidence: number;
}

function planOf<Row>(options: PmfOptions<Row>): PmfPlan {
  const names = ['answer', 'veryDisappointed', 'exclude', 'benchmark', 'interval', 'confidence', 'missing', 'invalid'];
  checkOptions('pmf', options, names);
  const { veryDisappointed = 'very disappointed', exclude = [], interval = 'wilson', confidence = 0.95 } = options;
  const isListOfTexts = Array.isArray(exclude) && exclude.every((answer) => typeof answer === 'string');
  if (!isListOfTexts) refuseOption('pmf', 'exclude', 'to be a list of texts', exclude, 'E_OPT_TYPE');
  if (typeof veryDisappointed !== 'string') {
    refuseOption('pmf', 'veryDisappointed', 'to be a text', veryDisappointed, 'E_OPT_TYPE');
  }
  const [counts, listed] = [folded(veryDisappointed), new Set(exclude.map(folded))];
  if (listed.has(counts)) refuseOption('pmf', 'exclude', 'to leave in the answer that counts', veryDisappointed);
  return {
    counts,
    listed,
    benchmark: checkNumber('pmf', 'benchmark', options.benchmark ?? 0.4, { min: 0, max: 1 }),
    method: checkChoice('pmf', 'interval', interval, PROPORTION_METHODS),
    confidence: checkConfidence('pmf', confidence),
  };
}

function pmfOf(plan: PmfPlan, answers: readonly Answer[], excluded: Excluded): Pmf {
  const { counts, benchmark, method, confidence } = plan;
  const listed = answers.filter(({ key }) => plan.listed.has(key));
  const counted = answers.filter(({ key }) => !plan.listed.has(key));
  const n = totalOf(counted);
  const share = rate(totalOf(counted.filter(({ key }) => key === counts)), n, { method, confidence });
  return {
    ...share,
    meetsBenchmark: verdict(share, benchmark),
    distribution: counted.map(({ answer, count }) => ({ answer, count, share: count / n })),
    excluded: { ...excluded, listed: totalOf(listed) },
  };
}

function verdict({ interval }: Rate, benchmark: number): Pmf['meetsBenchmark'] {
  if (interval === null) return 'unclear';
  if (interval.low >= benchmark) return 'yes';
  return interval.high < benchmark ? 'no' : 'unclear';
}

function totalOf(answers: readonly Answer[]): number {
  return answers.reduce((total, { count }) => total + count, 0);
}

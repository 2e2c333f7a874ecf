import { checkChoice, checkConfidence, checkOptions, refuseOption } from '../core/options.js';
import { binsOf, KINDS, type RfmBins } from './bins.js';
import { type Rf10Segment, type Rfm11Segment, segmentMaps } from './segment-presets.js';
import { type SegmentCells, type SegmentMap, segmentCells } from './segment-rule.js';

/** What segments may be asked for: a map in common use, or one's own. */
export type SegmentChoice = 'rf10' | 'rfm11' | SegmentMap;

/** The segments of a choice; `null` stands for customers whom no rule of one's own map holds. */
export type SegmentOf<Choice extends SegmentChoice | undefined> = Choice extends 'rf10'
  ? Rf10Segment
  : Choice extends 'rfm11'
    ? Rfm11Segment
    : Choice extends readonly { readonly segment: infer Segment extends string }[]
      ? Segment | null
      : null;

/** How scores are made, and segments of them. */
export interface RfmRules<Choice extends SegmentChoice | undefined = SegmentChoice | undefined> {
  /** How many scores there are, of each kind or of all: 2 to 10; default 5. With `breaks`, one more than there are breaks. */
  readonly bins?: number | Partial<RfmBins> | undefined;
  /**
   * `'quantile'` (default): 1 + how many cuts lie below a value, with the quantiles of type 7 as cuts; equal values have equal scores.
   * `'ntile'`: bins of equal size as SQL's `NTILE`, which part equal values by customer id. `'breaks'`: by `breaks`. `'r-rfm'`: as
   * R's `rfm` 0.3, whose cuts lie 1 above the quantiles: for whole numbers only.
   */
  readonly method?: 'quantile' | 'ntile' | 'breaks' | 'r-rfm' | undefined;
  /**
   * One's own thresholds, ascending, 1 to 9 of each kind. Of `recency`, days within which a purchase must be (以内); of `frequency` and
   * `monetary`, what must be reached (以上).
   */
  readonly breaks?: { readonly [Kind in keyof RfmBins]: readonly number[] } | undefined;
  /** Whether frequency is cut anew in each bin of recency, and monetary in each of those; default `false`. */
  readonly nested?: boolean | undefined;
  /** Whether the monetary value is the sum of a customer's orders (default) or their mean. */
  readonly monetary?: 'sum' | 'mean' | undefined;
  /**
   * A map in common use (five bins each), or one's own rules, of which the first that fits counts. Without it, nobody has a segment and
   * there is no table of them; with an empty list nobody has one, and the table is one row of everybody.
   */
  readonly segments?: Choice;
  /** Of the intervals of shares; default 0.95. */
  readonly confidence?: number | undefined;
}

/** The names of these options. */
export const RFM_RULES = ['bins', 'method', 'breaks', 'nested', 'monetary', 'segments', 'confidence'] as const;

/** The same, checked, with nothing left out. */
export interface RfmPlan {
  readonly bins: RfmBins;
  readonly method: 'quantile' | 'ntile' | 'breaks' | 'r-rfm';
  readonly breaks: { readonly [Kind in keyof RfmBins]: readonly number[] } | null;
  readonly nested: boolean;
  readonly monetary: 'sum' | 'mean';
  readonly segments: SegmentCells | null;
  readonly confidence: number;
}

/** Reads and checks the rules. */
export function rfmPlan(owner: string, rules: RfmRules): RfmPlan {
  const { breaks, method = breaks === undefined ? 'quantile' : 'breaks', segments, nested = false } = rules;
  checkChoice(owner, 'method', method, ['quantile', 'ntile', 'breaks', 'r-rfm']);
  if ((breaks !== undefined) !== (method === 'breaks'))
    refuseOption(owner, 'breaks', "to be given with the method 'breaks', and only with it", breaks);
  if (typeof nested !== 'boolean') refuseOption(owner, 'nested', 'to be true or false', nested, 'E_OPT_TYPE');
  if (nested && method === 'breaks') refuseOption(owner, 'nested', 'to be false with breaks', nested);
  const bins = breaks === undefined ? binsOf(owner, rules.bins) : binsOfBreaks(owner, breaks, rules.bins);
  return {
    bins,
    method,
    breaks: breaks ?? null,
    nested,
    monetary: checkChoice(owner, 'monetary', rules.monetary ?? 'sum', ['sum', 'mean']),
    segments: segments === undefined ? null : segmentCells(owner, 'segments', mapOf(owner, rules, bins), bins),
    confidence: checkConfidence(owner, rules.confidence ?? 0.95),
  };
}

function binsOfBreaks(owner: string, breaks: object, bins: unknown): RfmBins {
  if (bins !== undefined) refuseOption(owner, 'bins', 'to be left to the breaks', bins);
  checkOptions(owner, breaks, KINDS);
  const [recency, frequency, monetary] = KINDS.map((kind) => {
    const given: unknown = (breaks as Partial<RfmBins>)[kind]; // checked below
    const isList = Array.isArray(given) && given.length >= 1 && given.length <= 9;
    const isAscending = isList && given.every((each, i) => Number.isFinite(each) && (i === 0 || each > given[i - 1]));
    if (!isAscending) return refuseOption(owner, `breaks.${kind}`, 'to be 1 to 9 numbers that ascend', given);
    return given.length + 1;
  });
  return binsOf(owner, { recency, frequency, monetary });
}

function mapOf(owner: string, { segments, breaks, bins: given }: RfmRules, bins: RfmBins): unknown {
  if (segments !== 'rf10' && segments !== 'rfm11') return segments;
  const kind = KINDS.find((each) => bins[each] !== 5 && (segments === 'rfm11' || each !== 'monetary'));
  if (kind === undefined) return segmentMaps[segments];
  if (breaks !== undefined)
    return refuseOption(owner, `breaks.${kind}`, `to make 5 bins for the segments ${segments}`, bins[kind]);
  const option = typeof given === 'object' ? `bins.${kind}` : 'bins';
  return refuseOption(owner, option, `to be 5 for the segments ${segments}`, bins[kind]);
}

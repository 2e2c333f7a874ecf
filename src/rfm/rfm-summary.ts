import { growExpansion, refuseOverflow, roundedSum } from '../core/exact-sum.js';
import { checkChoice, checkOptions, refuseOption } from '../core/options.js';
import { asOfGiven } from '../log/as-of.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyProperties } from '../log/layout.js';
import {
  refuseRefunds,
  TOTALS_OPTIONS,
  type TotalsOptions,
  type TotalsPlan,
  totalsPlan,
} from '../log/purchases/customer-totals.js';
import { countedQuantileCuts } from '../stats/counted-quantiles.js';
import type { Instant } from '../time/period-key.js';
import { KINDS, type RfmBins } from './bins.js';
import { cellOf } from './codes.js';
import type { RfmSummary } from './result.js';
import { type RfmPlan, type RfmRules, rfmPlan, type SegmentChoice, type SegmentOf } from './rfm-rules.js';
import {
  mergeRfmSummary,
  type RfmSummaryState,
  rfmSummaryShapes,
  rfmSummaryState,
  scoreBy,
} from './rfm-summary-state.js';
import { countsOfScores, emptyBinsOf, gridOf, segmentPlaces } from './scored-customers.js';
import { type SegmentFacts, segmentRows } from './segment-table.js';

/** Which events are orders, where scores are cut, and into which segments customers go. */
export interface RfmSummaryOptions<
  Name extends string = string,
  Properties extends object = AnyProperties,
  Choice extends SegmentChoice | undefined = SegmentChoice | undefined,
> extends Omit<RfmRules<Choice>, 'method' | 'nested'>,
    TotalsOptions<Name, Properties> {
  /** The cuts of all customers, as `rfmCutsMetric` finds them; or else `breaks`. */
  readonly cuts?: { readonly [Kind in keyof RfmBins]: readonly number[] } | undefined;
  /** What a value on a cut is: `'quantile'` (default), below it; `'r-rfm'`, above. */
  readonly method?: 'quantile' | 'r-rfm' | undefined;
  /** One for all that is merged. */
  readonly asOf: Instant;
}

/**
 * RFM without the list of customers, by cuts that are given: the tables of `rfm` as a metric of events, for databases whose customers are too
 * many to leave them, and for shards of customers. The cuts are found first, by `rfmCutsMetric` of all customers; or they are `breaks`.
 *
 * @param options - `cuts` or `breaks`; `bins`, `method`, `monetary`, `segments`, `confidence` and the orders as in `rfm`; `asOf` must be given
 * @returns a metric whose result is that of `rfm` but for `customers`
 * @throws {InvalidOptionError} when an option is unknown or out of range, neither or both of `cuts` and `breaks` are given, or `asOf` is not
 * @example
 * ```ts
 * import { eventLog, rfmCutsMetric, rfmSummaryMetric } from 'kizuna';
 *
 * const orders = [100, 300, 200, 500, 900].map((yen, i) => ({ id: `c${i}`, at: Date.UTC(2025, 3, i + 1), yen }));
 * const log = eventLog(orders, { customer: 'id', time: 'at', amount: 'yen' });
 * const rules = { asOf: '2025-04-30', bins: 3 } as const;
 * const found = rfmCutsMetric(rules);
 * const cuts = found.finish(found.state(log));
 *
 * const segments = [{ segment: 'recent', r: 3 }, { segment: 'rest' }] as const;
 * const metric = rfmSummaryMetric({ ...rules, cuts, segments });
 * const table = metric.finish(metric.state(log)).segments;
 * table.map(({ segment, customers, amount }) => [segment, customers, amount]); // => [['recent', 2, 1400], ['rest', 3, 600]]
 * ```
 */
export function rfmSummaryMetric<
  Name extends string = string,
  Properties extends object = AnyProperties,
  const Choice extends SegmentChoice | undefined = undefined,
>(
  options: RfmSummaryOptions<Name, Properties, Choice>,
): EventMetric<Name, Properties, RfmSummaryState, RfmSummary<SegmentOf<Choice>>> {
  checkOptions(OWNER, options, OPTIONS);
  const { cuts, method, ...rules } = options;
  if ((cuts === undefined) === (rules.breaks === undefined))
    refuseOption(OWNER, 'cuts', 'to be given, or breaks, and not both', cuts);
  if (method !== undefined) {
    checkChoice(OWNER, 'method', method, ['quantile', 'r-rfm']);
    if (cuts === undefined) refuseOption(OWNER, 'method', 'to be left out where there are breaks', method);
  }
  const scores = rfmPlan(OWNER, method === undefined ? rules : { ...rules, method });
  const totals = totalsPlan(OWNER, options);
  asOfGiven(OWNER, options.asOf, totals.timeZone);
  const plan = { scores, totals, cuts: cuts === undefined ? cutsOfBreaks(scores) : checkedCuts(cuts, scores.bins) };
  const isReached = scores.method === 'breaks' || scores.method === 'r-rfm';
  const counted = {
    ...{ totals, monetary: scores.monetary },
    f: { cuts: plan.cuts.frequency, isReached },
    m: { cuts: plan.cuts.monetary, isReached },
  };
  return {
    name: OWNER,
    split: 'by customer',
    plan: rfmSummaryShapes(counted),
    state: (log) => rfmSummaryState(counted, log),
    merge: mergeRfmSummary,
    finish: (state) => summaryOf(plan, state) as RfmSummary<SegmentOf<Choice>>, // of the segments that were asked for
  };
}

const OWNER = 'rfmSummary';
const OPTIONS = [...TOTALS_OPTIONS, 'cuts', 'bins', 'method', 'breaks', 'monetary', 'segments', 'confidence'];

type Cuts = RfmSummary['cuts'];

function cutsOfBreaks({ breaks }: RfmPlan): Cuts {
  return breaks ?? { recency: [], frequency: [], monetary: [] }; // the method is that of breaks
}

/** As many as part the bins, never falling; or none of any kind, where there was nobody to find them in. */
function checkedCuts(cuts: object, bins: RfmBins): Cuts {
  const given: Partial<Record<keyof RfmBins, unknown>> = Object(cuts);
  const lists = KINDS.map((kind) => {
    const list = given[kind];
    const isList =
      Array.isArray(list) && list.every((cut, i) => Number.isFinite(cut) && (i === 0 || cut >= list[i - 1]));
    if (!isList || (list.length !== bins[kind] - 1 && list.length !== 0))
      return refuseOption(OWNER, `cuts.${kind}`, `to be ${bins[kind] - 1} numbers that do not fall`, list);
    return list as readonly number[]; // of numbers, as was looked
  });
  const [recency, frequency, monetary] = lists as [readonly number[], readonly number[], readonly number[]]; // of three
  return { recency, frequency, monetary };
}

interface Plan {
  readonly scores: RfmPlan;
  readonly totals: TotalsPlan;
  readonly cuts: Cuts;
}

function summaryOf({ scores, totals, cuts }: Plan, state: RfmSummaryState): RfmSummary {
  const { asOf, outside, refunds, withoutAmount, missing, invalid, repeated } = state;
  refuseRefunds(totals, refunds);
  const { bins } = scores;
  const byRecency = { cuts: cuts.recency, isReached: scores.method === 'r-rfm' };
  const rows = state.rows.map((row) => {
    const r = bins.recency + 1 - scoreBy(byRecency, row[0]);
    return { cell: cellOf(r, row[1], row[2], bins), days: row[0], customers: row[3], orders: row[4], amount: row[5] };
  });
  const size = bins.recency * bins.frequency * bins.monetary;
  const [customers, amount] = [new Int32Array(size), new Float64Array(size)];
  const paid = Array.from({ length: size }, (): number[] => []);
  for (const row of rows) {
    customers[row.cell]! += row.customers;
    for (const part of row.amount) growExpansion(paid[row.cell]!, part);
  }
  paid.forEach((partials, cell) => {
    amount[cell] = roundedSum(partials, OWNER) + 0; // + 0: never -0
  });
  if (!Number.isFinite(amount.reduce((sum, part) => sum + Math.abs(part), 0))) refuseOverflow(OWNER);
  const [n, counts, places] = [
    customers.reduce((a, b) => a + b, 0),
    countsOfScores(customers, bins),
    segmentPlaces(scores),
  ];
  const cells = { customers, amount };
  return {
    ...{ n, bins, cuts, nestedCuts: [], counts, emptyBins: emptyBinsOf(counts) },
    segments:
      scores.segments === null
        ? []
        : segmentRows(scores, { ...places, totals: cells }, n, (sizes) =>
            sizes.map((_, place) => factsOf(rows.filter(({ cell }) => places.placeOf[cell] === place))),
          ),
    grid: gridOf(scores, cells),
    asOf,
    excluded: { missing, invalid, repeated, outside, refunds, withoutAmount },
  };
}

function factsOf(
  rows: readonly { readonly days: number; readonly customers: number; readonly orders: number }[],
): SegmentFacts {
  let [customers, days, orders] = [0, 0, 0];
  const counted: [days: number, customers: number][] = []; // rows come by days
  for (const row of rows) {
    customers += row.customers;
    days += row.customers * row.days;
    orders += row.orders;
    const last = counted.at(-1);
    if (last?.[0] === row.days) last[1] += row.customers;
    else counted.push([row.days, row.customers]);
  }
  return {
    orders,
    meanRecencyDays: customers === 0 ? null : days / customers,
    medianRecencyDays: countedQuantileCuts(counted, 2)[0] ?? null,
  };
}

import { checkChoice, checkNumber, checkOptions } from '../core/options.js';
import { mergePairs, type Pairs } from '../core/pairs.js';
import { asOfGiven } from '../log/as-of.js';
import type { EventMetric } from '../log/event-metric.js';
import type { AnyLog, AnyProperties } from '../log/layout.js';
import { countValues, linesOfValues, totalsShape, valuesAt, valuesPart } from '../log/purchases/counted-totals.js';
import {
  refuseRefunds,
  requireAmounts,
  TOTALS_OPTIONS,
  type TotalsOptions,
  totalsByCode,
  totalsPlan,
} from '../log/purchases/customer-totals.js';
import { mergeCounts, type StateCounts } from '../log/purchases/totals-state.js';
import type { ShapeGroup } from '../log/shapes/shape-plan.js';
import { summaryPlan } from '../log/shapes/summary-plan.js';
import { summaryCounts, type Unlike } from '../log/shapes/totals-shapes.js';
import { countedQuantileCuts } from '../stats/counted-quantiles.js';
import type { Instant } from '../time/period-key.js';
import { binsOf, type RfmBins } from './bins.js';
import { customersBought } from './customers-bought.js';
import type { RfmExcluded } from './result.js';
import type { RfmRules } from './rfm-rules.js';

/** Which events are orders, and how many scores there are to be. */
export interface RfmCutsOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends Pick<RfmRules, 'bins' | 'monetary'>,
    TotalsOptions<Name, Properties> {
  /** As in `rfm`; those whose cuts are found in the data, and for all customers alike. */
  readonly method?: 'quantile' | 'r-rfm' | undefined;
  /** Monetary values are rounded to multiples of this first, so that fewer of them differ. Default: they stay as they are. */
  readonly monetaryStep?: number | undefined;
  /** One for all that is merged. */
  readonly asOf: Instant;
}

/** The cuts between the scores of all customers, ascending: those of `rfm`. */
export interface RfmCuts {
  readonly recency: readonly number[];
  readonly frequency: readonly number[];
  readonly monetary: readonly number[];
  /** How many customers they were found among. */
  readonly n: number;
  readonly excluded: RfmExcluded;
}

/** How many customers have each value: the state of `rfmCutsMetric`. */
export interface RfmCutsState extends StateCounts {
  readonly recencyDays: Pairs<number, number>;
  readonly frequency: Pairs<number, number>;
  readonly monetary: Pairs<number, number>;
}

/**
 * The cuts of RFM as a metric of events, without the customers: the first of two queries, where they are too many to leave their database. The
 * cuts then go to `rfmSummaryMetric`, which counts the segments. Its state is how many customers have each value, so shards of customers merge.
 *
 * @param options - `bins`, `method` (`'quantile'`, `'r-rfm'`), `monetary` and the orders as in `rfm`; `asOf` must be given; `monetaryStep`
 * @returns a metric whose result are the cuts of `rfm`, number by number
 * @throws {InvalidOptionError} when an option is unknown or out of range, or `asOf` is not given
 * @example
 * ```ts
 * import { eventLog, measure, onEvents, rfmCutsMetric } from 'kizuna';
 *
 * const orders = [100, 300, 200, 500, 900].map((yen, i) => ({ id: `c${i}`, at: Date.UTC(2025, 3, i + 1), yen }));
 * const log = eventLog(orders, { customer: 'id', time: 'at', amount: 'yen' });
 * const metric = rfmCutsMetric({ asOf: '2025-04-30', bins: 3 });
 * const { recency, monetary, n } = metric.finish(metric.state(log));
 * recency; // => [26.333, 27.667]
 * monetary; // => [233.333, 433.333]
 * n; // => 5
 * ```
 */
export function rfmCutsMetric<Name extends string = string, Properties extends object = AnyProperties>(
  options: RfmCutsOptions<Name, Properties>,
): EventMetric<Name, Properties, RfmCutsState, RfmCuts> {
  checkOptions(OWNER, options, [...TOTALS_OPTIONS, 'bins', 'method', 'monetary', 'monetaryStep']);
  const totals = totalsPlan(OWNER, options);
  asOfGiven(OWNER, options.asOf, totals.timeZone);
  const method = checkChoice(OWNER, 'method', options.method ?? 'quantile', ['quantile', 'r-rfm']);
  const monetary = checkChoice(OWNER, 'monetary', options.monetary ?? 'sum', ['sum', 'mean']);
  const { monetaryStep: step = null } = options;
  if (step !== null) checkNumber(OWNER, 'monetaryStep', step, { min: 0, open: true, max: 1e15 });
  const bins = binsOf(OWNER, options.bins);
  const shape = totalsShape(totals, { monetary, step });
  const counted = (unlike: Unlike, values: readonly ShapeGroup[]): RfmCutsState => {
    const [recencyDays, frequency] = [valuesAt(values, 0), valuesAt(values, 1)];
    const counts = summaryCounts(totals, unlike, linesOfValues(values, frequency));
    return { ...counts, recencyDays, frequency, monetary: valuesAt(values, 2, step) };
  };
  return {
    name: OWNER,
    split: 'by customer',
    plan: summaryPlan(totals, valuesPart(shape, ['days', 'orders', 'monetary']), counted, mergeCuts),
    state(log: AnyLog) {
      requireAmounts(OWNER, log);
      const all = totalsByCode(totals, log);
      const { customer, first: _, last: __, orders: ___, amount: ____, ...counts } = all;
      const { recencyDays, orders, amount } = customersBought({ ...totals, refunds: 'exclude' }, all);
      const values = monetary === 'sum' ? amount : amount.map((sum, i) => sum / orders[i]!);
      if (customer.length === 0) return { ...counts, recencyDays: [], frequency: [], monetary: [] };
      return {
        ...counts,
        recencyDays: countValues(recencyDays),
        frequency: countValues(orders),
        monetary: countValues(values, step),
      };
    },
    merge: mergeCuts,
    finish: (state) => cutsOf(state, bins, method, totals),
  };
}

const OWNER = 'rfmCuts';

function mergeCuts(a: RfmCutsState, b: RfmCutsState): RfmCutsState {
  return {
    ...mergeCounts(a, b),
    recencyDays: mergePairs(a.recencyDays, b.recencyDays, added),
    frequency: mergePairs(a.frequency, b.frequency, added),
    monetary: mergePairs(a.monetary, b.monetary, added),
  };
}

function added(a: number, b: number): number {
  return a + b;
}

function cutsOf(
  state: RfmCutsState,
  bins: RfmBins,
  method: 'quantile' | 'r-rfm',
  totals: ReturnType<typeof totalsPlan>,
): RfmCuts {
  const { recencyDays, frequency, monetary, missing, invalid, repeated, outside, refunds, withoutAmount } = state;
  refuseRefunds(totals, refunds);
  const cuts = (values: Pairs<number, number>, size: number) =>
    countedQuantileCuts(values, size).map((cut) => (method === 'r-rfm' ? cut + 1 : cut));
  return {
    recency: cuts(recencyDays, bins.recency),
    frequency: cuts(frequency, bins.frequency),
    monetary: cuts(monetary, bins.monetary),
    n: frequency.reduce((n, [, count]) => n + count, 0),
    excluded: { missing, invalid, repeated, outside, refunds, withoutAmount },
  };
}

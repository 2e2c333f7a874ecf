import type { Accessor, AnyRow, Data } from '../../core/data.js';
import { errorOf, InvalidDataError } from '../../core/errors.js';
import type { Estimate, Rate } from '../../core/estimate.js';
import { input } from '../../core/expression.js';
import { measure } from '../../core/measure.js';
import { type Sum, sum } from '../../core/measures.js';
import type { RowMetric } from '../../core/metric.js';
import { checkConfidence, checkNumber, checkOptions } from '../../core/options.js';
import type { Excluded, RowPolicy } from '../../core/policy.js';
import { type TallyState, tally } from '../../core/tally.js';
import { rate } from '../../stats/rate.js';
import { costPer } from './cost-per.js';
import { costRule, countRule } from './cost-rules.js';
import { isFacts } from './is-facts.js';

/** What a medium cost and brought. */
export interface AcquisitionFacts {
  /** What was paid for the medium (広告費, 媒体費). */
  readonly cost: number;
  /** Samples or trials that were asked for (レスポンス, サンプル申込). */
  readonly samples: number;
  /** First orders of the product itself (本商品). */
  readonly orders: number;
  /** What those who came by the medium have paid. */
  readonly revenue: number;
}

/** What of the cost is not in the rows, and the intervals. */
export interface AcquisitionRules {
  /** What making and sending one sample costs, on top of the medium; default 0. */
  readonly sampleCost?: number | undefined;
  /** Default 0.95. */
  readonly confidence?: number | undefined;
}

/** Where the parts stand in rows, such as one of each medium and month; `() => 0` where there is no such thing. */
export interface AcquisitionOptions<Row> extends AcquisitionRules, RowPolicy {
  readonly cost: Accessor<Row, number>;
  readonly samples: Accessor<Row, number>;
  readonly orders: Accessor<Row, number>;
  readonly revenue: Accessor<Row, number>;
}

/** The figures of direct response. */
export interface Acquisition {
  /** CPR: cost ÷ samples, with what a sample costs. */
  readonly costPerResponse: Estimate;
  /** CPO: cost ÷ orders, with what all samples cost. */
  readonly costPerOrder: Estimate;
  /** 引上げ率: orders ÷ samples; `value` is `null` where there were more orders than samples. */
  readonly conversion: Rate;
  /** MR, media ratio: revenue ÷ cost of the medium; `null` where that is 0. */
  readonly mediaRatio: number | null;
  readonly cost: number;
  readonly samples: number;
  readonly orders: number;
  readonly revenue: number;
  readonly excluded: Excluded;
}

/** The state of acquisition: four sums. */
export type AcquisitionState = TallyState<AcquisitionMeasures>;

/** What acquisition counts. */
export type AcquisitionMeasures = {
  readonly cost: Sum<'cost'>;
  readonly samples: Sum<'samples'>;
  readonly orders: Sum<'orders'>;
  readonly revenue: Sum<'revenue'>;
};

/**
 * CPR, CPO, 引上げ率 and MR as a metric: by medium or month, for streams, stored states and databases. See `acquisition`.
 *
 * @param options - where the parts are; see `AcquisitionOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { acquisitionMetric, by, measure } from 'kizuna';
 *
 * const media = [
 *   { medium: 'paper', yen: 800000, samples: 160, orders: 32, sales: 480000 },
 *   { medium: 'web', yen: 500000, samples: 200, orders: 20, sales: 250000 },
 * ];
 * const fields = { cost: 'yen', samples: 'samples', orders: 'orders', revenue: 'sales' } as const;
 * const rows = measure(media, by('medium', acquisitionMetric(fields)));
 * rows.map(({ medium, costPerOrder, conversion, mediaRatio }) => [medium, costPerOrder.value, conversion.value, mediaRatio]);
 * // => [['paper', 25000, 0.2, 0.6], ['web', 25000, 0.1, 0.5]]
 * ```
 */
export function acquisitionMetric<Row = AnyRow>(
  options: AcquisitionOptions<Row>,
): RowMetric<Row, AcquisitionState, Acquisition> {
  checkOptions(OWNER, options, [...PARTS, ...RULES, 'missing', 'invalid']);
  const { sampleCost = 0, confidence = 0.95, missing, invalid } = options;
  checkNumber(OWNER, 'sampleCost', sampleCost, { min: 0 });
  checkConfidence(OWNER, confidence);
  return tally({
    name: OWNER,
    inputs: {
      cost: costRule<Row>(OWNER, 'cost', options.cost),
      samples: countRule<Row>(OWNER, 'samples', options.samples),
      orders: countRule<Row>(OWNER, 'orders', options.orders),
      revenue: costRule<Row>(OWNER, 'revenue', options.revenue),
    },
    measures: {
      cost: sum(input('cost')),
      samples: sum(input('samples')),
      orders: sum(input('orders')),
      revenue: sum(input('revenue')),
    },
    finish: (total, excluded) => finish(total, { sampleCost, confidence }, excluded),
    missing,
    invalid,
  });
}

/**
 * The figures of direct response and D2C: CPR, CPO, 引上げ率 and MR.
 *
 * CPR = cost ÷ samples + `sampleCost`; CPO = cost ÷ orders + `sampleCost` × samples ÷ orders; 引上げ率 = orders ÷ samples, so that
 * CPO = CPR ÷ 引上げ率; MR = revenue ÷ cost of the medium (tamago.temonalab.com/81). Some pages print "CPO = first sales ÷
 * media cost", which is the MR of the first order. Say over how long the revenue was counted: an MR of 初回 and one of a year are different figures.
 *
 * Rows are added up first. 引上げ率 has Wilson's interval; the costs take the number of samples or orders as chance would make it (Poisson,
 * Garwood 1936) and what was spent as known.
 *
 * @param data - the figures of one medium, or rows or columns of media
 * @param options - for rows where `cost`, `samples`, `orders` and `revenue` are; `sampleCost`, `confidence`, `missing`, `invalid`
 * @returns the figures with their parts; each is `null` where its denominator is 0
 * @throws {InvalidDataError} when an amount is negative or a count is not whole
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { acquisition } from 'kizuna';
 *
 * const medium = { cost: 800000, samples: 160, orders: 32, revenue: 480000 };
 * const { costPerResponse, costPerOrder, conversion, mediaRatio } = acquisition(medium, { sampleCost: 500 });
 * costPerResponse.value; // => 5500
 * costPerOrder.value; // => 27500
 * conversion; // => { value: 0.2, n: 160, interval: { low: 0.145, high: 0.269, confidence: 0.95, method: 'wilson' }, numerator: 32, denominator: 160 }
 * mediaRatio; // => 0.6
 * ```
 */
export function acquisition(data: AcquisitionFacts, options?: AcquisitionRules): Acquisition;
export function acquisition<Row>(data: Data<Row>, options: AcquisitionOptions<NoInfer<Row>>): Acquisition;
export function acquisition<Row>(
  data: AcquisitionFacts | Data<Row>,
  options: AcquisitionRules | AcquisitionOptions<Row> = {},
): Acquisition {
  if (!isFacts<AcquisitionFacts>(data, options, PARTS))
    return measure(data, acquisitionMetric(options as AcquisitionOptions<Row>)); // as the overloads say
  checkOptions(OWNER, data, PARTS);
  checkOptions(OWNER, options, RULES);
  const fields = { cost: 'cost', samples: 'samples', orders: 'orders', revenue: 'revenue' } as const;
  return measure([data], acquisitionMetric<AcquisitionFacts>({ ...options, ...fields, missing: 'throw' }));
}

const OWNER = 'acquisition';
const PARTS = ['cost', 'samples', 'orders', 'revenue'] as const;
const MOST_SAMPLES = 1e15; // of which rates are exact
const RULES = ['sampleCost', 'confidence'];

function finish(
  total: { readonly [Part in keyof AcquisitionMeasures]: number },
  { sampleCost, confidence }: { readonly sampleCost: number; readonly confidence: number },
  excluded: Excluded,
): Acquisition {
  const { cost, samples, orders, revenue } = total;
  if (samples > MOST_SAMPLES) {
    const expected = `at most ${MOST_SAMPLES} in all`;
    const issue = { code: 'E_NUM_RANGE', index: null, field: 'samples', expected, received: 'more' } as const;
    throw errorOf(InvalidDataError, OWNER, [issue]);
  }
  const all = cost + sampleCost * samples;
  return {
    costPerResponse: costPer(OWNER, all, samples, confidence),
    costPerOrder: costPer(OWNER, all, orders, confidence),
    conversion:
      orders <= samples
        ? rate(orders, samples, { confidence })
        : { value: null, n: samples, interval: null, numerator: orders, denominator: samples },
    mediaRatio: Number.isFinite(revenue / cost) ? revenue / cost : null,
    ...total,
    excluded,
  };
}

import type { Accessor, AnyRow, Data } from '../../core/data.js';
import type { Estimate } from '../../core/estimate.js';
import { input } from '../../core/expression.js';
import { measure } from '../../core/measure.js';
import { type Sum, sum } from '../../core/measures.js';
import type { RowMetric } from '../../core/metric.js';
import { checkConfidence, checkOptions } from '../../core/options.js';
import type { Excluded, RowPolicy } from '../../core/policy.js';
import { type TallyState, tally } from '../../core/tally.js';
import { costPer } from './cost-per.js';
import { costRule, countRule } from './cost-rules.js';
import { isFacts } from './is-facts.js';

/** What was spent, and whom it won. */
export interface AcquisitionCounts {
  readonly cost: number;
  /** New customers. */
  readonly customers: number;
}

/** Where the cost and the new customers of a row stand, such as one of each channel and month. */
export interface AcquisitionCostOptions<Row> extends RowPolicy {
  readonly cost: Accessor<Row, number>;
  /** New customers: whole numbers. */
  readonly customers: Accessor<Row, number>;
  /** Default 0.95. */
  readonly confidence?: number;
}

/** What it cost to win a customer. `n` is the new customers. */
export interface AcquisitionCost extends Estimate {
  readonly cost: number;
  readonly customers: number;
  readonly excluded: Excluded;
}

/** The state of acquisition cost: sums of cost and of customers. */
export type AcquisitionCostState = TallyState<AcquisitionCostMeasures>;

/** What acquisition cost counts. */
export type AcquisitionCostMeasures = { readonly cost: Sum<'cost'>; readonly customers: Sum<'customers'> };

/**
 * Acquisition cost as a metric: by channel or month, for streams, stored states and databases. See `acquisitionCost`.
 *
 * @param options - where cost and customers are; see `AcquisitionCostOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { acquisitionCostMetric, by, measure } from 'kizuna';
 *
 * const spend = [
 *   { channel: 'search', month: '2025-04', yen: 300000, newCustomers: 60 },
 *   { channel: 'social', month: '2025-04', yen: 200000, newCustomers: 25 },
 *   { channel: 'search', month: '2025-05', yen: 260000, newCustomers: 40 },
 * ];
 * const rows = measure(spend, by('channel', acquisitionCostMetric({ cost: 'yen', customers: 'newCustomers' })));
 * rows.map(({ channel, value, customers }) => [channel, value, customers]); // => [['search', 5600, 100], ['social', 8000, 25]]
 * ```
 */
export function acquisitionCostMetric<Row = AnyRow>(
  options: AcquisitionCostOptions<Row>,
): RowMetric<Row, AcquisitionCostState, AcquisitionCost> {
  checkOptions(OWNER, options, [...PARTS, 'confidence', 'missing', 'invalid']);
  const { cost, customers, missing, invalid } = options;
  const confidence = checkConfidence(OWNER, options.confidence ?? 0.95);
  return tally({
    name: OWNER,
    inputs: { cost: costRule<Row>(OWNER, 'cost', cost), customers: countRule<Row>(OWNER, 'customers', customers) },
    measures: { cost: sum(input('cost')), customers: sum(input('customers')) },
    finish: (total, excluded) => ({ ...costPer(OWNER, total.cost, total.customers, confidence), ...total, excluded }),
    missing,
    invalid,
  });
}

/**
 * Acquisition cost (CAC, 顧客獲得単価): what was spent ÷ new customers. Value × customers is what was spent.
 *
 * Count in the cost what the comparison is to be of: media alone (then it is a CPA), or sales, marketing and first discounts too
 * (fully loaded). Cost and customers must be of one period; where customers come weeks after the spend, take a longer one. By channel it
 * rests on who is credited; all channels together need no attribution.
 *
 * Rows are added up first: a large month weighs more. The interval takes the number of customers as chance would make it (Poisson,
 * Garwood 1936) and the cost as known; campaigns differ more than that.
 *
 * @param data - cost and customers of one period, or rows or columns
 * @param options - for rows where `cost` and `customers` are; `confidence`, `missing`, `invalid`
 * @returns the cost of a customer with its parts; `value` is `null` where nobody was won
 * @throws {InvalidDataError} when a cost is negative or a number of customers is not whole
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { acquisitionCost } from 'kizuna';
 *
 * const { value, interval } = acquisitionCost({ cost: 200000, customers: 25 });
 * value; // => 8000
 * interval; // => { low: 5419.3, high: 12361.9, confidence: 0.95, method: 'poisson' }
 * const months = [{ spend: 300000, won: 60 }, { spend: 260000, won: 40 }];
 * acquisitionCost(months, { cost: 'spend', customers: 'won' }).value; // => 5600
 * acquisitionCost({ cost: 50000, customers: 0 }).value; // => null
 * ```
 */
export function acquisitionCost(data: AcquisitionCounts, options?: { readonly confidence?: number }): AcquisitionCost;
export function acquisitionCost<Row>(data: Data<Row>, options: AcquisitionCostOptions<NoInfer<Row>>): AcquisitionCost;
export function acquisitionCost<Row>(
  data: AcquisitionCounts | Data<Row>,
  options: { readonly confidence?: number } | AcquisitionCostOptions<Row> = {},
): AcquisitionCost {
  if (!isFacts<AcquisitionCounts>(data, options, PARTS))
    return measure(data, acquisitionCostMetric(options as AcquisitionCostOptions<Row>)); // as the overloads say
  checkOptions(OWNER, data, PARTS);
  checkOptions(OWNER, options, ['confidence']);
  return measure(
    [data],
    acquisitionCostMetric<AcquisitionCounts>({
      ...options,
      cost: 'cost',
      customers: 'customers',
      missing: 'throw',
    }),
  );
}

const OWNER = 'acquisitionCost';
const PARTS = ['cost', 'customers'] as const;

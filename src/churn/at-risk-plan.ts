import { checkChoice, checkNumber, checkOptions, refuseOption } from '../core/options.js';
import type { AnyProperties } from '../log/layout.js';
import type { CustomerSummary } from '../log/purchases/customer-summary.js';
import { TOTALS_OPTIONS, type TotalsOptions, type TotalsPlan, totalsPlan } from '../log/purchases/customer-totals.js';
import type { PeriodUnit } from '../time/period.js';
import { type LapseRule, lapseThresholds, type RhythmLapse, type Thresholds } from './lapse-rule.js';
import { rhythmLapse } from './rhythm-lapse.js';

/** What the list is ordered by: soonest lapse, longest since in own gaps, longest since, least chance, most value at risk, most amount. */
export type RiskOrder = 'lapse' | 'ratio' | 'since' | 'alive' | 'valueAtRisk' | 'amount';

/** Who is listed, and what is said of them. */
export interface AtRiskOptions<Name extends string = string, Properties extends object = AnyProperties>
  extends Omit<TotalsOptions<Name, Properties>, 'from'> {
  /** How long after an order its customer lapses, as in `churnByInactivity`. Without it nobody has lapsed, and nobody has a date. */
  readonly lapsedAfter?: LapseRule | RhythmLapse | undefined;
  /** Customers who have lapsed: left out (`'exclude'`, default), among the others, or alone. */
  readonly lapsed?: 'exclude' | 'include' | 'only' | undefined;
  /**
   * The chance that a customer with this history still is one, from 0 to 1: with a fitted model,
   * `(history) => probabilityAlive(model, history)`. Asked once for each customer.
   */
  readonly alive?: ((history: CustomerSummary) => number) | undefined;
  /** What is at stake with a customer, such as `(history) => customerValue(…)`; without it, the amount so far. */
  readonly value?: ((history: CustomerSummary) => number) | undefined;
  /** The unit of the histories, as in `customerSummary`: that of the model. Needed with `alive` and `value`. */
  readonly unit?: PeriodUnit | undefined;
  /** As in `customerSummary`: what is one purchase of a history. */
  readonly mergeWithin?: 'unit' | 'day' | undefined;
  /** The day a week starts on, 0 (Sunday) to 6; default 1 (Monday). */
  readonly weekStartsOn?: number | undefined;
  /** The month a year and its quarters start in, 1 to 12; default 1. */
  readonly fiscalYearStartsOn?: number | undefined;
  /** Only customers with so many orders; default 1. */
  readonly minimumOrders?: number | undefined;
  /** Only customers with so much amount. */
  readonly minimumAmount?: number | undefined;
  /** So many of the list, from its start; default all. */
  readonly limit?: number | undefined;
  /** Default `'alive'` where that is given, else `'lapse'` where `lapsedAfter` is, else `'ratio'`. */
  readonly order?: RiskOrder | undefined;
}

/** The options, checked, with nothing left out. */
export interface AtRiskPlan {
  readonly totals: TotalsPlan;
  readonly thresholdsOf: Thresholds | null;
  readonly lapsed: 'exclude' | 'include' | 'only';
  readonly minimumOrders: number;
  readonly minimumAmount: number | null;
  readonly limit: number;
  readonly order: RiskOrder;
}

/** Reads and checks the options. */
export function atRiskPlan<Name extends string, Properties extends object>(
  owner: string,
  options: AtRiskOptions<Name, Properties>,
): AtRiskPlan {
  checkOptions(owner, options, [...OPTIONS, ...TOTALS_OPTIONS.filter((option) => option !== 'from')]);
  const { lapsedAfter, alive, value, lapsed = 'exclude', minimumOrders = 1, minimumAmount, limit } = options;
  for (const [option, given] of Object.entries({ alive, value })) {
    if (given === undefined) continue;
    if (typeof given !== 'function') refuseOption(owner, option, 'to be a function', given, 'E_OPT_TYPE');
    if (options.unit === undefined) refuseOption(owner, 'unit', `to be given with ${option}`, undefined, 'E_OPT_TYPE');
  }
  const usual = alive !== undefined ? 'alive' : lapsedAfter !== undefined ? 'lapse' : 'ratio';
  const order = checkChoice(owner, 'order', options.order ?? usual, ORDERS);
  if (order === 'lapse' && lapsedAfter === undefined)
    refuseOption(owner, 'order', 'to have lapsedAfter beside it', order);
  if ((order === 'alive' || order === 'valueAtRisk') && alive === undefined)
    refuseOption(owner, 'order', 'to have alive beside it', order);
  if (lapsed === 'only' && lapsedAfter === undefined)
    refuseOption(owner, 'lapsed', 'to have lapsedAfter beside it', lapsed);
  return {
    totals: totalsPlan(owner, options),
    thresholdsOf: lapsedAfter === undefined ? null : lapseThresholds(owner, lapsedAfter, rhythmLapse),
    lapsed: checkChoice(owner, 'lapsed', lapsed, ['exclude', 'include', 'only']),
    minimumOrders: checkNumber(owner, 'minimumOrders', minimumOrders, { min: 1, integer: true }),
    minimumAmount: minimumAmount === undefined ? null : checkNumber(owner, 'minimumAmount', minimumAmount, {}),
    limit: limit === undefined ? Infinity : checkNumber(owner, 'limit', limit, { min: 0, integer: true }),
    order,
  };
}

const OPTIONS = [
  ...['lapsedAfter', 'lapsed', 'alive', 'value', 'unit', 'mergeWithin', 'weekStartsOn', 'fiscalYearStartsOn'],
  ...['minimumOrders', 'minimumAmount', 'limit', 'order'],
];
const ORDERS = ['lapse', 'ratio', 'since', 'alive', 'valueAtRisk', 'amount'] as const;

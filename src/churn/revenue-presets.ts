import type { Duration } from '../time/duration.js';

/** The questions on which vendors differ, each with its answers. The first named is the default. */
export interface RevenueRules {
  /** Whether revenue of customers who are back offsets losses in `netRetention` and `netChurn`: default `'exclude'`. */
  readonly reactivationInNetRetention?: 'exclude' | 'include' | undefined;
  /** Whether it counts as growth in `quickRatio`: default `'include'`. */
  readonly reactivationInQuickRatio?: 'include' | 'exclude' | undefined;
  /** Who is back later than this after leaving is new again; default `null`: nobody is new twice. */
  readonly reactivationWithin?: Duration | null | undefined;
  /** Whom revenue is compared of: a customer who ends one of several subscriptions contracts; a subscription that ends churned. Default `'customers'`. */
  readonly count?: 'customers' | 'subscriptions' | undefined;
  /** Whether revenue ends with the line (the period that was paid for) or when the customer cancels: default `'end'`. */
  readonly churnDate?: 'end' | 'cancellation' | undefined;
  /**
   * What counts within a period. `'net'` (default): the end compared with the start, so that who comes and leaves in one period
   * is nowhere. `'newAndChurned'`: the same, but who comes and leaves counts as both. `'each'`: every change as it happens.
   * Retention is of the ends of a period whatever it says.
   */
  readonly movements?: 'net' | 'newAndChurned' | 'each' | undefined;
  /** Whether lines on hold keep their revenue (default `'keep'`), or have none: then a customer on hold churns and is back. */
  readonly pauses?: 'keep' | 'zero' | undefined;
  /** Whether lines that were paid back count all the same (default `'ignore'`), or as if they had never been. */
  readonly refunds?: 'ignore' | 'exclude' | undefined;
  /** What `customerChurn` is made of, as the `denominator` of `customerChurn(…)`: default `'start'`. */
  readonly churnDenominator?: ChurnDenominator | undefined;
}

/**
 * What churned customers are divided by: those at the start of a period, the mean of both ends, the mean of its days, or, day by day,
 * those at the start of the day, and then added up. See `customerChurn`.
 */
export type ChurnDenominator = 'start' | 'average' | 'dailySum' | 'dailyRates';

export const CHURN_DENOMINATORS: readonly ChurnDenominator[] = ['start', 'average', 'dailySum', 'dailyRates'];

/** A vendor whose definitions are followed. */
export type RevenuePreset = 'chartmogul' | 'baremetrics' | 'profitwell';

/** Rules of which every one is answered. */
export type AnsweredRules = {
  readonly [Rule in keyof RevenueRules]-?: NonNullable<RevenueRules[Rule]> | Nullable<Rule>;
};

type Nullable<Rule> = Rule extends 'reactivationWithin' ? null : never;

export const DEFAULT_RULES: AnsweredRules = {
  reactivationInNetRetention: 'exclude',
  reactivationInQuickRatio: 'include',
  reactivationWithin: null,
  count: 'customers',
  churnDate: 'end',
  movements: 'net',
  pauses: 'keep',
  refunds: 'ignore',
  churnDenominator: 'start',
};

/** What each vendor answers otherwise. */
export const PRESETS: Readonly<Record<RevenuePreset, RevenueRules>> = {
  // help.chartmogul.com 201244842 (each change of a subscription is a movement), 203299912, 204898491, 207340419
  chartmogul: { reactivationInNetRetention: 'include', movements: 'each' },
  // help.baremetrics.com 5380347, changelog.baremetrics.com (churn update, quick ratio), updates.baremetrics.com
  baremetrics: { reactivationInQuickRatio: 'exclude', movements: 'newAndChurned' },
  // paddle.com/help/profitwell-metrics/measure/compare/profitwell-vs-chargify
  profitwell: { reactivationInNetRetention: 'include', pauses: 'zero' },
};

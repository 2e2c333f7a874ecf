export type { ConversionPoint } from '../log/conversion-curve.js';
export type { PurchaseOptions } from '../log/purchases/purchases.js';
export type { ConversionsState } from '../stats/conversions.js';
export type { DeliveryRate, SubscriptionContinuation } from './continuation-facts.js';
export type { Balance, BalanceState } from './customer-balance.js';
export type { DeliveryCounts } from './delivery-counts.js';
export type { IntervalCounts } from './interval-lists.js';
export type { PurchaseInterval } from './interval-summary.js';
export type { PeriodRetention, PeriodRetentionOptions } from './period-facts.js';
export {
  type PeriodRetentionMetricOptions,
  type PeriodRetentionState,
  periodRetention,
  periodRetentionMetric,
} from './period-retention.js';
export {
  type PurchaseIntervals,
  type PurchaseIntervalsMetricOptions,
  type PurchaseIntervalsOptions,
  type PurchaseIntervalsState,
  purchaseIntervals,
  purchaseIntervalsMetric,
} from './purchase-intervals.js';
export type { RepeatCounts, RepeatRateOptions, RepeatState } from './repeat-counts.js';
export { type RepeatRate, repeatRate, repeatRateMetric } from './repeat-rate.js';
export { type RepeaterRate, repeaterRate, repeaterRateMetric } from './repeater-rate.js';
export {
  type RepeatersPerNewCustomer,
  repeatersPerNewCustomer,
  repeatersPerNewCustomerMetric,
} from './repeaters-per-new-customer.js';
export {
  type RepurchaseMetricOptions,
  type RepurchaseOptions,
  type RepurchaseState,
  repurchase,
  repurchaseMetric,
} from './repurchase.js';
export type { Repurchase, RepurchasePoint, RepurchaseRange } from './repurchase-facts.js';
export {
  type RepurchaseLadderMetricOptions,
  type RepurchaseLadderOptions,
  type RepurchaseLadderState,
  repurchaseLadder,
  repurchaseLadderMetric,
} from './repurchase-ladder.js';
export { type RetentionMetricOptions, type RetentionOptions, retention, retentionMetric } from './retention.js';
export type { RetentionPoint } from './retention-curve.js';
export type { RetentionMode } from './retention-plan.js';
export type { CohortState, RetentionRepeats, RetentionState } from './retention-state.js';
export type { Retention, RetentionCell, RetentionCohort } from './retention-table.js';
export {
  type SubscriptionContinuationMetricOptions,
  type SubscriptionContinuationOptions,
  type SubscriptionContinuationState,
  subscriptionContinuation,
  subscriptionContinuationMetric,
} from './subscription-continuation.js';

export { type AtRiskCustomer, atRisk } from './at-risk.js';
export type { AtRiskOptions, RiskOrder } from './at-risk-plan.js';
export type { LengthUnit } from './calendar-length.js';
export { changeLedger } from './change-ledger.js';
export {
  type ChurnByInactivityMetricOptions,
  type ChurnByInactivityOptions,
  type ChurnByInactivityState,
  churnByInactivity,
  churnByInactivityMetric,
  type InactivityChurn,
} from './churn-by-inactivity.js';
export type {
  ChurnPart,
  ChurnReason,
  ChurnReasonCell,
  ChurnReasonCounts,
  ChurnReasonPairs,
  ChurnReasons,
  ChurnReasonsState,
} from './churn-reason-shares.js';
export { type ChurnReasonsOptions, churnReasons, churnReasonsMetric } from './churn-reasons.js';
export { compoundChurn } from './compound-churn.js';
export {
  type CustomerChurnMetricOptions,
  type CustomerChurnOptions,
  customerChurn,
  customerChurnMetric,
} from './customer-churn.js';
export type { ChurnCounts, CustomerChurn, CustomerChurnState } from './customer-churn-counts.js';
export { type CustomerRhythm, type CustomerRhythmsOptions, customerRhythms } from './customer-rhythms.js';
export { type LapseLifetime, type LapseLifetimesOptions, lapseLifetimes } from './lapse-lifetimes.js';
export type { LapseMoves, LapseState } from './lapse-moves.js';
export type { LapseOptions } from './lapse-plan.js';
export type { LapseRule, OwnLapse, RhythmLapse } from './lapse-rule.js';
export type { LedgerExcluded, Pauses, RevenueLedger, SnapshotPeriods } from './ledger.js';
export type {
  AttributeField,
  BillingInterval,
  ChangeRoles,
  CurrencyConverter,
  LedgerData,
  LedgerPolicy,
  PauseList,
  SnapshotRoles,
  SubscriptionRoles,
} from './ledger-roles.js';
export { onSubscriptions } from './on-subscriptions.js';
export type { LapseOrders } from './order-times.js';
export {
  type PurchaseRhythm,
  type PurchaseRhythmOptions,
  purchaseRhythm,
  type RhythmQuantile,
} from './purchase-rhythm.js';
export { recurringRevenue } from './recurring-revenue.js';
export {
  type PartBridge,
  type PartCustomers,
  type RecurringRevenueByOptions,
  type RecurringRevenueByRow,
  recurringRevenueBy,
} from './recurring-revenue-by.js';
export {
  type LedgerMetric,
  type RecurringRevenueMetricOptions,
  recurringRevenueMetric,
} from './recurring-revenue-metric.js';
export type { CustomerBridge, RevenueBridge } from './revenue-bridge.js';
export type { CohortCellSums, CohortSums } from './revenue-cohort-sums.js';
export type { RevenueCohort, RevenueCohortCell, RevenueCohortPoint, RevenueCohorts } from './revenue-cohort-table.js';
export {
  type RevenueCohortsMetricOptions,
  type RevenueCohortsOptions,
  type RevenueCohortsState,
  revenueCohorts,
  revenueCohortsMetric,
} from './revenue-cohorts.js';
export type { DayMoves } from './revenue-days.js';
export { type RevenueMovement, type RevenueMovementsOptions, revenueMovements } from './revenue-movements.js';
export type { RecurringRevenueOptions } from './revenue-plan.js';
export type { PoolRetention, PoolSums } from './revenue-pool.js';
export type { ChurnDenominator, RevenuePreset, RevenueRules } from './revenue-presets.js';
export {
  type RevenuePoolOptions,
  type RevenueRetentionMetricOptions,
  type RevenueRetentionOptions,
  type RevenueRetentionState,
  revenueRetention,
  revenueRetentionMetric,
} from './revenue-retention.js';
export {
  type PeriodPoolRetention,
  type RevenueRetentionTrendMetricOptions,
  type RevenueRetentionTrendOptions,
  type RevenueRetentionTrendState,
  revenueRetentionTrend,
  revenueRetentionTrendMetric,
} from './revenue-retention-trend.js';
export type { RecurringRevenuePeriod } from './revenue-rows.js';
export { type RevenueStability, revenueStability, type StabilityPeriod } from './revenue-stability.js';
export type { ByMovement, MovementSums, RecurringRevenueState } from './revenue-state.js';
export { type RevenueBar, revenueWaterfall } from './revenue-waterfall.js';
export { snapshotLedger } from './snapshot-ledger.js';
export { subscriptionLedger } from './subscription-ledger.js';
export {
  type LifetimeRow,
  type SubscriptionLifetime,
  type SubscriptionLifetimesOptions,
  subscriptionLifetimes,
} from './subscription-lifetimes.js';
export {
  type WinBack,
  type WinBackMetricOptions,
  type WinBackOptions,
  type WinBackPoint,
  type WinBackState,
  winBack,
  winBackMetric,
} from './win-back.js';

export { changeLedger } from './change-ledger.js';
export type { ChurnPart, ChurnReason, ChurnReasons, ChurnReasonsState } from './churn-reason-shares.js';
export { type ChurnReasonsOptions, churnReasons, churnReasonsMetric } from './churn-reasons.js';
export type { LedgerExcluded, Pauses, RevenueLedger } from './ledger.js';
export type {
  AttributeField,
  BillingInterval,
  ChangeRoles,
  LedgerData,
  LedgerPolicy,
  PauseList,
  SubscriptionRoles,
} from './ledger-roles.js';
export { subscriptionLedger } from './subscription-ledger.js';

export type { ChurnPart, ChurnReason, ChurnReasons, ChurnReasonsState } from './churn-reason-shares.js';
export { type ChurnReasonsOptions, churnReasons, churnReasonsMetric } from './churn-reasons.js';

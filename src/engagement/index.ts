export type { ExactSum } from '../stats/exact-sums.js';
export type { RatioEstimate, RatioSums } from '../stats/ratio-estimate.js';
export type { AccountCustomer } from './account-customers.js';
export type { AccountRollupOptions } from './account-plan.js';
export { type AccountRollup, type AccountRollupState, accountRollup, accountRollupMetric } from './account-rollup.js';
export type { AccountContributor, AccountRow } from './account-row.js';
export type { ActiveCustomersState } from './active-changes.js';
export {
  type ActiveCustomersOptions,
  type ActivePeriod,
  activeCustomers,
  activeCustomersMetric,
  type TrailingActive,
} from './active-customers.js';
export type { ActivityOptions } from './activity.js';
export {
  type CustomerScore,
  type EngagementScore,
  type EngagementScoreOptions,
  type EngagementScoreState,
  engagementScore,
  engagementScoreMetric,
} from './engagement-score.js';
export {
  type FrequencyCurve,
  type FrequencyCurveMetricOptions,
  type FrequencyCurveOptions,
  type FrequencyCurveState,
  type FrequencyPoint,
  frequencyCurve,
  frequencyCurveMetric,
} from './frequency-curve.js';
export type { LeadDecay } from './lead-decay.js';
export type { LeadScoreOptions, SignalGroup, SignalPoints } from './lead-plan.js';
export { type LeadScore, leadScore, type ScoredLead } from './lead-score.js';
export {
  type LeadThreshold,
  type LeadThresholdOptions,
  type LeadThresholdState,
  leadThreshold,
  leadThresholdMetric,
  type ScoreBand,
} from './lead-threshold.js';
export { type LifecyclePeriod, type LifecycleState, lifecycle, lifecycleMetric } from './lifecycle.js';
export type { OptionalRate } from './message-counts.js';
export type { MessageRates } from './message-facts.js';
export {
  type MessageCounts,
  type MessageRateOptions,
  type MessageRatesOptions,
  type MessageRatesState,
  messageRates,
  messageRatesMetric,
} from './message-rates.js';
export type { MessageSums, RateSums } from './message-sums.js';
export type { RocArea } from './roc-area.js';
export type { ScoreScale } from './score-scale.js';
export type { SessionSummaryState } from './session-parts.js';
export type { SessionRules } from './session-rules.js';
export {
  type DwellTime,
  type SessionMeasure,
  type SessionSummary,
  type SessionSummaryOptions,
  sessionSummary,
  sessionSummaryMetric,
} from './session-summary.js';
export { type Session, sessions } from './sessions.js';
export type { Extent } from './shown-periods.js';
export type { ScoreRules, SignalScore, SignalWeight } from './signal-points.js';
export {
  type SocialRates,
  type SocialRatesOptions,
  type SocialRatesState,
  socialRates,
  socialRatesMetric,
} from './social-rates.js';
export {
  type Stickiness,
  type StickinessMetricOptions,
  type StickinessOptions,
  type StickinessState,
  type StickinessWindow,
  stickiness,
  stickinessMetric,
} from './stickiness.js';
export type { StickinessSums } from './stickiness-sums.js';
export type { WindowChoice } from './stickiness-windows.js';
export {
  type SupportTimes,
  type SupportTimesOptions,
  type SupportTimesState,
  supportTimes,
  supportTimesMetric,
} from './support-times.js';
export type { TicketTimes } from './ticket-times.js';
export type { WindowSums } from './window-counts.js';

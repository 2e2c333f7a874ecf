export type { Attribution } from './attribution.js';
export { compareFunnels, type FunnelComparison, type FunnelStepComparison } from './compare-funnels.js';
export type { FunnelTime } from './durations.js';
export { type FunnelMetricOptions, funnel, funnelMetric } from './funnel.js';
export {
  type FunnelBreakdown,
  type FunnelByOptions,
  type FunnelByRow,
  type FunnelByState,
  funnelBy,
  funnelByMetric,
} from './funnel-by.js';
export { type FunnelDepth, funnelDepths } from './funnel-depths.js';
export type {
  FunnelExclusion,
  FunnelOptions,
  FunnelStep,
  FunnelStepRule,
  KnownSteps,
  StepLabel,
} from './funnel-options.js';
export type { Funnel, FunnelRate, FunnelStepResult } from './funnel-result.js';
export type { FunnelState } from './funnel-tally.js';
export {
  type FunnelTrendOptions,
  type FunnelTrendRow,
  type FunnelTrendState,
  funnelTrend,
  funnelTrendMetric,
} from './funnel-trend.js';
export type { FunnelRepeats } from './repeat-tally.js';

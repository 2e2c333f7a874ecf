export type { FunnelTime } from './durations.js';
export { type FunnelMetricOptions, funnel, funnelMetric } from './funnel.js';
export type { FunnelExclusion, FunnelOptions, FunnelStep, FunnelStepRule, StepLabel } from './funnel-options.js';
export type { Funnel, FunnelStepResult } from './funnel-result.js';
export type { FunnelState } from './funnel-tally.js';

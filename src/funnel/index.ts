export type { FunnelTime } from './durations.js';
export { funnel } from './funnel.js';
export type { FunnelExclusion, FunnelOptions, FunnelStep, FunnelStepRule, StepLabel } from './funnel-options.js';
export type { Funnel, FunnelStepResult } from './funnel-result.js';

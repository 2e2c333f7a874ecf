export * from './churn/index.js';
export * from './core/index.js';
// Both floors have a `sum`: here it is the measure of a tally, in `kizuna/stats` the sum of values.
export { sum } from './core/measures.js';
export * from './engagement/index.js';
export * from './funnel/index.js';
export * from './growth/index.js';
export * from './log/index.js';
export * from './ltv/index.js';
export * from './retention/index.js';
export * from './rfm/index.js';
export * from './segmentation/index.js';
export * from './stats/index.js';
export * from './survey/index.js';
export * from './survival/index.js';
export * from './time/index.js';

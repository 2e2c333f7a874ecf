export * from './core/index.js';
// Both floors have a `sum`: here it is the measure of a tally, in `kizuna/stats` the sum of values.
export { sum } from './core/measures.js';
export * from './stats/index.js';
export * from './survey/index.js';
export * from './time/index.js';

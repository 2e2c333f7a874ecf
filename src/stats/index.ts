export { type Moments, mergeMoments, moments } from './moments.js';
export { sum } from './sum.js';
export type { Numbers } from './values.js';

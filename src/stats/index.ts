export { type AdjustmentMethod, adjustPValues } from './adjust-p-values.js';
export { beta } from './beta.js';
export { type Bootstrap, type BootstrapMethod, type BootstrapOptions, bootstrap } from './bootstrap.js';
export { type ChiSquareOptions, type ChiSquareTest, chiSquare } from './chi-square.js';
export { chiSquared } from './chi-squared.js';
export { type CompareMeansMethod, type CompareMeansOptions, compareMeans } from './compare-means.js';
export {
  type CompareProportionsMethod,
  type CompareProportionsOptions,
  compareProportions,
  type ProportionComparison,
} from './compare-proportions.js';
export type { Alternative, ComparisonDesign, MeanDesign, ProportionDesign } from './comparison-design.js';
export { digamma, trigamma } from './digamma.js';
export type { Distribution } from './distribution.js';
export { gamma } from './gamma.js';
export { gini } from './gini.js';
export {
  inverseRegularizedBeta,
  inverseRegularizedBetaComplement,
  regularizedBeta,
  regularizedBetaComplement,
} from './incomplete-beta.js';
export {
  inverseRegularizedGammaP,
  inverseRegularizedGammaQ,
  regularizedGammaP,
  regularizedGammaQ,
} from './incomplete-gamma.js';
export { logBeta } from './log-beta.js';
export { logGamma } from './log-gamma.js';
export { type LorenzOptions, type LorenzPoint, lorenz } from './lorenz.js';
export type { MeanComparison } from './mean-comparison.js';
export { type MeanIntervalOptions, meanInterval } from './mean-interval.js';
export { type Moments, mergeMoments, moments } from './moments.js';
export { normal } from './normal.js';
export { type Power, type PowerOptions, power } from './power.js';
export { type ProportionIntervalOptions, type ProportionMethod, proportionInterval } from './proportion-interval.js';
export { type QuantileOptions, type QuantileType, quantile } from './quantile.js';
export { type RateOptions, rate } from './rate.js';
export { type MarginDesign, type SampleSize, type SampleSizeOptions, sampleSize } from './sample-size.js';
export type { Proportion } from './score-difference.js';
export { studentT } from './student-t.js';
export { sum } from './sum.js';
export type { Numbers } from './values.js';

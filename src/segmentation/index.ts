export {
  type Abc,
  type AbcClass,
  type AbcItem,
  type AbcRowFields,
  type AbcRowOptions,
  type AbcRules,
  abc,
  abcMetric,
} from './abc.js';
export {
  type AdopterCategories,
  type AdopterCategory,
  type AdopterGroup,
  type AdopterOptions,
  adopterCategories,
} from './adopter-categories.js';
export type { ClassFacts, ClassWindowOptions, CustomerClassesState } from './class-windows.js';
export { calinskiHarabasz } from './clusters/calinski-harabasz.js';
export { daviesBouldin } from './clusters/davies-bouldin.js';
export {
  type KMeans,
  type KMeansFromCenters,
  type KMeansFromSeed,
  type KMeansLimits,
  type KMeansOptions,
  kMeans,
} from './clusters/k-means.js';
export type { ClusterLabels } from './clusters/labelled-points.js';
export { type NaturalBreaks, naturalBreaks } from './clusters/natural-breaks.js';
export type { PointOptions } from './clusters/points.js';
export { type Silhouette, type SilhouetteOptions, silhouette } from './clusters/silhouette.js';
export {
  type Concentration,
  type ConcentrationPoint,
  type ConcentrationRules,
  concentration,
} from './concentration.js';
export type { AmountCounts } from './customer-amounts.js';
export {
  type ClassifiedCustomer,
  type ClassWindow,
  type CustomerClass,
  type CustomerClasses,
  type CustomerClassesMetricOptions,
  type CustomerClassesOptions,
  type CustomerClassSegment,
  customerClasses,
  customerClassesMetric,
} from './customer-classes.js';
export {
  type CustomerPortfolio,
  type CustomerPortfolioOptions,
  customerPortfolio,
  customerPortfolioMetric,
  type PortfolioCustomer,
  type PortfolioSegment,
} from './customer-portfolio.js';
export {
  type CustomerPyramid,
  type CustomerPyramidState,
  customerPyramid,
  customerPyramidMetric,
  type NineSegment,
  type PyramidLayer,
  type PyramidSegment,
} from './customer-pyramid.js';
export { type DecileSummary, type DecileSummaryState, decileSummaryMetric } from './decile-summary.js';
export { type Decile, type DecileCustomer, type DecileRules, type Deciles, deciles, decilesMetric } from './deciles.js';
export { equalWidthBins } from './equal-width-bins.js';
export type { PortfolioClass, PortfolioRules, PortfolioStatus, PortfolioThresholds } from './portfolio-rules.js';
export type { CustomerPyramidOptions } from './pyramid-places.js';
export { type BinOptions, quantileBins } from './quantile-bins.js';
export type { PlainAmountOptions, PlainAmounts, RowAmountFields, RowAmountOptions } from './row-amounts.js';
export { type SegmentKeyOptions, segment } from './segment.js';
export {
  type RuleSegment,
  type SegmentBy,
  type SegmentByOptions,
  type SegmentOverlap,
  segmentBy,
} from './segment-by.js';
export type { SegmentByRule, SegmentOptions } from './segment-rules.js';
export type { Bin, Bins } from './value-bins.js';

export type { AnswerMeasures, AnswersState } from './answer-metric.js';
export type { AnswerOptions } from './answer-rules.js';
export type { AchievedMargin, RakingFacts } from './cells.js';
export { type Ces, type CesOptions, type CesState, ces, cesMetric } from './ces.js';
export { type CompareNpsOptions, compareNps, type NpsComparison, type NpsSide } from './compare-nps.js';
export type { GivenPrior, RatingPrior } from './credibility.js';
export { type Csat, type CsatOptions, type CsatState, csat, csatMetric } from './csat.js';
export type { ScalePoint } from './distribution.js';
export type { KeyDriverMeasures } from './driver-sums.js';
export type { ImportanceMethod } from './importance.js';
export type { Quadrant } from './improvement-index.js';
export {
  type KeyDriver,
  type KeyDriversOptions,
  type KeyDriversState,
  keyDrivers,
  keyDriversMetric,
} from './key-drivers.js';
export type { Margins, Targets } from './margins.js';
export { type Nps, type NpsOptions, type NpsState, nps, npsMetric } from './nps.js';
export type { NpsBreaks } from './nps-facts.js';
export type { NpsMethod } from './nps-interval.js';
export {
  type NpsDifferenceDesign,
  type NpsMarginDesign,
  type NpsSampleSize,
  npsSampleSize,
} from './nps-sample-size.js';
export type { OnePerCustomer, RepeatOptions } from './one-per-customer.js';
export { type AnswerCount, type Pmf, type PmfMeasures, type PmfOptions, type PmfState, pmf, pmfMetric } from './pmf.js';
export {
  type Raked,
  type RakedCells,
  type RakeGroups,
  type RakeOptions,
  type RakeState,
  rake,
  rakeMetric,
} from './rake.js';
export type { Ratings } from './ratings.js';
export {
  type ItemRatings,
  type ReviewRatings,
  type ReviewRatingsOptions,
  type ReviewRatingsState,
  reviewRatings,
  reviewRatingsMetric,
} from './review-ratings.js';
export type { ScaleOptions } from './scale.js';
export type { MarkedRows, ThemeSentimentState } from './theme-fold.js';
export {
  type Theme,
  type ThemeSentiment,
  type ThemeSentimentOptions,
  themeSentiment,
  themeSentimentMetric,
} from './theme-sentiment.js';

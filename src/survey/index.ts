export type { AnswerMeasures, AnswersState } from './answer-metric.js';
export { type Ces, type CesOptions, type CesState, ces, cesMetric } from './ces.js';
export { type CompareNpsOptions, compareNps, type NpsComparison, type NpsSide } from './compare-nps.js';
export { type Csat, type CsatOptions, type CsatState, csat, csatMetric } from './csat.js';
export type { ScalePoint } from './distribution.js';
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
export type { ScaleOptions } from './scale.js';

export type { FitDiagnostics, FitOptions, FitStart, FitStatus, FittedModel } from '../stats/fit/model.js';
export type { CoxCovariate, CoxCovariateInput, CoxCovariateRule, CoxLevel } from './cox-covariates.js';
export type { CoxOptions } from './cox-fit.js';
export type {
  CoxBaselinePoint,
  CoxCoefficient,
  CoxConcordance,
  CoxDiagnostics,
  CoxModel,
  CoxTest,
} from './cox-model.js';
export {
  type CoxProportionality,
  type CoxProportionalityOptions,
  type CoxProportionalityTest,
  coxProportionality,
  type ProportionalityTest,
  type SchoenfeldResidual,
} from './cox-proportionality.js';
export { coxRegression } from './cox-regression.js';
export type { CoxTies } from './cox-risk-sums.js';
export { type CoxSurvival, type CoxSurvivalOptions, type CoxSurvivalPoint, coxSurvival } from './cox-survival.js';
export type { CoxTimeTransform } from './cox-times.js';
export type { CoxCovariates } from './cox-values.js';
export {
  type CumulativeIncidence,
  type CumulativeIncidenceOptions,
  type CumulativeIncidenceRowsOptions,
  type CumulativeIncidenceState,
  cumulativeIncidence,
  cumulativeIncidenceMetric,
  type IncidencePoint,
  type ReasonIncidence,
  type RemainingPoint,
} from './cumulative-incidence.js';
export type { SurvivalResult } from './curve-result.js';
export type { DurationQuantile } from './duration-quantile.js';
export { fitExponential } from './fit-exponential.js';
export { fitLogLogistic } from './fit-log-logistic.js';
export { fitLogNormal } from './fit-log-normal.js';
export { fitWeibull } from './fit-weibull.js';
export { type HazardRatio, type HazardRatioOptions, hazardRatio } from './hazard-ratio.js';
export { type IncidenceAt, incidenceAt } from './incidence-at.js';
export {
  type KaplanMeier,
  type KaplanMeierColumns,
  type KaplanMeierOptions,
  type KaplanMeierState,
  kaplanMeier,
  kaplanMeierColumns,
  kaplanMeierMetric,
  type SurvivalFacts,
} from './kaplan-meier.js';
export {
  type LifeTable,
  type LifeTableOptions,
  type LifeTableRow,
  type LifeTableState,
  lifeTable,
  lifeTableMetric,
} from './life-table.js';
export type { LifetimeFitOptions } from './lifetime-fit.js';
export type { LifetimeCustomerOptions, LifetimeOfAgeOptions } from './lifetime-law.js';
export type {
  Exponential,
  ExponentialParameters,
  FittedLifetimes,
  LifetimeCoefficient,
  LifetimeCoefficients,
  LifetimeDistribution,
  LogLogistic,
  LogLogisticParameters,
  LogNormal,
  LogNormalParameters,
  TimeRatio,
  Weibull,
  WeibullParameters,
} from './lifetime-model.js';
export { lifetimeQuantile } from './lifetime-quantile.js';
export { lifetimeHazard, lifetimeSurvival } from './lifetime-survival.js';
export { type LogRankOptions, logRank, logRankMetric } from './log-rank.js';
export type { LogRank, LogRankGroup, LogRankPair } from './log-rank-result.js';
export type { LogRankCell, LogRankKey, LogRankState } from './log-rank-state.js';
export type { LogRankTestName } from './log-rank-sums.js';
export type { LogRankStatistic } from './log-rank-test.js';
export { meanLifetime, residualMeanLifetime } from './mean-lifetime.js';
export {
  type NelsonAalen,
  type NelsonAalenOptions,
  type NelsonAalenPoint,
  type NelsonAalenState,
  nelsonAalen,
  nelsonAalenMetric,
} from './nelson-aalen.js';
export { quantileSurvival } from './quantile-survival.js';
export type { ReasonState } from './reason-state.js';
export type { Reason } from './reason-times.js';
export { type RenewalCurve, type RenewalCurveOptions, type RenewalPoint, renewalCurve } from './renewal-curve.js';
export { type RestrictedMean, restrictedMean } from './restricted-mean.js';
export { type SimulateDurationsOptions, type SimulatedDuration, simulateDurations } from './simulate-durations.js';
export type { SpellOptions } from './spell-fields.js';
export type { SpellCounts, SpellState } from './spell-state.js';
export { type SurvivalAt, survivalAt } from './survival-at.js';
export type { SurvivalColumns, SurvivalInterval, SurvivalPoint } from './survival-curve.js';
export { type SurvivalStep, survivalSteps } from './survival-steps.js';

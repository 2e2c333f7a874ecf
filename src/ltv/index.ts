export type { FitDiagnostics, FitOptions, FitStart, FitStatus, FittedModel } from '../stats/fit/model.js';
export type { ContractDuration, WeightedContractDuration } from './beta-geometric/durations.js';
export { expectedSurvival, retentionRates } from './beta-geometric/expected-survival.js';
export { fitBetaDiscreteWeibull } from './beta-geometric/fit-beta-discrete-weibull.js';
export { fitSbg } from './beta-geometric/fit-sbg.js';
export type {
  BetaDiscreteWeibull,
  BetaDiscreteWeibullParameters,
  LifetimeModel,
  Sbg,
  SbgParameters,
} from './beta-geometric/lifetime-model.js';
export { lifetimeProbability } from './beta-geometric/lifetime-probability.js';
export { expectedLifetime, type LifetimeOptions, residualLifetime } from './beta-geometric/residual-lifetime.js';
export { survivalRows, type WeightedDuration } from './beta-geometric/survival-rows.js';
export type { BgBb, BgBbParameters, OpportunityHistory } from './bg-bb/bg-bb-model.js';
export { fitBgBb } from './bg-bb/fit-bg-bb.js';
export { type BgNbd, type BgNbdOptions, type BgNbdParameter, fitBgNbd, fitMbgNbd, type MbgNbd } from './bg-nbd/fit.js';
export type { BgNbdCoefficient, BgNbdParameters, MbgNbdParameters } from './bg-nbd/parameters.js';
export {
  type CalibrationRow,
  type CalibrationTable,
  type CalibrationTableOptions,
  calibrationTable,
  type HeldOutColumns,
  type HeldOutCustomer,
  type PredictionErrors,
} from './calibration-table.js';
export { type ComparedModel, compareModels, type ModelComparison } from './compare-models.js';
export type { CovariateFields } from './covariates.js';
export type { CustomerHistory } from './customer-history.js';
export { type CustomerValue, customerValue, type ValueHistory, type ValueModels } from './customer-value.js';
export { customerValues, type ValueColumns } from './customer-values.js';
export type { UncertainModel, UncertainModels } from './delta-method.js';
export type { DiscountOptions, ModelUnit } from './discount.js';
export { expectedPurchases, expectedPurchasesOfNewCustomer } from './expected-purchases.js';
export { expectedSpend, type SpendModel } from './expected-spend.js';
export {
  type Acquisition,
  type AcquisitionFacts,
  type AcquisitionMeasures,
  type AcquisitionOptions,
  type AcquisitionRules,
  type AcquisitionState,
  acquisition,
  acquisitionMetric,
} from './formulas/acquisition.js';
export {
  type AcquisitionCost,
  type AcquisitionCostMeasures,
  type AcquisitionCostOptions,
  type AcquisitionCostState,
  type AcquisitionCounts,
  acquisitionCost,
  acquisitionCostMetric,
} from './formulas/acquisition-cost.js';
export { type CohortValueMetricOptions, cohortValue, cohortValueMetric } from './formulas/cohort-value.js';
export type { CohortValueOptions } from './formulas/cohort-value-plan.js';
export type { CohortAmounts, CohortValueState } from './formulas/cohort-value-state.js';
export type { CohortValue, CohortValueCell, CohortValuePoint, ValueCohort } from './formulas/cohort-value-table.js';
export {
  type ChurnValueFacts,
  type LifetimeValueFromChurn,
  lifetimeValueFromChurn,
} from './formulas/lifetime-value-from-churn.js';
export {
  type CurveValueFacts,
  type LifetimeValueFromCurve,
  lifetimeValueFromCurve,
} from './formulas/lifetime-value-from-curve.js';
export {
  type LifetimeValueFromPurchases,
  lifetimeValueFromPurchases,
  type PurchaseValueFacts,
} from './formulas/lifetime-value-from-purchases.js';
export { lifetimeValueInAdvance } from './formulas/lifetime-value-in-advance.js';
export { lifetimeValueInArrears } from './formulas/lifetime-value-in-arrears.js';
export { ltvToCac } from './formulas/ltv-to-cac.js';
export type { MarginFacts, MarginMultiple } from './formulas/margin-multiple.js';
export { type Payback, type PaybackFacts, payback } from './formulas/payback.js';
export { type PaybackValues, paybackFromValues } from './formulas/payback-from-values.js';
export type { Quantity } from './formulas/quantity.js';
export {
  type SalesBreakdown,
  type SalesBreakdownMetricOptions,
  type SalesBreakdownOptions,
  salesBreakdown,
  salesBreakdownMetric,
} from './formulas/sales-breakdown.js';
export { type SalesChange, type SalesParts, salesChange } from './formulas/sales-change.js';
export type { SalesBreakdownState, SalesCounts, SalesPeriod } from './formulas/sales-periods.js';
export { fitGammaGamma, type GammaGammaOptions } from './gamma-gamma/fit-gamma-gamma.js';
export type {
  ExcludedSpenders,
  GammaGamma,
  GammaGammaParameters,
  SpendColumns,
  SpendHistory,
} from './gamma-gamma/gamma-gamma-model.js';
export {
  type HistoryCount,
  type HistoryCounts,
  type HistoryCountsOptions,
  historyCounts,
  historyCountsMetric,
  type SpendCount,
} from './history-counts.js';
export type { HistoryCountRow, HistoryCountsState, SpendCountRow } from './history-counts-state.js';
export { type ModelBootstrap, type ModelBootstrapOptions, modelBootstrap } from './model-bootstrap.js';
export { type ModelEstimate, type ModelEstimateOptions, modelEstimate } from './model-estimate.js';
export { fitParetoNbd, type ParetoNbd, type ParetoNbdOptions, type ParetoNbdParameter } from './pareto-nbd/fit.js';
export type { ParetoNbdCoefficient, ParetoNbdParameters } from './pareto-nbd/parameters.js';
export { type ProbabilityAliveOptions, probabilityAlive } from './probability-alive.js';
export type { PurchaseModel } from './purchase-model.js';
export {
  type NewCustomerProbabilitiesOptions,
  type PurchaseProbabilitiesOptions,
  purchaseProbabilities,
  purchaseProbabilitiesOfNewCustomer,
} from './purchase-probabilities.js';
export { residualPurchases } from './residual-purchases.js';
export { type SimulateCustomersOptions, type SimulatedCustomer, simulateCustomers } from './simulate-customers.js';
export { type SimulatedLifetime, type SimulateLifetimesOptions, simulateLifetimes } from './simulate-lifetimes.js';
export { simulateSpend } from './simulate-spend.js';
export {
  type PurchaseTracking,
  type TrackedPeriod,
  type TrackedTotal,
  type TrackPurchasesOptions,
  trackPurchases,
} from './track-purchases.js';
export type { CustomerValueOptions, ValueHorizon } from './value-steps.js';

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
export type { Quantity } from './formulas/quantity.js';

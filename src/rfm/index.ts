export type { RfmBins } from './bins.js';
export type { Rfm, RfmCell, RfmColumns, RfmCustomer, RfmExcluded, RfmSegment, RfmSummary } from './result.js';
export { type RfmState, rfm, rfmMetric } from './rfm.js';
export { rfmColumns } from './rfm-columns.js';
export { type RfmCuts, type RfmCutsOptions, type RfmCutsState, rfmCutsMetric } from './rfm-cuts.js';
export type {
  RfmOfCustomers,
  RfmOfCustomersByDays,
  RfmOfCustomersByTime,
  RfmOfEachCustomer,
  RfmOfOrders,
  RfmOptions,
} from './rfm-options.js';
export type { RfmRules, SegmentChoice, SegmentOf } from './rfm-rules.js';
export type { NestedCuts } from './rfm-scores.js';
export { type RfmSummaryOptions, rfmSummaryMetric } from './rfm-summary.js';
export type { RfmSummaryRow, RfmSummaryState } from './rfm-summary-state.js';
export {
  type RfmTransitions,
  rfmTransitions,
  type Segmented,
  type SegmentMove,
  type SegmentTransition,
} from './rfm-transitions.js';
export { type Rf10Segment, type Rfm11Segment, segmentMaps } from './segment-presets.js';
export type { Scores, SegmentMap, SegmentRule } from './segment-rule.js';
export { type SegmentMapFaults, validateSegmentMap } from './validate-segment-map.js';

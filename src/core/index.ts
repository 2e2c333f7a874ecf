export type { Batch } from './batch.js';
export { by, type FieldKey, type Grouped, type GroupedRow, type GroupedState, type KeyField } from './by.js';
export type { Accessor, AnyRow, Column, Columns, Data, FieldOf, LooseAccessor } from './data.js';
export {
  FitError,
  InvalidDataError,
  InvalidOptionError,
  type Issue,
  type IssueCode,
  KizunaError,
  LimitError,
  SqlCompileError,
  typeName,
} from './errors.js';
export type { Estimate, Interval, Rate } from './estimate.js';
export {
  add,
  and,
  between,
  type Comparison,
  compare,
  type Expression,
  input,
  multiply,
  not,
  oneOf,
  or,
  type Scalar,
  subtract,
  type Test,
} from './expression.js';
export type { FieldFilter, Filter } from './filter.js';
export type { Input, InputRule, Rule } from './input.js';
export type { Issues } from './issue-log.js';
export type { Key, KeyReader } from './key.js';
export { measure, measureAll } from './measure.js';
export type { MeasureState, MeasureValue } from './measure-state.js';
export {
  type CountDistinct,
  type CountIf,
  countDistinct,
  countIf,
  type Extreme,
  type Histogram,
  histogram,
  type Measure,
  max,
  min,
  type Sum,
  sum,
  type WeightedHistogram,
  weightedHistogram,
} from './measures.js';
export { type MergeStatesOptions, mergeStates } from './merge-states.js';
export type { Fold, Metric, Plan, RowMetric } from './metric.js';
export type { KeyValue, Pairs } from './pairs.js';
export type { Excluded, RowPolicy } from './policy.js';
export { type CountPath, type Suppressed, type SuppressOptions, suppressSmall } from './suppress.js';
export {
  type Measured,
  type TallyDefinition,
  type TallyPlan,
  type TallyState,
  tally,
} from './tally.js';
export { type Metrics, together } from './together.js';
export { where } from './where.js';

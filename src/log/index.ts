export { type CustomerSummary, customerSummary, type Holdout } from './customer-summary.js';
export {
  type CustomerSummaryColumns,
  customerSummaryColumns,
  type HoldoutColumns,
} from './customer-summary-columns.js';
export type { TotalsCounts, TotalsOptions } from './customer-totals.js';
export { eventLog } from './event-log.js';
export { type ColumnNames, type ColumnProperties, eventLogFromColumns } from './event-log-from-columns.js';
export type { AnyEventMetric, EventFold, EventMetric } from './event-metric.js';
export type {
  AnyLog,
  AnyProperties,
  CustomerId,
  Dictionary,
  EventLog,
  LogExcluded,
  PropertyColumn,
} from './layout.js';
export { mergeLogs } from './merge-logs.js';
export { onEvents } from './on-events.js';
export type { OrderRule } from './order-kinds.js';
export type {
  CodedColumn,
  EventColumns,
  EventRoles,
  LogPolicy,
  NameField,
  NameOf,
  PropertiesOf,
  PropertyField,
  RolesOf,
} from './roles.js';
export { type Running, running } from './running.js';
export type { EventFilter, Step, StepRule } from './step.js';
export type { SummaryOptions } from './summary-plan.js';
export type { CustomerTotalsRow, CustomerTotalsState } from './totals-state.js';

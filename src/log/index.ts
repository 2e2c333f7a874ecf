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
export { type CustomerSummary, customerSummary, type Holdout } from './purchases/customer-summary.js';
export {
  type CustomerSummaryColumns,
  customerSummaryColumns,
  type HoldoutColumns,
} from './purchases/customer-summary-columns.js';
export type { TotalsCounts, TotalsOptions } from './purchases/customer-totals.js';
export type { OrderRule } from './purchases/order-kinds.js';
export type { SummaryOptions } from './purchases/summary-plan.js';
export type { CustomerTotalsRow, CustomerTotalsState } from './purchases/totals-state.js';
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

export { EngineError } from '../sql/runners/engine-error.js';
export type { MeasureInOptions, Progress, ProgressOptions, Signal } from '../sql/runners/measure-with.js';
export { type ChangeTableOptions, changeTable } from '../sql/sources/change-table.js';
export { type EventTable, type EventTableOptions, eventTable } from '../sql/sources/event-table.js';
export type { LedgerTable, LedgerTableColumns, LedgerTableOptions } from '../sql/sources/ledger-source.js';
export { type SubscriptionTableOptions, subscriptionTable } from '../sql/sources/subscription-table.js';
export { type TableOptions, type TableSource, table } from '../sql/sources/table.js';
export { type RowsOf, type TableList, type TableName, tables } from '../sql/sources/table-rows.js';
export { type ClickHouseAnswer, type ClickHouseClient, type ClickHouseOptions, measureIn } from './measure-in.js';

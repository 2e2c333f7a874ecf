export { type ChangeTableOptions, changeTable } from '../sql/change-table.js';
export { EngineError } from '../sql/engine-error.js';
export { type EventTable, type EventTableOptions, eventTable } from '../sql/event-table.js';
export type { LedgerTable, LedgerTableColumns, LedgerTableOptions } from '../sql/ledger-source.js';
export type { MeasureInOptions, Progress, ProgressOptions, Signal } from '../sql/measure-with.js';
export { type SubscriptionTableOptions, subscriptionTable } from '../sql/subscription-table.js';
export { type TableOptions, type TableSource, table } from '../sql/table.js';
export { type RowsOf, type TableList, type TableName, tables } from '../sql/table-rows.js';
export { type ClickHouseAnswer, type ClickHouseClient, type ClickHouseOptions, measureIn } from './measure-in.js';

export { type ChangeTableOptions, changeTable } from './change-table.js';
export type { DialectName } from './dialect.js';
export { EngineError } from './engine-error.js';
export { type EventTable, type EventTableOptions, eventTable, type TableProperties } from './event-table.js';
export type { ColumnKind, KindValue } from './kinds.js';
export type { LedgerTable, LedgerTableColumns, LedgerTableOptions } from './ledger-source.js';
export { type SubscriptionTableOptions, subscriptionTable } from './subscription-table.js';
export {
  type SourceColumn,
  type SourceRows,
  type TableColumn,
  type TableOptions,
  type TableRow,
  type TableSource,
  table,
} from './table.js';
export {
  type CheckedRows,
  type FileList,
  type NamedTable,
  type RowsOf,
  type TableList,
  type TableName,
  tables,
} from './table-rows.js';
export { type Parameters, type SqlQuery, toSql } from './to-sql.js';

export type { DialectName } from './dialects/dialect.js';
export type { ColumnKind, KindValue } from './dialects/kinds.js';
export { EngineError } from './runners/engine-error.js';
export { type ChangeTableOptions, changeTable } from './sources/change-table.js';
export { type EventTable, type EventTableOptions, eventTable, type TableProperties } from './sources/event-table.js';
export type { LedgerTable, LedgerTableColumns, LedgerTableOptions } from './sources/ledger-source.js';
export { type SubscriptionTableOptions, subscriptionTable } from './sources/subscription-table.js';
export {
  type SourceColumn,
  type SourceRows,
  type TableColumn,
  type TableOptions,
  type TableRow,
  type TableSource,
  table,
} from './sources/table.js';
export {
  type CheckedRows,
  type FileList,
  type NamedTable,
  type RowsOf,
  type TableList,
  type TableName,
  tables,
} from './sources/table-rows.js';
export { type Parameters, type SqlQuery, toSql } from './to-sql.js';

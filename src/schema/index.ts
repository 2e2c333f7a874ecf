export type { Issue } from '../core/errors.js';
export { column } from './column.js';
export type { Answer, ColumnOptions, ColumnReader, ColumnReaders, TypedRow } from './column-reader.js';
export { type CsvTable, type DecodeCsvOptions, decodeCsv } from './decode-csv.js';
export {
  type DecodedText,
  type DecodeTextOptions,
  decodeText,
  type EncodingName,
  type TextEncoding,
} from './decode-text.js';
export type { ColumnChoice, EventColumnMap, EventProperties, ParseEventsOptions } from './event-options.js';
export type { EventPreset } from './event-presets.js';
export type { EventRow } from './event-row.js';
export { type NumberOptions, number, type ScoreOptions, score } from './number-column.js';
export type { OrderRow } from './order-lines.js';
export type { OrderColumnMap, OrderLines, OrderPreset, ParseOrdersOptions } from './order-options.js';
export type { OrderPart } from './order-presets.js';
export type { LeftOutReason } from './order-status.js';
export { type ParsedEvents, parseEvents } from './parse-events.js';
export { type ParsedOrders, parseOrders } from './parse-orders.js';
export { parseResponses, type ResponseColumns, type ResponseSchema } from './parse-responses.js';
export type { ParsedRows } from './parse-rows.js';
export {
  type ParsedSubscriptions,
  parseSubscriptions,
  type SubscriptionLeftOut,
  type SubscriptionStatus,
} from './parse-subscriptions.js';
export type { Rejections } from './rejections.js';
export type {
  StandardSchemaIssue,
  StandardSchemaProps,
  StandardSchemaResult,
  StandardSchemaV1,
} from './standard-schema.js';
export type {
  ParseSubscriptionsOptions,
  SubscriptionColumnMap,
  SubscriptionPreset,
} from './subscription-options.js';
export type { SubscriptionPart } from './subscription-presets.js';
export { type SubscriptionLine, type SubscriptionRow, subscriptionRoles } from './subscription-row.js';
export type { SubscriptionState } from './subscription-status.js';
export { type ChoiceOptions, choice, id, text } from './text-column.js';
export { type EpochUnit, type TimeOptions, time } from './time-column.js';
export type { DateOrder } from './written-time.js';

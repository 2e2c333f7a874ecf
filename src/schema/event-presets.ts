import type { EpochUnit } from './time-column.js';

/** The systems whose exports of events are known by their columns. */
export type EventPreset = 'amplitude' | 'mixpanel' | 'ga4' | 'posthog' | 'segment';

/** Where an export holds the parts of an event: of several names the first that the rows have. */
export interface EventSource {
  readonly customer: readonly string[];
  readonly time: readonly string[];
  readonly name: readonly string[];
  readonly amount: readonly string[];
  /** What a time that is a number counts. */
  readonly epoch?: EpochUnit;
  /** The zone of times without an offset. */
  readonly timeZone?: string;
}

/** Exports by the names that their documentation gives, in the order in which they are tried. */
export const EVENT_PRESETS: Readonly<Record<EventPreset, EventSource>> = {
  // amplitude.com/docs/apis/analytics/export: JSON lines; event_time has no offset and is UTC.
  amplitude: { customer: ['user_id'], time: ['event_time'], name: ['event_type'], amount: [], timeZone: 'UTC' },
  // docs.mixpanel.com/docs/export-methods: JSON lines with all but the name under properties, time in seconds.
  mixpanel: {
    customer: ['distinct_id', 'properties.distinct_id'],
    time: ['time', 'properties.time'],
    name: ['event'],
    amount: [],
    epoch: 'seconds',
  },
  // support.google.com/firebase/answer/7029846, BigQuery Export schema: event_timestamp in microseconds.
  ga4: {
    customer: ['user_pseudo_id'],
    time: ['event_timestamp'],
    name: ['event_name'],
    amount: ['ecommerce.purchase_revenue', 'event_value_in_usd'],
    epoch: 'microseconds',
  },
  // posthog.com/docs/data-model: a person has several distinct_ids, and unique users are persons; timestamps are UTC.
  posthog: {
    customer: ['person_id', 'distinct_id'],
    time: ['timestamp'],
    name: ['event'],
    amount: [],
    timeZone: 'UTC',
  },
  // twilio.com/docs/segment/connections/spec/track: ISO 8601, revenue among the properties.
  segment: { customer: ['userId'], time: ['timestamp'], name: ['event'], amount: ['properties.revenue'] },
};

/** What columns of events are called elsewhere, in any case; a name of an event comes before one that may be a person's. */
export const COMMON_COLUMNS: EventSource = {
  customer: [
    ...['customer', 'customer_id', 'customerId', 'Customer ID', 'user_id', 'userId', 'User ID', 'member_id', 'user'],
    ...['distinct_id', 'account_id', '顧客ID', '顧客番号', '顧客コード', '会員ID', '会員番号', '会員コード'],
    ...['ユーザーID', 'ユーザID', '利用者ID', '購入者ID', '注文者ID', 'お客様ID', 'お客様番号', '顧客', '会員'],
  ],
  time: [
    ...['time', 'timestamp', 'event_time', 'eventTime', 'event_timestamp', 'occurred_at', 'occurredAt', 'created_at'],
    ...['createdAt', 'datetime', 'at', 'Timestamp', 'Time', '日時', '発生日時', 'イベント日時', '操作日時', '行動日時'],
    ...['アクセス日時', '注文日時', '受注日時', '購入日時', '利用日時', '登録日時', '時刻', 'タイムスタンプ'],
    ...['注文日', '受注日', '購入日', '日付'],
  ],
  name: [
    ...['event', 'event_name', 'eventName', 'event_type', 'eventType', 'Event', 'action', 'activity', 'イベント'],
    ...['イベント名', '行動', '行動種別', 'アクション', '操作', 'name'],
  ],
  amount: [
    ...['amount', 'revenue', 'Amount', 'Revenue', '金額', '購入金額', '注文金額', '決済金額', '支払合計', '合計金額'],
    ...['合計', '売上金額', '売上'],
  ],
};

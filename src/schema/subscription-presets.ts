import { COMMON_COLUMNS } from './event-presets.js';
import { COMMON_ORDER_COLUMNS } from './order-presets.js';
import type { PartSource } from './part-columns.js';
import type { SubscriptionColumnMap, SubscriptionPreset } from './subscription-options.js';
import type { EpochUnit } from './time-column.js';

/** A part of a subscription's line. */
export type SubscriptionPart = keyof SubscriptionColumnMap;

/** Where an export holds the parts, and how it writes amounts and times. */
export type SubscriptionSource = PartSource<SubscriptionPart> & {
  readonly amounts: 'major' | 'minor';
  readonly epoch?: EpochUnit;
  /** The zone of times without an offset. */
  readonly timeZone?: string;
};

const NONE = {
  ...{ subscription: [], customer: [], email: [], start: [], end: [], cancelled: [], trialEnd: [], amount: [] },
  ...{ quantity: [], interval: [], intervalCount: [], plan: [], currency: [], status: [], reason: [] },
};

/** Exports by the names that their documentation gives, in the order in which they are tried. */
export const SUBSCRIPTION_PRESETS: Readonly<Record<SubscriptionPreset, SubscriptionSource>> = {
  // subscriptions.csv of Stripe's dashboard, whose columns can be chosen: amounts are in units, unlike those of its API.
  stripe: {
    ...NONE,
    marks: ['id', 'Customer ID', 'Status', 'Created (UTC)', 'Canceled At (UTC)', 'Ended At (UTC)'],
    subscription: ['id'],
    customer: ['Customer ID'],
    email: ['Customer Email'],
    start: ['Start Date (UTC)', 'Start (UTC)', 'Created (UTC)'],
    end: ['Ended At (UTC)'],
    cancelled: ['Canceled At (UTC)'],
    trialEnd: ['Trial End (UTC)'],
    amount: ['Amount'],
    interval: ['Interval'],
    plan: ['Plan', 'Plan price ID'],
    currency: ['Currency'],
    status: ['Status'],
    reason: ['Cancellation Reason'],
    amounts: 'major',
  },
  // docs.stripe.com/api/subscriptions/object, where a subscription has one price, which stands in `plan` too.
  'stripe-api': {
    ...NONE,
    marks: ['id', 'customer', 'status', 'start_date', 'current_period_start', 'plan.amount'],
    subscription: ['id'],
    customer: ['customer', 'customer.id'],
    start: ['start_date'],
    end: ['ended_at'],
    cancelled: ['canceled_at'],
    trialEnd: ['trial_end'],
    amount: ['plan.amount'],
    quantity: ['quantity'],
    interval: ['plan.interval'],
    intervalCount: ['plan.interval_count'],
    plan: ['plan.nickname', 'plan.id'],
    currency: ['currency', 'plan.currency'],
    status: ['status'],
    reason: ['cancellation_details.feedback', 'cancellation_details.reason'],
    amounts: 'minor',
    epoch: 'seconds',
  },
  // github.com/woocommerce/woocommerce-subscriptions-importer-exporter, class-wcs-export-admin.php; dates are UTC, and 0 is none.
  woocommerce: {
    ...NONE,
    marks: ['subscription_id', 'subscription_status', 'start_date', 'billing_period', 'order_total'],
    subscription: ['subscription_id'],
    customer: ['customer_id'],
    email: ['billing_email'],
    start: ['start_date'],
    end: ['end_date'],
    cancelled: ['cancelled_date'],
    trialEnd: ['trial_end_date'],
    amount: ['order_total'],
    interval: ['billing_period'],
    intervalCount: ['billing_interval'],
    currency: ['order_currency'],
    status: ['subscription_status'],
    amounts: 'major',
    timeZone: 'UTC',
  },
  // apidocs.chargebee.com, Subscription object: plan_amount is that of all pieces, in cents; cancelled_at may be yet to come.
  chargebee: {
    ...NONE,
    marks: ['id', 'customer_id', 'status', 'billing_period', 'billing_period_unit', 'plan_amount'],
    subscription: ['id'],
    customer: ['customer_id'],
    start: ['started_at', 'start_date', 'created_at'],
    end: ['cancelled_at'],
    cancelled: ['cancelled_at'],
    trialEnd: ['trial_end'],
    amount: ['plan_amount'],
    interval: ['billing_period_unit'],
    intervalCount: ['billing_period'],
    plan: ['plan_id'],
    currency: ['currency_code'],
    status: ['status'],
    reason: ['cancel_reason_code', 'cancel_reason'],
    amounts: 'minor',
    epoch: 'seconds',
  },
  // The sheet that Baremetrics gives for imports: a row per plan of a subscription, prices of one piece in cents, dates alone.
  baremetrics: {
    ...NONE,
    marks: ['customer_oid', 'subscription_oid', 'subscription_started_at', 'plan_amount'],
    subscription: ['subscription_oid'],
    customer: ['customer_oid'],
    email: ['customer_email'],
    start: ['subscription_started_at'],
    end: ['subscription_canceled_at'],
    cancelled: ['subscription_canceled_at'],
    amount: ['plan_amount'],
    quantity: ['subscription_quantity'],
    interval: ['plan_interval'],
    intervalCount: ['plan_interval_count'],
    plan: ['plan_name', 'plan_oid'],
    currency: ['plan_currency'],
    amounts: 'minor',
  },
};

/** What columns of subscriptions are called elsewhere, in any case. */
export const COMMON_SUBSCRIPTION_COLUMNS: { readonly [Part in SubscriptionPart]: readonly string[] } = {
  subscription: [
    ...['subscription', 'subscription_id', 'subscriptionId', 'Subscription ID', 'contract_id', 'contract', '契約ID'],
    ...[
      '契約番号',
      'サブスクリプションID',
      '定期ID',
      '定期番号',
      '定期受注番号',
      '定期受注ID',
      '定期購入ID',
      '申込番号',
    ],
  ],
  customer: [...COMMON_COLUMNS.customer, 'account', 'account_code', '契約者ID', '契約者'],
  email: COMMON_ORDER_COLUMNS.email,
  start: [
    ...['start', 'started_at', 'startedAt', 'start_date', 'startDate', 'Start Date', 'start_time', 'activated_at'],
    ...[
      'subscribed_at',
      'signed_up_at',
      'from',
      '開始日',
      '開始日時',
      '契約開始日',
      '利用開始日',
      '契約日',
      '契約日時',
    ],
    ...['定期開始日', '初回注文日', '申込日', '申込日時', '申し込み日', '加入日', '入会日', 'created_at', 'createdAt'],
  ],
  end: [
    ...['end', 'ended_at', 'endedAt', 'end_date', 'endDate', 'End Date', 'end_time', 'expired_at', 'churned_at'],
    ...[
      'terminated_at',
      'to',
      '終了日',
      '終了日時',
      '契約終了日',
      '利用終了日',
      '解約日',
      '解約日時',
      '退会日',
      '退会日時',
    ],
    ...['end_at', 'endAt', 'ends_at', '解約年月日', '解約日付', '解約処理日', '解約完了日', '終了年月日', '退会年月日'],
    ...['退会処理日', '契約終了年月日', '契約解約日', '解約日(終了日)'],
  ],
  cancelled: [
    ...['cancelled', 'cancelled_at', 'cancelledAt', 'canceled_at', 'canceledAt', 'cancellation_date', 'cancel_date'],
    ...['cancelled_on', '解約申込日', '解約申請日', '解約受付日', 'キャンセル日', 'キャンセル日時'],
  ],
  trialEnd: [
    ...['trialEnd', 'trial_end', 'trial_end_date', 'trial_ends_at', 'trial_ended_at', 'Trial End', 'トライアル終了日'],
    ...['お試し終了日', '無料期間終了日'],
  ],
  amount: [
    ...['mrr', 'monthly_amount', 'monthly_price', '月額', '月額料金', '月額費用', 'recurring_amount', 'plan_amount'],
    ...['利用料金', '契約金額', '料金', 'price', 'fee', ...COMMON_COLUMNS.amount, '単価'],
  ],
  quantity: [],
  interval: [
    ...['interval', 'billing_period', 'billing_cycle', 'billing_frequency', 'plan_interval', 'cycle', 'frequency'],
    ...[
      '課金間隔',
      '課金周期',
      '請求周期',
      '請求サイクル',
      '支払サイクル',
      '支払い周期',
      'お届けサイクル',
      'お届け周期',
    ],
    ...['配送サイクル', '周期', 'サイクル', 'billing_interval'],
  ],
  intervalCount: [
    'interval_count',
    'intervalCount',
    'billing_interval_count',
    'plan_interval_count',
    'billing_interval',
  ],
  plan: [
    ...['plan', 'plan_name', 'planName', 'plan_id', 'plan_code', 'Plan', 'product', 'product_name', 'tier', 'プラン'],
    ...['プラン名', '契約プラン', '料金プラン', 'コース', 'コース名', '商品名', '商品'],
  ],
  currency: ['currency', 'currency_code', 'Currency', '通貨', '通貨コード'],
  status: [
    ...['status', 'state', 'subscription_status', 'Status', 'ステータス', '契約ステータス', '契約状態', '契約状況'],
    ...['定期ステータス', '継続状況', '利用状況', '状態'],
  ],
  reason: [
    ...['reason', 'cancellation_reason', 'cancellationReason', 'cancel_reason', 'churn_reason', 'Cancellation Reason'],
    ...['解約理由', '退会理由', '終了理由', 'キャンセル理由'],
  ],
};

/** What amounts are called that are those of a month, whatever is billed: no interval is looked for beside them. */
export const MONTHLY_AMOUNTS: readonly string[] = [
  ...['mrr', 'monthly_amount', 'monthly_price', '月額', '月額料金', '月額費用'],
];

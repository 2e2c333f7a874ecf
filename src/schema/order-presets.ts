import { COMMON_COLUMNS } from './event-presets.js';
import type { OrderColumnMap, OrderLines, OrderPreset } from './order-options.js';

/** A part of an order. */
export type OrderPart = keyof OrderColumnMap;

/** Where an export holds the parts of an order: of several names the first that the rows have. */
export type OrderColumns = { readonly [Part in OrderPart]: readonly string[] };

/** An export of orders: its columns, those by which it is known, and what its amounts are. */
export interface OrderSource extends OrderColumns {
  readonly marks: readonly string[];
  readonly lines: OrderLines | null;
}

const NONE = { order: [], customer: [], email: [], time: [], amount: [], refunded: [], status: [], cancelledAt: [] };

/** Exports by the names that their documentation gives, in the order in which they are tried. */
export const ORDER_PRESETS: Readonly<Record<OrderPreset, OrderSource>> = {
  // help.shopify.com, Exporting orders: a row per line item; the cells of the order stand on its first row only.
  shopify: {
    ...NONE,
    marks: ['Name', 'Email', 'Financial Status', 'Total', 'Created at'],
    order: ['Name'],
    email: ['Email'],
    time: ['Created at'],
    amount: ['Total'],
    refunded: ['Refunded Amount'],
    status: ['Financial Status'],
    cancelledAt: ['Cancelled at'],
    lines: 'total',
  },
  // docs.stripe.com, Export payments: a row per payment; "converted" amounts are of one currency.
  stripe: {
    ...NONE,
    marks: ['id', 'Customer ID', 'Amount', 'Amount Refunded', 'Status'],
    order: ['id'],
    customer: ['Customer ID'],
    email: ['Customer Email'],
    time: ['Created date (UTC)', 'Created (UTC)'],
    amount: ['Converted Amount', 'Amount'],
    refunded: ['Converted Amount Refunded', 'Amount Refunded'],
    status: ['Status'],
    lines: 'total',
  },
  // EC-CUBE 4, dtb_csv.csv, type 3: a row per item of the order, with the order's total on each; guests have no 会員ID.
  'ec-cube': {
    ...NONE,
    marks: ['注文ID', '会員ID', 'メールアドレス', '受注日', '支払合計'],
    order: ['注文ID', '注文番号'],
    customer: ['会員ID'],
    email: ['メールアドレス'],
    time: ['受注日'],
    amount: ['支払合計', '合計'],
    status: ['対応状況(ID)', '対応状況(名称)'],
    lines: 'total',
  },
  // The columns of BASE's 注文 CSV: a row per item; no customers but their e-mail addresses.
  base: {
    ...NONE,
    marks: ['注文ID', '注文日時', 'メールアドレス(請求先)', '合計金額'],
    order: ['注文ID'],
    email: ['メールアドレス(請求先)'],
    time: ['注文日時'],
    amount: ['合計金額'],
    status: ['発送状況'],
    lines: null,
  },
};

/** What columns of orders are called elsewhere, in any case. */
export const COMMON_ORDER_COLUMNS: OrderColumns = {
  order: [
    ...['order', 'order_id', 'orderId', 'Order ID', 'order_number', 'orderNumber', 'Order Number', 'transaction_id'],
    ...['invoice_id', '注文ID', '注文番号', '受注ID', '受注番号', 'オーダーID', '伝票番号', '店舗伝票番号', '取引ID'],
  ],
  customer: COMMON_COLUMNS.customer,
  email: [
    ...['email', 'e-mail', 'mail', 'customer_email', 'Customer Email', 'email_address', 'メールアドレス', 'メール'],
    ...['Eメール', '受注メールアドレス', '注文者メールアドレス', 'メールアドレス(請求先)'],
  ],
  time: [
    ...['ordered_at', 'orderedAt', 'order_date', 'orderDate', 'Order Date', 'purchased_at', 'purchase_date'],
    ...['注文日時', '受注日時', '購入日時', '注文日', '受注日', '購入日', ...COMMON_COLUMNS.time, 'date'],
  ],
  amount: [
    ...[
      'total',
      'total_price',
      'order_total',
      'total_amount',
      '支払合計',
      '合計金額',
      '注文金額',
      '購入金額',
      '支払金額',
    ],
    ...['請求金額', '受注金額', 'お買上金額', 'お買い上げ金額', '税込金額', '税込合計', ...COMMON_COLUMNS.amount],
    ...['商品合計', '小計', 'sales', 'price'],
  ],
  refunded: ['refunded', 'refunded_amount', 'amount_refunded', 'refund_amount', '返金額', '返金金額', '合計返金額'],
  status: [
    ...['status', 'order_status', 'financial_status', 'payment_status', '対応状況(ID)', '対応状況(名称)', '対応状況'],
    ...['注文ステータス', '受注ステータス', 'ステータス', '注文状態', '注文状況', '処理状況', '状態'],
  ],
  cancelledAt: ['cancelled_at', 'canceled_at', 'cancelledAt', 'canceledAt', 'キャンセル日時', 'キャンセル日', '取消日'],
};

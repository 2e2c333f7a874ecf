import { type StatusWords, wordReader } from './status-words.js';

/** Why a row is no order of its own; `line`: its order stands on an earlier row. */
export type LeftOutReason = 'line' | 'cancelled' | 'unpaid' | 'refunded' | 'excluded';

/**
 * Reads statuses: why an order of that status is none, `null` for those that are. `exclude` stands instead of the known
 * words; `field` is the column, since EC-CUBE writes numbers into its own.
 */
export function statusReader(
  exclude: readonly string[] | null,
  field: string,
): (cell: unknown) => LeftOutReason | null {
  const known = field === EC_CUBE_ID ? [...WORDS, ...EC_CUBE_IDS] : WORDS;
  return wordReader(exclude === null ? known : [['excluded', exclude]]);
}

/** Statuses as Shopify, Stripe, WooCommerce, EC-CUBE, BASE and MakeShop write them. */
const WORDS: StatusWords<LeftOutReason> = [
  [
    'cancelled',
    [
      ...['cancelled', 'canceled', 'void', 'voided', 'expired', 'キャンセル', 'キャンセル済み', 'キャンセル済'],
      ...['注文キャンセル', '注文取消し', '注文取消', '受注取消', '取消し', '取消', '取消済み', '取消済'],
    ],
  ],
  [
    'unpaid',
    [
      ...['pending', 'pending payment', 'payment pending', 'unpaid', 'failed', 'incomplete', 'draft', 'checkout draft'],
      ...['requires payment method', 'requires action', '未払い', '未入金', '入金待ち', '支払い待ち', '決済処理中'],
      ...['購入処理中', '決済失敗', '決済エラー'],
    ],
  ],
  ['refunded', ['refunded', 'returned', '返品', '返品済み', '返送', '返金', '返金済み', '返金済']],
];

/** mtb_order_status of EC-CUBE 4: 3 注文取消し, 7 決済処理中, 8 購入処理中, 9 返品. */
const EC_CUBE_ID = '対応状況(ID)';
const EC_CUBE_IDS: StatusWords<LeftOutReason> = [
  ['cancelled', ['3']],
  ['unpaid', ['7', '8']],
  ['refunded', ['9']],
];

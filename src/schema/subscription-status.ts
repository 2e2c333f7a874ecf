import { type StatusWords, wordReader } from './status-words.js';

/** What a status says of a subscription: that it runs or is over, has not begun, is on trial, or a word of the caller's leaves it out. */
export type SubscriptionState = 'running' | 'ended' | 'notBegun' | 'trial' | 'excluded';

/** Reads statuses; `null` for words that are not known. `exclude` stands instead of the words for what never began. */
export function subscriptionStates(exclude: readonly string[] | null): (cell: unknown) => SubscriptionState | null {
  return wordReader([...KNOWN, exclude === null ? NOT_BEGUN : (['excluded', exclude] as const)]);
}

/** As Stripe, Chargebee, Recurly, WooCommerce, Zoho and Japanese carts write them. */
const KNOWN: StatusWords<SubscriptionState> = [
  [
    'ended',
    [
      ...['canceled', 'cancelled', 'ended', 'expired', 'terminated', 'churned', 'inactive', 'trial expired'],
      ...[
        'wc-cancelled',
        'wc-expired',
        'wc-switched',
        'switched',
        '解約',
        '解約済み',
        '解約済',
        '解約/完了',
        '終了',
        '終了済み',
      ],
      ...[
        '終了済',
        '退会',
        '退会済み',
        '退会済',
        'キャンセル',
        'キャンセル済み',
        'キャンセル済',
        '期限切れ',
        '契約終了',
        ...['解約完了', '解約処理済み', '解約処理済', '強制解約', '自動解約', '解約者', '終了(解約)'],
        ...['退会完了', '退会処理済み', '退会処理済', '強制退会', '退会者', '利用終了', '満了', '契約満了', '失効'],
      ],
    ],
  ],
  [
    'running', // until it has an end: who does not pay, has paused or has asked to leave has not left
    [
      ...['active', 'live', 'current', 'ongoing', 'running', 'enabled', 'renewed', 'wc-active', 'non renewing'],
      ...['past due', 'unpaid', 'overdue', 'delinquent', 'in dunning', 'on hold', 'wc-on-hold', 'paused', 'suspended'],
      ...['pending cancel', 'pending cancellation', 'wc-pending-cancel', 'cancelling', 'canceling', 'cancel scheduled'],
      ...['有効', '契約中', '利用中', '継続', '継続中', '稼働', '稼働中', '定期中', '会員', '在籍', '在籍中', '入会中'],
      ...['購読中', '課金中', '契約', '契約済み', '更新', '更新済み', '未払い', '未払', '未入金', '滞納', '支払い遅延'],
      ...['休止', '休止中', '一時休止', '一時休止中', '一時停止', '一時停止中', '停止中', '休会', '休会中', 'お休み中'],
      ...['解約予定', '解約申請中', '解約申込中', '解約受付', '解約受付中', '解約手続き中', '解約手続中', '退会予定'],
      ...['退会申請中', '退会手続き中', '退会手続中', '終了予定', 'キャンセル申請中', 'キャンセル予定'],
    ],
  ],
  ['trial', ['trialing', 'in trial', 'trial', 'トライアル', 'トライアル中', 'お試し', 'お試し中', '無料期間']],
];

const NOT_BEGUN = [
  'notBegun',
  [
    ...['incomplete', 'incomplete expired', 'future', 'pending', 'wc-pending', 'draft', 'auto-draft', 'failed'],
    ...['未開始', '開始前', '予約', '仮登録', '申込中'],
  ],
] as const satisfies StatusWords<SubscriptionState>[number];

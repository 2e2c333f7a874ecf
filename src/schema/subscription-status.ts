import { type StatusWords, wordReader } from './status-words.js';

/** What a status says of a subscription: over, not begun, on trial, or left out by a word of the caller's. */
export type SubscriptionState = 'ended' | 'notBegun' | 'trial' | 'excluded';

/**
 * Reads statuses. `exclude` stands instead of the words for what never began. All other words, such as active, past_due, unpaid,
 * on-hold and paused, say nothing: such a line runs until it has an end.
 */
export function subscriptionStates(exclude: readonly string[] | null): (cell: unknown) => SubscriptionState | null {
  return wordReader([...RUN, exclude === null ? NOT_BEGUN : (['excluded', exclude] as const)]);
}

/** As Stripe, Chargebee, Recurly, WooCommerce, Zoho and Japanese carts write them. */
const RUN: StatusWords<SubscriptionState> = [
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
      ],
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

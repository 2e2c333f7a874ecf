import { errorOf, InvalidDataError } from '../core/errors.js';
import type { Rate } from '../core/estimate.js';
import type { Excluded } from '../core/policy.js';
import { rate } from '../stats/rate.js';

/** What can be counted of messages. */
export const MESSAGE_COUNTS = [
  'sent',
  'bounced',
  'softBounced',
  'opened',
  'clicked',
  'unsubscribed',
  'complained',
] as const;

/** One of the counts of messages. */
export type MessageCount = (typeof MESSAGE_COUNTS)[number];

/**
 * The rates of all campaigns together. A rate is `null` where its count was not given; its `value` is `null` where there is
 * nothing to divide by, or where more are counted above the line than below.
 */
export interface MessageRates {
  /** How many rows were added up. */
  readonly campaigns: number;
  readonly sent: number;
  readonly delivered: number;
  /** Delivered ÷ sent. */
  readonly deliveryRate: Rate;
  /** Bounced ÷ sent. */
  readonly bounceRate: Rate;
  readonly hardBounceRate: Rate | null;
  readonly softBounceRate: Rate | null;
  /** Opened ÷ delivered. Since 2021 mail programs open messages by themselves: it is too high by an unknown part. */
  readonly openRate: Rate | null;
  /** Clicked ÷ delivered. */
  readonly clickRate: Rate | null;
  /** Clicked ÷ opened. */
  readonly clickToOpenRate: Rate | null;
  /** Unsubscribed ÷ delivered. */
  readonly unsubscribeRate: Rate | null;
  /** Complained ÷ delivered. */
  readonly complaintRate: Rate | null;
  readonly excluded: Excluded;
}

/** The rates of summed counts; null for a count that was not given. */
export function ratesOf(
  campaigns: number,
  count: (role: MessageCount) => number | null,
  undelivered: 'allBounces' | 'hardBounces',
  confidence: number,
  excluded: Excluded,
): MessageRates {
  const [sent, bounced, soft] = [count('sent') ?? 0, count('bounced') ?? 0, count('softBounced')];
  refuseMore('bounced', bounced, 'sent', sent);
  if (soft !== null) refuseMore('softBounced', soft, 'bounced', bounced);
  const hard = soft === null ? null : bounced - soft;
  const delivered = sent - (undelivered === 'hardBounces' ? (hard ?? bounced) : bounced);
  const part = (some: number | null, all: number | null): Rate | null => {
    if (some === null || all === null) return null;
    if (some <= all) return rate(some, all, { confidence });
    return { value: null, n: all, interval: null, numerator: some, denominator: all };
  };
  return {
    campaigns,
    sent,
    delivered,
    deliveryRate: rate(delivered, sent, { confidence }),
    bounceRate: rate(bounced, sent, { confidence }),
    hardBounceRate: part(hard, sent),
    softBounceRate: part(soft, sent),
    openRate: part(count('opened'), delivered),
    clickRate: part(count('clicked'), delivered),
    clickToOpenRate: part(count('clicked'), count('opened')),
    unsubscribeRate: part(count('unsubscribed'), delivered),
    complaintRate: part(count('complained'), delivered),
    excluded,
  };
}

/** Nothing can be said of what was delivered where more bounced than was sent. */
function refuseMore(part: MessageCount, some: number, whole: MessageCount, all: number): void {
  if (some <= all) return;
  const expected = `at most ${whole}, of all rows together`;
  const issue = { code: 'E_NUM_RANGE', index: null, field: part, expected, received: 'number' } as const;
  throw errorOf(InvalidDataError, 'messageRates', [issue], { found: 'more' });
}

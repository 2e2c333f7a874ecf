import { errorOf, InvalidDataError } from '../core/errors.js';
import type { Rate } from '../core/estimate.js';
import { roundedSum } from '../core/exact-sum.js';
import type { Excluded } from '../core/policy.js';
import { rate } from '../stats/rate.js';
import { type MessageCount, OPTIONAL_RATES, type OptionalRate, RATE_COUNTS } from './message-counts.js';
import type { MessageSums } from './message-sums.js';

/**
 * The rates of all campaigns together. A rate is `null` where its count was not given; its `value` is `null` where there is
 * nothing to divide by, or where more are counted above the line than below. A campaign with an empty optional count is left
 * out of that count's rates alone, above the line and below.
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
  /** How many campaigns each rate of an optional count rests on: those that have its counts. `null` where the rate is. */
  readonly campaignsWith: { readonly [Name in OptionalRate]: number | null };
  readonly excluded: Excluded;
}

/** The rates of summed counts; null for those of counts that were not given. */
export function ratesOf(
  sums: MessageSums,
  given: readonly MessageCount[],
  confidence: number,
  excluded: Excluded,
): MessageRates {
  const total = (sum: readonly number[]): number => roundedSum(sum, 'messageRates');
  const [sent, bounced, delivered] = [total(sums.sent), total(sums.bounced), total(sums.delivered)];
  refuseMore('bounced', bounced, 'sent', sent);
  if (total(sums.rates.hardBounceRate.part) < 0) refuseMore('softBounced', 1, 'bounced', 0);
  const isGiven = (name: OptionalRate): boolean => RATE_COUNTS[name].every((count) => given.includes(count));
  const part = (name: OptionalRate): Rate | null => {
    if (!isGiven(name)) return null;
    const [some, all] = [total(sums.rates[name].part), total(sums.rates[name].whole)];
    if (some <= all) return rate(some, all, { confidence });
    return { value: null, n: Math.max(0, all), interval: null, numerator: some, denominator: all };
  };
  const campaignsWith = Object.fromEntries(
    OPTIONAL_RATES.map((name) => [name, isGiven(name) ? sums.rates[name].campaigns : null]),
  ) as MessageRates['campaignsWith']; // of these names
  return {
    campaigns: sums.campaigns,
    sent,
    delivered,
    deliveryRate: rate(delivered, sent, { confidence }),
    bounceRate: rate(bounced, sent, { confidence }),
    hardBounceRate: part('hardBounceRate'),
    softBounceRate: part('softBounceRate'),
    openRate: part('openRate'),
    clickRate: part('clickRate'),
    clickToOpenRate: part('clickToOpenRate'),
    unsubscribeRate: part('unsubscribeRate'),
    complaintRate: part('complaintRate'),
    campaignsWith,
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

import type { Accessor, AnyRow, Data } from '../core/data.js';
import { ruleOf } from '../core/input.js';
import { measure } from '../core/measure.js';
import type { RowMetric } from '../core/metric.js';
import { checkChoice, checkConfidence, checkOptions, refuseOption } from '../core/options.js';
import type { Excluded, RowPolicy } from '../core/policy.js';
import { rowMetric } from '../core/row-metric.js';
import { checkAccessor, ruleFault } from '../core/row-values.js';
import { MESSAGE_COUNTS, type MessageCount } from './message-counts.js';
import { type MessageRates, ratesOf } from './message-facts.js';
import { messagePlan } from './message-plan.js';
import { type MessageSums, mergedSums, RunningSums } from './message-sums.js';

/** What was sent and what came of it: messages or people, each counted once however often they opened or clicked. */
export interface MessageCounts {
  readonly sent: number;
  /** All that bounced, hard and soft. */
  readonly bounced: number;
  /** Those of `bounced` that bounced for a passing reason, such as a full mailbox. */
  readonly softBounced?: number | null;
  readonly opened?: number | null;
  readonly clicked?: number | null;
  readonly unsubscribed?: number | null;
  /** Marked as spam. */
  readonly complained?: number | null;
}

/** What the rates are of. */
export interface MessageRateOptions {
  /** What was not delivered: `'allBounces'` (default), or `'hardBounces'` alone, which needs `softBounced`. */
  readonly undelivered?: 'allBounces' | 'hardBounces';
  /** Default 0.95. */
  readonly confidence?: number;
}

/** The same for rows of campaigns: where each count stands. What is not given is not read, and its rate is `null`. */
export interface MessageRatesOptions<Row> extends MessageRateOptions, RowPolicy {
  readonly sent: Accessor<Row, number>;
  /** All that bounced, hard and soft; `() => 0` where nothing bounces. */
  readonly bounced: Accessor<Row, number>;
  readonly softBounced?: Accessor<Row, number>;
  readonly opened?: Accessor<Row, number>;
  readonly clicked?: Accessor<Row, number>;
  readonly unsubscribed?: Accessor<Row, number>;
  readonly complained?: Accessor<Row, number>;
}

/** The state of message rates: sums of counts, of all campaigns and of those that each rate rests on. */
export interface MessageRatesState extends MessageSums {
  readonly excluded: Excluded;
}

/**
 * Message rates as a metric: for groups of campaigns, streams and stored states. See `messageRates`.
 *
 * @param options - where the counts are; see `MessageRatesOptions`
 * @throws {InvalidOptionError} when an option is unknown or out of range, `sent` or `bounced` is missing, or hard bounces are
 *   asked for without `softBounced`
 * @example
 * ```ts
 * import { by, measure, messageRatesMetric } from 'kizuna';
 *
 * const campaigns = [
 *   { channel: 'mail', sent: 1000, bounced: 20, clicked: 49 },
 *   { channel: 'mail', sent: 500, bounced: 10, clicked: 49 },
 *   { channel: 'push', sent: 800, bounced: 0, clicked: 24 },
 * ];
 * const rates = messageRatesMetric({ sent: 'sent', bounced: 'bounced', clicked: 'clicked' });
 * const rows = measure(campaigns, by('channel', rates));
 * rows.map(({ channel, clickRate }) => [channel, clickRate?.value]); // => [['mail', 0.0667], ['push', 0.03]]
 * ```
 */
export function messageRatesMetric<Row = AnyRow>(
  options: MessageRatesOptions<Row>,
): RowMetric<Row, MessageRatesState, MessageRates> {
  checkOptions(OWNER, options, [...MESSAGE_COUNTS, ...OPTIONS]);
  const { undelivered = 'allBounces', confidence = 0.95, missing, invalid } = options;
  checkChoice(OWNER, 'undelivered', undelivered, ['allBounces', 'hardBounces']);
  checkConfidence(OWNER, confidence);
  const given = MESSAGE_COUNTS.filter((role) => role === 'sent' || role === 'bounced' || options[role] !== undefined);
  if (undelivered === 'hardBounces' && options.softBounced === undefined) {
    refuseOption(OWNER, 'undelivered', 'to be "allBounces" unless softBounced is given', undelivered);
  }
  const rules = given.map((role) => {
    checkAccessor(OWNER, role, options[role]);
    return ruleOf<Row>(role, { from: options[role], integer: true, min: 0, max: MOST, label: role });
  });
  // Without these nothing is known of a campaign; an empty one of the others is missing in its own rates alone.
  const needed = ['sent', 'bounced', ...(undelivered === 'hardBounces' ? ['softBounced'] : [])];
  const isEach = given.map((role) => missing === 'throw' || needed.includes(role));
  return rowMetric<Row, RunningSums, MessageRatesState, MessageRates>({
    name: OWNER,
    reads: rules.map(({ from }) => from),
    policy: { missing, invalid },
    plan: messagePlan(
      rules.map((rule, place) => ({ role: given[place] as MessageCount, rule, isNeeded: isEach[place] === true })), // one rule a count
      undelivered,
    ),
    start: () => new RunningSums(),
    add: (running, columns, i) => {
      const counts: Partial<Record<MessageCount, number>> = {};
      for (const [place, rule] of rules.entries()) {
        const value = columns[place]?.[i] ?? null;
        if (value === null && !isEach[place]) continue;
        const fault = ruleFault(rule, value);
        if (fault !== null) return fault;
        counts[given[place] as MessageCount] = value as number; // one rule a count; by the rule, a number
      }
      running.add((role) => counts[role] ?? null, undelivered);
      return null;
    },
    state: (running, excluded) => ({ ...running.state(), excluded }),
    merge: mergedSums,
    finish: (state) => ratesOf(state, given, confidence, state.excluded),
  });
}

/**
 * How messages fared (mail, push, SMS): delivered, bounced, opened, clicked, unsubscribed, complained.
 *
 * Open, click, unsubscribe and complaint rates are of what was delivered (sent − bounced; so Twilio SendGrid for unique opens),
 * click-to-open is of what was opened (Return Path), bounces are of what was sent. All counts are of messages or people, not of
 * repeated opens or clicks. Rows are added up first: a large campaign weighs more. Intervals are Wilson's.
 *
 * A campaign whose optional count is empty (`null`) is left out of that count's rates alone; `campaignsWith` tells how many each
 * rests on. One without `sent` or `bounced` is left out whole; `missing: 'throw'` refuses every empty count.
 *
 * A count above the one it is a part of (more opened than delivered, more clicked than opened) gives a rate whose `value` is
 * `null`: opens go untracked where images are blocked, and rows by day count opens of messages that were sent the day before.
 *
 * @param campaigns - the counts of one mailing, or rows or columns of campaigns
 * @param options - for rows where each count is; `undelivered`, `confidence`, `missing`, `invalid`
 * @returns the rates of all campaigns together, with their counts
 * @throws {InvalidDataError} when a count is not a whole number from 0 to 1e15, or more bounced than were sent
 * @throws {InvalidOptionError} when an option is unknown or out of range
 * @example
 * ```ts
 * import { messageRates } from 'kizuna';
 *
 * const { delivered, bounceRate, openRate, clickRate, clickToOpenRate, complaintRate } = messageRates({
 *   sent: 1000,
 *   bounced: 20,
 *   opened: 343,
 *   clicked: 49,
 * });
 * delivered; // => 980
 * bounceRate.value; // => 0.02
 * openRate?.value; // => 0.35
 * clickRate; // => { value: 0.05, n: 980, interval: { low: 0.0380, high: 0.0655, confidence: 0.95, method: 'wilson' }, numerator: 49, denominator: 980 }
 * clickToOpenRate?.value; // => 0.1429
 * complaintRate; // => null
 * ```
 */
export function messageRates(campaigns: MessageCounts, options?: MessageRateOptions): MessageRates;
export function messageRates<Row>(campaigns: Data<Row>, options: MessageRatesOptions<NoInfer<Row>>): MessageRates;
export function messageRates<Row>(
  data: MessageCounts | Data<Row>,
  options: MessageRateOptions | MessageRatesOptions<Row> = {},
): MessageRates {
  if (!isCounts(data)) return measure(data, messageRatesMetric(options as MessageRatesOptions<Row>)); // as the overloads say
  checkOptions(OWNER, data, MESSAGE_COUNTS);
  checkOptions(OWNER, options, ['undelivered', 'confidence']);
  const { undelivered, confidence } = options;
  const given = MESSAGE_COUNTS.filter((name) => (data[name] ?? null) !== null).map((name) => [name, name]);
  return measure(
    [data],
    messageRatesMetric<MessageCounts>({
      sent: 'sent',
      bounced: 'bounced',
      ...Object.fromEntries(given),
      ...(undelivered && { undelivered }),
      ...(confidence !== undefined && { confidence }),
      missing: 'throw',
    }),
  );
}

const OWNER = 'messageRates';
const OPTIONS = ['undelivered', 'confidence', 'missing', 'invalid'];
/** Up to here a count, and a sum of many, is exact. */
const MOST = 1e15;

function isCounts(data: unknown): data is MessageCounts {
  // Of columns, `sent` would be a list.
  return typeof data === 'object' && data !== null && 'sent' in data && Object(data.sent) !== data.sent;
}

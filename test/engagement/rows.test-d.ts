import {
  by,
  type Estimate,
  type LeadThreshold,
  leadScore,
  leadThreshold,
  leadThresholdMetric,
  type MessageRates,
  measure,
  messageRates,
  messageRatesMetric,
  type Rate,
  type SocialRates,
  socialRates,
  socialRatesMetric,
  supportTimes,
  supportTimesMetric,
  type TicketTimes,
  together,
  where,
} from 'kizuna';
import { describe, expectTypeOf, test } from 'vitest';

interface Campaign {
  readonly channel: 'mail' | 'push';
  readonly sent: number;
  readonly bounced: number;
  readonly opened: number | null;
}
const campaigns: readonly Campaign[] = [];
interface Post {
  readonly format: 'photo' | 'video';
  readonly text: string;
  readonly reach: number;
  readonly likes: number;
  readonly saves?: number;
}
const posts: readonly Post[] = [];
interface Ticket {
  readonly team: 'a' | 'b';
  readonly opened: Date;
  readonly done: Date | null;
  readonly contacts: number;
}
const tickets: readonly Ticket[] = [];
interface Lead {
  readonly email: string;
  readonly decides: boolean;
  readonly visits?: number;
  readonly score: number;
  readonly won: boolean | null;
}
const leads: readonly Lead[] = [];

describe('message rates', () => {
  test('take counts, rows and columns', () => {
    expectTypeOf(messageRates({ sent: 1, bounced: 0 })).toEqualTypeOf<MessageRates>();
    const rates = messageRates(campaigns, { sent: 'sent', bounced: () => 0, opened: 'opened' });
    expectTypeOf(rates.bounceRate).toEqualTypeOf<Rate>();
    expectTypeOf(rates.openRate).toEqualTypeOf<Rate | null>();
    messageRates({ sent: [1], bounced: Uint8Array.of(0) }, { sent: 'sent', bounced: 'bounced' });
  });

  test('know the keys of groups as literals', () => {
    const [row] = measure(
      campaigns,
      where({ channel: 'mail' }, by('channel', messageRatesMetric({ sent: 'sent', bounced: 'bounced' }))),
    );
    expectTypeOf(row!.channel).toEqualTypeOf<'mail' | 'push'>();
    expectTypeOf(row!.clickRate).toEqualTypeOf<Rate | null>();
  });

  test('refuse what is no count, no field and no option', () => {
    // @ts-expect-error bounced is missing
    messageRates({ sent: 1 });
    // @ts-expect-error no such field
    messageRates(campaigns, { sent: 'snt', bounced: 'bounced' });
    // @ts-expect-error a text is no count
    messageRates(campaigns, { sent: 'channel', bounced: 'bounced' });
    // @ts-expect-error rows need to say where the counts are
    messageRates(campaigns);
    // @ts-expect-error no such word
    messageRates({ sent: 1, bounced: 0 }, { undelivered: 'softBounces' });
    // @ts-expect-error no such option
    messageRates(campaigns, { sent: 'sent', bounced: 'bounced', opens: 'opened' });
  });
});

describe('social rates', () => {
  test('take one field, several, or a function', () => {
    expectTypeOf(socialRates(posts, { by: 'reach', engagements: 'likes' })).toEqualTypeOf<SocialRates>();
    socialRates(posts, { by: 'reach', engagements: ['likes', 'saves'] });
    socialRates(posts, { by: (post) => post.reach, engagements: ({ likes, saves = 0 }) => likes + saves });
    const [row] = measure(posts, by('format', socialRatesMetric({ by: 'reach', engagements: ['likes'] })));
    expectTypeOf(row!.format).toEqualTypeOf<'photo' | 'video'>();
    expectTypeOf(row!.mean).toEqualTypeOf<Estimate>();
  });

  test('refuse other fields', () => {
    // @ts-expect-error a text
    socialRates(posts, { by: 'text', engagements: 'likes' });
    // @ts-expect-error no such field
    socialRates(posts, { by: 'reach', engagements: ['likes', 'comments'] });
    // @ts-expect-error by what?
    socialRates(posts, { engagements: 'likes' });
  });
});

describe('support times', () => {
  test('take times and counts, in groups and together', () => {
    const times = supportTimes(tickets, { opened: 'opened', resolved: 'done', contacts: 'contacts' });
    expectTypeOf(times.resolution).toEqualTypeOf<TicketTimes | null>();
    const options = { opened: 'opened', resolved: 'done' } as const;
    const [row] = measure(tickets, by('team', together({ times: supportTimesMetric(options) })));
    expectTypeOf(row!.team).toEqualTypeOf<'a' | 'b'>();
    expectTypeOf(row!.times.open).toEqualTypeOf<number | null>();
  });

  test('refuse what is no time and no count', () => {
    // @ts-expect-error no such field
    supportTimes(tickets, { opened: 'contact' });
    // @ts-expect-error a date is no count
    supportTimes(tickets, { opened: 'opened', contacts: 'done' });
    // @ts-expect-error when was it opened?
    supportTimes(tickets, { resolved: 'done' });
  });
});

describe('lead scores', () => {
  test('know their groups as literals', () => {
    const { leads: scored } = leadScore(leads, {
      lead: 'email',
      groups: { fit: { signals: { decides: 20 } }, behaviour: { signals: { visits: { points: 1, maximum: 10 } } } },
    });
    expectTypeOf(scored[0]!.groups[0]!.group).toEqualTypeOf<'fit' | 'behaviour'>();
    expectTypeOf(scored[0]!.qualified).toEqualTypeOf<boolean | null>();
  });

  test('refuse signals that are no numbers or booleans, and half a decay', () => {
    // @ts-expect-error a text is no signal
    leadScore(leads, { lead: 'email', groups: { fit: { signals: { email: 1 } } } });
    // @ts-expect-error no such field
    leadScore(leads, { lead: 'email', groups: { fit: { signals: { visit: 1 } } } });
    // @ts-expect-error days of what?
    leadScore(leads, { lead: 'email', groups: { fit: { signals: { visits: 1 }, decay: { days: 30 } } } });
    // @ts-expect-error which lead?
    leadScore(leads, { groups: { fit: { signals: { visits: 1 } } } });
  });

  test('are calibrated by scores and outcomes', () => {
    expectTypeOf(leadThreshold(leads, { score: 'score', converted: 'won' })).toEqualTypeOf<LeadThreshold>();
    measure(leads, by('decides', leadThresholdMetric({ score: 'score', converted: 'won' })));
    // @ts-expect-error a number is no outcome
    leadThreshold(leads, { score: 'score', converted: 'visits' });
    // @ts-expect-error no such method
    leadThreshold(leads, { score: 'score', converted: 'won', method: 'roc' });
  });
});

test('an option that may be undefined is one that may not be given', () => {
  const asOf = undefined as string | undefined;
  const number = undefined as number | undefined;
  const seen = undefined as 'opened' | undefined;
  socialRates(posts, { by: 'reach', engagements: 'likes', confidence: number });
  supportTimes(tickets, { opened: 'opened', firstResponse: seen, contacts: undefined, asOf, confidence: number });
  leadScore(leads, {
    lead: 'email',
    groups: { fit: { signals: { decides: 1 }, maximum: number, decay: undefined } },
    lastActive: undefined,
    asOf,
    threshold: number,
  });
  leadThreshold(leads, {
    score: 'score',
    converted: 'won',
    method: undefined,
    percentile: number,
    bands: undefined,
    confidence: number,
  });
});

import { describe, expect, test } from 'vitest';
import {
  by,
  InvalidDataError,
  InvalidOptionError,
  measure,
  messageRates,
  messageRatesMetric,
  rate,
  suppressSmall,
  where,
} from '../../src/index.js';
import { thrown } from '../support/thrown.js';

const MAILING = {
  sent: 1000,
  bounced: 40,
  softBounced: 30,
  opened: 300,
  clicked: 60,
  unsubscribed: 6,
  complained: 3,
} as const;

const CAMPAIGNS = [
  { name: 'spring', channel: 'mail', sent: 1000, bounced: 40, opened: 300, clicked: 60 },
  { name: 'summer', channel: 'mail', sent: 3000, bounced: 60, opened: 500, clicked: 30 },
  { name: 'app', channel: 'push', sent: 500, bounced: 0, opened: 100, clicked: 50 },
] as const;
const ROLES = { sent: 'sent', bounced: 'bounced', opened: 'opened', clicked: 'clicked' } as const;

describe('the rates of one mailing', () => {
  test('are of what was delivered, but bounces of what was sent and click-to-open of what was opened', () => {
    const rates = messageRates(MAILING);
    expect(rates).toMatchObject({ campaigns: 1, sent: 1000, delivered: 960 });
    expect(rates.deliveryRate).toEqual(rate(960, 1000));
    expect(rates.bounceRate).toEqual(rate(40, 1000));
    expect(rates.hardBounceRate).toEqual(rate(10, 1000));
    expect(rates.softBounceRate).toEqual(rate(30, 1000));
    expect(rates.openRate).toEqual(rate(300, 960));
    expect(rates.clickRate).toEqual(rate(60, 960));
    expect(rates.clickToOpenRate).toEqual(rate(60, 300));
    expect(rates.unsubscribeRate).toEqual(rate(6, 960));
    expect(rates.complaintRate).toEqual(rate(3, 960));
  });

  test('take soft bounces for delivered where hard bounces alone are undelivered', () => {
    const rates = messageRates(MAILING, { undelivered: 'hardBounces', confidence: 0.9 });
    expect(rates.delivered).toBe(990);
    expect(rates.openRate).toEqual(rate(300, 990, { confidence: 0.9 }));
    expect(rates.bounceRate).toEqual(rate(40, 1000, { confidence: 0.9 }));
  });

  test('are null where a count is not given', () => {
    const rates = messageRates({ sent: 10, bounced: 0, opened: null });
    expect([rates.openRate, rates.clickRate, rates.clickToOpenRate, rates.softBounceRate]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(messageRates({ sent: 10, bounced: 0, clicked: 2 }).clickToOpenRate).toBeNull();
  });

  test('have no value where nothing was sent, delivered or opened', () => {
    const nothing = { value: null, n: 0, interval: null };
    const rates = messageRates({ sent: 0, bounced: 0, opened: 0, clicked: 0 });
    expect(rates).toMatchObject({ deliveryRate: nothing, bounceRate: nothing, openRate: nothing, clickRate: nothing });
    const bounced = messageRates({ sent: 3, bounced: 3, opened: 0, clicked: 0 });
    expect(bounced).toMatchObject({ bounceRate: { value: 1 }, openRate: nothing, clickToOpenRate: nothing });
  });

  test('have no value, but their counts, where more clicked than are known to have opened', () => {
    const { clickToOpenRate, clickRate } = messageRates({ sent: 100, bounced: 0, opened: 5, clicked: 8 });
    expect(clickToOpenRate).toEqual({ value: null, n: 5, interval: null, numerator: 8, denominator: 5 });
    expect(clickRate?.value).toBe(0.08);
  });

  test('have no value, but their counts, where more opened than was delivered', () => {
    const { openRate } = messageRates({ sent: 100, bounced: 10, opened: 91 });
    expect(openRate).toEqual({ value: null, n: 90, interval: null, numerator: 91, denominator: 90 });
    expect(messageRates({ sent: 100, bounced: 10, opened: 90 }).openRate?.value).toBe(1);
  });
});

describe('the rates of campaigns', () => {
  test('are those of the sums, not means of rates', () => {
    const rates = messageRates(CAMPAIGNS, ROLES);
    expect(rates).toMatchObject({ campaigns: 3, sent: 4500, delivered: 4400 });
    expect(rates.openRate).toEqual(rate(900, 4400));
    expect(rates.clickToOpenRate).toEqual(rate(140, 900));
  });

  test('by channel and filtered are those of the rows in question', () => {
    const rows = measure(CAMPAIGNS, by('channel', messageRatesMetric(ROLES)));
    expect(rows.map(({ channel, openRate }) => [channel, openRate])).toEqual([
      ['mail', rate(800, 3900)],
      ['push', rate(100, 500)],
    ]);
    expect(measure(CAMPAIGNS, where({ channel: 'push' }, messageRatesMetric(ROLES))).campaigns).toBe(1);
  });

  test('that are days: opens on a day without sending give that day no value and the whole its rate', () => {
    const days = [
      { day: 1, sent: 100, bounced: 10, opened: 30 },
      { day: 2, sent: 0, bounced: 0, opened: 6 },
    ];
    const roles = { sent: 'sent', bounced: 'bounced', opened: 'opened' } as const;
    const rows = measure(days, by('day', messageRatesMetric(roles)));
    expect(rows.map(({ openRate }) => openRate?.value)).toEqual([30 / 90, null]);
    expect(messageRates(days, roles).openRate?.value).toBe(0.4);
  });

  test('leave campaigns with an empty optional count out of its rates alone, above the line and below', () => {
    const rates = messageRates([...CAMPAIGNS, { ...CAMPAIGNS[0], opened: null }], ROLES);
    expect([rates.campaigns, rates.sent, rates.excluded.missing]).toEqual([4, 5500, 0]);
    expect(rates.openRate).toEqual(rate(900, 4400));
    expect(rates.clickToOpenRate).toEqual(rate(140, 900));
    expect(rates.clickRate).toEqual(rate(200, 5360));
    expect(rates.campaignsWith).toMatchObject({ openRate: 3, clickToOpenRate: 3, clickRate: 4, unsubscribeRate: null });
    const throwing = { ...ROLES, missing: 'throw' } as const;
    expect(() => messageRates([{ ...CAMPAIGNS[0], opened: null }], throwing)).toThrow(InvalidDataError);
  });

  test('leave out campaigns without what was sent or bounced, and count them', () => {
    const { campaigns, sent, excluded } = messageRates([...CAMPAIGNS, { ...CAMPAIGNS[0], bounced: null }], ROLES);
    expect([campaigns, sent, excluded.missing]).toEqual([3, 4500, 1]);
    const hard = { ...ROLES, softBounced: 'soft', undelivered: 'hardBounces' } as const;
    const softs = CAMPAIGNS.map((campaign, i) => ({ ...campaign, soft: i === 0 ? null : 0 }));
    expect(messageRates(softs, hard)).toMatchObject({ campaigns: 2, excluded: { missing: 1 } });
  });

  test('can be told of small groups by what was sent', () => {
    const rows = measure(CAMPAIGNS, by('name', messageRatesMetric(ROLES)));
    const shown = suppressSmall(rows, { minimum: 600, count: 'sent' });
    expect(shown.map(({ name, sent }) => [name, sent])).toEqual([
      ['app', null],
      ['spring', null],
      ['summer', 3000],
    ]);
  });

  test('of columns, and of delivered counts by a function, are the same', () => {
    const columns = { sent: [10, 20], arrived: [9, 18], opened: [4, 5] };
    const rates = messageRates(columns, {
      sent: 'sent',
      bounced: ({ sent, arrived }) => sent - arrived,
      opened: 'opened',
    });
    expect(rates.openRate).toEqual(rate(9, 27));
  });
});

describe('wrong counts', () => {
  test.each([
    [{ sent: 10, bounced: 11 }, 'messageRates requires bounced to be at most sent, of all rows together; got more'],
    [
      { sent: 10, bounced: 1, softBounced: 2 },
      'messageRates requires softBounced to be at most bounced, of all rows together; got more',
    ],
    [{ sent: 10, bounced: -1 }, 'messageRates requires bounced to be an integer from 0 to 1000000000000000; row 0 has'],
    [{ sent: 10.5, bounced: 1 }, 'messageRates requires sent to be an integer'],
    [{ sent: '10', bounced: 1 }, 'messageRates requires sent to be an integer'],
    [{ sent: Number.NaN, bounced: 1 }, 'messageRates requires sent to be an integer'],
    [{ sent: 10 }, 'messageRates requires bounced to be'],
    [{ sent: 10, bounced: null }, 'messageRates requires bounced to be'],
  ])('%j are refused', (counts, sentence) => {
    // @ts-expect-error wrong on purpose
    const error = thrown(InvalidDataError, () => messageRates(counts));
    expect(error.message).toContain(sentence);
  });

  test('are left out by their row where that is asked for', () => {
    const rows = [...CAMPAIGNS, { ...CAMPAIGNS[0], clicked: -1 }];
    expect(thrown(InvalidDataError, () => messageRates(rows, ROLES)).issues[0]).toMatchObject({
      code: 'E_NUM_RANGE',
      index: 3,
      field: 'clicked',
    });
    const { sent, excluded } = messageRates(rows, { ...ROLES, invalid: 'exclude' });
    expect([sent, excluded.invalid]).toEqual([4500, 1]);
  });
});

describe('the options', () => {
  test.each([
    [{ sent: 'sent' }, 'messageRates requires bounced to be a field or a function; got undefined'],
    [{ ...ROLES, opens: 'opened' }, 'messageRates requires options to be among sent, bounced, softBounced, '],
    [{ ...ROLES, undelivered: 'soft' }, 'messageRates requires undelivered to be one of allBounces, hardBounces'],
    [{ ...ROLES, undelivered: 'hardBounces' }, 'to be "allBounces" unless softBounced is given'],
    [{ ...ROLES, confidence: 1 }, 'messageRates requires confidence to be a number between 0 and 1'],
    [{ ...ROLES, clicked: 3 }, 'messageRates requires clicked to be a field or a function'],
    [undefined, 'messageRates requires sent to be a field or a function'],
  ])('%j are refused', (options, sentence) => {
    // @ts-expect-error wrong on purpose
    const error = thrown(InvalidOptionError, () => messageRates(CAMPAIGNS, options));
    expect(error.message).toContain(sentence);
  });

  test('of one mailing: counts that are none are refused', () => {
    // @ts-expect-error wrong on purpose
    const error = thrown(InvalidOptionError, () => messageRates({ sent: 10, bounced: 0, opend: 3 }));
    expect(error.message).toContain('got "opend"');
  });

  test('of one mailing name no fields', () => {
    // @ts-expect-error wrong on purpose
    expect(() => messageRates(MAILING, { sent: 'sent' })).toThrow('requires options to be among undelivered');
    // @ts-expect-error wrong on purpose
    expect(() => messageRates(MAILING, { undelivered: 'hard' })).toThrow(InvalidOptionError);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageRates, messageRatesMetric } from '../../src/index.js';

const count = fc.nat(1000);
const campaign = fc
  .record({ sent: count, bounced: count, opened: count, clicked: count, unsubscribed: count })
  .map(({ sent, bounced, ...rest }) => ({ sent, bounced: Math.min(sent, bounced), ...rest }));
const campaigns = fc.array(campaign, { maxLength: 8 });
const ROLES = {
  sent: 'sent',
  bounced: 'bounced',
  opened: 'opened',
  clicked: 'clicked',
  unsubscribed: 'unsubscribed',
} as const;

test('every rate is the quotient of plain sums, or null where that is none of 0 to 1', () => {
  fc.assert(
    fc.property(campaigns, (rows) => {
      const rates = messageRates(rows, ROLES);
      const total = (name: keyof typeof ROLES) => rows.reduce((sum, row) => sum + row[name], 0);
      const delivered = total('sent') - total('bounced');
      const quotient = (a: number, b: number) => (b === 0 || a > b ? null : a / b);
      expect(rates.delivered).toBe(delivered);
      expect(rates.bounceRate.value).toBe(quotient(total('bounced'), total('sent')));
      expect(rates.openRate?.value).toBe(quotient(total('opened'), delivered));
      expect(rates.clickRate?.value).toBe(quotient(total('clicked'), delivered));
      expect(rates.clickToOpenRate?.value).toBe(quotient(total('clicked'), total('opened')));
      expect(rates.unsubscribeRate?.value).toBe(quotient(total('unsubscribed'), delivered));
    }),
  );
});

test('delivered and bounced are all that was sent, and their rates add up to 1', () => {
  fc.assert(
    fc.property(campaigns, (rows) => {
      const { sent, deliveryRate, bounceRate } = messageRates(rows, ROLES);
      expect(deliveryRate.numerator + bounceRate.numerator).toBe(sent);
      if (sent > 0) expect((deliveryRate.value ?? 0) + (bounceRate.value ?? 0)).toBeCloseTo(1, 14);
    }),
  );
});

test('one mailing is one campaign', () => {
  fc.assert(
    fc.property(campaign, (counts) => {
      expect(messageRates(counts)).toEqual(messageRates([counts], ROLES));
    }),
  );
});

test('a campaign that went nowhere changes no rate', () => {
  const metric = messageRatesMetric<Record<keyof typeof ROLES, number>>(ROLES);
  fc.assert(
    fc.property(campaigns, (rows) => {
      const nowhere = { sent: 0, bounced: 0, opened: 0, clicked: 0, unsubscribed: 0 };
      const [alone, more] = [metric.finish(metric.state(rows)), metric.finish(metric.state([...rows, nowhere]))];
      const { campaigns, campaignsWith } = alone;
      expect({ ...more, campaigns, campaignsWith }).toEqual(alone);
    }),
  );
});

test('every rate is that of the campaigns that have its counts', () => {
  const gappy = campaigns.chain((rows) =>
    fc
      .array(fc.record({ opened: fc.boolean(), clicked: fc.boolean() }), {
        minLength: rows.length,
        maxLength: rows.length,
      })
      .map((keeps) =>
        rows.map((row, i) => ({
          ...row,
          opened: keeps[i]?.opened ? row.opened : null,
          clicked: keeps[i]?.clicked ? row.clicked : null,
        })),
      ),
  );
  fc.assert(
    fc.property(gappy, (rows) => {
      const rates = messageRates(rows, ROLES);
      const has = (...names: readonly ('opened' | 'clicked')[]) =>
        messageRates(
          rows.filter((row) => names.every((name) => row[name] !== null)),
          ROLES,
        );
      expect(rates.openRate).toEqual(has('opened').openRate);
      expect(rates.clickRate).toEqual(has('clicked').clickRate);
      expect(rates.clickToOpenRate).toEqual(has('opened', 'clicked').clickToOpenRate);
      expect(rates.campaignsWith.clickToOpenRate).toBe(has('opened', 'clicked').campaigns);
      expect(rates.unsubscribeRate).toEqual(has().unsubscribeRate);
    }),
  );
});

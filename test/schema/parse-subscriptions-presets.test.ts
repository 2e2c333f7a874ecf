import { type ParsedSubscriptions, parseSubscriptions, type SubscriptionLine } from 'kizuna/schema';
import { describe, expect, test } from 'vitest';

const at = (time: string) => Date.parse(time);
const only = ({ rows, rejected }: ParsedSubscriptions<SubscriptionLine>) => {
  expect(rejected).toEqual([]);
  return rows[0];
};

describe('Stripe, subscriptions.csv', () => {
  const row = (of: Record<string, string> = {}) => ({
    ...{ id: 'sub_1', 'Customer ID': 'cus_1', 'Customer Name': 'A', 'Customer Email': 'a@example.com' },
    ...{
      Status: 'active',
      'Cancellation Reason': '',
      'Created (UTC)': '2025-01-10 10:33',
      'Start Date (UTC)': '2025-01-09 10:33',
    },
    ...{ 'Current Period Start (UTC)': '2025-02-10 10:33', 'Current Period End (UTC)': '2025-03-10 10:33' },
    ...{ 'Trial Start (UTC)': '', 'Trial End (UTC)': '', 'Canceled At (UTC)': '', 'Ended At (UTC)': '' },
    ...{ Amount: '29.00', Interval: 'month', 'Plan price ID': 'price_1' },
    ...of,
  });

  test('is known by its columns, in units and in UTC', () => {
    const parsed = parseSubscriptions([row()], { timeZone: 'Asia/Tokyo' });
    expect(parsed.preset).toBe('stripe');
    expect(only(parsed)).toMatchObject({
      ...{ subscription: 'sub_1', customer: 'cus_1', start: at('2025-01-09T10:33Z'), end: null, amount: 29 },
      ...{ interval: 'month', plan: 'price_1' },
    });
  });

  test('runs on after it was cancelled for the end of the period, and ends when it ended', () => {
    const cancelled = { 'Canceled At (UTC)': '2025-02-20 00:00', 'Cancellation Reason': 'too_expensive' };
    expect(only(parseSubscriptions([row(cancelled)]))).toMatchObject({ end: null, reason: 'too_expensive' });
    const over = row({ ...cancelled, Status: 'canceled', 'Ended At (UTC)': '2025-03-10 10:33' });
    expect(only(parseSubscriptions([over]))).toMatchObject({
      ...{ end: at('2025-03-10T10:33Z'), cancelled: at('2025-02-20T00:00Z') },
    });
  });

  test('has subscriptions that were never paid', () => {
    const { leftOut, rows } = parseSubscriptions([row({ Status: 'incomplete_expired' }), row({ Status: 'past_due' })]);
    expect([rows.length, leftOut]).toEqual([1, [{ reason: 'notBegun', count: 1 }]]);
  });
});

test('Stripe’s API gives seconds, and cents of one piece', () => {
  const given = {
    ...{ id: 'sub_1', object: 'subscription', customer: 'cus_1', status: 'active', currency: 'usd', quantity: 3 },
    ...{ start_date: 1736505180, current_period_start: 1739183580, ended_at: null, canceled_at: null },
    ...{ trial_end: 1737714780, cancellation_details: { feedback: null, reason: null } },
    plan: { id: 'price_1', nickname: null, amount: 1999, currency: 'usd', interval: 'month', interval_count: 3 },
  };
  const parsed = parseSubscriptions([given]);
  expect(parsed.preset).toBe('stripe-api');
  expect(only(parsed)).toEqual({
    ...{
      subscription: 'sub_1',
      customer: 'cus_1',
      start: 1736505180000,
      end: null,
      amount: 59.97,
      interval: 'quarter',
    },
    ...{ plan: null, currency: 'USD', trialEnd: 1737714780000, cancelled: null, reason: null },
  });
  const yen = { ...given, currency: 'jpy', quantity: 1, plan: { ...given.plan, nickname: 'pro', amount: 2980 } };
  expect(only(parseSubscriptions([yen]))).toMatchObject({ amount: 2980, plan: 'pro' });
});

test('WooCommerce writes 0 for no date, and dates in UTC', () => {
  const row = {
    ...{ subscription_id: '7', subscription_status: 'wc-active', customer_id: '17', start_date: '2025-01-10 10:33:09' },
    ...{ trial_end_date: '0', next_payment_date: '2025-04-10 10:33:09', cancelled_date: '0', end_date: '0' },
    ...{ billing_period: 'month', billing_interval: '2', order_total: '59.80', order_currency: 'EUR' },
    ...{ billing_email: 'a@example.com' },
  };
  const parsed = parseSubscriptions([row, { ...row, subscription_status: 'wc-pending' }]);
  expect([parsed.preset, parsed.leftOut]).toEqual(['woocommerce', [{ reason: 'notBegun', count: 1 }]]);
  expect(only(parsed)).toMatchObject({
    ...{ customer: '17', start: at('2025-01-10T10:33:09Z'), end: null, trialEnd: null, amount: 59.8 },
    ...{ interval: { months: 2 }, currency: 'EUR' },
  });
  const guest = { ...row, customer_id: '', subscription_status: 'wc-cancelled', end_date: '2025-03-10 10:33:09' };
  expect(only(parseSubscriptions([guest]))).toMatchObject({
    ...{ customer: 'a@example.com', end: at('2025-03-10T10:33:09Z') },
  });
});

test('Chargebee gives seconds and cents, and ends that are yet to come', () => {
  const row = {
    ...{ id: '1', customer_id: 'c1', status: 'non_renewing', plan_id: 'pro', plan_quantity: 4, plan_unit_price: 500 },
    ...{ plan_amount: 2000, billing_period: 1, billing_period_unit: 'year', currency_code: 'USD' },
    ...{ started_at: 1736505180, cancelled_at: 1768041180, cancel_reason_code: 'Too dear' },
  };
  const parsed = parseSubscriptions([row]);
  expect(parsed.preset).toBe('chargebee');
  expect(only(parsed)).toMatchObject({
    ...{ start: 1736505180000, end: 1768041180000, amount: 20, interval: 'year', plan: 'pro', reason: 'Too dear' },
  });
});

test('the sheet of Baremetrics has cents of one piece, and dates alone', () => {
  const row = {
    ...{ plan_oid: 'plan_1', plan_name: 'SEO', plan_currency: 'USD', plan_amount: '5000', plan_interval: 'month' },
    ...{ plan_interval_count: '1', customer_oid: 'customer_1', customer_name: 'A', customer_email: 'a@example.com' },
    ...{ subscription_oid: 's1', subscription_started_at: '2020-03-31', subscription_canceled_at: '2020-05-04' },
    subscription_quantity: '2',
  };
  const parsed = parseSubscriptions([row], { timeZone: 'UTC' });
  expect(parsed.preset).toBe('baremetrics');
  expect(only(parsed)).toMatchObject({ customer: 'customer_1', end: at('2020-05-04'), amount: 100, plan: 'SEO' });
});

test('a system that is named is asked for nothing else', () => {
  const rows = [{ id: '1', 'Customer ID': 'c', 'Created (UTC)': '2025-01-10 10:33', 料金: '5' }];
  expect(only(parseSubscriptions(rows, { columns: 'stripe' }))?.amount).toBeNull();
});

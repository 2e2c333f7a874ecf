import { expectTypeOf, test } from 'vitest';
import {
  calendar,
  type EventLog,
  eventLog,
  type PurchaseIntervals,
  periodRetention,
  purchaseIntervals,
  type Repurchase,
  repeatRate,
  repeatRateMetric,
  repurchase,
  repurchaseLadder,
  repurchaseMetric,
  retention,
  subscriptionContinuation,
} from '../../src/index.js';

const log = eventLog([{ customer: 'a', at: 0, name: 'order' as 'order' | 'visit', plan: 'pro' as 'free' | 'pro' }], {
  customer: 'customer',
  time: 'at',
  name: 'name',
  properties: ['plan'],
});

test('a purchase is one of the names of the log, or a rule on its properties', () => {
  repeatRate(log, { purchase: 'order' });
  repurchase(log, { within: { days: 30 }, purchase: { name: 'order', where: { plan: ['pro'], amount: { gte: 1 } } } });
  purchaseIntervals(log, { purchase: { where: { plan: 'free' } } });
  // @ts-expect-error no event has this name
  repeatRate(log, { purchase: 'oder' });
  // @ts-expect-error nor here
  periodRetention(log, { unit: 'month', purchase: { name: 'oder' } });
  // @ts-expect-error no plan has this value
  subscriptionContinuation(log, { every: { days: 30 }, purchase: { where: { plan: 'team' } } });
});

test('what is needed is asked for', () => {
  // @ts-expect-error a window, or null for none
  repurchase(log, {});
  // @ts-expect-error as of when
  repurchaseMetric({ within: { days: 30 } });
  // @ts-expect-error a unit
  periodRetention(log, {});
  // @ts-expect-error months have no fixed length
  repurchase(log, { within: { months: 1 } });
});

test('a metric keeps the names of its purchases', () => {
  const metric = repeatRateMetric<'order' | 'visit'>({ purchase: 'order' });
  expectTypeOf(metric.state).parameter(0).toExtend<EventLog<'order' | 'visit'>>();
  expectTypeOf(metric.split).toEqualTypeOf<'by customer'>();
  // @ts-expect-error no event has this name
  repeatRateMetric<'order' | 'visit'>({ purchase: 'oder' });
});

test('results have their types', () => {
  expectTypeOf(repurchaseLadder(log, { within: null })).toEqualTypeOf<readonly Repurchase[]>();
  expectTypeOf(purchaseIntervals(log)).toEqualTypeOf<PurchaseIntervals>();
  expectTypeOf(repeatRate(log).value).toEqualTypeOf<number | null>();
});

test('an option may be undefined, so that what may be missing can be handed on', () => {
  const [instant, text, count] = [undefined, undefined, undefined] as [
    instant: string | undefined,
    text: string | undefined,
    count: number | undefined,
  ];
  const span = undefined as { readonly days: number } | undefined;
  const bought = { purchase: undefined as 'order' | undefined, per: undefined, timeZone: text };
  const range = { from: instant, to: instant, asOf: instant };
  const clocks = { weekStartsOn: count, fiscalYearStartsOn: count };
  repeatRate(log, { ...bought, ...range, repeaters: undefined, confidence: count });
  repurchase(log, { ...bought, ...range, within: null, step: span, confidence: count, purchases: count });
  repurchaseLadder(log, { ...range, within: null, upTo: count });
  purchaseIntervals(log, { ...bought, ...range, upTo: count, lapsedShare: count });
  periodRetention(log, { ...bought, ...range, ...clocks, unit: 'month', lapsedAfter: span, confidence: count });
  subscriptionContinuation(log, { ...bought, ...range, ...clocks, every: { days: 30 }, grace: span, unit: undefined });
  retention(log, { ...range, ...clocks, unit: 'month', timeZone: text });
  calendar({ ...clocks, unit: 'month', timeZone: text });
});

import {
  type AnyProperties,
  eventLog,
  type Funnel,
  type FunnelTrendRow,
  funnel,
  funnelBy,
  funnelDepths,
  funnelMetric,
  funnelTrend,
  measure,
  onEvents,
} from 'kizuna';
import { expectTypeOf, test } from 'vitest';

interface Row {
  readonly customer: string;
  readonly at: Date;
  readonly name: 'visit' | 'cart' | 'order';
  readonly plan: 'free' | 'pro' | null;
  readonly price: number;
}

const rows: readonly Row[] = [];
const log = eventLog(rows, { customer: 'customer', time: 'at', name: 'name', properties: ['plan', 'price'] });

test('step names and labels flow into the result as literals', () => {
  expectTypeOf(funnel(log, { steps: ['visit', 'order'] })).toEqualTypeOf<Funnel<'visit' | 'order'>>();
  expectTypeOf(
    funnel(log, {
      steps: ['visit', { name: 'cart', label: 'put in cart' }, { name: 'order', where: { plan: 'pro' } }],
    }),
  ).toEqualTypeOf<Funnel<'visit' | 'put in cart' | 'order'>>();
  expectTypeOf(funnel(log, { steps: ['visit', { where: { price: { gte: 10 } } }] })).toEqualTypeOf<
    Funnel<'visit' | 'any event'>
  >();
  expectTypeOf(funnelTrend(log, { steps: ['visit'], unit: 'week' })).toEqualTypeOf<
    readonly FunnelTrendRow<'visit'>[]
  >();
});

test('the values of a breakdown are those of the property', () => {
  const [row] = funnelBy(log, { steps: ['visit', 'order'], breakdown: { property: 'plan' } });
  expectTypeOf(row?.plan).toEqualTypeOf<'free' | 'pro' | null | undefined>();
  expectTypeOf(row?.steps[0]?.step).toEqualTypeOf<'visit' | 'order' | undefined>();
});

test('names that the log does not have do not compile', () => {
  // @ts-expect-error no event is called so
  funnel(log, { steps: ['visit', 'ordered'] });
  // @ts-expect-error nor in a rule
  funnel(log, { steps: ['visit', { name: 'ordered' }] });
  // @ts-expect-error nor in a list of its own
  funnelDepths(log, { steps: ['visit', 'ordered'] as const });
  // @ts-expect-error nor excluded
  funnel(log, { steps: ['visit', 'order'], exclusions: [{ name: 'refund', fromStep: 0, toStep: 1 }] });
});

test('properties and values that the log does not have do not compile', () => {
  // @ts-expect-error no such property
  funnel(log, { steps: ['visit', { name: 'order', where: { country: 'JP' } }] });
  // @ts-expect-error no such property, beside one that there is
  funnel(log, { steps: ['visit', { name: 'order', where: { plan: 'pro', country: 'JP' } }] });
  // @ts-expect-error no such value
  funnel(log, { steps: ['visit', { name: 'order', where: { plan: 'gold' } }] });
  // @ts-expect-error no such property
  funnel(log, { steps: ['visit', 'order'], holdConstant: ['country'] });
  // @ts-expect-error no such property
  funnelBy(log, { steps: ['visit', 'order'], breakdown: { property: 'country' } });
});

test('options that there are not do not compile', () => {
  // @ts-expect-error no such word
  funnel(log, { steps: ['visit'], order: 'random' });
  // @ts-expect-error no such part of a step
  funnel(log, { steps: ['visit', { name: 'order', optonal: true }] });
  // @ts-expect-error months have no fixed length
  funnel(log, { steps: ['visit'], within: { months: 1 } });
  // @ts-expect-error where states are merged, asOf is required
  funnelMetric({ steps: ['visit'] });
});

test('a metric is for logs of any names, or of those it is said to be for', () => {
  const metric = funnelMetric({ steps: ['visit', 'order'], asOf: '2025-05-01' });
  const roles = { customer: 'customer', time: 'at', name: 'name' } as const;
  expectTypeOf(measure(rows, onEvents(roles, metric))).toEqualTypeOf<Funnel<'visit' | 'order'>>();
  funnelMetric<Row['name'], AnyProperties>({ steps: ['visit'], asOf: 0 });
  // @ts-expect-error no event is called so
  funnelMetric<Row['name'], AnyProperties>({ steps: ['visited'], asOf: 0 });
});

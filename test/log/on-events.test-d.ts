import { type AnyEventMetric, by, funnelMetric, measure, onEvents, retentionMetric } from 'kizuna';
import { expectTypeOf, test } from 'vitest';

interface Row {
  readonly id: string;
  readonly at: string;
  readonly event: '訪問' | '購買';
  readonly plan: 'free' | 'pro';
}
declare const rows: readonly Row[];
declare const events: AnyEventMetric<number, number>;
const asOf = '2025-04-01';
const roles = { customer: 'id', time: 'at', name: 'event', properties: ['plan'] } as const;

test('a metric in groups knows the names and properties of the rows', () => {
  measure(rows, by('plan', onEvents(roles, funnelMetric({ steps: ['訪問', '購買'], asOf }))));
  // @ts-expect-error nobody does that
  measure(rows, by('plan', onEvents(roles, funnelMetric({ steps: ['訪問', '購入'], asOf }))));
  // @ts-expect-error nobody does that
  measure(rows, onEvents(roles, retentionMetric({ unit: 'day', asOf, start: '購入' })));
  // @ts-expect-error there is no such property
  measure(rows, by('plan', onEvents(roles, retentionMetric({ unit: 'day', asOf, start: { where: { plna: 'pro' } } }))));
});

test('a row type that is written goes with all fields', () => {
  onEvents<Row>(roles, funnelMetric({ steps: ['訪問', '購買'], asOf }));
});

test('a metric that asks for no names goes with all roles', () => {
  expectTypeOf(measure(rows, by('plan', onEvents(roles, events)))[0]).toEqualTypeOf<
    ({ readonly plan: 'free' | 'pro' } & { readonly result: number }) | undefined
  >();
  expectTypeOf(measure(rows, onEvents({ customer: (row) => row.id, time: 'at' }, events))).toEqualTypeOf<number>();
  onEvents<Row>({ customer: 'id', time: 'at' }, events);
});

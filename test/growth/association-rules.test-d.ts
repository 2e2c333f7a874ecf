import { associationRules, associationRulesMetric } from 'kizuna/growth';
import { eventLog } from 'kizuna/log';
import { expectTypeOf, test } from 'vitest';

const rows: { customer: string; time: string; name: 'visit' | 'order'; product: 'tea' | 'cup'; order: number }[] = [];
const log = eventLog(rows, { customer: 'customer', time: 'time', name: 'name', properties: ['product', 'order'] });

test('items are the values of the property, or the names', () => {
  const { items, rules } = associationRules(log, { item: 'product', minSupport: 0.1 });
  expectTypeOf(items[0]!.item).toEqualTypeOf<'tea' | 'cup'>();
  expectTypeOf(rules[0]!.antecedent).toEqualTypeOf<'tea' | 'cup'>();
  expectTypeOf(rules[0]!.conviction).toEqualTypeOf<number | null>();
  const names = associationRules(log, { item: 'name', minSupport: 0.1 });
  expectTypeOf(names.rules[0]!.consequent).toEqualTypeOf<'visit' | 'order'>();
});

test('properties and events are those of the log', () => {
  associationRules(log, { item: 'product', per: { property: 'order' }, purchase: 'order', minSupport: 0 });
  // @ts-expect-error no property has this name
  associationRules(log, { item: 'colour', minSupport: 0 });
  // @ts-expect-error no property has this name
  associationRules(log, { item: 'product', per: { property: 'number' }, minSupport: 0 });
  // @ts-expect-error no event has this name
  associationRules(log, { item: 'product', purchase: 'oder', minSupport: 0 });
  // @ts-expect-error one event has one item
  associationRules(log, { item: 'product', per: 'event', minSupport: 0 });
  // @ts-expect-error what is enough is the caller's to say
  associationRules(log, { item: 'product' });
  // @ts-expect-error no property has this name
  associationRulesMetric<'order', { readonly product: string }>({ item: 'colour', minSupport: 0 });
});

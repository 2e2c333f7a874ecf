import fc from 'fast-check';
import { type AssociationRules, calendar, eventLog, type Scalar } from 'kizuna';

/** A line of an order. */
export interface Line {
  readonly customer: string;
  readonly time: number;
  readonly name: 'visit' | 'order';
  readonly product: string | null;
  readonly order: number | null;
  readonly amount: number | null;
}

export function logOf(lines: readonly Line[]) {
  return eventLog(lines, {
    customer: 'customer',
    time: 'time',
    name: 'name',
    amount: 'amount',
    properties: ['product', 'order'],
  });
}

/** A log in which each basket is one of a customer of its own. */
export function logOfBaskets(baskets: readonly (readonly string[])[]) {
  const lines = baskets.flatMap((items, i) => items.map((product) => ({ customer: `c${i}`, time: 1e12, product })));
  return eventLog(lines, { customer: 'customer', time: 'time', properties: ['product'] });
}

const HOUR = 3_600_000;
export const START = Date.UTC(2025, 2, 28);

/** Lines of few customers on few days around a change of the clocks. */
export const lines: fc.Arbitrary<readonly Line[]> = fc.array(
  fc.record<Line>({
    customer: fc.constantFrom('a', 'b', 'c', '__proto__'),
    time: fc
      .tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom(0, 0, 1, 22, 23))
      .map(([days, hours]) => START + (days * 24 + hours) * HOUR),
    name: fc.constantFrom('visit', 'order', 'order'),
    product: fc.constantFrom('tea', 'cup', 'pot', '__proto__', '\ue000', '\u{1f600}', null),
    order: fc.constantFrom(1, 2, 3, null),
    amount: fc.constantFrom(0, 5, null, null, -2),
  }),
  { maxLength: 40 },
);

export type Per = 'instant' | 'day' | 'customer' | { readonly property: 'order' };

export const pers: fc.Arbitrary<Per> = fc.constantFrom<Per>('instant', 'day', 'customer', { property: 'order' });

/** Baskets by hand: a set for each, in which refunds and lines without an item are not. */
export function basketsBy(all: readonly Line[], per: Per, timeZone: string): readonly ReadonlySet<string>[] {
  const { indexOf } = calendar({ unit: 'day', timeZone });
  const baskets = new Map<string, Set<string>>();
  for (const [place, { customer, time, product, order, amount }] of all.entries()) {
    if ((amount ?? 0) < 0 || product === null) continue;
    const keys = { instant: time, day: indexOf(time), customer: 0 };
    const key = typeof per === 'string' ? keys[per] : order === null ? `alone ${place}` : order;
    const own = baskets.get(`${customer} ${key}`) ?? new Set<string>();
    baskets.set(`${customer} ${key}`, own.add(product));
  }
  return [...baskets.values()];
}

/** How many baskets hold each item and each two items, by sets within sets. */
export function countsByHand(baskets: readonly ReadonlySet<string>[]) {
  const items = new Map<string, number>();
  const pairs = new Map<string, number>();
  for (const basket of baskets) {
    for (const item of basket) {
      items.set(item, (items.get(item) ?? 0) + 1);
      for (const other of basket) {
        if (item !== other) pairs.set(`${item}|${other}`, (pairs.get(`${item}|${other}`) ?? 0) + 1);
      }
    }
  }
  return { items, pairs };
}

/** The rule of two items. */
export function ruleOf<Item extends Scalar>({ rules }: AssociationRules<Item>, antecedent: Item, consequent: Item) {
  return rules.find((rule) => rule.antecedent === antecedent && rule.consequent === consequent);
}

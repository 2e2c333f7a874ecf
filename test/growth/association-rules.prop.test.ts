import fc from 'fast-check';
import { type AssociationRulesOptions, associationRules, associationRulesMetric } from 'kizuna/growth';
import { expect, test } from 'vitest';
import {
  basketsBy,
  countsByHand,
  type Line,
  lines,
  logOf,
  logOfBaskets,
  type Per,
  pers,
  ruleOf,
  START,
} from './baskets.js';

interface Properties {
  readonly product: string;
  readonly order: number;
}

const ALL = { item: 'product', minSupport: 0, refunds: 'exclude' } as const;
const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Apia');
const everything = (list: readonly Line[], per: Per, timeZone: string) =>
  associationRules(logOf(list), { ...ALL, per, timeZone });

const few = fc.constantFrom('a', 'b', 'c', 'd', 'e');
const baskets = fc.array(fc.array(few, { maxLength: 5 }), { maxLength: 20 });

test('counts are those of sets within sets', () => {
  fc.assert(
    fc.property(lines, pers, zones, (list, per, timeZone) => {
      const sets = basketsBy(list, per, timeZone);
      const { items, pairs } = countsByHand(sets);
      const found = everything(list, per, timeZone);
      expect(found.baskets).toBe(sets.length);
      expect(found.refunds).toBe(list.filter(({ amount }) => (amount ?? 0) < 0).length);
      expect(found.withoutItem).toBe(
        list.filter(({ amount, product }) => !((amount ?? 0) < 0) && product === null).length,
      );
      expect(new Map(found.items.map(({ item, support }) => [item, support.numerator]))).toEqual(items);
      const counted = found.rules.map(
        ({ antecedent, consequent, support }) => [`${antecedent}|${consequent}`, support.numerator] as const,
      );
      expect(new Map(counted)).toEqual(pairs);
      expect(counted.length).toBe(pairs.size);
    }),
  );
});

test('bounds and symmetries hold', () => {
  fc.assert(
    fc.property(baskets, (list) => {
      const found = associationRules(logOfBaskets(list), ALL);
      const supports = new Map(found.items.map(({ item, support }) => [item, support.value!]));
      for (const rule of found.rules) {
        const [a, b] = [supports.get(rule.antecedent)!, supports.get(rule.consequent)!];
        const turned = ruleOf(found, rule.consequent, rule.antecedent)!;
        expect(rule.support.value).toBeLessThanOrEqual(Math.min(a, b));
        expect(rule.support).toEqual(turned.support);
        for (const measure of ['lift', 'leverage', 'jaccard', 'kulczynski'] as const)
          expect(rule[measure]).toBe(turned[measure]);
        expect(rule.confidence.value).toBeCloseTo(rule.support.value! / a, 14);
        expect(rule.lift).toBeCloseTo(rule.confidence.value! / b, 13);
        expect(rule.jaccard).toBeLessThanOrEqual(rule.kulczynski);
        expect(Math.abs(rule.leverage)).toBeLessThanOrEqual(0.25);
        expect(Math.abs(rule.zhang ?? 0)).toBeLessThanOrEqual(1);
        for (const sign of [Math.sign(rule.lift - 1), Math.sign(rule.zhang ?? rule.leverage)])
          expect(sign + 0).toBe(Math.sign(rule.leverage) + 0);
        if (rule.conviction !== null) expect(Math.sign(rule.conviction - 1) + 0).toBe(Math.sign(rule.leverage) + 0);
        else expect(rule.confidence.value).toBe(1);
        const { low, high } = rule.confidence.interval!;
        expect(low <= rule.confidence.value! && rule.confidence.value! <= high).toBe(true);
      }
    }),
  );
});

test('leverages of an item with and without another cancel', () => {
  fc.assert(
    fc.property(baskets, few, few, (list, a, b) => {
      fc.pre(a !== b);
      // Baskets without an item are told by another that stands for its absence.
      const told = list
        .filter((basket) => basket.length > 0)
        .map((basket) => [...basket, ...(basket.includes(b) ? [] : ['no'])]);
      const found = associationRules(logOfBaskets(told), ALL);
      const supports = new Map(found.items.map(({ item, support }) => [item as string, support.value!]));
      const product = (other: string): number => (supports.get(a) ?? 0) * (supports.get(other) ?? 0);
      // A pair that is never together is no rule; its leverage is what chance would bring, below 0.
      const leverage = (other: string): number => ruleOf(found, a, other)?.leverage ?? -product(other);
      expect(leverage(b) + leverage('no')).toBeCloseTo(0, 14);
    }),
  );
});

test('a basket with neither item changes supports alone', () => {
  fc.assert(
    fc.property(baskets, (list) => {
      const before = associationRules(logOfBaskets(list), ALL);
      const after = associationRules(logOfBaskets([...list, ['other']]), ALL);
      expect(after.baskets).toBe(before.baskets + 1);
      expect(after.rules.length).toBe(before.rules.length);
      for (const rule of before.rules) {
        const { confidence, jaccard, kulczynski, support, lift } = ruleOf(after, rule.antecedent, rule.consequent)!;
        expect({ confidence, jaccard, kulczynski }).toEqual({
          ...{ confidence: rule.confidence, jaccard: rule.jaccard, kulczynski: rule.kulczynski },
        });
        expect(support.numerator).toBe(rule.support.numerator);
        expect(lift).toBeGreaterThan(rule.lift);
      }
    }),
  );
});

test('the order of rows and bought twice change nothing', () => {
  fc.assert(
    fc.property(lines, pers, fc.integer({ min: 0, max: 1000 }), (list, per, salt) => {
      const mixed = list
        .map((line, i) => [(i * 7919 + salt) % 101, line] as const)
        .sort((a, b) => a[0] - b[0])
        .map(([, line]) => line);
      expect(everything(mixed, per, 'UTC')).toEqual(everything(list, per, 'UTC'));
      const known = list.filter(({ order, amount }) => order !== null && amount === null);
      const twice = [...known, ...known.map((line) => ({ ...line, amount: 3 }))];
      expect(everything(twice, per, 'UTC').rules).toEqual(everything(known, per, 'UTC').rules);
    }),
  );
});

test('any split by customer merges to the whole, in a range, too', () => {
  const range = fc.constantFrom<Pick<AssociationRulesOptions, 'from' | 'asOf'>>(
    {},
    { from: START + 30 * 3_600_000 },
    { from: '2025-03-29T12:00Z', asOf: '2025-03-31' },
  );
  fc.assert(
    fc.property(lines, pers, range, fc.constantFrom('a', 'b', '__proto__'), (list, per, given, customer) => {
      const metric = associationRulesMetric<string, Properties>({ ...ALL, per, ...given });
      const part = (isOne: boolean) =>
        metric.state(logOf(list.filter((line) => (line.customer === customer) === isOne)));
      const whole = metric.state(logOf(list));
      expect(metric.merge(part(true), part(false))).toEqual(whole);
      expect(metric.finish(whole)).toEqual(associationRules(logOf(list), { ...ALL, per, ...given }));
    }),
  );
});

test('what is asked for is found among all, and rare items are not needed for it', () => {
  fc.assert(
    fc.property(lines, pers, fc.constantFrom(0, 0.1, 0.25, 0.5, 1), (list, per, minSupport) => {
      const all = everything(list, per, 'UTC').rules;
      const some = associationRules(logOf(list), { ...ALL, per, minSupport }).rules;
      expect(some).toEqual(all.filter(({ support }) => support.value! >= minSupport));
    }),
  );
});

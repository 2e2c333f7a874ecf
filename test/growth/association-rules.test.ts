import { InvalidDataError, InvalidOptionError, LimitError } from 'kizuna';
import { type AssociationRule, associationRules, associationRulesMetric } from 'kizuna/growth';
import { eventLog } from 'kizuna/log';
import { describe, expect, test } from 'vitest';
import reference from '../reference/association-rules.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';
import { type Line, logOf, logOfBaskets, ruleOf } from './baskets.js';

const ALL = { item: 'product', minSupport: 0 } as const;
const at = (text: string): number => Date.parse(text);
const line = (customer: string, text: string, product: string | null, more: Partial<Line> = {}): Line => ({
  ...{ customer, time: at(text), name: 'order', product, order: null, amount: null },
  ...more,
});
const told = (rules: readonly AssociationRule[]) =>
  rules.map(({ antecedent, consequent, support }) => [antecedent, consequent, support.numerator]);

describe('the measures', () => {
  // Tan, Steinbach & Kumar, Introduction to Data Mining, table 6.1 (5.1 of the second edition): five baskets with bread, milk, diapers and beer.
  test('of beer and diapers are those of the textbook’s baskets', () => {
    const result = associationRules(logOfBaskets(reference.tan.baskets), ALL);
    expect(result).toMatchObject({ baskets: 5, withoutItem: 0, refunds: 0, found: 26 });
    expect(ruleOf(result, 'beer', 'diapers')).toMatchObject({
      support: { value: 0.6, numerator: 3, denominator: 5 },
      confidence: { value: 1, numerator: 3, denominator: 3 },
      ...{ lift: 1.25, leverage: 0.12, conviction: null, zhang: 0.5, jaccard: 0.75, kulczynski: 0.875 },
    });
    expect(ruleOf(result, 'diapers', 'beer')).toMatchObject({
      confidence: { value: 0.75, numerator: 3, denominator: 4 },
      ...{ lift: 1.25, leverage: 0.12, conviction: 1.6, zhang: 1, jaccard: 0.75, kulczynski: 0.875 },
    });
  });

  // rasbt/mlxtend, frequent_patterns/tests/test_association_rules.py, test_default: support, confidence and lift.
  test('are those that mlxtend gives for its own example', () => {
    const result = associationRules(logOfBaskets(reference.mlxtend.baskets), { ...ALL, minSupport: 0.6 });
    const found = result.rules
      .filter(({ confidence }) => confidence.value! >= 0.8)
      .map((rule) => [rule.antecedent, rule.consequent, rule.support.value, rule.confidence.value, rule.lift]);
    expect(found.sort()).toEqual([
      ['Eggs', 'Kidney Beans', 0.8, 1, 1],
      ['Kidney Beans', 'Eggs', 0.8, 0.8, 1],
      ['Milk', 'Kidney Beans', 0.6, 1, 1],
      ['Onion', 'Eggs', 0.6, 1, 1.25],
      ['Onion', 'Kidney Beans', 0.6, 1, 1],
      ['Yogurt', 'Kidney Beans', 0.6, 1, 1],
    ]);
  });

  test.each(['tan', 'mlxtend', 'drawn'] as const)('of %s are those of exact fractions', (name) => {
    const { baskets, rules } = reference[name];
    const result = associationRules(logOfBaskets(baskets), ALL);
    expect(result.found).toBe(rules.length);
    for (const row of rules) {
      const [antecedent = '', consequent = ''] = row.slice(0, 2).map(String);
      const rule = ruleOf(result, antecedent, consequent)!;
      const { support, confidence, lift, leverage, conviction, zhang, jaccard, kulczynski } = rule;
      const { low, high } = confidence.interval!;
      const found = [
        support.value,
        confidence.value,
        lift,
        leverage,
        conviction,
        zhang,
        jaccard,
        kulczynski,
        low,
        high,
      ];
      for (const [i, expected] of row.slice(2).entries()) {
        const [value, what] = [found[i]!, `${antecedent} → ${consequent}, ${i}`];
        if (value === null || expected === null) expect(value, what).toBe(expected);
        else expect(relativeError(value, Number(expected)), what).toBeLessThan(1e-14);
      }
    }
  });

  test('are null where nothing is left to compare with', () => {
    const result = associationRules(logOfBaskets([['a', 'b'], ['a']]), ALL);
    expect(ruleOf(result, 'a', 'b')).toMatchObject({ lift: 1, leverage: 0, conviction: 1, zhang: null });
    expect(ruleOf(result, 'b', 'a')).toMatchObject({ lift: 1, leverage: 0, conviction: null, zhang: 0 });
  });

  test('of pairs that are barely more frequent than chance keep their digits', () => {
    const [n, a, b] = [3_000_000_000, 1_000_000_000, 1_500_000_001];
    const metric = associationRulesMetric(ALL);
    const state = {
      ...{ baskets: n, withoutItem: 0, refunds: 0 },
      items: [['a', a] as const, ['b', b] as const],
      pairs: [['a', [['b', 500_000_001] as const]] as const],
    };
    const [rule] = metric.finish(state).rules;
    // n · 500000001 − a · b is 2e9; the products have 19 digits.
    expect(rule?.leverage).toBe(2e9 / n / n);
  });
});

describe('a basket', () => {
  const lines = [
    line('a', '2025-04-01T09:00:00Z', 'tea', { order: 1 }),
    line('a', '2025-04-01T09:00:00Z', 'cup', { order: 1 }),
    line('a', '2025-04-01T16:00:00Z', 'pot', { order: 2 }),
    line('a', '2025-04-09T09:00:00Z', 'jar', { order: 1 }),
    line('b', '2025-04-01T09:00:00Z', 'jar', { order: 1 }),
    line('b', '2025-04-01T09:00:00Z', 'tea'),
  ];
  const pairsOf = (options: object): readonly (readonly unknown[])[] => {
    const { rules } = associationRules(logOf(lines), { ...ALL, order: 'support', ...options });
    return told(rules).filter(([a, b]) => String(a) < String(b));
  };

  test('is what a customer bought at one instant, unless said otherwise', () => {
    expect(pairsOf({})).toEqual([
      ['cup', 'tea', 1],
      ['jar', 'tea', 1],
    ]);
    expect(associationRules(logOf(lines), ALL).baskets).toBe(4);
  });

  test('may be a local day', () => {
    expect(pairsOf({ per: 'day' })).toHaveLength(4);
    // At 16:00 UTC it is the next day in Tokyo.
    expect(pairsOf({ per: 'day', timeZone: 'Asia/Tokyo' })).toEqual(pairsOf({}));
  });

  test('may be a customer', () => {
    expect(associationRules(logOf(lines), { ...ALL, per: 'customer' }).baskets).toBe(2);
    expect(pairsOf({ per: 'customer' })).toHaveLength(6);
    expect(pairsOf({ per: 'customer' })[0]).toEqual(['jar', 'tea', 2]);
  });

  test('may be an order by its number, of one customer; without a number a line is one by itself', () => {
    const result = associationRules(logOf(lines), { ...ALL, per: { property: 'order' } });
    expect(result.baskets).toBe(4);
    expect(pairsOf({ per: { property: 'order' } })).toEqual([
      ['cup', 'jar', 1],
      ['cup', 'tea', 1],
      ['jar', 'tea', 1],
    ]);
  });

  test('begins with its first line: in the range it is whole, or not there', () => {
    const from = '2025-04-02';
    expect(associationRules(logOf(lines), { ...ALL, per: { property: 'order' }, from }).baskets).toBe(0);
    expect(associationRules(logOf(lines), { ...ALL, per: 'customer', from }).baskets).toBe(1);
    const noon = { from: '2025-04-01T12:00:00Z', asOf: '2025-04-01' } as const;
    expect(associationRules(logOf(lines), { ...ALL, per: 'day', ...noon }).baskets).toBe(0);
    expect(associationRules(logOf(lines), { ...ALL, ...noon }).baskets).toBe(1);
  });

  test('holds an item once, however often it was bought', () => {
    const twice = [...lines, ...lines.map((each) => ({ ...each, amount: 7 }))];
    const { rules, ...rest } = associationRules(logOf(twice), ALL);
    const once = associationRules(logOf(lines), ALL);
    expect([told(rules), rest.baskets]).toEqual([told(once.rules), once.baskets]);
  });

  test('may be of names, numbers, or true and false', () => {
    const rows = [
      { id: 1, at: 1e12, event: 'search', seats: 3, trial: true },
      { id: 1, at: 1e12, event: 'export', seats: -0, trial: false },
    ];
    const log = eventLog(rows, { customer: 'id', time: 'at', name: 'event', properties: ['seats', 'trial'] });
    const first = (item: 'name' | 'seats' | 'trial') => told(associationRules(log, { item, minSupport: 1 }).rules)[0];
    expect([first('name'), first('seats'), first('trial')]).toEqual([
      ['export', 'search', 1],
      [0, 3, 1],
      [false, true, 1],
    ]);
  });

  test('has no refunds and nothing without an item', () => {
    const more = [
      ...lines,
      line('b', '2025-04-01T09:00:00Z', null),
      line('b', '2025-04-01T09:00:00Z', 'cup', { amount: -3 }),
    ];
    const { rules, baskets, withoutItem, refunds } = associationRules(logOf(more), { ...ALL, refunds: 'exclude' });
    const before = associationRules(logOf(lines), ALL);
    expect([rules, baskets, withoutItem, refunds]).toEqual([before.rules, before.baskets, 1, 1]);
    const error = thrown(InvalidDataError, () => associationRules(logOf(more), ALL));
    expect(error).toMatchObject({ code: 'E_NUM_RANGE', issueCount: 1 });
  });

  test('is of purchases alone', () => {
    const more = [...lines, line('b', '2025-04-01T09:00:00Z', 'cup', { name: 'visit' })];
    const options = { ...ALL, purchase: 'order' } as const;
    expect(associationRules(logOf(more), options)).toEqual(associationRules(logOf(lines), ALL));
  });
});

describe('the list', () => {
  const { baskets } = reference.drawn;
  const log = logOfBaskets(baskets);

  test('has what is asked for, in the order that is asked for', () => {
    const all = associationRules(log, ALL).rules;
    for (const order of ['lift', 'confidence', 'support', 'leverage'] as const) {
      const value = (rule: AssociationRule): number =>
        order === 'lift' || order === 'leverage' ? rule[order] : rule[order].value!;
      const { rules, found } = associationRules(log, {
        ...ALL,
        minSupport: 0.1,
        minConfidence: 0.3,
        minLift: 1,
        order,
      });
      const expected = all.filter(
        ({ support, confidence, lift }) => support.value! >= 0.1 && confidence.value! >= 0.3 && lift >= 1,
      );
      expect(found).toBe(expected.length);
      expect(rules.map(value)).toEqual(expected.map(value).sort((a, b) => b - a));
      expect(
        associationRules(log, { ...ALL, minSupport: 0.1, minConfidence: 0.3, minLift: 1, order, limit: 7 }),
      ).toMatchObject({
        rules: rules.slice(0, 7),
        found,
      });
    }
  });

  test('holds the items with enough support, the most frequent first', () => {
    const { items } = associationRules(log, { ...ALL, minSupport: 0.25 });
    const counts = new Map<string, number>();
    for (const item of baskets.flat()) counts.set(item, (counts.get(item) ?? 0) + 1);
    const expected = [...counts].filter(([, count]) => count >= 100).sort((a, b) => b[1] - a[1]);
    expect(items.map(({ item, support }) => [item, support.numerator])).toEqual(expected);
  });

  test('may be of some items: their baskets are shares of all', () => {
    const { rules, items } = associationRules(log, { ...ALL, items: ['p05', 'p09', 'none'] });
    const all = associationRules(log, ALL);
    expect(rules).toEqual([ruleOf(all, 'p05', 'p09'), ruleOf(all, 'p09', 'p05')]);
    expect(items).toEqual(all.items);
  });

  test('is empty where nothing was bought', () => {
    const nothing = { baskets: 0, items: [], rules: [], found: 0, withoutItem: 0, refunds: 0 };
    expect(associationRules(logOf([]), ALL)).toEqual(nothing);
    expect(associationRules(logOf([line('a', '2025-04-01T09:00:00Z', null)]), ALL)).toEqual({
      ...nothing,
      withoutItem: 1,
    });
  });
});

describe('what cannot be', () => {
  const log = logOfBaskets([['a', 'b', 'c', 'd']]);

  test('is refused, by the option', () => {
    const refused = (options: object): string =>
      thrown(InvalidOptionError, () => associationRules(log, { ...ALL, ...options } as typeof ALL)).message;
    expect(refused({ item: 'colour' })).toBe('associationRules requires item to name one of product; got "colour"');
    expect(refused({ item: 'name' })).toContain('item to name one of product');
    expect(refused({ item: 7 })).toContain("item to be the name of a property, or 'name'");
    expect(refused({ minSupport: undefined })).toContain('minSupport to be a number from 0 to 1');
    expect(refused({ minSupport: 1.5 })).toContain('minSupport to be a number from 0 to 1');
    expect(refused({ minConfidence: Number.NaN })).toContain('minConfidence');
    expect(refused({ minLift: -1 })).toContain('minLift to be a number of at least 0');
    expect(refused({ per: 'event' })).toContain("per to be 'instant', 'day', 'customer' or { property }");
    expect(refused({ per: { property: 'order' } })).toContain('per to name one of product');
    expect(refused({ per: { property: 7 } })).toContain('per to be');
    expect(refused({ per: 7 })).toContain('per to be');
    expect(refused({ refunds: 'net' })).toContain('refunds to be one of reject, exclude');
    expect(refused({ order: 'zhang' })).toContain('order to be one of lift, confidence, support, leverage');
    expect(refused({ items: 'p05' })).toContain('items to be a list');
    expect(refused({ items: [null] })).toContain('items to be a list');
    expect(refused({ items: Array.from({ length: 10_001 }, () => 'a') })).toContain('items to be at most 10000');
    expect(refused({ limit: 0 })).toContain('limit to be an integer of at least 1');
    expect(refused({ maxPairs: 0.5 })).toContain('maxPairs to be an integer');
    expect(refused({ timeZone: 'Mars' })).toContain('timeZone');
    expect(refused({ from: '2025-04-02', asOf: '2025-04-01' })).toContain('from to be no later than asOf');
    expect(refused({ purchase: 'order' })).toContain('built with names');
    expect(refused({ support: 1 })).toContain('got "support"');
  });

  test('more pairs than are to be held', () => {
    const metric = associationRulesMetric({ ...ALL, maxPairs: 5 });
    const error = thrown(LimitError, () => metric.state(log));
    expect(error).toMatchObject({ code: 'E_LIMIT', issues: [{ field: 'maxPairs', received: '5' }] });
    expect(error.message).toBe(
      'associationRules requires maxPairs to be at least the number of pairs, or items to be fewer; it is 5, and there are at least 6 pairs',
    );
    const [some, others] = [
      ['a', 'b', 'c'],
      ['d', 'e', 'f'],
    ].map((basket) => metric.state(logOfBaskets([basket])));
    expect(metric.finish(some!).found).toBe(6);
    expect(thrown(LimitError, () => metric.finish(metric.merge(some!, others!))).code).toBe('E_LIMIT');
    expect(
      thrown(LimitError, () =>
        metric.state(
          logOfBaskets([
            ['a', 'b', 'c'],
            ['d', 'e', 'f'],
          ]),
        ),
      ).code,
    ).toBe('E_LIMIT');
  });

  test('is not reached by items that are rare, in one go', () => {
    const baskets = [
      ...Array.from({ length: 99 }, () => ['a', 'b']),
      Array.from({ length: 100 }, (_, i) => `rare${i}`),
    ];
    const options = { ...ALL, minSupport: 0.02, maxPairs: 1 } as const;
    expect(told(associationRules(logOfBaskets(baskets), options).rules)).toEqual([
      ['a', 'b', 99],
      ['b', 'a', 99],
    ]);
    expect(thrown(LimitError, () => associationRulesMetric(options).state(logOfBaskets(baskets))).message).toContain(
      '4950',
    );
  });
});

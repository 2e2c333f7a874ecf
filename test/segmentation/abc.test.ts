import fc from 'fast-check';
import { type AbcRules, abc, abcMetric, eventLog, InvalidDataError, InvalidOptionError } from 'kizuna';
import { describe, expect, test } from 'vitest';
import reference from '../reference/segmentation.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { exactTotal } from '../support/exact.js';
import { thrown } from '../support/thrown.js';
import { amounts, shuffled } from './amounts.js';

const DATA: Readonly<Record<string, readonly number[]>> = reference.data;
const NAMES = ['A', 'B', 'C', 'D'];

describe('the ABC analysis', () => {
  test.each(reference.abc.map((each) => [each.of, each.rule, each] as const))(
    'of %s by the share %s an item is that of NumPy',
    (of, rule, { thresholds, place, cumulative }) => {
      const classes = NAMES.slice(0, thresholds.length + 1);
      const { items } = abc(DATA[of]!, { thresholds, rule: rule as 'before', ties: 'split', classes });
      expect(items.map((each) => NAMES.indexOf(each.class))).toEqual(place);
      for (const [i, each] of items.entries()) {
        expect(relativeError(each.cumulativeShare!, cumulative[i]!)).toBeLessThan(1e-13);
      }
    },
  );

  test('puts the item that crosses a threshold before it, or after it, as the rule says', () => {
    const sales = [70, 20, 6, 4];
    const classesBy = (rule: 'before' | 'including') => abc(sales, { rule }).items.map((each) => each.class);
    expect(classesBy('before')).toEqual(['A', 'A', 'B', 'C']);
    expect(classesBy('including')).toEqual(['A', 'B', 'C', 'C']);
  });

  test('counts a share of exactly the threshold as within it', () => {
    // 0.8 is no double, and neither is 4 / 5: both are rounded to the same.
    expect(abc([8, 1.5, 0.5], { rule: 'before' }).items.map((each) => each.class)).toEqual(['A', 'B', 'C']);
    expect(abc([8, 1.5, 0.5], { rule: 'including' }).items.map((each) => each.class)).toEqual(['A', 'B', 'C']);
  });

  test('has an A for an item that is nearly all, by the share before it alone', () => {
    expect(abc([99, 1]).classes.map(({ items }) => items)).toEqual([1, 0, 1]);
    expect(abc([99, 1], { rule: 'including' }).classes.map(({ items }) => items)).toEqual([0, 0, 2]);
  });

  test('judges equal amounts as one item, unless they are to be split', () => {
    const equals = [10, 10, 10, 10, 10];
    const classesOf = (options: AbcRules) => abc(equals, options).items.map((each) => each.class);
    expect(classesOf({})).toEqual(['A', 'A', 'A', 'A', 'A']);
    expect(classesOf({ rule: 'including' })).toEqual(['C', 'C', 'C', 'C', 'C']);
    expect(classesOf({ ties: 'split' })).toEqual(['A', 'A', 'A', 'A', 'B']);
    expect(classesOf({ ties: 'split', rule: 'including' })).toEqual(['A', 'A', 'A', 'A', 'C']);
  });

  test('of items in rows adds the amounts of one item', () => {
    const rows = [
      { product: 'tea', yen: 100 },
      { product: 'cup', yen: 150 },
      { product: 'tea', yen: 100 },
    ];
    const { items, classes } = abc(rows, {
      item: 'product',
      amount: 'yen',
      thresholds: [0.5],
      classes: ['top', 'rest'],
    });
    expect(items).toEqual([
      { item: 'tea', amount: 200, share: 200 / 350, cumulativeShare: 200 / 350, class: 'top' },
      { item: 'cup', amount: 150, share: 150 / 350, cumulativeShare: 1, class: 'rest' },
    ]);
    expect(classes.map((each) => [each.class, each.itemShare, each.low, each.high])).toEqual([
      ['top', 0.5, 200, 200],
      ['rest', 0.5, 150, 150],
    ]);
  });

  test('of a log ranks its customers', () => {
    const log = eventLog(
      [
        { id: 'a', at: 0, yen: 1 },
        { id: 'b', at: 1, yen: 9 },
      ],
      { customer: 'id', time: 'at', amount: 'yen' },
    );
    expect(abc(log).items.map((each) => [each.item, each.class])).toEqual([
      ['b', 'A'],
      ['a', 'B'],
    ]);
    // @ts-expect-error the items of a log are its customers
    expect(() => abc(log, { item: 'id' })).toThrow(InvalidOptionError);
  });

  test('of nothing, or of nothing sold, has no shares; items that bring nothing are in the last class', () => {
    expect(abc([])).toMatchObject({ n: 0, amount: 0, items: [] });
    expect(abc([]).classes[0]).toEqual({
      class: 'A',
      items: 0,
      itemShare: null,
      amount: 0,
      share: null,
      low: null,
      high: null,
    });
    const zero = abc([0, 0]);
    expect(zero.items.map((each) => [each.class, each.share])).toEqual([
      ['C', null],
      ['C', null],
    ]);
    const sales = [
      { product: 'tea', yen: 5 },
      { product: 'cup', yen: 1 },
      { product: 'tea', yen: -9 },
    ];
    const net = abc(sales, { item: 'product', amount: 'yen', refunds: 'net' });
    expect(net.items.map((each) => [each.class, each.cumulativeShare])).toEqual([
      ['C', null],
      ['C', null],
    ]);
  });

  test.each([
    [{ thresholds: [0.9, 0.8] }, 'abc requires thresholds to be rising; got 0.8'],
    [{ thresholds: [0.8, 1] }, 'abc requires thresholds to be a number between 0 and 1, both excluded; got 1'],
    [{ thresholds: 0.8 }, 'abc requires thresholds to be a list of shares; got 0.8'],
    [{ thresholds: [0.8] }, 'abc requires classes to be 2 names that differ, one more than thresholds; got array'],
    [
      { classes: ['A', 'B', 'A'] },
      'abc requires classes to be 3 names that differ, one more than thresholds; got array',
    ],
    [
      { classes: ['A', '', 'C'] },
      'abc requires classes to be 3 names that differ, one more than thresholds; got array',
    ],
    [{ classes: 'ABC' }, 'abc requires classes to be 3 names that differ, one more than thresholds; got "ABC"'],
    [{ rule: 'after' }, 'abc requires rule to be one of before, including; got "after"'],
    [{ item: 7 }, 'abc requires item to be a field or a function; got 7'],
  ])('refuses %j', (options, sentence) => {
    // @ts-expect-error wrong on purpose
    expect(thrown(InvalidOptionError, () => abc([1], options)).message).toBe(sentence);
    // @ts-expect-error wrong on purpose
    if (!('item' in options)) expect(() => abcMetric(options)).toThrow(InvalidOptionError);
  });

  test('refuses negative amounts', () => {
    expect(() => abc([1, -1])).toThrow(InvalidDataError);
  });
});

const rules = fc.record({
  thresholds: fc.constantFrom([0.8, 0.95], [0.1, 0.5]),
  rule: fc.constantFrom('before' as const, 'including' as const),
  ties: fc.constantFrom('together' as const, 'split' as const),
});

test('every item is in one class by its share, and equals kept together share theirs', () => {
  fc.assert(
    fc.property(amounts, rules, (list, options) => {
      const { items, classes, amount } = abc(list, options);
      expect(items.map(({ item }) => item).sort((a, b) => Number(a) - Number(b))).toEqual(list.map((_, i) => i));
      expect(classes.reduce((count, each) => count + each.items, 0)).toBe(list.length);
      expect(amount).toBe(exactTotal(list));
      const place = (name: string) => NAMES.indexOf(name);
      items.forEach((each, i) => {
        if (i > 0) expect(place(each.class)).toBeGreaterThanOrEqual(place(items[i - 1]!.class));
        if (options.ties === 'together') {
          expect(each.class).toBe(items.find((other) => other.amount === each.amount)?.class);
        }
        if (amount === 0) return;
        // Naive: by the ranked amounts before the item, or up to it, those equal to it as one with it.
        const equals = items.flatMap((other, j) => (other.amount === each.amount ? [j] : []));
        const [first, last] = options.ties === 'together' ? [equals[0]!, equals.at(-1)!] : [i, i];
        const share =
          exactTotal(items.slice(0, options.rule === 'before' ? first : last + 1).map((other) => other.amount)) /
          amount;
        const passed = options.thresholds.filter((cut) => (options.rule === 'before' ? share >= cut : share > cut));
        expect(place(each.class)).toBe(passed.length);
      });
    }),
  );
});

test('the order of the rows does not matter', () => {
  fc.assert(
    fc.property(
      amounts.chain((list) => fc.tuple(fc.constant(list), shuffled(list))),
      rules,
      ([list, other], options) => {
        const [found, moved] = [abc(list, options), abc(other, options)];
        expect(moved.classes).toEqual(found.classes);
        expect(moved.items.map(({ item, ...rest }) => rest)).toEqual(found.items.map(({ item, ...rest }) => rest));
      },
    ),
  );
});

test('no share is -0, of a refund that is too small to divide', () => {
  const at = '2025-04-01T00:00:00Z';
  const rows = [
    { customer: 'a', at, amount: 10 },
    { customer: 'b', at, amount: 0 },
    { customer: 'b', at, amount: -Number.MIN_VALUE },
  ];
  const { items } = abc(eventLog(rows, { customer: 'customer', time: 'at', amount: 'amount' }), { refunds: 'net' });
  expect(items.map(({ share }) => share)).toStrictEqual([1, 0]);
});

import {
  add,
  and,
  between,
  compare,
  countDistinct,
  countIf,
  histogram,
  InvalidOptionError,
  input,
  max,
  not,
  onEvents,
  oneOf,
  onSubscriptions,
  or,
  period,
  sum,
  tally,
  together,
  weightedHistogram,
} from 'kizuna';
import { describe, expect, test } from 'vitest';

const INPUTS = { amount: 'amount', plan: { from: 'plan', type: 'text' }, flag: { from: 'flag', type: 'boolean' } };
const made = (measure: unknown, more: object = {}): unknown =>
  tally({ name: 'orders', inputs: INPUTS, measures: { late: measure }, finish: () => 0, ...more } as never);
/** Functions as JavaScript calls them. */
type Call = (...parts: unknown[]) => never;
const [amount, plan, flag] = ['amount', 'plan', 'flag'].map((name) => input(name)) as [never, never, never];
const test1 = compare(amount, '>', 1);

describe('what no type checked', () => {
  test.each<readonly [what: string, measure: unknown, said: string]>([
    [
      'an operator that is none',
      countIf((compare as Call)(amount, '!=', 1)),
      'to compare by =, <, <=, >, >=; got "!="',
    ],
    [
      'an operator from JSON',
      { kind: 'sum', of: { kind: 'arithmetic', operator: '/', terms: [1] } },
      'by +, -, *; got "/"',
    ],
    ['an input as a test', countIf(flag), 'to test by compare(…)'],
    ['an input as one test of several', countIf(or(test1, flag)), 'to test by compare(…)'],
    ['the reverse of an input', countIf(not(flag)), 'to test by compare(…)'],
    ['false', (countIf as Call)(false), 'to test by compare(…)'],
    ['a number as a test', countIf(and(test1, add(amount, 1) as never)), 'got "arithmetic"'],
    ['a list of tests', countIf((and as Call)([test1])), 'to be made of inputs, values and functions of them'],
    [
      'terms that are no list',
      { kind: 'sum', of: { kind: 'arithmetic', operator: '+', terms: amount } },
      'a list of terms',
    ],
    ['tests that are no list', { kind: 'countIf', test: { kind: 'or' } }, 'to have a list of tests; got undefined'],
    ['a value in the place of a list', countIf((oneOf as Call)(plan, 'pro')), 'to have a list of values; got "pro"'],
    ['an input among values', countIf((oneOf as Call)(plan, [plan])), 'to have values in its list'],
    ['null among values', countIf((oneOf as Call)(plan, ['pro', null])), 'to be made of inputs, values'],
    ['bounds that are text', countIf((between as Call)(amount, '1', '3')), 'to calculate with numbers; got "text"'],
    ['bounds that are left out', countIf((between as Call)(amount, 1)), 'to be made of inputs, values'],
    ['nothing', (sum as Call)(), 'to be made of inputs, values and functions of them; got undefined'],
    ['null', countDistinct(null as never), 'to be made of inputs, values and functions of them; got null'],
    [
      'a function',
      (max as Call)((row: object) => row),
      'to be made of inputs, values and functions of them; got function',
    ],
    ['the name of an input, as a number', sum('amount' as never), 'to calculate with numbers; got "text"'],
    ['a histogram without weights', (weightedHistogram as Call)(plan), 'to be made of inputs, values'],
    ['a kind that is none', { kind: 'average', of: amount }, 'to be a measure, as countIf() makes one; got "average"'],
    ['an expression as a measure', amount, 'to be a measure, as countIf() makes one; got "input"'],
    ['no measure', undefined, 'to be a measure, as countIf() makes one; got undefined'],
  ])('%s is refused', (_, measure, said) => {
    const make = () => made(measure);
    expect(make).toThrow(InvalidOptionError);
    expect(make).toThrow(/^orders requires measure "late" /);
    expect(make).toThrow(said);
  });

  test.each([
    ['inputs', undefined],
    ['inputs', 'amount'],
    ['measures', null],
    ['finish', 3],
  ])('a tally without %s is refused', (part, value) => {
    expect(() => made(countIf(), { [part]: value })).toThrow(`tally requires ${part} to be`);
  });

  test.each([
    ['together of nothing', () => (together as Call)(null), 'together requires metrics to name at least one metric'],
    [
      'events for no metric',
      () => (onEvents as Call)({ customer: 'a', time: 'b' }),
      'onEvents requires metric to be a',
    ],
    ['a ledger for no metric', () => (onSubscriptions as Call)({}, null), 'onSubscriptions requires metric to be a'],
    ['a period of no length', () => (period as Call)('at'), 'requires unit to be one of'],
  ])('%s is refused', (_, make, said) => {
    expect(make).toThrow(InvalidOptionError);
    expect(make).toThrow(said);
  });

  test('what is right passes, from JSON too', () => {
    const right = [
      countIf(),
      countIf(and()),
      countIf(not(or(test1, oneOf(plan, ['pro', 3]), between(add(amount, 2), 0, 9)))),
      countIf(compare(plan, '=', 3)),
      countIf(compare(flag, '=', true)),
      histogram(flag),
      weightedHistogram(test1, 3),
      sum(add()),
    ];
    for (const measure of right) expect(() => made(JSON.parse(JSON.stringify(measure)))).not.toThrow();
  });
});

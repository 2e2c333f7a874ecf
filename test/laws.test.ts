import fc from 'fast-check';
import { by, measure, measureAll, type RowMetric, together, where } from 'kizuna';
import { describe, expect, test } from 'vitest';
import {
  CASES,
  coarse,
  columnsOf,
  frozen,
  METRIC_NAMES,
  notPlain,
  outcome,
  type Row,
  rows,
  SUBJECTS,
} from './support/laws.js';
import { same } from './support/same.js';

const RUNS = { numRuns: 40 };

test('every exported metric is among those that the laws are tried on', () => {
  expect(METRIC_NAMES.length).toBeGreaterThan(0);
  expect(METRIC_NAMES.filter((name) => CASES[name] === undefined)).toEqual([]);
});

describe.each(SUBJECTS.map((subject) => [subject.name, subject] as const))('%s', (_, { metric, once }) => {
  const parts = splits(metric.split);

  test('the state of nothing is the identity of merge', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const [nothing, state] = [metric.state([]), metric.state(list)];
        same(metric.merge(nothing, state), state);
        same(metric.merge(state, nothing), state);
      }),
      RUNS,
    );
  });

  test('merge is associative and commutative, and writes to neither side', () => {
    fc.assert(
      fc.property(parts, ([first, second, third]) => {
        const [a, b, c] = [first, second, third].map((part) => frozen(metric.state(frozen(part ?? []))));
        same(metric.merge(metric.merge(a, b), c), metric.merge(a, metric.merge(b, c)));
        same(metric.merge(a, b), metric.merge(b, a));
      }),
      RUNS,
    );
  });

  test('the state of all rows is the merged states of their parts', () => {
    fc.assert(
      fc.property(parts, (lists) => {
        const merged = lists.map((part) => metric.state(part)).reduce((a, b) => metric.merge(a, b));
        same(merged, metric.state(lists.flat()));
      }),
      RUNS,
    );
  });

  test('a state that was stored as JSON is the state, and so is a result', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const state = frozen(metric.state(list));
        const stored: unknown = JSON.parse(JSON.stringify(state));
        same(stored, state);
        const result = outcome(() => metric.finish(state));
        same(
          outcome(() => metric.finish(stored)),
          result,
        );
        same(JSON.parse(JSON.stringify(result)), result);
        same(notPlain(result), []);
      }),
      RUNS,
    );
  });

  test('the order of the rows does not matter', () => {
    fc.assert(
      fc.property(
        rows.chain((list) => fc.tuple(fc.constant(list), shuffled(list))),
        ([list, other]) => {
          same(metric.state(other), metric.state(list));
        },
      ),
      RUNS,
    );
  });

  test('rows, rows that come once and columns give the same', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const expected = outcome(() => measure(list, metric));
        same(
          outcome(() => metric.finish(metric.state(list))),
          expected,
        );
        same(
          outcome(() => measure(list.values(), metric)),
          expected,
        );
        same(
          outcome(() => measure(frozen(columnsOf(list)), metric)),
          expected,
        );
      }),
      RUNS,
    );
  });

  test('a stream in batches gives the same', async () => {
    await fc.assert(
      fc.asyncProperty(parts, async (lists) => {
        const expected = outcome(() => measure(lists.flat(), metric));
        const found = await measureAll(lists, metric).then(
          (value) => ({ value }),
          (error: { code: string }) => ({ code: error.code }),
        );
        same(found, expected);
      }),
      RUNS,
    );
  });

  test('in groups, filtered and together, it is itself', () => {
    const [grouped, filtered, joined] = [by('group', metric), where({ group: 'x' }, metric), together({ metric })];
    fc.assert(
      fc.property(rows, (list) => {
        const inGroup = (group: string | null) => list.filter((row) => row.group === group);
        const groups = [null, '', 'x', 'y'].filter((group) => inGroup(group).length > 0);
        same(
          grouped.state(list),
          groups.map((group) => [group, metric.state(inGroup(group))]),
        );
        same(filtered.state(list), metric.state(inGroup('x')));
        same(joined.state(list), { metric: metric.state(list) });
      }),
      RUNS,
    );
  });

  if (once === null) return;
  test('the function of the same name does the same at once', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const [found, expected] = [outcome(() => once.call(list)), outcome(() => measure(list, metric))];
        if (once.isClose) same(coarse(found), coarse(expected));
        else same(found, expected);
      }),
      RUNS,
    );
  });
});

/** Rows in three parts: cut anywhere, or so that a customer's rows stay together. */
function splits(split: RowMetric<Row, unknown, unknown>['split']): fc.Arbitrary<readonly (readonly Row[])[]> {
  if (split === 'anywhere') return fc.tuple(rows, rows, rows);
  const places = fc.record({ a: fc.nat(2), b: fc.nat(2), c: fc.nat(2), ['__proto__']: fc.nat(2) });
  return fc.tuple(rows, places, fc.nat(2)).map(([list, places, rest]) => {
    const placeOf = new Map<string | null, number>(Object.entries(places));
    return [0, 1, 2].map((part) => list.filter(({ customer }) => (placeOf.get(customer) ?? rest) === part));
  });
}

function shuffled<Item>(list: readonly Item[]): fc.Arbitrary<readonly Item[]> {
  return fc.shuffledSubarray([...list], { minLength: list.length });
}

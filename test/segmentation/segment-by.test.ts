import fc from 'fast-check';
import {
  by,
  csatMetric,
  InvalidDataError,
  InvalidOptionError,
  KizunaError,
  measure,
  type SegmentByRule,
  segment,
  segmentBy,
  where,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';
import { shuffled } from './amounts.js';

const PEOPLE = [
  { id: 'a', plan: 'pro', orders: 9, city: 'Tokyo' },
  { id: 'b', plan: 'free', orders: 9, city: null },
  { id: 'c', plan: 'pro', orders: 1, city: 'Osaka' },
  { id: 'd', plan: 'free', orders: 0, city: 'Tokyo' },
];

describe('segments by rules', () => {
  test('are those of the first rule that a row meets, or other', () => {
    const { segments, labels, overlaps, n } = segmentBy(PEOPLE, [
      { segment: 'heavy', where: { orders: { gte: 5 } } },
      { segment: 'pro', where: (row) => row.plan === 'pro' },
    ]);
    expect(labels).toEqual(['heavy', 'heavy', 'pro', 'other']);
    expect(n).toBe(4);
    expect(segments.map((each) => [each.segment, each.share.numerator, each.share.value, each.matched])).toEqual([
      ['heavy', 2, 0.5, 2],
      ['pro', 1, 0.25, 2],
      ['other', 1, 0.25, 1],
    ]);
    expect(overlaps).toEqual([{ segments: ['heavy', 'pro'], rows: 1 }]);
  });

  test('are those of the rule with the most conditions where that is asked for', () => {
    const rules = [
      { segment: 'pro', where: { plan: 'pro' } },
      { segment: 'free', where: { plan: 'free' } },
      { segment: 'vip', where: { plan: ['pro', 'free'], orders: { gte: 5, lte: 100 } } },
    ] as const;
    expect(segmentBy(PEOPLE, rules).labels).toEqual(['pro', 'free', 'pro', 'free']);
    const specific = segmentBy(PEOPLE, rules, { match: 'mostSpecific' });
    expect(specific.labels).toEqual(['vip', 'vip', 'pro', 'free']);
    expect(specific.segments.map((each) => each.segment)).toEqual(['pro', 'free', 'vip', 'other']);
    expect(specific.overlaps).toEqual([
      { segments: ['pro', 'vip'], rows: 1 },
      { segments: ['free', 'vip'], rows: 1 },
    ]);
  });

  test('take several rules for one segment, which do not overlap with each other', () => {
    const { labels, overlaps, segments } = segmentBy(PEOPLE, [
      { segment: 'reached', where: { city: 'Tokyo' } },
      { segment: 'rest', where: { plan: 'free' } },
      { segment: 'reached', where: { orders: 9 } },
    ]);
    expect(labels).toEqual(['reached', 'rest', 'other', 'reached']);
    expect(overlaps).toEqual([{ segments: ['reached', 'rest'], rows: 2 }]);
    expect(segments.map(({ matched }) => matched)).toEqual([3, 2, 1]);
  });

  test('may be called anything, __proto__ too, and so may the rest', () => {
    const { segments, labels } = segmentBy(
      { score: Uint8Array.of(1, 9) },
      [{ segment: '__proto__', where: { score: { gte: 5 } } }],
      { other: 'constructor' },
    );
    expect(labels).toEqual(['constructor', '__proto__']);
    expect(segments.map((each) => each.segment)).toEqual(['__proto__', 'constructor']);
  });

  test('of no rows, and without rules', () => {
    expect(segmentBy(PEOPLE, []).labels).toEqual(['other', 'other', 'other', 'other']);
    const none = segmentBy([] as typeof PEOPLE, [{ segment: 'x', where: { plan: 'pro' } }]);
    expect(none).toMatchObject({
      n: 0,
      labels: [],
      overlaps: [],
      segments: [{ share: { value: null } }, { matched: 0 }],
    });
  });

  test.each([
    [[{ segment: 'other', where: {} }], {}, 'segmentBy requires segment to differ from the name of the rest, "other"'],
    [[{ segment: 1, where: {} }], {}, 'segmentBy requires segment to be text; got 1'],
    [[{ segment: 'x', when: {} }], {}, 'segmentBy requires options to be among segment, where; got "when"'],
    [[{ segment: 'x', where: 'pro' }], {}, 'segmentBy requires where to be a filter or a function; got "pro"'],
    [[{ segment: 'x', where: { plan: { above: 1 } } }], {}, 'segmentBy requires the filter on "plan" to use eq, '],
    [{ segment: 'x', where: {} }, {}, 'segmentBy requires rules to be a list of { segment, where }; got object'],
    [[], { match: 'last' }, 'segmentBy requires match to be one of first, mostSpecific; got "last"'],
    [[], { other: 3 }, 'segmentBy requires other to be text; got 3'],
    [[], { confidence: 95 }, 'segmentBy requires confidence to be a number between 0 and 1; got 95'],
    [
      [{ segment: 'x', where: () => true }],
      { match: 'mostSpecific' },
      'segmentBy requires rules to be filters where match is "mostSpecific"; got function',
    ],
  ])('refuse rules %j with %j', (rules, options, sentence) => {
    // @ts-expect-error wrong on purpose
    expect(thrown(InvalidOptionError, () => segmentBy(PEOPLE, rules, options)).message).toContain(sentence);
  });

  test('refuse a field that no row has, and a function that does not answer', () => {
    // @ts-expect-error no such field
    const misspelt = () => segmentBy(PEOPLE, [{ segment: 'x', where: { plna: 'pro' } }]);
    expect(thrown(InvalidDataError, misspelt).code).toBe('E_FIELD_MISSING');
    // @ts-expect-error no boolean
    const silent = () => segmentBy(PEOPLE, [{ segment: 'x', where: (row) => row.city }]);
    expect(thrown(InvalidDataError, silent).issues[1]).toEqual({
      ...{ code: 'E_FIELD_TYPE', index: 1, field: 'where', expected: 'true or false', received: 'null' },
    });
  });
});

describe('the key of segments', () => {
  test('groups a metric by them, under a name of its own if asked', () => {
    const rows = PEOPLE.map((row) => ({ ...row, stars: row.orders > 5 ? 5 : 1 }));
    const heavy = segment([{ segment: 'heavy', where: { orders: { gte: 5 } } }], { as: 'group', other: 'light' });
    const found = measure(rows, by(heavy, csatMetric({ score: 'stars' })));
    expect(found.map((row) => [row.group, row.value, row.n])).toEqual([
      ['heavy', 1, 2],
      ['light', 0, 2],
    ]);
  });

  test('is plain data where its rules are', () => {
    const rules = [{ segment: 'x', where: { plan: 'pro' } }] as const;
    expect(segment(rules).plan).toEqual({ kind: 'segment', rules, match: 'first', other: 'other' });
    expect(segment([{ segment: 'x', where: (row: { plan: string }) => row.plan === 'pro' }]).plan).toBeUndefined();
    // @ts-expect-error no text
    expect(() => segment(rules, { as: 1 })).toThrow(InvalidOptionError);
  });

  test('asks its functions for no row that a filter above leaves out', () => {
    const answers = [
      { id: 0, order: null, stars: 1 },
      { id: 1, order: { total: 50 }, stars: 5 },
      { id: 2, order: { total: 5 }, stars: 4 },
    ];
    type Answer = (typeof answers)[number];
    const asked: number[] = [];
    const total = ({ id, order }: Answer) => {
      asked.push(id);
      return order!.total; // would throw
    };
    const sizes = segment([
      { segment: 'large', where: (row: Answer) => total(row) > 9 },
      { segment: 'five', where: { stars: 5 } },
      { segment: 'small', where: (row: Answer) => (total(row) > 3 ? true : (null as unknown as boolean)) },
    ]);
    const stars = by(sizes, csatMetric<Answer>({ score: 'stars' }));
    const ordered = where(({ order }: Answer) => order !== null, stars);
    expect(measure(answers, ordered).map((row) => [row.segment, row.n])).toEqual([
      ['large', 1],
      ['small', 1],
    ]);
    expect(asked).toEqual([1, 2, 1, 2]);
  });

  test('reports what its functions do not answer with the places of the rows', () => {
    // @ts-expect-error no boolean
    const key = segment([{ segment: 'x', where: (row: { stars: number }) => row.stars }]);
    const error = thrown(KizunaError, () => measure([{ stars: 1 }], by(key, csatMetric({ score: 'stars' }))));
    expect(error.issues[0]).toMatchObject({ code: 'E_FIELD_TYPE', index: 0 });
  });
});

type Row = { readonly plan: string | null; readonly orders: number };
const rows: fc.Arbitrary<readonly Row[]> = fc.array(
  fc.record({ plan: fc.constantFrom('free', 'pro', '__proto__', null), orders: fc.integer({ min: 0, max: 5 }) }),
  { maxLength: 30 },
);
const rules: fc.Arbitrary<readonly SegmentByRule<Row, string>[]> = fc.array(
  fc.record({
    segment: fc.constantFrom('a', 'b', 'c', '__proto__'),
    where: fc.oneof(
      fc.record({ plan: fc.constantFrom('free', ['pro', '__proto__']) }),
      fc.record({ orders: fc.integer({ min: 0, max: 5 }).map((gte) => ({ gte })) }),
      fc.integer({ min: 0, max: 5 }).map((most) => (row: Row) => row.orders <= most),
    ),
  }),
  { maxLength: 5 },
);

test('every row is in exactly one segment: that of the first rule it meets by itself', () => {
  fc.assert(
    fc.property(
      rows.chain((list) => fc.tuple(fc.constant(list), shuffled(list))),
      rules,
      ([list, other], each) => {
        const found = segmentBy(list, each);
        const meets = (row: Row, { where }: SegmentByRule<Row>) => {
          if (typeof where === 'function') return where(row);
          const { plan, orders } = where as { plan?: string | string[]; orders?: { gte: number } };
          if (plan !== undefined) return row.plan !== null && [plan].flat().includes(row.plan);
          return row.orders >= (orders?.gte ?? 0);
        };
        expect(found.labels).toEqual(list.map((row) => each.find((rule) => meets(row, rule))?.segment ?? 'other'));
        expect(found.segments.reduce((total, { share }) => total + share.numerator, 0)).toBe(list.length);
        for (const { segment: name, share, matched } of found.segments) {
          expect(share.numerator).toBe(found.labels.filter((label) => label === name).length);
          const own = each.filter((rule) => rule.segment === name);
          const met = list.filter((row) =>
            name === 'other' ? !each.some((rule) => meets(row, rule)) : own.some((rule) => meets(row, rule)),
          );
          expect(matched).toBe(met.length);
        }
        for (const { segments, rows: count } of found.overlaps) {
          const both = list.filter((row) =>
            segments.every((name) => each.some((rule) => rule.segment === name && meets(row, rule))),
          );
          expect(both.length).toBe(count);
        }
        expect(segmentBy(other, each).segments).toEqual(found.segments);
        expect(segmentBy(other, each).overlaps).toEqual(found.overlaps);
      },
    ),
  );
});

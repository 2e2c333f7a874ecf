import {
  eventLog,
  InvalidDataError,
  InvalidOptionError,
  rfm,
  rfmColumns,
  rfmMetric,
  rfmTransitions,
  segmentMaps,
  validateSegmentMap,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import reference from '../reference/rfm.json' with { type: 'json' };
import { thrown } from '../support/thrown.js';

const roles = { customer: 'id', time: 'at', amount: 'yen' } as const;
const of = (id: string | number, date: string, yen: number | null) => ({ id, at: `${date}T03:00:00Z`, yen });

describe('scores', () => {
  const { customers } = reference;
  const asked = { customer: 'id', recencyDays: 'days', frequency: 'orders', amount: 'amount' } as const;

  test.each(reference.scores.map((each) => [each.bins, each] as const))(
    'in %i bins are those of numpy',
    (bins, expected) => {
      const found = rfm(customers, { ...asked, bins });
      expect(found.customers.map(({ r, f, m }) => [r, f, m])).toEqual(expected.quantile);
      for (const [k, kind] of (['recency', 'frequency', 'monetary'] as const).entries()) {
        found.cuts[kind].forEach((cut, i) => {
          expect(cut).toBeCloseTo(expected.cuts[k]?.[i] as number, 9);
        });
      }
    },
  );

  test.each(reference.scores.map((each) => [each.bins, each] as const))(
    'in %i bins are those of pandas, ranked by id where equal',
    (bins, expected) => {
      const found = rfm(customers, { ...asked, bins, method: 'ntile' });
      expect(found.customers.map(({ r, f, m }) => [r, f, m])).toEqual(expected.ntile);
    },
  );

  test('of R are its bins from one quantile, and 1, to the next', () => {
    // rfm 0.3: lower = quantile + 1 (type 7), upper = the next lower, by whole numbers 1 to 11.
    const rows = Array.from({ length: 11 }, (_, i) => ({ id: i, days: 11 - i, orders: i + 1, amount: i + 1 }));
    const { customers: scored, cuts } = rfm(rows, { ...asked, method: 'r-rfm' });
    expect(cuts.frequency).toEqual([4, 6, 8, 10]);
    expect(scored.map(({ f }) => f)).toEqual([1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    expect(scored.map(({ r }) => r)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5]);
    // Amounts below 1 all come into the first bin there.
    const small = rows.map((row) => ({ ...row, amount: row.amount / 20 }));
    expect(rfm(small, { ...asked, method: 'r-rfm' }).counts.monetary).toEqual([11, 0, 0, 0, 0]);
  });

  test('of fewer customers than bins leave bins empty', () => {
    const { customers: scored, emptyBins } = rfm([of('a', '2025-04-01', 5), of('b', '2025-04-02', 9)], roles);
    expect(scored.map(({ code }) => code)).toEqual(['115', '515'].map((code) => code.replace(/5$/, code[0] as string)));
    expect(emptyBins.monetary).toEqual([2, 3, 4]);
    expect(rfm([of('a', '2025-04-01', 5)], roles).customers[0]?.code).toBe('511');
  });

  test('of ten bins have codes that cannot be misread', () => {
    const { customers: scored } = rfm(customers, { ...asked, bins: { recency: 10, frequency: 2 } });
    expect(scored.every(({ r, f, m, code }) => code === `${r}-${f}-${m}`)).toBe(true);
  });

  test('in nested bins are cut within the bins before, and the cuts say in which', () => {
    const { nestedCuts, cuts } = rfm(customers, { ...asked, nested: true, bins: 2 });
    expect(cuts.frequency).toEqual([]);
    expect(nestedCuts.map(({ kind, within }) => `${kind} ${within}`)).toEqual([
      ...['frequency 1', 'monetary 11', 'monetary 12', 'frequency 2', 'monetary 21', 'monetary 22'],
    ]);
  });
});

describe('customers', () => {
  const log = eventLog(
    [
      of('__proto__', '2025-03-01', 900),
      of('b', '2025-04-09', 300),
      of('b', '2025-04-10', -500),
      of('c', '2025-05-01', 70),
      of('d', '2025-04-02', null),
    ],
    roles,
  );

  test('all of whose orders are after asOf are not there, and their orders are counted', () => {
    const { customers, excluded, asOf } = rfm(log, { asOf: '2025-04-30', refunds: 'net' });
    expect(customers.map(({ customer }) => customer)).toEqual(['__proto__', 'd', 'b']);
    expect(excluded).toEqual({ missing: 0, invalid: 0, repeated: 0, outside: 1, refunds: 1, withoutAmount: 1 });
    expect(asOf).toBe(Date.UTC(2025, 3, 30, 23, 59, 59, 999));
  });

  test('whose refunds are larger than their orders come to less than nothing, or to their orders', () => {
    const monetary = (refunds: 'net' | 'exclude') =>
      rfm(log, { refunds }).customers.find(({ customer }) => customer === 'b')?.monetary;
    expect([monetary('net'), monetary('exclude')]).toEqual([-200, 300]);
    expect(thrown(InvalidDataError, () => rfm(log)).message).toBe(
      'rfm requires amount to be at least 0, or the option refunds to say what less is; got a negative number',
    );
  });

  test('with shares of an amount that is not above 0 have none', () => {
    const { segments, grid } = rfm(eventLog([of('a', '2025-04-01', 5), of('a', '2025-04-02', -9)], roles), {
      refunds: 'net',
      segments: 'rf10',
    });
    expect(segments.map(({ amountShare }) => amountShare)).toEqual(segments.map(() => null));
    expect(grid.every(({ amountShare }) => amountShare === null)).toBe(true);
  });

  test('bought so many days ago by the dates of their zone', () => {
    const rows = [
      { id: 'a', at: '2025-04-01T14:59:00Z', yen: 1 },
      { id: 'b', at: '2025-04-01T15:00:00Z', yen: 1 },
    ];
    const days = (timeZone: string) =>
      rfm(rows, { ...roles, timeZone, asOf: '2025-04-02T16:00:00Z' }).customers.map((each) => each.recencyDays);
    expect([days('UTC'), days('Asia/Tokyo')]).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });

  test('without any have tables of nothing', () => {
    const { n, customers, cuts, segments, grid, asOf } = rfm([] as ReturnType<typeof of>[], {
      ...roles,
      segments: 'rf10',
    });
    expect([n, customers, cuts, asOf]).toEqual([0, [], { recency: [], frequency: [], monetary: [] }, null]);
    expect(segments[0]).toEqual({
      ...{ segment: 'Champions', customers: 0, amount: 0, amountShare: null, orders: 0, averageBasket: null },
      share: { value: null, n: 0, interval: null, numerator: 0, denominator: 0 },
      ...{ meanRecencyDays: null, medianRecencyDays: null },
    });
    expect(grid.length).toBe(25);
  });

  test('in lines of orders are counted by order', () => {
    const lines = [
      { id: 'a', at: '2025-04-01T03:00:00Z', yen: 100, number: 'x1' },
      { id: 'a', at: '2025-04-01T03:00:01Z', yen: 200, number: 'x1' },
      { id: 'a', at: '2025-04-02T03:00:00Z', yen: 300, number: 'x2' },
      { id: 'b', at: '2025-04-02T03:00:00Z', yen: 400, number: 'x2' },
    ];
    const frequency = (options: { order: 'number' } | { per: 'day' } | object) =>
      rfm(lines, { ...roles, ...options }).customers.map((each) => [each.customer, each.frequency]);
    expect(frequency({})).toEqual([
      ['a', 3],
      ['b', 1],
    ]);
    expect(frequency({ order: 'number' })).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    expect(frequency({ per: 'day' })).toEqual([
      ['a', 2],
      ['b', 1],
    ]);
    const ofLog = rfm(eventLog(lines, { ...roles, properties: ['number'] }), {
      per: { property: 'number' },
      monetary: 'mean',
    });
    expect(ofLog.customers.map(({ monetary }) => monetary)).toEqual([300, 400]);
  });

  test('given as rows are checked, left out by the policy, and counted', () => {
    const rows = [
      { id: 'a', last: '2025-04-01T00:00:00Z', orders: 2, yen: 10 },
      { id: '', last: '2025-04-01T00:00:00Z', orders: 2, yen: 10 },
      { id: 'b', last: '2025-05-01T00:00:00Z', orders: 1, yen: 10 },
      { id: 'c', last: 'never', orders: 1, yen: 10 },
      { id: 'd', last: '2025-04-01T00:00:00Z', orders: -1, yen: 10 },
    ];
    const asked = { customer: 'id', lastTime: 'last', frequency: 'orders', amount: 'yen' } as const;
    const { issues } = thrown(InvalidDataError, () => rfm(rows, asked));
    expect(issues.map(({ index, field, code }) => [index, field, code])).toEqual([
      [3, 'last', 'E_TIME_INVALID'],
      [4, 'orders', 'E_NUM_RANGE'],
    ]);
    const { customers, excluded } = rfm(rows, { ...asked, invalid: 'exclude', asOf: '2025-04-30' });
    expect(customers.map(({ customer, recencyDays }) => [customer, recencyDays])).toEqual([['a', 29]]);
    expect(excluded).toMatchObject({ missing: 1, invalid: 2, outside: 1 });
  });

  test('given as typed columns are scored as they are', () => {
    const columns = {
      id: Int32Array.of(7, 3, 5),
      days: Float64Array.of(1, 20, 300),
      orders: Int32Array.of(9, 2, 1),
      yen: Float64Array.of(900, 20, -0),
    };
    const { customer, r, f, m, monetary } = rfmColumns(columns, {
      customer: 'id',
      recencyDays: 'days',
      frequency: 'orders',
      amount: 'yen',
      bins: 3,
    });
    expect([[...(customer as Int32Array)], [...r], [...f], [...m]]).toEqual([
      [7, 3, 5],
      [3, 2, 1],
      [3, 2, 1],
      [3, 2, 1],
    ]);
    expect(monetary[2]).toBe(0);
  });

  test('whose amounts are beyond doubles together are refused', () => {
    expect(
      thrown(InvalidDataError, () => rfm([of('a', '2025-04-01', 1.7e308), of('b', '2025-04-01', 1.7e308)], roles)).code,
    ).toBe('E_OVERFLOW');
  });
});

describe('options', () => {
  const refused = (options: object) =>
    thrown(InvalidOptionError, () => rfm([of('a', '2025-04-01', 1)], { ...roles, ...options } as never)).message;

  test.each([
    [{ bins: 11 }, 'rfm requires bins to be an integer from 2 to 10; got 11'],
    [{ bins: { recency: 1 } }, 'rfm requires bins.recency to be an integer from 2 to 10; got 1'],
    [{ method: 'breaks' }, "rfm requires breaks to be given with the method 'breaks', and only with it; got undefined"],
    [
      { breaks: { recency: [30, 10], frequency: [2], monetary: [1] } },
      'rfm requires breaks.recency to be 1 to 9 numbers that ascend; got array',
    ],
    [
      { breaks: { recency: [30], frequency: [2], monetary: [1] }, bins: 5 },
      'rfm requires bins to be left to the breaks; got 5',
    ],
    [
      { breaks: { recency: [30], frequency: [2], monetary: [1] }, nested: true },
      'rfm requires nested to be false with breaks; got true',
    ],
    [{ segments: 'rfm11', bins: 4 }, 'rfm requires bins to be 5 for the segments rfm11; got 4'],
    [
      { segments: [{ segment: 'x', r: 6 }] },
      'rfm requires segments[0].r to be scores from 1 to 5: one, a list, or { from?, to? }; got 6',
    ],
    [
      { segments: [{ segment: 'x', codes: ['5556'] }] },
      'rfm requires segments[0].codes to be codes of two or three scores such as "555"; got "5556"',
    ],
    [{ segments: 'rf11' }, 'rfm requires segments to be rf10, rfm11 or a list of rules; got "rf11"'],
    [{ order: 'id', per: 'day' }, 'rfm requires per to be left out where order is given; got "day"'],
    [{ from: '2025-05-01', asOf: '2025-04-01' }, 'rfm requires from to be no later than asOf; got "2025-05-01"'],
    [{ frequency: 'yen' }, 'rfm requires options to be among'],
  ])('are refused: %j', (options, message) => {
    expect(refused(options)).toContain(message);
  });

  test('of a metric need a date for all that is merged, and of a log amounts', () => {
    expect(() => rfmMetric({} as never)).toThrow('rfm requires asOf to be given, one for all that is merged');
    expect(() => rfm(eventLog([of('a', '2025-04-01', 1)], { customer: 'id', time: 'at' }))).toThrow(
      'to be built with amounts',
    );
  });
});

describe('maps of segments', () => {
  test('in common use have no gaps, no overlaps, and no segment that nobody can be in', () => {
    expect(validateSegmentMap(segmentMaps.rf10)).toEqual({ cells: 25, gaps: [], overlaps: [], unreachable: [] });
    expect(validateSegmentMap(segmentMaps.rfm11)).toEqual({ cells: 125, gaps: [], overlaps: [], unreachable: [] });
  });

  test('of ranges that go around have', () => {
    // Putler's ranges of the vignette of R's rfm, each of R, F and M.
    const range = (from: number, to: number) => ({ from, to });
    const putler = [
      { segment: 'Champions', r: range(4, 5), f: range(4, 5), m: range(4, 5) },
      { segment: 'Loyal Customers', r: range(2, 5), f: range(3, 5), m: range(3, 5) },
      { segment: 'Potential Loyalist', r: range(3, 5), f: range(1, 3), m: range(1, 3) },
      { segment: 'New Customers', r: range(4, 5), f: 1, m: 1 },
      { segment: 'Promising', r: range(3, 4), f: 1, m: 1 },
      { segment: 'Need Attention', r: range(2, 3), f: range(2, 3), m: range(2, 3) },
      { segment: 'About To Sleep', r: range(2, 3), f: range(1, 2), m: range(1, 2) },
      { segment: 'At Risk', r: range(1, 2), f: range(2, 5), m: range(2, 5) },
      { segment: "Can't Lose Them", r: 1, f: range(4, 5), m: range(4, 5) },
      { segment: 'Hibernating', r: range(1, 2), f: range(1, 2), m: range(1, 2) },
      { segment: 'Lost', r: range(1, 2), f: range(1, 2), m: range(1, 2) },
    ] as const;
    const { gaps, overlaps, unreachable } = validateSegmentMap(putler, { bins: 5 });
    expect([gaps.length, overlaps.length]).toEqual([36, 42]);
    expect(unreachable).toEqual(['New Customers', 'Promising', "Can't Lose Them", 'Lost']);
  });

  test('of recency and frequency alone paint the grid', () => {
    const segmentsOf = (segments: 'rf10' | 'rfm11' | readonly { segment: string; r: number }[]) =>
      rfm([of('a', '2025-04-01', 1)], { ...roles, segments }).grid.map(({ segment }) => segment);
    expect(segmentsOf('rf10').slice(-5)).toEqual([
      'New',
      'Potential Loyalist',
      'Potential Loyalist',
      'Champions',
      'Champions',
    ]);
    expect(segmentsOf([{ segment: 'x', r: 1 }]).slice(4, 6)).toEqual(['x', null]);
    expect(segmentsOf('rfm11').every((segment) => segment === null)).toBe(true);
  });

  test('leave customers whom no rule holds without a segment, in a row of their own', () => {
    const { segments, customers } = rfm([of('a', '2025-04-01', 1), of('b', '2025-04-09', 9)], {
      ...roles,
      segments: [{ segment: 'recent', r: 5 }],
    });
    expect(customers.map(({ segment }) => segment)).toEqual([null, 'recent']);
    expect(segments.map(({ segment, customers: count }) => [segment, count])).toEqual([
      ['recent', 1],
      [null, 1],
    ]);
  });
});

describe('movements', () => {
  const at = (...list: readonly (readonly [string, string | null])[]) => ({
    customers: list.map(([customer, segment]) => ({ customer, segment })),
  });
  const before = at(['a', 'x'], ['b', 'x'], ['c', 'y'], ['__proto__', null]);
  const after = at(['a', 'x'], ['b', 'y'], ['d', 'x'], ['__proto__', 'y']);

  test('tell who moved, who is new and who left', () => {
    expect(rfmTransitions(before, after).moves).toEqual([
      { customer: '__proto__', change: 'moved', from: null, to: 'y' },
      { customer: 'b', change: 'moved', from: 'x', to: 'y' },
      { customer: 'c', change: 'left', from: 'y', to: null },
      { customer: 'd', change: 'new', from: null, to: 'x' },
    ]);
  });

  test('balance', () => {
    const { segments, matrix } = rfmTransitions(before, after);
    expect(segments).toEqual([
      { segment: null, before: 1, after: 0, stayed: 0, joined: 0, parted: 1, newcomers: 0, leavers: 0 },
      { segment: 'x', before: 2, after: 2, stayed: 1, joined: 0, parted: 1, newcomers: 1, leavers: 0 },
      { segment: 'y', before: 1, after: 2, stayed: 0, joined: 2, parted: 0, newcomers: 0, leavers: 1 },
    ]);
    for (const { joined, parted, newcomers, leavers, ...each } of segments)
      expect(each.after).toBe(each.before + joined + newcomers - parted - leavers);
    expect(
      matrix.filter(({ customers }) => customers > 0).map(({ from, to, share }) => [from, to, share.value]),
    ).toEqual([
      [null, 'y', 1],
      ['x', 'x', 0.5],
      ['x', 'y', 0.5],
    ]);
  });

  test('of a customer who is there twice are refused', () => {
    expect(() => rfmTransitions(before, at(['a', 'x'], ['a', 'y']))).toThrow(
      'rfmTransitions requires customer to be there once in after; row 1 has a second row',
    );
    expect(() => rfmTransitions([] as never, after)).toThrow(InvalidDataError);
  });
});

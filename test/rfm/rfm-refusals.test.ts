import {
  eventLog,
  InvalidDataError,
  InvalidOptionError,
  rfm,
  rfmColumns,
  rfmTransitions,
  validateSegmentMap,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

const asked = { customer: 'c', recencyDays: 'd', frequency: 'f', amount: 'a', bins: 2 } as const;
const row = (c: string | number, d: number, f: number, a: number) => ({ c, d, f, a });
const roles = { customer: 'id', time: 'at', amount: 'yen' } as const;
const order = (id: string, date: string, yen: number) => ({ id, at: `${date}T03:00:00Z`, yen, number: date });
const log = eventLog([order('a', '2025-04-01', 5)], roles);

describe('a customer who is there twice', () => {
  const rows = [row('a', 1, 2, 3), row('b', 4, 1, 9), row('a', 10, 1, 3)];

  test('is refused by the second row', () => {
    const error = thrown(InvalidDataError, () => rfm(rows, asked));
    expect(error.issues.map(({ code, index, field }) => [code, index, field])).toEqual([['E_FIELD_VALUE', 2, 'c']]);
    expect(error.message).toBe('rfm requires c to be there once, in one row for each customer; row 2 has a second row');
  });

  test('keeps the first row where invalid rows are left out, and the others are counted', () => {
    const { customers, excluded } = rfm(rows, { ...asked, invalid: 'exclude' });
    expect(customers.map(({ customer, recencyDays }) => [customer, recencyDays])).toEqual([
      ['a', 1],
      ['b', 4],
    ]);
    expect(excluded).toMatchObject({ missing: 0, invalid: 0, repeated: 1 });
  });

  test('keeps the first row that is valid', () => {
    const { customers, excluded } = rfm([row('a', -1, 2, 3), ...rows], { ...asked, invalid: 'exclude' });
    expect(customers.map(({ recencyDays }) => recencyDays)).toEqual([1, 4]);
    expect(excluded).toMatchObject({ invalid: 1, repeated: 1 });
  });

  test('is one with text and one with a number where these differ', () => {
    expect(rfm([row(1, 1, 1, 1), row('1', 1, 1, 1)], asked).n).toBe(2);
    expect(thrown(InvalidDataError, () => rfm([row(0, 1, 1, 1), row(-0, 1, 1, 1)], asked)).issues[0]?.index).toBe(1);
  });

  test.each([
    ['near each other', [3, 7, 5, 7]],
    ['far from each other', [-2147483648, 2147483647, 5, 2147483647]],
    ['below 0', [-3, -1, -2, -1]],
  ])('is refused in typed columns, too, by ids %s', (_, ids) => {
    const columns = (c: readonly number[]) => ({
      c: Int32Array.from(c),
      d: Float64Array.from(c, (_, i) => i),
      f: Int32Array.from(c, () => 1),
      a: Float64Array.from(c, () => 10),
    });
    const error = thrown(InvalidDataError, () => rfmColumns(columns(ids), asked));
    expect(error.issues.map(({ code, index, field }) => [code, index, field])).toEqual([['E_FIELD_VALUE', 3, 'c']]);
    const { n, excluded } = rfmColumns(columns(ids), { ...asked, invalid: 'exclude' });
    expect([n, excluded.repeated]).toEqual([3, 1]);
    expect(rfmColumns(columns(ids.slice(0, 3)), asked).customer).toBeInstanceOf(Int32Array); // taken as they are
  });
});

describe('refunds that no rule was given for', () => {
  test.each([[{}], [{ per: 'day' }], [{ order: 'number' }]] as const)('say their rows: %j', (more) => {
    const rows = [
      order('', '2025-04-01', 3),
      order('a', '2025-04-03', 3),
      order('b', '2025-03-01', -1), // before from
      order('b', '2025-04-02', -5),
      order('a', '2025-04-01', -5),
    ];
    const error = thrown(InvalidDataError, () => rfm(rows, { ...roles, ...more, from: '2025-04-01' }));
    expect(error.issues.map(({ code, index, field }) => [code, index, field])).toEqual([
      ['E_NUM_RANGE', 3, 'yen'],
      ['E_NUM_RANGE', 4, 'yen'],
    ]);
    expect(error.message).toBe(
      'rfm requires yen to be at least 0, or the option refunds to say what less is; row 3 has a negative number (1 of 2)',
    );
  });

  test('say their places in typed columns', () => {
    const columns = {
      id: Int32Array.of(0, 1),
      at: Float64Array.of(1743498000000, 1743584400000),
      yen: Float64Array.of(5, -1),
    };
    const { issues } = thrown(InvalidDataError, () => rfm(columns, roles));
    expect(issues.map(({ index, field }) => [index, field])).toEqual([[1, 'yen']]);
  });

  test('are called by what they are where a function reads them', () => {
    const { issues } = thrown(InvalidDataError, () =>
      rfm([order('a', '2025-04-01', 5)], { ...roles, amount: ({ yen }) => -yen }),
    );
    expect(issues.map(({ index, field }) => [index, field])).toEqual([[0, 'amount']]);
  });
});

describe('the ends of doubles', () => {
  const code = (act: () => unknown) => thrown(InvalidDataError, act).code;

  test('are refused where amounts of a segment go beyond them, though all together do not', () => {
    const rows = [row('a', 1, 1, 1e308), row('b', 5, 1, -1e308), row('c', 1, 2, 1e308)];
    expect(code(() => rfm(rows, { ...asked, segments: [{ segment: 'recent', r: 2 }] }))).toBe('E_OVERFLOW');
  });

  test('leave shares that are beyond them without a value', () => {
    const rows = [row('a', 9, 1, 8e307), row('b', 5, 1, -8e307), row('c', 1, 2, 1e-10)];
    const { segments, grid } = rfm(rows, { ...asked, bins: 3, segments: [{ segment: 'lapsed', r: 1 }] });
    expect(segments.map(({ amountShare }) => amountShare)).toEqual([null, null]);
    expect(grid.filter(({ customers }) => customers > 0).map(({ amountShare }) => amountShare)).toEqual([
      null,
      null,
      1,
    ]);
  });

  test.each([
    ['f', 1e-300, 'E_NUM_INTEGER', 'an integer from 0 to 1000000000'],
    ['f', 1.7e308, 'E_NUM_RANGE', 'an integer from 0 to 1000000000'],
    ['d', 1.7e308, 'E_NUM_RANGE', 'a number from 0 to 1000000000'],
  ] as const)('are no orders and no days: %s %d', (field, value, expected, range) => {
    const rows = [row('a', 1, 1, 5), { ...row('b', 1, 1, 5), [field]: value }];
    const { issues } = thrown(InvalidDataError, () => rfm(rows, { ...asked, monetary: 'mean' }));
    expect(issues).toEqual([{ code: expected, index: 1, field, expected: range, received: 'number' }]);
    const columns = {
      c: Int32Array.of(0, 1),
      d: Float64Array.from(rows, ({ d }) => d),
      f: Float64Array.from(rows, ({ f }) => f),
      a: Float64Array.of(5, 5),
    };
    expect(thrown(InvalidDataError, () => rfmColumns(columns, asked)).issues).toEqual(issues);
    expect(rfm(rows, { ...asked, invalid: 'exclude' }).excluded.invalid).toBe(1);
  });
});

describe('what is no options, no customers or no segments', () => {
  test('is refused as an option', () => {
    for (const options of [null, 'bins', 5]) {
      expect(thrown(InvalidOptionError, () => rfm(log, options as never)).code).toBe('E_OPT_TYPE');
      expect(thrown(InvalidOptionError, () => rfmColumns(log, options as never)).code).toBe('E_OPT_TYPE');
    }
    expect(thrown(InvalidOptionError, () => rfm(log, { bins: null as never })).message).toBe(
      'rfm requires bins to be an integer from 2 to 10; got null',
    );
  });

  test.each([
    [null, 'E_ROW_TYPE', null, 'before'],
    [{ customers: null }, 'E_ROW_TYPE', null, 'before'],
    [{ customers: [null] }, 'E_ROW_TYPE', 0, 'before'],
    [{ customers: [{ customer: 'a', segment: 'x' }, 'b'] }, 'E_ROW_TYPE', 1, 'before'],
    [{ customers: [{ customer: 'a' }] }, 'E_FIELD_MISSING', 0, 'segment'],
    [{ customers: [{ customer: 'a', segment: 5 }] }, 'E_FIELD_TYPE', 0, 'segment'],
    [{ customers: [{ customer: {}, segment: 'x' }] }, 'E_FIELD_TYPE', 0, 'customer'],
    [{ customers: [{ segment: 'x' }] }, 'E_FIELD_MISSING', 0, 'customer'],
    [{ customers: [{ customer: Number.NaN, segment: 'x' }] }, 'E_NUM_NONFINITE', 0, 'customer'],
  ])('is refused as data of movements: %j', (before, code, index, field) => {
    const { issues } = thrown(InvalidDataError, () => rfmTransitions(before as never, { customers: [] }));
    expect(issues.map((issue) => [issue.code, issue.index, issue.field])).toEqual([[code, index, field]]);
  });

  test('is refused by the name of its argument', () => {
    const empty = { customers: [] };
    const message = (after: unknown) => thrown(InvalidDataError, () => rfmTransitions(empty, after as never)).message;
    expect(message(null)).toBe('rfmTransitions requires after to be customers with their segments; got null');
    expect(message({ customers: [{ customer: 'a', segment: 5 }] })).toBe(
      'rfmTransitions requires segment to be text or null, in after; row 0 has number',
    );
  });
});

describe('messages', () => {
  const message = (options: object) =>
    thrown(InvalidOptionError, () => rfm([row('a', 1, 1, 1)], options as never)).message;
  const { frequency: _, ...withoutFrequency } = asked;
  const { recencyDays: __, ...withoutRecency } = asked;

  test.each([
    [
      withoutFrequency,
      'rfm requires frequency to be given for rows of customers, as a field or a function; got undefined',
    ],
    [
      withoutRecency,
      'rfm requires recencyDays, or lastTime, to be given for rows of customers, as a field or a function; got undefined',
    ],
    [
      { ...withoutFrequency, recencyDays: undefined, lastTime: 'd' },
      'rfm requires frequency to be given for rows of customers, as a field or a function; got undefined',
    ],
    [
      { customer: 'c', amount: 'a' },
      'rfm requires time to be given for rows of orders, as a field or a function; got undefined',
    ],
    [
      { customer: 'c', time: 'd' },
      'rfm requires amount to be given for rows of orders, as a field or a function; got undefined',
    ],
    [{ ...asked, frequency: 5 }, 'rfm requires frequency to be a field or a function; got 5'],
  ])('say what is missing: %j', (options, expected) => {
    expect(message(options)).toBe(expected);
  });

  test.each([
    [{ bins: 4, segments: 'rf10' }, 'rfm requires bins to be 5 for the segments rf10; got 4'],
    [
      { bins: { recency: 5, monetary: 3 }, segments: 'rfm11' },
      'rfm requires bins.monetary to be 5 for the segments rfm11; got 3',
    ],
    [
      { bins: undefined, breaks: { recency: [1, 2, 3, 4], frequency: [1], monetary: [1] }, segments: 'rf10' },
      'rfm requires breaks.frequency to make 5 bins for the segments rf10; got 2',
    ],
    [
      { segments: [{ segment: 'x' }, { segment: 'y', R: 3 }] },
      'rfm requires segments[1] to have no more than segment, r, f, m, codes; got "R"',
    ],
    [
      { segments: [{ segment: 'x', r: { form: 2 } }] },
      'rfm requires segments[0].r to have no more than from, to; got "form"',
    ],
    [
      { segments: [{ segment: 'x', m: 3 }] },
      'rfm requires segments[0].m to be scores from 1 to 2: one, a list, or { from?, to? }; got 3',
    ],
    [
      { segments: [{ segment: 'x' }, { r: 1 }] },
      'rfm requires segments[1].segment to be the name of a segment; got undefined',
    ],
    [{ segments: [null] }, 'rfm requires segments[0] to be an object; got null'],
    [
      { segments: [{ segment: 'x', codes: ['9'] }] },
      'rfm requires segments[0].codes to be codes of two or three scores such as "222"; got "9"',
    ],
  ])('say where: %j', (options, expected) => {
    expect(message({ ...asked, ...options })).toBe(expected);
  });

  test('of a map by itself call it so', () => {
    const of = (map: unknown) => thrown(InvalidOptionError, () => validateSegmentMap(map as never)).message;
    expect(of([{ segment: 'x', R: 3 }])).toBe(
      'validateSegmentMap requires map[0] to have no more than segment, r, f, m, codes; got "R"',
    );
    expect(of('rf10')).toBe(
      'validateSegmentMap requires map to be a list of rules, such as segmentMaps.rf10; got "rf10"',
    );
  });
});

test('a map without rules has nobody in a segment', () => {
  const { customers, segments } = rfm([row('a', 1, 1, 1)], { ...asked, segments: [] });
  expect(customers[0]?.segment).toBe(null);
  expect(segments.map(({ segment, customers: count }) => [segment, count])).toEqual([[null, 1]]);
  expect(validateSegmentMap([], { bins: 2 }).gaps).toEqual(['11', '12', '21', '22']);
});

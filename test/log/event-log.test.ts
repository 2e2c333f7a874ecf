import { eventLog, InvalidDataError, InvalidOptionError } from 'kizuna';
import { describe, expect, test } from 'vitest';
import { frozen } from '../support/laws.js';
import { thrown } from '../support/thrown.js';

const AT = '2025-04-01T09:00:00Z';
const SECRET = 'taro@example.com';
const ROLES = { customer: 'customer', time: 'at', name: 'name', amount: 'amount', properties: ['plan'] } as const;

interface Loose {
  readonly customer?: unknown;
  readonly at?: unknown;
  readonly name?: unknown;
  readonly amount?: unknown;
  readonly plan?: unknown;
}

const GOOD: Loose = { customer: 'a', at: AT, name: 'order', amount: 5, plan: 'pro' };

// What the compiler would refuse is what is tried here.
const logOf = (rows: Iterable<Loose>, roles: object = {}) =>
  eventLog(rows as Iterable<Record<string, never>>, { ...ROLES, ...roles } as never);

describe('refuses', () => {
  const lone = `${SECRET}\ud800`;
  test.each<[string, Loose, string, string, string]>([
    ['an id that is not a number', { customer: Number.NaN }, 'E_NUM_NONFINITE', 'customer', 'NaN'],
    ['an id without end', { customer: Infinity }, 'E_NUM_NONFINITE', 'customer', 'Infinity'],
    ['an id that is an object', { customer: { id: SECRET } }, 'E_FIELD_TYPE', 'customer', 'object'],
    ['an id that is true', { customer: true }, 'E_FIELD_TYPE', 'customer', 'boolean'],
    ['an id that is a bigint', { customer: 5n }, 'E_FIELD_TYPE', 'customer', 'bigint'],
    ['an id with NUL', { customer: `${SECRET}\0` }, 'E_ID_TEXT', 'customer', 'string'],
    ['an id with half a surrogate pair', { customer: lone }, 'E_ID_TEXT', 'customer', 'string'],
    ['an id with the other half', { customer: `\udc00${SECRET}` }, 'E_ID_TEXT', 'customer', 'string'],
    ['a name with NUL', { name: `${SECRET}\0` }, 'E_ID_TEXT', 'name', 'string'],
    ['a name with half a surrogate pair', { name: lone }, 'E_ID_TEXT', 'name', 'string'],
    ['a name that is a number', { name: 7 }, 'E_FIELD_TYPE', 'name', 'number'],
    ['a time that is no date', { at: `${SECRET}` }, 'E_TIME_INVALID', 'at', 'string'],
    ['a day that is not', { at: '2025-02-30T09:00:00Z' }, 'E_TIME_INVALID', 'at', 'string'],
    ['a time without an offset', { at: '2025-04-01T09:00:00' }, 'E_TIME_AMBIGUOUS', 'at', 'string'],
    ['a date alone', { at: '2025-04-01' }, 'E_TIME_AMBIGUOUS', 'at', 'string'],
    ['a date that is invalid', { at: new Date('never') }, 'E_TIME_INVALID', 'at', 'Invalid Date'],
    ['seconds', { at: 1_743_498_000 }, 'E_TIME_UNIT', 'at', 'a number that looks like seconds'],
    ['parts of milliseconds', { at: 1_743_498_000_000.5 }, 'E_TIME_INVALID', 'at', 'number'],
    ['a time that is not a number', { at: Number.NaN }, 'E_TIME_INVALID', 'at', 'NaN'],
    ['microseconds', { at: 1_743_498_000_000_000 }, 'E_TIME_INVALID', 'at', 'number'],
    ['a time that is an object', { at: {} }, 'E_FIELD_TYPE', 'at', 'object'],
    ['an amount that is not a number', { amount: Number.NaN }, 'E_NUM_NONFINITE', 'amount', 'NaN'],
    ['an amount without end', { amount: -Infinity }, 'E_NUM_NONFINITE', 'amount', '-Infinity'],
    ['an amount as text', { amount: '1200' }, 'E_FIELD_TYPE', 'amount', 'string'],
    ['a property that is an object', { plan: { name: SECRET } }, 'E_FIELD_TYPE', 'plan', 'object'],
    ['a property that is a list', { plan: [SECRET] }, 'E_FIELD_TYPE', 'plan', 'array'],
    ['a property that is a date', { plan: new Date(0) }, 'E_FIELD_TYPE', 'plan', 'Date'],
    ['a property that is not a number', { plan: Number.NaN }, 'E_FIELD_TYPE', 'plan', 'NaN'],
  ])('%s', (_, fault, code, field, received) => {
    const error = thrown(InvalidDataError, () => logOf([GOOD, { ...GOOD, ...fault }, GOOD]));
    expect(error.issues).toEqual([{ code, index: 1, field, expected: expect.any(String), received }]);
    expect([error.code, error.issueCount]).toEqual([code, 1]);
    expect(error.message).toMatch(new RegExp(`^eventLog requires ${field} to be .*; row 1 has`));
    expect(JSON.stringify([error.message, error.issues])).not.toContain(SECRET);
    const { length, excluded } = logOf([GOOD, { ...GOOD, ...fault }, GOOD], { invalid: 'exclude' });
    expect([length, excluded]).toEqual([2, { missing: 0, invalid: 1, repeated: 0 }]);
  });

  test.each<[string, Loose]>([
    ['no customer', { customer: null }],
    ['an undefined customer', { customer: undefined }],
    ['an empty customer', { customer: '' }],
    ['no time', { at: null }],
    ['no name', { name: null }],
    ['an empty name', { name: '' }],
  ])('rows with %s where they are not to be left out, else counts them', (_, fault) => {
    const rows = [GOOD, { ...GOOD, ...fault }];
    const { length, excluded } = logOf(rows);
    expect([length, excluded]).toEqual([1, { missing: 1, invalid: 0, repeated: 0 }]);
    const [issue] = thrown(InvalidDataError, () => logOf(rows, { missing: 'throw' })).issues;
    expect([issue?.code, issue?.index, issue?.field]).toEqual(['E_FIELD_MISSING', 1, Object.keys(fault)[0]]);
    expect(logOf(rows, { invalid: 'exclude' }).excluded).toEqual({ missing: 1, invalid: 0, repeated: 0 });
  });

  test('all faults at once, the first 100 with their places, in the order of the rows', () => {
    const rows = Array.from({ length: 3_000 }, (_, i) =>
      i % 2 === 0 ? { ...GOOD, [i % 4 ? 'at' : 'amount']: {} } : GOOD,
    );
    const { issues, issueCount, message } = thrown(InvalidDataError, () => logOf(rows));
    expect([issues.length, issueCount]).toEqual([100, 1_500]);
    expect(issues.map(({ index }) => index)).toEqual(Array.from({ length: 100 }, (_, i) => 2 * i));
    expect(issues.slice(0, 2).map(({ field }) => field)).toEqual(['amount', 'at']);
    expect(message).toBe('eventLog requires amount to be a number; row 0 has object (1 of 1500)');
  });

  test('a row with several faults once, by its first role', () => {
    const rows = [{ customer: '', at: 'x', name: 5, amount: '1', plan: {} }, GOOD];
    expect(logOf(rows).excluded).toEqual({ missing: 1, invalid: 0, repeated: 0 });
  });

  test('what a getter throws, with the row and what it threw', () => {
    const cause = new Error('no');
    const rows = [
      GOOD,
      Object.defineProperty({ ...GOOD }, 'at', {
        get: () => {
          throw cause;
        },
      }),
    ];
    const error = thrown(InvalidDataError, () => logOf(rows));
    expect(error.issues).toEqual([
      { code: 'E_ACCESSOR', index: 1, field: 'at', expected: 'readable', received: 'undefined' },
    ]);
    expect(error.cause).toBe(cause);
    const byFunction = thrown(InvalidDataError, () =>
      logOf([GOOD], {
        time: () => {
          throw cause;
        },
      }),
    );
    expect([byFunction.code, byFunction.issues[0]?.index, byFunction.cause]).toEqual(['E_ACCESSOR', 0, cause]);
  });

  test('a field that is in no row', () => {
    const { code, issues } = thrown(InvalidDataError, () => logOf([GOOD], { properties: ['paln'] }));
    expect([code, issues[0]?.field, issues[0]?.index]).toEqual(['E_FIELD_MISSING', 'paln', null]);
    expect(thrown(InvalidDataError, () => logOf([GOOD], { name: 'event' })).code).toBe('E_FIELD_MISSING');
    expect(logOf([GOOD, { ...GOOD, coupon: 'x' } as Loose], { properties: ['coupon'] }).length).toBe(2);
  });

  test.each([null, 5, 'text', undefined])('rows that are no objects: %s', (row) => {
    const { code, issues } = thrown(InvalidDataError, () => logOf([GOOD, row as Loose]));
    expect([code, issues[0]?.index]).toEqual(['E_ROW_TYPE', 1]);
  });

  test.each<[object, string, string]>([
    [{ custmer: 'a' }, 'E_OPT_UNKNOWN', 'custmer'],
    [{ customer: undefined }, 'E_OPT_TYPE', 'customer'],
    [{ time: undefined }, 'E_OPT_TYPE', 'time'],
    [{ invalid: 'drop' }, 'E_OPT_RANGE', 'invalid'],
    [{ missing: 'keep' }, 'E_OPT_RANGE', 'missing'],
    [{ duplicates: 'drop' }, 'E_OPT_RANGE', 'duplicates'],
    [{ properties: 'plan' }, 'E_OPT_TYPE', 'properties'],
    [{ properties: ['plan', 'plan'] }, 'E_OPT_RANGE', 'properties'],
    [{ properties: [(row: Loose) => row.plan] }, 'E_OPT_TYPE', 'properties'],
    [{ customer: 5 }, 'E_OPT_TYPE', 'customer'],
    [{ name: {} }, 'E_OPT_TYPE', 'name'],
  ])('roles such as %o', (roles, code, field) => {
    const error = thrown(InvalidOptionError, () => logOf([GOOD], roles));
    expect([error.code, error.issues[0]?.field]).toEqual([code, field]);
  });
});

describe('customers', () => {
  const customersOf = (rows: readonly Loose[]) => {
    const { customer, customers } = logOf(rows);
    return Array.from(customer, (code) => customers[code]);
  };

  test('are told apart by type: 1 is not "1", and "__proto__" is one like others', () => {
    const ids = [1, '1', '__proto__', 'constructor', -0, '0'];
    const found = customersOf(ids.map((customer, i) => ({ ...GOOD, customer, at: 10 + i })));
    expect(found).toEqual([1, '1', '__proto__', 'constructor', 0, '0']);
    expect(Object.is(found[4], 0)).toBe(true);
    expect(
      customersOf([
        { ...GOOD, customer: 0 },
        { ...GOOD, customer: -0 },
      ]),
    ).toEqual([0, 0]);
  });

  test('are not normalised: two forms of one text are two', () => {
    const log = logOf(['\u304c', '\u304b\u3099'].map((customer) => ({ ...GOOD, customer })));
    expect(log.customers.length).toBe(2);
  });

  test('may have long ids, and emoji', () => {
    const ids = ['x'.repeat(300), '👩‍👩‍👧', `${'y'.repeat(300)}`];
    expect(customersOf(ids.map((customer, i) => ({ ...GOOD, customer, at: i })))).toEqual(ids);
  });
});

describe('amounts and properties', () => {
  test('may be missing: NaN and null', () => {
    const log = logOf([
      { ...GOOD, amount: null, plan: undefined },
      { ...GOOD, amount: undefined, plan: null },
    ]);
    expect([...(log.amount ?? [])]).toEqual([Number.NaN, Number.NaN]);
    expect(log.properties).toEqual([{ property: 'plan', codes: Uint8Array.of(0, 0), values: [null] }]);
  });

  test('have no negative zero', () => {
    const log = logOf([{ ...GOOD, amount: -0, plan: -0, at: -0 }]);
    expect([
      Object.is(log.amount?.[0], 0),
      Object.is(log.properties[0]?.values[1], 0),
      Object.is(log.time[0], 0),
    ]).toEqual([true, true, true]);
  });

  test('of mixed types stand in one order: numbers, text, false, true', () => {
    const values = [true, 'b', 10, false, 'a', 9, '10', '', null];
    const log = logOf(values.map((plan) => ({ ...GOOD, plan })));
    expect(log.properties[0]?.values).toEqual([null, 9, 10, '', '10', 'a', 'b', false, true]);
    expect([...(log.properties[0]?.codes ?? [])]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test.each([
    [255, Uint8Array],
    [256, Uint16Array],
    [65_535, Uint16Array],
    [65_536, Int32Array],
  ] as const)('%i values beside none are codes of %o', (count, Kind) => {
    const log = logOf(Array.from({ length: count }, (_, plan) => ({ ...GOOD, plan })));
    expect(log.properties[0]?.codes).toBeInstanceOf(Kind);
    expect(log.properties[0]?.values.length).toBe(count + 1);
  });

  test.each([
    [256, Uint8Array],
    [257, Uint16Array],
  ] as const)('%i names are codes of %o, in the order of their text', (count, Kind) => {
    const log = logOf(Array.from({ length: count }, (_, i) => ({ ...GOOD, name: `n${(i * 7) % count}` })));
    expect(log.name).toBeInstanceOf(Kind);
    expect(log.names).toEqual([...log.names].sort());
    expect(log.names.length).toBe(count);
  });
});

test('parts that are not asked for are null or empty', () => {
  const log = eventLog([{ customer: 'a', at: AT }], { customer: 'customer', time: 'at' });
  expect(log).toEqual({
    kind: 'kizuna/event-log',
    version: 1,
    length: 1,
    time: Float64Array.of(Date.parse(AT)),
    customer: Int32Array.of(0),
    customers: ['a'],
    name: null,
    names: [],
    amount: null,
    properties: [],
    excluded: { missing: 0, invalid: 0, repeated: 0 },
  });
});

test('no rows make an empty log, from a list, from nothing that iterates, and from columns', () => {
  const empty = logOf([]);
  expect([empty.length, empty.time.length, empty.customers, empty.names]).toEqual([0, 0, [], []]);
  expect(logOf(new Set<Loose>())).toEqual(empty);
  const columns = { customer: [], at: [], name: [], amount: [], plan: [] };
  expect(eventLog<Record<string, never>, never>(columns as never, ROLES as never)).toEqual(empty);
});

test('every row left out makes an empty log with its counts', () => {
  const log = logOf(
    [
      { ...GOOD, customer: '' },
      { ...GOOD, at: 'never' },
    ],
    { invalid: 'exclude' },
  );
  expect([log.length, log.customers, log.names, log.excluded]).toEqual([
    0,
    [],
    [],
    { missing: 1, invalid: 1, repeated: 0 },
  ]);
});

test('rows are read by functions, and whatever iterates is data', () => {
  function* rows() {
    yield { at: AT, id: 'b' };
    yield { at: AT, id: 'a' };
  }
  const log = eventLog(rows(), { customer: (row) => row.id, time: ({ at }) => at });
  expect(log.customers).toEqual(['a', 'b']);
});

test('more rows than fit into a batch are all read, with the faults among them at their places', () => {
  const rows = Array.from({ length: 5_000 }, (_, i) => ({
    ...GOOD,
    customer: i % 7 === 3 ? '' : `c${i}`,
    at: 5_000 - i,
  }));
  const log = logOf(rows);
  const kept = rows.filter(({ customer }) => customer !== '').reverse();
  expect(Array.from(log.customer, (code) => log.customers[code])).toEqual(kept.map(({ customer }) => customer));
  expect([...log.time]).toEqual(kept.map(({ at }) => at));
  expect(log.excluded.missing).toBe(rows.length - kept.length);
});

test('rows and roles are not written to', () => {
  const rows = frozen([
    { ...GOOD, at: 5 },
    { ...GOOD, at: 3 },
  ]);
  expect([...logOf(rows, frozen({ duplicates: 'exclude' as const })).time]).toEqual([3, 5]);
});

import {
  type CalendarOptions,
  type CustomerSummary,
  customerSummary,
  eventLog,
  eventLogFromColumns,
  InvalidDataError,
  InvalidOptionError,
  LimitError,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import reference from '../reference/customer-summary.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

type Purchase = readonly [customer: string, at: string | number, amount?: number | null, name?: string];

/** A log of purchases, with amounts and names. */
function shop(...purchases: readonly Purchase[]) {
  const rows = purchases.map(([customer, at, amount = null, name = 'order']) => ({ customer, at, amount, name }));
  return eventLog(rows, {
    customer: 'customer',
    time: 'at',
    amount: 'amount',
    name: 'name',
  });
}

const NOON = 'T12:00Z';
const on = (customer: string, date: string, amount?: number | null, name?: string): Purchase =>
  [
    customer,
    `${date}${NOON}`,
    ...(amount === undefined ? [] : ([amount] as const)),
    ...(name === undefined ? [] : ([name] as const)),
  ] as unknown as Purchase; // an amount is given wherever a name is

describe('the summaries are those of pandas', () => {
  const columns = (amounts: boolean) => {
    const rows = reference.purchases.map(([customer, at, amount]) => {
      return { customer: customer as string, at: at as number, amount: amount as number | null }; // as the script writes them
    });
    return eventLog(rows, { customer: 'customer', time: 'at', ...(amounts && { amount: 'amount' as const }) });
  };

  interface Case {
    readonly options: CalendarOptions & { readonly amounts: boolean };
    readonly rows: readonly CustomerSummary[];
  }
  const cases = reference.cases as readonly unknown[] as readonly Case[]; // as the script writes them
  const numbersOf = ({ recency, T, monetary, holdout }: CustomerSummary) =>
    [recency, T, monetary, ...(holdout ? [holdout.frequency, holdout.duration, holdout.monetary] : [])] as const;

  test.each(cases.map(({ options, rows }) => [JSON.stringify(options), options, rows] as const))(
    '%s',
    (_, { amounts, ...options }, rows) => {
      const found = [...customerSummary(columns(amounts), options)].sort((a, b) => (a.customer < b.customer ? -1 : 1));
      const whole = (each: readonly CustomerSummary[]) =>
        each.map(({ customer, frequency, n, holdout }) => [customer, frequency, n, holdout === undefined]);
      expect(whole(found)).toEqual(whole(rows));
      const [values, expected] = [found.flatMap(numbersOf), rows.flatMap(numbersOf)];
      expect(values.map((value) => value === null)).toEqual(expected.map((value) => value === null));
      for (const [i, value] of expected.entries())
        expect(relativeError(values[i] ?? 0, value ?? 0)).toBeLessThan(1e-13);
    },
  );
});

describe('purchases of one period', () => {
  const log = shop(on('a', '2025-04-01', 10), ['a', '2025-04-01T20:00Z', 20], on('a', '2025-04-02', 3), [
    'a',
    '2025-04-02T13:00Z',
    5,
  ]);

  test('count as one, and their amounts are added', () => {
    expect(customerSummary(log, { unit: 'day' })).toEqual([
      { customer: 'a', frequency: 1, recency: 1, T: 1, monetary: 8, n: 4 },
    ]);
  });

  test('are all of the first period, whose money does not count, where the unit is longer', () => {
    expect(customerSummary(log, { unit: 'month' })).toEqual([
      { customer: 'a', frequency: 0, recency: 0, T: 0, monetary: 0, n: 4 },
    ]);
  });

  test('are those of the clocks of the zone', () => {
    const [row] = customerSummary(log, { unit: 'day', timeZone: 'Asia/Tokyo' }); // 20:00Z is the next day there
    expect(row).toMatchObject({ frequency: 1, recency: 1, monetary: 28 });
  });
});

test('weeks of the calendar differ from days divided by seven', () => {
  const log = shop(on('a', '2025-04-06'), on('a', '2025-04-07'), on('b', '2025-04-28')); // a Sunday, the Monday after it
  expect(customerSummary(log, { unit: 'week' })[0]).toMatchObject({ frequency: 1, recency: 1, T: 4 });
  expect(customerSummary(log, { unit: 'week', weekStartsOn: 0 })[0]).toMatchObject({
    frequency: 0,
    recency: 0,
    T: 3,
  });
  expect(customerSummary(log, { unit: 'week', mergeWithin: 'day' })[0]).toMatchObject({
    frequency: 1,
    recency: 1 / 7,
    T: 22 / 7,
  });
});

test('months by days are those of the mean year', () => {
  const log = shop(on('a', '2025-01-31'), on('a', '2025-02-01'), on('a', '2025-03-01'));
  expect(customerSummary(log, { unit: 'month' })[0]).toMatchObject({ frequency: 2, recency: 2, T: 2 });
  const [row] = customerSummary(log, { unit: 'month', mergeWithin: 'day' });
  expect(row).toMatchObject({ frequency: 2, recency: 29 / 30.436875, T: 29 / 30.436875 });
});

describe('the end of observation', () => {
  const log = shop(
    on('a', '2025-04-01', 1),
    on('a', '2025-04-10', 7),
    ['a', '2025-04-10T18:00Z', 50],
    on('b', '2025-04-11', 1),
  );

  test('keeps out what comes later in the same period', () => {
    const options = { unit: 'month', asOf: '2025-04-05T00:00Z' } as const;
    expect(customerSummary(log, options)).toEqual([
      { customer: 'a', frequency: 0, recency: 0, T: 0, monetary: 0, n: 1 },
    ]);
    expect(customerSummary(log, { unit: 'day', asOf: '2025-04-10T12:00Z' })[0]).toMatchObject({ monetary: 7, n: 2 });
  });

  test('as a date alone is the whole of it', () => {
    const whole = customerSummary(log, { unit: 'day', asOf: '2025-04-10' });
    expect(whole).toEqual(customerSummary(log, { unit: 'day', asOf: '2025-04-10T23:59:59.999Z' }));
    expect(whole[0]).toMatchObject({ frequency: 1, recency: 9, T: 9, monetary: 57, n: 3 });
  });

  test('before all purchases leaves nobody', () => {
    expect(customerSummary(log, { unit: 'day', asOf: '2025-03-31' })).toEqual([]);
    expect(customerSummary(log, { unit: 'day', asOf: '0001-01-02' })).toEqual([]);
  });

  test('may be long after them', () => {
    expect(customerSummary(log, { unit: 'day', asOf: '2026-04-01' })[0]).toMatchObject({ recency: 9, T: 365 });
    expect(customerSummary(log, { unit: 'year', asOf: '9999-12-31', timeZone: 'America/New_York' })[0]?.T).toBe(7974);
  });

  test('is no earlier than the latest day that had begun, where clocks go back over midnight', () => {
    const back = shop(['a', '2010-11-07T02:30:30Z'], ['b', '2010-11-07T02:31Z']); // 00:00:30, then 23:01 of the day before
    expect(customerSummary(back, { unit: 'day', timeZone: 'America/St_Johns' })).toMatchObject([
      { customer: 'a', recency: 0, T: 0 },
      { customer: 'b', recency: 0, T: 1 },
    ]);
  });
});

describe('a calibration period', () => {
  const log = shop(
    on('a', '2025-04-01', 10),
    on('a', '2025-04-10', 20),
    on('a', '2025-04-20', 1),
    ['a', '2025-04-20T13:00Z', 2],
    ['a', '2025-04-20T14:00Z', 3],
    on('a', '2025-04-25', 100),
    on('b', '2025-04-02', 10),
    on('c', '2025-04-20', 10),
  );

  test('ends after the whole of a date alone', () => {
    const split = { unit: 'day', calibrationEnd: '2025-04-10' } as const;
    expect(customerSummary(log, split)).toEqual([
      {
        ...{ customer: 'a', frequency: 1, recency: 9, T: 9, monetary: 20, n: 2 },
        holdout: { frequency: 2, duration: 15, monetary: 53 },
      },
      {
        ...{ customer: 'b', frequency: 0, recency: 0, T: 8, monetary: 0, n: 1 },
        holdout: { frequency: 0, duration: 15, monetary: 0 },
      },
    ]);
    expect(customerSummary(log, { ...split, calibrationEnd: '2025-04-10T23:59:59.999Z' })).toEqual(
      customerSummary(log, split),
    );
  });

  test('has a hold-out mean per period: three rows of one day are 6, with the 100 of another 53', () => {
    const [row] = customerSummary(log, { unit: 'day', calibrationEnd: '2025-04-10' });
    expect(row?.holdout?.monetary).toBe((1 + 2 + 3 + 100) / 2); // lifetimes: 106 / 4
  });

  test('may be split within a period, whose purchases then are on both sides', () => {
    const [row] = customerSummary(log, { unit: 'day', calibrationEnd: '2025-04-20T12:30Z' });
    expect(row).toMatchObject({
      frequency: 2,
      monetary: 10.5,
      n: 3,
      holdout: { frequency: 2, duration: 5, monetary: 52.5 },
    });
  });

  test('that goes up to asOf holds nothing out', () => {
    const ends = { calibrationEnd: '2025-04-20', asOf: '2025-04-20' };
    const [row] = customerSummary(log, { unit: 'day', ...ends });
    expect(row?.holdout).toEqual({ frequency: 0, duration: 0, monetary: 0 });
  });

  test('is refused after asOf', () => {
    const ends = { calibrationEnd: '2025-04-21', asOf: '2025-04-20' };
    expect(thrown(InvalidOptionError, () => customerSummary(log, { unit: 'day', ...ends })).message).toBe(
      'customerSummary requires calibrationEnd to be no later than asOf; got "2025-04-21"',
    );
    thrown(InvalidOptionError, () => customerSummary(log, { unit: 'day', calibrationEnd: '2025-05-01' }));
  });
});

describe('refunds', () => {
  const log = shop(
    on('a', '2025-04-01', 10),
    on('a', '2025-04-02', -10, 'refund'),
    on('a', '2025-04-03', 30),
    on('a', '2025-04-04', -50, 'refund'),
    on('b', '2025-04-01', -5, 'refund'),
    on('b', '2025-04-02', 10),
    on('b', '2025-04-05', 20),
    on('c', '2025-04-05', -7, 'refund'),
  );

  test('are refused until it is said what they are', () => {
    const error = thrown(InvalidDataError, () => customerSummary(log, { unit: 'day' }));
    expect([error.code, error.issueCount]).toEqual(['E_NUM_RANGE', 4]);
    expect(error.message).toBe(
      'customerSummary requires amount to be at least 0, or the option refunds to say what less is; got a negative number (1 of 4)',
    );
  });

  test('after asOf are not there to be refused', () => {
    expect(
      customerSummary(log, { unit: 'day', asOf: '2025-04-01', purchase: { where: { amount: { gte: 0 } } } }),
    ).toHaveLength(1);
    const later = shop(on('a', '2025-04-01', 1), on('a', '2025-04-02', -1));
    expect(customerSummary(later, { unit: 'day', asOf: '2025-04-01' })).toHaveLength(1);
  });

  test("are passed over by 'exclude'; a customer with nothing else is none", () => {
    const rows = customerSummary(log, { unit: 'day', refunds: 'exclude' });
    expect(rows.map(({ customer, frequency, monetary, n }) => [customer, frequency, monetary, n])).toEqual(
      [
        ['b', 1, 20, 2],
        ['a', 1, 30, 2],
      ].sort(),
    );
  });

  test("lessen what was bought before them by 'net', the first purchase and nothing excepted", () => {
    const rows = customerSummary(log, { unit: 'day', refunds: 'net' });
    expect(new Map(rows.map(({ customer, monetary }) => [customer, monetary]))).toEqual(
      new Map([
        ['a', -20],
        ['b', 20],
      ]),
    );
  });

  test('of the hold-out period are booked on what was bought in it', () => {
    const split = { unit: 'day', calibrationEnd: '2025-04-02', refunds: 'net' } as const;
    const found = new Map(customerSummary(log, split).map(({ customer, holdout }) => [customer, holdout?.monetary]));
    expect(found).toEqual(
      new Map([
        ['a', -20],
        ['b', 20],
      ]),
    );
    const returned = shop(on('a', '2025-04-01', 10), on('a', '2025-04-03', -4));
    expect(customerSummary(returned, split)[0]?.holdout).toMatchObject({ frequency: 0, monetary: 0 });
  });

  test('that are not the purchase asked for are no matter', () => {
    expect(customerSummary(log, { unit: 'day', purchase: 'order' })).toHaveLength(2);
  });
});

describe('amounts', () => {
  test('that some rows have not count as nothing, and their rows as purchases', () => {
    const log = shop(on('a', '2025-04-01', 5), on('a', '2025-04-02', null), on('a', '2025-04-03', 8), [
      'a',
      '2025-04-03T13:00Z',
    ]);
    expect(customerSummary(log, { unit: 'day' })[0]).toMatchObject({ frequency: 2, monetary: 4, n: 4 });
  });

  test('of nothing are purchases', () => {
    const log = shop(on('a', '2025-04-01', 0), on('a', '2025-04-02', 0), on('a', '2025-04-03', -0));
    expect(customerSummary(log, { unit: 'day' })[0]).toEqual({
      customer: 'a',
      frequency: 2,
      recency: 2,
      T: 2,
      monetary: 0,
      n: 3,
    });
  });

  test('that no row was read with are null, in the hold-out too', () => {
    const rows = [
      { customer: 'a', at: `2025-04-01${NOON}` },
      { customer: 'a', at: `2025-04-03${NOON}` },
    ];
    const log = eventLog(rows, { customer: 'customer', time: 'at' });
    expect(customerSummary(log, { unit: 'day', calibrationEnd: '2025-04-02' })).toEqual([
      {
        customer: 'a',
        frequency: 0,
        recency: 0,
        T: 1,
        monetary: null,
        n: 1,
        holdout: { frequency: 1, duration: 1, monetary: null },
      },
    ]);
  });

  test('beyond doubles are refused, where they count', () => {
    const log = shop(on('a', '2025-04-01', 1e308), on('a', '2025-04-02', 1e308), ['a', '2025-04-02T13:00Z', 1e308]);
    expect(thrown(InvalidDataError, () => customerSummary(log, { unit: 'day' })).code).toBe('E_OVERFLOW');
    expect(customerSummary(log, { unit: 'month' })[0]?.monetary).toBe(0);
  });
});

describe('customers', () => {
  test('are those with a purchase, in the order of their first events', () => {
    const log = shop(
      on('z', '2025-04-01', null, 'visit'),
      on('b', '2025-04-02'),
      on('a', '2025-04-03'),
      on('z', '2025-04-04'),
    );
    expect(customerSummary(log, { unit: 'day', purchase: 'order' }).map(({ customer }) => customer)).toEqual([
      'z',
      'b',
      'a',
    ]);
    expect(customerSummary(log, { unit: 'day', purchase: 'visit' }).map(({ customer }) => customer)).toEqual(['z']);
    expect(customerSummary(log, { unit: 'day', purchase: 'returned' })).toEqual([]);
  });

  test('may have any id', () => {
    const log = shop(on('__proto__', '2025-04-01'), on('constructor', '2025-04-02'), on('__proto__', '2025-04-03'));
    expect(customerSummary(log, { unit: 'day' }).map(({ customer, n }) => [customer, n])).toEqual([
      ['__proto__', 2],
      ['constructor', 1],
    ]);
  });

  test('of columns without an event are left out', () => {
    const log = eventLogFromColumns({
      customer: { codes: Int32Array.of(3, 1), values: ['none', 'a', 'nobody', 'b'] },
      time: Float64Array.of(0, 86_400_000),
    });
    expect(customerSummary(log, { unit: 'day' }).map(({ customer, T }) => [customer, T])).toEqual([
      ['a', 0],
      ['b', 1],
    ]);
  });

  test('of a log without events are none, whatever is asked', () => {
    const log = shop();
    expect(customerSummary(log, { unit: 'day' })).toEqual([]);
    expect(customerSummary(log, { unit: 'week', mergeWithin: 'day', calibrationEnd: '2025-04-01' })).toEqual([]);
    expect(customerSummary(log, { unit: 'day', asOf: '2025-04-01', refunds: 'net' })).toEqual([]);
    thrown(InvalidOptionError, () =>
      customerSummary(log, { unit: 'day', asOf: '2025-04-01', calibrationEnd: '2025-05-01' }),
    );
  });
});

describe('options are refused:', () => {
  const log = shop(on('a', '2025-04-01', 1));
  test.each([
    [undefined, 'options'],
    [{}, 'unit'],
    [{ unit: 'fortnight' }, 'unit'],
    [{ unit: 'day', mergeWithin: 'week' }, 'mergeWithin'],
    [{ unit: 'day', refunds: 'ignore' }, 'refunds'],
    [{ unit: 'day', refunds: null }, 'refunds'],
    [{ unit: 'day', asof: '2025-04-01' }, 'asof'],
    [{ unit: 'day', asOf: 1_743_433_140 }, 'asOf'],
    [{ unit: 'day', calibrationEnd: 'April' }, 'calibrationEnd'],
    [{ unit: 'day', purchase: 5 }, 'purchase'],
    [{ unit: 'day', purchase: { where: { plan: 'pro' } } }, 'the filter on "plan"'],
  ])('%j', (options, field) => {
    const error = thrown(InvalidOptionError, () => customerSummary(log, options as { unit: 'day' })); // what the compiler refuses
    expect(error.issues[0]?.field).toBe(field);
    expect(error.message).toMatch(/^customerSummary requires /);
  });

  test('a purchase by its name, in a log without names', () => {
    const bare = eventLog([{ customer: 'a', at: 5 }], { customer: 'customer', time: 'at' });
    expect(
      thrown(InvalidOptionError, () => customerSummary(bare, { unit: 'day', purchase: 'order' as never })).message,
    ).toContain('names');
  });
});

test('more than 65,535 periods are refused, and said to be those that are counted', () => {
  const log = shop(['a', 0], ['a', 65_534 * 3_600_000]);
  expect(customerSummary(log, { unit: 'hour' })[0]).toMatchObject({ frequency: 1, recency: 65_534, T: 65_534 });
  const longer = shop(['a', '1700-01-01T00:00Z'], ['a', '2025-04-01T00:00Z']);
  for (const options of [{ unit: 'hour' }, { unit: 'day' }, { unit: 'month', mergeWithin: 'day' }] as const) {
    const { code, message } = thrown(LimitError, () => customerSummary(longer, options));
    expect([code, message.includes(options.unit === 'hour' ? '"hour"' : '"day"')]).toEqual(['E_LIMIT', true]);
  }
  expect(customerSummary(longer, { unit: 'month' })[0]?.T).toBe(325 * 12 + 3);
});

test('options given as undefined are not given', () => {
  const log = shop(on('a', '2025-04-01', 1), on('a', '2025-05-01', 2));
  const options = {
    unit: 'week',
    mergeWithin: undefined,
    purchase: undefined,
    asOf: undefined,
    calibrationEnd: undefined,
    refunds: undefined,
  } as const;
  expect(customerSummary(log, options)).toEqual(customerSummary(log, { unit: 'week' }));
});

test('the unit may be an hour, a quarter or a fiscal year', () => {
  const log = shop(['a', '2025-03-31T23:59Z', 1], ['a', '2025-04-01T00:00Z', 2]);
  const recency = (options: CalendarOptions) => customerSummary(log, options)[0]?.recency;
  expect([recency({ unit: 'hour' }), recency({ unit: 'quarter' }), recency({ unit: 'year' })]).toEqual([1, 1, 0]);
  expect(recency({ unit: 'year', fiscalYearStartsOn: 4 })).toBe(1);
});

import {
  changeLedger,
  InvalidDataError,
  InvalidOptionError,
  type RevenueLedger,
  recurringRevenue,
  snapshotLedger,
  subscriptionLedger,
} from 'kizuna';
import { describe, expect, test } from 'vitest';

const roles = { customer: 'customer', start: 'start', end: 'end', amount: 'amount' } as const;

interface Line {
  readonly customer: string;
  readonly start: string;
  readonly end: string | null;
  readonly amount: number;
}

function line(customer: string, start: string, end: string | null, amount: number): Line {
  return { customer, start, end, amount };
}

/** Revenue at the ends of the months of 2025 up to the last of June. */
function monthly(data: readonly Line[] | RevenueLedger, options: object = {}): readonly number[] {
  const ledger = 'kind' in data ? data : subscriptionLedger(data, { ...roles, asOf: '2025-06-30' });
  return recurringRevenue(ledger, { unit: 'month', from: '2025-01-01', asOf: '2025-06-30', ...options }).map(
    (row) => row.end,
  );
}

function fault(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    if (error instanceof InvalidDataError || error instanceof InvalidOptionError) {
      const { code, index, field } = error.issues[0] ?? {};
      return { code, index, field };
    }
    throw error;
  }
  return null;
}

describe('lines', () => {
  test('count from their start until just before their end, a date being the first day with or without', () => {
    expect(monthly([line('a', '2025-01-01', '2025-03-01', 20)])).toEqual([20, 20, 0, 0, 0, 0]);
    expect(monthly([line('a', '2025-01-01', '2025-03-31', 20)])).toEqual([20, 20, 0, 0, 0, 0]);
    expect(monthly([line('a', '2025-01-01', '2025-04-01', 20)])).toEqual([20, 20, 20, 0, 0, 0]);
  });

  test('of local dates are read in the zone of the ledger', () => {
    const ledger = subscriptionLedger([line('a', '2025-04-01', null, 20)], { ...roles, timeZone: 'Asia/Tokyo' });
    expect(ledger.start[0]).toBe(Date.UTC(2025, 2, 31, 15));
    expect(recurringRevenue(ledger, { unit: 'month' })[0]?.period).toBe('2025-04');
  });

  test('whose end is before their start are refused, or left out and counted', () => {
    const rows = [line('a', '2025-01-01', null, 20), line('b', '2025-03-01', '2025-02-28', 20)];
    expect(fault(() => subscriptionLedger(rows, roles))).toEqual({ code: 'E_FIELD_VALUE', index: 1, field: 'end' });
    const ledger = subscriptionLedger(rows, { ...roles, invalid: 'exclude' });
    expect([ledger.length, ledger.excluded]).toEqual([1, { missing: 0, invalid: 1 }]);
  });

  test('that end as they start are never paid; a day counts where it is the last of a month', () => {
    expect(monthly([line('a', '2025-02-01', '2025-02-01', 20)])).toEqual([0, 0, 0, 0, 0, 0]);
    expect(monthly([line('a', '2025-02-28', '2025-03-01', 20)])).toEqual([0, 20, 0, 0, 0, 0]);
  });

  test('of one customer add up where they overlap', () => {
    expect(monthly([line('a', '2025-01-01', '2025-04-01', 20), line('a', '2025-02-01', null, 5)])).toEqual([
      20, 25, 25, 5, 5, 5,
    ]);
  });

  test('of one subscription may not overlap: the later is refused', () => {
    const rows = [
      { ...line('a', '2025-02-01', null, 30), id: 's1' },
      { ...line('a', '2025-01-01', '2025-02-10', 20), id: 's1' },
      { ...line('a', '2025-01-01', null, 7), id: 's2' },
    ];
    const given = { ...roles, subscription: 'id' } as const;
    expect(fault(() => subscriptionLedger(rows, given))).toEqual({ code: 'E_FIELD_VALUE', index: 0, field: 'id' });
    const ledger = subscriptionLedger(rows, { ...given, invalid: 'exclude' });
    expect(monthly(ledger)).toEqual([27, 7, 7, 7, 7, 7]);
  });

  test.each([
    ['the greatest amount', { amount: 30, end: '2025-03-01' }, { amount: 20, end: null }, [30, 30, 0]],
    ['the last end', { amount: 30, end: null }, { amount: 30, end: '2025-03-01' }, [30, 30, 30]],
    [
      'the first plan',
      { amount: 30, end: '2025-03-01', plan: 'x' },
      { amount: 30, end: '2025-03-01', plan: 'y' },
      [30, 30, 0],
    ],
  ])('of one subscription that start at one instant: %s stands', (_, stands, other, expected) => {
    const rows = [stands, other].map((each) => ({ customer: 'a', start: '2025-01-01', id: 1, plan: 'z', ...each }));
    const given = { ...roles, subscription: 'id', plan: 'plan', invalid: 'exclude', asOf: '2025-06-30' } as const;
    for (const list of [rows, [...rows].reverse()]) {
      const ledger = subscriptionLedger(list, given as never);
      expect(monthly(ledger).slice(0, 3)).toEqual(expected);
      expect([ledger.excluded.invalid, ledger.properties[0]?.values[ledger.properties[0].codes[0] as number]]).toEqual([
        1,
        'plan' in stands ? 'x' : 'z',
      ]);
    }
    const last = [stands, other]
      .reverse()
      .map((each) => ({ customer: 'a', start: '2025-01-01', id: 1, plan: 'z', ...each }));
    expect(fault(() => subscriptionLedger(last, { ...given, invalid: 'throw' } as never))).toMatchObject({ index: 0 });
  });

  test('too large to add up are refused from the greatest on, whatever their order', () => {
    const rows = [18e12, 1, 18e12, 2, 44e12].map((amount, i) => line(`c${i}`, '2025-01-01', null, amount));
    for (const list of [rows, [...rows].reverse()]) {
      const ledger = subscriptionLedger(list, { ...roles, interval: 'year', invalid: 'exclude' });
      expect([ledger.excluded.invalid, recurringRevenue(ledger, { unit: 'month' })[0]?.end]).toEqual([1, 3e12 + 0.25]);
      const changes = changeLedger(list, { customer: 'customer', time: 'start', amount: 'amount', invalid: 'exclude' });
      expect([changes.excluded.invalid, recurringRevenue(changes, { unit: 'month' })[0]?.end]).toEqual([1, 36e12 + 3]);
    }
  });

  test('of nothing are of nobody who pays', () => {
    const rows = recurringRevenue([line('a', '2025-01-01', null, 0), line('b', '2025-01-01', null, 10)], {
      ...roles,
      unit: 'month',
    });
    expect(rows[0]?.customers).toMatchObject({ new: 1, end: 1 });
  });

  test('below zero are discounts, and are refused where a customer comes to less than nothing', () => {
    const rows = [line('a', '2025-01-01', '2025-05-01', 20), line('a', '2025-02-01', '2025-03-01', -5)];
    expect(monthly(rows)).toEqual([20, 15, 20, 20, 0, 0]);
    const deficit = [...rows, line('b', '2025-01-01', null, 4), line('a', '2025-04-01', '2025-06-01', -1)];
    expect(fault(() => subscriptionLedger(deficit, roles))).toEqual({ code: 'E_NUM_RANGE', index: 1, field: 'amount' });
    expect(monthly(subscriptionLedger(deficit, { ...roles, invalid: 'exclude' }))).toEqual([24, 24, 24, 24, 4, 4]);
  });

  test('of several currencies are refused with the row, unless they are converted', () => {
    const rows = [
      { ...line('a', '2025-01-01', null, 20), currency: 'EUR' },
      { ...line('b', '2025-01-01', null, 1000), currency: 'JPY' },
    ];
    const given = { ...roles, currency: 'currency' } as const;
    expect(fault(() => subscriptionLedger(rows, given))).toEqual({
      code: 'E_FIELD_VALUE',
      index: 1,
      field: 'currency',
    });
    const convert = (amount: number, currency: string) => (currency === 'JPY' ? amount / 160 : amount);
    expect(monthly(subscriptionLedger(rows, { ...given, convert }))[0]).toBe(26.25);
    expect(subscriptionLedger(rows.slice(0, 1), given).currency).toBe('EUR');
    expect(fault(() => subscriptionLedger(rows, { ...roles, convert }))).toMatchObject({
      code: 'E_OPT_TYPE',
      field: 'convert',
    });
    expect(fault(() => subscriptionLedger(rows, { ...given, convert: () => Number.NaN }))).toMatchObject({
      code: 'E_ACCESSOR',
      index: 0,
    });
  });

  test('of other intervals count by the month; a customer is rounded once', () => {
    const per = (interval: 'year' | 'quarter' | 'week' | 'day' | { readonly months: number }, amount: number) =>
      monthly(subscriptionLedger([line('a', '2025-01-01', null, amount)], { ...roles, interval }))[0];
    expect([per('year', 100), per('quarter', 100), per('week', 3), per('day', 1), per({ months: 7 }, 70)]).toEqual([
      8.33, 33.33, 13, 30.42, 10,
    ]);
    const thirds = [
      line('a', '2025-01-01', null, 0.01),
      line('a', '2025-01-01', null, 0.01),
      line('a', '2025-01-01', null, 0.01),
    ];
    expect(monthly(subscriptionLedger(thirds, { ...roles, interval: 'quarter' }))[0]).toBe(0.01);
    expect(fault(() => subscriptionLedger(thirds, { ...roles, interval: () => 'fortnight' }))).toMatchObject({
      code: 'E_FIELD_VALUE',
      index: 0,
      field: 'interval',
    });
  });

  test('in trial are paid from its end on, and times their quantity', () => {
    const rows = [{ ...line('a', '2025-01-10', null, 4), trial: '2025-02-10', seats: 3 }];
    expect(monthly(subscriptionLedger(rows, { ...roles, trialEnd: 'trial', quantity: 'seats' }))).toEqual([
      0, 12, 12, 12, 12, 12,
    ]);
  });

  test('that are no lines are refused with their place; missing ones are left out', () => {
    const given = (row: object) => () => subscriptionLedger([{ ...line('a', '2025-01-01', null, 1), ...row }], roles);
    expect(fault(given({ start: 'soon' }))).toEqual({ code: 'E_TIME_INVALID', index: 0, field: 'start' });
    expect(fault(given({ start: 1700000000 }))).toEqual({ code: 'E_TIME_UNIT', index: 0, field: 'start' });
    expect(fault(given({ amount: '1' }))).toEqual({ code: 'E_FIELD_TYPE', index: 0, field: 'amount' });
    expect(fault(given({ amount: Number.POSITIVE_INFINITY }))).toEqual({
      code: 'E_NUM_NONFINITE',
      index: 0,
      field: 'amount',
    });
    expect(fault(given({ amount: 1e15 }))).toEqual({ code: 'E_OVERFLOW', index: 0, field: 'amount' });
    expect(fault(given({ customer: true }))).toEqual({ code: 'E_FIELD_TYPE', index: 0, field: 'customer' });
    const ledger = subscriptionLedger(
      [{ ...line('a', '2025-01-01', null, 1), amount: null }],
      roles as object as { customer: 'customer'; start: 'start'; amount: 'amount' },
    );
    expect([ledger.length, ledger.excluded.missing, ledger.asOf]).toEqual([0, 1, null]);
    expect(recurringRevenue(ledger, { unit: 'month' })).toEqual([]);
    expect(
      fault(() =>
        subscriptionLedger([line('a', '2025-01-01', null, 1)], { ...roles, quantum: 1 } as object as typeof roles),
      ),
    ).toMatchObject({ code: 'E_OPT_UNKNOWN' });
    expect(
      fault(() => recurringRevenue({ ...ledger, kind: 'other' } as object as RevenueLedger, { unit: 'month' })),
    ).not.toBeNull();
  });

  test('make the same ledger as columns, typed or coded', () => {
    const rows = [line('a', '2025-01-01', '2025-03-01', 20), line('b', '2025-02-01', null, 30)];
    const columns = {
      customer: { codes: Int32Array.of(0, 1), values: ['a', 'b'] },
      start: Float64Array.of(Date.UTC(2025, 0, 1), Date.UTC(2025, 1, 1)),
      end: [Date.UTC(2025, 2, 1), null],
      amount: Int32Array.of(20, 30),
    };
    expect(subscriptionLedger(columns, roles)).toEqual(subscriptionLedger(rows, roles));
    expect(structuredClone(subscriptionLedger(rows, roles))).toEqual(subscriptionLedger(rows, roles));
  });
});

describe('the end of the data', () => {
  test('is no churn: without asOf, ends from the last start on are not known', () => {
    const rows = [
      line('a', '2024-12-01', '2025-01-01', 10),
      line('b', '2024-12-01', '2025-02-01', 10),
      line('c', '2024-12-01', '2024-12-15', 10),
      line('d', '2025-01-01', '2025-02-01', 10),
    ];
    const churned = (options: object) =>
      recurringRevenue(rows, { ...roles, unit: 'month', ...options }).map((row) => row.churned);
    expect(churned({})).toEqual([0, 0]);
    expect(churned({ asOf: '2025-02-28' })).toEqual([0, 10, 20]);
  });

  test('at asOf itself a line is replaced where its customer has another that starts', () => {
    const rows = [line('a', '2024-12-01', '2025-01-01', 10), line('a', '2025-01-01', '2025-02-01', 30)];
    expect(recurringRevenue(rows, { ...roles, unit: 'month' }).map((row) => row.end)).toEqual([10, 30]);
  });

  test('is that of cancellations, too, and says which periods are complete', () => {
    const rows = [{ ...line('a', '2025-01-01', '2025-03-01', 10), cancelled: '2025-02-10' }];
    const ledger = subscriptionLedger(rows, { ...roles, cancelled: 'cancelled' });
    expect(ledger.asOf).toBe(Date.UTC(2025, 1, 10));
    expect(recurringRevenue(ledger, { unit: 'month' }).map((row) => row.complete)).toEqual([true, false]);
  });
});

describe('changes', () => {
  const at = { customer: 'customer', time: 'time', amount: 'amount' } as const;

  test('hold until the next of their customer, or of their subscription', () => {
    const rows = [
      { customer: 'a', time: '2025-01-01', amount: 20, id: 1 },
      { customer: 'a', time: '2025-02-01', amount: 5, id: 2 },
      { customer: 'a', time: '2025-03-01', amount: 0, id: 1 },
    ];
    expect(monthly(changeLedger(rows, at))).toEqual([20, 5, 0, 0, 0, 0]);
    expect(monthly(changeLedger(rows, { ...at, subscription: 'id' }))).toEqual([20, 25, 5, 5, 5, 5]);
  });

  test('that contradict each other at one instant are refused; the greater stands where they may be left out', () => {
    const rows = [
      { customer: 'a', time: '2025-01-01', amount: 20 },
      { customer: 'b', time: '2025-01-01', amount: 7 },
      { customer: 'a', time: '2025-01-01', amount: 5 },
      { customer: 'b', time: '2025-01-01', amount: 7 },
    ];
    expect(fault(() => changeLedger(rows, at))).toEqual({ code: 'E_FIELD_VALUE', index: 2, field: 'time' });
    expect(fault(() => changeLedger([...rows].reverse(), at))).toEqual({
      code: 'E_FIELD_VALUE',
      index: 1,
      field: 'time',
    });
    expect(monthly(changeLedger(rows, { ...at, invalid: 'exclude' }))[0]).toBe(27);
    expect(monthly(changeLedger([...rows].reverse(), { ...at, invalid: 'exclude' }))[0]).toBe(27);
  });

  test('below zero are refused', () => {
    expect(fault(() => changeLedger([{ customer: 'a', time: '2025-01-01', amount: -1 }], at))).toEqual({
      code: 'E_NUM_RANGE',
      index: 0,
      field: 'amount',
    });
  });
});

describe('snapshots', () => {
  const at = { customer: 'customer', period: 'month', amount: 'amount' } as const;
  const rows = [
    { customer: 'a', month: '2025-01', amount: 20 },
    { customer: 'a', month: '2025-03', amount: 20 },
    { customer: 'b', month: '2025-01-31', amount: 5 },
    { customer: 'b', month: '2025-02-15T10:00:00Z', amount: 3 },
    { customer: 'b', month: '2025-02', amount: 4 },
  ];

  test('without a row in a month within the data are of nothing; after the last month nothing is known', () => {
    const ledger = snapshotLedger(rows, at);
    const bridge = recurringRevenue(ledger, { unit: 'month' });
    expect(bridge.map((row) => [row.end, row.churned, row.reactivation, row.complete])).toEqual([
      [25, 0, 0, true],
      [7, 20, 0, true],
      [20, 7, 20, true],
    ]);
    expect(ledger.asOf).toBe(Date.UTC(2025, 3, 1) - 1);
  });

  test('cannot be asked for finer periods', () => {
    expect(fault(() => recurringRevenue(snapshotLedger(rows, at), { unit: 'week' }))).toEqual({
      code: 'E_OPT_RANGE',
      index: null,
      field: 'unit',
    });
    expect(recurringRevenue(snapshotLedger(rows, at), { unit: 'quarter' }).map((row) => row.end)).toEqual([20]);
  });

  test('of no period are refused', () => {
    expect(fault(() => snapshotLedger([{ customer: 'a', month: 'May', amount: 1 }], at))).toEqual({
      code: 'E_TIME_INVALID',
      index: 0,
      field: 'month',
    });
  });
});

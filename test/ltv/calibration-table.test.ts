import fc from 'fast-check';
import {
  calibrationTable,
  customerSummary,
  customerSummaryColumns,
  eventLog,
  expectedPurchases,
  InvalidDataError,
  InvalidOptionError,
  purchaseProbabilitiesOfNewCustomer,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

const DAY = 86_400_000;
const START = Date.UTC(2025, 0, 6);
const MODEL = { model: 'bg/nbd', r: 0.243, alpha: 30.9, a: 0.793, b: 2.426 } as const; // days
const ROLES = { customer: 'id', time: 'at', name: 'name', amount: 'yen' } as const;
const orders = fc.array(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__'),
    at: fc.integer({ min: 0, max: 100 * 3 }).map((third) => START + (third * DAY) / 3),
    name: fc.constantFrom('order', 'order', 'visit'),
    yen: fc.constantFrom(5, 10, null, -3),
  }),
  { minLength: 1, maxLength: 40 },
);
const SPLIT = { purchase: 'order', refunds: 'exclude', calibrationEnd: '2025-02-16', asOf: '2025-03-30' } as const;

describe('a calibration table', () => {
  test('is the means of customers by their repeat purchases, of rows and of columns', () => {
    fc.assert(
      fc.property(orders, (rows) => {
        const log = eventLog(rows, ROLES);
        const options = { ...SPLIT, unit: 'day' } as const;
        const summary = customerSummary(log, options);
        const table = calibrationTable(MODEL, summary, { upTo: 2 });
        expect(calibrationTable(MODEL, customerSummaryColumns(log, options), { upTo: 2 })).toEqual(table);
        const predicted = summary.map((each) => expectedPurchases(MODEL, each, each.holdout?.duration ?? 0));
        for (const { frequency, customers, expectedCustomers, holdout } of table.rows) {
          const places = summary.flatMap((each, i) => (Math.min(2, each.frequency) === frequency ? [i] : []));
          expect(customers).toBe(places.length);
          const chances = summary.map(({ T }) => purchaseProbabilitiesOfNewCustomer(MODEL, T, { upTo: 1 }));
          const chance = ([none = 0, one = 0]: readonly number[]) => [none, one, 1 - none - one][frequency] ?? 0;
          expect(expectedCustomers).toBeCloseTo(
            chances.reduce((sum, each) => sum + chance(each), 0),
            9,
          );
          if (places.length === 0) expect(holdout).toBeNull();
          else {
            const mean = (at: (i: number) => number) => places.reduce((sum, i) => sum + at(i), 0) / places.length;
            expect(holdout?.actual).toBeCloseTo(
              mean((i) => summary[i]?.holdout?.frequency ?? 0),
              12,
            );
            expect(holdout?.expected).toBeCloseTo(
              mean((i) => predicted[i] ?? 0),
              12,
            );
          }
        }
        if (summary.length === 0) expect(table.errors).toBeNull();
        else {
          const errors = summary.map((each, i) => predicted[i]! - (each.holdout?.frequency ?? 0));
          expect(table.errors?.model.mae).toBeCloseTo(
            errors.reduce((sum, e) => sum + Math.abs(e), 0) / summary.length,
            12,
          );
          expect(table.errors?.model.rmse).toBeCloseTo(Math.hypot(...errors) / Math.sqrt(summary.length), 12);
        }
      }),
      { numRuns: 40 },
    );
  });

  test('sets the naive rate beside the model', () => {
    const customers = [
      { frequency: 2, recency: 10, T: 20, holdout: { frequency: 1, duration: 10 } },
      { frequency: 0, recency: 0, T: 0, holdout: { frequency: 2, duration: 10 } },
    ];
    const { naive, errors, actual } = calibrationTable(MODEL, customers);
    expect([actual, naive]).toEqual([3, 1]);
    expect(errors?.naive).toEqual({ mae: 1, rmse: Math.sqrt(2), bias: 1 / 3 - 1 });
  });

  test('refuses customers without a hold-out period, and histories that cannot be', () => {
    const customer = { frequency: 2, recency: 10, T: 20 };
    expect(thrown(InvalidDataError, () => calibrationTable(MODEL, [customer])).issues[0]).toMatchObject({
      index: 0,
      field: 'holdout.frequency',
    });
    const holdout = { frequency: 1, duration: 10 };
    expect(() => calibrationTable(MODEL, [{ ...customer, recency: 30, holdout }])).toThrow(InvalidDataError);
    expect(() => calibrationTable(MODEL, [], { upTo: 0 })).toThrow(InvalidOptionError);
    expect(calibrationTable(MODEL, []).errors).toBeNull();
    const columns = { frequency: [2], recency: [10], T: [20], holdout: null };
    expect(() => calibrationTable(MODEL, columns)).toThrow(InvalidDataError);
    expect(
      thrown(InvalidDataError, () => calibrationTable(MODEL, [{ ...customer, recency: 30, holdout }])).message,
    ).toBe('calibrationTable requires recency to be at most T; row 0 has a number above T');
  });

  test('reads the covariates of the model, of rows and of columns', () => {
    const model = { ...MODEL, 'purchase.member': 0.8, 'dropoutA.member': -0.3, 'dropoutB.age': 0.1 } as const;
    const customers = [
      { frequency: 2, recency: 10, T: 20, holdout: { frequency: 1, duration: 10 }, member: 1, age: 0.5 },
      { frequency: 2, recency: 10, T: 20, holdout: { frequency: 0, duration: 10 }, member: 0, age: 0.5 },
      { frequency: 0, recency: 0, T: 20, holdout: { frequency: 0, duration: 10 }, member: 1, age: 0.5 },
    ];
    const table = calibrationTable(model, customers, { upTo: 2 });
    const expected = customers.map((each) => expectedPurchases(model, each, 10));
    expect(expected[0]).not.toBe(expected[1]);
    expect(table.expected).toBeCloseTo(
      expected.reduce((sum, each) => sum + each, 0),
      14,
    );
    const none = customers.map(
      (covariates) => purchaseProbabilitiesOfNewCustomer(model, 20, { upTo: 0, covariates })[0] ?? 0,
    );
    expect(table.rows[0]?.expectedCustomers).toBeCloseTo(
      none.reduce((sum, each) => sum + each, 0),
      14,
    );
    const column = (name: 'frequency' | 'recency' | 'T' | 'member' | 'age') => customers.map((each) => each[name]);
    const columns = {
      ...{ frequency: column('frequency'), recency: column('recency'), T: column('T') },
      ...{ member: column('member'), age: column('age') },
      holdout: { frequency: Int32Array.of(1, 0, 0), duration: 10 },
    };
    expect(calibrationTable(model, columns, { upTo: 2 })).toEqual(table);
    const { member, ...without } = customers[1]!;
    expect(
      thrown(InvalidDataError, () => calibrationTable(model, [customers[0]!, without, customers[2]!])).issues[0],
    ).toMatchObject({ index: 1, field: 'member', received: 'undefined' });
    expect(thrown(InvalidDataError, () => calibrationTable(model, [without])).message).toContain(
      'calibrationTable requires member to be a field of the data',
    );
  });

  test('refuses other models even without customers, and hold-out periods that are no opportunities', () => {
    const spend = { model: 'gamma-gamma', p: 1, q: 2, gamma: 3 } as const;
    // @ts-expect-error a model of spend
    expect(thrown(InvalidOptionError, () => calibrationTable(spend, [])).message).toContain(
      'calibrationTable requires model',
    );
    const gifts = { model: 'bg/bb', alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 } as const;
    const donor = { frequency: 2, recency: 3, T: 6, holdout: { frequency: 1, duration: 2 } };
    expect(calibrationTable(gifts, [donor]).n).toBe(1);
    const refused = (change: object) =>
      thrown(InvalidDataError, () => calibrationTable(gifts, [donor, { ...donor, ...change }])).message;
    expect(refused({ holdout: { frequency: 1, duration: 2.5 } })).toContain(
      'calibrationTable requires holdout.duration',
    );
    expect(refused({ frequency: 4 })).toBe(
      'calibrationTable requires frequency to be at most recency; row 1 has a number above recency',
    );
  });
});

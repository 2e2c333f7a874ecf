import { customerSummaryColumns, eventLog, InvalidDataError, InvalidOptionError } from 'kizuna';
import { customerValue, customerValues } from 'kizuna/ltv';
import { describe, expect, test } from 'vitest';
import reference from '../reference/customer-value.json' with { type: 'json' };
import { thrown } from '../support/thrown.js';

const SPEND = { model: 'gamma-gamma', p: reference.spend.p, q: reference.spend.q, gamma: reference.spend.v } as const;
const BG = { model: 'bg/nbd', r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 } as const;
const MODELS = { purchases: BG, spend: SPEND } as const;
const CUSTOMER = { frequency: 2, recency: 30.43, T: 38.86, monetary: 22.35 };
const WEEKLY = { unit: 'week', discountRate: 0.15 } as const;

describe('customer values', () => {
  const options = { ...WEEKLY, horizon: { months: 6 } } as const;
  const customers = reference.customers;

  test('are those of each customer, of rows and of columns', () => {
    const one = customers.map((customer) => customerValue(MODELS, customer, options));
    expect(customerValues(MODELS, [...customers, ...customers], options)).toEqual([...one, ...one]);
    const columns = {
      frequency: Int32Array.from(customers, (each) => each.frequency),
      recency: Float64Array.from(customers, (each) => each.recency),
      T: Float64Array.from(customers, (each) => each.T),
      monetary: Float64Array.from(customers, (each) => each.monetary),
      holdout: null,
    };
    expect(customerValues(MODELS, columns, options)).toEqual(one);
    const log = eventLog([{ id: 'a', at: '2025-01-01T00:00Z', yen: 3 }], { customer: 'id', time: 'at', amount: 'yen' });
    expect(customerValues(MODELS, customerSummaryColumns(log, { unit: 'week' }), options)).toEqual([
      customerValue(MODELS, { frequency: 0, recency: 0, T: 0, monetary: null }, options),
    ]);
    expect(customerValues(MODELS, [], options)).toEqual([]);
  });

  test('know the covariates of a model', () => {
    const purchases = { ...BG, 'purchase.member': 0.5 };
    const models = { purchases, spend: SPEND };
    const [without, with1] = customerValues(
      models,
      [
        { ...CUSTOMER, member: 0 },
        { ...CUSTOMER, member: 1 },
      ] as never,
      options,
    );
    expect(without).toEqual(customerValue(MODELS, CUSTOMER, options));
    expect(with1).toEqual(customerValue(models, { ...CUSTOMER, member: 1 }, options));
    expect(with1?.purchases).not.toBe(without?.purchases);
  });

  test('refuse histories that cannot be, and parts that are missing', () => {
    const bad = (change: object) => () => customerValues(MODELS, [CUSTOMER, { ...CUSTOMER, ...change }], options);
    expect(thrown(InvalidDataError, bad({ monetary: null })).issues[0]).toMatchObject({ index: 1, field: 'monetary' });
    expect(thrown(InvalidDataError, bad({ recency: 99 }))).toMatchObject({
      message: 'customerValues requires recency to be at most T; row 1 has a number above T',
      issues: [{ code: 'E_NUM_RANGE', index: 1, field: 'recency' }],
    });
    expect(thrown(InvalidDataError, bad({ frequency: -1 })).message).toContain('customerValues requires frequency');
    expect(thrown(InvalidDataError, bad({ monetary: -1 })).issues[0]).toMatchObject({ index: 1, field: 'monetary' });
    expect(bad({ frequency: 1.5 })).toThrow(InvalidDataError);
    expect(bad({ T: Number.NaN })).toThrow(InvalidDataError);
  });

  test('without repeat purchases need no mean spend, as of one customer', () => {
    const once = { frequency: 0, recency: 0, T: 38.86, monetary: null };
    const values = [customerValue(MODELS, CUSTOMER, options), customerValue(MODELS, once, options)];
    expect(customerValues(MODELS, [CUSTOMER, once], options)).toEqual(values);
    const columns = { frequency: [2, 0], recency: [30.43, 0], T: [38.86, 38.86] };
    expect(customerValues(MODELS, { ...columns, monetary: [22.35, null] }, options)).toEqual(values);
    expect(customerValues(MODELS, { ...columns, monetary: Float64Array.of(22.35, Number.NaN) }, options)).toEqual(
      values,
    );
    expect(() => customerValues(MODELS, { ...columns, monetary: [null, 0] }, options)).toThrow(InvalidDataError);
    expect(() => customerValues(MODELS, { ...columns, monetary: null }, options)).toThrow(InvalidDataError);
    expect(() => customerValues(MODELS, { ...columns, monetary: [22.35] }, options)).toThrow(InvalidDataError);
  });

  test('refuse models the wrong way round even without customers', () => {
    const refused = (models: object) =>
      thrown(InvalidOptionError, () => customerValues(models as typeof MODELS, [], options)).message; // on purpose
    expect(refused({ purchases: SPEND, spend: BG })).toContain("customerValues requires model to be of model 'bg/nbd'");
    expect(refused({ purchases: BG, spend: BG })).toContain(
      "customerValues requires model to be of model 'gamma-gamma'",
    );
  });
});

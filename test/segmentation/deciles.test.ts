import { concentration, deciles, decilesMetric, eventLog, InvalidDataError, InvalidOptionError } from 'kizuna';
import { describe, expect, test } from 'vitest';
import reference from '../reference/segmentation.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const DATA: Readonly<Record<string, readonly number[]>> = reference.data;

describe('deciles', () => {
  test.each(reference.deciles.map((each) => [each.of, each.bins, each.remainder, each] as const))(
    'of %s in %i, with the remainder %s, are those of NumPy',
    (of, bins, remainder, expected) => {
      const found = deciles(DATA[of]!, { bins, remainder: remainder as 'first' });
      const { deciles: groups } = found;
      expect(groups.map(({ customers }) => customers)).toEqual(expected.customers);
      for (const [k, group] of groups.entries()) {
        expect(relativeError(group.amount, expected.amount[k]!)).toBeLessThan(1e-14);
        expect(relativeError(group.share!, expected.share[k]!)).toBeLessThan(1e-13);
        expect(relativeError(group.cumulativeShare!, expected.cumulative[k]!)).toBeLessThan(1e-13);
        expect([group.low, group.high]).toEqual([expected.low[k], expected.high[k]]);
        if (group.average !== null) expect(relativeError(group.average, expected.average[k]!)).toBeLessThan(1e-14);
        else expect(expected.average[k]).toBeNull();
      }
    },
  );

  test('are ten without being asked, the first of the greatest amounts', () => {
    const amounts = Array.from({ length: 20 }, (_, i) => i + 1);
    const { n, amount, deciles: groups } = deciles(amounts);
    expect([n, amount, groups.length]).toEqual([20, 210, 10]);
    expect(groups[0]).toEqual({
      ...{ decile: 1, customers: 2, amount: 39, share: 39 / 210, cumulativeShare: 39 / 210 },
      ...{ average: 19.5, low: 19, high: 20, partsEquals: false },
    });
    expect(groups[9]?.cumulativeShare).toBe(1);
  });

  test('part equal amounts by id where the sizes ask for it, and say so', () => {
    const rows = ['b', 10, 'a', 9].map((customer) => ({ customer, yen: 5 }));
    const found = deciles(rows, { customer: 'customer', amount: 'yen', bins: 2 });
    expect(found.customers.map(({ customer, decile }) => [customer, decile])).toEqual([
      [9, 1],
      [10, 1],
      ['a', 2],
      ['b', 2],
    ]);
    expect(found.deciles.map(({ partsEquals }) => partsEquals)).toEqual([true, false]);
  });

  test('keep equal amounts together where that is asked for, in the group of the first of them', () => {
    const found = deciles([9, 5, 5, 5, 5, 1], { bins: 3, ties: 'together' });
    expect(found.deciles.map(({ customers, partsEquals }) => [customers, partsEquals])).toEqual([
      [5, false],
      [0, false],
      [1, false],
    ]);
    expect(found.deciles[1]).toMatchObject({ amount: 0, share: 0, cumulativeShare: 29 / 30, average: null, low: null });
  });

  test('add up the orders of a customer, refunds by the rule', () => {
    const rows = [
      { id: 'a', yen: 0.1 },
      { id: 'b', yen: 1 },
      { id: 'a', yen: 0.2 },
      { id: 'a', yen: 0.3 },
      { id: 'b', yen: -3 },
    ];
    const fields = { customer: 'id', amount: 'yen', bins: 2 } as const;
    expect(thrown(InvalidDataError, () => deciles(rows, fields)).message).toBe(
      'deciles requires yen to be at least 0, or the option refunds to say what less is; row 4 has a negative number',
    );
    const net = deciles(rows, { ...fields, refunds: 'net' });
    expect(net.customers.map(({ customer, amount }) => [customer, amount])).toEqual([
      ['a', 0.6],
      ['b', -2],
    ]);
    // Refunds larger than orders: the whole is below 0 and has no shares.
    expect(net.deciles.map(({ share, cumulativeShare }) => [share, cumulativeShare])).toEqual([
      [null, null],
      [null, null],
    ]);
    const passed = deciles(rows, { ...fields, refunds: 'exclude' });
    expect([passed.amount, passed.excluded.refunds]).toEqual([1.6, 1]);
  });

  test('of a log are those of its rows, a customer with refunds only apart', () => {
    const rows = [
      { id: '__proto__', at: 1, yen: 300 },
      { id: 'constructor', at: 2, yen: 200 },
      { id: '__proto__', at: 3, yen: 100 },
      { id: 'c', at: 4, yen: 50 },
    ];
    const log = eventLog([...rows, { id: 'd', at: 4, yen: -5 }], { customer: 'id', time: 'at', amount: 'yen' });
    const ofRows = deciles(rows, { customer: 'id', amount: 'yen', bins: 2 });
    const ofLog = deciles(log, { bins: 2, refunds: 'net' });
    expect(ofLog.deciles).toEqual(ofRows.deciles);
    expect(ofLog.customers).toEqual(ofRows.customers);
    expect([ofLog.asOf, ofLog.excluded.refunds, ofRows.asOf]).toEqual([4, 1, null]);
    expect(deciles(log, { asOf: 2, bins: 1, refunds: 'net' })).toMatchObject({
      amount: 500,
      excluded: { outside: 3 },
      asOf: 2,
    });
  });

  test('leave out who has refunds only, as of a log', () => {
    const rows = [
      { c: 'a', a: -5 },
      { c: 'b', a: 10 },
      { c: 'd', a: 0 },
    ];
    const fields = { customer: 'c', amount: 'a', refunds: 'net' } as const;
    expect(deciles(rows, fields)).toMatchObject({ n: 2, amount: 10, excluded: { refunds: 1 } });
    expect(concentration(rows, fields)).toMatchObject({ n: 2, amount: 10 });
    const { n, customers } = deciles([-5, 10, 0], { refunds: 'net' });
    expect([n, customers.map(({ customer }) => customer)]).toEqual([2, [1, 2]]);
  });

  test('count what was left out', () => {
    const rows = [
      { id: 'a', yen: 5 },
      { id: null, yen: 5 },
      { id: 'b', yen: null },
      { id: '', yen: 5 },
      { id: 'c', yen: Number.NaN },
    ];
    const found = deciles(rows, { customer: 'id', amount: 'yen', invalid: 'exclude' });
    expect([found.n, found.excluded]).toEqual([
      1,
      { missing: 3, invalid: 1, repeated: 0, outside: 0, refunds: 0, withoutAmount: 0 },
    ]);
  });

  test('of nobody, of one, and of nothing spent have their answers', () => {
    expect(deciles([])).toMatchObject({ n: 0, amount: 0, customers: [] });
    expect(deciles([]).deciles.map(({ customers, share }) => [customers, share])).toEqual(Array(10).fill([0, null]));
    const one = deciles([7]).deciles;
    expect(one.map(({ customers }) => customers)).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(one.map(({ cumulativeShare }) => cumulativeShare)).toEqual(Array(10).fill(1));
    const zero = deciles([0, 0, 0], { bins: 3 }).deciles;
    expect(zero.map(({ amount, share, average }) => [amount, share, average])).toEqual(Array(3).fill([0, null, 0]));
  });

  test.each([
    [{ bins: 0 }, 'deciles requires bins to be an integer from 1 to 10000; got 0'],
    [{ bins: 2.5 }, 'deciles requires bins to be an integer from 1 to 10000; got 2.5'],
    [{ ties: 'id' }, 'deciles requires ties to be one of split, together; got "id"'],
    [{ remainder: 'none' }, 'deciles requires remainder to be one of first, last, spread; got "none"'],
    [{ refunds: 'drop' }, 'deciles requires refunds to be one of reject, exclude, net; got "drop"'],
    [{ amount: 3 }, 'deciles requires amount to be a field or a function; got 3'],
    [{ asOf: '2025-01-01' }, 'deciles requires options to be among'],
    [null, 'deciles requires options to be an object; got null'],
  ])('refuse %j', (options, sentence) => {
    // @ts-expect-error wrong on purpose
    expect(thrown(InvalidOptionError, () => deciles([1], options)).message).toContain(sentence);
  });

  test('refuse values that are no amounts, with their places', () => {
    expect(thrown(InvalidDataError, () => deciles([1, Number.POSITIVE_INFINITY, -1])).issues).toEqual([
      { code: 'E_NUM_NONFINITE', index: 1, field: null, expected: 'a number', received: 'Infinity' },
      {
        ...{ code: 'E_NUM_RANGE', index: 2, field: null, received: 'a negative number' },
        expected: 'at least 0, or the option refunds to say what less is',
      },
    ]);
    expect(thrown(InvalidDataError, () => deciles([1e308, 1e308])).code).toBe('E_OVERFLOW');
    const log = eventLog([{ id: 'a', at: 0 }], { customer: 'id', time: 'at' });
    expect(() => deciles(log)).toThrow(InvalidOptionError);
    expect(() => decilesMetric().state(log)).toThrow(InvalidOptionError);
    // @ts-expect-error no data at all
    expect(() => deciles(undefined)).toThrow(InvalidDataError);
    expect(thrown(InvalidDataError, () => deciles([{ yen: 1 }], { amount: 'yen', customer: 'id' as 'yen' })).code).toBe(
      'E_FIELD_MISSING',
    );
  });

  test('judge the refunds of a state when it is finished', () => {
    const log = eventLog([{ id: 'a', at: 0, yen: -1 }], { customer: 'id', time: 'at', amount: 'yen' });
    const metric = decilesMetric();
    const state = metric.state(log);
    expect(state.refunds).toBe(1);
    expect(thrown(InvalidDataError, () => metric.finish(state)).code).toBe('E_NUM_RANGE');
  });
});

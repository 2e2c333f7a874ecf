import fc from 'fast-check';
import { concentration, eventLog, gini, InvalidDataError, InvalidOptionError } from 'kizuna';
import { describe, expect, test } from 'vitest';
import reference from '../reference/segmentation.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';
import { amounts } from './amounts.js';

const DATA: Readonly<Record<string, readonly number[]>> = reference.data;

describe('concentration', () => {
  test.each(reference.concentration.map((each) => [each.of, each] as const))(
    'of %s is that of NumPy',
    (of, expected) => {
      const found = concentration(DATA[of]!);
      expect(Math.abs(found.gini! - expected.gini)).toBeLessThan(1e-14);
      expect(relativeError(found.herfindahl!, expected.herfindahl)).toBeLessThan(1e-13);
      expect(found.effectiveCustomers).toBe(1 / found.herfindahl!);
      found.top?.forEach(({ customers, amount }, k) => {
        expect(customers).toBe(expected.top[k]![0]);
        expect(relativeError(amount, expected.top[k]![1]!)).toBeLessThan(1e-13);
      });
      found.reach?.forEach(({ customers, amount }, k) => {
        expect(amount).toBe(expected.reach[k]![0]);
        expect(relativeError(customers, expected.reach[k]![1]!)).toBeLessThan(1e-13);
      });
      expect(relativeError(found.pareto!.customers, expected.pareto)).toBeLessThan(1e-13);
    },
  );

  test('says 80/20 where a fifth brings four fifths', () => {
    const { pareto, top } = concentration([400, 25, 25, 25, 25], { top: [0.2] });
    expect(pareto).toEqual({ customers: 0.2, amount: 0.8 });
    expect(top).toEqual([{ customers: 0.2, amount: 0.8 }]);
  });

  test('adds the orders of a customer, of rows and of a log', () => {
    const rows = [
      { id: 'a', at: 0, yen: 1 },
      { id: '__proto__', at: 1, yen: 2 },
      { id: 'a', at: 2, yen: 1 },
    ];
    const ofRows = concentration(rows, { customer: 'id', amount: 'yen' });
    expect([ofRows.n, ofRows.gini, ofRows.effectiveCustomers]).toEqual([2, 0, 2]);
    const log = eventLog(rows, { customer: 'id', time: 'at', amount: 'yen' });
    expect(concentration(log)).toEqual({ ...ofRows, asOf: 2 });
  });

  test('is null where there is nothing to share', () => {
    const nothing = { gini: null, herfindahl: null, effectiveCustomers: null, top: null, reach: null, pareto: null };
    expect(concentration([])).toMatchObject({ n: 0, amount: 0, ...nothing });
    expect(concentration([0, 0])).toMatchObject({ n: 2, amount: 0, ...nothing });
  });

  test('refuses customers with less than nothing, also where refunds are taken off', () => {
    expect(() => concentration([1, -1])).toThrow(InvalidDataError);
    const rows = [
      { id: 'a', yen: 5 },
      { id: 'b', yen: 1 },
      { id: 'b', yen: -2 },
    ];
    const error = thrown(InvalidDataError, () =>
      concentration(rows, { customer: 'id', amount: 'yen', refunds: 'net' }),
    );
    expect(error.message).toBe(
      'concentration requires the amount of each customer to be at least 0, refunds taken off; got a negative number',
    );
    expect(concentration(rows, { customer: 'id', amount: 'yen', refunds: 'exclude' }).amount).toBe(6);
  });

  test.each([
    [{ top: 0.2 }, 'concentration requires top to be a list of shares; got 0.2'],
    [{ top: [20] }, 'concentration requires top to be a number from 0 to 1; got 20'],
    [{ reach: ['all'] }, 'concentration requires reach to be a number from 0 to 1; got "all"'],
    [{ share: [1] }, 'concentration requires options to be among'],
  ])('refuses %j', (options, sentence) => {
    // @ts-expect-error wrong on purpose
    expect(thrown(InvalidOptionError, () => concentration([1], options)).message).toContain(sentence);
  });
});

test('the curve rises from nothing to all, is above the diagonal, and its points agree with each other', () => {
  fc.assert(
    fc.property(amounts, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
      const {
        top,
        reach,
        pareto,
        gini: found,
        herfindahl,
        n,
      } = concentration(list, { top: [0, share, 1], reach: [share] });
      if (top === null || reach === null || pareto === null) return;
      expect([top[0]?.amount, top[2]?.amount]).toEqual([0, 1]);
      expect(top[1]!.amount).toBeGreaterThanOrEqual(share - 1e-12);
      const back = concentration(list, { top: [reach[0]!.customers] }).top![0]!;
      expect(back.amount).toBeCloseTo(share, 9);
      expect(pareto.customers).toBeLessThanOrEqual(0.5 + 1e-12);
      expect(concentration(list, { top: [pareto.customers] }).top![0]!.amount).toBeCloseTo(pareto.amount, 9);
      expect(found).toBe(gini(list));
      expect(herfindahl!).toBeGreaterThanOrEqual((1 / n) * (1 - 1e-12));
      expect(herfindahl!).toBeLessThanOrEqual(1 + 1e-12);
    }),
  );
});

test('every customer twice changes no share and doubles the effective number', () => {
  fc.assert(
    fc.property(amounts, (list) => {
      const [one, two] = [concentration(list), concentration([...list, ...list])];
      if (one.top === null) return;
      two.top?.forEach(({ amount }, k) => {
        expect(amount).toBeCloseTo(one.top![k]!.amount, 12);
      });
      expect(two.pareto?.customers).toBeCloseTo(one.pareto!.customers, 12);
      expect(two.gini).toBeCloseTo(one.gini!, 12);
      expect(two.effectiveCustomers).toBeCloseTo(2 * one.effectiveCustomers!, 9);
    }),
  );
});

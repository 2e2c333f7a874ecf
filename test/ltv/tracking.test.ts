import fc from 'fast-check';
import {
  calendar,
  customerSummary,
  eventLog,
  expectedPurchasesOfNewCustomer,
  InvalidDataError,
  InvalidOptionError,
  type PurchaseModel,
  trackPurchases,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import reference from '../reference/tracking.json' with { type: 'json' };
import { relativeError } from '../support/close.js';
import { thrown } from '../support/thrown.js';

const DAY = 86_400_000;
const START = Date.UTC(2025, 0, 6);
const MODEL = { model: 'bg/nbd', r: 0.243, alpha: 30.9, a: 0.793, b: 2.426 } as const; // days
const WEEKS = { ...MODEL, alpha: 4.414 } as const;
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

describe('tracking', () => {
  test.each(reference.cases)(
    'of all customers is that of lifetimes: $model',
    ({ model, parameters, actual, predicted }) => {
      const purchases = reference.purchases.map(([id, day]) => ({ id: String(id), at: START + Number(day) * DAY }));
      const log = eventLog(purchases, { customer: 'id', time: 'at' });
      // Kinds of the script.
      const given = { model, ...parameters } as PurchaseModel;
      const { periods } = trackPurchases(given, log, { unit: 'day', asOf: START + reference.days * DAY });
      // What was bought is a day late there, against what was expected.
      expect(periods.slice(0, -1).map(({ actualCumulative }) => actualCumulative)).toEqual(actual);
      for (const [i, { expectedCumulative }] of periods.slice(1).entries()) {
        expect(relativeError(expectedCumulative, predicted[i] ?? Number.NaN)).toBeLessThan(1e-9);
      }
    },
  );

  test.each([
    [{ unit: 'day' }, MODEL, 'day'],
    [{ unit: 'week' }, WEEKS, 'week'],
    [{ unit: 'week', mergeWithin: 'day' }, WEEKS, 'day'],
  ] as const)('adds up to what customerSummary counts and the model expects of it: %j', (units, model, counted) => {
    fc.assert(
      fc.property(orders, (rows) => {
        const log = eventLog(rows, ROLES);
        const options = { ...SPLIT, ...units } as const;
        const summary = customerSummary(log, options);
        const { customers, periods, calibration, holdout } = trackPurchases(model, log, options);
        expect(customers).toBe(summary.length);
        expect(calibration.actual).toBe(summary.reduce((sum, { frequency }) => sum + frequency, 0));
        expect(holdout?.actual).toBe(summary.reduce((sum, each) => sum + (each.holdout?.frequency ?? 0), 0));
        const expected = summary.reduce((sum, { T }) => sum + expectedPurchasesOfNewCustomer(model, T), 0);
        expect(calibration.expected).toBeCloseTo(expected, 9);
        const later = summary.reduce(
          (sum, each) => sum + expectedPurchasesOfNewCustomer(model, each.T + (each.holdout?.duration ?? 0)),
          0,
        );
        expect(calibration.expected + (holdout?.expected ?? 0)).toBeCloseTo(later, 9);

        // Row by row, from the events.
        const inCounted = calendar({ unit: counted });
        const shown = calendar({ unit: units.unit });
        const bought = new Set<string>();
        const first = new Map<string, number>();
        const asOf = inCounted.indexOf(Date.UTC(2025, 2, 30));
        for (const { id, at, name, yen } of rows) {
          const period = inCounted.indexOf(at);
          if (name !== 'order' || (yen ?? 0) < 0 || period > asOf) continue;
          bought.add(JSON.stringify([id, period]));
          first.set(id, Math.min(period, first.get(id) ?? Infinity));
        }
        const repeats = [...bought]
          .map((text) => JSON.parse(text) as [string, number])
          .filter(
            ([id, period]) => period > first.get(id)! && first.get(id)! <= inCounted.indexOf(Date.UTC(2025, 1, 16)),
          );
        let [sum, expectedSum] = [0, 0];
        for (const row of periods) {
          const own = repeats.filter(
            ([, period]) => shown.labelOf(shown.indexOf(inCounted.startOf(period))) === row.period,
          );
          expect(row.actual).toBe(own.length);
          sum += row.actual;
          expectedSum += row.expected;
          expect(row.actualCumulative).toBe(sum);
          expect(row.expectedCumulative).toBeCloseTo(expectedSum, 9);
          expect(row.part).toBe(row.period <= '2025-02-16' ? 'calibration' : 'holdout');
        }
      }),
      { numRuns: 40 },
    );
  });

  const log = eventLog(
    [
      { id: 'a', at: '2025-01-06T09:00Z' },
      { id: 'a', at: '2025-01-20T09:00Z' },
      { id: 'b', at: '2025-02-03T09:00Z' },
      { id: 'b', at: '2025-02-04T09:00Z' },
      { id: 'a', at: '2025-02-05T09:00Z' },
    ],
    { customer: 'id', time: 'at' },
  );

  test('leaves out customers who come after the calibration period', () => {
    const { customers, holdout } = trackPurchases(MODEL, log, { unit: 'day', calibrationEnd: '2025-01-31' });
    expect([customers, holdout?.actual]).toEqual([1, 1]);
  });

  test('without a calibration period has all customers, and no hold-out', () => {
    const { customers, calibration, holdout, periods } = trackPurchases(MODEL, log, { unit: 'day', by: 'month' });
    expect([customers, calibration.actual, holdout]).toEqual([2, 3, null]);
    expect(periods.map(({ period, part, actual, complete }) => [period, part, actual, complete])).toEqual([
      ['2025-01', 'calibration', 1, true],
      ['2025-02', 'calibration', 2, false],
    ]);
    expect(calibration.relativeError).toBeCloseTo(calibration.expected / 3 - 1, 14);
  });

  test('of an empty log is empty', () => {
    const nothing = eventLog([] as { id: string; at: string }[], { customer: 'id', time: 'at' });
    expect(trackPurchases(MODEL, nothing, { unit: 'day' })).toEqual({
      customers: 0,
      periods: [],
      calibration: { actual: 0, expected: 0, relativeError: null },
      holdout: null,
    });
  });

  test('refuses other models, unknown options and refunds without a rule', () => {
    // @ts-expect-error a model of spend
    expect(() => trackPurchases({ model: 'gamma-gamma', p: 1, q: 2, gamma: 3 }, log, { unit: 'day' })).toThrow(
      InvalidOptionError,
    );
    // @ts-expect-error misspelt
    expect(() => trackPurchases(MODEL, log, { unit: 'day', calibration: '2025-01-31' })).toThrow(InvalidOptionError);
    // @ts-expect-error no unit
    expect(() => trackPurchases(MODEL, log, { unit: 'day', by: 'fortnight' })).toThrow(InvalidOptionError);
    const refunded = eventLog([{ id: 'a', at: START, name: 'order', yen: -1 }], ROLES);
    expect(() => trackPurchases(MODEL, refunded, { unit: 'day' })).toThrow(InvalidDataError);
  });

  test('refuses covariates, and opportunities that are no whole units, under its own name', () => {
    const refused = (model: PurchaseModel, options: { unit: 'day' | 'week'; mergeWithin?: 'day' }) =>
      thrown(InvalidOptionError, () => trackPurchases(model, log, options)).message;
    const withCovariate = { ...MODEL, 'purchase.member': 1 };
    expect(refused(withCovariate, { unit: 'day' })).toBe(
      'trackPurchases requires model to have no covariates, which a log does not tell; got "member"',
    );
    const gifts = { model: 'bg/bb', alpha: 1.204, beta: 0.75, gamma: 0.657, delta: 2.783 } as const;
    expect(refused(gifts, { unit: 'week', mergeWithin: 'day' })).toBe(
      'trackPurchases requires mergeWithin to be \'unit\' under BG/BB, which knows whole opportunities only; got "day"',
    );
    expect(trackPurchases(gifts, log, { unit: 'week' }).customers).toBe(2);
    expect(trackPurchases(gifts, log, { unit: 'day', mergeWithin: 'day' }).customers).toBe(2);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { customerChurn } from '../../src/churn/customer-churn.js';
import { recurringRevenue } from '../../src/churn/recurring-revenue.js';
import { dayEnd, type Line, ledgerOf, lines, MONTH_DAYS, paidAt } from './naive-lines.js';

const asOf = fc.integer({ min: 0, max: 250 });

/** Who pays at the end of each of these days, and what became of customers from one to the next. */
function movesOf(list: readonly Line[], days: readonly number[], known: number) {
  const ever = new Set<string>();
  let before: ReadonlyMap<string, number> = new Map();
  return days.map((day) => {
    const now = paidAt(list, day, known);
    const added = [...now.keys()].filter((customer) => !ever.has(customer)).length;
    const back = [...now.keys()].filter((customer) => ever.has(customer) && !before.has(customer)).length;
    const churned = [...before.keys()].filter((customer) => !now.has(customer)).length;
    const row = { start: before.size, added, back, churned, end: now.size };
    for (const customer of now.keys()) ever.add(customer);
    before = now;
    return row;
  });
}

/** The last day of each month up to a day, and that day. */
const monthEnds = (known: number): readonly number[] => [
  ...MONTH_DAYS.slice(1)
    .map((day) => day - 1)
    .filter((day) => day < known),
  known,
];

test('is what comparing the customers at both ends of each month gives', () => {
  fc.assert(
    fc.property(lines, asOf, fc.constantFrom('start', 'average'), (list, known, denominator) => {
      const found = customerChurn(ledgerOf(list), {
        ...({ unit: 'month', denominator, from: '2025-01-01', asOf: dayEnd(known) } as const),
      });
      const expected = movesOf(list, monthEnds(known), known);
      expect(found).toHaveLength(expected.length);
      for (const [i, { start, added, back, churned, end }] of expected.entries()) {
        expect(found[i]).toMatchObject({ start, new: added, churned, reactivated: back, end });
        expect(found[i]?.retention).toMatchObject({ numerator: start - churned, denominator: start });
        const whole = denominator === 'start' ? start : (start + end) / 2;
        expect(found[i]?.churn).toMatchObject({
          ...{ numerator: churned, denominator: whole, value: whole === 0 ? null : churned / whole },
        });
      }
    }),
  );
});

test('by daily sums, is what comparing the customers at both ends of each day gives', () => {
  fc.assert(
    fc.property(lines, asOf, (list, known) => {
      const found = customerChurn(ledgerOf(list), {
        ...({ unit: 'month', denominator: 'dailySum', from: '2025-01-01', asOf: dayEnd(known) } as const),
      });
      const days = movesOf(
        list,
        Array.from({ length: known + 1 }, (_, day) => day),
        known,
      );
      const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
      for (const [i, row] of found.entries()) {
        const own = days.slice(MONTH_DAYS[i], MONTH_DAYS[i + 1]);
        const churned = sum(own.map((day) => day.churned));
        const mean = sum(own.map((day) => day.start)) / own.length;
        expect(row.churn).toMatchObject({
          numerator: churned,
          value: mean === 0 ? null : expect.closeTo(churned / mean, 12),
        });
        expect(row).toMatchObject({ churned, new: sum(own.map((day) => day.added)) });
        expect(row.start + row.new + row.reactivated - row.churned).toBe(row.end);
      }
    }),
  );
});

test('of days, the daily sum is the share of those at the start', () => {
  fc.assert(
    fc.property(lines, asOf, (list, known) => {
      const of = (denominator: 'start' | 'dailySum') =>
        customerChurn(ledgerOf(list), { unit: 'day', denominator, asOf: dayEnd(known) }).map(
          ({ churn }) => churn.value,
        );
      expect(of('dailySum')).toEqual(of('start'));
    }),
  );
});

test('the end of a period is the start of the next, and the rate lies in its interval', () => {
  fc.assert(
    fc.property(
      lines,
      fc.constantFrom('start', 'average', 'dailySum', 'dailyRates'),
      fc.constantFrom('week', 'month', 'quarter'),
      (list, denominator, unit) => {
        const rows = customerChurn(ledgerOf(list), { unit, denominator });
        for (const [i, { start, new: added, reactivated, churned, end, churn }] of rows.entries()) {
          expect(start + added + reactivated - churned).toBe(end);
          if (i > 0) expect(start).toBe(rows[i - 1]?.end);
          if (churn.value === null) expect(churn.interval).toBeNull();
          else {
            expect(churn.interval?.low).toBeLessThanOrEqual(churn.value + 1e-12);
            expect(churn.interval?.high).toBeGreaterThanOrEqual(churn.value - 1e-12);
          }
        }
      },
    ),
  );
});

test('is the customer churn of recurring revenue, by any formula and rule', () => {
  fc.assert(
    fc.property(
      ...[lines, asOf, fc.constantFrom('start', 'average', 'dailySum', 'dailyRates')],
      ...[fc.constantFrom('net', 'newAndChurned', 'each'), fc.constantFrom(1, 3), fc.constantFrom('week', 'month')],
      (list, known, denominator, movements, trailing, unit) => {
        const options = { unit, movements, trailing, asOf: dayEnd(known) } as const;
        const own = customerChurn(ledgerOf(list), { ...options, denominator });
        const rows = recurringRevenue(ledgerOf(list), { ...options, churnDenominator: denominator });
        expect(own.map(({ period, churn, complete }) => ({ period, churn, complete }))).toEqual(
          rows.map(({ period, customerChurn: churn, complete }) => ({ period, churn, complete })),
        );
        if (denominator !== 'start') return;
        for (const { churn, retention } of own) {
          expect(churn.numerator).toBe(retention.denominator - retention.numerator);
          expect(churn.value ?? 0).toBeLessThanOrEqual(1);
        }
      },
    ),
  );
});

test('by daily rates, is the churn of every day added up', () => {
  fc.assert(
    fc.property(lines, asOf, fc.constantFrom(1, 2), (list, known, trailing) => {
      const options = { asOf: dayEnd(known), from: '2025-01-01' } as const;
      const days = customerChurn(ledgerOf(list), { ...options, unit: 'day' });
      const months = customerChurn(ledgerOf(list), { ...options, unit: 'month', denominator: 'dailyRates', trailing });
      for (const [i, { churn }] of months.entries()) {
        const own = days.slice(MONTH_DAYS[Math.max(0, i + 1 - trailing)], MONTH_DAYS[i + 1]);
        const sum = own.reduce((total, day) => total + (day.churn.value ?? 0), 0);
        if (churn.value === null) expect(sum).toBe(0);
        else expect(churn.value).toBeCloseTo(sum, 10);
      }
    }),
  );
});

test('counts customers as recurring revenue does, by any rule', () => {
  fc.assert(
    fc.property(lines, asOf, fc.constantFrom('net', 'newAndChurned', 'each'), (list, known, movements) => {
      const options = { unit: 'month', movements, from: '2025-01-01', asOf: dayEnd(known) } as const;
      expect(
        customerChurn(ledgerOf(list), options).map((row) => [
          row.start,
          row.new,
          row.churned,
          row.reactivated,
          row.end,
        ]),
      ).toEqual(
        recurringRevenue(ledgerOf(list), options).map(({ customers }) => [
          ...[customers.start, customers.new, customers.churned, customers.reactivated, customers.end],
        ]),
      );
    }),
  );
});

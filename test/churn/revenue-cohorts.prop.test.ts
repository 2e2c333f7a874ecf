import fc from 'fast-check';
import { expect, test } from 'vitest';
import { revenueCohorts } from '../../src/churn/revenue-cohorts.js';
import { revenueRetention } from '../../src/churn/revenue-retention.js';
import { dayEnd, type Line, ledgerOf, lines, MONTH_DAYS, paidAt } from './naive-lines.js';

const asOf = fc.integer({ min: 0, max: 250 });
const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

/** The first day on which each customer pays, and what, in cents. */
function firstPaid(list: readonly Line[], known: number): ReadonlyMap<string, readonly [day: number, paid: number]> {
  const first = new Map<string, readonly [number, number]>();
  for (let day = 0; day <= known; day += 1) {
    for (const [customer, paid] of paidAt(list, day, known)) if (!first.has(customer)) first.set(customer, [day, paid]);
  }
  return first;
}

const monthOf = (day: number) => MONTH_DAYS.findIndex((first) => first > day) - 1;

test('is what adding up each cohort at the end of each month gives, to the cent', () => {
  fc.assert(
    fc.property(lines, asOf, (list, known) => {
      const found = revenueCohorts(ledgerOf(list), { unit: 'month', from: '2025-01-01', asOf: dayEnd(known) });
      const first = firstPaid(list, known);
      const months = monthOf(known) + 1;
      expect(found.n).toBe(first.size);
      expect(found.cohorts).toHaveLength(months);
      for (const [cohort, { size, revenue, cells }] of found.cohorts.entries()) {
        const members = [...first].filter(([, [day]]) => monthOf(day) === cohort);
        const started = total(members.map(([, [, paid]]) => paid));
        expect([size, revenue]).toEqual([members.length, started / 100]);
        expect(cells).toHaveLength(months);
        for (const [age, cell] of cells.entries()) {
          if (cohort + age >= months) {
            expect(cell).toBeNull();
            continue;
          }
          const end = (MONTH_DAYS[cohort + age + 1] as number) - 1;
          const paid = paidAt(list, Math.min(end, known), known);
          const pairs = members.map(([customer, [, x]]) => [x, paid.get(customer) ?? 0] as const);
          expect(cell).toMatchObject({
            ...{ age, complete: end <= known, customers: pairs.filter(([, y]) => y > 0).length },
            revenue: total(pairs.map(([, y]) => y)) / 100,
            netRetention: { value: started === 0 ? null : total(pairs.map(([, y]) => y)) / started, n: size },
            grossRetention: {
              numerator: total(pairs.map(([x, y]) => Math.min(x, y))) / 100,
              denominator: started / 100,
            },
          });
        }
      }
    }),
  );
});

test('the curve pools the complete cells of each age, and GRR is at most 1 and NRR', () => {
  fc.assert(
    fc.property(lines, asOf, fc.option(fc.nat(3)), (list, known, periods) => {
      const { cohorts, overall } = revenueCohorts(ledgerOf(list), {
        ...({ unit: 'month', asOf: dayEnd(known) } as const),
        ...(periods === null ? {} : { periods }),
      });
      if (periods !== null) expect(overall.length).toBeLessThanOrEqual(periods + 1);
      for (const { age, revenue, customers, netRetention, grossRetention, customerRetention, ...point } of overall) {
        const rows = cohorts.filter(({ size, cells }) => size > 0 && cells[age]?.complete === true);
        expect(point.cohorts).toBe(rows.length);
        expect(customers).toBe(total(rows.map(({ cells }) => cells[age]?.customers ?? 0)));
        expect(revenue).toBeCloseTo(total(rows.map(({ cells }) => cells[age]?.revenue ?? 0)), 4);
        expect(customerRetention.denominator).toBe(total(rows.map(({ size }) => size)));
        if (grossRetention.value === null || netRetention.value === null) continue;
        expect(grossRetention.value).toBeLessThanOrEqual(Math.min(1, netRetention.value));
      }
    }),
  );
});

test('from one age to another, NRR of the same cohort is a product', () => {
  fc.assert(
    fc.property(lines, asOf, (list, known) => {
      for (const { cells } of revenueCohorts(ledgerOf(list), { unit: 'month', asOf: dayEnd(known) }).cohorts) {
        const [start, ...later] = cells.flatMap((cell) => (cell === null ? [] : [cell]));
        for (const cell of later) {
          if (start === undefined || start.revenue === 0 || cell.netRetention.value === null) continue;
          const product = (start.netRetention.value ?? 0) * (cell.revenue / start.revenue);
          expect(Math.abs(cell.netRetention.value - product)).toBeLessThanOrEqual(1e-12 * product);
        }
      }
    }),
  );
});

test('of customers who never change within their first month, a cell is the retention of the pool at its end', () => {
  fc.assert(
    fc.property(lines, asOf, (list, known) => {
      // One line each, from the first of a month on, and for longer than it.
      const plain = list
        .map((line) => ({ ...line, start: MONTH_DAYS[monthOf(line.start)] as number }))
        .filter(({ customer }, i) => list.findIndex((line) => line.customer === customer) === i)
        .filter(({ start, end, amount }) => amount > 0 && (end === null || end > start + 31));
      const ledger = ledgerOf(plain);
      const { cohorts } = revenueCohorts(ledger, { unit: 'month', from: '2025-01-01', asOf: dayEnd(known) });
      for (const [cohort, { cells, size }] of cohorts.entries()) {
        const own = ledgerOf(plain.filter(({ start }) => monthOf(start) === cohort));
        const at = dayEnd(Math.min((MONTH_DAYS[cohort + 1] as number) - 1, known));
        for (const cell of cells) {
          if (cell === null || size === 0) continue;
          const until = dayEnd(Math.min((MONTH_DAYS[cohort + cell.age + 1] as number) - 1, known));
          const pool = revenueRetention(own, { at, until, asOf: dayEnd(known) });
          expect([cell.netRetention, cell.grossRetention, cell.customerRetention]).toEqual([
            ...[pool.netRetention, pool.grossRetention, pool.customerRetention],
          ]);
        }
      }
    }),
  );
});

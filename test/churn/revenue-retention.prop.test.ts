import fc from 'fast-check';
import { expect, test } from 'vitest';
import { revenueRetention } from '../../src/churn/revenue-retention.js';
import { revenueRetentionTrend } from '../../src/churn/revenue-retention-trend.js';
import { dayEnd, ledgerOf, lines, MONTH_DAYS, paidAt } from './naive-lines.js';

const days = fc
  .tuple(fc.nat(200), fc.nat(200), fc.nat(200))
  .map((list) => [...list].sort((a, b) => a - b) as [number, number, number]);

const total = (numbers: readonly number[]) => numbers.reduce((sum, number) => sum + number, 0);

/** What a pool of customers pays at first, later, and of it no more than at first, in cents. */
function pool(list: Parameters<typeof ledgerOf>[0], at: number, until: number, known: number) {
  const [first, later] = [paidAt(list, at, known), paidAt(list, until, known)];
  const pairs = [...first].map(([customer, x]) => [x, later.get(customer) ?? 0] as const);
  return {
    pairs,
    first: total(pairs.map(([x]) => x)),
    later: total(pairs.map(([, y]) => y)),
    kept: total(pairs.map(([x, y]) => Math.min(x, y))),
    customers: pairs.filter(([, y]) => y > 0).length,
  };
}

/** Cochran 1977, 2.11, term by term. */
function standardError(pairs: readonly (readonly [number, number])[]): number | null {
  const [n, x, y] = [pairs.length, total(pairs.map(([x]) => x)), total(pairs.map(([, y]) => y))];
  const squares = total(pairs.map(([own, later]) => (later - (y / x) * own) ** 2));
  return n < 2 ? null : Math.sqrt((n / (n - 1)) * squares) / x;
}

test('is what adding up the pool customer by customer gives, to the cent', () => {
  fc.assert(
    fc.property(lines, days, (list, [at, until, known]) => {
      const found = revenueRetention(ledgerOf(list), { at: dayEnd(at), until: dayEnd(until), asOf: dayEnd(known) });
      const expected = pool(list, at, until, known);
      expect(found.customers).toBe(expected.pairs.length);
      expect(found.revenue).toBe(expected.first / 100);
      expect(found.netRetention.numerator).toBe(expected.later / 100);
      expect(found.grossRetention.numerator).toBe(expected.kept / 100);
      expect(found.customerRetention).toMatchObject({
        numerator: expected.customers,
        denominator: expected.pairs.length,
      });
      if (expected.first === 0) expect(found.netRetention.value).toBeNull();
      else {
        expect(found.netRetention.value).toBe(expected.later / expected.first);
        const error = standardError(expected.pairs);
        if (error === null) expect(found.netRetention.standardError).toBeNull();
        else expect(Math.abs((found.netRetention.standardError ?? -1) - error)).toBeLessThan(1e-7 * Math.max(1, error));
      }
    }),
  );
});

test('GRR is at most 1 and at most NRR, and the same where nobody pays more', () => {
  fc.assert(
    fc.property(lines, days, (list, [at, until, known]) => {
      const { grossRetention, netRetention } = revenueRetention(ledgerOf(list), {
        ...{ at: dayEnd(at), until: dayEnd(until), asOf: dayEnd(known) },
      });
      if (grossRetention.value === null || netRetention.value === null) return;
      expect(grossRetention.value).toBeLessThanOrEqual(Math.min(1, netRetention.value));
      expect(grossRetention.interval?.high ?? 0).toBeLessThanOrEqual(1);
      const { pairs } = pool(list, at, until, known);
      expect(grossRetention.value === netRetention.value).toBe(pairs.every(([x, y]) => y <= x));
    }),
  );
});

test('for the same customers, NRR over two spans is the product of those of each', () => {
  fc.assert(
    fc.property(lines, days, (list, [at, middle, until]) => {
      const known = dayEnd(until);
      const inPool = paidAt(list, at, until);
      const ledger = ledgerOf(list.filter(({ customer }) => inPool.has(customer)));
      const nrr = (from: number, to: number) =>
        revenueRetention(ledger, { at: dayEnd(from), until: dayEnd(to), asOf: known }).netRetention.value;
      const [whole, first] = [nrr(at, until), nrr(at, middle)];
      const revenue = (day: number) =>
        total([...paidAt(list, day, until)].flatMap(([id, paid]) => (inPool.has(id) ? [paid] : [])));
      if (whole === null || first === null || revenue(middle) === 0) return;
      // Who paid at first, but not in the middle, may be back: the second factor is of all of the pool.
      const product = first * (revenue(until) / revenue(middle));
      expect(Math.abs(whole - product)).toBeLessThanOrEqual(1e-12 * product);
    }),
  );
});

test('looked at at once, all is retained', () => {
  fc.assert(
    fc.property(lines, fc.nat(200), (list, at) => {
      const { customers, ...found } = revenueRetention(ledgerOf(list), {
        at: dayEnd(at),
        until: dayEnd(at),
        asOf: dayEnd(at),
      });
      const value = customers === 0 ? null : 1;
      expect([found.netRetention.value, found.grossRetention.value, found.customerRetention.value]).toEqual([
        value,
        value,
        value,
      ]);
    }),
  );
});

test('each row of the trend is the retention between the ends of two months', () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: 31, max: 250 }), fc.integer({ min: 1, max: 4 }), (list, known, after) => {
      const ledger = ledgerOf(list);
      const asOf = dayEnd(known);
      const rows = revenueRetentionTrend(ledger, { unit: 'month', after, from: '2025-01-01', asOf });
      expect(rows).toHaveLength(MONTH_DAYS.findIndex((day) => day > known));
      for (const [i, { period, pool: from, complete, ...found }] of rows.entries()) {
        const end = (MONTH_DAYS[i + 1] as number) - 1;
        expect([period, complete]).toEqual([`2025-0${i + 1}`, end <= known]);
        if (i < after) expect(found.customers).toBe(0);
        else {
          const at = dayEnd((MONTH_DAYS[i - after + 1] as number) - 1);
          expect(from).toBe(`2025-0${i - after + 1}`);
          expect(found).toEqual(revenueRetention(ledger, { at, until: dayEnd(Math.min(end, known)), asOf }));
        }
      }
    }),
  );
});

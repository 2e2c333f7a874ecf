import fc from 'fast-check';
import { expect, test } from 'vitest';
import { churnReasons } from '../../src/churn/churn-reasons.js';

const rows = fc.array(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', null),
    reason: fc.constantFrom('price', 'unused', 'failed', null),
    mrr: fc.option(fc.integer({ min: 0, max: 500 })),
    wanted: fc.option(fc.boolean()),
  }),
  { maxLength: 30 },
);
interface Row {
  readonly id: string | null;
  readonly reason: string | null;
  readonly mrr: number | null;
  readonly wanted: boolean | null;
}

/** What each customer cost at the most. */
const amountOf = (list: readonly Row[]) =>
  [...new Set(list.map(({ id }) => id))]
    .map((customer) => Math.max(...list.filter(({ id }) => id === customer).map(({ mrr }) => mrr ?? 0)))
    .reduce((total, amount) => total + amount, 0);
const customersOf = (list: readonly Row[]) => new Set(list.map(({ id }) => id)).size;

test('is what counting one reason after the other gives', () => {
  fc.assert(
    fc.property(rows, (list) => {
      const found = churnReasons(list, { reason: 'reason', customer: 'id', amount: 'mrr', voluntary: 'wanted' });
      const known = list.filter((row) => row.id !== null && row.reason !== null);
      expect(found.n).toBe(customersOf(known));
      expect(found.amount).toBe(amountOf(known));
      expect(found.excluded.missing).toBe(list.length - known.length);
      expect(found.reasons.map(({ reason }) => reason).sort()).toEqual(
        [...new Set(known.map((row) => row.reason))].sort(),
      );
      for (const { reason, customers, share, amount, amountShare } of found.reasons) {
        const mine = known.filter((row) => row.reason === reason);
        expect([customers, share.numerator, amount]).toEqual([customersOf(mine), customersOf(mine), amountOf(mine)]);
        expect(amountShare).toBe(amountOf(known) === 0 ? null : amountOf(mine) / amountOf(known));
      }
      const marked = known.filter(({ wanted }) => wanted !== null);
      for (const [part, will] of [
        [found.voluntary, true],
        [found.involuntary, false],
      ] as const) {
        const mine = marked.filter(({ wanted }) => wanted === will);
        expect([part.share.numerator, part.share.denominator]).toEqual([customersOf(mine), customersOf(marked)]);
        expect(part.amount).toBe(amountOf(mine));
      }
    }),
  );
});

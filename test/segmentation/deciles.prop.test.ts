import fc from 'fast-check';
import { deciles, eventLog } from 'kizuna';
import { expect, test } from 'vitest';
import { exactTotal } from '../support/exact.js';
import { amounts, orders, shuffled } from './amounts.js';

const rules = fc.record({
  bins: fc.integer({ min: 1, max: 12 }),
  ties: fc.constantFrom('split' as const, 'together' as const),
  remainder: fc.constantFrom('first' as const, 'last' as const, 'spread' as const),
});

test('every customer is in one group, and groups and customers add up to the whole', () => {
  fc.assert(
    fc.property(amounts, rules, (list, options) => {
      const found = deciles(list, options);
      expect(found.deciles.map(({ decile }) => decile)).toEqual(Array.from({ length: options.bins }, (_, k) => k + 1));
      expect(found.customers.map(({ customer }) => customer).sort((a, b) => Number(a) - Number(b))).toEqual(
        list.map((_, i) => i),
      );
      expect(found.amount).toBe(exactTotal(list));
      for (const group of found.deciles) {
        const members = found.customers.filter(({ decile }) => decile === group.decile).map(({ amount }) => amount);
        expect([group.customers, group.amount]).toEqual([members.length, exactTotal(members)]);
        expect([group.low, group.high]).toEqual(
          members.length === 0 ? [null, null] : [Math.min(...members), Math.max(...members)],
        );
        if (group.average !== null) {
          expect(group.average).toBeGreaterThanOrEqual(group.low!);
          expect(group.average).toBeLessThanOrEqual(group.high!);
        }
      }
      if (found.amount > 0) expect(found.deciles.at(-1)?.cumulativeShare).toBe(1);
    }),
  );
});

test('a greater amount is never in a later group; groups differ by one at most, but for equals kept together', () => {
  fc.assert(
    fc.property(amounts, rules, (list, options) => {
      const { deciles: groups, customers } = deciles(list, options);
      customers.reduce((before, each) => {
        expect(each.amount).toBeLessThanOrEqual(before.amount);
        expect(each.decile).toBeGreaterThanOrEqual(before.decile);
        if (options.ties === 'together' && each.amount === before.amount) expect(each.decile).toBe(before.decile);
        return each;
      }, customers[0]!);
      if (options.ties === 'together' && new Set(list).size < list.length) return;
      const sizes = groups.map((group) => group.customers);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});

test('equals kept together are in the group that the first of them falls into', () => {
  fc.assert(
    fc.property(amounts, rules, (list, options) => {
      const split = deciles(list, { ...options, ties: 'split' }).customers;
      const firsts = new Map<number, number>();
      for (const { amount, decile } of split) if (!firsts.has(amount)) firsts.set(amount, decile);
      const together = deciles(list, { ...options, ties: 'together' }).customers;
      expect(together.map(({ decile }) => decile)).toEqual(together.map(({ amount }) => firsts.get(amount)));
    }),
  );
});

test('the order of the rows does not matter, nor whether rows or a log hold them', () => {
  fc.assert(
    fc.property(
      orders.chain((list) => fc.tuple(fc.constant(list), shuffled(list))),
      fc.array(fc.nat(40), { maxLength: 12 }),
      fc.constantFrom('net' as const, 'exclude' as const),
      rules,
      ([all, shuffledAll], returned, refunds, options) => {
        // Refunds of whole amounts, as sums of doubles that cancel keep no more than twice their digits.
        const withRefunds = (rows: typeof all) =>
          returned.length === 0
            ? rows
            : rows.map((row) => ({
                ...row,
                amount: Math.round(row.amount) * (returned.includes(all.indexOf(row)) ? -1 : 1),
              }));
        const [list, other] = [withRefunds(all), withRefunds(shuffledAll)];
        const fields = { ...options, refunds, customer: 'customer', amount: 'amount' } as const;
        const found = deciles(list, fields);
        expect(deciles(other, fields)).toEqual(found);
        const log = eventLog(list, { customer: 'customer', time: 'at', amount: 'amount' });
        const { deciles: groups, customers, excluded } = deciles(log, { ...options, refunds });
        expect(customers).toEqual(found.customers);
        expect(groups).toEqual(found.deciles);
        expect(excluded.refunds).toBe(found.excluded.refunds);
      },
    ),
  );
});

test('amounts that grow alike stay in their groups, with their shares', () => {
  fc.assert(
    fc.property(amounts, rules, (list, options) => {
      const doubled = deciles(
        list.map((amount) => amount * 2),
        options,
      );
      const found = deciles(list, options);
      expect(doubled.customers.map(({ decile }) => decile)).toEqual(found.customers.map(({ decile }) => decile));
      expect(doubled.deciles.map(({ share }) => share)).toEqual(found.deciles.map(({ share }) => share));
    }),
  );
});

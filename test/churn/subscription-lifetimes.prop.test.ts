import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LifetimeRow, subscriptionLifetimes } from '../../src/churn/subscription-lifetimes.js';
import { dayEnd, dayStart, type Line, ledgerOf, lines, paidAt } from './naive-lines.js';

const asOf = fc.integer({ min: 0, max: 250 });
const CUSTOMERS = ['a', 'b', 'c', 'd', 'e'];

/** The lives of a customer, day by day: from the first day with revenue until the first without, `null` where it goes on. */
function livesOf(list: readonly Line[], customer: string, known: number, gap: number) {
  const lives: { start: number; stop: number | null }[] = [];
  for (let day = 0; day <= known; day += 1) {
    const isPaying = paidAt(list, day, known).has(customer);
    const current = lives.at(-1);
    if (!isPaying) {
      if (current?.stop === null) current.stop = day;
    } else if (current === undefined || (current.stop !== null && day - current.stop > gap)) {
      lives.push({ start: day, stop: null });
    } else current.stop = null;
  }
  return lives;
}

test('is what following each customer day by day gives', () => {
  fc.assert(
    fc.property(lines, asOf, fc.nat(40), fc.option(fc.nat(200)), (list, known, gap, from) => {
      const found = subscriptionLifetimes(ledgerOf(list), {
        ...({ unit: 'day', asOf: dayEnd(known), gap: { days: gap } } as const),
        ...(from === null ? {} : { from: dayStart(from) }),
      });
      const watched = known + 1 - gap;
      const expected = CUSTOMERS.flatMap((customer) =>
        livesOf(list, customer, known, gap).map(({ start, stop }, i) => {
          const ended = stop !== null && stop + gap <= known;
          const until = ended ? stop : watched;
          return {
            customer,
            life: i + 1,
            start,
            end: ended ? dayStart(stop) : null,
            duration: until - start,
            ended,
            entry: Math.max(0, (from ?? 0) - start),
          };
        }),
      )
        .filter(({ start, duration, entry }) => start < watched && duration > entry)
        .sort((a, b) => a.start - b.start || (a.customer < b.customer ? -1 : 1));
      expect(found.map(({ amount, subscription, ...row }) => row)).toEqual(
        expected.map((row) => ({ ...row, start: dayStart(row.start) })),
      );
    }),
    { numRuns: 60 },
  );
});

test('each row begins with what its customer then paid', () => {
  fc.assert(
    fc.property(lines, asOf, (list, known) => {
      for (const { customer, start, amount } of subscriptionLifetimes(ledgerOf(list), { asOf: dayEnd(known) })) {
        const day = (start - dayStart(0)) / (dayStart(1) - dayStart(0));
        expect(amount).toBe((paidAt(list, day, known).get(String(customer)) ?? 0) / 100);
      }
    }),
  );
});

test('the order of the rows does not matter', () => {
  fc.assert(
    fc.property(lines, asOf, (list, known) => {
      const options = { unit: 'week', asOf: dayEnd(known) } as const;
      expect(subscriptionLifetimes(ledgerOf([...list].reverse()), options)).toEqual(
        subscriptionLifetimes(ledgerOf(list), options),
      );
    }),
  );
});

test('longer units count the same lives, and renewals are whole', () => {
  const keyOf = ({ customer, life, ended }: LifetimeRow<never>) => [customer, life, ended];
  fc.assert(
    fc.property(lines, asOf, fc.constantFrom('week', 'month', 'quarter', 'year'), (list, known, unit) => {
      const of = (options: object) => subscriptionLifetimes(ledgerOf(list), { asOf: dayEnd(known), ...options });
      const [days, exact, renewals] = [of({ unit: 'day' }), of({ unit }), of({ unit, durations: 'renewals' })];
      expect(exact.map(keyOf)).toEqual(days.map(keyOf));
      for (const [i, { ended, duration }] of renewals.entries()) {
        const own = exact[i]?.duration ?? 0;
        expect(duration).toBe(ended ? Math.ceil(own) : Math.floor(own));
        const length = { week: 7, month: 30.4, quarter: 91.3, year: 365.25 }[unit];
        expect(Math.abs(own - (days[i]?.duration ?? 0) / length)).toBeLessThan(0.1);
      }
    }),
  );
});

import fc from 'fast-check';
import { changeLedger, type RevenueLedger, recurringRevenue, snapshotLedger, subscriptionLedger } from 'kizuna';
import { test } from 'vitest';
import { same } from '../support/same.js';

const DAY = 86_400_000;
const at = (day: number) => Date.UTC(2025, 0, 1) + day * DAY;

/** Rows that contradict each other in every way that may be left out. */
const row = fc.record({
  customer: fc.constantFrom('a', 'a', 'b', null),
  id: fc.constantFrom(1, 2),
  day: fc.constantFrom(0, 0, 20),
  length: fc.constantFrom(null, 0, 20, 30, -1),
  amount: fc.constantFrom(0, 10, 10, 20, 20, -5, 3e12, 3e12, 4.4e12, null),
  plan: fc.constantFrom('x', 'y', null),
  currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'EUR', 'USD', 'JPY', null),
  cancelled: fc.constantFrom(null, 10, 15),
});
type Row = typeof row extends fc.Arbitrary<infer Given> ? Given : never;

const orders = fc
  .array(row, { minLength: 1, maxLength: 9 })
  .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })));

const SHARED = {
  customer: ({ customer }: Row) => customer as string,
  amount: ({ amount }: Row) => amount as number,
  plan: 'plan',
  currency: ({ currency }: Row) => currency as string,
  invalid: 'exclude',
  asOf: at(90),
} as const;

const LEDGERS: Readonly<Record<string, (rows: readonly Row[]) => RevenueLedger>> = {
  'of lines': (rows) =>
    subscriptionLedger(rows, {
      ...SHARED,
      ...{
        start: ({ day }: Row) => at(day),
        end: ({ day, length }: Row) => (length === null ? null : at(day + length)) as number,
      },
      ...{
        subscription: 'id',
        cancelled: ({ cancelled }: Row) => (cancelled === null ? null : at(cancelled)) as number,
      },
    }),
  'of changes': (rows) => changeLedger(rows, { ...SHARED, time: ({ day }: Row) => at(day), subscription: 'id' }),
  'of changes of customers': (rows) => changeLedger(rows, { ...SHARED, time: ({ day }: Row) => at(day) }),
  'of snapshots': (rows) => snapshotLedger(rows, { ...SHARED, period: ({ day }: Row) => at(day) }),
};

test.each(Object.entries(LEDGERS))(
  'what is left out of a ledger %s does not depend on the order of its rows',
  (_, make) => {
    fc.assert(
      fc.property(orders, ([rows, others]) => {
        const [ledger, other] = [make(rows), make(others)];
        same(other.excluded, ledger.excluded);
        same([other.currency, other.length], [ledger.currency, ledger.length]);
        for (const options of [{}, { movements: 'each' }, { churnDate: 'cancellation' }] as const) {
          const ask = (one: RevenueLedger) => outcome(() => recurringRevenue(one, { unit: 'month', ...options }));
          same(ask(other), ask(ledger));
        }
      }),
      { numRuns: 150 },
    );
  },
);

/** The answer, or what is wrong with the question. */
function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return String(error);
  }
}

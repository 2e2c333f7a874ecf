import fc from 'fast-check';
import { calendar, changeLedger, recurringRevenue, snapshotLedger, subscriptionLedger } from 'kizuna';
import { describe, expect, test } from 'vitest';
import { DAY, FIRST } from './revenue-lines.js';

const cents = (amount: number) => Math.round(amount * 100);
const MONTHS = calendar({ unit: 'month' });

interface Change {
  readonly customer: string;
  readonly day: number;
  readonly amount: number;
}

/** Changes of three customers, at most one of each on a day. */
const changesOf = fc
  .uniqueArray(
    fc.record({
      customer: fc.constantFrom('a', 'b', 'c'),
      day: fc.integer({ min: 0, max: 200 }),
      amount: fc.constantFrom(0, 0, 10, 20, 35.5),
    }),
    { maxLength: 20, selector: ({ customer, day }) => `${customer} ${day}` },
  )
  .map((changes) => [...changes].sort((a, b) => a.day - b.day));

function ledgerOf(changes: readonly Change[]) {
  return changeLedger(changes, { customer: 'customer', time: ({ day }) => FIRST + day * DAY, amount: 'amount' });
}

/** Movements by following every customer day by day. */
function followed(changes: readonly Change[], movements: 'net' | 'newAndChurned' | 'each', within: number) {
  const asOf = FIRST + 210 * DAY;
  const rows = new Map<string, Record<string, number>>();
  for (const customer of ['a', 'b', 'c']) {
    let [paid, level, left, wasCounted, start] = [false, 0, Number.NEGATIVE_INFINITY, false, 0];
    let [last, isNew]: [number, boolean | null] = [0, null];
    for (let day = 0; FIRST + day * DAY <= asOf; day += 1) {
      const period = MONTHS.labelOf(MONTHS.indexOf(FIRST + day * DAY));
      const row = rows.get(period) ?? { new: 0, expansion: 0, contraction: 0, churned: 0, reactivation: 0, days: 0 };
      rows.set(period, row);
      const add = (kind: string, amount: number) => {
        row[kind] = (row[kind] as number) + amount;
      };
      add('days', Number(level > 0)); // at the start of the day
      const change = changes.find((each) => each.customer === customer && each.day === day);
      if (change !== undefined && cents(change.amount) !== level) {
        const next = cents(change.amount);
        if (level === 0) {
          const counts = movements === 'net' ? wasCounted : paid;
          const kind = !counts || day - left > within ? 'new' : 'reactivation';
          isNew ??= kind === 'new';
          if (movements === 'each') add(kind, next);
        } else if (movements === 'each')
          add(
            next === 0 ? 'churned' : next > level ? 'expansion' : 'contraction',
            next === 0 ? level : Math.abs(next - level),
          );
        if (next === 0) left = day;
        else last = next;
        paid = true;
        level = next;
      }
      const isLast =
        MONTHS.labelOf(MONTHS.indexOf(FIRST + (day + 1) * DAY)) !== period || FIRST + (day + 1) * DAY > asOf;
      if (!isLast) continue;
      if (movements !== 'each') {
        if (start === 0 && level > 0) add(isNew ? 'new' : 'reactivation', level);
        else if (start > 0 && level === 0) add('churned', start);
        else if (start !== level) add(level > start ? 'expansion' : 'contraction', Math.abs(level - start));
        else if (start === 0 && last > 0 && movements === 'newAndChurned') {
          add(isNew ? 'new' : 'reactivation', last);
          add('churned', last);
        }
      }
      wasCounted ||= level > 0;
      [start, last, isNew] = [level, 0, null];
    }
  }
  return rows;
}

describe('the rules', () => {
  test('give what following customers day by day gives', () => {
    fc.assert(
      fc.property(
        changesOf,
        fc.constantFrom('net', 'newAndChurned', 'each'),
        fc.constantFrom(3, 25, 1000),
        (changes, rule, within) => {
          const movements = rule as 'net';
          const rows = recurringRevenue(ledgerOf(changes), {
            ...{ unit: 'month', asOf: FIRST + 210 * DAY, movements, churnDenominator: 'dailySum' },
            reactivationWithin: { days: within },
          });
          const naive = followed(changes, movements, within);
          for (const row of rows) {
            const { days, ...money } = naive.get(row.period) ?? {};
            const { new: fresh, expansion, contraction, churned, reactivation } = row;
            expect({
              new: cents(fresh),
              expansion: cents(expansion),
              contraction: cents(contraction),
              churned: cents(churned),
              reactivation: cents(reactivation),
            }).toEqual(money);
            const start = MONTHS.startOf(MONTHS.parse(row.period));
            const end = Math.min(MONTHS.startOf(MONTHS.parse(row.period) + 1), FIRST + 211 * DAY);
            expect(row.customerChurn.denominator).toBeCloseTo((days as number) / ((end - start) / DAY), 9);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('of small and of large levels are the same', () => {
    fc.assert(
      fc.property(changesOf, (changes) => {
        // A third customer whose level is above 2^26 minor units takes all on the other path.
        const large = [...changes, { customer: 'rich', day: 0, amount: 2 ** 30 }].sort((a, b) => a.day - b.day);
        const options = { unit: 'month', asOf: FIRST + 210 * DAY, from: FIRST } as const;
        const [rows, others] = [
          recurringRevenue(ledgerOf(changes), options),
          recurringRevenue(ledgerOf(large), options),
        ];
        for (const [i, { expansion, contraction, churned, reactivation, customers }] of rows.entries()) {
          expect(others[i]).toMatchObject({ expansion, contraction, churned, reactivation });
          expect(others[i]?.customers).toMatchObject({ churned: customers.churned, expanded: customers.expanded });
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('ledgers of one business', () => {
  test('as changes and as lines give the same answer', () => {
    fc.assert(
      fc.property(changesOf, (changes) => {
        const lines = changes.flatMap((change) => {
          const next = changes.find((each) => each.customer === change.customer && each.day > change.day);
          return change.amount === 0 ? [] : [{ ...change, end: next === undefined ? null : FIRST + next.day * DAY }];
        });
        const ledger = subscriptionLedger(lines, {
          ...{ customer: 'customer', start: ({ day }) => FIRST + day * DAY, end: 'end', amount: 'amount' },
        });
        const options = { unit: 'month', asOf: FIRST + 210 * DAY } as const;
        expect(recurringRevenue(ledger, options)).toEqual(
          recurringRevenue(
            ledgerOf(
              changes.filter(
                (each, i) => each.amount > 0 || changes.slice(0, i).some((other) => other.customer === each.customer),
              ),
            ),
            options,
          ),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('as snapshots of months give the same bridge as the changes that they were taken of', () => {
    fc.assert(
      fc.property(changesOf, (changes) => {
        const bridge = recurringRevenue(ledgerOf(changes), { unit: 'month', asOf: '2024-07-31' });
        const sheet = bridge.flatMap(({ period }) =>
          ['a', 'b', 'c'].map((customer) => {
            const end = MONTHS.startOf(MONTHS.parse(period) + 1);
            const amount =
              changes.filter((each) => each.customer === customer && FIRST + each.day * DAY < end).at(-1)?.amount ?? 0;
            return { customer, period, amount };
          }),
        );
        const ledger = snapshotLedger(sheet, { customer: 'customer', period: 'period', amount: 'amount' });
        const again = recurringRevenue(ledger, { unit: 'month', from: '2024-01-01' });
        const same = bridge.filter((row) => again.some((each) => each.period === row.period));
        expect(again.filter((row) => same.some((each) => each.period === row.period))).toEqual(same);
      }),
      { numRuns: 60 },
    );
  });
});

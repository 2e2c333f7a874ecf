import fc from 'fast-check';
import {
  type CalendarOptions,
  type CustomerSummary,
  calendar,
  customerSummary,
  eventLog,
  InvalidDataError,
} from 'kizuna';
import { describe, expect, test } from 'vitest';
import { lastInstantIn } from '../../src/time/instant-in.js';
import { thrown } from '../support/thrown.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;

// Just before the clocks of a zone are set: back over midnight (St John's), over a day (Apia), and by an hour at night.
const CHANGES = [
  ['America/St_Johns', Date.UTC(2010, 10, 7, 2, 31) - 1],
  ['Pacific/Apia', Date.UTC(2011, 11, 30, 10) - 1],
  ['Europe/Berlin', Date.UTC(2025, 9, 26, 1) - 1],
  ['UTC', Date.UTC(2024, 2, 1) - 1],
] as const;

interface Row {
  readonly customer: string | number;
  readonly at: number;
  readonly name: 'order' | 'refund' | 'visit';
  readonly amount: number | null;
  readonly plan: 'pro' | 'free' | null;
}

const PURCHASES = [
  [undefined, () => true],
  ['order', ({ name }: Row) => name === 'order'],
  ['never', () => false],
  [{ where: { plan: 'pro' } }, ({ plan }: Row) => plan === 'pro'],
  [{ name: 'order', where: { plan: ['free', 'pro'] } }, ({ name, plan }: Row) => name === 'order' && plan !== null],
  [{ name: 'order', occurrence: 'firstMatching' }, isFirstOrder],
] as const;

function isFirstOrder(row: Row, all: readonly Row[]): boolean {
  return row === all.find(({ name, customer }) => name === 'order' && customer === row.customer);
}

/** Few customers, at few instants around a change of the clocks, so that they meet. */
const asked = fc.constantFrom(...CHANGES).chain(([timeZone, change]) => {
  const instant = fc
    .tuple(fc.integer({ min: -40, max: 40 }), fc.constantFrom(0, 1, 20_000, HOUR / 2, HOUR, 12 * HOUR, -HOUR))
    .map(([days, more]) => change + (Math.abs(days) < 15 ? 0 : days * DAY) + more);
  const row: fc.Arbitrary<Row> = fc.record({
    customer: fc.constantFrom<string | number>('a', 'b', '__proto__', '1', 1),
    at: instant,
    name: fc.constantFrom('order' as const, 'order' as const, 'refund' as const, 'visit' as const),
    amount: fc.constantFrom(null, 0, 1, 2.5, 300, -0, -1, -1000),
    plan: fc.constantFrom(null, 'pro' as const, 'free' as const),
  });
  const options = fc.record({
    unit: fc.constantFrom(
      'hour' as const,
      'day' as const,
      'week' as const,
      'month' as const,
      'quarter' as const,
      'year' as const,
    ),
    mergeWithin: fc.constantFrom(undefined, 'unit' as const, 'day' as const),
    weekStartsOn: fc.constantFrom(0, 1, 4),
    fiscalYearStartsOn: fc.constantFrom(1, 4),
    refunds: fc.constantFrom(undefined, 'reject' as const, 'exclude' as const, 'net' as const),
    purchase: fc.constantFrom(...PURCHASES),
    asOf: fc.option(
      fc.oneof(
        instant,
        instant.map((at) => new Date(at).toISOString().slice(0, 10)),
      ),
      { nil: undefined },
    ),
    hasAmounts: fc.boolean(),
    before: fc.option(fc.constantFrom(0, 1, HOUR, 10 * DAY, 30 * DAY), { nil: undefined }),
  });
  const paid = fc.tuple(row, fc.constantFrom(0, 1, 2.5, 300, -0)).map(([each, amount]) => ({ ...each, amount }));
  return fc.record({
    timeZone: fc.constant(timeZone),
    change: fc.constant(change),
    // Logs in which every row is paid are walked apart.
    rows: fc.oneof(fc.array(row, { maxLength: 25 }), fc.array(paid, { maxLength: 25 })),
    options,
  });
});
type Asked = typeof asked extends fc.Arbitrary<infer Value> ? Value : never;

const roles = { customer: 'customer', time: 'at', name: 'name', properties: ['plan'] } as const;
const logOf = (rows: readonly Row[], hasAmounts: boolean) =>
  hasAmounts ? eventLog(rows, { ...roles, amount: 'amount' }) : eventLog(rows, roles);

/** What is asked for, with the instants that it comes to. */
function questionOf({ rows, options, timeZone }: Asked) {
  const { hasAmounts, purchase, before, asOf, ...more } = options;
  const log = logOf(rows, hasAmounts);
  const observed = asOf === undefined ? log.time.at(-1) : lastInstantIn('test', 'asOf', asOf, timeZone);
  const calibrationEnd = before === undefined || observed === undefined ? undefined : observed - before;
  return { log, observed, calibrationEnd, options: { ...more, timeZone, purchase: purchase[0], asOf, calibrationEnd } };
}

const DAYS = { hour: 1 / 24, day: 1, week: 7, month: 30.436875, quarter: 91.310625, year: 365.2425 };

function naive({ rows, options, timeZone, change }: Asked): readonly CustomerSummary[] | number {
  const { unit, mergeWithin, refunds = 'reject', purchase, hasAmounts, weekStartsOn, fiscalYearStartsOn } = options;
  const { log, observed = 0, calibrationEnd } = questionOf({ rows, options, timeZone, change });
  const units: CalendarOptions = {
    unit: mergeWithin === 'day' ? 'day' : unit,
    timeZone,
    weekStartsOn,
    fiscalYearStartsOn,
  };
  const periods = calendar(units);
  const scale = mergeWithin === 'day' ? DAYS[unit] : 1;

  // In the order of the log, of which other tests are the proof.
  const ordered: Row[] = Array.from(log.time, (at, i) => ({
    customer: log.customers[log.customer[i] as number] as string | number,
    at,
    name: log.names[log.name?.[i] as number] as Row['name'],
    amount: log.amount === null || Number.isNaN(log.amount[i]) ? null : (log.amount[i] as number),
    plan: (log.properties[0]?.values[log.properties[0].codes[i] as number] ?? null) as Row['plan'],
  }));
  const bought = ordered.filter((row) => row.at <= observed && purchase[1](row, ordered));
  const isRefund = ({ amount }: Row) => amount !== null && amount < 0;
  const negative = bought.filter(isRefund).length;
  if (refunds === 'reject' && negative > 0) return negative;

  // The latest period that had begun: where clocks go back over midnight, that of the moment before.
  const periodAt = (instant: number) =>
    Math.max(...[instant, ...(change <= instant && instant - change < DAY ? [change] : [])].map(periods.indexOf));
  const part = (mine: readonly Row[], withFirst: boolean) => {
    const walked = mine.map((row) => ({ ...row, period: periods.indexOf(row.at) })).sort((a, b) => a.period - b.period);
    const orders = walked.filter((row) => !isRefund(row));
    const distinct = [...new Set(orders.map(({ period }) => period))];
    const counts = (period: number) => withFirst || period !== distinct[0];
    const booked = walked.filter((row, i) =>
      isRefund(row)
        ? refunds === 'net' && walked.slice(0, i).some((other) => !isRefund(other) && counts(other.period))
        : counts(row.period),
    );
    const total = booked.reduce((sum, { amount }) => sum + (amount ?? 0), 0);
    const number = distinct.length - (withFirst ? 0 : 1);
    return { orders, distinct, number, monetary: !hasAmounts ? null : number === 0 ? 0 : total / number };
  };
  const end = calibrationEnd ?? observed;
  const customers = [...new Set(ordered.map(({ customer }) => customer))];
  return customers.flatMap((customer) => {
    const mine = bought.filter((row) => row.customer === customer);
    const { orders, distinct, number, monetary } = part(
      mine.filter(({ at }) => at <= end),
      false,
    );
    const [first, last] = [distinct[0], distinct.at(-1)];
    if (first === undefined || last === undefined) return [];
    const later = part(
      mine.filter(({ at }) => at > end),
      true,
    );
    const holdout = {
      frequency: later.number,
      duration: (periodAt(observed) - periodAt(end)) / scale,
      monetary: later.monetary,
    };
    const row = {
      customer,
      frequency: number,
      recency: (last - first) / scale,
      T: (periodAt(end) - first) / scale,
      monetary,
      n: orders.length,
    };
    return [calibrationEnd === undefined ? row : { ...row, holdout }];
  });
}

const summaryOf = (question: Asked) => {
  const { log, options } = questionOf(question);
  return customerSummary(log, options as Parameters<typeof customerSummary<Row['name'], { plan: string }>>[1]); // 'never' is no name of the log
};

describe('the summary', () => {
  test('is that counted customer by customer, whatever is asked', () => {
    fc.assert(
      fc.property(asked, (question) => {
        const expected = naive(question);
        if (typeof expected === 'number') {
          expect(thrown(InvalidDataError, () => summaryOf(question)).issueCount).toBe(expected);
        } else expect(summaryOf(question)).toEqual(expected);
      }),
      { numRuns: 400 },
    );
  });

  const answered = asked.filter(
    (question) => question.options.refunds === 'net' || question.options.refunds === 'exclude',
  );

  test('does not depend on the order of rows', () => {
    fc.assert(
      fc.property(answered, fc.infiniteStream(fc.nat()), (question, numbers) => {
        const given: readonly Row[] = question.rows;
        const keyed = given.map((row) => ({ row, key: numbers.next().value as number }));
        const rows = keyed.sort((a, b) => a.key - b.key).map(({ row }) => row);
        expect(summaryOf({ ...question, rows })).toEqual(summaryOf(question));
      }),
    );
  });

  test('does not change by what happens after asOf', () => {
    fc.assert(
      fc.property(answered, (question) => {
        const { observed = 0 } = questionOf(question);
        const options = { ...question.options, asOf: observed };
        const rows = question.rows.filter(({ at }) => at <= observed);
        expect(summaryOf({ ...question, options, rows })).toEqual(summaryOf({ ...question, options }));
      }),
    );
  });

  test('has no age below its recency, no hold-out that is longer than nothing by less than nothing, and no -0', () => {
    fc.assert(
      fc.property(answered, (question) => {
        for (const { frequency, recency, T, monetary, n, holdout } of summaryOf(question)) {
          expect(recency).toBeGreaterThanOrEqual(0);
          expect(T).toBeGreaterThanOrEqual(recency);
          expect(n).toBeGreaterThan(frequency);
          expect(holdout?.duration ?? 0).toBeGreaterThanOrEqual(0);
          for (const number of [frequency, recency, T, monetary, holdout?.monetary]) expect(number).not.toBe(-0);
        }
      }),
    );
  });
});

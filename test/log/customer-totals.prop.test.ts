import fc from 'fast-check';
import { type AnyLog, type AnyProperties, eventLog, InvalidDataError } from 'kizuna';
import { describe, expect, test } from 'vitest';
import { compareKeys } from '../../src/core/pairs.js';
import {
  customerTotals,
  refuseRefunds,
  type TotalsOptions,
  totalsByCode,
  totalsPlan,
} from '../../src/log/purchases/customer-totals.js';
import { mergeTotals, totalsOf, totalsState } from '../../src/log/purchases/totals-state.js';
import { addedUp } from '../../src/log/purchases/totals-walk.js';
import { randomFrom } from '../../src/stats/random.js';
import { calendar } from '../../src/time/calendar.js';
import { type Event, event, logOf, ROLES, START } from './events.js';

const DAY = 86_400_000;
const modest = event.map((row) => ({ ...row, amount: row.amount === 1e300 ? 300 : row.amount }));
const events = fc.array(modest, { maxLength: 40 });
const asked = fc.record({
  per: fc.constantFrom('event' as const, 'instant' as const, 'day' as const, { property: 'plan' }),
  refunds: fc.constantFrom('net' as const, 'exclude' as const),
  purchase: fc.constantFrom(undefined, 'order', { where: { seats: 3 } }, { where: { amount: { gte: 0 } } }),
  from: fc.constantFrom(undefined, START, '2025-03-30'),
  asOf: fc.constantFrom(undefined, START + 1, START + DAY, '2025-04-02'),
  timeZone: fc.constantFrom('UTC', 'Asia/Tokyo'),
});
type Asked = typeof asked extends fc.Arbitrary<infer Value> ? Value : never;

const totals = (log: AnyLog, options: TotalsOptions) => customerTotals(totalsPlan('test', options), log);
const rowsOf = ({ customer, first, last, orders, amount }: ReturnType<typeof totals>) =>
  customer.map((id, i) => ({ id, first: first[i], last: last[i], orders: orders[i], amount: amount?.[i] ?? null }));

function isPurchase({ event: name, seats, amount }: Event, purchase: Asked['purchase']): boolean {
  if (purchase === undefined) return true;
  if (purchase === 'order') return name === 'order';
  return 'seats' in Object(purchase).where ? seats === 3 : amount !== null && amount >= 0;
}

function naive(rows: readonly Event[], { per, refunds, purchase, from, asOf, timeZone }: Asked) {
  const days = calendar({ unit: 'day', timeZone });
  const start = typeof from === 'string' ? days.startOf(days.parse(from)) : (from ?? -Infinity);
  const end = typeof asOf === 'string' ? days.startOf(days.parse(asOf) + 1) - 1 : (asOf ?? Infinity);
  const bought = rows.filter((row) => isPurchase(row, purchase));
  const keyOf = (row: Event) => {
    if (per === 'event') return row;
    if (per === 'instant') return row.at;
    if (per === 'day') return days.indexOf(row.at);
    return row.plan ?? row;
  };
  const isRefund = ({ amount }: Event) => (amount ?? 0) < 0;
  // An order is where its first line is; refunds start none, and belong to none.
  const begins = (row: Event) => {
    const lines = bought.filter(
      (each) => each.customer === row.customer && !isRefund(each) && keyOf(each) === keyOf(row),
    );
    return isRefund(row) ? row.at : Math.min(...lines.map(({ at }) => at));
  };
  const counted = bought.filter((row) => row.at <= end && begins(row) >= start);
  const customers = [...new Set(counted.map(({ customer }) => customer))].flatMap((id) => {
    const mine = counted.filter(({ customer }) => customer === id);
    const orders = mine.filter((row) => !isRefund(row));
    if (orders.length === 0) return [];
    const paid = refunds === 'net' ? mine : orders;
    const times = orders.map(({ at }) => at);
    return {
      id,
      first: Math.min(...times),
      last: Math.max(...times),
      orders: new Set(orders.map(keyOf)).size,
      amount: paid.reduce((sum, { amount }) => sum + (amount ?? 0), 0),
    };
  });
  const refunded = counted.filter(isRefund).length;
  return {
    customers: customers.sort((a, b) => a.first - b.first || compareKeys(a.id, b.id)),
    outside: bought.length - counted.length,
    refunds: refunded,
    withoutAmount: counted.filter(({ amount }) => amount === null).length,
  };
}

describe('the totals of customers', () => {
  test('are those counted customer by customer, whatever is asked', () => {
    fc.assert(
      fc.property(events, asked, (rows, options) => {
        const found = totals(logOf(rows), options);
        const { outside, refunds, withoutAmount } = found;
        expect({ customers: rowsOf(found), outside, refunds, withoutAmount }).toEqual(naive(rows, options));
      }),
      { numRuns: 400 },
    );
  });

  test("in the order of the log's customers are the same", () => {
    fc.assert(
      fc.property(events, asked, (rows, options) => {
        const log = logOf(rows);
        const found = rowsOf(totalsByCode(totalsPlan<string, AnyProperties>('test', options), log));
        const place = (id: unknown) => Array.from(log.customers).indexOf(id as string);
        expect(found).toEqual(rowsOf(totals(log, options)).sort((a, b) => place(a.id) - place(b.id)));
      }),
    );
  });

  test('of many rows of many customers are no others than those of few', () => {
    const size = 40_000;
    const random = randomFrom(7);
    const customer = Int32Array.from({ length: 140_000 }, () => random.below(size));
    const time = Float64Array.from(customer, (_, i) => START + i);
    const amount = Float64Array.from(customer, () => random.below(1000) - 10);
    const kinds = Uint8Array.from(customer, () => random.below(3));
    const rows = { customer, time, amount };
    const whole = addedUp(rows, size, kinds, [1000, 139_000], true);
    // Few rows at once go another way.
    const parts = [1000, 70_000].map((start) => addedUp(rows, size, kinds, [start, start + 69_000], true));
    expect(whole.orders).toEqual(
      whole.orders.map((_, code) => parts.reduce((sum, part) => sum + part.orders[code]!, 0)),
    );
    expect(whole.amount).toEqual(
      whole.amount.map((_, code) => parts.reduce((sum, part) => sum + part.amount[code]!, 0)),
    );
    expect(whole.first).toEqual(whole.first.map((_, code) => Math.min(...parts.map(({ first }) => first[code]!))));
    expect(whole.last).toEqual(whole.last.map((_, code) => Math.max(...parts.map(({ last }) => last[code]!))));
    expect([whole.refunds, whole.withoutAmount]).toEqual([parts[0]!.refunds + parts[1]!.refunds, 0]);
  });

  test('come from their states in the same order, whichever customers are in which', () => {
    fc.assert(
      fc.property(events, asked, fc.array(fc.nat(2), { minLength: 7, maxLength: 7 }), (rows, options, places) => {
        const ids = ['a', 'b', '__proto__', '1', 1, 0, -2.5];
        const parts = [0, 1, 2].map((part) => rows.filter(({ customer }) => places[ids.indexOf(customer)] === part));
        // Without asOf, everybody's last instant is that of their own part.
        const known = { ...options, asOf: options.asOf ?? '2025-04-02' };
        const states = parts.map((part) => totalsState(totals(logOf(part), known)));
        const whole = totals(logOf(rows), known);
        const merged = states.reduce(mergeTotals);
        expect(merged).toEqual(totalsState(whole));
        expect(totalsOf(JSON.parse(JSON.stringify(merged)))).toEqual(whole);
      }),
    );
  });

  test('without amounts have none, and count the same orders', () => {
    fc.assert(
      fc.property(fc.array(modest, { minLength: 1, maxLength: 40 }), (rows) => {
        const { amount: _, ...roles } = ROLES;
        const kept = rows.map((row) => ({ ...row, amount: 1 }));
        const found = totals(eventLog(kept, roles), {});
        expect(found.amount).toBeNull();
        expect(found.orders).toEqual(totals(logOf(kept), {}).orders);
        expect(totalsOf(totalsState(found))).toEqual(found);
      }),
    );
  });
});

describe('amounts', () => {
  const order = { customer: 'a', event: 'order', plan: null, seats: null } as const;
  const of = (...amounts: readonly number[]) =>
    logOf(amounts.map((amount, i) => ({ ...order, at: START + i, amount })));

  test('lose nothing to rounding', () => {
    expect(totals(of(0.1, 0.2, 0.3), {}).amount?.[0]).toBe(0.6);
    expect(totals(of(1e16, 1, 1, 1, 1), {}).amount?.[0]).toBe(1e16 + 4);
  });

  test('that are refunded are rejected unless a rule says what they are', () => {
    const plan = totalsPlan('test', {});
    expect(() => refuseRefunds(plan, customerTotals(plan, of(3, -1, -2)).refunds)).toThrow(InvalidDataError);
    const [net, exclude] = (['net', 'exclude'] as const).map((refunds) => totals(of(3, -4), { refunds }));
    expect([net?.amount?.[0], net?.orders[0]]).toEqual([-1, 1]);
    expect(exclude?.amount?.[0]).toBe(3);
  });

  test('beyond the range of doubles are refused', () => {
    expect(() => totals(of(1e308, 1e308), {})).toThrow(InvalidDataError);
  });

  test('are the same for all orders of rows that belong to one number of two customers', () => {
    const rows = ['a', 'b', 'a', 'b', 'c'].map((customer, i) => ({
      ...order,
      customer,
      at: START + i,
      amount: 1,
      plan: 'x',
    }));
    expect([...totals(logOf(rows), { per: { property: 'plan' } }).orders]).toEqual([1, 1, 1]);
  });
});

import fc from 'fast-check';
import { eventLog, eventLogFromColumns } from 'kizuna';
import { describe, expect, test } from 'vitest';
import { type Event, event, events, eventsOf, inAnyOrder, logOf, ROLES } from './events.js';

test('the same events in any order of rows make the same log', () => {
  fc.assert(
    fc.property(inAnyOrder, ([rows, others]) => {
      expect(logOf(others)).toEqual(logOf(rows));
    }),
  );
});

test('so they do without events that are there twice', () => {
  fc.assert(
    fc.property(inAnyOrder, ([rows, others]) => {
      const log = eventLog(rows, { ...ROLES, duplicates: 'exclude' });
      const different = new Set(rows.map((row) => keyOf(row)));
      expect(log).toEqual(eventLog(others, { ...ROLES, duplicates: 'exclude' }));
      expect([log.length, log.excluded.repeated]).toEqual([different.size, rows.length - different.size]);
      expect(new Set(eventsOf(log).map(keyOf))).toEqual(different);
    }),
  );
});

test('a log has all of its rows, in the order of time, customer, name, amount and properties', () => {
  fc.assert(
    fc.property(events, (rows) => {
      const log = logOf(rows);
      const read = eventsOf(log);
      expect(read.map(keyOf).sort()).toEqual(rows.map(keyOf).sort());
      expect(read).toEqual([...read].sort(naiveOrder(rows)));
    }),
  );
});

test('customers are numbered by their first events, names and values stand in their order, and none is there that no row has', () => {
  fc.assert(
    fc.property(events, (rows) => {
      const { customer, customers, names, properties } = logOf(rows);
      const firsts = Array.from(customer).filter((code, i) => customer.indexOf(code) === i);
      expect(firsts).toEqual(Array.from(customers, (_, code) => code));
      expect(names).toEqual([...new Set(rows.map((row) => row.event))].sort());
      for (const { codes, values } of properties) {
        expect([values[0], new Set(Array.from(values)).size]).toEqual([null, values.length]);
        expect(new Set([0, ...codes]).size).toBe(values.length);
      }
    }),
  );
});

describe('the same log is made', () => {
  test('of rows that come once, and of columns', () => {
    fc.assert(
      fc.property(events, (rows) => {
        const log = logOf(rows);
        const column = <Field extends keyof Event>(field: Field) => rows.map((row) => row[field]);
        const [customer, at, amount] = [column('customer'), column('at'), column('amount')];
        const [name, plan, seats] = [column('event'), column('plan'), column('seats')];
        expect(eventLog(rows.values(), ROLES)).toEqual(log);
        expect(eventLog({ customer, at, event: name, amount, plan, seats }, ROLES)).toEqual(log);
        const columns = { customer, name, properties: { plan, seats } };
        expect(eventLogFromColumns({ ...columns, time: at, amount })).toEqual(log);
        expect(
          eventLogFromColumns({
            ...columns,
            time: BigInt64Array.from(at, BigInt),
            amount: Float64Array.from(amount, (value) => value ?? Number.NaN),
          }),
        ).toEqual(log);
      }),
    );
  });

  test('of dates, of milliseconds and of text', () => {
    fc.assert(
      fc.property(events, (rows) => {
        const { properties, ...roles } = ROLES;
        const log = eventLog(rows, roles);
        expect(
          eventLog(
            rows.map((row) => ({ ...row, at: new Date(row.at) })),
            roles,
          ),
        ).toEqual(log);
        expect(
          eventLog(
            rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() })),
            roles,
          ),
        ).toEqual(log);
      }),
    );
  });
});

test.each([100, 5_000])('%i rows with few instants and many years between them stand in their order', (count) => {
  const many = fc.sample(fc.record({ event, at: fc.oneof(fc.integer({ min: -6e13, max: 2.5e14 }), fc.constant(5)) }), {
    numRuns: count,
    seed: 7,
  });
  for (const rows of [many.map((row) => row.event), many.map((row) => ({ ...row.event, at: row.at }))]) {
    const log = eventLog(
      rows.filter(({ at }) => at < 1e8 || at > 1e11),
      ROLES,
    );
    const read = eventsOf(log);
    expect(read).toEqual([...read].sort(naiveOrder(rows)));
    expect(read.length).toBe(rows.filter(({ at }) => at < 1e8 || at > 1e11).length);
  }
});

function keyOf({ customer, at, event, amount, plan, seats }: Event): string {
  return JSON.stringify([customer, at, event, amount, plan, seats]);
}

/** Compares events as the docs say: by time, first events of their customers, ids, names, amounts and properties. */
function naiveOrder(rows: readonly Event[]): (a: Event, b: Event) => number {
  const first = new Map<string | number, number>();
  for (const { customer, at } of rows) first.set(customer, Math.min(at, first.get(customer) ?? Infinity));
  const rank = (value: unknown) => [null, 'number', 'string', 'boolean'].indexOf(value === null ? null : typeof value);
  const compare = (a: unknown, b: unknown) =>
    rank(a) - rank(b) || (a === b ? 0 : (a as number) < (b as number) ? -1 : 1);
  return (a, b) =>
    compare(a.at, b.at) ||
    compare(first.get(a.customer), first.get(b.customer)) ||
    compare(a.customer, b.customer) ||
    compare(a.event, b.event) ||
    compare(a.amount, b.amount) ||
    compare(a.plan, b.plan) ||
    compare(a.seats, b.seats);
}

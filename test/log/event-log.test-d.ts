import { type EventFilter, type EventLog, eventLog, eventLogFromColumns, mergeLogs, type Step } from 'kizuna';
import { expectTypeOf, test } from 'vitest';

interface Row {
  readonly customer: string;
  readonly at: string;
  readonly event: 'visit' | 'order';
  readonly amount: number | null;
  readonly plan: 'free' | 'pro' | null;
  readonly seats?: number;
  readonly tags: readonly string[];
}

declare const rows: readonly Row[];
const log = eventLog(rows, {
  customer: 'customer',
  time: 'at',
  name: 'event',
  amount: 'amount',
  properties: ['plan', 'seats'],
});

test('names and properties of rows are those of the log', () => {
  expectTypeOf(log.names).toEqualTypeOf<readonly ('visit' | 'order')[]>();
  expectTypeOf(log).toEqualTypeOf<
    EventLog<'visit' | 'order', { readonly plan: 'free' | 'pro'; readonly seats: number }>
  >();
});

test('functions read rows, and say the names', () => {
  const byFunctions = eventLog(rows, {
    customer: (row) => row.customer,
    time: (row) => row.at,
    name: (row) => (row.amount === null ? 'free' : 'paid'),
    amount: ({ amount }) => amount,
  });
  expectTypeOf(byFunctions.names).toEqualTypeOf<readonly ('free' | 'paid')[]>();
});

test('fields that are not there, or cannot be what they are to be, do not compile', () => {
  // @ts-expect-error there is no such field
  eventLog(rows, { customer: 'custmer', time: 'at' });
  // @ts-expect-error tags are no customer
  eventLog(rows, { customer: 'tags', time: 'at' });
  // @ts-expect-error text is no amount
  eventLog(rows, { customer: 'customer', time: 'at', amount: 'event' });
  // @ts-expect-error a list is no property
  eventLog(rows, { customer: 'customer', time: 'at', properties: ['tags'] });
  // @ts-expect-error there is no such property
  eventLog(rows, { customer: 'customer', time: 'at', properties: ['paln'] });
  // @ts-expect-error a log needs times
  eventLog(rows, { customer: 'customer' });
  // @ts-expect-error there is no such policy
  eventLog(rows, { customer: 'customer', time: 'at', duplicates: 'drop' });
  // @ts-expect-error a tag is no name
  eventLog(rows, { customer: 'customer', time: 'at', name: (row) => row.tags });
});

/** As metrics of events take their steps. */
declare function count<Name extends string, Properties extends object>(
  log: EventLog<Name, Properties>,
  step: Step<Name, Properties>,
): number;

test('steps name what the log has', () => {
  count(log, 'visit');
  count(log, { name: 'order', where: { plan: ['free', 'pro'], amount: { gte: 100 }, seats: { ne: 1 } } });
  count(log, { where: { plan: { in: ['pro'] } }, occurrence: 'firstMatching' });
  // @ts-expect-error there is no such name
  count(log, 'ordr');
  // @ts-expect-error there is no such name
  count(log, { name: 'ordr' });
  // @ts-expect-error there is no such property
  count(log, { where: { paln: 'pro' } });
  // @ts-expect-error no plan is called so
  count(log, { where: { plan: 'prof' } });
  // @ts-expect-error seats are numbers
  count(log, { where: { seats: 'many' } });
  // @ts-expect-error there is no such occurrence
  count(log, { name: 'order', occurrence: 'first' });
  expectTypeOf<EventFilter<{ readonly plan: 'pro' }>>().toHaveProperty('amount');
});

test('a log of rows of any kind takes any name and property', () => {
  const loose = eventLog([] as Record<string, string>[], { customer: 'customer', time: 'at', name: 'event' });
  expectTypeOf(loose.names).toEqualTypeOf<readonly string[]>();
  count(loose, 'anything');
});

test('columns say names and properties too', () => {
  const columns = eventLogFromColumns({
    customer: Int32Array.of(0, 1),
    time: Float64Array.of(1, 2),
    name: ['visit', 'order'],
    properties: { plan: { codes: Uint8Array.of(0, 1), values: ['free', 'pro'] }, seats: Float64Array.of(1, 2) },
  });
  expectTypeOf(columns.names).toEqualTypeOf<readonly ('visit' | 'order')[]>();
  expectTypeOf(columns).toEqualTypeOf<
    EventLog<'visit' | 'order', { readonly plan: 'free' | 'pro'; readonly seats: number }>
  >();
  // @ts-expect-error columns need times
  eventLogFromColumns({ customer: ['a'] });
  // @ts-expect-error there is no such column
  eventLogFromColumns({ customer: ['a'], time: [1], nmae: ['a'] });
});

test('merged logs have the names of both', () => {
  const more = eventLog([] as { customer: string; at: string; event: 'refund' }[], {
    customer: 'customer',
    time: 'at',
    name: 'event',
  });
  const fewer = eventLog(rows, { customer: 'customer', time: 'at', name: 'event' });
  expectTypeOf(mergeLogs(fewer, more).names).toEqualTypeOf<readonly ('visit' | 'order' | 'refund')[]>();
});

import fc from 'fast-check';
import { type EventLog, eventLog } from 'kizuna';

export interface Event {
  readonly customer: string | number;
  readonly at: number;
  readonly event: string;
  readonly amount: number | null;
  readonly plan: string | number | boolean | null;
  readonly seats: number | null;
}

export const ROLES = {
  customer: 'customer',
  time: 'at',
  name: 'event',
  amount: 'amount',
  properties: ['plan', 'seats'],
} as const;

export const START = Date.UTC(2025, 2, 30);

/** Few of everything, so that ties and repeated rows abound. */
export const event: fc.Arbitrary<Event> = fc.record({
  customer: fc.constantFrom('a', 'b', '__proto__', '1', 1, 0, -2.5),
  at: fc.constantFrom(START, START + 1, START + 86_400_000, START - 3, -1, 0, Date.UTC(1930, 5, 1)),
  event: fc.constantFrom('visit', 'order', '訪問', '__proto__'),
  amount: fc.constantFrom(null, 0, -1, 0.5, 1e300),
  plan: fc.constantFrom(null, 'pro', '1', 1, true, false),
  seats: fc.constantFrom(null, 3, -1),
});

export const events = fc.array(event, { maxLength: 60 });

export const inAnyOrder = events.chain((rows) =>
  fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
);

export const logOf = (rows: readonly Event[]) => eventLog(rows, ROLES);

/** The events of a log in its order, as rows. */
export function eventsOf(log: EventLog<string, object>): Event[] {
  const property = (name: string, i: number) => {
    const column = log.properties.find((each) => (each.property as string) === name);
    return column?.values[column.codes[i] as number] ?? null;
  };
  return Array.from(log.time, (at, i) => ({
    customer: log.customers[log.customer[i] as number] as string | number,
    at,
    event: log.names[log.name?.[i] as number] as string,
    amount: Number.isNaN(log.amount?.[i]) ? null : (log.amount?.[i] ?? null),
    plan: property('plan', i),
    seats: property('seats', i) as number | null,
  }));
}

import fc from 'fast-check';
import { type EventLog, eventLog } from 'kizuna';
import { type EventTable, eventTable } from 'kizuna/sql';
import type { Engine } from '../engine.js';
import { HOSTILE, instants } from '../rows.js';

/** A row of events, some of which are none. */
export interface EventRow {
  readonly who: string | null;
  readonly code: number | null;
  readonly at: Date | null;
  readonly what: string | null;
  readonly paid: number | null;
  readonly plan: string | null;
  readonly seats: number | null;
  readonly trial: boolean | null;
}

export type Properties = { readonly plan: string; readonly seats: number; readonly trial: boolean };

/** Columns whose names are hard to write; `ms`, `customer` and `fault` are names of kizuna's own queries. */
export const COLUMNS = {
  who: { kind: 'text', column: 'customer' },
  code: { kind: 'integer', column: 'a"b' },
  at: { kind: 'instant', column: 'ms' },
  what: { kind: 'text', column: 'order' },
  paid: { kind: 'number', column: "'; DROP TABLE x; --" },
  plan: { kind: 'text', column: 'fault' },
  seats: { kind: 'integer', column: 'back\\slash' },
  trial: { kind: 'boolean', column: '支払済' },
} as const;

export const TYPES = ['text', 'bigint', 'instant', 'text', 'double', 'text', 'bigint', 'boolean'] as const;
const PROPERTIES = ['plan', 'seats', 'trial'] as const;

/** The events of an engine, whose customers are texts or integers. */
export function eventsIn(
  engine: Engine,
  customer: 'who' | 'code' = 'who',
  invalid: 'throw' | 'exclude' = 'exclude',
  name = 'Ev 1',
  amount: 'paid' | 'code' = 'paid',
): EventTable<string, Properties> {
  const options = {
    dialect: engine.dialect,
    columns: COLUMNS,
    sums: 'exact',
    customer,
    time: 'at',
    name: 'what',
    amount,
    invalid,
  } as const;
  return eventTable(name, { ...options, properties: PROPERTIES }) as unknown as EventTable<string, Properties>; // integers are numbers
}

/** The same events in memory. */
export function eventsHere(
  rows: readonly EventRow[],
  customer: 'who' | 'code' = 'who',
  invalid: 'throw' | 'exclude' = 'exclude',
  amount: 'paid' | 'code' = 'paid',
): EventLog<string, Properties> {
  const roles = { customer, time: 'at', name: 'what', amount, properties: PROPERTIES, invalid } as const;
  return eventLog(rows as readonly never[], roles as never) as unknown as EventLog<string, Properties>; // as above
}

/** Puts events into the engine's table. */
export async function fillEvents(engine: Engine, rows: readonly EventRow[], name = 'Ev 1'): Promise<void> {
  const columns = Object.values(COLUMNS).map(({ column }, i) => ({ name: column, type: TYPES[i] ?? 'text' }));
  const fields = Object.keys(COLUMNS) as (keyof EventRow)[];
  await engine.fill(
    name,
    columns,
    rows.map((row) => fields.map((field) => row[field])),
  );
}

/** Random events of few customers, with ties, gaps, days on which clocks change, and rows that are no events. */
export const eventRows = (maxLength = 24): fc.Arbitrary<readonly EventRow[]> =>
  fc.array(
    fc.record<EventRow>({
      who: maybe(fc.constantFrom('u1', 'u2', 'u3', 'u1', 'u2', ...HOSTILE)),
      code: maybe(fc.constantFrom(0, 1, 2, -1, 2 ** 31)),
      at: maybe(fc.oneof({ weight: 2, arbitrary: instants }, close)),
      what: maybe(fc.constantFrom('visit', 'order', 'visit', 'order', '', 'Order')),
      paid: maybe(fc.constantFrom(0, 10, 19.99, -5, 100, 0.1, Number.NaN, 1e9)),
      plan: maybe(fc.constantFrom('free', 'pro', '__proto__', '')),
      seats: maybe(fc.integer({ min: 0, max: 3 })),
      trial: maybe(fc.boolean()),
    }),
    { maxLength },
  );

/** Days and months apart, many of them at one instant. */
const close = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.constantFrom(0, 0, 1, 3_600_000, 43_200_000))
  .map(([days, off]) => new Date(Date.UTC(2024, 1, 10) + days * 86_400_000 + off));

function maybe<Value>(values: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return fc.oneof({ weight: 12, arbitrary: values }, { weight: 1, arbitrary: fc.constant(null) });
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CustomerPeriods } from '../../src/log/customer-periods.js';
import { eventLog } from '../../src/log/event-log.js';
import { calendar } from '../../src/time/calendar.js';

const DAY = 86_400_000;
const periods = calendar({ unit: 'day' });
const customer = fc.constantFrom<string | number>('a', 'b', '__proto__', 1, '1', 2.5, -3, 70_000);
const event = fc.record({
  customer,
  time: fc.integer({ min: 0, max: 200 }).map((day) => Date.UTC(2025, 0, 1) + day * DAY),
});

/** The periods of every customer, by the place in which the class met them. */
function told(kept: CustomerPeriods): readonly string[] {
  const into = new Int32Array(kept.span);
  return Array.from({ length: kept.customers }, (_, code) =>
    JSON.stringify(Array.from(into.subarray(0, kept.periodsOf(code, into)))),
  );
}

function expected(events: readonly { customer: string | number; time: number }[]): readonly string[] {
  const days = new Map<string | number, Set<number>>();
  for (const { customer, time } of events) {
    const of = days.get(customer) ?? new Set();
    days.set(customer, of.add(periods.indexOf(time)));
  }
  return [...days.values()].map((of) => JSON.stringify([...of].sort((a, b) => a - b)));
}

test('batches in any order tell the periods of every customer', () => {
  fc.assert(
    fc.property(fc.array(fc.array(event, { maxLength: 12 }), { maxLength: 8 }), (batches) => {
      const kept = new CustomerPeriods(periods);
      for (const batch of batches) kept.add(eventLog(batch, { customer: 'customer', time: 'time' }));
      expect([...told(kept)].sort()).toEqual([...expected(batches.flat())].sort());
    }),
  );
});

test('adding events again changes nothing', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 20 }), (events) => {
      const log = eventLog(events, { customer: 'customer', time: 'time' });
      const [once, twice] = [new CustomerPeriods(periods), new CustomerPeriods(periods)];
      once.add(log);
      twice.add(log);
      twice.add(log);
      expect(told(twice)).toEqual(told(once));
    }),
  );
});

test('only marked rows count', () => {
  const log = eventLog(
    [
      { customer: 'a', time: 0 },
      { customer: 'b', time: DAY },
    ],
    { customer: 'customer', time: 'time' },
  );
  const kept = new CustomerPeriods(periods);
  kept.add(log, Uint8Array.of(0, 1));
  expect(told(kept)).toEqual(['[1]']);
});

import fc from 'fast-check';
import { activeCustomersMetric, lifecycleMetric } from 'kizuna/engagement';
import { running } from 'kizuna/log';
import { expect, test } from 'vitest';
import { calendars, events, logOf } from './events.js';

const options = fc
  .tuple(
    calendars,
    fc.record({
      event: fc.constantFrom(undefined, 'order' as const, { where: { plan: 'pro' as const } }),
      from: fc.constantFrom(undefined, Date.UTC(2025, 2, 25)),
      to: fc.constantFrom(undefined, Date.UTC(2025, 3, 2)),
      asOf: fc.constantFrom(undefined, Date.UTC(2025, 2, 29)),
    }),
  )
  .map(([zone, rule]) => ({ ...zone, ...rule }));
const batches = fc.array(events, { maxLength: 4 });

test('batches of any customers, in any order, give the state of one log of all', () => {
  fc.assert(
    fc.property(batches, options, (parts, rule) => {
      for (const metric of [activeCustomersMetric({ ...rule, trailing: [3, 40] }), lifecycleMetric(rule)] as const) {
        const measurement = running<string, object, unknown, unknown>(metric as never); // one loop over metrics of two types
        for (const part of parts) measurement.add(logOf(part));
        expect(measurement.state()).toEqual(metric.state(logOf(parts.flat())));
      }
    }),
    { numRuns: 100 },
  );
});

test('what only a whole log can tell is refused', () => {
  expect(() => running(activeCustomersMetric({ unit: 'day', minimumOccurrences: 2 }))).toThrow('a running state');
  expect(() => running(lifecycleMetric({ unit: 'day', event: { occurrence: 'firstEver' } }))).toThrow(
    'a running state',
  );
  const measurement = running(lifecycleMetric({ unit: 'day', event: 'order' }));
  const nameless = { ...logOf([]), name: null };
  expect(() => measurement.add(nameless)).toThrow('names');
});

test('reading does not stop a measurement', () => {
  const measurement = running(activeCustomersMetric({ unit: 'day' }));
  const at = (day: number) => logOf([{ customer: 'a', time: Date.UTC(2025, 3, day), name: 'visit', plan: null }]);
  measurement.add(at(1));
  expect(measurement.result().map(({ active }) => active)).toEqual([1]);
  measurement.add(at(3));
  measurement.add(at(3));
  expect(measurement.result().map(({ active }) => active)).toEqual([1, 0, 1]);
});

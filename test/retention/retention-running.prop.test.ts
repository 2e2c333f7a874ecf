import fc from 'fast-check';
import { eventLog, InvalidOptionError, retentionMetric, running } from 'kizuna';
import { describe, expect, test } from 'vitest';
import type { PlainEvent } from './naive-retention.js';
import { cases, ROLES } from './retention-cases.js';

/** Steps of which a start is a return. */
const steps = fc.constantFrom(
  {},
  {},
  { start: 'visit', return: 'visit' },
  { start: 'signup' },
  { start: { name: 'visit', where: { plan: 'pro' } }, return: 'visit' },
  { start: { where: { plan: ['free', 'pro'] } }, return: { where: { plan: ['free', 'pro'] } } },
  { start: { name: 'order', where: { plan: { ne: 'free' } } }, return: { where: { plan: { ne: 'free' } } } },
);

const told = fc.tuple(cases, steps).map(([{ events, options }, pair]) => ({
  events,
  options: {
    ...options,
    ...{ start: undefined, return: undefined, window: undefined, minimumOccurrences: undefined },
    ...pair,
  },
}));

const metricOf = (options: object) => retentionMetric(options as never); // names are of the tests
const logOf = (events: readonly PlainEvent[]) => eventLog(events, ROLES);

describe('running retention', () => {
  test('is that of one log of all events, however they are cut into batches', () => {
    let refused = 0;
    fc.assert(
      fc.property(told, fc.infiniteStream(fc.nat(3)), ({ events, options }, places) => {
        const metric = metricOf(options);
        const batches: PlainEvent[][] = [[], [], [], []];
        for (const event of events) batches[places.next().value as number]?.push(event);
        const measurement = running(metric);
        try {
          for (const batch of batches) measurement.add(logOf(batch));
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidOptionError);
          expect(options.timeZone).toBe('America/St_Johns');
          refused += 1;
          return;
        }
        expect(measurement.state()).toEqual(metric.state(logOf(events)));
        for (const batch of batches.reverse()) measurement.add(logOf(batch)); // adding again changes nothing
        expect(measurement.result()).toEqual(metric.finish(metric.state(logOf(events))));
      }),
      { numRuns: 250 },
    );
    expect(refused).toBeLessThan(60);
  });

  test('knows a customer of an earlier batch, and takes a start that comes in late', () => {
    const at = (customer: string, day: number) => logOf([{ ...EVENT, customer, at: Date.UTC(2025, 3, day) }]);
    const measurement = running(metricOf({ unit: 'day', asOf: '2025-04-03' }));
    measurement.add(at('a', 2));
    measurement.add(at('a', 3));
    const rows = () => measurement.result().cohorts.map(({ cells }) => cells.map((cell) => cell?.numerator));
    expect(rows()).toEqual([[1, 1]]);
    measurement.add(at('a', 1));
    measurement.add(at('b', 4)); // after asOf
    expect(rows()).toEqual([[1, 1, 1]]);
  });

  test.each([
    [{ window: 'rolling' }],
    [{ minimumOccurrences: 2 }],
    [{ start: { occurrence: 'firstEver' } }],
    [{ start: 'signup', return: 'order' }],
    [{ start: 'signup', return: { name: 'signup', where: { plan: 'pro' } } }],
    [{ start: { where: { plan: { ne: 'pro' } } }, return: { where: { plan: { ne: 'free' } } } }],
  ])('%j can only be told from a whole log', (options) => {
    expect(() => running(metricOf({ unit: 'day', asOf: '2025-05-01', ...options }))).toThrow('a running state');
  });

  test('clocks that were set back over the start of a day within the events are refused, and nothing of that batch is kept', () => {
    const options = { unit: 'day', timeZone: 'America/St_Johns', asOf: '2010-12-01' };
    const measurement = running(metricOf(options));
    const [early, late] = [Date.UTC(2010, 9, 1), Date.UTC(2010, 10, 20)].map((at) => logOf([{ ...EVENT, at }]));
    if (early === undefined || late === undefined) throw new Error('two logs');
    measurement.add(late);
    expect(() => measurement.add(early)).toThrow('no clocks set back');
    expect(measurement.state()).toEqual(metricOf(options).state(late));
    const hours = running(metricOf({ ...options, timeZone: 'America/New_York', unit: 'hour', periods: 1 }));
    hours.add(early);
    hours.add(late); // there an hour comes twice in a row
  });
});

const EVENT: PlainEvent = { customer: 'a', at: 0, name: 'visit', plan: null, amount: 0 };

import { InvalidOptionError } from 'kizuna';
import { sessionSummary, sessions } from 'kizuna/engagement';
import { eventLog } from 'kizuna/log';
import { meanInterval, rate } from 'kizuna/stats';
import { describe, expect, test } from 'vitest';
import { thrown } from '../support/thrown.js';

function at(...events: readonly (readonly [customer: string | number, time: string])[]) {
  return eventLog(
    events.map(([customer, time]) => ({ customer, time })),
    { customer: 'customer', time: 'time' },
  );
}

describe('sessions', () => {
  test('a pause of exactly the timeout goes on, one of a millisecond more does not', () => {
    const log = at(['a', '2025-04-01T09:00:00Z'], ['a', '2025-04-01T09:30:00Z'], ['a', '2025-04-01T10:00:00.001Z']);
    expect(sessions(log).map(({ events, duration }) => [events, duration])).toEqual([
      [2, 1_800_000],
      [1, 0],
    ]);
  });

  test('events of one instant are one session, even without a timeout', () => {
    const log = at(['a', '2025-04-01T09:00:00Z'], ['a', '2025-04-01T09:00:00Z'], ['a', '2025-04-01T09:00:00.001Z']);
    expect(sessions(log, { timeout: { minutes: 0 } }).map(({ events }) => events)).toEqual([2, 1]);
  });

  test('midnight is that of the zone, on the day that the clocks change too', () => {
    const log = at(['a', '2025-03-29T22:50:00Z'], ['a', '2025-03-29T23:10:00Z'], ['a', '2025-03-30T21:50:00Z']);
    const counts = (timeZone: string) =>
      sessions(log, { splitAtMidnight: true, timeout: { days: 1 }, timeZone }).map(({ events }) => events);
    expect(counts('Europe/Berlin')).toEqual([1, 2]); // 23:50, 0:10, and 23:50 on the same short day
    expect(counts('UTC')).toEqual([2, 1]);
  });

  test('a session is complete when nothing can be added to it any more', () => {
    const log = at(['a', '2025-04-01T23:50:00Z']);
    const isComplete = (asOf: string, splitAtMidnight = false) => sessions(log, { asOf, splitAtMidnight })[0]?.complete;
    expect(isComplete('2025-04-02T00:19:59.999Z')).toBe(false);
    expect(isComplete('2025-04-02T00:20:00Z')).toBe(true); // an event a millisecond later is another session's
    expect(isComplete('2025-04-01T23:59:59.998Z', true)).toBe(false);
    expect(isComplete('2025-04-01', true)).toBe(true);
  });

  test('a day that clocks set back come back to is not over before they do', () => {
    const log = at(['a', '2025-04-06T02:50:00Z']); // 23:50 in Santiago, where midnight is 23:00 once more
    const isComplete = (asOf: string) =>
      sessions(log, { asOf, splitAtMidnight: true, timeout: { hours: 9 }, timeZone: 'America/Santiago' })[0]?.complete;
    expect(isComplete('2025-04-06T02:59:59.999Z')).toBe(false);
    expect(isComplete('2025-04-06T03:59:59.998Z')).toBe(false);
    expect(isComplete('2025-04-06T03:59:59.999Z')).toBe(true);
  });

  test('without a timeout a session is complete at once', () => {
    const log = at(['a', '2025-04-01T09:00:00Z']);
    expect(sessions(log, { timeout: { minutes: 0 } })[0]?.complete).toBe(true);
  });

  test('from and to choose sessions by their start and cut none', () => {
    const log = at(['a', '2025-04-01T23:50:00Z'], ['a', '2025-04-02T00:10:00Z'], ['b', '2025-04-02T00:00:00Z']);
    expect(sessions(log, { from: '2025-04-02' }).map(({ customer }) => customer)).toEqual(['b']);
    expect(sessions(log, { to: '2025-04-02' }).map(({ events }) => events)).toEqual([2]);
  });

  test('events after asOf are in no session', () => {
    const log = at(['a', '2025-04-01T09:00:00Z'], ['a', '2025-04-01T09:10:00Z']);
    expect(sessions(log, { asOf: '2025-04-01T09:09:59Z' }).map(({ events }) => events)).toEqual([1]);
  });

  test('sessions that start together stand in the order of ids, numbers first', () => {
    const time = '2025-04-01T09:00:00Z';
    const found = sessions(at(['b', time], ['a', time], [10, time], [9, time]));
    expect(found.map(({ customer }) => customer)).toEqual([9, 10, 'a', 'b']);
  });

  test('a log without events has no sessions', () => {
    expect(sessions(at())).toEqual([]);
  });

  test.each([
    [{ timeout: 30 }, 'timeout'],
    [{ timeout: { months: 1 } }, 'timeout'],
    [{ splitAtMidnight: 'yes' }, 'splitAtMidnight'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ from: '2025-04-02', to: '2025-04-01' }, 'to'],
    [{ gap: { minutes: 5 } }, 'gap'],
  ])('%j is refused', (options, field) => {
    const error = thrown(InvalidOptionError, () => sessions(at(), options as never));
    expect(error.issues[0]?.field).toBe(field);
  });
});

describe('the summary of sessions', () => {
  test('a log without events has no means', () => {
    const summary = sessionSummary(at());
    expect(summary).toMatchObject({
      sessions: 0,
      customers: 0,
      perCustomer: { value: null, n: 0, interval: null },
      dwell: [],
    });
    expect([summary.duration.mean.value, summary.duration.median, summary.bounceRate.value]).toEqual([
      null,
      null,
      null,
    ]);
  });

  test('a bounce rate of customers who are all alike has an interval for what was not seen', () => {
    const log = at(['a', '2025-04-01T09:00:00Z'], ['b', '2025-04-01T09:00:00Z'], ['b', '2025-04-01T12:00:00Z']);
    const { bounceRate } = sessionSummary(log);
    expect(bounceRate).toMatchObject({ value: 1, numerator: 3, denominator: 3, standardError: 0 });
    expect(bounceRate.interval).toMatchObject({ high: 1, method: 'agresti-coull-ratio' });
    expect(bounceRate.interval?.low).toBeLessThan(rate(2, 2).interval?.low ?? 0);
    const half = sessionSummary(log, { timeout: { days: 1 }, confidence: 0.8 }).bounceRate;
    expect([half.value, half.interval?.confidence]).toEqual([0.5, 0.8]);
    expect((half.interval?.low ?? 0) + (half.interval?.high ?? 0)).toBeCloseTo(1, 12);
  });

  test('means of customers who are all alike have no interval', () => {
    const { duration, events, perCustomer } = sessionSummary(
      at(['a', '2025-04-01T09:00:00Z'], ['b', '2025-04-01T09:00:00Z']),
    );
    expect(duration.mean).toMatchObject({ value: 0, n: 2, interval: null });
    expect(events.mean).toMatchObject({ value: 1, n: 2, interval: null });
    expect(perCustomer).toEqual({ value: 1, n: 2, interval: null });
  });

  test('sessions per customer are a mean over customers', () => {
    const log = at(
      ['a', '2025-04-01T09:00:00Z'],
      ['a', '2025-04-02T09:00:00Z'],
      ['a', '2025-04-03T09:00:00Z'],
      ['b', '2025-04-01T09:00:00Z'],
      ['c', '2025-04-01T09:00:00Z'],
      ['c', '2025-04-01T12:00:00Z'],
    );
    const { value, n, interval } = meanInterval([3, 1, 2], { confidence: 0.8 });
    expect(sessionSummary(log, { confidence: 0.8 }).perCustomer).toEqual({ value, n, interval });
  });

  test('dwell time of names needs names, and of a property that property', () => {
    const log = at(['a', '2025-04-01T09:00:00Z']);
    expect(thrown(InvalidOptionError, () => sessionSummary(log, { dwell: 'name' })).message).toBe(
      'sessionSummary requires dwell to be one of no properties; got "name"',
    );
    expect(() => sessionSummary(log, { dwell: 'page' as never })).toThrow(InvalidOptionError);
  });
});

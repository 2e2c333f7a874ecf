import fc from 'fast-check';
import { sessionSummary, sessionSummaryMetric, sessions } from 'kizuna/engagement';
import { moments, quantile, studentT } from 'kizuna/stats';
import { calendar } from 'kizuna/time';
import { expect, test } from 'vitest';
import { byCustomer, type Event, events, HOUR, logOf } from './events.js';

const rules = fc.record({
  timeout: fc.constantFrom({ hours: 3 }, { hours: 12 }, { days: 2 }, { minutes: 0 }),
  splitAtMidnight: fc.boolean(),
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Tokyo'),
  event: fc.constantFrom(undefined, 'order' as const),
});
const LENGTHS = new Map([
  ['{"hours":3}', 3 * HOUR],
  ['{"hours":12}', 12 * HOUR],
  ['{"days":2}', 48 * HOUR],
  ['{"minutes":0}', 0],
]);

/** Sessions found by sorting each customer's events and looking at one pair after the other. */
function naive(list: readonly Event[], rule: typeof rules extends fc.Arbitrary<infer Value> ? Value : never) {
  const { indexOf } = calendar({ unit: 'day', timeZone: rule.timeZone });
  const timeout = LENGTHS.get(JSON.stringify(rule.timeout))!;
  const found: Event[][] = [];
  for (const customer of [...new Set(list.map((each) => each.customer))].sort()) {
    const own = list
      .filter((each) => each.customer === customer && (rule.event === undefined || each.name === rule.event))
      // The order of a log: time, then name, then property, of which nothing comes first.
      .sort((a, b) => a.time - b.time || compare(a.name, b.name) || compare(a.plan ?? '', b.plan ?? ''));
    for (const [i, event] of own.entries()) {
      const before = own[i - 1];
      const isNew =
        before === undefined ||
        event.time - before.time > timeout ||
        (rule.splitAtMidnight && indexOf(event.time) !== indexOf(before.time));
      if (isNew) found.push([event]);
      else found.at(-1)!.push(event);
    }
  }
  return found;
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

test('sessions are those of a walk through the events of each customer', () => {
  fc.assert(
    fc.property(events, rules, (list, rule) => {
      const found = sessions(logOf(list), rule);
      const expected = naive(list, rule)
        .map((own) => ({
          customer: own[0]!.customer,
          start: own[0]!.time,
          end: own.at(-1)!.time,
          events: own.length,
          duration: own.at(-1)!.time - own[0]!.time,
        }))
        .sort((a, b) => a.start - b.start || compare(a.customer, b.customer));
      expect(found.map(({ complete, ...session }) => session)).toEqual(expected);
    }),
    { numRuns: 150 },
  );
});

test('events of all sessions are the events of the log, and pauses between them are longer than the timeout', () => {
  fc.assert(
    fc.property(events, (list) => {
      const found = sessions(logOf(list), { timeout: { hours: 5 } });
      expect(found.reduce((sum, session) => sum + session.events, 0)).toBe(list.length);
      for (const customer of new Set(list.map((each) => each.customer))) {
        const own = found.filter((session) => session.customer === customer);
        for (const [i, session] of own.entries()) {
          if (i > 0) expect(session.start - own[i - 1]!.end).toBeGreaterThan(5 * HOUR);
        }
      }
    }),
  );
});

test('the summary is what the sessions come to', () => {
  fc.assert(
    fc.property(events, rules, fc.constantFrom('name' as const, 'plan' as const), (list, rule, dwell) => {
      const found = naive(list, rule);
      const summary = sessionSummary(logOf(list), { ...rule, dwell });
      const durations = found.map((own) => own.at(-1)!.time - own[0]!.time);
      const total = durations.reduce((sum, duration) => sum + duration, 0);
      expect(summary.sessions).toBe(found.length);
      expect(summary.duration.mean.value).toEqual(found.length === 0 ? null : total / found.length);
      expect(summary.duration.median).toBe(quantile(durations, 0.5));
      expect(summary.duration.p90).toBe(quantile(durations, 0.9));
      expect(summary.events.median).toBe(
        quantile(
          found.map((own) => own.length),
          0.5,
        ),
      );
      expect(summary.bounceRate.numerator).toBe(found.filter((own) => own.length === 1).length);
      expect(summary.bounceRate.denominator).toBe(found.length);
      const values = [...new Set(found.flat().map((event) => event[dwell]))].sort((a, b) => compare(a ?? '', b ?? ''));
      expect(summary.dwell).toEqual(
        values.map((value) => {
          const times = found.flatMap((own) =>
            own.slice(0, -1).flatMap((event, i) => (event[dwell] === value ? [own[i + 1]!.time - event.time] : [])),
          );
          const exits = found.filter((own) => own.at(-1)![dwell] === value).length;
          const all = times.reduce((sum, time) => sum + time, 0);
          return {
            value,
            events: exits + times.length,
            exits,
            total: all,
            mean: times.length === 0 ? null : all / times.length,
            median: quantile(times, 0.5),
          };
        }),
      );
    }),
    { numRuns: 100 },
  );
});

test('the interval of the mean duration is that of a ratio over customers', () => {
  fc.assert(
    fc.property(events, (list) => {
      const own = new Map<unknown, { y: number; x: number }>();
      for (const { customer, duration } of sessions(logOf(list))) {
        const { y, x } = own.get(customer) ?? { y: 0, x: 0 };
        own.set(customer, { y: y + duration, x: x + 1 });
      }
      const { value, n, interval } = sessionSummary(logOf(list)).duration.mean;
      expect(n).toBe(own.size);
      if (interval === null) return;
      const all = [...own.values()];
      const x = all.reduce((sum, each) => sum + each.x, 0);
      const { variance } = moments(all.map((each) => each.y - value! * each.x));
      const margin = (studentT.quantile(0.975, n - 1) * Math.sqrt(n * variance!)) / x;
      expect(interval.high - value!).toBeCloseTo(margin, 3);
    }),
  );
});

test('states of different customers merge to the state of all', () => {
  fc.assert(
    fc.property(events, rules, (list, rule) => {
      const metric = sessionSummaryMetric({ ...rule, dwell: 'name' });
      const merged = byCustomer(list)
        .map((part) => metric.state(logOf(part)))
        .reduce(metric.merge);
      expect(merged).toEqual(metric.state(logOf(list)));
      expect(metric.finish(merged)).toEqual(sessionSummary(logOf(list), { ...rule, dwell: 'name' }));
    }),
    { numRuns: 60 },
  );
});

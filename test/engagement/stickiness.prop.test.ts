import fc from 'fast-check';
import { activeCustomers, frequencyCurve, frequencyCurveMetric, stickiness, stickinessMetric } from 'kizuna/engagement';
import { eventLog } from 'kizuna/log';
import { meanInterval } from 'kizuna/stats';
import { calendar } from 'kizuna/time';
import { expect, test } from 'vitest';
import { activePeriods, byCustomer, DAY, events, logOf } from './events.js';

const zones = fc.record({
  timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Apia'),
  weekStartsOn: fc.constantFrom(0, 1),
});
const windows = fc.constantFrom(
  { within: 'week' as const },
  { within: 'month' as const },
  { trailing: 3 },
  { trailing: 7 },
  { trailing: 28 },
);
const ranges = fc.record({
  from: fc.integer({ min: -9, max: 9 }),
  length: fc.option(fc.integer({ min: 3, max: 30 })),
  asOf: fc.integer({ min: -2, max: 40 }),
});
const START = Date.UTC(2025, 2, 20);

test('every window, the pooled ratio and the distribution are what counting customers one by one gives', () => {
  fc.assert(
    fc.property(events, zones, windows, ranges, (list, zone, window, range) => {
      const start = Math.min(START, ...list.map(({ time }) => time));
      const [from, asOf] = [start + range.from * DAY, start + range.asOf * DAY];
      const to = range.length === null ? undefined : from + range.length * DAY;
      const found = stickiness(logOf(list), { unit: 'day', ...zone, ...window, from, to, asOf });

      const days = calendar({ unit: 'day', ...zone });
      const [first, open] = [days.indexOf(from), days.indexOf(asOf + 1)];
      const last = Math.min(days.indexOf(asOf), to === undefined ? Infinity : days.indexOf(to - 1));
      const all = [...activePeriods(list, { unit: 'day', ...zone }, { asOf }).values()].map((own) => [...own]);
      const inRange = all.map((own) => own.filter((day) => day >= first && day <= last));
      // Trailing windows reach back to before the range, as far as there are events.
      const known = 'trailing' in window ? Math.min(first, ...all.flat()) : first;
      const counted = all.map((own) => own.filter((day) => day >= known && day <= last));
      const most = Math.max(0, ...inRange.map((own) => own.length));
      expect(found.distribution).toEqual(
        Array.from({ length: most }, (_, i) => ({
          periods: i + 1,
          customers: inRange.filter((own) => own.length === i + 1).length,
          atLeast: inRange.filter((own) => own.length >= i + 1).length,
        })),
      );

      const spans = new Map<string, { first: number; last: number }>();
      const longer = 'within' in window ? calendar({ unit: window.within, ...zone }) : null;
      for (let day = first; day <= last; day += 1) {
        // 4 UTC on the day: its label is enough to find the window, on clocks that are in any zone.
        const label = days.labelOf(day);
        if ('trailing' in window) spans.set(label, { first: day - window.trailing + 1, last: day });
        else {
          const utc = calendar({ unit: window.within, weekStartsOn: zone.weekStartsOn });
          const index = utc.indexOf(Date.parse(`${label}T04:00Z`));
          const of = (each: number): number => calendar({ unit: 'day' }).indexOf(utc.startOf(each));
          spans.set(longer!.labelOf(index), { first: of(index), last: of(index + 1) - 1 });
        }
      }
      const clusters = inRange.map(() => ({ active: 0, periods: 0 }));
      const series = [...spans].map(([period, span]) => {
        const size = Math.min(span.last, last) - Math.max(span.first, known) + 1;
        const counts = counted.map((own) => own.filter((day) => day >= span.first && day <= span.last).length);
        const complete = span.first >= known && span.last <= last && span.last < open;
        for (const [i, count] of counts.entries()) {
          if (!complete || span.first < first || count === 0) continue;
          clusters[i]!.active += count;
          clusters[i]!.periods += span.last - span.first + 1;
        }
        const shares = counts.filter((count) => count > 0).map((count) => count / size);
        const total = counts.reduce((sum, count) => sum + count, 0);
        return { period, active: shares.length, meanActive: total / size, shares, complete };
      });
      expect(found.series.map(({ ratio, ...row }) => row)).toEqual(series.map(({ shares, ...row }) => row));
      for (const [i, { shares }] of series.entries()) {
        const { ratio } = found.series[i]!;
        const mean = meanInterval(shares);
        expect(ratio.n).toBe(shares.length);
        if (mean.value === null) expect(ratio.value).toBeNull();
        else expect(ratio.value).toBeCloseTo(mean.value, 12);
        if (mean.interval === null) expect(ratio.interval).toBeNull();
        else if (new Set(shares).size === 1) {
          expect(ratio.interval?.method).toBe('wilson');
          expect(ratio.interval!.high - ratio.interval!.low).toBeGreaterThan(0);
        } else {
          expect(ratio.interval!.low).toBeCloseTo(Math.max(0, mean.interval.low), 9);
          expect(ratio.interval!.high).toBeCloseTo(Math.min(1, mean.interval.high), 9);
        }
      }
      const [active, periods] = (['active', 'periods'] as const).map((of) =>
        clusters.reduce((sum, each) => sum + each[of], 0),
      );
      expect(found.ratio.n).toBe(clusters.filter((each) => each.periods > 0).length);
      if (periods === 0) expect(found.ratio.value).toBeNull();
      else expect(found.ratio.value).toBeCloseTo(active! / periods!, 12);
    }),
    { numRuns: 100 },
  );
});

test('ratios lie from 0 to 1, and mean daily actives are those of the days', () => {
  fc.assert(
    fc.property(events, zones, (list, zone) => {
      const { series, ratio } = stickiness(logOf(list), { unit: 'day', trailing: 7, ...zone });
      const days = activeCustomers(logOf(list), { unit: 'day', trailing: 7, ...zone });
      expect(series.map(({ period, active }) => [period, active])).toEqual(
        days.map(({ period, trailing }) => [period, trailing[0]?.active]),
      );
      for (const [i, window] of series.entries()) {
        const own = days.slice(Math.max(0, i - 6), i + 1);
        expect(window.meanActive).toBeCloseTo(own.reduce((sum, { active }) => sum + active, 0) / own.length, 12);
      }
      for (const { value, interval } of [ratio, ...series.map((window) => window.ratio)]) {
        if (value === null) continue;
        expect(value).toBeGreaterThan(0);
        expect(value).toBeLessThanOrEqual(1);
        if (interval === null) continue;
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.low).toBeLessThanOrEqual(value);
        expect(interval.high).toBeGreaterThanOrEqual(value);
        expect(interval.high).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('states of different customers merge to the state of all', () => {
  fc.assert(
    fc.property(events, zones, windows, ranges, (list, zone, window, range) => {
      const options = {
        unit: 'day' as const,
        ...zone,
        ...window,
        from: START + range.from * DAY,
        asOf: START + range.asOf * DAY,
      };
      const metric = stickinessMetric(options);
      const merged = byCustomer(list)
        .map((part) => metric.state(logOf(part)))
        .reduce(metric.merge);
      expect(merged).toEqual(metric.state(logOf(list)));
      expect(metric.finish(merged)).toEqual(stickiness(logOf(list), options));
    }),
    { numRuns: 60 },
  );
});

test('the frequency curve counts the active days of every customer', () => {
  fc.assert(
    fc.property(
      events,
      zones,
      fc.constantFrom('active' as const, 'all' as const),
      ranges,
      (list, zone, base, range) => {
        const options = { unit: 'day' as const, ...zone, base, periods: 7, asOf: START + range.asOf * DAY };
        const { indexOf } = calendar({ unit: 'day', ...zone });
        const last = indexOf(options.asOf);
        const counts = [...activePeriods(list, { unit: 'day', ...zone }, { asOf: options.asOf }).values()].map(
          (own) => [...own].filter((day) => day > last - 7).length,
        );
        const of = base === 'all' ? counts : counts.filter((count) => count > 0);
        const found = frequencyCurve(logOf(list), options);
        expect(found.n).toBe(of.length);
        expect(found.curve.map(({ periods }) => periods)).toEqual(
          base === 'all' ? [0, 1, 2, 3, 4, 5, 6, 7] : [1, 2, 3, 4, 5, 6, 7],
        );
        for (const { periods, customers, share, atLeast } of found.curve) {
          expect(customers).toBe(of.filter((count) => count === periods).length);
          expect(share.numerator).toBe(customers);
          expect(atLeast.numerator).toBe(of.filter((count) => count >= periods).length);
          expect(share.denominator).toBe(of.length);
        }
        const { value, n, interval } = meanInterval(of);
        const expected = interval && { ...interval, low: Math.max(0, interval.low) };
        expect(found.mean).toEqual({ value, n, interval: new Set(of).size === 1 ? null : expected });
        const metric = frequencyCurveMetric(options);
        const merged = byCustomer(list)
          .map((part) => metric.state(logOf(part)))
          .reduce(metric.merge);
        expect(merged).toEqual(metric.state(logOf(list)));
        expect(metric.finish(merged)).toEqual(found);
      },
    ),
    { numRuns: 60 },
  );
});

test('where clocks come back over midnight, parts of which only one reaches the next day merge to the whole', () => {
  // St John's, 7 November 2010: one minute after midnight clocks went back to 23:01 of the 6th.
  const [a, b] = [
    { id: 'a', at: '2010-11-06T10:00:00Z' },
    { id: 'b', at: '2010-11-07T02:30:50Z' },
  ];
  const metric = stickinessMetric({
    ...{ unit: 'day', trailing: 28, timeZone: 'America/St_Johns' },
    ...{ from: '2010-10-01', asOf: '2010-11-07T02:45:00Z' },
  });
  const stateOf = (rows: readonly (typeof a)[]) => metric.state(eventLog(rows, { customer: 'id', time: 'at' }));
  const whole = stateOf([a, b]);
  expect(metric.merge(stateOf([a]), stateOf([b]))).toEqual(whole);
  expect(whole.windows.map(([, sums]) => sums)).toEqual([
    [1, 1, 1],
    [2, 2, 2],
  ]);
});

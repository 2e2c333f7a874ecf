import fc from 'fast-check';
import { expect, test } from 'vitest';
import { churnByInactivity, churnByInactivityMetric, periodRetention } from '../../src/index.js';
import { DAY, HOUR, isActive, logOf, orders, START, timesByCustomer } from './lapse-rows.js';

const options = fc.record({
  threshold: fc.constantFrom(1, HOUR, DAY - 1, DAY, 2 * DAY, 3 * DAY + 1, 7 * DAY, 100 * DAY),
  asOf: fc.tuple(fc.nat(60), fc.constantFrom(0, DAY - 1, 12 * HOUR)).map(([day, more]) => START + day * DAY + more),
  per: fc.constantFrom('event' as const, 'instant' as const, 'day' as const, 'bill' as const),
});

const perOf = (per: 'event' | 'instant' | 'day' | 'bill') => (per === 'bill' ? ({ property: 'bill' } as const) : per);

test('every day is that of a walk over all customers and instants at which anything can change', () => {
  fc.assert(
    fc.property(orders, options, (rows, { threshold, asOf, per }) => {
      const found = churnByInactivity(logOf(rows), {
        unit: 'day',
        lapsedAfter: { milliseconds: threshold },
        asOf,
        per: perOf(per),
        refunds: 'exclude',
      });
      const customers = [...timesByCustomer(rows, asOf, per).values()];
      const first = Math.min(...customers.map(([time]) => Math.floor((time as number) / DAY)));
      expect(found.length).toBe(customers.length === 0 ? 0 : Math.floor(asOf / DAY) - first + 1);
      found.forEach((row, i) => {
        const [begin, end] = [(first + i) * DAY, Math.min((first + i + 1) * DAY, asOf + 1)];
        const moves = customers.map((times) => {
          const instants = [...times, ...times.map((time) => time + threshold)]
            .filter((instant) => instant >= begin && instant < end)
            .sort((a, b) => a - b);
          const active = (instant: number) => isActive(times, threshold, instant);
          const isNew = instants.includes(times[0] as number);
          const changes = [...new Set(instants)].filter((instant) => active(instant) !== active(instant - 1));
          const gone = changes.filter((instant) => !active(instant)).length;
          const start = active(begin - 1);
          const dormant = !start && (times[0] as number) < begin;
          const back = changes.length - gone - Number(isNew);
          return { start, dormant, isNew, gone, back, end: active(end - 1) };
        });
        const count = (holds: (move: (typeof moves)[number]) => boolean) => moves.filter(holds).length;
        const sum = (part: 'gone' | 'back') => moves.reduce((total, move) => total + move[part], 0);
        expect(row).toMatchObject({
          period: new Date(begin).toISOString().slice(0, 10),
          start: count(({ start }) => start),
          dormant: count(({ dormant }) => dormant),
          new: count(({ isNew }) => isNew),
          lapsed: sum('gone'),
          wonBack: sum('back'),
          end: count(({ end }) => end),
          complete: (first + i + 1) * DAY <= asOf + 1,
        });
        expect(row.churn.numerator).toBe(count(({ start, gone }) => start && gone > 0));
        expect(row.churn.denominator).toBe(row.start);
        expect(row.winBack.numerator).toBe(count(({ dormant, back }) => dormant && back > 0));
        expect(row.winBack.denominator).toBe(row.dormant);
      });
    }),
  );
});

test('start + new + won back − lapsed = end, which is the next start; churn is 1 less who stayed', () => {
  fc.assert(
    fc.property(
      orders,
      options,
      fc.constantFrom('day' as const, 'week' as const, 'month' as const),
      (rows, asked, unit) => {
        const { threshold, asOf } = asked;
        const found = churnByInactivity(logOf(rows), {
          ...{ unit, lapsedAfter: { milliseconds: threshold }, asOf, refunds: 'exclude', timeZone: 'Asia/Tokyo' },
        });
        found.forEach((row, i) => {
          expect(row.start + row.new + row.wonBack - row.lapsed).toBe(row.end);
          if (i > 0) expect(row.start).toBe(found[i - 1]?.end);
          const { value, numerator, denominator } = row.churn;
          if (value !== null) expect(value).toBeCloseTo(1 - (denominator - numerator) / denominator, 12);
          expect(numerator).toBeLessThanOrEqual(row.lapsed);
          expect(row.winBack.numerator).toBeLessThanOrEqual(row.wonBack);
        });
      },
    ),
  );
});

test('nobody lapses before the threshold is over, and what a period says never changes once it is', () => {
  fc.assert(
    fc.property(orders, options, fc.nat(20 * DAY), (rows, { threshold, asOf }, more) => {
      const at = (instant: number) =>
        churnByInactivity(logOf(rows), {
          ...{ unit: 'day', lapsedAfter: { milliseconds: threshold }, asOf: instant, refunds: 'exclude' },
        });
      const [now, later] = [at(asOf), at(asOf + more)];
      const complete = now.filter((row) => row.complete);
      expect(later.slice(0, complete.length)).toEqual(complete);
      const firsts = [...timesByCustomer(rows, asOf).values()].map(([time]) => time as number);
      if (firsts.every((time) => time + threshold > asOf)) expect(now.every(({ lapsed }) => lapsed === 0)).toBe(true);
    }),
  );
});

test('where the threshold is no shorter than a period, it is period retention', () => {
  const thresholds = fc.constantFrom(DAY, DAY + 1, 7 * DAY, 9 * DAY + HOUR);
  fc.assert(
    fc.property(orders, thresholds, fc.nat(50), (rows, milliseconds, day) => {
      const bought = logOf(rows.filter(({ amount }) => !((amount ?? 0) < 0)));
      const asked = { unit: 'day', lapsedAfter: { milliseconds }, asOf: START + day * DAY } as const;
      const found = churnByInactivity(bought, asked);
      const expected = periodRetention(bought, asked);
      expect(found.map(({ period, start, new: came, end }) => [period, start, came, end])).toEqual(
        expected.map(({ period, start, new: came, end }) => [period, start, came, end]),
      );
    }),
  );
});

test('the metric says what the function says, of parts too', () => {
  const lapses = fc.constantFrom(
    { days: 3 },
    { factor: 2, minimumGaps: 2, otherwise: { days: 5 } },
    { factor: 0.3, minimumGaps: 1, otherwise: { hours: 5 } },
  );
  fc.assert(
    fc.property(orders, lapses, options, (rows, lapsedAfter, { asOf, per }) => {
      const asked = { unit: 'week', lapsedAfter, asOf, per: perOf(per), refunds: 'exclude' } as const;
      const metric = churnByInactivityMetric<string, { readonly bill: string }>(asked);
      const part = (names: readonly string[]) =>
        metric.state(logOf(rows.filter((row) => names.includes(row.customer))));
      const merged = metric.merge(part(['a', 'c']), part(['b', 'd', '__proto__']));
      expect(metric.finish(merged)).toEqual(churnByInactivity(logOf(rows), asked));
    }),
  );
});
